//! Rows do not come from SQL: nothing would be loaded with them.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {}

fn case(conn: &mut SqliteConnection) -> orm_core::Result<()> {
    use diesel::RunQueryDsl;
    let albums: Vec<AlbumRow> = diesel::sql_query("SELECT * FROM albums").load(conn).unwrap();
    println!("{}", albums.len());
    Ok(())
}
