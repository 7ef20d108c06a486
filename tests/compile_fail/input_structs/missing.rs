//! A field that the model needs is not there.
#[path = "../models.rs"]
mod models;
use models::*;

#[derive(Insert)]
#[model(for = Track)]
struct AddTrack {
    name: String,
    milliseconds: i32,
}

fn main() {}
