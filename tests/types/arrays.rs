//! Arrays, which PostgreSQL alone has.

use std::str::FromStr as _;

use bigdecimal::BigDecimal;
use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use diesel::prelude::*;
use orm_core::model::FieldType;
use orm_core::prelude::*;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::*;

/// Each type of element: empty, some, with NULLs in it; read and compared.
macro_rules! arrays {
    ($($test:ident: $ty:ty, $column:literal, $some:expr;)*) => { $(
        #[test]
        fn $test() {
            #[derive(Model, Debug, Clone, PartialEq)]
            #[model(table = "samples", ordering(id))]
            struct Sample {
                id: i32,
                tags: Vec<$ty>,
                gaps: Vec<Option<$ty>>,
                maybe: Option<Vec<$ty>>,
            }
            let own = &mut postgres();
            own.run(&format!(
                "CREATE TABLE samples (id INTEGER PRIMARY KEY, tags {0}[] NOT NULL, gaps {0}[] NOT NULL, maybe {0}[])",
                $column
            ));
            let conn = &mut **own;
            let some: Vec<$ty> = $some;
            let mut gaps: Vec<Option<$ty>> = some.iter().cloned().map(Some).collect();
            gaps.insert(1, None);
            let rows = [
                Sample { id: 1, tags: vec![], gaps: vec![], maybe: None },
                Sample { id: 2, tags: some.clone(), gaps: gaps.clone(), maybe: Some(some.clone()) },
            ];
            type Of<T> = <T as FieldType>::Sql;
            for row in &rows {
                diesel::sql_query("INSERT INTO samples VALUES ($1, $2, $3, $4)")
                    .bind::<diesel::sql_types::Integer, _>(row.id)
                    .bind::<Of<Vec<$ty>>, _>(&row.tags)
                    .bind::<Of<Vec<Option<$ty>>>, _>(&row.gaps)
                    .bind::<diesel::sql_types::Nullable<Of<Vec<$ty>>>, _>(&row.maybe)
                    .execute(conn)
                    .unwrap();
            }
            assert_eq!(Sample.load(conn).unwrap().into_models(), rows);
            assert_eq!(ids!(queryset!(Sample.filter(tags == &some)), conn), [2]);
            assert_eq!(ids!(queryset!(Sample.filter(tags == Vec::<$ty>::new())), conn), [1]);
            assert_eq!(ids!(queryset!(Sample.filter(gaps == gaps.clone() && maybe == some.as_slice())), conn), [2]);
            assert_eq!(ids!(queryset!(Sample.filter(tags != &some)), conn), [1]);
            assert_eq!(ids!(queryset!(Sample.filter(maybe.same(Some(some.clone())))), conn), [2]);
            assert_eq!(ids!(queryset!(Sample.filter(maybe.is_null())), conn), [1]);
            assert_eq!(ids!(queryset!(Sample.order_by(-tags)), conn), [2, 1]);
            // A NULL where the element has no `Option`.
            diesel::sql_query("UPDATE samples SET tags = gaps WHERE id = 2").execute(conn).unwrap();
            match Sample.load(conn) {
                Err(orm_core::Error::Field { model: "Sample", field: "tags", .. }) => {}
                other => panic!("{other:?}"),
            }
        }
    )* };
}
arrays! {
    integers: i32, "INTEGER", vec![i32::MIN, 0, i32::MAX];
    shorts: i16, "SMALLINT", vec![i16::MIN, 0, i16::MAX];
    longs: i64, "BIGINT", vec![i64::MIN, 0, i64::MAX];
    booleans: bool, "BOOLEAN", vec![true, false];
    singles: f32, "REAL", vec![0.1, f32::INFINITY];
    doubles: f64, "DOUBLE PRECISION", vec![0.1, f64::MIN_POSITIVE];
    texts: String, "TEXT", ["", "a,b", "NULL", "{}", "\"'\\", "☃𝄞"].map(str::to_owned).to_vec();
    bytes: Vec<u8>, "BYTEA", vec![vec![], vec![0, 255], b"{,}".to_vec()];
    uuids: Uuid, "UUID", vec![Uuid::nil(), Uuid::max()];
    dates: NaiveDate, "DATE", vec![NaiveDate::MIN.max(NaiveDate::from_ymd_opt(1, 1, 1).unwrap())];
    times: NaiveTime, "TIME", vec![NaiveTime::MIN];
    timestamps: NaiveDateTime, "TIMESTAMP", vec!["2024-02-29T12:30:00.000001".parse().unwrap()];
    instants: DateTime<Utc>, "TIMESTAMPTZ", vec!["2024-02-29T12:30:00.000001Z".parse().unwrap()];
    decimals: BigDecimal, "NUMERIC", vec![BigDecimal::from_str("1.50").unwrap(), BigDecimal::from(7)];
    json: Value, "JSONB", vec![json!(null), json!({ "a": [1] })];
}
