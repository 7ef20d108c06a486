//! What takes a connection: load, get, first, last, count, exists, iterator, chunks, in_bulk.

use orm_core::Error;
use orm_core::prelude::*;

use crate::support::*;

#[test]
fn get_wants_exactly_one_row() {
    let conn = &mut store();
    let row = assert_num_queries!(conn, 1, {
        queryset!(Track.filter(id == 3)).get(conn).unwrap()
    });
    assert_eq!(row.name, "Balls to the Wall");
    let none = queryset!(Track.filter(id == 0)).get(conn).unwrap_err();
    assert!(matches!(none, Error::DoesNotExist { model: "Track" }));
    assert_eq!(none.to_string(), "no `Track` matches the queryset");
    let many = assert_num_queries!(conn, 1, {
        queryset!(Track.filter(id < 3)).get(conn).unwrap_err()
    });
    assert!(matches!(
        many,
        Error::MultipleObjectsReturned { model: "Track" }
    ));
    assert!(many.to_string().contains("more than one `Track`"));
    let full = queryset!(
        Album
            .filter(id == 1)
            .select_related(artist)
            .prefetch_related(tracks)
    );
    let full = assert_num_queries!(conn, 2, { full.get(conn).unwrap() });
    assert_eq!(
        (full.artist().name.as_str(), full.tracks().len()),
        ("AC/DC", 2)
    );
}

#[test]
fn first_and_last_follow_the_order_and_then_the_key() {
    let conn = &mut store();
    let id = |row: Option<One<TrackRow>>| row.map(|row| row.id);
    assert_eq!(id(Track.first(conn).unwrap()), Some(1));
    assert_eq!(id(Track.last(conn).unwrap()), Some(7));
    assert_eq!(
        id(queryset!(Track.order_by(price)).first(conn).unwrap()),
        Some(1)
    );
    assert_eq!(
        id(queryset!(Track.order_by(price)).last(conn).unwrap()),
        Some(7)
    );
    assert_eq!(
        id(queryset!(Track.order_by(-price)).first(conn).unwrap()),
        Some(4)
    );
    assert_eq!(
        id(queryset!(Track.order_by(-price)).last(conn).unwrap()),
        Some(6)
    );
    assert_eq!(
        id(queryset!(Track.order_by(-price).reverse())
            .first(conn)
            .unwrap()),
        Some(6)
    );
    assert_eq!(
        id(queryset!(Track.order_by(-price).reverse())
            .last(conn)
            .unwrap()),
        Some(4)
    );
    assert_eq!(
        id(queryset!(Track.filter(price > 5)).first(conn).unwrap()),
        None
    );
    assert_eq!(
        id(queryset!(Track.filter(price > 5)).last(conn).unwrap()),
        None
    );
    // Albums have an ordering of their own: by title.
    assert_eq!(
        Album.first(conn).unwrap().unwrap().title,
        "Balls to the Wall"
    );
    assert_eq!(
        Album.last(conn).unwrap().unwrap().title,
        "Restless and Wild"
    );
    let by_artist = queryset!(
        Album
            .order_by(artist.name)
            .select_related(artist)
            .prefetch_related(tracks)
    );
    let last = assert_num_queries!(conn, 2, { by_artist.last(conn).unwrap().unwrap() });
    assert_eq!(
        (last.id, last.artist().name.as_str(), last.tracks().len()),
        (5, "Aerosmith", 0)
    );
}

#[test]
fn count_and_exists_ask_the_database() {
    let conn = &mut store();
    let some = queryset!(
        Track
            .filter(album.artist.name == "AC/DC")
            .prefetch_related(playlists)
            .select_related(genre)
    );
    assert_eq!(
        assert_num_queries!(conn, 1, { some.count(conn).unwrap() }),
        4
    );
    assert!(assert_num_queries!(conn, 1, { some.exists(conn).unwrap() }));
    let none = queryset!(Track.filter(price > 5));
    assert_eq!(
        (none.count(conn).unwrap(), none.exists(conn).unwrap()),
        (0, false)
    );
    assert_eq!(queryset!(Track.distinct()).count(conn).unwrap(), 7);
    assert_eq!(
        queryset!(Track.order_by(album.title, random()).reverse())
            .count(conn)
            .unwrap(),
        7
    );
    assert_eq!(PlaylistTrack.count(conn).unwrap(), 9);
    assert_eq!(
        queryset!(PlaylistTrack.distinct()[1..4])
            .count(conn)
            .unwrap(),
        3
    );
}

