//! Rows in a struct that names other ones.
#[path = "../models.rs"]
mod models;
use models::*;

struct Page {
    albums: Vec<row!(Album.select_related(artist))>,
}

fn page(conn: &mut SqliteConnection) -> orm_core::Result<Page> {
    Ok(Page { albums: queryset!(Album.select_related(artist.country)).load(conn)? })
}

fn main() {}
