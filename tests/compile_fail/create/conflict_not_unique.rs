//! A conflict of columns that are no unique key.
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

fn case(tags: Vec<NewTag>, more: Vec<NewTag>) {
    let _ = queryset!(Tag.bulk_create(tags).on_conflict(color).ignore());
    let _ = queryset!(Tag.bulk_create(more).on_conflict(name, color).update(color));
}
