//! One statement for any number of keys and any page; and the check that one query type
//! never gives two texts.

use diesel::backend::Backend;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use orm_core::instrument::watch;
use orm_core::prelude::*;

use crate::support::*;

/// What was prepared for the cache while this ran.
macro_rules! prepared {
    ($conn:ident, $($work:tt)*) => {{
        let watching = watch($conn);
        $($work)*;
        watching.finish($conn).prepared
    }};
}

#[test]
fn another_number_of_keys_is_the_same_statement() {
    let conn = &mut store();
    let mut load = |most: i32| {
        let qs = queryset!(
            Track
                .filter(id <= most)
                .select_related(album)
                .prefetch_related(playlists, album.artist, genre)
        );
        prepared!(conn, assert_eq!(qs.load(conn).unwrap().len() as i32, most))
    };
    assert_eq!(load(1).len(), 4);
    for most in [2, 7, 3] {
        assert_eq!(load(most), [""; 0], "of {most} rows");
    }
}

#[test]
fn another_slice_is_the_same_statement() {
    let conn = &mut store();
    let mut page = |from: i32, to: i32| {
        let qs = queryset!(
            Track
                .order_by(price)
                .prefetch_related(playlists.order_by(-id)[from..to])[from..to]
        );
        prepared!(conn, qs.load(conn).unwrap())
    };
    assert_eq!(page(0, 1).len(), 2);
    assert_eq!(page(1, 5), [""; 0]);
    assert_eq!(page(2, 3), [""; 0]);
}

#[test]
fn another_list_and_another_value_is_the_same_statement() {
    let conn = &mut store();
    let mut find = |ids: Vec<i32>, prices: &[f64], text: &str| {
        let qs = queryset!(Track.filter(id.in_(ids) || price.in_(prices) || name.icontains(text)));
        prepared!(conn, qs.load(conn).unwrap())
    };
    assert_eq!(find(vec![1], &[], "a").len(), 1);
    assert_eq!(find(vec![], &[0.99, 1.99], "%"), [""; 0]);
    assert_eq!(find((0..5000).collect(), &[f64::MAX], ""), [""; 0]);
    // MySQL's lists of text are written into the statement, which is then not kept.
    let mut named = |names: &[&str]| {
        prepared!(
            conn,
            queryset!(Track.filter(name.in_(names))).load(conn).unwrap()
        )
        .len()
    };
    assert_eq!(named(&["x"]), on(1, 1, 0));
    assert_eq!(named(&["x", "y"]), 0);
    let mut bulk = |ids: Vec<i32>| prepared!(conn, Track.in_bulk(ids, conn).unwrap());
    assert_eq!(bulk(vec![1]).len(), 1);
    assert_eq!(bulk(vec![3, 4, 5]), [""; 0]);
    let mut chunks = |n: usize| {
        let chunked = prepared!(
            conn,
            each(Genre.chunks(n, conn)).for_each(|rows| drop(rows.unwrap()))
        );
        chunked.len()
    };
    assert_eq!(chunks(1), 2);
    assert_eq!(chunks(2), 0);
}

#[test]
fn the_same_queryset_at_another_place_is_the_same_statement() {
    let conn = &mut store();
    fn by_genre(conn: &mut Conn, genre: &str) -> usize {
        queryset!(Track.filter(genre.name == genre))
            .load(conn)
            .unwrap()
            .len()
    }
    let first = prepared!(conn, assert_eq!(by_genre(conn, "Rock"), 4));
    assert_eq!(first.len(), 1);
    assert_eq!(
        prepared!(conn, assert_eq!(by_genre(conn, "Metal"), 2)),
        [""; 0]
    );
    let elsewhere = String::from("Rock");
    let borrowed = prepared!(
        conn,
        queryset!(Track.filter(genre.name == elsewhere.as_str()))
            .load(conn)
            .unwrap()
    );
    assert_eq!(borrowed, [""; 0]);
}

