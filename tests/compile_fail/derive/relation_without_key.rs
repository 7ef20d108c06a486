//! `relation` and `on_delete` on a field that is no foreign key.
use orm_core::prelude::*;

#[derive(Model)]
pub struct Album {
    pub id: i32,
    #[model(relation = "artist", on_delete = "cascade")]
    pub artist_id: i32,
}

fn main() {}
