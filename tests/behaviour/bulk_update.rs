//! `bulk_update`: rows get the values that they have in memory.

use std::str::FromStr as _;

use bigdecimal::BigDecimal;
use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use orm_core::Error;
use orm_core::error::ViolationKind;
use orm_core::prelude::*;
use orm_core::write::Updated;
use serde_json::json;
use uuid::Uuid;

use crate::support::*;

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "wares", new(Debug, Clone))]
pub struct Ware {
    pub id: i64,
    pub name: String,
    #[model(unique)]
    pub code: Option<i64>,
    pub stock: i64,
    #[model(column = "Price of it")]
    pub price: f64,
    #[model(auto_now)]
    pub changed: NaiveDateTime,
    #[model(auto_now)]
    pub seen: Option<NaiveDateTime>,
    #[model(generated)]
    pub doubled: Option<i64>,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "kinds", new(Debug, Clone))]
pub struct Kind {
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
    pub instant: Option<DateTime<Utc>>,
    pub amount: Option<BigDecimal>,
    pub json: Option<serde_json::Value>,
    pub uuid: Option<Uuid>,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "seats", primary_key(house, place), new(Debug, Clone))]
pub struct Seat {
    pub house: String,
    pub place: i32,
    #[model(foreign_key = Ware)]
    pub ware_id: i64,
    pub note: Option<String>,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "signs", new(Debug, Clone))]
pub struct Sign {
    pub id: Uuid,
    pub name: String,
}

pub fn wares() -> Conn {
    let text = on("", "", " CHARACTER SET utf8mb4 COLLATE utf8mb4_bin");
    database(&format!(
        "CREATE TABLE wares (id BIGINT PRIMARY KEY, name TEXT NOT NULL, code BIGINT UNIQUE,
            stock BIGINT NOT NULL, \"Price of it\" DOUBLE NOT NULL, changed TIMESTAMP NOT NULL,
            seen TIMESTAMP, doubled BIGINT GENERATED ALWAYS AS (stock * 2) STORED,
            CONSTRAINT stock_positive CHECK (stock >= 0));
         CREATE TABLE kinds (id INTEGER PRIMARY KEY, flag BOOLEAN, small SMALLINT, whole INTEGER,
            big BIGINT, single FLOAT, \"double\" DOUBLE, text TEXT, bytes BLOB, date DATE, time TIME,
            moment TIMESTAMP, instant TIMESTAMPTZ, amount NUMERIC, json JSON, uuid UUID);
         CREATE TABLE seats (house VARCHAR(40){text} NOT NULL, place INTEGER NOT NULL,
            ware_id BIGINT NOT NULL, note TEXT, PRIMARY KEY (house, place));
         CREATE TABLE signs (id UUID PRIMARY KEY, name TEXT NOT NULL);"
    ))
}

pub fn filled(conn: &mut Conn, n: i64) -> Vec<Ware> {
    let new = (0..n).map(|n| NewWare {
        id: Some(n),
        code: Some(n),
        ..NewWare::new(format!("Ware {n}"), n, 1.0)
    });
    Ware.bulk_create(new).count_only().run(conn).unwrap();
    let rows = queryset!(Ware.order_by(id)).load(conn).unwrap();
    rows.into_models()
}

pub fn all(conn: &mut Conn) -> Vec<Ware> {
    let rows = queryset!(Ware.order_by(id)).load(conn).unwrap();
    rows.into_models()
}

pub fn done(count: usize, gone: &[usize]) -> Updated {
    Updated {
        count,
        gone: gone.to_vec(),
    }
}

#[test]
fn just_the_named_columns_of_each_row_are_set() {
    let conn = &mut wares();
    for n in [1, 2, 63, 64, 65, 130] {
        run(conn, "DELETE FROM wares");
        let mut wares = filled(conn, n);
        let before = wares.clone();
        for ware in &mut wares {
            ware.stock += 1000;
            ware.price = ware.id as f64 / 4.0;
            ware.name.clear();
            if ware.id % 3 == 0 {
                ware.code = None;
            }
        }
        let other = queryset!(Ware.create(id = 9999, name = "other", stock = 5, price = 1.0));
        other.run(conn).unwrap();
        let update = queryset!(Ware.bulk_update(&wares, stock, price, code));
        assert_eq!(update.run(conn).unwrap(), done(n as usize, &[]));
        for (before, after) in before.iter().zip(all(conn)) {
            assert_eq!(after.name, before.name);
            assert_eq!(after.stock, before.id + 1000);
            assert_eq!(after.doubled, Some(after.stock * 2));
            assert_eq!(after.price, before.id as f64 / 4.0);
            assert_eq!(after.code, (before.id % 3 != 0).then_some(before.id));
        }
        let other = queryset!(Ware.filter(id == 9999)).get(conn).unwrap();
        assert_eq!((other.stock, other.price), (5, 1.0));
    }
}

