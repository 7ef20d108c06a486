//! The cases by the driver alone: statements that are prepared once. The limit on SQLite.

use rusqlite::{Connection, Params, Result, Row, params};

use crate::models::*;

const INSERT: &str = "INSERT INTO items (title, pages, subtitle, price, in_print, author_id)
    VALUES (?, ?, ?, ?, ?, ?)";
const INSERT_RETURNING: &str =
    "INSERT INTO items (title, pages, subtitle, price, in_print, author_id)
    VALUES (?, ?, ?, ?, ?, ?)
    RETURNING id, title, pages, subtitle, price, in_print, author_id";
const UPSERT: &str = "INSERT INTO products (name, stock, label, price, on_sale, author_id)
    VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (name) DO UPDATE SET price = excluded.price";
const UPSERT_RETURNING: &str =
    "INSERT INTO products (name, stock, label, price, on_sale, author_id)
    VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (name) DO UPDATE SET price = excluded.price
    RETURNING id, name, stock, label, price, on_sale, author_id";

fn item(row: &Row<'_>) -> Result<Item> {
    Ok(Item {
        id: row.get(0)?,
        title: row.get(1)?,
        pages: row.get(2)?,
        subtitle: row.get(3)?,
        price: row.get(4)?,
        in_print: row.get(5)?,
        author_id: row.get(6)?,
    })
}

fn product(row: &Row<'_>) -> Result<Product> {
    Ok(Product {
        id: row.get(0)?,
        name: row.get(1)?,
        stock: row.get(2)?,
        label: row.get(3)?,
        price: row.get(4)?,
        on_sale: row.get(5)?,
        author_id: row.get(6)?,
    })
}

fn values(new: &Given) -> impl Params + '_ {
    (
        &new.title,
        new.pages,
        &new.subtitle,
        new.price,
        new.in_print,
        new.author_id,
    )
}

fn product_values(new: &GivenProduct) -> impl Params + '_ {
    (
        &new.name,
        new.stock,
        &new.label,
        new.price,
        new.on_sale,
        new.author_id,
    )
}

pub fn bulk(conn: &mut Connection, rows: Vec<Given>) -> Result<usize> {
    let transaction = conn.transaction()?;
    let mut insert = transaction.prepare_cached(INSERT)?;
    let mut count = 0;
    for new in &rows {
        count += insert.execute(values(new))?;
    }
    drop(insert);
    transaction.commit()?;
    Ok(count)
}

pub fn bulk_rows(conn: &mut Connection, rows: Vec<Given>) -> Result<Vec<Item>> {
    let transaction = conn.transaction()?;
    let mut insert = transaction.prepare_cached(INSERT_RETURNING)?;
    let created = rows
        .iter()
        .map(|new| insert.query_one(values(new), item))
        .collect::<Result<_>>()?;
    drop(insert);
    transaction.commit()?;
    Ok(created)
}

pub fn bulk_fastest(conn: &mut Connection, rows: Vec<Given>) -> Result<usize> {
    bulk(conn, rows)
}

pub fn create_new(conn: &mut Connection, new: Given) -> Result<Item> {
    conn.prepare_cached(INSERT_RETURNING)?
        .query_one(values(&new), item)
}

pub fn create_values(conn: &mut Connection, new: Given) -> Result<Item> {
    create_new(conn, new)
}

pub fn update_row(conn: &mut Connection, row: &Product, price: f64) -> Result<Product> {
    conn.prepare_cached(
        "UPDATE products SET price = ? WHERE id = ?
         RETURNING id, name, stock, label, price, on_sale, author_id",
    )?
    .query_one(params![price, row.id], product)
}

pub fn update_key(conn: &mut Connection, key: i32, price: f64) -> Result<usize> {
    conn.prepare_cached("UPDATE products SET price = ? WHERE id = ?")?
        .execute(params![price, key])
}

pub fn upsert(conn: &mut Connection, new: GivenProduct) -> Result<Product> {
    conn.prepare_cached(UPSERT_RETURNING)?
        .query_one(product_values(&new), product)
}

pub fn upsert_bulk(conn: &mut Connection, new: GivenProduct) -> Result<usize> {
    conn.prepare_cached(UPSERT)?.execute(product_values(&new))
}

pub fn update_loop(conn: &mut Connection, rows: &[Product]) -> Result<usize> {
    let transaction = conn.transaction()?;
    let mut update =
        transaction.prepare_cached("UPDATE products SET price = price * 1.1 WHERE id = ?")?;
    let mut count = 0;
    for row in rows {
        count += update.execute([row.id])?;
    }
    drop(update);
    transaction.commit()?;
    Ok(count)
}

pub fn update_all(conn: &mut Connection) -> Result<usize> {
    conn.execute("UPDATE products SET price = price * 1.1 WHERE id > 0", [])
}

pub fn bulk_update(conn: &mut Connection, rows: &[Product]) -> Result<usize> {
    let transaction = conn.transaction()?;
    let mut update = transaction
        .prepare_cached("UPDATE products SET stock = ?, price = ?, label = ? WHERE id = ?")?;
    let mut count = 0;
    for row in rows {
        count += update.execute(params![row.stock, row.price, row.label, row.id])?;
    }
    drop(update);
    transaction.commit()?;
    Ok(count)
}

pub fn state(conn: &Connection) -> Result<(Vec<Item>, Vec<Product>)> {
    let items = conn
        .prepare("SELECT * FROM items ORDER BY id")?
        .query_map([], item)?
        .collect::<Result<_>>()?;
    let products = conn
        .prepare("SELECT * FROM products ORDER BY id")?
        .query_map([], product)?
        .collect::<Result<_>>()?;
    Ok((items, products))
}
