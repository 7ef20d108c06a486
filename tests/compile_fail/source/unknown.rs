//! A name that is nothing.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Albun.filter(id == 1));
}
