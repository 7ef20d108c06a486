//! Slices: `[a..b]`, `[..b]`, `[a..]`. The bounds are binds, so pages share one statement.

use diesel::QueryResult;
use diesel::backend::Backend as DieselBackend;
use diesel::query_builder::AstPass;

use super::static_query_id;
use crate::backend::Backend;
use crate::load::count::{Flag, No, Yes};
use crate::path::Joins;

/// Which rows of the ordered result.
pub trait Slice: diesel::query_builder::QueryId {
    /// A slice was said, so the order must be total.
    const SLICED: bool;
    /// The rows are locked.
    const LOCKED: bool = false;
    /// Rows may be left out.
    type Limits: Flag;
    /// The same, cut to a number of rows.
    type Top: Slice;
    /// The first `count` rows of the slice.
    fn top(&self, count: i64) -> Self::Top;
    /// Writes the joins of what is locked besides.
    ///
    /// # Errors
    /// Those of the query builder.
    fn lock_joins<DB: DieselBackend>(&self, _: &mut Joins<'_, '_, '_, DB>) -> QueryResult<()> {
        Ok(())
    }
    /// A bound was negative or beyond 64 bits.
    fn is_valid(&self) -> bool {
        true
    }
}

/// Writes LIMIT and OFFSET, or the bounds of a window's row number.
pub trait PushSlice<DB: DieselBackend>: Slice {
    /// ` LIMIT … OFFSET …`.
    ///
    /// # Errors
    /// Those of the query builder.
    fn push_limit<'b>(&'b self, out: AstPass<'_, 'b, DB>) -> QueryResult<()>;
    /// ` WHERE row > a AND row <= b`.
    ///
    /// # Errors
    /// Those of the query builder.
    fn push_window<'b>(&'b self, row: &str, out: AstPass<'_, 'b, DB>) -> QueryResult<()>;
    /// ` FOR UPDATE …`, behind the rest of the statement; `root` is the alias of the rows.
    ///
    /// # Errors
    /// Those of the query builder.
    fn push_lock<'b>(&'b self, _: &str, _: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        Ok(())
    }
    /// The same, where a write chooses its rows.
    ///
    /// # Errors
    /// Those of the query builder.
    fn push_write_lock<'b>(&'b self, _: &str, _: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        Ok(())
    }
}

/// An integer that can bound a slice.
#[diagnostic::on_unimplemented(
    message = "a slice is bounded by integers, and `{Self}` is none",
    label = "not an integer"
)]
pub trait SliceBound {
    /// As Diesel binds it; `None` where it is negative or too large.
    fn to_bound(self) -> Option<i64>;
}
macro_rules! bounds {
    ($($ty:ty)*) => { $(
        #[diagnostic::do_not_recommend]
        impl SliceBound for $ty {
            fn to_bound(self) -> Option<i64> {
                i64::try_from(self).ok().filter(|bound| *bound >= 0)
            }
        }
    )* };
}
bounds!(i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize);

/// The bound as it is kept: -1 where it is none.
pub fn bound<T: SliceBound>(value: T) -> i64 {
    value.to_bound().unwrap_or(-1)
}

/// All rows.
#[derive(Clone, Copy, Default)]
pub struct NoSlice;
/// `[..b]`.
#[derive(Clone, Copy)]
pub struct To {
    to: i64,
}
/// `[a..]`.
#[derive(Clone, Copy)]
pub struct From {
    from: i64,
}
/// `[a..b]`.
#[derive(Clone, Copy)]
pub struct FromTo {
    from: i64,
    to: i64,
    count: i64,
}

static_query_id!(NoSlice);
static_query_id!(To);
static_query_id!(From);
static_query_id!(FromTo);

impl To {
    /// The first `to` rows.
    pub fn new(to: i64) -> Self {
        Self { to }
    }
}
impl From {
    /// All rows after the first `from`.
    pub fn new(from: i64) -> Self {
        Self { from }
    }
}
impl FromTo {
    /// The rows from number `from` to before number `to`.
    pub fn new(from: i64, to: i64) -> Self {
        Self {
            from,
            to,
            count: to.saturating_sub(from).max(0),
        }
    }
}

/// The bounds of a slice, `None` without one; negative where it was none.
type Bounds = (i64, Option<i64>);

