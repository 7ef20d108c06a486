//! A template reads what its rows hold.
#![deny(warnings)]
#![allow(dead_code)]
#[path = "../compile_fail/models.rs"]
mod models;
use models::*;

#[derive(askama::Template)]
#[template(source = "{% for album in albums %}{{ album.artist().name }}{% endfor %}", ext = "txt")]
struct Page<'a> {
    albums: &'a [row!(Album.select_related(artist))],
}

fn page(conn: &mut SqliteConnection) -> orm_core::Result<String> {
    let albums = queryset!(Album.select_related(artist)).load(conn)?;
    Ok(askama::Template::render(&Page { albums: &albums }).unwrap_or_default())
}

fn main() {}
