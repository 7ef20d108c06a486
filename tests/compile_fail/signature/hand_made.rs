//! A relation put in by hand that is another model's.
#[path = "../models.rs"]
mod models;
use models::*;

fn row(album: Album, genre: Genre) -> row!(Album.select_related(artist)) {
    AlbumRow::from(album).with_artist(GenreRow::from(genre))
}

fn main() {}
