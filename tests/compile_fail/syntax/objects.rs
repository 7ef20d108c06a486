//! A model has no manager.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Album.objects.filter(id == 1));
}
