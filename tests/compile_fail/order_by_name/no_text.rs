//! Names that are no text.
#[path = "../models.rs"]
mod models;
use models::*;

fn sorted(sort: i32) -> orm_core::Result<()> {
    let _ = queryset!(Album.order_by_name(sort, [title])?);
    Ok(())
}

fn main() {}
