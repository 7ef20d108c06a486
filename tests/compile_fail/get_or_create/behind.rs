//! Behind a filter, and of a model that is only read.
use orm_core::prelude::*;

#[derive(Model)]
#[model(table = "tags")]
pub struct Tag {
    pub id: i32,
    #[model(unique)]
    pub name: String,
    pub color: String,
}

#[derive(Model)]
#[model(readonly)]
pub struct Report {
    pub id: i32,
    #[model(unique)]
    pub name: String,
}

fn main() {}

fn case() {
    let _ = queryset!(Tag.filter(id == 1).get_or_create(name = "rust").defaults(color = "red"));
    let _ = queryset!(Report.get_or_create(name = "all"));
}
