//! Bodies of JSON that become rows, and changes of rows: `new(Deserialize)`, and structs with
//! `derive(Insert)` and `derive(Patch)`.

use orm_core::prelude::*;
use serde::{Deserialize, Deserializer};

use crate::support::*;

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "wares", new(Deserialize, Debug, Clone, PartialEq))]
pub struct Ware {
    pub id: i32,
    pub title: String,
    pub maker_id: i32,
    #[model(default = 9.5)]
    pub price: f64,
    #[model(db_default = "1")]
    pub stock: i64,
    pub note: Option<String>,
    #[model(default = Some("new".to_owned()))]
    pub shelf: Option<String>,
    #[model(default = "open")]
    pub state: String,
    #[model(column = "kind", default = next())]
    pub r#type: i32,
}

fn next() -> i32 {
    3
}

/// Derived by its whole path, and validated.
#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "wares", validate, new(serde::Deserialize))]
pub struct Checked {
    pub id: i32,
    #[model(not_blank)]
    pub title: String,
    pub maker_id: i32,
    #[model(default = 2.0)]
    #[garde(range(min = 0.0))]
    pub price: f64,
    #[model(default = "open")]
    pub state: String,
    #[model(column = "kind", default = 4)]
    pub r#type: i32,
}

fn wares() -> Conn {
    let id = on(
        "INTEGER PRIMARY KEY",
        "SERIAL PRIMARY KEY",
        "INTEGER PRIMARY KEY AUTO_INCREMENT",
    );
    database(&format!(
        "CREATE TABLE wares (id {id}, title TEXT NOT NULL, maker_id INTEGER NOT NULL,
            price DOUBLE NOT NULL, stock BIGINT NOT NULL DEFAULT 1, note TEXT, shelf TEXT,
            state VARCHAR(10) NOT NULL, kind INTEGER NOT NULL);"
    ))
}

fn ware(id: i32, conn: &mut Conn) -> Ware {
    queryset!(Ware.filter(id == { id }))
        .get(conn)
        .unwrap()
        .into_model()
}

