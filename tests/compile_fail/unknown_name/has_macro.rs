//! A misspelt relation in `has!`.
#[path = "../models.rs"]
mod models;
use models::*;

fn case(_: &has!(Album: artits)) {}

fn main() {}
