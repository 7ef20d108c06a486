//! A calculated value without a name.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Track.values(name, milliseconds / 1000));
}
