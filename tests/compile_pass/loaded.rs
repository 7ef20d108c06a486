//! What is loaded can be read: in loops, closures, functions, generic code, two levels deep.
#![deny(warnings)]
#![allow(dead_code)]
#[path = "../compile_fail/models.rs"]
mod models;
use models::*;

fn loops(conn: &mut SqliteConnection) -> orm_core::Result<()> {
    for album in &queryset!(Album.select_related(artist.country).prefetch_related(tracks.genre)).load(conn)? {
        println!("{} {:?}", album.artist().name, album.artist().country());
        for track in album.tracks() {
            println!("{:?} {}", track.genre(), card(album));
        }
    }
    let mut albums = queryset!(Album.select_related(artist)).load(conn)?;
    let names: Vec<String> = albums.iter().map(|album| album.artist().name.clone()).collect();
    while let Some(album) = albums.pop() {
        println!("{names:?} {}", album.into_artist().name);
    }
    longest(&queryset!(Album.prefetch_related(tracks)).load(conn)?);
    Ok(())
}

fn card(album: &impl AlbumWithArtist<Artist: ArtistWithCountry>) -> String {
    let country = album.artist().country().map(|country| country.name.as_str());
    format!("{} by {} of {country:?}", album.title, album.artist().name)
}

fn card_in_short(album: &has!(Album: artist.country, tracks)) -> String {
    format!("{} {}", card(album), album.tracks().len())
}

fn longest<A: AlbumWithTracks>(albums: &[A]) -> Option<&A> {
    albums.iter().max_by_key(|album| album.tracks().len())
}

fn named(albums: &[row!(Album.select_related(artist))]) -> Vec<&str> {
    albums.iter().map(|album| album.artist().name.as_str()).collect()
}

fn main() {}
