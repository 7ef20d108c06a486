//! `F(path)`, arithmetic on both sides, `{rust}` on the database's side, and literals.

use bigdecimal::BigDecimal;
use orm_core::prelude::*;

use crate::support::*;

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "goods", ordering(id), has_many(offers = Offer::good))]
pub struct Good {
    pub id: i32,
    pub stock: i32,
    pub reserved: i32,
    pub tiny: i16,
    pub huge: i64,
    pub price: f64,
    pub weight: f32,
    pub cost: BigDecimal,
    pub note: Option<i32>,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "offers", ordering(id))]
pub struct Offer {
    pub id: i32,
    #[model(foreign_key = Good)]
    pub good_id: i32,
    pub rebate: i32,
}

fn shop() -> Conn {
    database(
        "CREATE TABLE goods (id INTEGER PRIMARY KEY, stock INTEGER NOT NULL, reserved INTEGER NOT NULL,
            tiny SMALLINT NOT NULL, huge BIGINT NOT NULL, price DOUBLE NOT NULL, weight FLOAT NOT NULL,
            cost NUMERIC NOT NULL, note INTEGER);
         CREATE TABLE offers (id INTEGER PRIMARY KEY, good_id INTEGER NOT NULL, rebate INTEGER NOT NULL);
         INSERT INTO goods VALUES (1, 10, 3, 1, 5000000000, 2.5, 0.5, 1.25, NULL), (2, 3, 3, 2, 7, 10.0, 2.0, 9.99, 4),
            (3, 2, 5, -3, -7, 0.5, 1.5, 0.1, 2);
         INSERT INTO offers VALUES (1, 1, 5), (2, 1, 20), (3, 3, 1);",
    )
}

macro_rules! ids {
    ($conn:ident, $model:ident, $condition:expr) => {
        sorted_keys(&queryset!($model.filter($condition)).load($conn).unwrap())
    };
}

#[test]
fn a_column_where_rust_is() {
    let conn = &mut shop();
    assert_eq!(ids!(conn, Good, stock < F(reserved)), [3]);
    assert_eq!(ids!(conn, Good, stock == F(reserved)), [2]);
    assert_eq!(ids!(conn, Good, stock < F(reserved) + 1), [2, 3]);
    assert_eq!(ids!(conn, Good, stock >= F(reserved) * 2), [1]);
    assert_eq!(
        ids!(conn, Good, stock.between(F(reserved), F(reserved) + 7)),
        [1, 2]
    );
    assert_eq!(ids!(conn, Good, stock != 1 + F(note)), [2, 3]);
    assert_eq!(ids!(conn, Offer, rebate > F(good.stock)), [2]);
    assert_eq!(ids!(conn, Offer, rebate > F(good.stock) - 1), [2]);
    assert_eq!(
        ids!(conn, Good, offers.any(rebate * 2 == F(good.stock))),
        [1, 3]
    );
}

#[test]
fn arithmetic_on_the_left() {
    let conn = &mut shop();
    assert_eq!(ids!(conn, Good, stock + reserved == 13), [1]);
    assert_eq!(ids!(conn, Good, stock - reserved < 0), [3]);
    assert_eq!(ids!(conn, Good, stock * reserved > 9), [1, 3]);
    assert_eq!(ids!(conn, Good, huge / 7 == 1), [2]);
    assert_eq!(ids!(conn, Good, stock + reserved * 2 == 16), [1]);
    assert_eq!(ids!(conn, Good, (stock + reserved) * 2 == 26), [1]);
    assert_eq!(ids!(conn, Good, stock - (reserved - 1) == 8), [1]);
    assert_eq!(ids!(conn, Good, stock - reserved - 1 == 6), [1]);
    assert_eq!(ids!(conn, Good, 2 + stock == 5), [2]);
    assert_eq!(ids!(conn, Good, 2 * stock == 20), [1]);
    assert_eq!(ids!(conn, Offer, good.stock - rebate == 5), [1]);
}

#[test]
fn arithmetic_on_both_sides_and_between_types() {
    let conn = &mut shop();
    assert_eq!(ids!(conn, Good, stock * 2 == F(reserved) + 3), [2]);
    assert_eq!(ids!(conn, Good, price * stock > 24), [1, 2]);
    assert_eq!(ids!(conn, Good, huge + tiny == 9), [2]);
    assert_eq!(ids!(conn, Good, tiny + stock == 11), [1]);
    assert_eq!(ids!(conn, Good, weight * 2 == 1), [1]);
    assert_eq!(ids!(conn, Good, cost * 2 > 19.5), [2]);
}

