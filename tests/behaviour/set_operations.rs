//! Unions, intersections and differences, of rows and of values.
// A queryset is `Copy` where its values are; a reader need not know which one is.
#![allow(clippy::clone_on_copy)]

use orm_core::prelude::*;

use crate::support::*;

macro_rules! ids {
    ($conn:ident, $($queryset:tt)*) => {
        keys(&queryset!($($queryset)*).load($conn).unwrap())
    };
}

macro_rules! values {
    ($conn:ident, $($queryset:tt)*) => {
        queryset!($($queryset)*).load($conn).unwrap()
    };
}

#[test]
fn rows_of_one_model() {
    let conn = &mut store();
    let rock = queryset!(Track.filter(genre_id == 1));
    let long = queryset!(Track.filter(milliseconds > 260_000));
    assert_eq!(
        ids!(conn, rock.clone().union(long.clone()).order_by(id)),
        [1, 2, 3, 6, 7]
    );
    assert_eq!(
        ids!(conn, rock.clone().intersect(long.clone()).order_by(-id)),
        [7, 2]
    );
    assert_eq!(
        ids!(conn, rock.clone().except(long.clone()).order_by(id)),
        [1, 6]
    );
    assert_eq!(ids!(conn, long.clone().except(rock.clone())), [3]);
    // Several at once, nested, and of a model's name.
    let metal = queryset!(Track.filter(genre_id == 2));
    assert_eq!(
        ids!(
            conn,
            rock.clone().union(long.clone(), metal.clone()).order_by(id)
        ),
        [1, 2, 3, 4, 6, 7]
    );
    assert_eq!(
        ids!(
            conn,
            Track
                .except(queryset!(rock.union(metal.except(long))))
                .order_by(id)
        ),
        [3, 5]
    );
    assert_eq!(queryset!(Track.intersect(Track)).count(conn).unwrap(), 7);
}

#[test]
fn the_whole_is_a_queryset_like_any_other() {
    let conn = &mut store();
    let both = queryset!(
        Album
            .filter(title.startswith("B"))
            .union(queryset!(Album.filter(artist.name == "AC/DC")))
    );
    // The model's own order, as for any queryset.
    assert_eq!(keys(&both.load(conn).unwrap()), [2, 5, 1, 4]);
    assert_eq!(both.count(conn).unwrap(), 4);
    assert!(both.exists(conn).unwrap());
    assert_eq!(both.first(conn).unwrap().unwrap().id, 2);
    assert_eq!(both.last(conn).unwrap().unwrap().id, 4);
    assert_eq!(ids!(conn, both.clone().filter(id > 2)), [5, 4]);
    assert_eq!(ids!(conn, both.clone().exclude(id > 2)), [2, 1]);
    assert_eq!(
        ids!(conn, both.clone().order_by(-artist.name, id)[1..3]),
        [2, 1]
    );
    assert_eq!(
        queryset!(both.clone().filter(id == 4))
            .get(conn)
            .unwrap()
            .id,
        4
    );
    let loaded = queryset!(both.clone().select_related(artist).prefetch_related(tracks));
    let watch = orm_core::instrument::watch(conn);
    let albums = loaded.load(conn).unwrap();
    assert_eq!(watch.finish(conn).queries.len(), 2);
    assert_eq!(albums[1].artist().name, "Aerosmith");
    assert_eq!(keys(albums[2].tracks()), [1, 2]);
    let streamed: Vec<i32> = each(both.iterator(conn))
        .map(|row| row.unwrap().id)
        .collect();
    assert_eq!(streamed, [2, 5, 1, 4]);
    let titles = queryset!(both.clone().values_list(title)[..2]);
    assert_eq!(
        titles.load(conn).unwrap(),
        ["Balls to the Wall", "Big Ones"]
    );
    assert_eq!(
        ids!(conn, Track.filter(album_id.in_(both.clone())).order_by(id)),
        [1, 2, 3, 6, 7]
    );
    assert_eq!(both.in_bulk([1, 3, 5], conn).unwrap().len(), 2);
}

fn either() -> impl orm_core::QuerySetOf<Genre> {
    queryset!(
        Genre
            .filter(id == 1)
            .union(queryset!(Genre.filter(id == 2)))
    )
}

fn first_refined() -> impl orm_core::QuerySetOf<Genre> {
    queryset!(Genre.order_by(id)[..1].filter(id > 0))
}