#[test]
fn times_of_each_write_are_one_moment() {
    let conn = &mut wares();
    let mut wares = filled(conn, 150);
    let start = Utc::now().naive_utc() - chrono::TimeDelta::seconds(1);
    run(
        conn,
        "UPDATE wares SET changed = TIMESTAMP '2000-01-01 00:00:00', seen = NULL"
            .replace("TIMESTAMP '", on("'", "TIMESTAMP '", "'"))
            .as_str(),
    );
    for ware in &mut wares {
        ware.stock = 1;
        ware.changed = NaiveDateTime::MIN;
    }
    let update = queryset!(Ware.bulk_update(&wares, stock))
        .run(conn)
        .unwrap();
    assert_eq!(update.count, 150);
    let after = all(conn);
    assert!(after[0].changed > start);
    assert!(after.iter().all(|ware| ware.changed == after[0].changed));
    assert!(after.iter().all(|ware| ware.seen == Some(ware.changed)));
    // One that is named is set to what the rows hold.
    let moment: NaiveDateTime = "2001-02-03T04:05:06.789".parse().unwrap();
    for ware in &mut wares {
        ware.seen = Some(moment);
    }
    let update = queryset!(Ware.bulk_update(&wares[..3], seen))
        .run(conn)
        .unwrap();
    assert_eq!(update.count, 3);
    let after = all(conn);
    assert_eq!(after[2].seen, Some(moment));
    assert!(after[2].changed > start);
    assert_ne!(after[3].seen, Some(moment));
}

#[test]
fn values_of_all_kinds_travel() {
    let conn = &mut wares();
    let full = |id: i32| Kind {
        id,
        flag: Some(id % 2 == 0),
        small: Some(i16::MIN + id as i16),
        whole: Some(i32::MAX - id),
        big: Some(i64::MIN + i64::from(id)),
        single: Some(id as f32 + 0.25),
        double: Some(f64::from(id) + 0.1),
        text: Some(format!("{id} 'ü\\\"% 日本 🎸")),
        bytes: Some(vec![0, 255, id as u8, 39, 92]),
        date: NaiveDate::from_ymd_opt(2024, 2, 29),
        time: NaiveTime::from_hms_micro_opt(23, 59, 58, 123_456),
        moment: "2024-05-06T07:08:09.123456".parse().ok(),
        instant: "2024-05-06T07:08:09.654321Z".parse().ok(),
        amount: BigDecimal::from_str(&format!("{id}.125")).ok(),
        json: Some(json!({"id": id, "list": [1, null, "ü"]})),
        uuid: Some(Uuid::from_u128(u128::MAX - id as u128)),
    };
    let empty = |id: i32| Kind {
        flag: None,
        small: None,
        whole: None,
        big: None,
        single: None,
        double: None,
        text: None,
        bytes: None,
        date: None,
        time: None,
        moment: None,
        instant: None,
        amount: None,
        json: None,
        uuid: None,
        ..full(id)
    };
    let n = 131;
    let rows: Vec<Kind> = (0..n).map(full).collect();
    for (nulls, first_is_null) in [(2, true), (2, false), (1, true), (7, true), (200, false)] {
        run(conn, "DELETE FROM kinds");
        for id in 0..n {
            run(conn, &format!("INSERT INTO kinds (id) VALUES ({id})"));
        }
        let mut rows = rows.clone();
        for (at, row) in rows.iter_mut().enumerate() {
            if (at % nulls == 0) == first_is_null {
                *row = empty(row.id);
            }
        }
        let update = queryset!(Kind.bulk_update(
            &rows, flag, small, whole, big, single, double, text, bytes, date, time, moment,
            instant, amount, json, uuid
        ));
        assert_eq!(update.run(conn).unwrap(), done(n as usize, &[]));
        let read = queryset!(Kind.order_by(id)).load(conn).unwrap();
        for (read, row) in read.into_models().into_iter().zip(rows) {
            assert_eq!(read, row);
        }
    }
    // Long ones among short ones, which a list must not cut.
    let mut rows: Vec<Kind> = (0..70).map(empty).collect();
    rows[3].text = Some("x".into());
    rows[40].text = Some("ü".repeat(100_000));
    rows[41].bytes = Some(vec![7; 60_000]);
    rows[42].amount = BigDecimal::from_str("1234567.0625").ok();
    let update = queryset!(Kind.bulk_update(&rows[..64], text, bytes)).run(conn);
    if DIALECT == Dialect::Mysql {
        // Its TEXT holds 64 KB, which is told.
        assert!(update.wait().is_err());
        rows[40].text = Some("ü".repeat(30_000));
    } else {
        assert_eq!(update.unwrap().count, 64);
    }
    let update = queryset!(Kind.bulk_update(&rows, text, bytes, amount))
        .run(conn)
        .unwrap();
    assert_eq!(update, done(70, &[]));
    let read = queryset!(Kind.filter(id < 70).order_by(id))
        .load(conn)
        .unwrap();
    for (read, row) in read.into_models().into_iter().zip(rows) {
        assert_eq!(
            (read.text, read.bytes, read.amount),
            (row.text, row.bytes, row.amount)
        );
    }
}

