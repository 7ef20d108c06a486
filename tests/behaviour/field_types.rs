//! Every type that a field may have: read, compared and NULL.

use std::str::FromStr as _;

use bigdecimal::BigDecimal;
use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{Json, Timestamp};
use orm_core::prelude::*;
use serde_json::json;
use uuid::Uuid;

use crate::support::*;

#[derive(Model, Debug, Clone, PartialEq)]
#[model(diesel_table, table = "samples")]
pub struct Sample {
    pub id: i32,
    pub flag: bool,
    pub small: i16,
    pub whole: i32,
    pub big: i64,
    pub single: f32,
    pub double: f64,
    pub text: String,
    pub bytes: Vec<u8>,
    pub date: NaiveDate,
    pub time: NaiveTime,
    pub moment: NaiveDateTime,
    pub amount: BigDecimal,
    #[model(sql_type = Json)]
    pub json: serde_json::Value,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(diesel_table, table = "maybes")]
pub struct Perhaps {
    pub id: i32,
    pub flag: Option<bool>,
    pub small: Option<i16>,
    pub whole: Option<i32>,
    pub big: Option<i64>,
    pub single: Option<f32>,
    pub double: Option<f64>,
    pub text: Option<String>,
    pub bytes: Option<Vec<u8>>,
    pub date: Option<NaiveDate>,
    pub time: Option<NaiveTime>,
    pub moment: Option<NaiveDateTime>,
    pub amount: Option<BigDecimal>,
    pub json: Option<serde_json::Value>,
}

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}
fn moment(text: &str) -> NaiveDateTime {
    text.parse().unwrap()
}

/// Rows at the edges of their types.
fn edges() -> Vec<Sample> {
    let base = Sample {
        id: 1,
        flag: false,
        small: 0,
        whole: 0,
        big: 0,
        single: 0.0,
        double: 0.0,
        text: String::new(),
        bytes: Vec::new(),
        date: date("1970-01-01"),
        time: NaiveTime::MIN,
        moment: moment("1970-01-01T00:00:00"),
        amount: BigDecimal::from(0),
        json: json!(null),
    };
    vec![
        base.clone(),
        Sample {
            id: i32::MAX,
            flag: true,
            small: i16::MAX,
            whole: i32::MAX,
            big: i64::MAX,
            single: f32::MAX,
            double: f64::MAX,
            text: "naïve ☃ 𝄞 \u{1F469}\u{200D}\u{1F680}\n\t'\"\\%_".into(),
            bytes: (0..=255).collect(),
            date: date("9999-12-31"),
            time: NaiveTime::from_hms_micro_opt(23, 59, 59, 999_999).unwrap(),
            moment: moment("9999-12-31T23:59:59.999999"),
            amount: BigDecimal::from_str("12345678.25").unwrap(),
            json: json!({ "a": [1, 2.5, "x", null, true], "ü": { "b": "\u{0}\"" } }),
        },
        Sample {
            id: i32::MIN,
            small: i16::MIN,
            whole: i32::MIN,
            big: i64::MIN,
            single: f32::MIN_POSITIVE,
            double: -0.1,
            text: on("before\0after ", "before after ", "before\0after ").into(),
            bytes: vec![0, 0x27, 0x5c, 0xff, 0],
            date: date("0001-01-01"),
            moment: moment("2024-02-29T12:30:00.5"),
            amount: BigDecimal::from_str("-0.5").unwrap(),
            json: json!([]),
            ..base
        },
    ]
}

