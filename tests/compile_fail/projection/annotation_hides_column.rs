//! An annotation with the name of a column, and one with that of a relation.
#[path = "../models.rs"]
mod models;
use models::*;

struct Stats {
    title: i64,
}

fn main() {
    let _ = queryset!(Album.annotate(n = count(tracks), title = count(tracks)));
    let _ = queryset!(Album.annotate(n = count(tracks)).annotate(tracks = n + 1));
    let _ = queryset!(Album.annotate(Stats { title: count(tracks) }));
}