#[test]
fn rows_that_are_gone_are_named() {
    let conn = &mut wares();
    for n in [1, 2, 64, 65, 200] {
        run(conn, "DELETE FROM wares");
        let mut wares = filled(conn, n);
        let count = wares.len();
        let gone: Vec<usize> = (0..count).filter(|at| at % 5 == 0).collect();
        for at in &gone {
            let row = &wares[*at];
            queryset!(row.delete()).run(conn).unwrap();
        }
        for ware in &mut wares {
            ware.stock = 7;
        }
        let told = done(count - gone.len(), &gone);
        let update = queryset!(Ware.bulk_update(&wares, stock))
            .run(conn)
            .unwrap();
        assert_eq!(update, told);
        assert!(all(conn).iter().all(|ware| ware.stock == 7));
        // Those that hold the values already are there as well.
        let update = queryset!(Ware.bulk_update(&wares, stock))
            .run(conn)
            .unwrap();
        assert_eq!(update, told);
        assert_eq!(all(conn).len(), count - gone.len());
    }
    // Without a time that is set, a row really does not change.
    let signs = (0..3).map(|n| NewSign {
        id: Uuid::from_u128(n),
        name: "a".into(),
    });
    let signs = Sign.bulk_create(signs).run(conn).unwrap();
    for _ in 0..2 {
        let update = queryset!(Sign.bulk_update(&signs, name)).run(conn).unwrap();
        assert_eq!(update, done(3, &[]));
        let update = queryset!(Sign.bulk_update(&signs[..1], name))
            .run(conn)
            .unwrap();
        assert_eq!(update, done(1, &[]));
    }
}

/// As a loop that saves one row after another would leave it.
#[test]
fn of_a_row_that_is_given_twice_the_last_wins() {
    let conn = &mut wares();
    let wares = filled(conn, 80);
    let with = |at: usize, stock: i64| Ware {
        stock,
        ..wares[at].clone()
    };
    let mut given: Vec<Ware> = (0..80).map(|at| with(at, 1)).collect();
    given.extend([with(3, 2), with(3, 3), with(79, 4)]);
    given[78].id = 1000;
    given.push(given[78].clone());
    let update = queryset!(Ware.bulk_update(given, stock)).run(conn).unwrap();
    assert_eq!(update, done(79, &[78, 83]));
    let stocks: Vec<i64> = all(conn).iter().map(|ware| ware.stock).collect();
    assert_eq!(
        (stocks[3], stocks[79], stocks[4], stocks[78]),
        (3, 4, 1, 78)
    );
}

#[test]
fn rows_of_any_kind_are_taken() {
    let conn = &mut wares();
    filled(conn, 4);
    let rows = queryset!(Ware.order_by(id)).load(conn).unwrap();
    let update = queryset!(Ware.bulk_update(&rows, stock)).run(conn).unwrap();
    assert_eq!(update.count, 4);
    let cheap = rows.iter().filter(|ware| ware.id < 2);
    let update = queryset!(Ware.bulk_update(cheap, stock, name))
        .run(conn)
        .unwrap();
    assert_eq!(update.count, 2);
    let one = Ware.first(conn).unwrap().unwrap();
    let update = queryset!(Ware.bulk_update([&one], stock))
        .run(conn)
        .unwrap();
    assert_eq!(update.count, 1);
    let update = queryset!(Ware.bulk_update(vec![one], stock))
        .run(conn)
        .unwrap();
    assert_eq!(update.count, 1);
    let update = queryset!(Ware.bulk_update(rows.into_models(), stock))
        .run(conn)
        .unwrap();
    assert_eq!(update.count, 4);
    assert_num_queries!(conn, 0, {
        let none = queryset!(Ware.bulk_update(Vec::<Ware>::new(), stock));
        assert_eq!(none.run(conn).unwrap(), done(0, &[]));
    });
}

