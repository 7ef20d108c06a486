//! Functions of text, selected, compared and ordered by: on every database the same.

use orm_core::prelude::*;

use crate::support::*;

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "texts", ordering(id))]
pub struct Sample {
    pub id: i32,
    pub name: String,
    pub nick: Option<String>,
    pub place: i32,
}

fn texts() -> Conn {
    database(
        "CREATE TABLE texts (id INTEGER PRIMARY KEY, name TEXT NOT NULL, nick TEXT, place INTEGER NOT NULL);
         INSERT INTO texts VALUES (1, 'Let There Be Rock', 'Rock', 2), (2, '  Ünï ☃ 𝄞x ', NULL, -1),
            (3, '', '', 0), (4, 'aXbXc', 'x', 9);",
    )
}

/// The value for each row, in order.
macro_rules! all {
    ($conn:ident, $value:expr) => {
        queryset!(Sample.order_by(id).values_list($value))
            .load($conn)
            .unwrap()
    };
}
macro_rules! ids {
    ($conn:ident, $condition:expr) => {
        sorted_keys(&queryset!(Sample.filter($condition)).load($conn).unwrap())
    };
}

const NAMES: [&str; 4] = ["Let There Be Rock", "  Ünï ☃ 𝄞x ", "", "aXbXc"];

/// What Rust makes of the names.
fn each<T>(f: impl Fn(&str) -> T) -> Vec<T> {
    NAMES.iter().map(|name| f(name)).collect()
}

/// A part of a text, its first character being number 1.
fn part(text: &str, start: i32, length: i32) -> String {
    let skipped = usize::try_from(start.max(1) - 1).unwrap();
    let length = usize::try_from(length.max(0)).unwrap();
    text.chars().skip(skipped).take(length).collect()
}

#[test]
fn letters_and_lengths() {
    let conn = &mut texts();
    let small: Vec<String> = all!(conn, lower(name));
    assert_eq!(small[0], "let there be rock");
    assert_eq!(small[3], "axbxc");
    let capital: Vec<String> = all!(conn, upper(name));
    assert_eq!(capital[0], "LET THERE BE ROCK");
    assert_eq!(
        all!(conn, length(name)),
        each(|name| name.chars().count() as i32)
    );
    assert_eq!(ids!(conn, length(name) > 8), [1, 2]);
    assert_eq!(ids!(conn, lower(name) == "axbxc"), [4]);
    assert_eq!(ids!(conn, lower(name).contains("rock")), [1]);
    assert_eq!(ids!(conn, length(trim(name)) + 1 == 9), [2]);
}

#[test]
fn spaces_go() {
    let conn = &mut texts();
    let spaces = |c: char| c == ' ';
    assert_eq!(
        all!(conn, trim(name)),
        each(|name| name.trim_matches(spaces).to_owned())
    );
    assert_eq!(
        all!(conn, ltrim(name)),
        each(|name| name.trim_start_matches(spaces).to_owned())
    );
    assert_eq!(
        all!(conn, rtrim(name)),
        each(|name| name.trim_end_matches(spaces).to_owned())
    );
}

#[test]
fn parts_of_text_are_counted_from_one() {
    let conn = &mut texts();
    for start in -2..9 {
        assert_eq!(
            all!(conn, substring(name, { start })),
            each(|name| part(name, start, 99)),
            "{start}"
        );
        for length in -1..4 {
            assert_eq!(
                all!(conn, substring(name, { start }, { length })),
                each(|name| part(name, start, length)),
                "{start} {length}"
            );
        }
    }
    for length in -1..20 {
        assert_eq!(
            all!(conn, left(name, { length })),
            each(|name| part(name, 1, length)),
            "{length}"
        );
        assert_eq!(
            all!(conn, right(name, { length })),
            each(|name| {
                let skipped = name.chars().count() as i32 - length.max(0);
                part(name, skipped + 1, length)
            }),
            "{length}"
        );
    }
    // A column as the place, and a literal.
    assert_eq!(all!(conn, substring(name, place, 2)), ["et", "  ", "", ""]);
    assert_eq!(ids!(conn, left(name, 3) == "Let"), [1]);
}

