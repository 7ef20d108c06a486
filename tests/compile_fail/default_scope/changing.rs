//! A condition on what Rust computes, which a program would ask for once.
#[path = "../models.rs"]
mod models;
use models::*;

#[derive(Model, Debug, Clone)]
#[model(table = "books", default_scope = recent)]
pub struct Book {
    pub id: i32,
    pub year: i32,
}

fn this_year() -> i32 {
    2024
}

condition! {
    pub fn recent() for Book = year >= this_year();
}

fn main() {}
