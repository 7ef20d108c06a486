//! Several mistakes in one struct, all reported, and no others elsewhere.
use orm_core::prelude::*;

#[derive(Model)]
#[model(tabel = "albums", ordering(titel))]
pub struct Album {
    #[model(primary_key = true)]
    pub id: i32,
    #[model(max_lenght = 160)]
    pub title: String,
    #[model(foreign_key = Album)]
    pub artist: i32,
}

fn titles(albums: &[AlbumRow]) -> impl QuerySetOf<Album> {
    let _ = albums.iter().map(|album| album.title.as_str());
    queryset!(Album.filter(title == "x"))
}

fn main() {}
