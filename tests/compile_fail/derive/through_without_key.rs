//! A link model without a foreign key to one side.
use orm_core::prelude::*;

#[derive(Model)]
#[model(many_to_many(playlists = Playlist, through = Entry))]
pub struct Track {
    pub id: i32,
}

#[derive(Model)]
pub struct Playlist {
    pub id: i32,
}

#[derive(Model)]
pub struct Entry {
    pub id: i32,
    #[model(foreign_key = Track)]
    pub track_id: i32,
}

fn main() {}