#[test]
fn what_differs_in_type_differs_in_statement() {
    let conn = &mut store();
    let mut texts = std::collections::HashSet::new();
    macro_rules! each_is_new {
        ($($queryset:expr;)*) => { $(
            let said = stringify!($queryset);
            let seen = prepared!(conn, queryset!($queryset).load(conn).unwrap());
            let known = !texts.insert(sql(&queryset!($queryset)));
            // Behind the wrapper that makes SQLite async, equal texts are one statement.
            assert!(seen.len() == 1 || known && seen.is_empty(), "{said}: {seen:?}");
        )* };
    }
    each_is_new! {
        Track.filter(id == 1);
        Track.filter(id != 1);
        Track.filter(id < 1);
        Track.filter(id <= 1);
        Track.filter(id > 1);
        Track.filter(id >= 1);
        Track.filter(milliseconds >= 1);
        Track.exclude(id == 1);
        Track.filter(id == 1 && id == 2);
        Track.filter(id == 1 || id == 2);
        Track.filter(id.is_null());
        Track.filter(id.is_not_null());
        Track.filter(name.contains("a"));
        Track.filter(name.icontains("a"));
        Track.filter(name.startswith("a"));
        Track.filter(name.endswith("a"));
        Track.filter(playlists.any(id == 1));
        Track.filter(playlists.all(id == 1));
        Track.filter(playlists.none(id == 1));
        Track.order_by(id);
        Track.order_by(-id);
        Track.order_by(id).reverse();
        Track.order_by(composer.nulls_first());
        Track.order_by(composer.nulls_last());
        Track.order_by(id)[..1];
        Track.order_by(id)[1..];
        Track.order_by(id)[1..2];
        Track.distinct();
        Track.select_related(album);
        Track.select_related(genre);
        Track.select_related(album.artist);
        Track.filter(id + 1 == 2);
        Track.filter(id - 1 == 2);
        Track.filter(id * 1 == 2);
        Track.filter(id / 1 == 2);
    }
}

#[test]
fn a_text_that_depends_on_a_value_is_not_cached_and_right() {
    let conn = &mut store();
    for wanted in [None, Some(1), None, Some(2), Some(3)] {
        for down in [false, true] {
            let qs = queryset!(
                Track
                    .filter(if let Some(genre) = wanted {
                        genre_id == genre
                    })
                    .order_by(if down { -id } else { id })
                    .prefetch_related(playlists.filter(if down {
                        name == "All"
                    }))
            );
            let rows = qs.load(conn).unwrap();
            let mut by_hand: Vec<i32> = match wanted {
                None => vec![1, 2, 3, 4, 5, 6, 7],
                Some(1) => vec![1, 2, 6, 7],
                Some(2) => vec![3, 4],
                _ => vec![],
            };
            if down {
                by_hand.reverse();
            }
            assert_eq!(keys(&rows), by_hand);
            let lists: usize = rows
                .iter()
                .filter(|row| row.id == 7)
                .map(|row| row.playlists().shown().len())
                .sum();
            assert_eq!(
                lists,
                if !by_hand.contains(&7) {
                    0
                } else if down {
                    1
                } else {
                    2
                }
            );
        }
    }
}

/// A node whose text depends on a value, and whose type does not say so: the mistake that
/// the check is for.
struct Liar(&'static str);

impl QueryId for Liar {
    type QueryId = Self;
    const HAS_STATIC_QUERY_ID: bool = true;
}
impl Query for Liar {
    type SqlType = diesel::sql_types::Untyped;
}
impl<DB: Backend> QueryFragment<DB> for Liar {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> diesel::QueryResult<()> {
        out.push_sql(self.0);
        Ok(())
    }
}

#[test]
#[should_panic(expected = "two SQL texts under one query id")]
fn one_type_with_two_texts_is_found_in_debug_builds() {
    use orm_core::load::query_id::check;
    check::<_, crate::support::Backend>(&Liar("SELECT 1"));
    check::<_, crate::support::Backend>(&Liar("SELECT 1"));
    check::<_, crate::support::Backend>(&Liar("SELECT 2"));
}
