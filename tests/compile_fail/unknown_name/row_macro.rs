//! A misspelt relation in `row!`.
#[path = "../models.rs"]
mod models;
use models::*;

fn case(_: &[row!(Album.select_related(artits))]) {}

fn main() {}
