//! A field that was left out, shown.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {}

fn case(conn: &mut SqliteConnection) {
    for album in queryset!(Album.only(id)).load(conn).unwrap() {
        println!("{}", album.title);
    }
}
