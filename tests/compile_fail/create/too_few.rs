//! `new` with too few arguments, and a struct that lacks a field.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {}

fn case() {
    let _ = NewAlbum::new("Powerage");
    let _ = NewAlbum { id: None, title: "Powerage".to_owned() };
}
