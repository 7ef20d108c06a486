//! What is never written.
use orm_core::prelude::*;

#[derive(Model)]
#[model(readonly)]
pub struct Report {
    pub id: i32,
    pub total: i64,
}

#[derive(Model)]
pub struct Box {
    pub id: i32,
    pub side: i32,
    #[model(generated)]
    pub volume: i32,
}

#[derive(Insert)]
#[model(for = Report)]
struct AddReport {
    id: i32,
    total: i64,
}

#[derive(Insert)]
#[model(for = Box)]
struct AddBox {
    side: i32,
    volume: i32,
}

#[derive(Patch)]
#[model(for = Box)]
struct EditBox {
    volume: Option<i32>,
}

#[derive(Patch)]
#[model(for = Report)]
struct EditReport {
    total: i64,
}

fn main() {}

fn case(patch: &EditReport) {
    let _ = queryset!(Report.filter(id == 1).set(patch));
}
