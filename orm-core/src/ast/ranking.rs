//! Window functions: places in an order (`row_number`, `rank`, …), values of other rows of
//! the window (`lag`, `first_value`, …), and aggregates as such.

use diesel::QueryResult;
use diesel::backend::Backend as DieselBackend;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::sql_types as st;

use super::aggregate::PushCall;
use super::frame::RowsFrame;
use super::window::{PushFunction, PushWindow, Window, WindowFunction};
use super::{
    Aggregate, AggregateOf, Avg, Condition, Count, Ex, Free, Max, MayBeNull, Min, Node, NotNull,
    Nullness, OverRows, Scope, Sum, Value, ValueFor, static_query_id,
};
use crate::backend::{Backend, Dialect, Kind, push_number};
use crate::path::Joins;

macro_rules! places {
    ($($(#[$doc:meta])* $name:ident $make:ident $sql:literal $out:ident $rust:ty;)*) => { $(
        $(#[$doc])*
        #[derive(Clone, Copy)]
        pub struct $name;
        static_query_id!($name);
        impl Node for $name {
            type Scope = Free;
            fn joins<DB: DieselBackend>(&self, _: &mut Joins<'_, '_, '_, DB>) -> QueryResult<()> {
                Ok(())
            }
        }
        #[diagnostic::do_not_recommend]
        impl WindowFunction for $name {
            type Over<P, O, Fr> = Window<Self, P, O, Fr>;
            fn over<P, O, Fr>(window: Window<Self, P, O, Fr>) -> Self::Over<P, O, Fr> {
                window
            }
            type Sql = st::$out;
            type Rust = $rust;
            type Stored = st::$out;
            type Null<Fr: Nullness> = NotNull;
            const CAST: Option<Kind> = Some(Kind::$out);
        }
        impl<DB: Backend> PushFunction<DB> for $name {
            fn push_function<'b, W: PushWindow<DB>>(
                &'b self,
                window: &'b W,
                mut out: AstPass<'_, 'b, DB>,
            ) -> QueryResult<()> {
                out.push_sql($sql);
                window.push_window(out)
            }
        }
        $(#[$doc])*
        pub fn $make() -> Ex<$name> {
            Ex($name)
        }
    )* };
}
places! {
    /// The place of the row, counted from 1.
    RowNumber row_number "ROW_NUMBER()" BigInt i64;
    /// The place of the row; equal rows have one, and places after them are left out.
    Rank rank "RANK()" BigInt i64;
    /// The place of the row; equal rows have one, and none is left out.
    DenseRank dense_rank "DENSE_RANK()" BigInt i64;
    /// The rank as a share: from 0 to 1.
    PercentRank percent_rank "PERCENT_RANK()" Double f64;
    /// The share of rows that come before this one or equal it.
    CumeDist cume_dist "CUME_DIST()" Double f64;
}

/// In which of `N` parts of about equal size the row stands.
#[derive(Clone, Copy)]
pub struct Ntile<const N: u32>;

impl<const N: u32> QueryId for Ntile<N> {
    type QueryId = Self;
    const HAS_STATIC_QUERY_ID: bool = true;
}
impl<const N: u32> Node for Ntile<N> {
    type Scope = Free;
    fn joins<DB: DieselBackend>(&self, _: &mut Joins<'_, '_, '_, DB>) -> QueryResult<()> {
        Ok(())
    }
}
#[diagnostic::do_not_recommend]
impl<const N: u32> WindowFunction for Ntile<N> {
    type Over<P, O, Fr> = Window<Self, P, O, Fr>;
    fn over<P, O, Fr>(window: Window<Self, P, O, Fr>) -> Self::Over<P, O, Fr> {
        window
    }
    type Sql = st::BigInt;
    type Rust = i64;
    type Stored = st::BigInt;
    type Null<Fr: Nullness> = NotNull;
    const CAST: Option<Kind> = Some(Kind::BigInt);
}
impl<const N: u32, DB: Backend> PushFunction<DB> for Ntile<N> {
    fn push_function<'b, W: PushWindow<DB>>(
        &'b self,
        window: &'b W,
        mut out: AstPass<'_, 'b, DB>,
    ) -> QueryResult<()> {
        out.push_sql("NTILE(");
        push_number(u64::from(N), &mut out);
        out.push_sql(")");
        window.push_window(out)
    }
}
/// In which of `N` parts of about equal size the row stands.
pub fn ntile<const N: u32>() -> Ex<Ntile<N>> {
    Ex(Ntile)
}

/// A value of another row of the window.
#[diagnostic::on_unimplemented(
    message = "a window function takes a column or a calculation, and this is none",
    label = "name a column"
)]
pub trait Windowed {
    /// The value.
    type Expr: Value<Scope: OverRows> + QueryId;
    /// The value.
    fn into_windowed(self) -> Self::Expr;
}
#[diagnostic::do_not_recommend]
impl<E: Value<Scope: OverRows> + QueryId> Windowed for Ex<E> {
    type Expr = E;
    fn into_windowed(self) -> E {
        self.0
    }
}

