//! The cases as querysets, on the connection of the module above.

use orm_core::prelude::*;
use orm_core::{Result, atomic};

use super::Conn;
use crate::models::*;

pub fn bulk(conn: &mut Conn, rows: Vec<NewItem>) -> Result<usize> {
    Item.bulk_create(rows).count_only().run(conn)
}

pub fn bulk_rows(conn: &mut Conn, rows: Vec<NewItem>) -> Result<Vec<Item>> {
    Ok(Item.bulk_create(rows).run(conn)?.into_models())
}

pub fn bulk_fastest(conn: &mut Conn, rows: Vec<NewItem>) -> Result<usize> {
    bulk(conn, rows)
}

pub fn create_new(conn: &mut Conn, new: NewItem) -> Result<Item> {
    Ok(Item.create(new).run(conn)?.into_model())
}

pub fn create_values(conn: &mut Conn, new: NewItem) -> Result<Item> {
    let create = queryset!(Item.create(
        title = new.title,
        pages = new.pages,
        subtitle = new.subtitle,
        price = new.price,
        in_print = new.in_print,
        author_id = new.author_id,
    ));
    Ok(create.run(conn)?.into_model())
}

pub fn update_row(conn: &mut Conn, row: &Product, dearer: f64) -> Result<Product> {
    Ok(queryset!(row.update(price = dearer))
        .run(conn)?
        .into_model())
}

pub fn update_key(conn: &mut Conn, key: i32, dearer: f64) -> Result<usize> {
    queryset!(Product.filter(id == key).update(price = dearer)).run(conn)
}

pub fn upsert(conn: &mut Conn, new: GivenProduct) -> Result<Product> {
    let upsert = queryset!(
        Product
            .update_or_create(name = new.name)
            .defaults(price = new.price)
            .create_defaults(
                stock = new.stock,
                label = new.label,
                on_sale = new.on_sale,
                author_id = new.author_id,
            )
    );
    Ok(upsert.run(conn)?.0.into_model())
}

pub fn upsert_bulk(conn: &mut Conn, new: GivenProduct) -> Result<usize> {
    let new = NewProduct {
        id: None,
        name: new.name,
        stock: new.stock,
        label: new.label,
        price: new.price,
        on_sale: new.on_sale,
        author_id: new.author_id,
    };
    queryset!(Product.bulk_create([new]).on_conflict(name).update(price))
        .count_only()
        .run(conn)
}

pub fn update_loop(conn: &mut Conn, rows: &[Product]) -> Result<usize> {
    atomic(conn, |conn| {
        for row in rows {
            queryset!(row.update(price = F(price) * 1.1)).run(conn)?;
        }
        Ok(rows.len())
    })
}

pub fn update_all(conn: &mut Conn) -> Result<usize> {
    queryset!(Product.filter(id > 0).update(price = F(price) * 1.1)).run(conn)
}

pub fn bulk_update(conn: &mut Conn, rows: &[Product]) -> Result<usize> {
    let update = queryset!(Product.bulk_update(rows, stock, price, label));
    Ok(update.run(conn)?.count)
}
