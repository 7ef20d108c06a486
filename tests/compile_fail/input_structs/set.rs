//! What can be set, and where.
#[path = "../models.rs"]
mod models;
use models::*;

#[derive(Patch)]
#[model(for = Album)]
struct EditAlbum {
    title: Option<String>,
}

fn main() {}

fn case(patch: EditAlbum) {
    let _ = queryset!(Artist.filter(id == 1).set(&patch));
    let _ = queryset!(Album.filter(id == 1).set(&String::new()));
    let _ = queryset!(Album.filter(id == 1).set(patch));
    let _ = queryset!(Album.filter(id == 1).for_update().set(&patch));
    let _ = queryset!(Album.set(&patch));
    let rows: Vec<AlbumRow> = Vec::new();
    let _ = queryset!(rows.set(&patch));
}
