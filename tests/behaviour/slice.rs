use crate::support::*;
use orm_core::prelude::*;

#[test]
fn thin() {
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
    println!("{}", diesel::debug_query::<diesel::sqlite::Sqlite, _>(&qs));
    let albums = assert_num_queries!(conn, 4, { qs.load(conn).unwrap() });
    for album in &albums {
        println!(
            "{} — {} {:?}: {} tracks",
            album.title,
            album.artist().name,
            album.artist().country().map(|c| &c.name),
            album.tracks().len()
        );
        for track in album.tracks() {
            println!(
                "   {} {:?} {:?}",
                track.name,
                track.genre().map(|g| &g.name),
                track.playlists()
            );
        }
    }
    assert_eq!(albums.len(), 4);
}
