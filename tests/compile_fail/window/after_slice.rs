//! Windows look over what comes before a slice.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Track[..3].annotate(r = row_number().over(order_by(id))));
}
