//! One queryset with a bit of everything: a page with joins, batches and conditions.

use crate::support::*;
use orm_core::prelude::*;

#[test]
fn a_page_with_two_joins_and_three_batched_relations_takes_four_queries() {
    let conn = &mut store();
    let n = 5;
    let qs = queryset!(
        Album
            .filter(artist.name.istartswith("a") && tracks.any(milliseconds > 200_000))
            .exclude(title == "Untitled")
            .order_by(artist.name, -title)
            .select_related(artist.country)
            .prefetch_related(tracks.genre, tracks.playlists)[..n]
    );
    let albums = assert_num_queries!(conn, 4, { qs.load(conn).unwrap() });
    let shown: Vec<String> = albums
        .iter()
        .map(|album| {
            let country = album
                .artist()
                .country()
                .map_or("?", |country| &country.name);
            let tracks: Vec<String> = album
                .tracks()
                .iter()
                .map(|track| {
                    let genre = track.genre().map_or("?", |genre| &genre.name);
                    format!(
                        "{} ({genre}, {} lists)",
                        track.name,
                        track.playlists().len()
                    )
                })
                .collect();
            let artist = &album.artist().name;
            format!(
                "{} by {artist} from {country}: {}",
                album.title,
                tracks.join(", ")
            )
        })
        .collect();
    assert_eq!(
        shown,
        [
            "Let There Be Rock by AC/DC from Australia: Dog Eat Dog (Rock, 1 lists), Overdose (Rock, 2 lists)",
            "For Those About To Rock by AC/DC from Australia: Put The Finger On You (Rock, 1 lists), Evil Walks (Rock, 1 lists)",
            "Restless and Wild by Accept from ?: Fast As a Shark (Metal, 1 lists), Restless and Wild (?, 1 lists)",
            "Balls to the Wall by Accept from ?: Balls to the Wall (Metal, 2 lists)",
        ]
    );
    assert_eq!(qs.count(conn).unwrap(), 4);
    assert!(qs.exists(conn).unwrap());
}
