//! A struct that is no model.
#[path = "../models.rs"]
mod models;
use models::*;

struct Shop;

fn main() {
    let _ = queryset!(Shop.filter(id == 1));
}
