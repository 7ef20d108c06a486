//! Which joins of a filter may be INNER: only those without which no row could meet it.

use orm_core::prelude::*;

use crate::support::*;

/// The ids of a queryset's rows, ascending.
macro_rules! ids {
    ($conn:expr, $($queryset:tt)*) => {{
        let rows = queryset!($($queryset)*).load($conn).unwrap();
        let mut ids: Vec<i32> = rows.iter().map(|row| row.id).collect();
        ids.sort_unstable();
        ids
    }};
}

#[test]
fn a_comparison_over_two_hops_keeps_only_rows_that_have_both() {
    let conn = &mut store();
    assert_eq!(
        ids!(conn, Album.filter(artist.country.name == "Australia")),
        [1, 4]
    );
    assert_eq!(
        ids!(conn, Album.filter(artist.country.name != "Australia")),
        [5]
    );
}

#[test]
fn exclude_over_two_hops_keeps_rows_without_the_far_end() {
    let conn = &mut store();
    assert_eq!(
        ids!(conn, Album.exclude(artist.country.name == "Australia")),
        [2, 3, 5]
    );
    assert_eq!(
        ids!(conn, Album.filter(!(artist.country.name == "Australia"))),
        [2, 3, 5]
    );
}

#[test]
fn is_null_beyond_a_nullable_key_sees_the_rows_without_it() {
    let conn = &mut store();
    assert_eq!(
        ids!(conn, Album.filter(artist.country.name.is_null())),
        [2, 3]
    );
    let albums = Album;
    let name = fields_of(&albums).artist().country().name();
    let rows = albums.filter(name.is_null().eq(true)).load(conn).unwrap();
    assert_eq!(rows.len(), 2);
}

#[test]
fn one_side_of_or_does_not_take_rows_from_the_other() {
    let conn = &mut store();
    let found = ids!(
        conn,
        Album.filter(artist.country.name == "Australia" || title == "Big Ones")
    );
    assert_eq!(found, [1, 4, 5]);
    let found = ids!(
        conn,
        Album.filter(artist.country.name == "USA" || artist.name == "Accept")
    );
    assert_eq!(found, [2, 3, 5]);
}

#[test]
fn a_comparison_and_what_lives_on_null_stand_side_by_side() {
    let conn = &mut store();
    let found = ids!(
        conn,
        Album.filter(artist.name == "Accept" && artist.country.name.is_null())
    );
    assert_eq!(found, [2, 3]);
    let found = ids!(
        conn,
        Album
            .filter(artist.name == "Accept")
            .exclude(artist.country.name == "USA")
    );
    assert_eq!(found, [2, 3]);
}

#[test]
fn quantifiers_keep_the_rows_that_their_inner_condition_leaves_out() {
    let conn = &mut store();
    assert_eq!(
        ids!(conn, Album.filter(tracks.any(genre.name == "Metal"))),
        [2, 3]
    );
    assert_eq!(
        ids!(conn, Album.filter(tracks.none(genre.name == "Metal"))),
        [1, 4, 5]
    );
    // A track without a genre is not Metal, so album 3 is not all Metal.
    assert_eq!(
        ids!(conn, Album.filter(tracks.all(genre.name == "Metal"))),
        [2, 5]
    );
}

#[test]
fn a_joined_relation_that_is_also_loaded_is_read_from_the_same_join() {
    let conn = &mut store();
    let albums = queryset!(
        Album
            .filter(artist.country.name == "USA")
            .select_related(artist.country)
    );
    let albums = assert_num_queries!(conn, 1, { albums.load(conn).unwrap() });
    assert_eq!(albums.len(), 1);
    assert_eq!(albums[0].artist().country().unwrap().name, "USA");
}