#[test]
fn functions_return_them() {
    let conn = &mut store();
    assert_eq!(ids!(conn, either().filter(name == "Metal")), [2]);
    assert_eq!(ids!(conn, first_refined().order_by(-id)), [1]);
    assert_eq!(
        ids!(
            conn,
            either().except(queryset!(first_refined().filter(id == 1)))
        ),
        [2]
    );
}

#[test]
fn what_is_loaded_stays_where_both_sides_load_it() {
    let conn = &mut store();
    let base = queryset!(Album.select_related(artist).prefetch_related(tracks));
    let both = queryset!(
        base.clone()
            .filter(id == 1)
            .union(queryset!(base.filter(id == 3)))
    );
    let albums = both.load(conn).unwrap();
    assert_eq!(albums[1].artist().name, "Accept");
    assert_eq!(keys(albums[1].tracks()), [4, 5]);
}

#[test]
fn sliced_sides_of_rows() {
    let conn = &mut store();
    let shortest = queryset!(Track.order_by(milliseconds)[..2]);
    let longest = queryset!(Track.order_by(-milliseconds)[..2]);
    assert_eq!(
        ids!(conn, shortest.clone().union(longest.clone()).order_by(id)),
        [1, 3, 6, 7]
    );
    assert_eq!(ids!(conn, Track.except(shortest).order_by(id)[..2]), [2, 3]);
    let distinct = queryset!(Track.distinct().order_by(-price, id)[..2]);
    assert_eq!(ids!(conn, longest.intersect(distinct)), [7]);
    let bad = -1;
    let error = queryset!(Track.union(queryset!(Track[..bad])))
        .count(conn)
        .unwrap_err();
    assert!(matches!(error, orm_core::Error::Slice { model: "Track" }));
}

#[test]
fn keys_of_two_columns() {
    let conn = &mut store();
    let found = queryset!(
        PlaylistTrack
            .filter(playlist_id == 3)
            .union(queryset!(PlaylistTrack.filter(track_id == 3)))
            .order_by(playlist_id, track_id)
    );
    assert_eq!(keys(&found.load(conn).unwrap()), [(1, 3), (3, 3), (3, 7)]);
}

#[test]
fn the_rows_of_a_relation_can_be_a_union() {
    let conn = &mut store();
    let albums = values!(
        conn,
        Album.order_by(id).prefetch_related(
            tracks
                .filter(price > 1.0)
                .union(queryset!(Track.filter(milliseconds > 260_000)))
                .order_by(-id)
        )
    );
    let shown: Vec<Vec<i32>> = albums
        .iter()
        .map(|album| keys(album.tracks().shown()))
        .collect();
    assert_eq!(shown, [vec![2], vec![3], vec![4], vec![7], vec![]]);
}

#[test]
fn values_of_one_type() {
    let conn = &mut store();
    assert_eq!(
        values!(
            conn,
            Album
                .values_list(title)
                .union(queryset!(Track.values_list(name)))
                .order_by(title)[..3]
        ),
        ["Balls to the Wall", "Big Ones", "Dog Eat Dog"]
    );
    let mut all = values!(
        conn,
        Album
            .values_list(title)
            .union_all(queryset!(Track.values_list(name)))
    );
    assert_eq!(all.len(), 12);
    all.sort();
    assert_eq!(all[..2], ["Balls to the Wall", "Balls to the Wall"]);
    assert_eq!(
        values!(
            conn,
            Album
                .values_list(title)
                .intersect(queryset!(Track.values_list(name)))
                .order_by(-title)
        ),
        ["Restless and Wild", "Balls to the Wall"]
    );
    assert_eq!(
        values!(
            conn,
            Album
                .values_list(title)
                .except(queryset!(Track.values_list(name)))
                .order_by(title)
        ),
        ["Big Ones", "For Those About To Rock", "Let There Be Rock"]
    );
    // Expressions, names, NULLs: names are the left side's.
    let rows = values!(
        conn,
        Artist
            .values(who = name, n = count(albums))
            .union(queryset!(Album.values(title, n = count(tracks))))
            .order_by(-n, who)[..4]
    );
    let rows: Vec<(&str, i64)> = rows.iter().map(|row| (row.who.as_str(), row.n)).collect();
    assert_eq!(
        rows,
        [
            ("AC/DC", 2),
            ("Accept", 2),
            ("For Those About To Rock", 2),
            ("Let There Be Rock", 2)
        ]
    );
    let composers = values!(
        conn,
        Track
            .filter(id < 4)
            .values_list(composer)
            .union(queryset!(Track.filter(id == 6).values_list(composer)))
            .order_by(composer)
    );
    assert_eq!(
        composers,
        [None, Some("AC/DC".to_owned()), Some("Young".to_owned())]
    );
    let composers = values!(
        conn,
        Track
            .values_list(composer)
            .union(queryset!(Track.values_list(composer)))
            .order_by(-composer)
    );
    assert_eq!(composers.last(), Some(&None));
    assert_eq!(composers.len(), 4);
}