/// The bounds of a slice of a slice. A bound that is none stays none.
fn nested((from, to): Bounds, (from2, to2): Bounds) -> Bounds {
    let bad = [from, from2, to.unwrap_or(0), to2.unwrap_or(0)]
        .iter()
        .any(|bound| *bound < 0);
    if bad {
        return (-1, Some(-1));
    }
    let to2 = to2.map(|to2| from.saturating_add(to2));
    let to = match (to, to2) {
        (Some(to), Some(to2)) => Some(to.min(to2)),
        (to, to2) => to.or(to2),
    };
    (from.saturating_add(from2), to)
}

impl To {
    pub(crate) fn bounds(self) -> Bounds {
        (0, Some(self.to))
    }
    pub(crate) fn of(before: Bounds, after: Bounds) -> Self {
        let (_, to) = nested(before, after);
        Self::new(to.unwrap_or(i64::MAX))
    }
}
impl From {
    pub(crate) fn bounds(self) -> Bounds {
        (self.from, None)
    }
    pub(crate) fn of(before: Bounds, after: Bounds) -> Self {
        Self::new(nested(before, after).0)
    }
}
impl FromTo {
    pub(crate) fn bounds(self) -> Bounds {
        (self.from, Some(self.to))
    }
    pub(crate) fn of(before: Bounds, after: Bounds) -> Self {
        let (from, to) = nested(before, after);
        Self::new(from, to.unwrap_or(i64::MAX))
    }
}

impl Slice for NoSlice {
    const SLICED: bool = false;
    type Limits = No;
    type Top = To;
    fn top(&self, count: i64) -> To {
        To::new(count)
    }
}
impl Slice for To {
    const SLICED: bool = true;
    type Limits = Yes;
    type Top = To;
    fn top(&self, count: i64) -> To {
        To::new(self.to.min(count))
    }
    fn is_valid(&self) -> bool {
        self.to >= 0
    }
}
impl Slice for From {
    const SLICED: bool = true;
    type Limits = Yes;
    type Top = FromTo;
    fn top(&self, count: i64) -> FromTo {
        FromTo::new(self.from, self.from.saturating_add(count))
    }
    fn is_valid(&self) -> bool {
        self.from >= 0
    }
}
impl Slice for FromTo {
    const SLICED: bool = true;
    type Limits = Yes;
    type Top = FromTo;
    fn top(&self, count: i64) -> FromTo {
        FromTo::new(self.from, self.to.min(self.from.saturating_add(count)))
    }
    fn is_valid(&self) -> bool {
        self.from >= 0 && self.to >= 0
    }
}

impl<DB: DieselBackend> PushSlice<DB> for NoSlice {
    fn push_limit<'b>(&'b self, _: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        Ok(())
    }
    fn push_window<'b>(&'b self, _: &str, _: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        Ok(())
    }
}

fn push_bound<'b, DB: Backend>(
    before: &str,
    value: &'b i64,
    out: &mut AstPass<'_, 'b, DB>,
) -> QueryResult<()> {
    out.push_sql(before);
    DB::push_i64(value, out)
}

impl<DB: Backend> PushSlice<DB> for To {
    fn push_limit<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        push_bound(out.backend().dialect().limit(), &self.to, &mut out)
    }
    fn push_window<'b>(&'b self, row: &str, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql(" WHERE ");
        out.push_identifier(row)?;
        push_bound(" <= ", &self.to, &mut out)
    }
}
impl<DB: Backend> PushSlice<DB> for From {
    fn push_limit<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql(out.backend().dialect().no_limit());
        push_bound(" OFFSET ", &self.from, &mut out)
    }
    fn push_window<'b>(&'b self, row: &str, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql(" WHERE ");
        out.push_identifier(row)?;
        push_bound(" > ", &self.from, &mut out)
    }
}
impl<DB: Backend> PushSlice<DB> for FromTo {
    fn push_limit<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        push_bound(out.backend().dialect().limit(), &self.count, &mut out)?;
        push_bound(" OFFSET ", &self.from, &mut out)
    }
    fn push_window<'b>(&'b self, row: &str, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql(" WHERE ");
        out.push_identifier(row)?;
        push_bound(" > ", &self.from, &mut out)?;
        out.push_sql(" AND ");
        out.push_identifier(row)?;
        push_bound(" <= ", &self.to, &mut out)
    }
}
