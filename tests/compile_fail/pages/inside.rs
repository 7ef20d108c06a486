//! Pages inside the macro.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Track.page(1, 10));
    let _ = queryset!(Track.order_by(id).page_after(None, 10));
    let _ = queryset!(Track.explain());
}
