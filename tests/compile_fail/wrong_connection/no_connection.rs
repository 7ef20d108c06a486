//! What is no connection.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {}

fn case(mut number: i32) -> orm_core::Result<i64> {
    queryset!(Album).count(&mut number)
}
