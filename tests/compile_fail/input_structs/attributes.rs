//! Attributes that say something else.
#[path = "../models.rs"]
mod models;
use models::*;

#[derive(Insert, Patch)]
struct OfNone {
    title: String,
}

#[derive(Insert)]
#[model(fro = Album)]
struct Misspelt {
    #[model(feild = title)]
    name: String,
}

#[derive(Insert)]
#[model(for = Album)]
struct Twice {
    title: String,
    #[model(field = title)]
    name: String,
    artist_id: i32,
}

#[derive(Patch)]
#[model(for = Album)]
struct Generic<T> {
    title: T,
}

#[derive(Patch)]
#[model(for = Album)]
struct Tuple(String);

#[derive(Patch)]
#[model(for = Album)]
enum Either {
    Title(String),
}

fn main() {}

// What has a mistake is still a row, and a patch.
fn used(new: Twice) {
    let _ = Album.create(new);
}