#[test]
fn places_of_parts_and_replacements() {
    let conn = &mut texts();
    assert_eq!(all!(conn, position(name, "X")), [0, 0, 0, 2]);
    assert_eq!(all!(conn, position(name, "x")), [0, 10, 0, 0]);
    assert_eq!(all!(conn, position(name, "☃")), [0, 7, 0, 0]);
    assert_eq!(all!(conn, position(name, "")), [1, 1, 1, 1]);
    assert_eq!(
        all!(conn, replace(name, "X", "--")),
        each(|name| name.replace('X', "--"))
    );
    assert_eq!(all!(conn, replace(name, "", "--")), NAMES);
    // Of a part that may be NULL the place may be NULL.
    let places: Vec<Option<i32>> = all!(conn, position(name, nick));
    assert_eq!(places, [Some(14), None, Some(1), Some(0)]);
}

#[test]
fn turned_repeated_and_filled() {
    let conn = &mut texts();
    assert_eq!(
        all!(conn, reverse(name)),
        each(|name| name.chars().rev().collect::<String>())
    );
    assert_eq!(
        all!(conn, reverse(nick)),
        [Some("kcoR"), None, Some(""), Some("x")].map(|text| text.map(str::to_owned))
    );
    for times in -1..4 {
        assert_eq!(
            all!(conn, repeat(name, { times })),
            each(|name| name.repeat(usize::try_from(times).unwrap_or(0))),
            "{times}"
        );
    }
    for length in -1..8 {
        let fill = |name: &str| -> String {
            let missing = length - name.chars().count() as i32;
            part(&"+-".repeat(9), 1, missing)
        };
        assert_eq!(
            all!(conn, lpad(name, { length }, "+-")),
            each(|name| fill(name) + &part(name, 1, length)),
            "{length}"
        );
        assert_eq!(
            all!(conn, rpad(name, { length }, "+-")),
            each(|name| part(name, 1, length) + &fill(name)),
            "{length}"
        );
    }
}

#[test]
fn texts_are_joined_and_null_if_one_is() {
    let conn = &mut texts();
    assert_eq!(
        all!(conn, concat(name, "/", trim(name))),
        each(|name| format!("{name}/{}", name.trim_matches(' ')))
    );
    let joined: Vec<Option<String>> = all!(conn, concat("<", nick, ">"));
    assert_eq!(joined[0].as_deref(), Some("<Rock>"));
    assert_eq!(joined[1], None);
    let sign = String::from("§");
    assert_eq!(ids!(conn, concat(nick, { &sign }) == "x§"), [4]);
    // NULL in, NULL out, of whatever function.
    assert_eq!(all!(conn, lower(nick))[1], None);
    assert_eq!(all!(conn, repeat(nick, 2))[1], None);
    assert_eq!(all!(conn, lpad(nick, 2, "."))[1], None);
    assert_eq!(all!(conn, substring(nick, 1, 2))[1], None);
}

#[test]
fn rows_are_ordered_by_functions() {
    let conn = &mut texts();
    let by = |rows: Vec<i32>| rows;
    assert_eq!(
        by(
            queryset!(Sample.order_by(-length(name), id).values_list(id))
                .load(conn)
                .unwrap()
        ),
        [1, 2, 4, 3]
    );
    let rows = queryset!(Sample.order_by(lower(trim(name))))
        .load(conn)
        .unwrap();
    assert_eq!(keys(&rows)[..3], [3, 4, 1]);
    let other = queryset!(Sample.filter(name == F(concat(left(name, 1), substring(name, 2)))));
    assert_eq!(other.count(conn).unwrap(), 4);
}

#[test]
fn the_sql_of_a_function_is_its_call() {
    let shown = sql(&queryset!(Sample.filter(lower(name) == "x")));
    let quoted = on("`self`.`name`", "\"self\".\"name\"", "`self`.`name`");
    assert!(
        shown.contains(&format!("WHERE LOWER({quoted}) = ")),
        "{shown}"
    );
}

#[test]
fn functions_of_another_table_s_columns_join_it() {
    let conn = &mut store();
    let found = queryset!(
        Album
            .filter(lower(artist.name) == "accept")
            .order_by(id)
            .values_list(concat(upper(artist.name), ": ", title))
    );
    assert_eq!(
        found.load(conn).unwrap(),
        ["ACCEPT: Balls to the Wall", "ACCEPT: Restless and Wild"]
    );
    // Inside a quantifier, and with a column of the outer row's relation.
    let long = queryset!(Album.filter(tracks.any(length(name) > 18)).order_by(id));
    assert_eq!(keys(&long.load(conn).unwrap()), [1]);
    let country = queryset!(Album.order_by(id).values_list(upper(artist.country.name)));
    assert_eq!(country.load(conn).unwrap()[1], None);
}
