//! A lookup of another language.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Track.filter(composer.isnull()));
}
