//! Queries are counted on a connection.
#[path = "../models.rs"]
mod models;
use models::*;
use diesel::r2d2::{ConnectionManager, Pool};
fn main() {}

fn case(pool: &mut Pool<ConnectionManager<SqliteConnection>>) {
    assert_num_queries!(pool, 1, {});
}
