//! `is_null` with a value, as in Django.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Track.filter(composer.is_null(true)));
}
