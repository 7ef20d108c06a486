//! One value of several, values that depend on conditions, and conditions as values.

use orm_core::prelude::*;

use crate::support::*;

#[derive(Choice, Debug, Clone, Copy, PartialEq)]
pub enum Size {
    Small,
    Large,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "things", ordering(id), has_many(parts = Piece::thing))]
pub struct Thing {
    pub id: i32,
    pub name: String,
    pub nick: Option<String>,
    pub stock: i32,
    pub sold: Option<i32>,
    pub price: f64,
    pub huge: i64,
    pub size: Size,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "pieces", ordering(id))]
pub struct Piece {
    pub id: i32,
    #[model(foreign_key = Thing)]
    pub thing_id: i32,
}

fn things() -> Conn {
    database(
        "CREATE TABLE things (id INTEGER PRIMARY KEY, name TEXT NOT NULL, nick TEXT, stock INTEGER NOT NULL,
            sold INTEGER, price DOUBLE NOT NULL, huge BIGINT NOT NULL, size TEXT NOT NULL);
         CREATE TABLE pieces (id INTEGER PRIMARY KEY, thing_id INTEGER NOT NULL);
         INSERT INTO things VALUES (1, 'one', 'uno', 10, 3, 2.5, 5000000000, 'small'),
            (2, 'two', NULL, 0, NULL, 0.5, 7, 'large'), (3, 'three', 'three', 5, 5, 9.75, 1, 'small');
         INSERT INTO pieces VALUES (1, 1), (2, 1);",
    )
}

macro_rules! all {
    ($conn:ident, $value:expr) => {
        queryset!(Thing.order_by(id).values_list($value))
            .load($conn)
            .unwrap()
    };
}
macro_rules! ids {
    ($conn:ident, $condition:expr) => {
        sorted_keys(&queryset!(Thing.filter($condition)).load($conn).unwrap())
    };
}

#[test]
fn the_first_that_is_there() {
    let conn = &mut things();
    // With a last value that is never NULL, it never is.
    let names: Vec<String> = all!(conn, coalesce(nick, name));
    assert_eq!(names, ["uno", "two", "three"]);
    let sold: Vec<i32> = all!(conn, coalesce(sold, 0));
    assert_eq!(sold, [3, 0, 5]);
    let maybe: Vec<Option<i32>> = all!(conn, coalesce(sold, sold));
    assert_eq!(maybe, [Some(3), None, Some(5)]);
    let otherwise = String::from("nobody");
    let names: Vec<String> = all!(conn, coalesce(nick, nullif(name, "two"), { &otherwise }));
    assert_eq!(names, ["uno", "nobody", "three"]);
    // Numbers widen.
    let wide: Vec<i64> = all!(conn, coalesce(sold, huge));
    assert_eq!(wide, [3, 7, 5]);
    let fraction: Vec<f64> = all!(conn, coalesce(sold, price));
    assert_eq!(fraction, [3.0, 0.5, 5.0]);
    assert_eq!(all!(conn, coalesce(sold, price) / 2)[0], Some(1.5));
    assert_eq!(ids!(conn, coalesce(sold, 0) > 0), [1, 3]);
    let rows = queryset!(Thing.order_by(-coalesce(sold, 4)))
        .load(conn)
        .unwrap();
    assert_eq!(keys(&rows), [3, 2, 1]);
}

#[test]
fn null_where_two_are_equal() {
    let conn = &mut things();
    let names: Vec<Option<String>> = all!(conn, nullif(nick, name));
    assert_eq!(names, [Some("uno".to_owned()), None, None]);
    assert_eq!(all!(conn, nullif(stock, 0)), [Some(10), None, Some(5)]);
    // A division that would be by zero.
    assert_eq!(
        all!(conn, huge / nullif(stock, 0)),
        [Some(500_000_000), None, Some(0)]
    );
}

