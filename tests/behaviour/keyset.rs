//! Keyset pages: every order, forwards and backwards, gives each row once; and cursors.

use orm_core::error::CursorFault;
use orm_core::instrument::watch;
use orm_core::prelude::*;
use orm_core::queryset::Cursor;
use orm_core::{Error, Result};

use crate::support::*;

/// Walks through a queryset by pages of every size, forwards and backwards, by cursors that
/// went through text; each walk gives the rows as one slice does.
macro_rules! walk {
    ($conn:ident, $queryset:expr) => {
        walk!($conn, $queryset, |row| row.id)
    };
    ($conn:ident, $queryset:expr, |$row:ident| $key:expr) => {{
        let all = $queryset;
        let rows = queryset!(all[..1000]).load($conn).unwrap();
        let wanted: Vec<_> = rows.iter().map(|$row| $key).collect();
        let all = $queryset;
        for size in 1..=wanted.len() + 1 {
            let (mut forwards, mut cursor) = (Vec::new(), None::<Cursor>);
            loop {
                let page = all.page_after(cursor.as_ref(), size, $conn).unwrap();
                assert!(page.items.len() <= size);
                assert_eq!(page.previous.is_some(), cursor.is_some());
                forwards.extend(page.items.iter().map(|$row| $key));
                assert!(forwards.len() <= wanted.len(), "{size}: {forwards:?}");
                let Some(next) = page.next else { break };
                assert_eq!(page.items.len(), size);
                cursor = Some(next.to_string().parse().unwrap());
            }
            assert_eq!(forwards, wanted, "forwards by {size}");
            let (mut backwards, mut cursor) = (Vec::new(), None::<Cursor>);
            loop {
                let page = all.page_before(cursor.as_ref(), size, $conn).unwrap();
                assert_eq!(page.next.is_some(), cursor.is_some());
                backwards.splice(0..0, page.items.iter().map(|$row| $key));
                assert!(backwards.len() <= wanted.len(), "{size}: {backwards:?}");
                let Some(previous) = page.previous else { break };
                cursor = Some(previous.to_string().parse().unwrap());
            }
            assert_eq!(backwards, wanted, "backwards by {size}");
        }
        wanted
    }};
}
pub(crate) use walk;

#[test]
fn columns_up_and_down() {
    let conn = &mut store();
    assert_eq!(walk!(conn, queryset!(Track)), [1, 2, 3, 4, 5, 6, 7]);
    assert_eq!(
        walk!(conn, queryset!(Track.order_by(price))),
        [1, 2, 3, 5, 6, 4, 7]
    );
    walk!(conn, queryset!(Track.order_by(-price, name)));
    walk!(conn, queryset!(Track.order_by(price, -album_id, -id)));
    walk!(conn, queryset!(Track.order_by(price).reverse()));
    walk!(
        conn,
        queryset!(Track.filter(price < 1.5).order_by(-milliseconds, name))
    );
    // The model's own order, by title.
    assert_eq!(walk!(conn, Album), [2, 5, 1, 4, 3]);
    assert_eq!(walk!(conn, queryset!(Album.reverse())), [3, 4, 1, 5, 2]);
    walk!(conn, queryset!(Album.distinct()));
    walk!(conn, queryset!(Album.distinct().order_by(-artist.name)));
}

#[test]
fn nulls_stand_where_the_order_puts_them() {
    let conn = &mut store();
    assert_eq!(
        walk!(conn, queryset!(Track.order_by(composer))),
        [3, 4, 6, 7, 5, 1, 2]
    );
    assert_eq!(
        walk!(conn, queryset!(Track.order_by(-composer))),
        [1, 2, 5, 6, 7, 3, 4]
    );
    walk!(conn, queryset!(Track.order_by(composer.nulls_last())));
    walk!(conn, queryset!(Track.order_by((-composer).nulls_first())));
    walk!(conn, queryset!(Track.order_by(composer, -genre_id, -name)));
    walk!(
        conn,
        queryset!(
            Track
                .order_by(genre_id, composer.nulls_last(), -price)
                .reverse()
        )
    );
    walk!(
        conn,
        queryset!(Track.order_by(price, composer.nulls_first(), -id, genre_id))
    );
    walk!(conn, queryset!(Artist.order_by(country_id)));
    walk!(conn, queryset!(Artist.order_by(-country.name)));
}

