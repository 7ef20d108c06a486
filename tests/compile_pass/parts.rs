//! What is loaded in part is typed as part, and whole and part have a signature in common.
#![deny(warnings)]
#![allow(dead_code)]
#[path = "../compile_fail/models.rs"]
mod models;
use models::*;

fn parts(conn: &mut SqliteConnection) -> orm_core::Result<usize> {
    let mut shown = 0;
    for album in &queryset!(Album.prefetch_related(tracks.order_by(-milliseconds)[..3])).load(conn)? {
        for track in album.tracks() {
            shown += track.name.len();
        }
        shown += album.tracks().shown().len() + titles(album).len();
    }
    for album in &queryset!(Album.prefetch_related(tracks)).load(conn)? {
        shown += album.tracks().len() + titles(album).len();
    }
    Ok(shown)
}

fn titles(album: &impl AlbumWithSomeTracks) -> &str {
    &album.title
}

fn main() {}
