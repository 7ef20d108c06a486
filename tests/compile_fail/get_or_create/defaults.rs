//! Defaults of the other kind, alone, twice, and further steps.
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

fn case(new: NewTag) {
    let _ = queryset!(Tag.get_or_create(name = "rust").create_defaults(color = "red"));
    let _ = queryset!(Tag.defaults(color = "red"));
    let _ = queryset!(Tag.create_defaults(color = "red"));
    let _ = queryset!(Tag.create(name = "rust").defaults(color = "red"));
    let _ = queryset!(Tag.get_or_create(name = "rust").defaults(name = "sql", color = "red"));
    let _ = queryset!(Tag.get_or_create(name = "rust").defaults(color = "red").filter(id == 1));
    let _ = queryset!(Tag.update_or_create(name = "rust").defaults(color = F(name)));
    let _ = queryset!(Tag.get_or_create(name == "rust").defaults(color = "red"));
    let _ = queryset!(Tag.get_or_create(new).defaults(color = "red"));
    let _ = queryset!(Tag.get_or_create().defaults(color = "red"));
}
