//! Units that `dates` does not have, Django's quotes, and directions in `distinct_on`.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Track.dates(released, hour));
    let _ = queryset!(Track.datetimes(released, months));
    let _ = queryset!(Track.dates(released, "month"));
    let _ = queryset!(Track.order_by(-milliseconds).distinct_on(-album_id));
    let _ = queryset!(Track.distinct(album_id));
}