macro_rules! others {
    ($($(#[$doc:meta])* $name:ident $make:ident [$($n:ident: $ty:ty)?] $sql:literal $null:ty, $empty:ident;)*) => { $(
        $(#[$doc])*
        #[derive(Clone, Copy)]
        pub struct $name<E $(, const $n: $ty)?>(E);
        impl<E: QueryId $(, const $n: $ty)?> QueryId for $name<E $(, $n)?> {
            type QueryId = $name<E::QueryId $(, $n)?>;
            const HAS_STATIC_QUERY_ID: bool = E::HAS_STATIC_QUERY_ID;
        }
        impl<E: Node $(, const $n: $ty)?> Node for $name<E $(, $n)?> {
            type Scope = E::Scope;
            fn joins<DB: DieselBackend>(&self, joins: &mut Joins<'_, '_, '_, DB>) -> QueryResult<()> {
                self.0.joins(joins)
            }
            fn check(&self) -> crate::Result<()> {
                self.0.check()
            }
        }
        #[diagnostic::do_not_recommend]
        impl<E: Value $(, const $n: $ty)?> WindowFunction for $name<E $(, $n)?> {
            type Over<P, O, Fr> = Window<Self, P, O, Fr>;
            fn over<P, O, Fr>(window: Window<Self, P, O, Fr>) -> Self::Over<P, O, Fr> {
                window
            }
            type Sql = E::Sql;
            type Rust = E::Rust;
            type Stored = E::Stored;
            type Null<$empty: Nullness> = $null;
            const CAST: Option<Kind> = E::CAST;
        }
        impl<E: Value + QueryFragment<DB> $(, const $n: $ty)?, DB: Backend> PushFunction<DB> for $name<E $(, $n)?> {
            fn push_function<'b, W: PushWindow<DB>>(
                &'b self,
                window: &'b W,
                mut out: AstPass<'_, 'b, DB>,
            ) -> QueryResult<()> {
                out.push_sql($sql);
                self.0.walk_ast(out.reborrow())?;
                $(
                    out.push_sql(", ");
                    push_number(u64::from($n), &mut out);
                )?
                out.push_sql(")");
                window.push_window(out)
            }
        }
        $(#[$doc])*
        pub fn $make<$(const $n: $ty,)? T: Windowed>(value: T) -> Ex<$name<T::Expr $(, $n)?>> {
            Ex($name(value.into_windowed()))
        }
    )* };
}
others! {
    /// The value of the row `N` places before; NULL where there is none.
    Lag lag [N: u32] "LAG(" MayBeNull, Fr;
    /// The value of the row `N` places after; NULL where there is none.
    Lead lead [N: u32] "LEAD(" MayBeNull, Fr;
    /// The value of the frame's first row.
    FirstValue first_value [] "FIRST_VALUE(" <E::Null as Nullness>::Or<Fr>, Fr;
    /// The value of the frame's last row.
    LastValue last_value [] "LAST_VALUE(" <E::Null as Nullness>::Or<Fr>, Fr;
    /// The value of the frame's row number `N`, counted from 1; NULL where there is none.
    NthValue nth_value [N: u32] "NTH_VALUE(" MayBeNull, Fr;
}

/// `lag` or `lead` with what stands for a row that is not there.
#[derive(Clone, Copy)]
pub struct OrElse<F, D>(F, D);

static_query_id!(OrElse<F, D>);
impl<F: Node, D: Node> Node for OrElse<F, D> {
    type Scope = <F::Scope as Scope>::With<D::Scope>;
    fn joins<DB: DieselBackend>(&self, joins: &mut Joins<'_, '_, '_, DB>) -> QueryResult<()> {
        self.0.joins(joins)?;
        self.1.joins(joins)
    }
    fn check(&self) -> crate::Result<()> {
        self.0.check()?;
        self.1.check()
    }
}

macro_rules! or_else {
    ($($name:ident $make:ident $sql:literal $from:expr, $to:expr;)*) => { $(
        #[diagnostic::do_not_recommend]
        impl<E: Value, D: Value, const N: u32> WindowFunction for OrElse<$name<E, N>, D> {
            type Over<P, O, Fr> = Window<Self, P, O, Fr>;
            fn over<P, O, Fr>(window: Window<Self, P, O, Fr>) -> Self::Over<P, O, Fr> {
                window
            }
            type Sql = E::Sql;
            type Rust = E::Rust;
            type Stored = E::Stored;
            type Null<Fr: Nullness> = <E::Null as Nullness>::Or<D::Null>;
            const CAST: Option<Kind> = E::CAST;
        }
        impl<E, D, const N: u32, DB> PushFunction<DB> for OrElse<$name<E, N>, D>
        where
            E: Value + QueryFragment<DB>,
            D: Value + QueryFragment<DB>,
            DB: Backend,
        {
            fn push_function<'b, W: PushWindow<DB>>(
                &'b self,
                window: &'b W,
                mut out: AstPass<'_, 'b, DB>,
            ) -> QueryResult<()> {
                // MariaDB knows no third argument. As many rows as there are on that side,
                // this one among them, tell whether there is one so far away.
                let counted = out.backend().dialect() == Dialect::Mysql;
                if counted {
                    out.push_sql("CASE WHEN COUNT(*)");
                    window.push_with_frame::<RowsFrame<{ $from }, { $to }>>(out.reborrow())?;
                    out.push_sql(" <= ");
                    push_number(u64::from(N), &mut out);
                    out.push_sql(" THEN ");
                    self.1.walk_ast(out.reborrow())?;
                    out.push_sql(" ELSE ");
                }
                out.push_sql($sql);
                self.0.0.walk_ast(out.reborrow())?;
                out.push_sql(", ");
                push_number(u64::from(N), &mut out);
                if !counted {
                    out.push_sql(", ");
                    self.1.walk_ast(out.reborrow())?;
                }
                out.push_sql(")");
                window.push_window(out.reborrow())?;
                if counted {
                    out.push_sql(" END");
                }
                Ok(())
            }
        }
        /// The same, with a value where there is no such row.
        pub fn $make<const N: u32, T, D, K>(value: T, default: D) -> Ex<OrElse<$name<T::Expr, N>, D::Value>>
        where
            T: Windowed,
            D: ValueFor<<T::Expr as super::Expression>::Sql, K, Value: Value>,
        {
            Ex(OrElse($name(value.into_windowed()), default.into_value()))
        }
    )* };
}
or_else! {
    Lag lag_or "LAG(" i64::MIN, 0;
    Lead lead_or "LEAD(" 0, i64::MAX;
}

/// Aggregates that can look over a window.
#[diagnostic::on_unimplemented(
    message = "this aggregate cannot look over a window",
    label = "not over a window",
    note = "`count`, `sum`, `avg`, `min` and `max` can"
)]
pub trait OverWindow {}
macro_rules! over_window {
    ($($name:ident)*) => { $( #[diagnostic::do_not_recommend] impl OverWindow for $name {} )* };
}
over_window!(Count Sum Avg Min Max);

#[diagnostic::do_not_recommend]
impl<F, E, C> WindowFunction for Aggregate<F, E, C>
where
    F: AggregateOf<E> + OverWindow,
    E: Node<Scope: OverRows>,
    C: Node<Scope: OverRows>,
{
    type Over<P, O, Fr> = Window<Self, P, O, Fr>;
    fn over<P, O, Fr>(window: Window<Self, P, O, Fr>) -> Self::Over<P, O, Fr> {
        window
    }
    type Sql = F::Sql;
    type Rust = F::Rust;
    type Stored = F::Stored;
    type Null<Fr: Nullness> = F::Null;
    const EXACT: Option<Kind> = F::EXACT;
    const CAST: Option<Kind> = F::CAST;
}
impl<F, E, C, DB> PushFunction<DB> for Aggregate<F, E, C>
where
    Self: WindowFunction,
    F: PushCall<DB, E>,
    C: Condition + QueryFragment<DB>,
    DB: Backend,
{
    fn push_function<'b, W: PushWindow<DB>>(
        &'b self,
        window: &'b W,
        mut out: AstPass<'_, 'b, DB>,
    ) -> QueryResult<()> {
        F::push_call(&self.expr, &self.condition, out.reborrow())?;
        window.push_window(out)
    }
}
