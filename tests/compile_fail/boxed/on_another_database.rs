//! Boxed for SQLite, loaded on PostgreSQL.
#[path = "../models.rs"]
mod models;
use diesel::sqlite::Sqlite;
use models::*;

async fn search(word: Option<&str>, conn: &mut diesel_async::AsyncPgConnection) {
    let mut albums = Album.boxed::<Sqlite>();
    if let Some(word) = word {
        albums = queryset!(albums.filter(title.icontains(word)));
    }
    let _ = albums.load(conn).await;
}

fn main() {}
