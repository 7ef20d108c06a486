//! `update`: rows of a queryset, changed by one statement.

use orm_core::Error;
use orm_core::prelude::*;

use crate::support::*;

/// Price and length of every track, by its key.
fn tracks(conn: &mut Conn) -> Vec<(f64, i32)> {
    queryset!(Track.order_by(id).values_list(price, milliseconds))
        .load(conn)
        .unwrap()
}

#[test]
fn a_queryset_is_updated_by_one_statement() {
    let conn = &mut store();
    let cheap = queryset!(
        Track
            .filter(price < 1.0)
            .update(price = 1.5, composer = "Unknown")
    );
    let changed = assert_num_queries!(conn, 1, { cheap.run(conn).unwrap() });
    assert_eq!(changed, 5);
    assert_eq!(
        queryset!(Track.filter(price == 1.5 && composer == "Unknown"))
            .count(conn)
            .unwrap(),
        5
    );
    assert_eq!(cheap.run(conn).unwrap(), 0);
    // Of all rows, and with the values that they hold already: rows are counted all the same.
    let all = queryset!(Track.all().update(price = 2.0));
    assert_eq!(all.run(conn).unwrap(), 7);
    assert_eq!(all.run(conn).unwrap(), 7);
}

#[test]
fn values_are_calculated_from_columns_where_they_are() {
    let conn = &mut store();
    let longer = queryset!(Track.filter(album_id == 4).update(
        milliseconds = F(milliseconds) + 1000,
        price = F(price) * 2.0
    ));
    assert_eq!(longer.run(conn).unwrap(), 2);
    assert_eq!(tracks(conn)[5..], [(1.98, 216_196), (3.98, 370_319)]);
    let by = 7;
    let variable = queryset!(
        Track
            .filter(id == 1)
            .update(milliseconds = F(milliseconds) - by)
    );
    variable.run(conn).unwrap();
    assert_eq!(tracks(conn)[0].1, 205_655);
}

/// MySQL sets one column after the other, and shows the new values to those behind.
#[test]
fn every_value_is_of_the_row_before() {
    let conn = &mut database(
        "CREATE TABLE pairs (id INTEGER PRIMARY KEY, a INTEGER NOT NULL, b INTEGER NOT NULL, c INTEGER NOT NULL);
         INSERT INTO pairs VALUES (1, 10, 20, 0), (2, 30, 40, 0);",
    );
    let swap = queryset!(Pair.all().update(a = F(b), b = F(a), c = F(a) + F(b)));
    assert_eq!(swap.run(conn).unwrap(), 2);
    let rows = queryset!(Pair.order_by(id).values_list(a, b, c));
    assert_eq!(rows.load(conn).unwrap(), [(20, 10, 30), (40, 30, 70)]);
    let one = queryset!(Pair.filter(id == 1).update(a = 1, b = F(a)));
    one.run(conn).unwrap();
    assert_eq!(rows.load(conn).unwrap()[0], (1, 20, 30));
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "pairs")]
pub struct Pair {
    pub id: i32,
    pub a: i32,
    pub b: i32,
    pub c: i32,
}

#[test]
fn columns_that_may_be_null_take_options() {
    let conn = &mut store();
    let some: Option<&str> = Some("Somebody");
    let nobody: Option<String> = None;
    let set = queryset!(
        Track
            .filter(id == 1)
            .update(composer = some, genre_id = Some(2))
    );
    assert_eq!(set.run(conn).unwrap(), 1);
    let unset = queryset!(
        Track
            .filter(id == 2)
            .update(composer = &nobody, genre_id = None)
    );
    assert_eq!(unset.run(conn).unwrap(), 1);
    let rows = queryset!(Track.order_by(id).values_list(composer, genre_id)[..2]);
    assert_eq!(
        rows.load(conn).unwrap(),
        [(Some("Somebody".to_owned()), Some(2)), (None, None)]
    );
}

#[test]
fn conditions_go_through_relations() {
    let conn = &mut store();
    let through = queryset!(
        Track
            .filter(album.artist.country.name == "Australia" && price < 1.0)
            .update(price = 5.0)
    );
    assert_num_queries!(conn, 1, {
        assert_eq!(through.run(conn).unwrap(), 3);
    });
    let none = queryset!(
        Album
            .filter(!tracks.any(price > 1.0))
            .update(title = "Cheap")
    );
    assert_eq!(none.run(conn).unwrap(), 2);
    let names = queryset!(Album.order_by(id).values_list(title));
    assert_eq!(
        names.load(conn).unwrap(),
        [
            "For Those About To Rock",
            "Cheap",
            "Restless and Wild",
            "Let There Be Rock",
            "Cheap"
        ]
    );
    let excluded = queryset!(Track.exclude(genre.name == "Rock").update(price = 0.5));
    assert_eq!(excluded.run(conn).unwrap(), 3);
    // The table itself in a subquery.
    let same = queryset!(
        Track
            .filter(album_id.in_(queryset!(Album.filter(tracks.any(milliseconds > 360_000)))))
            .update(milliseconds = 1)
    );
    assert_eq!(same.run(conn).unwrap(), 2);
}

