//! All of Diesel's prelude beside ours: nothing is ambiguous.
#![deny(warnings)]
#![allow(dead_code)]
#[path = "../compile_fail/models.rs"]
mod models;
use models::*;

use diesel::prelude::*;

fn both(conn: &mut SqliteConnection) -> orm_core::Result<()> {
    let albums = queryset!(
        Album
            .filter(title.contains("x") && id.in_([1, 2]) && artist_id.between(1, 5))
            .order_by(-title)
            .distinct()
    );
    albums.load(conn)?;
    albums.first(conn)?;
    albums.get(conn)?;
    println!("{} {}", albums.count(conn)?, albums.exists(conn)?);
    for album in albums.iterator(conn)? {
        println!("{}", album?.title);
    }
    diesel::sql_query("SELECT 1").execute(conn)?;
    Ok(())
}

fn main() {}
