//! Frames of windows: `rows(-2..=0)`, `range(..=0)`. Bounds are places seen from the current
//! row, which is 0; both ends are included.

use diesel::backend::Backend as DieselBackend;
use diesel::query_builder::AstPass;

use super::{MayBeNull, NotNull, Nullness};
use crate::backend::push_number;

/// Which rows of a window a function looks at, as a type.
pub trait Frame: 'static {
    /// It may be empty.
    type Null: Nullness;
    /// Writes ` ROWS BETWEEN … AND …`.
    fn push<DB: DieselBackend>(out: &mut AstPass<'_, '_, DB>);
}

/// The database's: with an order the rows up to the current one and those equal to it,
/// otherwise all.
#[derive(Clone, Copy)]
pub struct NoFrame;
impl Frame for NoFrame {
    type Null = NotNull;
    fn push<DB: DieselBackend>(_: &mut AstPass<'_, '_, DB>) {}
}

/// Before all rows, or after them.
const OPEN_START: i64 = i64::MIN;
const OPEN_END: i64 = i64::MAX;

/// Rows by their places: from place `FROM` to place `TO`.
#[derive(Clone, Copy)]
pub struct RowsFrame<const FROM: i64, const TO: i64>;
/// Rows by their place in the order: rows that are equal in it stand at one.
#[derive(Clone, Copy)]
pub struct RangeFrame<const FROM: i64, const TO: i64>;

/// `rows(from..=to)`.
pub fn rows_frame<const FROM: i64, const TO: i64>() -> RowsFrame<FROM, TO> {
    RowsFrame
}
/// `range(from..=to)`.
pub fn range_frame<const FROM: i64, const TO: i64>() -> RangeFrame<FROM, TO> {
    RangeFrame
}

fn push_bound<DB: DieselBackend>(bound: i64, out: &mut AstPass<'_, '_, DB>) {
    match bound {
        OPEN_START => out.push_sql("UNBOUNDED PRECEDING"),
        OPEN_END => out.push_sql("UNBOUNDED FOLLOWING"),
        0 => out.push_sql("CURRENT ROW"),
        _ => {
            push_number(bound.unsigned_abs(), out);
            out.push_sql(if bound < 0 {
                " PRECEDING"
            } else {
                " FOLLOWING"
            });
        }
    }
}

macro_rules! frames {
    ($($frame:ident $sql:literal)*) => { $(
        impl<const FROM: i64, const TO: i64> Frame for $frame<FROM, TO> {
            type Null = MayBeNull;
            fn push<DB: DieselBackend>(out: &mut AstPass<'_, '_, DB>) {
                out.push_sql($sql);
                push_bound(FROM, out);
                out.push_sql(" AND ");
                push_bound(TO, out);
            }
        }
    )* };
}
frames! { RowsFrame " ROWS BETWEEN " RangeFrame " RANGE BETWEEN " }
