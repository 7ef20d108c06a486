//! A queryset that a function returned as `impl QuerySetOf`, to which a relation is added.
#[path = "../models.rs"]
mod models;
use models::*;

fn recent() -> impl QuerySetOf<Album> {
    queryset!(Album.order_by(-id))
}

fn main() {
    let _ = queryset!(recent().select_related(artist));
    let _ = queryset!(recent().filter(id > 3).prefetch_related(tracks));
    let _ = queryset!(recent().prefetch_related(tracks.filter(id > 3)));
}
