//! Numbered pages, and whether a queryset has a row.

use orm_core::Error;
use orm_core::prelude::*;

use crate::support::*;

#[test]
fn a_page_is_rows_and_their_number_in_two_queries() {
    let conn = &mut store();
    let tracks = queryset!(Track.filter(price < 1.5).order_by(-price));
    let page = assert_num_queries!(conn, 2, { tracks.page(2, 2, conn).unwrap() });
    // All prices are equal, so the key decides, and pages do not overlap.
    assert_eq!(keys(&page.items), [3, 5]);
    assert_eq!((page.number, page.size, page.total), (2, 2, 5));
    assert_eq!(page.pages(), 3);
    assert!(page.has_next() && page.has_previous());
    let all: Vec<i32> = (1..=3)
        .flat_map(|number| keys(&tracks.page(number, 2, conn).unwrap().items))
        .collect();
    assert_eq!(all, [1, 2, 3, 5, 6]);
    let last = tracks.page(3_u64, 2_u8, conn).unwrap();
    assert_eq!((last.items.len(), last.has_next()), (1, false));
    let names: Vec<&str> = (&last).into_iter().map(|track| &*track.name).collect();
    assert_eq!(names, ["Dog Eat Dog"]);
    assert_eq!(last.map(|track| track.id).items, [6]);
}

#[test]
fn a_page_brings_what_the_queryset_loads() {
    let conn = &mut store();
    let albums = queryset!(Album.select_related(artist).prefetch_related(tracks.genre));
    let page = assert_num_queries!(conn, 2 + 2, { albums.page(1, 3, conn).unwrap() });
    let first = &page.items[0];
    assert_eq!((&*first.artist().name, first.tracks().len()), ("Accept", 1));
    assert_eq!(page.total, 5);
    let values = queryset!(Album.values_list(title))
        .page(2, 4, conn)
        .unwrap();
    assert_eq!(
        (values.items, values.total),
        (vec!["Restless and Wild".to_owned()], 5)
    );
}

#[test]
fn a_page_beyond_the_last_is_empty_and_knows_the_total() {
    let conn = &mut store();
    for number in [4, 1_000, i64::MAX] {
        let page = assert_num_queries!(conn, 2, { Track.page(number, 3, conn).unwrap() });
        assert_eq!((page.items.len(), page.total, page.pages()), (0, 7, 3));
        assert!(!page.has_next() && page.has_previous());
    }
    let none = queryset!(Track.filter(id < 0)).page(1, 3, conn).unwrap();
    assert_eq!(
        (none.pages(), none.has_next(), none.has_previous()),
        (0, false, false)
    );
    assert_eq!(Track.page(1, i64::MAX, conn).unwrap().items.len(), 7);
}

#[test]
fn a_page_below_the_first_is_an_error_before_any_query() {
    let conn = &mut store();
    for (number, size) in [(0, 3), (-1, 3), (1, 0), (1, -5)] {
        let wrong = assert_num_queries!(conn, 0, { Track.page(number, size, conn).unwrap_err() });
        assert!(matches!(wrong, Error::Page { model: "Track" }), "{wrong}");
    }
    assert!(Track.page(u64::MAX, 1, conn).is_err());
}

#[test]
fn contains_asks_for_one_key_in_one_query() {
    let conn = &mut store();
    let albums = queryset!(Album.select_related(artist)).load(conn).unwrap();
    let rock = queryset!(
        Album
            .filter(tracks.any(genre.name == "Rock"))
            .order_by(-title)
    );
    let found: Vec<i32> = albums
        .iter()
        .filter(|album| assert_num_queries!(conn, 1, { rock.contains(album, conn).unwrap() }))
        .map(|album| album.id)
        .collect();
    assert_eq!(found, [1, 4]);
    // A row alone, and a model's value that is no row at all.
    let one = queryset!(Album.filter(id == 4)).get(conn).unwrap();
    assert!(rock.contains(&one, conn).unwrap());
    let made = Album {
        id: 99,
        title: String::new(),
        artist_id: 1,
    };
    assert!(!Album.contains(&made, conn).unwrap());
    assert!(queryset!(Album.distinct()).contains(&one, conn).unwrap());
    // Keys of two columns.
    let link = PlaylistTrack {
        playlist_id: 3,
        track_id: 7,
    };
    assert!(PlaylistTrack.contains(&link, conn).unwrap());
    let long = queryset!(PlaylistTrack.filter(track.milliseconds > 300_000));
    assert!(long.contains(&link, conn).unwrap());
    let short = PlaylistTrack {
        playlist_id: 1,
        track_id: 1,
    };
    assert!(!long.contains(&short, conn).unwrap());
    assert!(PlaylistTrack.contains(&short, conn).unwrap());
}
