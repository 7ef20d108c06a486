//! A conflict, and not what is done then.
use orm_core::prelude::*;

#[derive(Model)]
#[model(table = "tags")]
pub struct Tag {
    pub id: i32,
    #[model(unique)]
    pub name: String,
    pub color: String,
}

fn main() {}

fn case(tags: Vec<NewTag>) {
    let _ = queryset!(Tag.bulk_create(tags).on_conflict(name));
    let _ = queryset!(Tag.bulk_create(tags).on_conflict().ignore());
    let _ = queryset!(Tag.bulk_create(tags).on_conflict(name).update());
    let _ = queryset!(Tag.bulk_create(tags).on_conflict(name).update(color = "red"));
    let _ = queryset!(Tag.bulk_create(tags).on_conflict(name).ignore(color));
    let _ = queryset!(Tag.bulk_create(tags).on_conflict(nmae).ignore());
    let _ = queryset!(Tag.on_conflict(name).ignore());
    let _ = queryset!(Tag.create(name = "rust", color = "red").on_conflict(name).ignore());
}