#[test]
fn keys_of_several_columns_and_of_text_are_found() {
    let conn = &mut wares();
    let houses = ["a", "A", "ä", "a b", "日本", ""];
    let new = (0..150).map(|n| NewSeat::new(houses[n % 6], (n / 6) as i32, n as i64));
    let mut seats = Seat.bulk_create(new).run(conn).unwrap().into_models();
    for (n, seat) in seats.iter_mut().enumerate() {
        seat.ware_id = n as i64 * 10;
        seat.note = (n % 2 == 0).then(|| format!("{n}"));
    }
    seats[149].place = 1000;
    let update = queryset!(Seat.bulk_update(&seats, ware, note))
        .run(conn)
        .unwrap();
    assert_eq!(update, done(149, &[149]));
    for (n, seat) in seats.iter().enumerate().take(149) {
        let (house, place) = (&seat.house, seat.place);
        let read = queryset!(Seat.filter(house == house && place == place));
        let read = read.get(conn).unwrap();
        assert_eq!((read.ware_id, &read.note), (n as i64 * 10, &seat.note));
    }
    let new = (0..70).map(|n| NewSign {
        id: Uuid::from_u128(n),
        name: String::new(),
    });
    let mut signs = Sign.bulk_create(new).run(conn).unwrap().into_models();
    for sign in &mut signs {
        sign.name = sign.id.to_string();
    }
    let update = queryset!(Sign.bulk_update(&signs, name)).run(conn).unwrap();
    assert_eq!(update, done(70, &[]));
    let read = Sign.load(conn).unwrap();
    assert!(read.iter().all(|sign| sign.name == sign.id.to_string()));
}

#[test]
fn many_rows_take_few_queries() {
    let conn = &mut wares();
    let mut wares = filled(conn, 25_000);
    for ware in &mut wares {
        ware.stock = 1;
    }
    assert_num_queries!(conn, 1, {
        let one = queryset!(Ware.bulk_update(&wares[..1], stock, price));
        assert_eq!(one.run(conn).unwrap().count, 1);
    });
    assert_num_queries!(conn, on(2, 1, 128), {
        let some = queryset!(Ware.bulk_update(&wares[..128], stock, price));
        assert_eq!(some.run(conn).unwrap().count, 128);
    });
    assert_num_queries!(conn, on(391, 3, 25_000), {
        let all = queryset!(Ware.bulk_update(&wares, stock, price));
        assert_eq!(all.run(conn).unwrap(), done(25_000, &[]));
    });
    // Where rows are gone, which they are is a query more for each statement that misses some.
    wares[100].id = -1;
    assert_num_queries!(conn, on(3, 1, 128), {
        let some = queryset!(Ware.bulk_update(&wares[..128], stock, price));
        assert_eq!(some.run(conn).unwrap(), done(127, &[100]));
    });
    assert!(all(conn).iter().all(|ware| ware.stock == 1));
}

#[test]
fn one_bad_row_among_many_and_none_is_changed() {
    let conn = &mut wares();
    let wares = filled(conn, 12_000);
    let mut changed = wares.clone();
    for ware in &mut changed {
        ware.stock += 1;
    }
    changed[11_000].stock = -1;
    match queryset!(Ware.bulk_update(&changed, stock))
        .run(conn)
        .wait()
    {
        Err(Error::Violation(violation)) => assert_eq!(
            (violation.kind, violation.model),
            (ViolationKind::Check, "Ware")
        ),
        other => panic!("{other:?}"),
    }
    assert_eq!(all(conn), wares);
    changed[11_000].stock = 1;
    changed[3].code = Some(5);
    match queryset!(Ware.bulk_update(&changed, code)).run(conn).wait() {
        Err(Error::Violation(violation)) => assert_eq!(
            (violation.kind, &violation.fields[..]),
            (ViolationKind::Unique, &["code"][..])
        ),
        other => panic!("{other:?}"),
    }
    assert_eq!(all(conn), wares);
    // The connection is as good as before.
    let update = queryset!(Ware.bulk_update(&changed, stock))
        .run(conn)
        .unwrap();
    assert_eq!(update.count, 12_000);
}

#[test]
fn inside_a_transaction_it_is_part_of_it() {
    let conn = &mut wares();
    let before = filled(conn, 100);
    let undone: Result<(), Error> = transaction(conn, |conn| {
        let mut wares = before.clone();
        for ware in &mut wares {
            ware.stock = 99;
        }
        let update = queryset!(Ware.bulk_update(&wares, stock))
            .run(conn)
            .wait()?;
        assert_eq!(update.count, 100);
        wares[70].stock = -1;
        // A savepoint: what was before it stays.
        assert!(
            queryset!(Ware.bulk_update(&wares, stock))
                .run(conn)
                .wait()
                .is_err()
        );
        let set = queryset!(Ware.filter(stock == 99)).count(conn).wait()?;
        assert_eq!(set, 100);
        Err(Error::DoesNotExist { model: "Ware" })
    });
    assert!(undone.is_err());
    assert_eq!(all(conn), before);
}
