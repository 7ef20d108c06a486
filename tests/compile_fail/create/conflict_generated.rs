//! What is set of a row that is there: a column that is never written.
use orm_core::prelude::*;

#[derive(Model)]
#[model(table = "tags")]
pub struct Tag {
    pub id: i32,
    #[model(unique)]
    pub name: String,
    #[model(generated)]
    pub length: Option<i32>,
}

fn main() {}

fn case(tags: Vec<NewTag>) {
    let _ = queryset!(Tag.bulk_create(tags).on_conflict(name).update(length));
}
