//! A value that may be NULL beside one that may not.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Album.values_list(title).except(queryset!(Track.values_list(composer))));
}
