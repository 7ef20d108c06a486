//! What the step and its list look like.
#[path = "../models.rs"]
mod models;
use models::*;

fn sorted(sort: &str) -> orm_core::Result<()> {
    let _ = queryset!(Album.order_by_name(sort)?);
    let _ = queryset!(Album.order_by_name(sort, title, id)?);
    let _ = queryset!(Album.order_by_name(sort, [-title])?);
    let _ = queryset!(Album.order_by_name(sort, [id * 2])?);
    let _ = queryset!(Album.order_by_name(sort, ["title"])?);
    let _ = queryset!(Album.order_by_name(sort, [title, title = artist.name])?);
    let _ = queryset!(Album.order_by_name(sort, [artist.name = title])?);
    let _ = queryset!(Album.order_by_name(sort, ["-x" = title])?);
    let _ = queryset!(Album.order_by_name(sort, [shuffled = random()])?);
    Ok(())
}

fn main() {}
