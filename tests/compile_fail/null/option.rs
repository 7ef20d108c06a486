//! An `Option` on the right.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let composer: Option<&str> = None;
    let _ = queryset!(Track.filter(composer == composer));
}
