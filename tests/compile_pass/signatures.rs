//! Functions that return querysets and rows.
#![deny(warnings)]
#![allow(dead_code)]
#[path = "../compile_fail/models.rs"]
mod models;
use models::*;

fn albums() -> impl QuerySetOf<Album, row!(Album.select_related(artist))> {
    queryset!(Album.select_related(artist))
}

struct Page {
    albums: Vec<row!(Album.select_related(artist.country))>,
}

fn page(conn: &mut SqliteConnection) -> orm_core::Result<Page> {
    println!("{}", queryset!(albums()).count(conn)?);
    Ok(Page {
        albums: queryset!(Album.select_related(artist.country)).load(conn)?,
    })
}

fn main() {}
