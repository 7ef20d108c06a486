//! A column that holds keys of another model.
use orm_core::prelude::*;

#[derive(Key, Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ArtistId(i32);
#[derive(Key, Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct TrackId(i32);

#[derive(Model)]
pub struct Artist {
    pub id: ArtistId,
}

#[derive(Model)]
pub struct Track {
    pub id: TrackId,
    #[model(foreign_key = Artist)]
    pub artist_id: ArtistId,
}

fn main() {
    let _ = queryset!(Track.filter(artist_id == F(id)));
}
