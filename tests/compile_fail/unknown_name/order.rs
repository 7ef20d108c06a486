//! A misspelt field of an order.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Album.order_by(-titel));
}