#[test]
fn sides_of_values_may_be_sliced_distinct_and_nested() {
    let conn = &mut store();
    let first = queryset!(Album.order_by(id).values_list(title)[..1]);
    let last = queryset!(Album.order_by(-id).values_list(title)[..1]);
    assert_eq!(
        values!(conn, first.clone().union(last.clone()).order_by(title)),
        ["Big Ones", "For Those About To Rock"]
    );
    let prices = queryset!(Track.values_list(price).distinct().order_by(-price)[..1]);
    assert_eq!(
        values!(conn, Track.values_list(price).except(prices)),
        [0.99]
    );
    // Left to right, and as it is nested, on every database.
    let a = queryset!(Track.filter(id <= 2).values_list(id));
    let b = queryset!(Track.filter(id >= 2, id <= 3).values_list(id));
    let c = queryset!(Track.filter(id == 3).values_list(id));
    assert_eq!(
        values!(
            conn,
            a.clone().union(b.clone()).except(c.clone()).order_by(id)
        ),
        [1, 2]
    );
    assert_eq!(
        values!(
            conn,
            a.clone()
                .union(queryset!(b.clone().except(c.clone())))
                .order_by(id)
        ),
        [1, 2]
    );
    assert_eq!(
        values!(
            conn,
            a.clone().union(b.clone()).intersect(c.clone()).order_by(id)
        ),
        [3]
    );
    assert_eq!(
        values!(
            conn,
            a.clone()
                .union(queryset!(b.clone().intersect(c.clone())))
                .order_by(id)
        ),
        [1, 2, 3]
    );
    assert_eq!(
        values!(
            conn,
            a.clone()
                .except(queryset!(b.clone().except(c.clone())))
                .order_by(id)
        ),
        [1]
    );
    assert_eq!(
        values!(conn, a.clone().union_all(b.clone(), c.clone()).order_by(id)),
        [1, 2, 2, 3, 3]
    );
    assert_eq!(
        values!(
            conn,
            queryset!(a.clone().union(b.clone()).order_by(-id)[..2])
                .union(c.clone())
                .order_by(id)
        ),
        [2, 3]
    );
    assert_eq!(
        values!(conn, a.clone().union(b.clone()).order_by(-id)[..3][1..]),
        [2, 1]
    );
}

#[test]
fn terminals_of_values() {
    let conn = &mut store();
    let both = queryset!(
        Album
            .values_list(title, artist_id)
            .union(queryset!(Artist.values_list(name, id)))
    );
    assert_eq!(both.count(conn).unwrap(), 9);
    assert!(both.exists(conn).unwrap());
    assert_eq!(both.first(conn).unwrap(), Some(("AC/DC".to_owned(), 1)));
    let ordered = queryset!(both.clone().order_by(-artist_id, title));
    assert_eq!(ordered.first(conn).unwrap(), Some(("Nobody".to_owned(), 4)));
    assert_eq!(queryset!(ordered.clone()[..2]).count(conn).unwrap(), 2);
    assert_eq!(queryset!(ordered.clone()[8..]).load(conn).unwrap().len(), 1);
    assert!(!queryset!(ordered.clone()[9..]).exists(conn).unwrap());
    assert!(matches!(
        both.get(conn).unwrap_err(),
        orm_core::Error::MultipleObjectsReturned { .. }
    ));
    let one = queryset!(
        Album
            .filter(id == 1)
            .values_list(title)
            .union(queryset!(Album.filter(id == 1).values_list(title)))
    );
    assert_eq!(one.get(conn).unwrap(), "For Those About To Rock");
    let streamed: Vec<i32> = each(ordered.iterator(conn))
        .map(|row| row.unwrap().1)
        .collect();
    assert_eq!(streamed, [4, 3, 3, 2, 2, 2, 1, 1, 1]);
    let bad = -1;
    assert!(matches!(
        queryset!(both.clone()[..bad]).load(conn).unwrap_err(),
        orm_core::Error::Slice { .. }
    ));
    let watch = orm_core::instrument::watch(conn);
    both.load(conn).unwrap();
    assert_eq!(watch.finish(conn).queries.len(), 1);
}

