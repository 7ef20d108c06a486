//! Several mistakes in one queryset are all reported.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Album.fliter(id == 1).filter(title.startwith("x"), id.gt(1))[1..=3]);
}
