//! More columns than there are tuples for.
use orm_core::prelude::*;

#[derive(Model, Debug, Clone)]
#[model(table = "wide")]
pub struct Wide {
    pub id: i32,
    #[model(unique)]
    pub name: String,
    pub c1: i32,
    pub c2: i32,
    pub c3: i32,
    pub c4: i32,
    pub c5: i32,
    pub c6: i32,
    pub c7: i32,
    pub c8: i32,
    pub c9: i32,
    pub c10: i32,
    pub c11: i32,
    pub c12: i32,
    pub c13: i32,
    pub c14: i32,
    pub c15: i32,
    pub c16: i32,
    pub c17: i32,
    pub c18: i32,
    pub c19: i32,
    pub c20: i32,
    pub c21: i32,
    pub c22: i32,
    pub c23: i32,
    pub c24: i32,
    pub c25: i32,
    pub c26: i32,
}

fn main() {}

#[rustfmt::skip]
fn case(rows: Vec<Wide>, new: Vec<NewWide>, conn: &mut diesel::SqliteConnection) {
    let _ = queryset!(Wide.bulk_update(&rows, c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11, c12, c13, c14, c15, c16, c17, c18, c19, c20, c21, c22, c23, c24)).run(conn);
    let _ = queryset!(Wide.bulk_update(&rows, c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11, c12, c13, c14, c15, c16, c17, c18, c19, c20, c21, c22, c23, c24, c25)).run(conn);
    let _ = queryset!(Wide.bulk_create(new).on_conflict(name).update(c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11, c12, c13, c14, c15, c16, c17, c18, c19, c20, c21, c22, c23, c24, c25)).run(conn);
    let _ = queryset!(Wide.update_or_create(name = "a").defaults(c1 = 1, c2 = 1, c3 = 1, c4 = 1, c5 = 1, c6 = 1, c7 = 1, c8 = 1, c9 = 1, c10 = 1, c11 = 1, c12 = 1, c13 = 1, c14 = 1, c15 = 1, c16 = 1, c17 = 1, c18 = 1, c19 = 1, c20 = 1, c21 = 1, c22 = 1, c23 = 1, c24 = 1, c25 = 1).create_defaults(c26 = 1)).run(conn);
}
