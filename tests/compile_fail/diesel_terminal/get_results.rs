//! Diesel's `get_results` would skip the batched queries.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {}

fn case(conn: &mut SqliteConnection) -> orm_core::Result<()> {
    #[allow(unused_imports)]
    use diesel::RunQueryDsl;
    let albums: Vec<AlbumRow> = queryset!(Album).get_results(conn).unwrap();
    println!("{}", albums.len());
    Ok(())
}