#[test]
fn orders_through_relations_and_by_calculations() {
    let conn = &mut store();
    walk!(
        conn,
        queryset!(Track.order_by(album.artist.name, -album.title))
    );
    walk!(
        conn,
        queryset!(Track.order_by(album.artist.country.name, genre.name.nulls_last()))
    );
    walk!(
        conn,
        queryset!(Track.order_by(-(price * 3.0), milliseconds + album_id))
    );
    walk!(conn, queryset!(Album.order_by(-count(tracks), artist.name)));
}

#[test]
fn orders_that_are_chosen_while_the_program_runs() {
    let conn = &mut store();
    for choice in 0..4 {
        let chosen = |down: bool| {
            queryset!(Track.order_by(
                match choice {
                    0 => name,
                    1 => -milliseconds,
                    2 => album.artist.name,
                    _ => composer.nulls_last(),
                },
                if down {
                    -price
                },
                if down { id } else { -id }
            ))
        };
        walk!(conn, chosen(true));
        walk!(conn, chosen(false));
    }
}

#[test]
fn keys_of_two_columns_and_rows_that_are_more_than_a_model() {
    let conn = &mut store();
    let key = |link: &PlaylistTrackRow| (link.playlist_id, link.track_id);
    assert_eq!(walk!(conn, PlaylistTrack, |link| key(link)).len(), 9);
    walk!(
        conn,
        queryset!(PlaylistTrack.order_by(-playlist.name)),
        |link| key(link)
    );
    walk!(conn, queryset!(PlaylistTrack.order_by(-track_id)), |link| {
        key(link)
    });
    walk!(
        conn,
        queryset!(Album.annotate(n = count(tracks)).order_by(-artist_id))
    );
    walk!(
        conn,
        queryset!(Track.order_by(price).values_list(name)),
        |name| name.clone()
    );
    let albums = queryset!(Album.select_related(artist).prefetch_related(tracks.genre));
    let page = assert_num_queries!(conn, 3, { albums.page_after(None, 2, conn).unwrap() });
    assert_eq!(page.items[0].artist().name, "Accept");
    assert_eq!(page.items[0].tracks()[0].genre().unwrap().name, "Metal");
    let page = assert_num_queries!(conn, 3, {
        albums.page_after(page.next.as_ref(), 2, conn).unwrap()
    });
    assert_eq!(keys(&page.items), [1, 4]);
}

#[test]
fn the_condition_is_one_that_an_index_serves() {
    let conn = &mut store();
    let tracks = queryset!(Track.order_by(-price, name));
    let first = tracks.page_after(None, 1, conn).unwrap();
    let watching = watch(conn);
    tracks.page_after(first.next.as_ref(), 1, conn).unwrap();
    let seen = watching.finish(conn);
    let text = seen.queries[0].replace('`', "\"");
    let wanted = r#"WHERE ("self"."price" <= ? AND ("self"."price" < ? OR ("self"."name" >= ? AND ("self"."name" > ? OR "self"."id" > ?)))) ORDER BY "self"."price" DESC, "self"."name", "self"."id" LIMIT"#;
    let mut plain = text.clone();
    for bind in 1..=5 {
        plain = plain.replacen(&format!("${bind}"), "?", 1);
    }
    assert!(plain.contains(wanted), "{text}");
    assert!(
        !text.contains("Fast As a Shark") || text.contains("binds"),
        "{text}"
    );
}

#[test]
fn pages_after_a_place_are_one_statement() {
    let conn = &mut store();
    let tracks = queryset!(Track.order_by(-price, album.title));
    let mut next = None;
    let mut prepared = Vec::new();
    for _ in 0..4 {
        let watching = watch(conn);
        let page = tracks.page_after(next.as_ref(), 1, conn).unwrap();
        prepared.push(watching.finish(conn).prepared.len());
        next = page.next;
    }
    assert_eq!(
        prepared,
        [1, 1, 0, 0],
        "one for the first page, one for all others"
    );
}

