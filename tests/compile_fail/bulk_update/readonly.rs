//! A model that is only read.
use orm_core::prelude::*;

#[derive(Model)]
#[model(readonly)]
pub struct Report {
    pub id: i32,
    pub total: i64,
}

fn main() {}

fn case(reports: Vec<Report>) {
    let _ = queryset!(Report.bulk_update(&reports, total));
}
