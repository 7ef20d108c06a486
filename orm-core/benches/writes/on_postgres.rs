//! The sides on PostgreSQL, each with a schema of its own on the server.

use std::ops::{Deref, DerefMut};

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::{Array, Bool, Double, Integer, Nullable, Text};

use crate::models::*;
use crate::sides::{On, Side, writes};

#[path = "by_hand.rs"]
mod by_hand;
#[path = "ours.rs"]
mod ours;

pub type Conn = PgConnection;

writes!(InSchema, Given, by_hand, tables);
writes!(InSchema, NewItem, ours, tables);
writes!(InSchema, Copied, copy, tables);

pub fn bulk_returning(conn: &mut Conn, rows: &[Given]) -> QueryResult<Vec<Item>> {
    diesel::insert_into(items::table)
        .values(rows)
        .returning(Item::as_returning())
        .get_results(conn)
}

fn list<'r, R, T>(rows: &'r [R], get: impl Fn(&'r R) -> T) -> Vec<T> {
    rows.iter().map(get).collect()
}

/// A list a column.
pub fn bulk_update(conn: &mut Conn, rows: &[Product]) -> QueryResult<usize> {
    diesel::sql_query(
        "UPDATE products SET stock = given.stock, price = given.price, label = given.label
         FROM UNNEST($1, $2, $3, $4) AS given (id, stock, price, label)
         WHERE products.id = given.id",
    )
    .bind::<Array<Integer>, _>(list(rows, |row| row.id))
    .bind::<Array<Integer>, _>(list(rows, |row| row.stock))
    .bind::<Array<Double>, _>(list(rows, |row| row.price))
    .bind::<Array<Nullable<Text>>, _>(list(rows, |row| row.label.as_deref()))
    .execute(conn)
}

/// A list a column.
pub fn bulk_fastest(conn: &mut Conn, rows: &[Given]) -> QueryResult<usize> {
    diesel::sql_query(
        "INSERT INTO items (title, pages, subtitle, price, in_print, author_id)
         SELECT * FROM UNNEST($1, $2, $3, $4, $5, $6)",
    )
    .bind::<Array<Text>, _>(list(rows, |row| row.title.as_str()))
    .bind::<Array<Integer>, _>(list(rows, |row| row.pages))
    .bind::<Array<Nullable<Text>>, _>(list(rows, |row| row.subtitle.as_deref()))
    .bind::<Array<Double>, _>(list(rows, |row| row.price))
    .bind::<Array<Bool>, _>(list(rows, |row| row.in_print))
    .bind::<Array<Integer>, _>(list(rows, |row| row.author_id))
    .execute(conn)
}

/// An item that is copied.
pub struct Copied(Given);
impl From<Given> for Copied {
    fn from(given: Given) -> Self {
        Self(given)
    }
}

/// The limit of a bulk is COPY; of a row there is none below Diesel by hand.
mod copy {
    use super::*;
    pub use by_hand::{
        bulk_update, update_all, update_key, update_loop, update_row, upsert, upsert_bulk,
    };

    pub fn bulk(conn: &mut Conn, rows: Vec<Copied>) -> QueryResult<usize> {
        let rows: Vec<Whole<'_>> = rows.iter().map(|row| Whole::from(&row.0)).collect();
        diesel::copy_from(items::table)
            .from_insertable(&rows)
            .execute(conn)
    }
    pub fn bulk_fastest(conn: &mut Conn, rows: Vec<Copied>) -> QueryResult<usize> {
        bulk(conn, rows)
    }
    pub fn bulk_rows(conn: &mut Conn, rows: Vec<Copied>) -> QueryResult<Vec<Item>> {
        by_hand::bulk_rows(conn, rows.into_iter().map(|row| row.0).collect())
    }
    pub fn create_new(conn: &mut Conn, new: Copied) -> QueryResult<Item> {
        by_hand::create_new(conn, new.0)
    }
    pub fn create_values(conn: &mut Conn, new: Copied) -> QueryResult<Item> {
        by_hand::create_values(conn, new.0)
    }
}

mod tables {
    use super::*;

    /// Without the rows of the turns before, and without what is left of those on disk.
    pub fn undo(conn: &mut Conn) -> QueryResult<()> {
        conn.batch_execute("TRUNCATE items RESTART IDENTITY")?;
        conn.batch_execute("VACUUM products")
    }

    pub fn state(conn: &mut Conn) -> QueryResult<(Vec<Item>, Vec<Product>)> {
        let items = items::table.order_by(items::id).load(conn)?;
        Ok((items, products::table.order_by(products::id).load(conn)?))
    }
}

/// A connection to a schema, which is dropped at the end.
pub struct InSchema {
    conn: Conn,
    name: String,
}

impl InSchema {
    fn make(url: &str, number: usize) -> Self {
        let mut conn = PgConnection::establish(url).expect("a PostgreSQL server");
        let name = format!("orm_bench_{}_{number}", std::process::id());
        let make = format!("CREATE SCHEMA {name}; SET search_path = {name};");
        let all = [
            make.as_str(),
            SCHEMA,
            ROWS,
            "; ANALYZE authors; ANALYZE products",
        ]
        .concat();
        conn.batch_execute(&all).expect("the tables");
        Self { conn, name }
    }
}

impl Deref for InSchema {
    type Target = Conn;
    fn deref(&self) -> &Conn {
        &self.conn
    }
}
impl DerefMut for InSchema {
    fn deref_mut(&mut self) -> &mut Conn {
        &mut self.conn
    }
}

impl Drop for InSchema {
    fn drop(&mut self) {
        let drop = format!(
            "SET client_min_messages = warning; DROP SCHEMA {} CASCADE",
            self.name
        );
        if let Err(error) = self.conn.batch_execute(&drop) {
            eprintln!("{} is left on the server: {error}", self.name);
        }
    }
}

/// A connection a side.
pub fn open(url: &str) -> Vec<Side> {
    vec![
        Side {
            name: "Diesel",
            base: 0,
            writes: Box::new(On::<_, Given>::new(InSchema::make(url, 0))),
        },
        Side {
            name: "ours",
            base: 0,
            writes: Box::new(On::<_, NewItem>::new(InSchema::make(url, 1))),
        },
        Side {
            name: "COPY",
            base: 0,
            writes: Box::new(On::<_, Copied>::new(InSchema::make(url, 2))),
        },
    ]
}
