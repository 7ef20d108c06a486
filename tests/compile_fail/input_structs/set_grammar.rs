//! The grammar of set.
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
    let _ = queryset!(Album.filter(id == 1).set(title = "x"));
    let _ = queryset!(Album.filter(id == 1).set());
    let _ = queryset!(Album.filter(id == 1).set(&patch, &patch));
    let _ = queryset!(Album.set(&patch).filter(id == 1));
}
