//! `in_` compares values of one type.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Album.filter(id.in_(queryset!(Track.values_list(name)))));
}
