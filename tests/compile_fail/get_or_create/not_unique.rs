//! Columns that are no unique key.
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

fn case() {
    let _ = queryset!(Tag.get_or_create(color = "red").defaults(name = "rust"));
    let _ = queryset!(Tag.update_or_create(name = "rust", color = "red"));
}