fn filled() -> Conn {
    let mut conn = database(
        "CREATE TABLE samples (id INTEGER PRIMARY KEY, flag BOOLEAN NOT NULL, small SMALLINT NOT NULL,
            whole INTEGER NOT NULL, big BIGINT NOT NULL, single FLOAT NOT NULL, \"double\" DOUBLE NOT NULL,
            text TEXT NOT NULL, bytes BLOB NOT NULL, date DATE NOT NULL, time TIME NOT NULL,
            moment TIMESTAMP NOT NULL, amount NUMERIC NOT NULL, json JSON NOT NULL);
         CREATE TABLE maybes (id INTEGER PRIMARY KEY, flag BOOLEAN, small SMALLINT, whole INTEGER, big BIGINT,
            single FLOAT, \"double\" DOUBLE, text TEXT, bytes BLOB, date DATE, time TIME, moment TIMESTAMP,
            amount NUMERIC, json JSON);
         INSERT INTO maybes (id) VALUES (-1);",
    );
    for row in edges() {
        use samples::*;
        execute!(
            diesel::insert_into(table).values((
                id.eq(row.id),
                flag.eq(row.flag),
                small.eq(row.small),
                whole.eq(row.whole),
                big.eq(row.big),
                single.eq(row.single),
                double.eq(row.double),
                text.eq(&row.text),
                bytes.eq(&row.bytes),
                date.eq(row.date),
                time.eq(row.time),
                // Diesel's `Timestamp` is MySQL's, which ends in 2038.
                moment.eq(sql::<Timestamp>(&format!(
                    "'{}'",
                    row.moment.format("%F %T%.f")
                ))),
                amount.eq(&row.amount),
                json.eq(&row.json),
            )),
            &mut conn
        );
    }
    run(&mut conn, "INSERT INTO maybes SELECT * FROM samples");
    conn
}

#[test]
fn every_type_comes_back_as_it_went_in() {
    let conn = &mut filled();
    let mut expected = edges();
    expected.sort_by_key(|row| row.id);
    let rows = queryset!(Sample.order_by(id))
        .load(conn)
        .unwrap()
        .into_models();
    assert_eq!(rows, expected);
}

#[test]
fn every_type_may_be_null() {
    let conn = &mut filled();
    let rows = queryset!(Perhaps.order_by(id)).load(conn).unwrap();
    let none = rows.iter().find(|row| row.id == -1).unwrap();
    assert!(
        none.flag.is_none() && none.small.is_none() && none.whole.is_none() && none.big.is_none()
    );
    assert!(
        none.single.is_none()
            && none.double.is_none()
            && none.text.is_none()
            && none.bytes.is_none()
    );
    assert!(none.date.is_none() && none.time.is_none() && none.moment.is_none());
    assert!(none.amount.is_none() && none.json.is_none());
    for sample in edges() {
        let row = rows.iter().find(|row| row.id == sample.id).unwrap();
        assert_eq!(row.flag, Some(sample.flag));
        assert_eq!(
            (row.small, row.whole, row.big),
            (Some(sample.small), Some(sample.whole), Some(sample.big))
        );
        assert_eq!(
            (row.single, row.double),
            (Some(sample.single), Some(sample.double))
        );
        assert_eq!(row.text, Some(sample.text));
        assert_eq!(row.bytes, Some(sample.bytes));
        assert_eq!(
            (row.date, row.time, row.moment),
            (Some(sample.date), Some(sample.time), Some(sample.moment))
        );
        assert_eq!(row.amount, Some(sample.amount));
        assert_eq!(row.json, Some(sample.json));
    }
}

#[test]
fn every_type_compares_with_its_own_value_owned_or_borrowed() {
    let conn = &mut filled();
    for row in edges() {
        let s = &row;
        let found = queryset!(
            Sample
                .filter(flag == s.flag && small == s.small && whole == s.whole && big == s.big)
                .filter(single == s.single && double == s.double)
                .filter(text == s.text.as_str() && text == &s.text && text == s.text.clone())
                .filter(
                    bytes == s.bytes.as_slice() && bytes == &s.bytes && bytes == s.bytes.clone()
                )
                .filter(date == s.date && time == s.time && moment == s.moment)
                .filter(amount == &s.amount && amount == s.amount.clone())
        );
        assert_eq!(found.get(conn).unwrap().id, row.id);
        let again = queryset!(
            Perhaps
                .filter(flag == s.flag && small == &s.small && whole == &s.whole && big == &s.big)
                .filter(
                    double >= s.double && double <= s.double && single.between(s.single, s.single)
                )
                .filter(text.same(Some(s.text.as_str())) && bytes.same(Some(&s.bytes)))
                .filter(date.in_([s.date]) && time.in_(&[s.time]) && moment.in_(vec![s.moment]))
                .filter(
                    amount.in_([&s.amount])
                        && small.in_([s.small])
                        && big.in_([&s.big])
                        && flag.in_([s.flag])
                )
                .filter(text.in_([&s.text]) && bytes.in_([&s.bytes]) && double.in_([s.double]))
        );
        assert_eq!(again.get(conn).unwrap().id, row.id);
    }
}

