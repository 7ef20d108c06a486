//! Functions of numbers, and casts.

use bigdecimal::BigDecimal;
use orm_core::prelude::*;

use crate::support::*;

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "measures", ordering(id))]
pub struct Measure {
    pub id: i32,
    pub whole: i32,
    pub big: i64,
    pub small: i16,
    pub double: f64,
    pub single: f32,
    pub cost: BigDecimal,
    pub maybe: Option<f64>,
    pub text: String,
    pub flag: bool,
}

fn measures() -> Conn {
    let (yes, no) = on(("1", "0"), ("TRUE", "FALSE"), ("1", "0"));
    let flag = on("BOOLEAN", "BOOLEAN", "BOOLEAN");
    database(&format!(
        "CREATE TABLE measures (id INTEGER PRIMARY KEY, whole INTEGER NOT NULL, big BIGINT NOT NULL,
            small SMALLINT NOT NULL, \"double\" DOUBLE NOT NULL, single FLOAT NOT NULL, cost NUMERIC NOT NULL,
            maybe DOUBLE, text TEXT NOT NULL, flag {flag} NOT NULL);
         INSERT INTO measures VALUES
            (1, 7, 5000000000, 3, 2.5, 1.5, 12.345, NULL, '12', {yes}),
            (2, -7, -3, -3, -2.5, -0.5, -0.5, 4.0, '-3', {no}),
            (3, 0, 0, 0, 0.0, 0.0, 0, -1.0, '0', {yes}),
            (4, 2, 9, 1, 1234.5678, 3.25, 2.675, 0.25, '7', {no});"
    ))
}

macro_rules! all {
    ($conn:ident, $value:expr) => {
        queryset!(Measure.order_by(id).values_list($value))
            .load($conn)
            .unwrap()
    };
}
macro_rules! ids {
    ($conn:ident, $condition:expr) => {
        sorted_keys(&queryset!(Measure.filter($condition)).load($conn).unwrap())
    };
}

fn doubles(numbers: &[BigDecimal]) -> Vec<f64> {
    numbers
        .iter()
        .map(|n| n.to_string().parse().unwrap())
        .collect()
}

#[test]
fn signs() {
    let conn = &mut measures();
    assert_eq!(all!(conn, abs(whole)), [7, 7, 0, 2]);
    assert_eq!(all!(conn, abs(big)), [5_000_000_000_i64, 3, 0, 9]);
    assert_eq!(all!(conn, abs(small)), [3_i16, 3, 0, 1]);
    assert_eq!(all!(conn, abs(double)), [2.5, 2.5, 0.0, 1234.5678]);
    assert_eq!(doubles(&all!(conn, abs(cost))), [12.345, 0.5, 0.0, 2.675]);
    assert_eq!(all!(conn, sign(whole)), [1, -1, 0, 1]);
    assert_eq!(all!(conn, sign(double)), [1, -1, 0, 1]);
    assert_eq!(all!(conn, sign(maybe)), [None, Some(1), Some(-1), Some(1)]);
    assert_eq!(ids!(conn, abs(whole - 1) > 5), [1, 2]);
}

#[test]
fn whole_numbers_near_by() {
    let conn = &mut measures();
    assert_eq!(all!(conn, floor(double)), [2.0, -3.0, 0.0, 1234.0]);
    assert_eq!(all!(conn, ceil(double)), [3.0, -2.0, 0.0, 1235.0]);
    assert_eq!(all!(conn, floor(single)), [1.0_f32, -1.0, 0.0, 3.0]);
    assert_eq!(all!(conn, floor(whole)), [7, -7, 0, 2]);
    assert_eq!(doubles(&all!(conn, floor(cost))), [12.0, -1.0, 0.0, 2.0]);
    assert_eq!(doubles(&all!(conn, ceil(cost))), [13.0, 0.0, 0.0, 3.0]);
    // Halves go away from zero.
    assert_eq!(all!(conn, round(double)), [3.0, -3.0, 0.0, 1235.0]);
    assert_eq!(all!(conn, round(double, 2)), [2.5, -2.5, 0.0, 1234.57]);
    assert_eq!(all!(conn, round(single, 1)), [1.5_f32, -0.5, 0.0, 3.3]);
    assert_eq!(all!(conn, round(whole)), [7, -7, 0, 2]);
    assert_eq!(doubles(&all!(conn, round(cost, 1))), [12.3, -0.5, 0.0, 2.7]);
    assert_eq!(doubles(&all!(conn, round(cost))), [12.0, -1.0, 0.0, 3.0]);
    let digits = 1;
    assert_eq!(ids!(conn, round(double, { digits }) == 1234.6), [4]);
    // The result divides as a number with a fraction.
    assert_eq!(
        all!(conn, floor(double) / 4),
        [Some(0.5), Some(-0.75), Some(0.0), Some(308.5)]
    );
}