#[test]
fn values_come_from_relations() {
    let conn = &mut store();
    let named = queryset!(Track.filter(id < 4).update(composer = F(album.artist.name)));
    assert_eq!(named.run(conn).unwrap(), 3);
    let composers = queryset!(Track.order_by(id).values_list(composer)[..4]);
    let composers: Vec<Option<String>> = composers.load(conn).unwrap();
    let composers: Vec<Option<&str>> = composers.iter().map(Option::as_deref).collect();
    assert_eq!(
        composers,
        [Some("AC/DC"), Some("AC/DC"), Some("Accept"), None]
    );
    let counted = queryset!(
        Album
            .filter(artist.name == "AC/DC")
            .update(title = F(artist.name))
    );
    assert_eq!(counted.run(conn).unwrap(), 2);
    let titles = queryset!(Album.filter(title == "AC/DC"));
    assert_eq!(titles.count(conn).unwrap(), 2);
}

#[test]
fn a_slice_is_updated() {
    let conn = &mut store();
    let longest = queryset!(
        Track.order_by(-milliseconds)[..2]
            .for_update()
            .update(price = 9.0)
    );
    assert_eq!(longest.run(conn).unwrap(), 2);
    let dear = queryset!(Track.filter(price == 9.0).order_by(id).values_list(id));
    assert_eq!(dear.load(conn).unwrap(), [3, 7]);
    let rest = queryset!(
        Track.order_by(id)[2..5]
            .filter(price < 5.0)
            .update(price = 0.1)
    );
    assert_eq!(rest.run(conn).unwrap(), 2);
    let bad = -1;
    let error = queryset!(Track.order_by(id)[..bad].for_update().update(price = 0.0))
        .run(conn)
        .wait();
    assert!(matches!(error, Err(Error::Slice { model: "Track" })));
}

/// A queue: whoever asks takes the next ones, and nobody else the same.
#[test]
fn connections_take_different_rows_by_a_slice() {
    let conn = &mut store();
    // With a join, and with a key of several columns.
    let by_join = queryset!(
        Track.order_by(album.title, id)[1..3]
            .for_update()
            .update(price = 4.0)
    );
    assert_eq!(by_join.run(conn).unwrap(), 2);
    let many = queryset!(
        Track.order_by(id)[..1_000]
            .for_update()
            .update(price = 6.0, composer = None)
    );
    assert_eq!(many.returning().run(conn).unwrap().len(), 7);
    if DIALECT == Dialect::Postgres {
        let text = sql(&queryset!(
            Track.order_by(id)[..2].for_update().update(price = 4.0)
        ));
        assert!(
            text.contains("IN (WITH chosen AS MATERIALIZED (SELECT")
                && text.contains("FOR UPDATE OF \"self\") SELECT * FROM chosen)"),
            "{text}"
        );
    }
}

fn patch(name: Option<&str>, price: Option<f64>, conn: &mut Conn) -> usize {
    let patch = queryset!(Track.filter(id == 7).update(
        if let Some(name) = name {
            name = name
        },
        if let Some(price) = price {
            price = price;
            composer = "Patched"
        }
    ));
    patch.run(conn).unwrap()
}

#[test]
fn assignments_may_be_absent() {
    let conn = &mut store();
    assert_num_queries!(conn, 0, {
        assert_eq!(patch(None, None, conn), 0);
    });
    assert_num_queries!(conn, 1, {
        assert_eq!(patch(Some("New"), None, conn), 1);
    });
    assert_eq!(patch(None, Some(3.5), conn), 1);
    let row = queryset!(Track.filter(id == 7)).get(conn).unwrap();
    assert_eq!((row.name.as_str(), row.price), ("New", 3.5));
    assert_eq!(row.composer.as_deref(), Some("Patched"));
    for dear in [true, false] {
        let either =
            queryset!(
                Track
                    .filter(id == 1)
                    .update(if dear { price = 10.0 } else { price = 1.0 })
            );
        assert_eq!(either.run(conn).unwrap(), 1);
        assert_eq!(tracks(conn)[0].0, if dear { 10.0 } else { 1.0 });
    }
}

