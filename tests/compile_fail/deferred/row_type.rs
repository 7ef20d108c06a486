//! A misspelt field in the type of a row.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {}

type Listed = row!(Album.only(titel));
fn case() {
    let _: Option<Listed> = None;
}
