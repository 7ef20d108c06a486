//! A function with too few arguments.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Track.filter(replace(name, "a") == "x"));
}
