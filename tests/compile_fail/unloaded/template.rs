//! A template reads a relation that was not loaded.
#[path = "../models.rs"]
mod models;
use models::*;

#[derive(askama::Template)]
#[template(
    source = "{% for album in albums %}{{ album.title }}: {{ album.artist().name }}{% endfor %}",
    ext = "txt"
)]
struct Page {
    albums: Vec<AlbumRow>,
}

fn main() {}
