//! The SQL of functions on each database, and functions beside aggregates and groups.

use orm_core::prelude::*;

use crate::support::*;

/// What stands behind WHERE, without quotes, each bind a `?`.
fn condition<Q>(queryset: &Q) -> String
where
    Q: diesel::query_builder::QueryFragment<Backend>,
{
    let sql = sql(queryset);
    let (_, condition) = sql.split_once(" WHERE ").unwrap();
    let condition = condition.split(" -- ").next().unwrap();
    let mut out = String::new();
    for piece in condition.replace(['`', '"'], "").split('$') {
        let digits = piece.len() - piece.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        if !out.is_empty() && digits > 0 {
            out.push('?');
        }
        out.push_str(if out.is_empty() {
            piece
        } else {
            &piece[digits..]
        });
    }
    out
}

macro_rules! written {
    ($condition:expr, $sqlite:expr, $postgres:expr, $mysql:expr) => {
        assert_eq!(
            condition(&queryset!(Track.filter($condition))),
            on($sqlite, $postgres, $mysql)
        );
    };
}

#[test]
fn each_database_has_its_own_words() {
    let same = "LOWER(self.name) = ?";
    written!(lower(name) == "x", same, same, same);
    written!(
        length(name) > 3,
        "LENGTH(self.name) > ?",
        "CHAR_LENGTH(self.name) > ?",
        "CHAR_LENGTH(self.name) > ?"
    );
    written!(
        concat(name, "x") == "y",
        "(self.name || ?) = ?",
        "(self.name || ?) = ?",
        "CONCAT(self.name, ?) = ?"
    );
    written!(
        cast(milliseconds, f64) > 1.5,
        "CAST(self.milliseconds AS REAL) > ?",
        "CAST(self.milliseconds AS double precision) > ?",
        "CAST(self.milliseconds AS DOUBLE) > ?"
    );
    let same = "COALESCE(self.composer, self.name) = ?";
    written!(coalesce(composer, name) == "x", same, same, same);
    let same = "CASE WHEN self.price > ? THEN ? ELSE self.name END = ?";
    written!(
        case(when(price > 1.0, "dear"), otherwise(name)) == "dear",
        same,
        same,
        same
    );
    written!(
        greatest(milliseconds, 3) > 4,
        "MAX(self.milliseconds, ?) > ?",
        "GREATEST(self.milliseconds, ?) > ?",
        "GREATEST(self.milliseconds, ?) > ?"
    );
    written!(
        greatest(name, composer) > "x",
        "MAX(self.name, self.composer) > ?",
        "CASE WHEN self.name IS NULL OR self.composer IS NULL THEN NULL ELSE GREATEST(self.name, self.composer) END > ?",
        "GREATEST(self.name, self.composer) > ?"
    );
    let same = "(self.milliseconds % ?) = ?";
    written!(milliseconds % 2 == 1, same, same, same);
    let same = "((self.price > ?) IS TRUE) = ?";
    written!((price > 1.0) == true, same, same, same);
}

#[test]
fn what_is_calculated_is_asked_for_once() {
    let conn = &mut store();
    let asked = queryset!(
        Track
            .filter(lower(album.artist.name) == "accept")
            .order_by(-length(name))
            .values(
                name,
                long = milliseconds > 250_000,
                who = upper(album.artist.name)
            )
    );
    let rows = assert_num_queries!(conn, 1, { asked.load(conn).unwrap() });
    let shown: Vec<(&str, bool, &str)> = rows
        .iter()
        .map(|row| (row.name.as_str(), row.long, row.who.as_str()))
        .collect();
    assert_eq!(
        shown,
        [
            ("Balls to the Wall", true, "ACCEPT"),
            ("Restless and Wild", true, "ACCEPT"),
            ("Fast As a Shark", false, "ACCEPT"),
        ]
    );
}

#[test]
fn functions_of_aggregates_and_aggregates_of_functions() {
    let conn = &mut store();
    let albums = queryset!(Artist.order_by(id).values_list(
        id,
        coalesce(max(albums.title), "none"),
        count(albums) % 2
    ));
    assert_eq!(
        albums.load(conn).unwrap(),
        [
            (1, "Let There Be Rock".to_owned(), Some(0)),
            (2, "Restless and Wild".to_owned(), Some(0)),
            (3, "Big Ones".to_owned(), Some(1)),
            (4, "none".to_owned(), Some(0)),
        ]
    );
    let many = queryset!(Artist.filter(coalesce(sum(albums.id), 0) > 4).order_by(id));
    assert_eq!(keys(&many.load(conn).unwrap()), [1, 2, 3]);
    let lengths: Vec<Option<i64>> =
        queryset!(Album.order_by(id).values_list(sum(length(tracks.name))))
            .load(conn)
            .unwrap();
    assert_eq!(lengths, [Some(31), Some(17), Some(32), Some(19), None]);
    let long: Vec<Option<i64>> = queryset!(Album.order_by(id).values_list(sum(case(
        when(tracks.milliseconds > 250_000, 1),
        otherwise(0)
    ))))
    .load(conn)
    .unwrap();
    assert_eq!(long, [Some(1), Some(1), Some(1), Some(1), None]);
    let total = queryset!(Track.aggregate(
        mean = round(coalesce(avg(price), 0.0), 2),
        letters = sum(length(name))
    ));
    let total = total.get(conn).unwrap();
    assert_eq!((total.mean, total.letters), (1.28, Some(99)));
}

#[test]
fn groups_by_a_function() {
    let conn = &mut store();
    let groups = queryset!(
        Track
            .group_by(letters = length(name))
            .annotate(n = count(), longest = max(milliseconds))
            .order_by(-n, letters)
    );
    let rows = groups.load(conn).unwrap();
    let shown: Vec<(i32, i64)> = rows.iter().map(|row| (row.letters, row.n)).collect();
    assert_eq!(shown, [(17, 2), (8, 1), (10, 1), (11, 1), (15, 1), (21, 1)]);
}
