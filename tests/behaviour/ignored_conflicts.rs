//! `bulk_create(…).on_conflict(key).ignore()`: which rows were left out, however they travelled.

use std::collections::HashSet;
use std::str::FromStr as _;

use bigdecimal::BigDecimal;
use orm_core::Error;
use orm_core::error::ViolationKind;
use orm_core::prelude::*;

use crate::support::*;

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "parts", unique(maker, number), new(Debug, Clone))]
pub struct Part {
    pub id: i64,
    pub maker: String,
    pub number: Option<i32>,
    #[model(unique)]
    pub code: Option<i64>,
    #[model(db_default = "7")]
    pub stock: i32,
}

/// The database stores the key in its own way.
#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "rates", new(Debug, Clone))]
pub struct Rate {
    pub id: i64,
    #[model(unique)]
    pub rate: BigDecimal,
}

fn parts() -> Conn {
    let text = on("", "", " CHARACTER SET utf8mb4 COLLATE utf8mb4_bin");
    let serial = on(
        "INTEGER PRIMARY KEY AUTOINCREMENT",
        "BIGSERIAL PRIMARY KEY",
        "BIGINT PRIMARY KEY AUTO_INCREMENT",
    );
    database(&format!(
        "CREATE TABLE parts (id {serial}, maker VARCHAR(40){text} NOT NULL, number INTEGER,
            code BIGINT UNIQUE, stock INTEGER NOT NULL DEFAULT 7, UNIQUE (maker, number),
            CONSTRAINT stock_positive CHECK (stock >= 0));
         CREATE TABLE rates (id {serial}, rate DECIMAL(10, 2) NOT NULL UNIQUE);"
    ))
}

fn part(maker: &str, number: Option<i32>) -> NewPart {
    NewPart {
        number,
        ..NewPart::new(maker)
    }
}

/// Numbers without a pattern, the same at each run.
fn mixed(seed: u64) -> impl FnMut(u64) -> u64 {
    let mut state = seed;
    move |below| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (state >> 33) % below
    }
}

#[test]
fn the_first_row_of_each_key_is_created() {
    let makers = ["a", "A", "ä", "日本", ""];
    let conn = &mut parts();
    for (size, keys) in [
        (1, 3),
        (2, 2),
        (64, 30),
        (65, 5000),
        (130, 400),
        (700, 350),
        (700, 1),
    ] {
        run(conn, "DELETE FROM parts");
        let mut random = mixed(size + keys);
        let mut key = || {
            let n = random(keys);
            (makers[n as usize % 5], Some(n as i32 / 5))
        };
        let before: HashSet<_> = (0..size / 3).map(|_| key()).collect();
        let there = before.iter().map(|(maker, number)| part(maker, *number));
        Part.bulk_create(there).count_only().run(conn).unwrap();

        let given: Vec<_> = (0..size).map(|_| key()).collect();
        let mut seen = before.clone();
        let (created, ignored): (Vec<usize>, Vec<usize>) =
            (0..given.len()).partition(|&at| seen.insert(given[at]));

        let new = given.iter().map(|(maker, number)| part(maker, *number));
        let new: Vec<NewPart> = new.collect();
        let kept = queryset!(
            Part.bulk_create(new.clone())
                .on_conflict(maker, number)
                .ignore()
        );
        let kept = kept.run(conn).unwrap();
        assert_eq!(kept.ignored, ignored, "{size} rows of {keys} keys");
        assert_eq!(kept.created.len(), created.len());
        for (row, at) in kept.created.iter().zip(created) {
            assert_eq!(
                (row.maker.as_str(), row.number, row.stock),
                (given[at].0, given[at].1, 7)
            );
            let there = queryset!(Part.filter(id == row.id)).get(conn).unwrap();
            assert_eq!(&*there, &**row);
        }
        assert_eq!(Part.count(conn).unwrap() as usize, seen.len());
        // Once more: all of them are there.
        let none = queryset!(Part.bulk_create(new).on_conflict(maker, number).ignore());
        let none = none.count_only().run(conn).unwrap();
        assert_eq!((none.created, none.ignored.len()), (0, given.len()));
    }
}

#[test]
fn many_rows_take_few_queries() {
    let conn = &mut parts();
    let new = |n: std::ops::Range<i32>| n.map(|n| part("m", Some(n)));
    let ignoring = |rows| queryset!(Part.bulk_create(rows).on_conflict(maker, number).ignore());
    assert_num_queries!(conn, on(10, 1, 20), {
        assert_eq!(ignoring(new(0..640)).run(conn).unwrap().created.len(), 640);
    });
    // One of them is there: elsewhere than on PostgreSQL the rows around it travel alone.
    assert_num_queries!(conn, on(10 + 64, 1, 10 + 2 * 64), {
        let kept = ignoring(new(639..1279)).count_only().run(conn).unwrap();
        assert_eq!((kept.created, kept.ignored), (639, vec![0]));
    });
    assert_num_queries!(conn, on(189, 2, 189), {
        let kept = ignoring(new(2000..14_000)).count_only().run(conn).unwrap();
        assert_eq!((kept.created, kept.ignored), (12_000, vec![]));
    });
}

