//! Portions come from a connection.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {}

fn case(mut number: i32) -> orm_core::Result<usize> {
    Ok(queryset!(Album).chunks(5, &mut number)?.count())
}
