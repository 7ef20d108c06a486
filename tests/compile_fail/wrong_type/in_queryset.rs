//! A subquery whose keys are of another type.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Album.filter(title.in_(queryset!(Artist))));
}
