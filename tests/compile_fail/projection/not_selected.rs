//! A field that was not selected is read.
#[path = "../models.rs"]
mod models;
use models::*;

fn connection() -> SqliteConnection {
    unreachable!()
}

fn main() {
    let conn = &mut connection();
    for album in queryset!(Album.values(title)).load(conn).unwrap() {
        println!("{}", album.artist_id);
    }
}
