//! Foreign keys that point nowhere: a typed error that names the row, never a vanished row.

use orm_core::Error;
use orm_core::prelude::*;

use crate::support::*;

/// The store, with keys that name nobody: no database checks what it was not told.
fn broken() -> Conn {
    let mut conn = store();
    run(
        &mut conn,
        "INSERT INTO albums VALUES (6, 'Lost', 77);
         INSERT INTO artists VALUES (5, 'Stray', 88);
         INSERT INTO albums VALUES (7, 'Found', 5);
         INSERT INTO playlist_tracks VALUES (2, 99);",
    );
    conn
}

fn dangles<T>(result: impl Wait<Out = orm_core::Result<T>>, on: (&str, &str), naming: &str) {
    match result.wait().err().expect("it dangles") {
        Error::DanglingForeignKey {
            model,
            relation,
            key,
        } => {
            assert_eq!((model, relation), on);
            assert!(key.contains(naming), "{key}");
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_joined_key_that_points_nowhere() {
    let conn = &mut broken();
    let albums = queryset!(Album.filter(id == 6).select_related(artist));
    dangles(albums.load(conn), ("Album", "artist"), "77");
    dangles(albums.get(conn), ("Album", "artist"), "77");
    dangles(albums.first(conn), ("Album", "artist"), "77");
    dangles(albums.last(conn), ("Album", "artist"), "77");
    dangles(albums.in_bulk([6], conn), ("Album", "artist"), "77");
    dangles(
        each(albums.chunks(2, conn)).next().unwrap(),
        ("Album", "artist"),
        "77",
    );
    dangles(
        each(albums.iterator(conn)).next().unwrap(),
        ("Album", "artist"),
        "77",
    );
    // Also behind another join, and where the key may be NULL.
    let deep = queryset!(Album.filter(id == 7).select_related(artist.country));
    dangles(deep.load(conn), ("Artist", "country"), "88");
    dangles(
        queryset!(Artist.select_related(country)).load(conn),
        ("Artist", "country"),
        "88",
    );
}

#[test]
fn a_batched_key_that_points_nowhere() {
    let conn = &mut broken();
    dangles(
        queryset!(Album.prefetch_related(artist)).load(conn),
        ("Album", "artist"),
        "77",
    );
    dangles(
        queryset!(Artist.prefetch_related(country)).load(conn),
        ("Artist", "country"),
        "88",
    );
    let deep = queryset!(Album.filter(id == 7).prefetch_related(artist.country));
    dangles(deep.load(conn), ("Artist", "country"), "88");
    let back = queryset!(Artist.filter(id < 5).prefetch_related(albums.artist))
        .load(conn)
        .unwrap();
    assert_eq!(
        back.len(),
        4,
        "an album of nobody belongs to nobody's albums"
    );
    let rows = queryset!(Album.order_by(id)).load(conn).unwrap();
    dangles(
        queryset!(rows.select_related(artist)).load(conn),
        ("Album", "artist"),
        "77",
    );
}

#[test]
fn the_far_end_of_a_many_to_many_that_points_nowhere() {
    let conn = &mut broken();
    dangles(
        queryset!(Playlist.prefetch_related(tracks)).load(conn),
        ("PlaylistTrack", "track"),
        "",
    );
    let sliced = queryset!(Playlist.prefetch_related(tracks.order_by(id)[..1]));
    dangles(sliced.load(conn), ("PlaylistTrack", "track"), "");
    assert_eq!(
        queryset!(Playlist.filter(id != 2).prefetch_related(tracks))
            .load(conn)
            .unwrap()
            .len(),
        2
    );
    // The near end that points nowhere is nobody's link.
    run(
        conn,
        "DELETE FROM playlist_tracks WHERE track_id = 99; INSERT INTO playlist_tracks VALUES (99, 1);",
    );
    assert_eq!(
        queryset!(Playlist.prefetch_related(tracks))
            .load(conn)
            .unwrap()
            .len(),
        3
    );
}

#[test]
fn rows_do_not_vanish_from_conditions_and_counts() {
    let conn = &mut broken();
    assert_eq!(Album.count(conn).unwrap(), 7);
    assert_eq!(
        queryset!(Album.select_related(artist)).count(conn).unwrap(),
        7
    );
    assert_eq!(
        queryset!(Album.exclude(artist.name == "AC/DC"))
            .count(conn)
            .unwrap(),
        5
    );
    assert_eq!(
        queryset!(Album.filter(artist.name.is_null()))
            .get(conn)
            .unwrap()
            .id,
        6
    );
    assert_eq!(
        queryset!(Album.order_by(artist.name.nulls_first(), id))
            .load(conn)
            .unwrap()[0]
            .id,
        6
    );
}

#[test]
fn the_text_names_model_relation_and_key() {
    let conn = &mut broken();
    let error = queryset!(Album.select_related(artist))
        .load(conn)
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "`Album.artist` points at a row that does not exist (key 77)"
    );
}
