//! A name that the model does not have.
#[path = "../models.rs"]
mod models;
use models::*;

#[derive(Insert)]
#[model(for = Album)]
struct AddAlbum {
    titel: String,
    artist_id: i32,
}

#[derive(Patch)]
#[model(for = Album)]
struct EditAlbum {
    titel: Option<String>,
}

#[derive(Patch)]
#[model(for = Album)]
struct RenameAlbum {
    #[model(field = titel)]
    name: Option<String>,
}

fn main() {}