#[test]
fn the_rest_of_a_division_has_the_sign_of_the_first() {
    let conn = &mut measures();
    assert_eq!(all!(conn, whole % 3), [Some(1), Some(-1), Some(0), Some(2)]);
    assert_eq!(
        all!(conn, modulo(whole, -3)),
        [Some(1), Some(-1), Some(0), Some(2)]
    );
    let wide: Vec<Option<i64>> = all!(conn, big % 4);
    assert_eq!(wide, [Some(0), Some(-3), Some(0), Some(1)]);
    assert_eq!(ids!(conn, whole % 2 == 1), [1]);
    assert_eq!(ids!(conn, (whole + 1) % 2 >= F(whole % 3)), [2, 3]);
}

#[test]
fn powers_roots_and_logarithms() {
    let conn = &mut measures();
    register_mathematics(conn);
    assert_eq!(
        all!(conn, power(whole, 2)),
        [Some(49.0), Some(49.0), Some(0.0), Some(4.0)]
    );
    assert_eq!(ids!(conn, power(double, 2) == 6.25), [1, 2]);
    let roots = queryset!(
        Measure
            .filter(maybe > 0)
            .order_by(id)
            .values_list(sqrt(maybe))
    );
    assert_eq!(roots.load(conn).unwrap(), [Some(2.0), Some(0.5)]);
    assert_eq!(ids!(conn, exp(small) == 1), [3]);
    let logs = queryset!(
        Measure
            .filter(big > 8)
            .order_by(id)
            .values_list(round(log10(big), 3), round(ln(big), 3))
    );
    assert_eq!(
        logs.load(conn).unwrap(),
        [(Some(9.699), Some(22.333)), (Some(0.954), Some(2.197))]
    );
}

#[test]
fn casts_name_the_type_in_rust() {
    let conn = &mut measures();
    assert_eq!(all!(conn, cast(whole, f64)), [7.0, -7.0, 0.0, 2.0]);
    assert_eq!(all!(conn, cast(whole, i64)), [7_i64, -7, 0, 2]);
    assert_eq!(all!(conn, cast(small, i32)), [3, -3, 0, 1]);
    // A fraction is cut off, as Rust does.
    assert_eq!(all!(conn, cast(double, i32)), [2, -2, 0, 1234]);
    assert_eq!(all!(conn, cast(cost, i64)), [12_i64, 0, 0, 2]);
    assert_eq!(all!(conn, cast(cost, f64)), [12.345, -0.5, 0.0, 2.675]);
    assert_eq!(all!(conn, cast(text, i32)), [12, -3, 0, 7]);
    assert_eq!(all!(conn, cast(text, f64)), [12.0, -3.0, 0.0, 7.0]);
    assert_eq!(all!(conn, cast(whole, String)), ["7", "-7", "0", "2"]);
    assert_eq!(all!(conn, cast(flag, i32)), [1, 0, 1, 0]);
    assert_eq!(
        doubles(&all!(conn, cast(double, BigDecimal))),
        [2.5, -2.5, 0.0, 1234.5678]
    );
    assert_eq!(
        all!(conn, cast(maybe, i32)),
        [None, Some(4), Some(-1), Some(0)]
    );
    // Whole numbers divide as such, and their casts do not.
    assert_eq!(all!(conn, whole / 2)[0], Some(3));
    assert_eq!(all!(conn, cast(whole, f64) / 2)[0], Some(3.5));
    assert_eq!(ids!(conn, concat("n", cast(whole, String)) == "n-7"), [2]);
}
