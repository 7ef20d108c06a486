//! A serializer reads a relation that was not loaded.
#[path = "../models.rs"]
mod models;
use models::*;

struct Card<'a>(&'a AlbumRow);

impl serde::Serialize for Card<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (&self.0.title, &self.0.artist().name).serialize(serializer)
    }
}

fn main() {}
