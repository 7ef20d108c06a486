//! A default scope and a tenant choose no rows.
use orm_core::prelude::*;

#[derive(Model)]
#[model(table = "notes", tenant = org, default_scope = shown)]
pub struct Note {
    pub id: i32,
    pub org: i32,
    pub hidden: bool,
}
condition! {
    pub fn shown() for Note = !hidden;
}

#[derive(Model)]
#[model(table = "drafts", default_scope = visible)]
pub struct Draft {
    pub id: i32,
    pub hidden: bool,
}
condition! {
    pub fn visible() for Draft = !hidden;
}

fn main() {}

fn case() {
    let _ = queryset!(Note.for_tenant(1).delete());
    let _ = queryset!(Draft.delete());
    let _ = queryset!(Draft.unscoped().delete());
}