fn fault<T>(result: Result<T>) -> CursorFault {
    match result {
        Err(Error::Cursor(fault)) => fault,
        Err(other) => panic!("{other}"),
        Ok(_) => panic!("a cursor of another order was taken"),
    }
}

#[test]
fn a_cursor_of_another_order_or_model_is_an_error_before_any_query() {
    let conn = &mut store();
    let page = queryset!(Track.order_by(price))
        .page_after(None, 1, conn)
        .unwrap();
    let cursor = page.next.as_ref();
    assert_num_queries!(conn, 0, {
        for wrong in [
            fault(
                queryset!(Track.order_by(-price))
                    .page_after(cursor, 1, conn)
                    .map(drop),
            ),
            fault(
                queryset!(Track.order_by(price).reverse())
                    .page_after(cursor, 1, conn)
                    .map(drop),
            ),
            fault(
                queryset!(Track.order_by(milliseconds))
                    .page_after(cursor, 1, conn)
                    .map(drop),
            ),
            fault(
                queryset!(Track.order_by(price, name))
                    .page_after(cursor, 1, conn)
                    .map(drop),
            ),
            fault(
                queryset!(Track.order_by(price, id))
                    .page_after(cursor, 1, conn)
                    .map(drop),
            ),
            fault(Track.page_before(cursor, 1, conn).map(drop)),
            fault(Album.page_after(cursor, 1, conn).map(drop)),
            fault(Genre.page_after(cursor, 1, conn).map(drop)),
        ] {
            assert_eq!(wrong, CursorFault::OtherOrder);
        }
        let wrong = Track.page_after(None, 0, conn).unwrap_err();
        assert!(matches!(wrong, Error::Page { model: "Track" }), "{wrong}");
    });
    // Another filter is another list in the same order: the place is one in it as well.
    let dear = queryset!(Track.filter(price > 1.0).order_by(price));
    assert_eq!(
        keys(&dear.page_after(cursor, 5, conn).unwrap().items),
        [4, 7]
    );
}

#[test]
fn a_place_stays_when_its_row_goes() {
    let conn = &mut store();
    let tracks = queryset!(Track.order_by(name));
    let first = tracks.page_after(None, 3, conn).unwrap();
    run(
        conn,
        "DELETE FROM tracks WHERE id = 2; INSERT INTO tracks VALUES (8, 'Aaa', 1, 1, 1, 1.0, NULL)",
    );
    let second = tracks.page_after(first.next.as_ref(), 3, conn).unwrap();
    let names: Vec<&str> = second.items.iter().map(|track| &*track.name).collect();
    assert_eq!(
        names,
        ["Fast As a Shark", "Overdose", "Put The Finger On You"]
    );
    let back = tracks
        .page_before(second.previous.as_ref(), 9, conn)
        .unwrap();
    assert_eq!(keys(&back.items), [8, 3, 6]);
    assert!(back.previous.is_none() && back.next.is_some());
    let none = queryset!(Track.filter(id < 0))
        .page_after(None, 3, conn)
        .unwrap();
    assert!(none.items.is_empty() && none.next.is_none() && none.previous.is_none());
}

#[test]
fn hostile_values_are_bound() {
    let conn = &mut store();
    let names = [
        "'; DROP TABLE tracks; --",
        "%_\\\"`$1 ?",
        "",
        "é\u{1F600}",
        "Zz",
    ];
    for (at, name) in names.iter().enumerate() {
        let name = name.replace('\'', "''");
        let id = 100 + at;
        run(
            conn,
            &format!("INSERT INTO tracks VALUES ({id}, '{name}', 1, 1, 1, 1.0, '{name}')"),
        );
    }
    assert_eq!(walk!(conn, queryset!(Track.order_by(name))).len(), 12);
    assert_eq!(walk!(conn, queryset!(Track.order_by(-composer))).len(), 12);
}
