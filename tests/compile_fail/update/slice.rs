//! A slice whose rows are not locked where it chooses them.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {}

fn case() {
    let _ = queryset!(Track.order_by(id)[..10].update(price = 1.0));
    let _ = queryset!(Track.filter(price < 1.0)[..10].delete());
    let _ = queryset!(Track.order_by(name).distinct()[5..].update(price = 1.0));
    let _ = queryset!(Track.order_by(id)[..10].for_share().update(price = 1.0));
    let _ = queryset!(Track.order_by(id)[..10].for_update().of(album).update(price = 1.0));
}
