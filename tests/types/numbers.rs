//! Integers, floating point numbers, decimals, booleans.

use std::str::FromStr as _;

use bigdecimal::BigDecimal;
use diesel::sql_types as st;
use orm_core::prelude::*;

use crate::support::*;

scalar!(shorts: i16 as st::SmallInt, ["SMALLINT"; 3],
    |_| vec![0, 1, -1, i16::MAX, i16::MIN], many |n| (n % 30_000) as i16 + 2);
scalar!(integers: i32 as st::Integer, ["INTEGER"; 3],
    |_| vec![0, 1, -1, i32::MAX, i32::MIN, 44_000], many |n| n as i32 + 2);
scalar!(longs: i64 as st::BigInt, ["BIGINT"; 3],
    |_| vec![0, 1, -1, i64::MAX, i64::MIN, 1 << 53, (1 << 53) + 1], many |n| i64::MAX - 1 - n as i64);
scalar!(booleans: bool as st::Bool, ["BOOLEAN"; 3],
    |_| vec![false, true], many |n| n > 50_000);

scalar!(signed_bytes: i8 as st::TinyInt, ["TINYINT"; 3],
    |_| vec![0, 1, -1, i8::MAX, i8::MIN], many |n| (n % 100) as i8 + 2, mysql);
scalar!(unsigned_bytes: u8 as st::Unsigned<st::TinyInt>, ["TINYINT UNSIGNED"; 3],
    |_| vec![0, 1, 128, u8::MAX], many |n| (n % 100) as u8 + 2, mysql);
scalar!(unsigned_shorts: u16 as st::Unsigned<st::SmallInt>, ["SMALLINT UNSIGNED"; 3],
    |_| vec![0, 1, 1 << 15, u16::MAX], many |n| n as u16, mysql);
scalar!(unsigned_integers: u32 as st::Unsigned<st::Integer>, ["INTEGER UNSIGNED"; 3],
    |_| vec![0, 1, 1 << 31, u32::MAX], many |n| u32::MAX - n as u32, mysql);
scalar!(unsigned_longs: u64 as st::Unsigned<st::BigInt>, ["BIGINT UNSIGNED"; 3],
    |_| vec![0, 1, 1 << 63, (1 << 63) + 1, u64::MAX, i64::MAX as u64], many |n| u64::MAX - 1 - n as u64, mysql);

/// What is no number exists on PostgreSQL, and what is infinite on SQLite besides.
macro_rules! edges {
    ($ty:ident) => {
        |db| {
            let mut values = vec![
                0.0,
                1.5,
                -0.1,
                1.0 / 3.0,
                $ty::MAX,
                $ty::MIN,
                $ty::MIN_POSITIVE,
                $ty::EPSILON,
                $ty::from_bits(1),
                -$ty::from_bits(1),
                $ty::MIN_POSITIVE / 8.0,
            ];
            if db != Mysql {
                values.extend([$ty::INFINITY, $ty::NEG_INFINITY]);
            }
            if db == Postgres {
                // The others give the zero without its sign.
                values.extend([$ty::NAN, -0.0]);
            }
            values
        }
    };
}
scalar!(singles: f32 as st::Float, ["REAL", "REAL", "FLOAT"],
    edges!(f32), many |n| n as f32 + 0.1);
scalar!(doubles: f64 as st::Double, ["DOUBLE", "DOUBLE PRECISION", "DOUBLE"],
    edges!(f64), many |n| n as f64 / 3.0);

fn decimals(digits: &[&str]) -> Vec<BigDecimal> {
    digits
        .iter()
        .map(|digits| BigDecimal::from_str(digits).unwrap())
        .collect()
}
scalar!(decimal_numbers: BigDecimal as st::Numeric, ["NUMERIC", "NUMERIC", "DECIMAL(60, 20)"],
    |db| {
        let mut values = decimals(&["0", "1", "-0.5", "12345678.25", "1200.0000", "100000", "0.125"]);
        if db != Sqlite {
            // SQLite's numbers are doubles.
            values.extend(decimals(&[
                "1234567890123456789012345678901234.00000000000000000001", "0.1",
                "-99999999999999999999.99999999999999999999", "0.00000000000000000001",
            ]));
        }
        values
    }, many |n| BigDecimal::new((n as i64 + 2).into(), 2));

/// Values at the edges of what a database holds are refused in words, not changed.
#[test]
fn nan_and_infinity_are_null_or_refused_where_they_do_not_exist() {
    #[derive(Model, Debug)]
    #[model(table = "samples")]
    struct Sample {
        id: i32,
        #[allow(dead_code)] // read by the database alone
        value: f64,
    }
    use diesel::prelude::*;
    let own = &mut sqlite();
    own.run("CREATE TABLE samples (id INTEGER PRIMARY KEY, value DOUBLE)");
    diesel::sql_query("INSERT INTO samples VALUES (1, ?)")
        .bind::<st::Double, _>(f64::NAN)
        .execute(&mut **own)
        .unwrap();
    let error = Sample.load(&mut **own).unwrap_err();
    assert!(matches!(
        error,
        orm_core::Error::Field {
            model: "Sample",
            field: "value",
            ..
        }
    ));
    let never = queryset!(Sample.filter(value == { f64::NAN } || value.in_([f64::NAN])));
    assert_eq!(never.count(&mut **own).unwrap(), 0);
}

#[test]
fn nan_of_a_decimal_column_is_refused() {
    #[derive(Model, Debug)]
    #[model(table = "samples")]
    struct Sample {
        id: i32,
        #[allow(dead_code)] // read by the database alone
        value: BigDecimal,
    }
    let own = &mut postgres();
    own.run("CREATE TABLE samples (id INTEGER PRIMARY KEY, value NUMERIC); INSERT INTO samples VALUES (1, 'NaN')");
    let error = Sample.load(&mut **own).unwrap_err();
    assert!(
        matches!(
            error,
            orm_core::Error::Field {
                model: "Sample",
                field: "value",
                ..
            }
        ),
        "{error}"
    );
}

/// A column of another type than the field's is told by the field's name.
#[test]
fn another_type_than_the_field_s_is_told() {
    #[derive(Model, Debug)]
    #[model(table = "samples")]
    struct Sample {
        id: i32,
        value: i32,
    }
    let sql = "CREATE TABLE samples (id INTEGER PRIMARY KEY, value VARCHAR(20)); INSERT INTO samples VALUES (1, 'abc')";
    let (lite, pg, my) = (&mut sqlite(), &mut postgres(), &mut mysql());
    lite.run(sql);
    pg.run(sql);
    my.run(sql);
    for result in [Sample.load(&mut **pg), Sample.load(&mut **my)] {
        match result {
            Err(orm_core::Error::Field {
                model: "Sample",
                field: "value",
                ..
            }) => {}
            other => panic!("{other:?}"),
        }
    }
    // SQLite reads a number out of any text.
    assert_eq!(Sample.load(&mut **lite).unwrap()[0].value, 0);
}
