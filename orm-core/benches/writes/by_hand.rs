//! The cases as an expert writes them with Diesel, on the connection of the module above.

use diesel::prelude::*;
use diesel::upsert::excluded;

use super::Conn;
use crate::models::*;

pub fn bulk(conn: &mut Conn, rows: Vec<Given>) -> QueryResult<usize> {
    conn.transaction(|conn| {
        diesel::insert_into(items::table)
            .values(&rows)
            .execute(conn)
    })
}

pub fn bulk_rows(conn: &mut Conn, rows: Vec<Given>) -> QueryResult<Vec<Item>> {
    conn.transaction(|conn| super::bulk_returning(conn, &rows))
}

pub fn bulk_fastest(conn: &mut Conn, rows: Vec<Given>) -> QueryResult<usize> {
    super::bulk_fastest(conn, &rows)
}

pub fn create_new(conn: &mut Conn, new: Given) -> QueryResult<Item> {
    diesel::insert_into(items::table)
        .values(&new)
        .returning(Item::as_returning())
        .get_result(conn)
}

pub fn create_values(conn: &mut Conn, new: Given) -> QueryResult<Item> {
    diesel::insert_into(items::table)
        .values((
            items::title.eq(&new.title),
            items::pages.eq(new.pages),
            items::subtitle.eq(&new.subtitle),
            items::price.eq(new.price),
            items::in_print.eq(new.in_print),
            items::author_id.eq(new.author_id),
        ))
        .returning(Item::as_returning())
        .get_result(conn)
}

pub fn update_row(conn: &mut Conn, row: &Product, price: f64) -> QueryResult<Product> {
    diesel::update(products::table.find(row.id))
        .set(products::price.eq(price))
        .returning(Product::as_returning())
        .get_result(conn)
}

pub fn update_key(conn: &mut Conn, key: i32, price: f64) -> QueryResult<usize> {
    diesel::update(products::table.find(key))
        .set(products::price.eq(price))
        .execute(conn)
}

pub fn upsert(conn: &mut Conn, new: GivenProduct) -> QueryResult<Product> {
    diesel::insert_into(products::table)
        .values(&new)
        .on_conflict(products::name)
        .do_update()
        .set(products::price.eq(excluded(products::price)))
        .returning(Product::as_returning())
        .get_result(conn)
}

pub fn upsert_bulk(conn: &mut Conn, new: GivenProduct) -> QueryResult<usize> {
    diesel::insert_into(products::table)
        .values(&new)
        .on_conflict(products::name)
        .do_update()
        .set(products::price.eq(excluded(products::price)))
        .execute(conn)
}

pub fn update_loop(conn: &mut Conn, rows: &[Product]) -> QueryResult<usize> {
    conn.transaction(|conn| {
        rows.iter()
            .map(|row| {
                diesel::update(products::table.find(row.id))
                    .set(products::price.eq(products::price * 1.1))
                    .execute(conn)
            })
            .sum()
    })
}

pub fn update_all(conn: &mut Conn) -> QueryResult<usize> {
    diesel::update(products::table.filter(products::id.gt(0)))
        .set(products::price.eq(products::price * 1.1))
        .execute(conn)
}

pub fn bulk_update(conn: &mut Conn, rows: &[Product]) -> QueryResult<usize> {
    super::bulk_update(conn, rows)
}
