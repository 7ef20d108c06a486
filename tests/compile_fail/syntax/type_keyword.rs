//! A field named as a keyword.
use orm_core::prelude::*;

#[derive(Model)]
pub struct Medium {
    pub id: i32,
    pub r#type: String,
}

fn main() {
    let _ = queryset!(Medium.filter(type == "x"));
}
