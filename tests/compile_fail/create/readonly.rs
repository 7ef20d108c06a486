//! A model that is only read.
use orm_core::prelude::*;

#[derive(Model)]
#[model(readonly)]
pub struct Report {
    pub id: i32,
    pub total: i64,
}

fn main() {}

fn case() {
    let _ = queryset!(Report.create(total = 0));
}
