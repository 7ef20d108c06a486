//! The music store of all cases.
#![allow(unused_imports)]

pub use diesel::SqliteConnection;
pub use orm_core::prelude::*;

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "countries", partial, has_many(artists = Artist::country))]
pub struct Country {
    pub id: i32,
    pub name: String,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(partial, has_many(albums = Album::artist))]
pub struct Artist {
    pub id: i32,
    pub name: String,
    #[model(foreign_key = Country)]
    pub country_id: Option<i32>,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(partial, has_many(tracks = Track::album))]
pub struct Album {
    pub id: i32,
    pub title: String,
    #[model(foreign_key = Artist)]
    pub artist_id: i32,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(many_to_many(playlists = Playlist, through = PlaylistTrack))]
pub struct Track {
    pub id: i32,
    pub name: String,
    #[model(foreign_key = Album)]
    pub album_id: i32,
    #[model(foreign_key = Genre)]
    pub genre_id: Option<i32>,
    pub milliseconds: i32,
    pub price: f64,
    pub composer: Option<String>,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(has_many(tracks = Track::genre))]
pub struct Genre {
    pub id: i32,
    pub name: String,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(many_to_many(tracks = Track, through = PlaylistTrack))]
pub struct Playlist {
    pub id: i32,
    pub name: String,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(primary_key(playlist_id, track_id))]
pub struct PlaylistTrack {
    #[model(foreign_key = Playlist)]
    pub playlist_id: i32,
    #[model(foreign_key = Track)]
    pub track_id: i32,
}