/// NULL is no value that is there already: such rows are never left out.
#[test]
fn keys_with_null_are_created() {
    let conn = &mut parts();
    let new = [None, Some(1), None, Some(1), None].map(|number| part("a", number));
    let kept = queryset!(Part.bulk_create(new).on_conflict(maker, number).ignore());
    let kept = kept.run(conn).unwrap();
    let numbers: Vec<Option<i32>> = kept.created.iter().map(|part| part.number).collect();
    assert_eq!(
        (numbers, kept.ignored),
        (vec![None, Some(1), None, None], vec![3])
    );
}

#[test]
fn rows_that_give_different_columns_keep_their_order() {
    let conn = &mut parts();
    let with = |number: i32, stock: Option<i32>| NewPart {
        stock,
        ..part("a", Some(number))
    };
    let new = vec![
        with(1, None),
        with(1, Some(3)),
        with(2, Some(4)),
        with(2, None),
        with(3, None),
    ];
    let kept = queryset!(Part.bulk_create(new).on_conflict(maker, number).ignore());
    let kept = kept.run(conn).unwrap();
    let stocks: Vec<i32> = kept.created.iter().map(|part| part.stock).collect();
    assert_eq!((stocks, kept.ignored), (vec![7, 4, 7], vec![1, 3]));
}

/// `1.001` is stored as `1.00`, so that what was created is not found by what was given.
#[test]
fn keys_that_the_database_changes() {
    let conn = &mut parts();
    let new = |rates: &[&str]| {
        let new = rates.iter().map(|rate| NewRate {
            id: None,
            rate: BigDecimal::from_str(rate).unwrap(),
        });
        new.collect::<Vec<_>>()
    };
    let first = queryset!(
        Rate.bulk_create(new(&["1.5", "2"]))
            .on_conflict(rate)
            .ignore()
    );
    assert_eq!(first.run(conn).unwrap().ignored, Vec::<usize>::new());
    let kept = queryset!(
        Rate.bulk_create(new(&["3.001", "1.50", "3.002", "4"]))
            .on_conflict(rate)
            .ignore()
    );
    let kept = kept.run(conn).unwrap();
    // What was created would be found by the key of the row that was left out.
    let other = queryset!(
        Rate.bulk_create(new(&["7.001", "7.00", "8"]))
            .on_conflict(rate)
            .ignore()
    );
    let other = other.run(conn).unwrap();
    let made: Vec<String> = other
        .created
        .iter()
        .map(|row| row.rate.to_string())
        .collect();
    // SQLite keeps what it is given, whatever the column's type says.
    if DIALECT == Dialect::Sqlite {
        assert_eq!((made.len(), other.ignored), (3, vec![]));
    } else {
        assert_eq!((made.len(), other.ignored), (2, vec![1]), "{made:?}");
    }
    queryset!(Rate.filter(rate >= 7).delete())
        .run(conn)
        .unwrap();
    let rounds = DIALECT != Dialect::Sqlite;
    assert_eq!(kept.ignored, if rounds { vec![1, 2] } else { vec![1] });
    assert_eq!(Rate.count(conn).unwrap(), if rounds { 4 } else { 5 });
}

#[test]
fn other_errors_are_errors_and_nothing_is_created() {
    let conn = &mut parts();
    let code = |number: i32, code: i64| NewPart {
        code: Some(code),
        ..part("a", Some(number))
    };
    queryset!(Part.create(code(1000, 5))).run(conn).unwrap();
    for size in [1, 2, 64, 300] {
        let new = (0..size).map(|n| {
            code(
                n,
                if n == size / 2 {
                    5
                } else {
                    1000 + i64::from(n)
                },
            )
        });
        let kept = queryset!(Part.bulk_create(new).on_conflict(maker, number).ignore());
        match kept.run(conn).wait() {
            Err(Error::Violation(violation)) => {
                assert_eq!(violation.kind, ViolationKind::Unique);
                assert_eq!((violation.model, violation.fields), ("Part", vec!["code"]));
            }
            other => panic!("{other:?}"),
        }
        let new = (0..size).map(|n| NewPart {
            stock: Some(if n == size / 2 { -1 } else { 1 }),
            ..part("a", Some(n))
        });
        let kept = queryset!(Part.bulk_create(new).on_conflict(maker, number).ignore());
        match kept.run(conn).wait() {
            Err(Error::Violation(violation)) => assert_eq!(violation.kind, ViolationKind::Check),
            other => panic!("{other:?}"),
        }
        assert_eq!(Part.count(conn).unwrap(), 1);
    }
}
