//! A condition that may be absent is no filter.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {}

fn case(wanted: Option<i32>, other: Option<f64>) {
    let _ = queryset!(Track.filter(if let Some(n) = wanted { id == n }).update(price = 1.0));
    let _ = queryset!(
        Track
            .filter(if let Some(n) = wanted { id == n }, if let Some(p) = other { price < p })
            .delete()
    );
    // These are filters.
    let _ = queryset!(Track.filter(id > 5, if let Some(n) = wanted { id < n }).delete());
    let _ = queryset!(Track.filter(if let Some(n) = wanted { id == n } else { id < 0 }).delete());
    let _ = queryset!(Track.all().filter(if let Some(n) = wanted { id == n }).delete());
}
