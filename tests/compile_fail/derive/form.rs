//! A key in another form than it has.
use orm_core::prelude::*;

#[derive(Model)]
#[model(table = albums, has_many(tracks))]
pub struct Album {
    pub id: i32,
    #[model(max_length = "160")]
    pub title: String,
}

fn main() {}
