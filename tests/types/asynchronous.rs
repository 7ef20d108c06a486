//! The same on connections of diesel-async: a row of every type, and keys.

use bigdecimal::BigDecimal;
use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use diesel::prelude::*;
use diesel::sql_types as st;
use diesel_async::{AsyncConnection as _, SimpleAsyncConnection as _};
use orm_core::model::FieldType;
use orm_core::prelude::*;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::*;

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "samples", ordering(id), has_many(parts = Piece::sample))]
struct Sample {
    id: Uuid,
    flag: bool,
    small: i16,
    big: i64,
    single: f32,
    double: f64,
    text: String,
    bytes: Vec<u8>,
    date: NaiveDate,
    time: NaiveTime,
    moment: NaiveDateTime,
    instant: DateTime<Utc>,
    amount: BigDecimal,
    json: Value,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "pieces", ordering(id))]
struct Piece {
    id: i32,
    #[model(foreign_key = Sample)]
    sample_id: Uuid,
}

fn samples() -> Vec<Sample> {
    let moment: NaiveDateTime = "2024-02-29T12:30:00.000001".parse().unwrap();
    let one = Sample {
        id: Uuid::nil(),
        flag: true,
        small: i16::MIN,
        big: i64::MAX,
        single: 0.1,
        double: f64::MAX,
        text: "'☃ 𝄞\\".into(),
        bytes: (0..=255).collect(),
        date: moment.date(),
        time: moment.time(),
        moment,
        instant: moment.and_utc(),
        amount: "-12345678.25".parse().unwrap(),
        json: json!({ "a": [1, null, "ü"] }),
    };
    let late: NaiveDateTime = "9999-12-31T23:59:59.999999".parse().unwrap();
    let two = Sample {
        id: Uuid::max(),
        text: String::new(),
        bytes: vec![],
        date: late.date(),
        moment: late,
        instant: late.and_utc(),
        ..one.clone()
    };
    vec![one, two]
}

type Of<T> = <T as FieldType>::Sql;

macro_rules! on {
    ($test:ident $own:ident $url:expr, $conn:ty) => {
        #[tokio::test]
        async fn $test() {
            let own = &mut $own();
            let db = own.db;
            own.run(&format!(
                "CREATE TABLE samples (id {} PRIMARY KEY, flag BOOLEAN NOT NULL, small SMALLINT NOT NULL,
                    big BIGINT NOT NULL, single {} NOT NULL, `double` DOUBLE PRECISION NOT NULL, text {} NOT NULL,
                    bytes {} NOT NULL, date DATE NOT NULL, time TIME(6) NOT NULL, moment {} NOT NULL,
                    instant {} NOT NULL, amount DECIMAL(20, 5) NOT NULL, json {} NOT NULL);
                 CREATE TABLE pieces (id INTEGER PRIMARY KEY, sample_id {} NOT NULL)",
                db.pick("BLOB", "UUID", "BINARY(16)"),
                db.pick("REAL", "REAL", "FLOAT"),
                db.pick("TEXT", "TEXT", "LONGTEXT COLLATE utf8mb4_bin"),
                db.pick("BLOB", "BYTEA", "LONGBLOB"),
                db.pick("TIMESTAMP", "TIMESTAMP", "DATETIME(6)"),
                db.pick("TEXT", "TIMESTAMPTZ", "DATETIME(6)"),
                db.pick("TEXT", "JSONB", "JSON"),
                db.pick("BLOB", "UUID", "BINARY(16)"),
            ).replace('`', db.pick("\"", "\"", "`")));
            let insert = db.binds("INSERT INTO samples VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
            for (at, s) in samples().iter().enumerate() {
                diesel::sql_query(&insert)
                    .bind::<Of<Uuid>, _>(s.id).bind::<st::Bool, _>(s.flag).bind::<st::SmallInt, _>(s.small)
                    .bind::<st::BigInt, _>(s.big).bind::<st::Float, _>(s.single).bind::<st::Double, _>(s.double)
                    .bind::<st::Text, _>(&s.text).bind::<st::Binary, _>(&s.bytes).bind::<st::Date, _>(s.date)
                    .bind::<st::Time, _>(s.time).bind::<Of<NaiveDateTime>, _>(s.moment)
                    .bind::<Of<DateTime<Utc>>, _>(s.instant).bind::<st::Numeric, _>(&s.amount)
                    .bind::<Of<Value>, _>(&s.json)
                    .execute(&mut **own)
                    .unwrap();
                diesel::sql_query(db.binds("INSERT INTO pieces VALUES (?, ?)"))
                    .bind::<st::Integer, _>(at as i32).bind::<Of<Uuid>, _>(s.id)
                    .execute(&mut **own)
                    .unwrap();
            }
            let conn = &mut <$conn>::establish(&$url(own)).await.unwrap();
            conn.batch_execute(&own.enter).await.unwrap();
            let rows = queryset!(Sample.prefetch_related(parts.sample)).load(conn).await.unwrap();
            for (at, row) in rows.iter().enumerate() {
                assert_eq!(row.parts().len(), 1);
                assert_eq!((row.parts()[0].id, row.parts()[0].sample().id), (at as i32, row.id));
            }
            assert_eq!(rows.into_models(), samples());
            for s in &samples() {
                let found = queryset!(
                    Sample
                        .filter(id == s.id && flag == s.flag && small == s.small && big == s.big)
                        .filter(single == s.single && double == s.double && text == &s.text && bytes == &s.bytes)
                        .filter(date == s.date && time == s.time && moment == s.moment && instant == s.instant)
                        .filter(amount == &s.amount && json == &s.json)
                );
                assert_eq!(found.get(conn).await.unwrap().id, s.id);
                let listed = queryset!(
                    Sample
                        .filter(id.in_([s.id]) && flag.in_([s.flag]) && small.in_([s.small]) && big.in_([s.big]))
                        .filter(single.in_([s.single]) && double.in_([s.double]) && text.in_([&s.text]))
                        .filter(bytes.in_([&s.bytes]) && date.in_([s.date]) && time.in_([s.time]))
                        .filter(moment.in_([s.moment]) && instant.in_([s.instant]))
                        .filter(amount.in_([&s.amount]) && json.in_([&s.json]))
                );
                assert_eq!(listed.get(conn).await.unwrap().id, s.id);
            }
            let many = (0..45_000).map(|n| n.to_string()).chain([String::new()]);
            assert_eq!(queryset!(Sample.filter(text.in_(many))).count(conn).await.unwrap(), 1);
        }
    };
}
on!(on_sqlite sqlite_file (|own: &Own<SqliteConnection>| own.name.clone()),
    diesel_async::sync_connection_wrapper::SyncConnectionWrapper<SqliteConnection>);
on!(on_postgresql postgres (|_: &Own<PgConnection>| postgres_url()), diesel_async::AsyncPgConnection);
on!(on_mysql mysql (|_: &Own<MysqlConnection>| mysql_url()), diesel_async::AsyncMysqlConnection);