#[test]
fn count_and_a_page_come_from_the_same_value() {
    let conn = &mut store();
    let found = queryset!(Track.filter(price < 1.5).order_by(id));
    let total = found.count(conn).unwrap();
    let page = queryset!(found[..2]).load(conn).unwrap();
    assert_eq!((total, keys(&page)), (5, vec![1, 2]));
    assert_eq!(found.load(conn).unwrap().len(), 5);
}

#[test]
fn an_iterator_streams_rows_in_order() {
    let conn = &mut store();
    let albums = queryset!(Album.select_related(artist.country));
    let titles: Vec<String> = assert_num_queries!(conn, 1, {
        let rows = each(albums.iterator(conn));
        rows.map(|row| row.map(|album| format!("{} {}", album.title, album.artist().name)))
            .collect::<Result<_, _>>()
            .unwrap()
    });
    assert_eq!(titles[0], "Balls to the Wall Accept");
    assert_eq!(titles.len(), 5);
    // It may be left early, and the connection is free again.
    for row in each(Track.iterator(conn)) {
        if row.unwrap().id == 2 {
            break;
        }
    }
    assert_eq!(each(Track.iterator(conn)).take(3).count(), 3);
    assert_eq!(Track.count(conn).unwrap(), 7);
}

#[test]
fn chunks_keep_the_order_and_bring_relations() {
    let conn = &mut store();
    let tracks = queryset!(
        Track
            .order_by(-milliseconds)
            .select_related(genre)
            .prefetch_related(playlists)
    );
    for n in [1, 2, 3, 7, 100] {
        let portions: Vec<_> = each(tracks.chunks(n, conn)).map(Result::unwrap).collect();
        assert!(
            portions
                .iter()
                .rev()
                .skip(1)
                .all(|portion| portion.len() == n)
        );
        let all: Vec<i32> = portions.iter().flat_map(|portion| keys(portion)).collect();
        assert_eq!(all, [7, 3, 2, 5, 4, 6, 1]);
        assert_eq!(portions[0][0].playlists().len(), 2);
        assert_eq!(portions[0][0].genre().unwrap().name, "Rock");
    }
    // One query for the keys, and QUERIES a portion.
    assert_num_queries!(conn, 1 + 4 * 2, {
        for portion in each(tracks.chunks(2, conn)) {
            portion.unwrap();
        }
    });
    let none = queryset!(Track.filter(id < 0));
    assert_eq!(each(none.chunks(3, conn)).count(), 0);
    let links: Vec<_> = each(PlaylistTrack.chunks(4, conn))
        .flat_map(|rows| keys(&rows.unwrap()))
        .collect();
    assert_eq!(links.len(), 9);
    assert!(links.is_sorted());
}

#[test]
fn in_bulk_gives_rows_by_key() {
    let conn = &mut store();
    let albums = queryset!(
        Album
            .filter(id > 1)
            .select_related(artist)
            .prefetch_related(tracks)
    );
    let found = assert_num_queries!(conn, 2, { albums.in_bulk([1, 2, 5, 2, 99], conn).unwrap() });
    let mut ids: Vec<i32> = found.keys().copied().collect();
    ids.sort_unstable();
    assert_eq!(ids, [2, 5], "1 is filtered out, and 99 is nobody");
    assert_eq!(found[&2].artist().name, "Accept");
    assert_eq!(found[&2].tracks().len(), 1);
    let empty = assert_num_queries!(conn, 0, { Album.in_bulk(Vec::new(), conn).unwrap() });
    assert!(empty.is_empty());
    assert_eq!(Track.in_bulk(-50_000..50_000, conn).unwrap().len(), 7);
}

#[test]
fn terminals_borrow_the_queryset() {
    let conn = &mut store();
    let name = String::from("Overdose");
    let qs = queryset!(Track.filter(name == &name));
    for _ in 0..2 {
        assert_eq!(qs.count(conn).unwrap(), 1);
        assert_eq!(qs.get(conn).unwrap().id, 7);
        assert_eq!(qs.load(conn).unwrap().len(), 1);
        assert_eq!(qs.first(conn).unwrap().unwrap().name, name);
    }
}

#[test]
fn counting_queries_shows_what_ran() {
    let conn = &mut store();
    let panic = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        assert_num_queries!(conn, 1, {
            Genre.load(conn).unwrap();
            Country.load(conn).unwrap();
        });
    }));
    let text = *panic.unwrap_err().downcast::<String>().unwrap();
    assert!(text.contains("expected 1 queries, and 2 ran"), "{text}");
    assert!(
        text.contains("genres") && text.contains("countries"),
        "{text}"
    );
    // BEGIN, COMMIT and savepoints are none.
    assert_num_queries!(conn, 1, {
        transaction(conn, |conn| {
            transaction(conn, |conn| Genre.load(conn).map(|_| ()))
        })
        .unwrap();
    });
}
