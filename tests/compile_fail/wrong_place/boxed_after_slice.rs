//! A box around what was refined after its slice.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Album.order_by(title)[..5].filter(id == 1)).boxed::<diesel::sqlite::Sqlite>();
}
