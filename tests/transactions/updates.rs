//! `update` while others update the same row: what is calculated, and what is asked for, is of
//! the row as it is then.

#![allow(dead_code)]

use std::sync::atomic::{AtomicUsize, Ordering};

use diesel::connection::SimpleConnection;
use diesel::{MysqlConnection, PgConnection};
use orm_core::prelude::*;
use orm_core::transaction;

use crate::support::{establish, mysql_url, postgres_url};

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "tx_shops")]
pub struct Shop {
    pub id: i32,
    pub open: bool,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "tx_stocks")]
pub struct Stock {
    pub id: i32,
    #[model(foreign_key = Shop)]
    pub shop_id: i32,
    pub amount: i32,
    pub sold: i32,
}

const TABLES: &str = "DROP TABLE IF EXISTS tx_stocks; DROP TABLE IF EXISTS tx_shops;
    CREATE TABLE tx_shops (id INTEGER PRIMARY KEY, open BOOLEAN NOT NULL);
    CREATE TABLE tx_stocks (id INTEGER PRIMARY KEY, shop_id INTEGER NOT NULL,
        amount INTEGER NOT NULL, sold INTEGER NOT NULL);
    INSERT INTO tx_shops VALUES (1, TRUE);
    INSERT INTO tx_stocks VALUES (1, 1, 100, 0)";

/// Eight buyers ask for one piece 25 times each, and there are 100.
macro_rules! sold_out {
    ($conn:ty, $url:expr, $update:expr) => {{
        let conn = &mut establish::<$conn>(&$url);
        conn.batch_execute(TABLES).unwrap();
        let sold = AtomicUsize::new(0);
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    let conn = &mut establish::<$conn>(&$url);
                    for _ in 0..25 {
                        let bought = transaction(conn).retry(50).run(|conn| $update.run(conn));
                        sold.fetch_add(bought.unwrap(), Ordering::SeqCst);
                    }
                });
            }
        });
        assert_eq!(sold.load(Ordering::SeqCst), 100);
        let left = queryset!(Stock.values_list(amount, sold))
            .get(conn)
            .unwrap();
        assert_eq!(left, (0, 100));
    }};
}

macro_rules! race {
    ($name:ident $conn:ty, $url:expr) => {
        #[test]
        fn $name() {
            let url = $url;
            sold_out!(
                $conn,
                url,
                queryset!(
                    Stock
                        .filter(amount > 0)
                        .update(amount = F(amount) - 1, sold = F(sold) + 1)
                )
            );
            sold_out!(
                $conn,
                url,
                queryset!(
                    Stock
                        .filter(amount > 0 && shop.open)
                        .update(amount = F(amount) - 1, sold = F(sold) + 1)
                )
            );
            establish::<$conn>(&url)
                .batch_execute("DROP TABLE tx_stocks; DROP TABLE tx_shops")
                .unwrap();
        }
    };
}
race!(no_piece_is_sold_twice_on_postgres PgConnection, postgres_url());
race!(no_piece_is_sold_twice_on_mysql MysqlConnection, mysql_url());
