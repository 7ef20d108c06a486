//! Rows do not come from SQL: nothing would be loaded with them.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {}

/// What `diesel::sql_query(…).load::<U>(conn)` asks of `U`. (Said alone, since the text of
/// `load` goes on to list Diesel's own impls.)
fn from_sql<U: diesel::deserialize::QueryableByName<diesel::sqlite::Sqlite>>() {}

fn case() {
    from_sql::<AlbumRow>();
}
