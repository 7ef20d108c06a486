//! A bookshop: a database of real books, and a tour of querysets over it.
//!
//! `cargo run --example bookshop`. Begin with `models.rs`, then read `tour.rs`.

use std::error::Error;

mod data;
mod models;
mod show;
mod sql;
mod tour;

fn main() -> Result<(), Box<dyn Error>> {
    let mut conn = data::bookshop()?;
    println!("{}", tour::welcome(&mut conn)?);
    for stop in tour::STOPS {
        println!("{}", stop(&mut conn)?);
    }
    Ok(())
}