#[test]
fn rust_where_the_database_is_stands_in_braces() {
    let conn = &mut shop();
    let (rate, limit) = (2.0, 4.9);
    assert_eq!(ids!(conn, Good, price * { rate } > limit), [1, 2]);
    let step = 3;
    assert_eq!(ids!(conn, Good, stock - { step + 1 } > 0), [1]);
    assert_eq!(ids!(conn, Good, { step } + stock == 6), [2]);
    assert_eq!(
        ids!(
            conn,
            Good,
            stock + { i32::from(true) } == F(reserved) + { step - 2 }
        ),
        [2]
    );
}

#[test]
fn a_name_is_a_column_on_the_left_and_a_variable_on_the_right() {
    let conn = &mut shop();
    let stock = 3;
    assert_eq!(ids!(conn, Good, stock == stock), [2]);
    assert_eq!(ids!(conn, Good, reserved == stock + 2), [3]);
    let id = [1, 2];
    assert_eq!(
        ids!(conn, Good, id.in_(id) && stock.between(stock, stock * 4)),
        [1, 2]
    );
}

#[test]
fn rust_on_the_right_is_any_expression() {
    let conn = &mut shop();
    struct Ask {
        stock: i32,
        limits: [i32; 2],
    }
    impl Ask {
        const MOST: i32 = 10;
        fn stock(&self) -> i32 {
            self.stock
        }
    }
    let ask = Ask {
        stock: 3,
        limits: [2, 3],
    };
    let double = |n: i32| n * 2;
    assert_eq!(ids!(conn, Good, stock == ask.stock), [2]);
    assert_eq!(ids!(conn, Good, stock == ask.stock()), [2]);
    assert_eq!(ids!(conn, Good, stock == Ask::MOST), [1]);
    assert_eq!(ids!(conn, Good, stock == ask.limits[0]), [3]);
    assert_eq!(ids!(conn, Good, stock == double(1)), [3]);
    assert_eq!(
        ids!(conn, Good, stock == if ask.stock > 1 { 10 } else { 3 }),
        [1]
    );
    assert_eq!(
        ids!(
            conn,
            Good,
            stock
                == match ask.stock {
                    3 => 2,
                    _ => 3,
                }
        ),
        [3]
    );
    assert_eq!(ids!(conn, Good, stock == "10".parse::<i32>().unwrap()), [1]);
    assert_eq!(ids!(conn, Good, stock == -(-10_i32)), [1]);
    assert_eq!(
        ids!(conn, Good, stock == i32::from(ask.limits[1] as i16)),
        [2]
    );
    assert_eq!(
        ids!(conn, Good, stock == ask.limits.iter().sum::<i32>() - 2),
        [2]
    );
    assert_eq!(ids!(conn, Good, stock == *ask.limits.last().unwrap()), [2]);
}

#[test]
fn literals_take_the_type_of_the_column() {
    let conn = &mut shop();
    assert_eq!(ids!(conn, Good, tiny < 0), [3]);
    assert_eq!(ids!(conn, Good, huge == 5_000_000_000), [1]);
    assert_eq!(ids!(conn, Good, price < 1), [3]);
    assert_eq!(ids!(conn, Good, price == 2.5), [1]);
    assert_eq!(ids!(conn, Good, weight == 1.5), [3]);
    assert_eq!(ids!(conn, Good, weight == 2), [2]);
    assert_eq!(ids!(conn, Good, cost < 1.5), [1, 3]);
    assert_eq!(ids!(conn, Good, cost == 9.99), [2]);
    assert_eq!(ids!(conn, Good, cost > 9), [2]);
    assert_eq!(ids!(conn, Good, tiny.between(-5, 1)), [1, 3]);
    assert_eq!(ids!(conn, Good, stock == 0x0a), [1]);
    assert_eq!(ids!(conn, Good, stock == 10i32), [1]);
    assert_eq!(ids!(conn, Good, price * 1.5 == 15), [2]);
}

#[test]
fn calculations_order_rows() {
    let conn = &mut shop();
    assert_eq!(
        keys(
            &queryset!(Good.order_by(stock - reserved))
                .load(conn)
                .unwrap()
        ),
        [3, 2, 1]
    );
    assert_eq!(
        keys(
            &queryset!(Good.order_by(-(price * stock)))
                .load(conn)
                .unwrap()
        ),
        [2, 1, 3]
    );
    assert_eq!(
        keys(
            &queryset!(Offer.order_by(good.stock - rebate, id))
                .load(conn)
                .unwrap()
        ),
        [2, 3, 1]
    );
}

#[test]
fn a_calculation_inside_f_is_the_database_s() {
    let conn = &mut store();
    let tracks = queryset!(Track.filter(milliseconds < F(album_id * 100_000)));
    let albums = queryset!(Track.filter(milliseconds < F(album_id) * 100_000));
    assert_eq!(tracks.count(conn).unwrap(), albums.count(conn).unwrap());
    assert_eq!(tracks.count(conn).unwrap(), 4);
}
