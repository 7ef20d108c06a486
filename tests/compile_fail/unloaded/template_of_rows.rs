//! A template that says what it needs, and rows that were not loaded with it.
#[path = "../models.rs"]
mod models;
use models::*;

#[derive(askama::Template)]
#[template(source = "{% for album in albums %}{{ album.artist().name }}{% endfor %}", ext = "txt")]
struct Page<'a> {
    albums: &'a [row!(Album.select_related(artist))],
}

fn page(conn: &mut SqliteConnection) -> orm_core::Result<String> {
    let albums = queryset!(Album).load(conn)?;
    Ok(askama::Template::render(&Page { albums: &albums }).unwrap())
}

fn main() {}
