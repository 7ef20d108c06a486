//! A slice's bound that is no whole number.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let n = "5";
    let _ = queryset!(Album[..n]);
}
