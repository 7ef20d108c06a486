//! A relation that was not loaded, read in a closure.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {}

fn case(conn: &mut SqliteConnection) -> orm_core::Result<()> {
    let albums = queryset!(Album.prefetch_related(tracks)).load(conn)?;
    let show = |at: usize| println!("{}", albums[at].artist().name);
    show(0);
    Ok(())
}
