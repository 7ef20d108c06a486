//! A cursor that is still text.
#[path = "../models.rs"]
mod models;
use models::*;

fn turn(after: &str, conn: &mut SqliteConnection) {
    let _ = Track.page_after(Some(after), 10, conn);
}

fn main() {}
