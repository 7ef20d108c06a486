//! Nobody looks at which rows were gone.
#![deny(unused_must_use)]
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {}

fn case(tracks: Vec<Track>, conn: &mut SqliteConnection) -> orm_core::Result<()> {
    queryset!(Track.bulk_update(&tracks, price)).run(conn)?;
    Ok(())
}
