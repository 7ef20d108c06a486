//! Values out of JSON: a path that leads nowhere, or to a value of another type, is NULL.

use orm_core::prelude::*;
use serde_json::{Value, json};

use crate::support::*;

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "papers", ordering(id))]
pub struct Paper {
    pub id: i32,
    pub body: Value,
    pub maybe: Option<Value>,
}

fn bodies() -> Vec<Value> {
    vec![
        json!({
            "title": "It's \"☃\" \\ 100%",
            "pages": 12,
            "price": 2.75,
            "sold": true,
            "none": null,
            "tags": ["a", "b", { "deep": [1, [2, 3]] }],
            "by": { "name": "Ann", "": 1, "a b": "space", "q\"uo'te": "quote", "back\\slash": "back", "$": "dollar", "ü[0]": "odd" },
            "huge": 5_000_000_000_i64,
        }),
        json!({ "title": "", "pages": -3.9, "price": 1, "sold": false, "by": "text" }),
        json!([{ "title": "in an array" }]),
        json!("text"),
        json!(null),
    ]
}

fn papers(kind: &str) -> Conn {
    let quoted = |text: String| {
        let text = text.replace('\'', "''");
        format!("'{text}'")
    };
    let rows: Vec<String> = bodies()
        .iter()
        .enumerate()
        .map(|(id, body)| format!("({id}, {}, NULL)", quoted(body.to_string())))
        .collect();
    database(&format!(
        "CREATE TABLE papers (id INTEGER PRIMARY KEY, body {kind} NOT NULL, maybe {kind});
         INSERT INTO papers VALUES {};",
        rows.join(", ")
    ))
}

macro_rules! all {
    ($conn:ident, $value:expr) => {
        queryset!(Paper.order_by(id).values_list($value))
            .load($conn)
            .unwrap()
    };
}

/// The same value, read by serde_json.
fn at(body: &Value, path: &str) -> Option<Value> {
    let mut value = body;
    for part in path.split('.').filter(|_| !path.is_empty()) {
        value = match part.parse::<usize>() {
            Ok(place) => value.as_array()?.get(place)?,
            Err(_) => value.as_object()?.get(part)?,
        };
    }
    Some(value.clone())
}

fn reachable(path: &str) -> bool {
    DIALECT != Dialect::Mysql || path != "0.title"
}

fn check(kind: &str) {
    let conn = &mut papers(kind);
    let paths = [
        "",
        "title",
        "pages",
        "price",
        "sold",
        "none",
        "tags",
        "tags.0",
        "tags.1",
        "tags.7",
        "tags.2.deep.1.0",
        "by",
        "by.name",
        "by.a b",
        "by.q\"uo'te",
        "by.back\\slash",
        "by.$",
        "by.ü[0]",
        "missing",
        "by.missing.deeper",
        "0.title",
        "huge",
        "%",
        "'",
        "title.x",
        "x') --",
    ];
    // On MySQL a value that is no array is its own place 0.
    let paths = paths.iter().filter(|path| reachable(path));
    for path in paths {
        let bodies = bodies();
        let expected: Vec<Option<Value>> = bodies.iter().map(|body| at(body, path)).collect();
        assert_eq!(all!(conn, body.json(path)), expected, "{path}");
        let each = expected.iter();
        let texts: Vec<Option<String>> = each
            .clone()
            .map(|value| Some(value.as_ref()?.as_str()?.to_owned()))
            .collect();
        assert_eq!(all!(conn, body.json_text(path)), texts, "{path}");
        let numbers: Vec<Option<f64>> =
            each.clone().map(|value| value.as_ref()?.as_f64()).collect();
        assert_eq!(all!(conn, body.json_float(path)), numbers, "{path}");
        let whole: Vec<Option<i64>> = numbers
            .iter()
            .map(|n| Some(n.as_ref()?.trunc() as i64))
            .collect();
        assert_eq!(all!(conn, body.json_int(path)), whole, "{path}");
        let bools: Vec<Option<bool>> = each.map(|value| value.as_ref()?.as_bool()).collect();
        assert_eq!(all!(conn, body.json_bool(path)), bools, "{path}");
    }
}

#[test]
fn values_at_paths() {
    check("JSON");
}

#[test]
fn values_at_paths_of_the_other_json_of_postgresql() {
    check(on("TEXT", "JSONB", "JSON"));
}

macro_rules! ids {
    ($conn:ident, $condition:expr) => {
        sorted_keys(&queryset!(Paper.filter($condition)).load($conn).unwrap())
    };
}

#[test]
fn conditions_on_json() {
    let conn = &mut papers("JSON");
    assert_eq!(ids!(conn, body.json_text("by.name") == "Ann"), [0]);
    assert_eq!(ids!(conn, body.json_int("pages") > 10), [0]);
    assert_eq!(ids!(conn, body.json_bool("sold")), [0]);
    assert_eq!(ids!(conn, !body.json_bool("sold")), [1, 2, 3, 4]);
    assert_eq!(ids!(conn, body.json_text("title").contains("100%")), [0]);
    assert_eq!(ids!(conn, body.json_float("price") * 2 > 5), [0]);
    assert_eq!(ids!(conn, body.json_text("title").is_null()), [2, 3, 4]);
    assert_eq!(ids!(conn, upper(body.json_text("by.name")) == "ANN"), [0]);
    assert_eq!(
        ids!(conn, maybe.json_text("title").is_null()),
        [0, 1, 2, 3, 4]
    );
    let path = String::from("title");
    assert_eq!(ids!(conn, body.json_text(&path) == ""), [1]);
    let rows = queryset!(Paper.order_by(-body.json_float("price"), id))
        .load(conn)
        .unwrap();
    assert_eq!(keys(&rows)[..2], [0, 1]);
}
