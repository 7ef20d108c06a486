//! A relation is no column.
#[path = "../models.rs"]
mod models;
use models::*;

#[derive(Insert)]
#[model(for = Album)]
struct AddAlbum<'a> {
    title: String,
    artist: &'a Artist,
}

#[derive(Patch)]
#[model(for = Album)]
struct EditAlbum {
    artist: Option<i32>,
}

fn main() {}
