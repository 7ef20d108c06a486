//! Django's `latest` and `earliest`.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Track.latest(milliseconds, -album.title));
    let _ = queryset!(Track.earliest(milliseconds));
    let _ = queryset!(Track.latest());
}