#[test]
fn literals_take_the_column_s_type() {
    let conn = &mut filled();
    let counts = [
        queryset!(Sample.filter(small == 32767))
            .count(conn)
            .unwrap(),
        queryset!(Sample.filter(whole == -2147483648))
            .count(conn)
            .unwrap(),
        queryset!(Sample.filter(big == 9223372036854775807))
            .count(conn)
            .unwrap(),
        queryset!(Sample.filter(big > 9_223_372_036_854_775_806))
            .count(conn)
            .unwrap(),
        queryset!(Sample.filter(double == -0.1))
            .count(conn)
            .unwrap(),
        queryset!(Sample.filter(double < 0)).count(conn).unwrap(),
        queryset!(Sample.filter(amount == 12345678.25))
            .count(conn)
            .unwrap(),
        queryset!(Sample.filter(amount == -0.50))
            .count(conn)
            .unwrap(),
        queryset!(Sample.filter(amount.between(-1, -0.25)))
            .count(conn)
            .unwrap(),
        queryset!(Sample.filter(single > 1e3 && flag))
            .count(conn)
            .unwrap(),
    ];
    assert_eq!(counts, [1; 10]);
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "instants")]
pub struct Instant {
    pub id: i32,
    pub at: DateTime<Utc>,
    pub until: Option<DateTime<Utc>>,
}

#[test]
fn instants_come_back_in_utc_and_compare() {
    let conn = &mut database(
        "CREATE TABLE instants (id INTEGER PRIMARY KEY, at TIMESTAMPTZ NOT NULL, until TIMESTAMPTZ);
         INSERT INTO instants VALUES (1, INSTANT '2024-05-06 07:08:09', NULL),
            (2, INSTANT '2024-05-06 07:08:09', INSTANT '2025-01-01 00:00:00');",
    );
    let rows = queryset!(Instant.order_by(id)).load(conn).unwrap();
    let at: DateTime<Utc> = "2024-05-06T07:08:09Z".parse().unwrap();
    assert_eq!((rows[0].at, rows[1].at), (at, at));
    assert_eq!(rows[1].until.unwrap().timestamp(), 1_735_689_600);
    assert_eq!(
        keys(
            &queryset!(Instant.filter(at == { at } && at.in_([at])).order_by(id))
                .load(conn)
                .unwrap()
        ),
        [1, 2]
    );
    assert_eq!(
        queryset!(Instant.filter(until.year() == 2025))
            .get(conn)
            .unwrap()
            .id,
        2
    );
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "tags", ordering(name))]
pub struct Tagged {
    pub id: Uuid,
    pub name: String,
    pub parent_tag: Option<Uuid>,
}

#[test]
fn uuids_are_keys_and_values() {
    let (one, two) = (Uuid::from_u128(1), Uuid::max());
    let conn = &mut database(
        "CREATE TABLE tags (id UUID PRIMARY KEY, name TEXT NOT NULL, parent_tag UUID);
         INSERT INTO tags VALUES (UUID '00000000000000000000000000000001', 'a', NULL),
            (UUID 'FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF', 'b', UUID '00000000000000000000000000000001');",
    );
    assert_eq!(keys(&Tagged.load(conn).unwrap()), [one, two]);
    assert_eq!(
        queryset!(Tagged.filter(id == one)).get(conn).unwrap().name,
        "a"
    );
    assert_eq!(
        queryset!(Tagged.filter(id == &two))
            .get(conn)
            .unwrap()
            .parent_tag,
        Some(one)
    );
    assert_eq!(
        queryset!(Tagged.filter(parent_tag.same(None::<Uuid>)))
            .get(conn)
            .unwrap()
            .name,
        "a"
    );
    assert_eq!(
        queryset!(Tagged.filter(parent_tag.same(Some(one))))
            .get(conn)
            .unwrap()
            .name,
        "b"
    );
    assert_eq!(
        queryset!(Tagged.filter(id.in_([one, two, Uuid::nil()])))
            .count(conn)
            .unwrap(),
        2
    );
    assert_eq!(
        queryset!(Tagged.filter(parent_tag != two))
            .count(conn)
            .unwrap(),
        1
    );
    assert_eq!(Tagged.in_bulk([two], conn).unwrap()[&two].name, "b");
}
