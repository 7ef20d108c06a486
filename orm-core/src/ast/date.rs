//! Parts of dates and times: `invoice_date.year() == 2023`.

use std::marker::PhantomData;

use diesel::QueryResult;
use diesel::backend::Backend as DieselBackend;
use diesel::query_builder::{AstPass, QueryFragment};
use diesel::sql_types as st;

use super::{Expression, Node, static_query_id};
use crate::backend::{Backend, PartKind};
use crate::path::Joins;

/// SQL types that hold a date.
#[diagnostic::on_unimplemented(
    message = "this column holds no date: it is `{Self}`",
    label = "the column is `{Self}`, not a date or timestamp"
)]
pub trait HasDate {}
/// SQL types that hold a time.
#[diagnostic::on_unimplemented(
    message = "this column holds no time: it is `{Self}`",
    label = "the column is `{Self}`, not a time or timestamp"
)]
pub trait HasTime {}

#[diagnostic::do_not_recommend]
impl HasDate for st::Date {}
#[diagnostic::do_not_recommend]
impl HasDate for st::Timestamp {}
#[diagnostic::do_not_recommend]
impl HasTime for st::Timestamp {}
#[diagnostic::do_not_recommend]
impl HasTime for st::Time {}
#[cfg(feature = "chrono")]
#[diagnostic::do_not_recommend]
impl HasDate for crate::backend::TimestampSql {}
#[cfg(feature = "chrono")]
#[diagnostic::do_not_recommend]
impl HasTime for crate::backend::TimestampSql {}
#[cfg(feature = "chrono")]
#[diagnostic::do_not_recommend]
impl HasDate for crate::backend::TimestamptzSql {}
#[cfg(feature = "chrono")]
#[diagnostic::do_not_recommend]
impl HasTime for crate::backend::TimestamptzSql {}

/// Which part, as a type.
pub trait Part: 'static {
    /// The part as data.
    const KIND: PartKind;
}

macro_rules! parts {
    ($($name:ident)*) => { $(
        /// A part of a date or time.
        #[derive(Clone, Copy)]
        pub struct $name;
        impl Part for $name { const KIND: PartKind = PartKind::$name; }
        static_query_id!($name);
    )* };
}
parts! { Year IsoYear Quarter Month Week Day DayOfYear WeekDay Hour Minute Second }

/// A part of a date or time, a whole number.
#[derive(Clone, Copy)]
pub struct DatePart<P, E> {
    expr: E,
    part: PhantomData<fn() -> P>,
}

impl<P, E> DatePart<P, E> {
    pub(crate) fn new(expr: E) -> Self {
        Self {
            expr,
            part: PhantomData,
        }
    }
}

static_query_id!(DatePart<P, E>);

/// The type's values are of UTC, whatever zone a session has.
fn is_utc<S: 'static>() -> bool {
    let asked = std::any::TypeId::of::<S>();
    #[cfg(feature = "chrono")]
    let utc = Some(std::any::TypeId::of::<crate::backend::TimestamptzSql>());
    #[cfg(not(feature = "chrono"))]
    let utc = None;
    Some(asked) == utc
}

impl<P, E: Node> Node for DatePart<P, E> {
    type Scope = E::Scope;
    fn joins<DB: DieselBackend>(&self, joins: &mut Joins<'_, '_, '_, DB>) -> QueryResult<()> {
        self.expr.joins(joins)
    }
    fn check(&self) -> crate::Result<()> {
        self.expr.check()
    }
}
impl<P, E: Node> Expression for DatePart<P, E> {
    type Sql = st::Integer;
}
impl<P, E, DB> QueryFragment<DB> for DatePart<P, E>
where
    P: Part,
    E: Expression + QueryFragment<DB>,
    DB: Backend,
{
    fn walk_ast<'b>(&'b self, out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        crate::backend::date_part(P::KIND, is_utc::<E::Sql>(), &self.expr, out)
    }
}
