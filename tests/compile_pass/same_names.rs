//! Variables that are called like the columns that they are assigned to.
#![deny(warnings)]
#![allow(dead_code)]
use orm_core::prelude::*;

#[derive(Model, Debug, Clone)]
pub struct Product {
    pub id: i32,
    pub title: String,
    pub stock: i32,
}

fn capitals(text: &str) -> String {
    text.to_uppercase()
}

fn case(conn: &mut diesel::SqliteConnection, title: &str, stock: i32) -> orm_core::Result<()> {
    let one = queryset!(Product.filter(id == 1));
    queryset!(one.clone().update(title = title, stock = stock)).run(conn)?;
    queryset!(one.clone().update(title = title.trim().to_owned())).run(conn)?;
    queryset!(one.clone().update(title = &title, stock = stock)).run(conn)?;
    queryset!(one.clone().update(title = capitals(title), stock = stock.max(0))).run(conn)?;
    // A calculation with the variable is said to be one.
    queryset!(one.clone().update(stock = { stock } - 1)).run(conn)?;
    queryset!(one.clone().update(stock = { stock }.saturating_sub(1))).run(conn)?;
    queryset!(one.update(stock = -{ stock })).run(conn)?;
    Ok(())
}

fn main() {}