#[test]
fn one_statement_serves_all_values() {
    let conn = &mut store();
    for (a, b) in [(1, 2), (3, 4), (5, 5)] {
        let both = queryset!(
            Track
                .filter(id == a)
                .union(queryset!(Track.filter(id == b)))
                .order_by(id)
        );
        assert_eq!(keys(&both.load(conn).unwrap())[0], a);
        let both = queryset!(
            Track
                .filter(id == a)
                .values_list(id)
                .union(queryset!(Track.filter(id == b).values_list(id)))
        );
        assert_eq!(both.count(conn).unwrap(), if a == b { 1 } else { 2 });
    }
}

#[test]
fn an_order_of_values_may_be_decided_at_run_time() {
    let conn = &mut store();
    for (desc, expected) in [(true, [2, 1]), (false, [1, 2])] {
        let both = queryset!(
            Genre
                .values_list(id)
                .union(queryset!(Country.values_list(id)))
                .order_by(if desc { -id } else { id })
        );
        assert_eq!(both.load(conn).unwrap(), expected);
    }
}

#[test]
fn the_sql_is_one_statement() {
    let rows = sql(&queryset!(
        Genre
            .filter(id == 1)
            .union(queryset!(Genre.filter(id == 2)))
    ));
    let place = rows.find(" WHERE ").unwrap();
    assert_eq!(
        rows[place..].split(" -- binds").next().unwrap(),
        on(
            " WHERE `self`.`id` IN (SELECT `self`.`id` FROM `genres` AS `self` WHERE `self`.`id` = ? UNION SELECT `self`.`id` FROM `genres` AS `self` WHERE `self`.`id` = ?)",
            " WHERE \"self\".\"id\" IN (SELECT \"self\".\"id\" FROM \"genres\" AS \"self\" WHERE \"self\".\"id\" = $1 UNION SELECT \"self\".\"id\" FROM \"genres\" AS \"self\" WHERE \"self\".\"id\" = $2)",
            " WHERE `self`.`id` IN (SELECT * FROM (SELECT `self`.`id` FROM `genres` AS `self` WHERE `self`.`id` = ? UNION SELECT `self`.`id` FROM `genres` AS `self` WHERE `self`.`id` = ?) AS `self.set`)",
        )
    );
    let values = sql(&queryset!(
        Genre
            .values_list(name)
            .union(queryset!(Country.values_list(name)))
            .order_by(name)[..2]
    ));
    assert_eq!(
        values.split(" -- binds").next().unwrap(),
        on(
            "SELECT c0 FROM (SELECT `self`.`name` AS c0 FROM `genres` AS `self` UNION SELECT `self`.`name` AS c0 FROM `countries` AS `self`) AS `self.set` ORDER BY c0, c0 LIMIT +?",
            "SELECT c0 FROM (SELECT \"self\".\"name\" AS c0 FROM \"genres\" AS \"self\" UNION SELECT \"self\".\"name\" AS c0 FROM \"countries\" AS \"self\") AS \"self.set\" ORDER BY c0, c0 LIMIT $1",
            "SELECT c0 FROM (SELECT `self`.`name` AS c0 FROM `genres` AS `self` UNION SELECT `self`.`name` AS c0 FROM `countries` AS `self`) AS `self.set` ORDER BY c0, c0 LIMIT ?",
        )
    );
}

#[test]
fn a_set_of_values_is_turned_round() {
    let conn = &mut store();
    let names = queryset!(
        Genre
            .values_list(name)
            .union(queryset!(Country.values_list(name)))
    );
    let mut up = queryset!(names.order_by(name)).load(conn).unwrap();
    let down = queryset!(names.order_by(name).reverse());
    assert_eq!(
        queryset!(names.order_by(name)).last(conn).unwrap().as_ref(),
        up.last()
    );
    assert_eq!(down.last(conn).unwrap().as_ref(), up.first());
    up.reverse();
    assert_eq!(down.load(conn).unwrap(), up);
    assert_eq!(queryset!(down[..1]).load(conn).unwrap(), up[..1]);
    assert_eq!(
        queryset!(down.reverse()).last(conn).unwrap().as_ref(),
        up.first()
    );
    // Of no order: by all that is selected.
    assert_eq!(names.last(conn).unwrap().as_ref(), up.first());
    assert_eq!(
        queryset!(names.reverse()).first(conn).unwrap().as_ref(),
        up.first()
    );
}
