//! Rows are streamed from a connection.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {}

fn case(mut number: i32) -> orm_core::Result<()> {
    for album in queryset!(Album).iterator(&mut number)? {
        println!("{}", album?.title);
    }
    Ok(())
}
