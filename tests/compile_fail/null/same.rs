//! `same` takes an `Option` of the column's type.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Track.filter(composer.same(Some(1))));
}
