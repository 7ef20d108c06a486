//! `create` behind a filter, and steps behind `create`.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {}

fn case() {
    let _ = queryset!(Artist.filter(id == 1).create(name = "AC/DC"));
    let _ = queryset!(Artist.create(name = "AC/DC").filter(id == 1));
    let _ = queryset!(Artist.create(name = "AC/DC").select_related(country));
    let _ = queryset!(Artist.filter(id == 1).bulk_create(vec![NewArtist::new("AC/DC")]));
    let _ = queryset!(Artist.create(name = "AC/DC").run(conn));
}
