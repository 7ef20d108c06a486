//! A step that says nothing about a row's type.
#[path = "../models.rs"]
mod models;
use models::*;

fn case(_: &[row!(Album.filter(id == 1))]) {}

fn main() {}
