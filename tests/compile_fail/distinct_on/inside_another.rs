//! DISTINCT ON inside of another queryset, and behind a signature, where there is none.
#[path = "../models.rs"]
mod models;
use models::*;
use orm_core::QuerySetOf;

fn longest(conn: &mut SqliteConnection) {
    let _ = queryset!(Album.filter(
        id.in_(queryset!(Track.order_by(-milliseconds).distinct_on(album_id).values_list(album_id)))
    ))
    .load(conn);
    let _ = queryset!(Album.prefetch_related(tracks.filter(
        id.in_(queryset!(Track.order_by(-milliseconds).distinct_on(album_id)))
    )))
    .load(conn);
}

fn promised() -> impl QuerySetOf<Track> {
    queryset!(Track.filter(
        id.in_(queryset!(Track.order_by(-milliseconds).distinct_on(album_id)))
    ))
}

fn main() {
    let _ = (longest, promised);
}
