//! A borrowed value that does not live as long as the queryset that leaves the function.
#[path = "../models.rs"]
mod models;
use diesel::sqlite::Sqlite;
use models::*;
use orm_core::BoxedQuerySet;

fn search(word: &str) -> BoxedQuerySet<'static, Album, Sqlite> {
    let albums = Album.boxed::<Sqlite>();
    queryset!(albums.filter(title.icontains(word)))
}

fn main() {}
