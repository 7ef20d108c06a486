//! A lookup of the user's on a column of another type.
#[path = "../models.rs"]
mod models;
use diesel::sql_types::{Bool, Text};
use models::*;
use orm_core::ast::SqlFunction;
use orm_core::backend::Dialect;

struct SoundsLike;
impl SqlFunction<(Text, Text)> for SoundsLike {
    type Sql = Bool;
    fn sql(_: Dialect) -> &'static str {
        "(SOUNDEX($0) = SOUNDEX($1))"
    }
}

fn main() {
    let _ = queryset!(Track.filter(milliseconds.lookup(SoundsLike, "x")));
}
