//! Whose rows?
use orm_core::prelude::*;

#[derive(Model)]
#[model(table = "notes", tenant = org)]
pub struct Note {
    pub id: i32,
    pub org: i32,
}

fn main() {}

fn case() {
    let _ = queryset!(Note.delete());
    let _ = queryset!(Note.all().delete());
}
