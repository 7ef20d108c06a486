//! Text of a user that means something to SQL, to LIKE or to C, in every text lookup, held
//! against plain Rust.

use diesel::sql_types::{Integer, Text};
use orm_core::prelude::*;

use crate::support::*;

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "notes", ordering(id))]
pub struct Note {
    pub id: i32,
    pub body: String,
}

const TEXTS: &[&str] = &[
    "",
    " ",
    "a",
    "A",
    "ab",
    "aB",
    "b",
    "%",
    "_",
    "\\",
    "\\%",
    "%%",
    "a%b",
    "a_b",
    "axb",
    "a\\b",
    "a\\%b",
    "100%",
    "100",
    "1_000",
    "'",
    "''",
    "it's",
    "\"",
    "a\"b",
    "'; DROP TABLE notes; --",
    "\0",
    "a\0",
    "a\0b",
    "a\0B",
    "\0b",
    "b\0",
    "☃",
    "a☃b",
    "👩‍🚀",
    "👩",
    "🚀",
    "ß",
    "é",
    "É",
    "e\u{301}",
    "*",
    "?",
    "[a]",
    "a*b",
    "line\nbreak",
    "tab\t",
    "trailing ",
    "trailing",
    "$1",
    "?1",
    ":x",
    "@x",
    "/*",
    "--",
];

/// Those of them that the database takes.
pub(super) fn texts() -> Vec<&'static str> {
    let mut texts = TEXTS.to_vec();
    texts.retain(|text| possible(text));
    texts
}

pub(super) fn notes() -> Conn {
    let mut conn = database("CREATE TABLE notes (id INTEGER PRIMARY KEY, body TEXT NOT NULL)");
    for (id, body) in (0..).zip(texts()) {
        let values = on("?, ?", "$1, $2", "?, ?");
        execute!(
            diesel::sql_query(format!("INSERT INTO notes VALUES ({values})"))
                .bind::<Integer, _>(id)
                .bind::<Text, _>(body.to_owned()),
            &mut conn
        );
    }
    conn
}

/// Holds a lookup, and its `exclude`, against a function of Rust for all pairs of texts.
macro_rules! agrees {
    ($test:ident, $needle:ident => $lookup:expr, |$body:ident, $text:ident| $rust:expr) => {
        #[test]
        fn $test() {
            let conn = &mut notes();
            let texts = texts();
            for &$needle in &texts {
                let wanted = |met: bool| -> Vec<i32> {
                    (0..)
                        .zip(&texts)
                        .filter(|&(_, &$body)| {
                            let $text = $needle;
                            let agrees: bool = $rust;
                            agrees == met
                        })
                        .map(|(id, _)| id)
                        .collect()
                };
                let found = keys(&queryset!(Note.filter($lookup)).load(conn).unwrap());
                assert_eq!(found, wanted(true), "of {:?}", $needle);
                let left = keys(&queryset!(Note.exclude($lookup)).load(conn).unwrap());
                assert_eq!(left, wanted(false), "without {:?}", $needle);
            }
        }
    };
}

/// In small letters, as the column's collation has them: see `databases_differ`.
fn low(text: &str) -> String {
    let ascii = text.to_ascii_lowercase();
    on(ascii.clone(), ascii, text.to_lowercase())
}

agrees!(equality, needle => body == needle, |body, text| body == text);
agrees!(contains, needle => body.contains(needle), |body, text| body.contains(text));
agrees!(startswith, needle => body.startswith(needle), |body, text| body.starts_with(text));
agrees!(endswith, needle => body.endswith(needle), |body, text| body.ends_with(text));
agrees!(icontains, needle => body.icontains(needle), |body, text| low(body).contains(&low(text)));
agrees!(istartswith, needle => body.istartswith(needle), |body, text| low(body).starts_with(&low(text)));
agrees!(iendswith, needle => body.iendswith(needle), |body, text| low(body).ends_with(&low(text)));
agrees!(iexact, needle => body.iexact(needle), |body, text| low(body) == low(text));
agrees!(in_a_list, needle => body.in_([needle, "not there"]), |body, text| body == text);
agrees!(same, needle => body.same(Some(needle)), |body, text| body == text);
agrees!(order, needle => body < needle, |body, text| body < text);
agrees!(range, needle => body.between("a", needle), |body, text| "a" <= body && body <= text);

#[test]
fn a_lookup_s_text_may_be_owned_borrowed_or_another_column() {
    let conn = &mut notes();
    let needle = String::from("it's");
    assert_eq!(
        queryset!(Note.filter(body.contains(&needle)))
            .count(conn)
            .unwrap(),
        1
    );
    assert_eq!(
        queryset!(Note.filter(body.contains(needle.clone())))
            .count(conn)
            .unwrap(),
        1
    );
    assert_eq!(
        queryset!(Note.filter(body.contains(needle.as_str())))
            .count(conn)
            .unwrap(),
        1
    );
    assert_eq!(
        queryset!(Note.filter(body.contains(&*format!("{}t's", 'i'))))
            .count(conn)
            .unwrap(),
        1
    );
    let all = i64::try_from(texts().len()).unwrap();
    assert_eq!(
        queryset!(Note.filter(body.endswith(F(body)) && body.iexact(F(body))))
            .count(conn)
            .unwrap(),
        all
    );
}

#[test]
fn all_hostile_texts_at_once_are_found_by_a_list() {
    let conn = &mut notes();
    let all = i64::try_from(texts().len()).unwrap();
    assert_eq!(
        queryset!(Note.filter(body.in_(texts())))
            .count(conn)
            .unwrap(),
        all
    );
    assert_eq!(
        queryset!(Note.exclude(body.in_(texts())))
            .count(conn)
            .unwrap(),
        0
    );
}