#[test]
fn what_a_row_needs_is_enough() {
    let conn = &mut wares();
    let new: NewWare = serde_json::from_str(r#"{"title": "Lamp", "maker_id": 7}"#).unwrap();
    assert_eq!(new, NewWare::new("Lamp", 7));
    let row = Ware.create(new).run(conn).unwrap();
    assert_eq!((row.title.as_str(), row.maker_id), ("Lamp", 7));
    assert_eq!((row.price, row.stock, row.r#type), (9.5, 1, 3));
    assert_eq!(
        (row.note.as_deref(), row.shelf.as_deref()),
        (None, Some("new"))
    );
    assert_eq!(row.state, "open");
}

#[test]
fn what_is_there_is_taken() {
    let conn = &mut wares();
    let body = r#"{"id": 40, "title": "Lamp", "maker_id": 7, "price": 1, "stock": 5, "note": "n",
        "shelf": null, "state": "shut", "type": 1}"#;
    let new: NewWare = serde_json::from_str(body).unwrap();
    let row = Ware.create(new).run(conn).unwrap();
    assert_eq!((row.id, row.price, row.stock, row.r#type), (40, 1.0, 5, 1));
    // `null` is NULL, where the field may be so.
    assert_eq!(
        (row.note.as_deref(), row.shelf.as_deref()),
        (Some("n"), None)
    );
    assert_eq!(row.state, "shut");
    let rows: Vec<NewWare> = serde_json::from_str(
        r#"[{"title": "a", "maker_id": 1}, {"title": "b", "maker_id": 1, "price": 0.5}]"#,
    )
    .unwrap();
    let rows = Ware.bulk_create(rows).run(conn).unwrap();
    let prices: Vec<f64> = rows.iter().map(|row| row.price).collect();
    assert_eq!(prices, [9.5, 0.5]);
}

#[test]
fn what_is_missing_or_wrong_is_named() {
    let told = |body: &str| {
        let error = serde_json::from_str::<NewWare>(body)
            .unwrap_err()
            .to_string();
        error
            .split(" at line")
            .next()
            .unwrap_or_default()
            .to_owned()
    };
    assert_eq!(told(r#"{"title": "a"}"#), "missing field `maker_id`");
    assert_eq!(
        told(r#"{"maker_id": 1, "price": 2.0}"#),
        "missing field `title`"
    );
    assert_eq!(
        told(r#"{"title": null, "maker_id": 1}"#),
        "invalid type: null, expected a string"
    );
    // What has a default may be left out; `null` is no number.
    assert_eq!(
        told(r#"{"title": "a", "maker_id": 1, "price": null}"#),
        "invalid type: null, expected f64"
    );
}

#[test]
fn a_body_is_validated_as_any_row() {
    let conn = &mut wares();
    let new: NewChecked =
        serde_json::from_str(r#"{"title": " ", "maker_id": 1, "price": -1}"#).unwrap();
    let error = Checked.create(new).run(conn).wait().unwrap_err();
    assert_eq!(
        error.to_string(),
        "`Checked` is invalid: title: is blank; price: lower than 0"
    );
    let new: NewChecked = serde_json::from_str(r#"{"title": "a", "maker_id": 1}"#).unwrap();
    let row = Checked.create(new).run(conn).unwrap();
    assert_eq!(
        (row.price, row.state.as_str(), row.r#type),
        (2.0, "open", 4)
    );
}

/// `null` as `Some(None)`; a field that is not there has its default, `None`.
fn present<'de, D, T>(from: D) -> Result<Option<Option<T>>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    Option::deserialize(from).map(Some)
}

#[derive(Insert, Deserialize)]
#[model(for = Ware)]
#[serde(deny_unknown_fields)]
struct AddWare {
    title: String,
    #[model(field = maker_id)]
    maker: i32,
    price: Option<f64>,
    #[serde(default, deserialize_with = "present")]
    shelf: Option<Option<String>>,
}

#[derive(Patch, Deserialize)]
#[model(for = Ware)]
#[serde(rename_all = "camelCase")]
struct EditWare<'a> {
    title: Option<&'a str>,
    maker_id: Option<i32>,
    #[serde(default, deserialize_with = "present")]
    note: Option<Option<String>>,
    #[serde(default, deserialize_with = "present")]
    shelf: Option<Option<String>>,
}

#[test]
fn a_form_is_a_body() {
    let conn = &mut wares();
    let add = |body: &str| serde_json::from_str::<AddWare>(body);
    let body = add(r#"{"title": "Lamp", "maker": 7}"#).unwrap();
    let row = Ware.create(body).run(conn).unwrap();
    assert_eq!((row.maker_id, row.price, row.stock), (7, 9.5, 1));
    assert_eq!(row.shelf.as_deref(), Some("new"));
    let body = add(r#"{"title": "Lamp", "maker": 7, "price": null, "shelf": null}"#).unwrap();
    let row = Ware.create(body).run(conn).unwrap();
    assert_eq!((row.price, row.shelf.as_deref()), (9.5, None));
    let body = add(r#"{"title": "Lamp", "maker": 7, "shelf": "B"}"#).unwrap();
    let row = Ware.create(body).run(conn).unwrap();
    assert_eq!(row.shelf.as_deref(), Some("B"));
    let missing = add(r#"{"title": "Lamp"}"#).err().unwrap().to_string();
    assert!(missing.starts_with("missing field `maker`"), "{missing}");
    let unknown = add(r#"{"title": "Lamp", "maker": 7, "stock": 1}"#);
    let unknown = unknown.err().unwrap().to_string();
    assert!(unknown.starts_with("unknown field `stock`"), "{unknown}");
}

#[test]
fn a_patch_tells_what_is_absent_from_null() {
    let conn = &mut wares();
    let mut new = NewWare::new("Lamp", 7);
    new.note = Some("n".to_owned());
    let key = Ware.create(new).run(conn).unwrap().id;
    let before = ware(key, conn);
    let edit = |body: &str, conn: &mut Conn| {
        let patch: EditWare<'_> = serde_json::from_str(body).unwrap();
        queryset!(Ware.filter(id == key).set(&patch))
            .run(conn)
            .unwrap()
    };
    assert_eq!(edit("{}", conn), 0);
    assert_eq!(ware(key, conn), before);
    assert_eq!(edit(r#"{"note": null}"#, conn), 1);
    let expected = Ware {
        note: None,
        ..before
    };
    assert_eq!(ware(key, conn), expected);
    assert_eq!(
        edit(
            r#"{"title": "Lantern", "makerId": 8, "note": "m", "shelf": null}"#,
            conn
        ),
        1
    );
    let expected = Ware {
        title: "Lantern".to_owned(),
        maker_id: 8,
        note: Some("m".to_owned()),
        shelf: None,
        ..expected
    };
    assert_eq!(ware(key, conn), expected);
    // A field that is never NULL is left alone by both.
    assert_eq!(edit(r#"{"title": null}"#, conn), 0);
    assert_eq!(ware(key, conn), expected);
}
