//! A field that was left out, read in three ways.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {}

fn case(conn: &mut SqliteConnection) {
    for album in queryset!(Album.defer(title)).load(conn).unwrap() {
        let shout: String = album.title.to_uppercase();
        let title: &str = &album.title;
        println!("{shout} {}", title == "x" && album.title == "y");
    }
}
