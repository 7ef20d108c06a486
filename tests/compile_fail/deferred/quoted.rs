//! Ways of writing it that come from elsewhere.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {}

fn case() {
    let _ = queryset!(Album.only("title"));
    let _ = queryset!(Album.only());
    let _ = queryset!(Album.only(artist__name));
}
