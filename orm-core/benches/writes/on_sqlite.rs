//! The sides on SQLite, each with a database of its own in memory: what is measured is the
//! program and SQLite, and not the disk.

use diesel::SqliteConnection;
use diesel::connection::SimpleConnection;
use diesel::prelude::*;

use crate::models::*;
use crate::raw;
use crate::sides::{On, Side, writes};

#[path = "by_hand.rs"]
mod by_hand;
#[path = "ours.rs"]
mod ours;

pub type Conn = SqliteConnection;

writes!(Conn, Given, by_hand, tables);
writes!(Conn, NewItem, ours, tables);
writes!(rusqlite::Connection, Given, raw, raw_tables);

/// Diesel inserts rows one by one where a field is an `Option`, since NULL could be the column's
/// default; and it gives back the rows of no more than one.
pub fn bulk_returning(conn: &mut Conn, rows: &[Given]) -> QueryResult<Vec<Item>> {
    let insert = |row| {
        diesel::insert_into(items::table)
            .values(row)
            .returning(Item::as_returning())
            .get_result(conn)
    };
    rows.iter().map(insert).collect()
}

pub fn bulk_fastest(conn: &mut Conn, rows: &[Given]) -> QueryResult<usize> {
    conn.transaction(|conn| {
        let portions = rows.chunks(250).map(|rows| {
            let rows: Vec<Whole<'_>> = rows.iter().map(Whole::from).collect();
            diesel::insert_into(items::table).values(rows).execute(conn)
        });
        portions.sum()
    })
}

/// Diesel updates row by row.
pub fn bulk_update(conn: &mut Conn, rows: &[Product]) -> QueryResult<usize> {
    conn.transaction(|conn| {
        let update = |row: &Product| {
            diesel::update(products::table.find(row.id))
                .set((
                    products::stock.eq(row.stock),
                    products::price.eq(row.price),
                    products::label.eq(&row.label),
                ))
                .execute(conn)
        };
        rows.iter().map(update).sum()
    })
}

mod tables {
    use super::*;

    pub fn undo(conn: &mut Conn) -> QueryResult<()> {
        conn.batch_execute("DELETE FROM items")
    }

    pub fn state(conn: &mut Conn) -> QueryResult<(Vec<Item>, Vec<Product>)> {
        let items = items::table.order_by(items::id).load(conn)?;
        Ok((items, products::table.order_by(products::id).load(conn)?))
    }
}

mod raw_tables {
    use rusqlite::{Connection, Result};

    use super::*;

    pub fn undo(conn: &mut Connection) -> Result<()> {
        conn.execute_batch("DELETE FROM items")
    }

    pub fn state(conn: &mut Connection) -> Result<(Vec<Item>, Vec<Product>)> {
        raw::state(conn)
    }
}

/// The tables, with rows.
pub fn schema() -> String {
    SCHEMA.replace("SERIAL", "INTEGER") + ROWS
}

/// A connection a side.
pub fn open() -> Vec<Side> {
    let diesel = || {
        let mut conn = SqliteConnection::establish(":memory:").expect("SQLite");
        conn.batch_execute(&schema()).expect("the tables");
        conn
    };
    let raw = rusqlite::Connection::open_in_memory().expect("SQLite");
    raw.execute_batch(&schema()).expect("the tables");
    vec![
        Side {
            name: "Diesel",
            base: 0,
            writes: Box::new(On::<_, Given>::new(diesel())),
        },
        Side {
            name: "ours",
            base: 0,
            writes: Box::new(On::<_, NewItem>::new(diesel())),
        },
        Side {
            name: "raw",
            base: 0,
            writes: Box::new(On::<_, Given>::new(raw)),
        },
    ]
}