#[test]
fn the_largest_and_smallest_are_null_if_one_is() {
    let conn = &mut things();
    assert_eq!(all!(conn, greatest(stock, 5)), [10, 5, 5]);
    assert_eq!(all!(conn, least(stock, 5, 3)), [3, 0, 3]);
    assert_eq!(all!(conn, greatest(0, stock, 7)), [10, 7, 7]);
    let maybe: Vec<Option<i32>> = all!(conn, greatest(stock, sold));
    assert_eq!(maybe, [Some(10), None, Some(5)]);
    assert_eq!(all!(conn, least(sold, stock, 4)), [Some(3), None, Some(4)]);
    let wide: Vec<i64> = all!(conn, greatest(stock, huge));
    assert_eq!(wide, [5_000_000_000, 7, 5]);
    assert_eq!(all!(conn, greatest(name, "pear")), ["pear", "two", "three"]);
}

#[test]
fn a_case_takes_the_first_that_is_true() {
    let conn = &mut things();
    let told: Vec<String> = all!(
        conn,
        case(
            when(stock == 0, "none"),
            when(stock < 6, concat("few ", name)),
            otherwise("many"),
        )
    );
    assert_eq!(told, ["many", "none", "few three"]);
    // Without `otherwise` it may be NULL.
    let told: Vec<Option<i32>> = all!(conn, case(when(stock > 0 && price > 3, stock)));
    assert_eq!(told, [None, None, Some(5)]);
    // Numbers widen, and divide as what they became.
    let wide: Vec<i64> = all!(conn, case(when(stock > 5, 1), otherwise(huge)));
    assert_eq!(wide, [1, 7, 1]);
    let fraction = all!(conn, case(when(stock > 5, stock), otherwise(price)) / 4);
    assert_eq!(fraction, [Some(2.5), Some(0.125), Some(2.4375)]);
    let size: Vec<Size> = all!(conn, case(when(stock > 5, Size::Large), otherwise(size)));
    assert_eq!(size, [Size::Large, Size::Large, Size::Small]);
    // A value that may be NULL makes the whole so.
    let maybe: Vec<Option<i32>> = all!(conn, case(when(stock > 0, sold), otherwise(0)));
    assert_eq!(maybe, [Some(3), Some(0), Some(5)]);
    assert_eq!(
        ids!(conn, case(when(sold.is_null(), 1), otherwise(2)) == 1),
        [2]
    );
    let first = queryset!(Thing.order_by(case(when(name == "three", 0), otherwise(1)), id));
    assert_eq!(keys(&first.load(conn).unwrap()), [3, 1, 2]);
}

#[test]
fn conditions_inside_a_case_are_as_in_filter() {
    let conn = &mut things();
    let pieces: Vec<i32> = all!(
        conn,
        case(when(parts.any(), 1), when(!(sold > 4), 2), otherwise(3),)
    );
    assert_eq!(pieces, [1, 2, 3]);
    // One that is absent asks nothing.
    let least = None::<i32>;
    let told: Vec<i32> = all!(
        conn,
        case(
            when(
                if let Some(least) = least {
                    stock > least
                },
                1
            ),
            otherwise(2)
        )
    );
    assert_eq!(told, [1, 1, 1]);
}

#[test]
fn a_condition_as_a_value_is_true_or_false() {
    let conn = &mut things();
    let cheap: Vec<bool> = all!(conn, price < 3);
    assert_eq!(cheap, [true, true, false]);
    // Never NULL: what `filter` would leave out is false.
    let sold: Vec<bool> = all!(conn, sold > 2);
    assert_eq!(sold, [true, false, true]);
    assert_eq!(all!(conn, !(sold > 2)), [false, true, false]);
    assert_eq!(
        all!(conn, stock > 0 && name.contains("o")),
        [true, false, false]
    );
    assert_eq!(all!(conn, parts.any()), [true, false, false]);
    assert_eq!(all!(conn, nick.is_null()), [false, true, false]);
    assert_eq!(ids!(conn, (price > 1) == F(stock > 6)), [1, 2]);
    let rows = queryset!(Thing.order_by(-(stock == 0), id))
        .load(conn)
        .unwrap();
    assert_eq!(keys(&rows), [2, 1, 3]);
}
