//! A function that does not say on what its querysets run.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {}

fn case<C>(conn: &mut C) -> orm_core::Result<usize> {
    let albums = queryset!(Album.filter(title == "x")).load(conn)?;
    Ok(albums.len())
}
