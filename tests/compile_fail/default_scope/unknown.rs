//! A condition that there is not.
#[path = "../models.rs"]
mod models;
use models::*;

#[derive(Model, Debug, Clone)]
#[model(table = "books", default_scope = publishd)]
pub struct Book {
    pub id: i32,
    pub draft: bool,
}

condition! {
    pub fn published() for Book = !draft;
}

fn main() {}
