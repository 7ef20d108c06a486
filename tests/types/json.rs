//! JSON: one model on all databases, and both kinds of PostgreSQL.

use diesel::prelude::*;
use diesel::sql_types::Integer;
use orm_core::backend::JsonSql;
use orm_core::prelude::*;
use serde_json::{Value, json};

use crate::support::*;

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "samples", ordering(id))]
struct Sample {
    id: i32,
    value: Value,
    maybe: Option<Value>,
}

fn values() -> Vec<Value> {
    vec![
        json!(null),
        json!(true),
        json!(1),
        json!(-2.5),
        json!("text ' \" \\ ☃ 𝄞"),
        json!([]),
        json!({}),
        json!({ "a": [1, 2.5, "x", null, true], "ü": { "b": "'\"" } }),
        json!(["long".repeat(200_000)]),
    ]
}

macro_rules! checks {
    ($test:ident $db:ident $column:literal, compares $compares:literal) => {
        #[test]
        fn $test() {
            let own = &mut $db();
            let db = own.db;
            own.run(&format!(
                "CREATE TABLE samples (id INTEGER PRIMARY KEY, value {0} NOT NULL, maybe {0})", $column
            ));
            let conn = &mut **own;
            for (id, value) in values().iter().enumerate() {
                diesel::sql_query(db.binds("INSERT INTO samples (id, value) VALUES (?, ?)"))
                    .bind::<Integer, _>(id as i32)
                    .bind::<JsonSql, _>(value)
                    .execute(conn)
                    .unwrap();
            }
            let rows = Sample.load(conn).unwrap();
            for (row, value) in rows.iter().zip(values()) {
                assert_eq!((&row.value, &row.maybe), (&value, &None));
            }
            assert_eq!(rows.len(), values().len());
            assert_eq!(queryset!(Sample.filter(maybe.is_null())).count(conn).unwrap(), 9);
            if $compares {
                for (id, v) in values().iter().enumerate() {
                    let found = queryset!(
                        Sample.filter(value == v && value.in_([v]) && value.same(Some(v.clone())))
                    );
                    assert_eq!(ids!(found, conn), [id as i32], "{v:.100}");
                }
                let many = (0..45_000).map(|n| json!({ "n": n })).chain(values());
                assert_eq!(queryset!(Sample.filter(value.in_(many))).count(conn).unwrap(), 9);
                assert_eq!(queryset!(Sample.filter(maybe.same(None::<Value>))).count(conn).unwrap(), 9);
            }
        }
    };
}
checks!(text_on_sqlite sqlite "TEXT", compares true);
checks!(jsonb_on_postgresql postgres "JSONB", compares true);
checks!(json_on_postgresql postgres "JSON", compares false);
checks!(json_on_mysql mysql "JSON", compares true);

/// JSON that is none is told by the field's name.
#[test]
fn text_that_is_no_json_is_told() {
    let own = &mut sqlite();
    own.run("CREATE TABLE samples (id INTEGER PRIMARY KEY, value TEXT, maybe TEXT); INSERT INTO samples VALUES (1, '{', NULL)");
    match Sample.load(&mut **own) {
        Err(orm_core::Error::Field {
            model: "Sample",
            field: "value",
            ..
        }) => {}
        other => panic!("{other:?}"),
    }
}

/// An existing Diesel table may have either of Diesel's types.
mod on_diesel {
    use super::*;

    diesel::table! {
        samples (id) {
            id -> Integer,
            value -> Jsonb,
            maybe -> Nullable<Json>,
        }
    }
    #[derive(Model, Debug)]
    #[model(diesel_table = samples)]
    struct Held {
        id: i32,
        value: Value,
        maybe: Option<Value>,
    }

    #[test]
    fn both_of_diesel_s_types_are_read() {
        let own = &mut postgres();
        own.run("CREATE TABLE samples (id INTEGER PRIMARY KEY, value JSONB NOT NULL, maybe JSON); INSERT INTO samples VALUES (1, '[1]', '[2]')");
        let row = Held.get(&mut **own).unwrap();
        assert_eq!(
            (row.id, &row.value, &row.maybe),
            (1, &json!([1]), &Some(json!([2])))
        );
    }
}