#[test]
fn a_filter_whose_conditions_are_absent_does_not_mean_all_rows() {
    let conn = &mut store();
    let wanted: Option<&str> = None;
    // (Where the type tells it, it does not compile: `compile_fail/update/optional.rs`.)
    let tracks = Track.boxed::<Backend>();
    let tracks = queryset!(tracks.filter(if let Some(wanted) = wanted {
        name == wanted
    }));
    let all = queryset!(tracks.update(price = 0.0));
    assert_num_queries!(conn, 0, {
        assert!(matches!(
            all.run(conn).wait(),
            Err(Error::NoFilter { model: "Track" })
        ));
    });
    let both = queryset!(
        Track
            .filter(
                id == 1,
                if let Some(wanted) = wanted {
                    name == wanted
                }
            )
            .update(price = 0.0)
    );
    assert_eq!(both.run(conn).unwrap(), 1);
}

#[test]
fn a_violated_constraint_changes_nothing() {
    let conn = &mut database(
        "CREATE TABLE pairs (id INTEGER PRIMARY KEY, a INTEGER NOT NULL, b INTEGER NOT NULL UNIQUE, c INTEGER NOT NULL);
         INSERT INTO pairs VALUES (1, 10, 20, 0), (2, 30, 40, 0), (3, 50, 60, 0);",
    );
    let same = queryset!(Pair.all().update(b = 99));
    match same.run(conn).wait() {
        Err(Error::Violation(_)) => {}
        other => panic!("{other:?}"),
    }
    let rows = queryset!(Pair.order_by(id).values_list(b));
    assert_eq!(rows.load(conn).unwrap(), [20, 40, 60]);
}

#[test]
fn tenants_and_default_scopes_hold() {
    let conn = &mut database(
        "CREATE TABLE notes (id INTEGER PRIMARY KEY, org INTEGER NOT NULL, text TEXT NOT NULL, hidden BOOLEAN NOT NULL);
         INSERT INTO notes VALUES (1, 1, 'a', FALSE), (2, 1, 'b', TRUE), (3, 2, 'c', FALSE);",
    );
    let own = queryset!(Note.for_tenant(1).all().update(text = "x"));
    assert_eq!(own.run(conn).unwrap(), 1);
    let texts = queryset!(Note.unscoped().order_by(id).values_list(text));
    assert_eq!(texts.load(conn).unwrap(), ["x", "b", "c"]);
    assert_eq!(
        queryset!(Note.unscoped().all().update(text = "y"))
            .run(conn)
            .unwrap(),
        3
    );
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "notes", tenant = org, default_scope = shown)]
pub struct Note {
    pub id: i32,
    pub org: i32,
    pub text: String,
    pub hidden: bool,
}
condition! {
    pub fn shown() for Note = !hidden;
}

#[test]
fn composite_keys_are_found() {
    let conn = &mut store();
    let moved = queryset!(
        PlaylistTrack
            .filter(track.album.artist.name == "Accept" && playlist_id == 1)
            .update(playlist_id = 2)
    );
    assert_eq!(moved.run(conn).unwrap(), 3);
    let sliced = queryset!(
        PlaylistTrack.order_by(-track_id)[..1]
            .for_update()
            .update(playlist_id = 2)
    );
    assert_eq!(sliced.run(conn).unwrap(), 1);
    assert_eq!(
        queryset!(PlaylistTrack.filter(playlist_id == 2))
            .count(conn)
            .unwrap(),
        4
    );
}

#[test]
fn the_statement_is_what_one_would_write() {
    let text = |text: &str| on(text.replace('"', "`"), text.to_owned(), String::new());
    let plain = queryset!(
        Track
            .filter(id == 1 && price < 2.0)
            .update(price = F(price) + 1.0)
    );
    let expected = on(
        "UPDATE `tracks` AS `self` SET `price` = (`self`.`price` + ?) WHERE (`self`.`id` = ? AND `self`.`price` < ?)",
        "UPDATE \"tracks\" AS \"self\" SET \"price\" = (\"self\".\"price\" + $1) WHERE (\"self\".\"id\" = $2 AND \"self\".\"price\" < $3)",
        "UPDATE `tracks` AS `self` SET `self`.`price` = (`self`.`price` + ?) WHERE (`self`.`id` = ? AND `self`.`price` < ?)",
    );
    let found = sql(&plain);
    let (found, _) = found.split_once(" -- ").unwrap();
    assert_eq!(found, expected);
    let behind = queryset!(Track.filter(album.title == "x").update(price = 1.0));
    let found = sql(&behind);
    let exists =
        text("WHERE EXISTS (SELECT 1 FROM (SELECT 1) AS one_row LEFT JOIN \"albums\" AS \"album\"");
    assert!(found.contains(&exists), "{found}");
}
