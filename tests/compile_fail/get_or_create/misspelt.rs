//! A misspelt field, and a value of another type.
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
    let _ = queryset!(Tag.get_or_create(nmae = "rust").defaults(color = "red"));
    let _ = queryset!(Tag.get_or_create(name = "rust").defaults(colour = "red"));
    let _ = queryset!(Tag.get_or_create(name = "rust").defaults(color = 5));
}
