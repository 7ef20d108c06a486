//! Windows: `row_number().over(partition_by(album_id), order_by(-milliseconds))`.

use std::marker::PhantomData;

use diesel::QueryResult;
use diesel::backend::Backend as DieselBackend;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};

use super::frame::Frame;
use super::{Ex, Expression, InWindow, Node, Nullness, OrderList, OverRows, PushList, Value};
use crate::backend::{Backend, Kind};
use crate::load::values::PushValues;
use crate::path::Joins;
use crate::queryset::IntoOrderList;

/// What stands before OVER: a window function, or an aggregate of the rows themselves.
#[diagnostic::on_unimplemented(
    message = "`.over(…)` makes a window of a window function or of an aggregate of the rows themselves",
    label = "neither",
    note = "for example `row_number().over(order_by(-price))`, `sum(price).over(partition_by(album_id))`"
)]
pub trait WindowFunction: Node + Sized {
    /// The function over a window. A function that is none has none, so that the compiler goes
    /// no further and says it once.
    type Over<P, O, Fr>;
    /// The function over a window.
    fn over<P, O, Fr>(window: Window<Self, P, O, Fr>) -> Self::Over<P, O, Fr>;
    /// The SQL type of its value.
    type Sql: 'static;
    /// The same in Rust.
    type Rust: 'static;
    /// The same as it is read.
    type Stored: diesel::sql_types::SqlType<IsNull = diesel::sql_types::is_nullable::NotNull>
        + 'static;
    /// Whether it may be NULL, in a frame that may be empty or not.
    type Null<Fr: Nullness>: Nullness;
    /// As what the database must be told to give it, wherever it stands.
    const EXACT: Option<Kind> = None;
    /// As what it is cast where it is selected.
    const CAST: Option<Kind>;
}

/// Writes a window function.
pub trait PushFunction<DB: Backend>: WindowFunction {
    /// Writes the function with its window, which `over` writes.
    ///
    /// # Errors
    /// Those of the query builder.
    fn push_function<'b, W>(&'b self, window: &'b W, out: AstPass<'_, 'b, DB>) -> QueryResult<()>
    where
        W: PushWindow<DB>;
}

/// Writes a window.
pub trait PushWindow<DB: Backend> {
    /// ` OVER (PARTITION BY … ORDER BY … ROWS …)`.
    ///
    /// # Errors
    /// Those of the query builder.
    fn push_window<'b>(&'b self, out: AstPass<'_, 'b, DB>) -> QueryResult<()>;
    /// The same with a frame of its own.
    ///
    /// # Errors
    /// Those of the query builder.
    fn push_with_frame<'b, Fr: Frame>(&'b self, out: AstPass<'_, 'b, DB>) -> QueryResult<()>;
}

/// `PARTITION BY p ORDER BY o`, and frame `Fr`.
pub struct Over<P, O, Fr> {
    partition: P,
    order: O,
    frame: PhantomData<fn() -> Fr>,
}
impl<P: Clone, O: Clone, Fr> Clone for Over<P, O, Fr> {
    fn clone(&self) -> Self {
        Self {
            partition: self.partition.clone(),
            order: self.order.clone(),
            frame: PhantomData,
        }
    }
}

/// Function `F` over a window.
#[derive(Clone)]
pub struct Window<F, P, O, Fr> {
    function: F,
    over: Over<P, O, Fr>,
}

impl<F: QueryId, P: QueryId, O: QueryId, Fr: 'static> QueryId for Window<F, P, O, Fr> {
    type QueryId = Window<F::QueryId, P::QueryId, O::QueryId, Fr>;
    const HAS_STATIC_QUERY_ID: bool =
        F::HAS_STATIC_QUERY_ID && P::HAS_STATIC_QUERY_ID && O::HAS_STATIC_QUERY_ID;
}
impl<F: Node, P: Node, O: Node, Fr> Node for Window<F, P, O, Fr> {
    type Scope = InWindow;
    fn joins<DB: DieselBackend>(&self, joins: &mut Joins<'_, '_, '_, DB>) -> QueryResult<()> {
        self.function.joins(joins)?;
        self.over.partition.joins(joins)?;
        self.over.order.joins(joins)
    }
    fn check(&self) -> crate::Result<()> {
        self.function.check()?;
        self.over.partition.check()?;
        self.over.order.check()
    }
}
impl<F: WindowFunction, P: Node, O: Node, Fr> Expression for Window<F, P, O, Fr> {
    type Sql = F::Sql;
}
impl<F: WindowFunction, P: Node, O: Node, Fr: Frame> Value for Window<F, P, O, Fr> {
    type Rust = F::Rust;
    type Stored = F::Stored;
    type Null = F::Null<Fr::Null>;
    const CAST: Option<Kind> = F::CAST;
}

impl<P, O, Fr, DB> PushWindow<DB> for Over<P, O, Fr>
where
    P: PushValues<DB>,
    O: PushList<DB>,
    Fr: Frame,
    DB: Backend,
{
    fn push_window<'b>(&'b self, out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        self.push_with_frame::<Fr>(out)
    }
    fn push_with_frame<'b, Own: Frame>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql(" OVER (");
        if P::SOME {
            out.push_sql("PARTITION BY ");
            self.partition.push_plain(true, out.reborrow())?;
        }
        if O::LEN > 0 {
            out.push_sql(if P::SOME { " ORDER BY " } else { "ORDER BY " });
            let mut first = true;
            self.order.push_list(out.reborrow(), &mut first, false)?;
            if first {
                // Every term was absent. PostgreSQL takes no plain constant here.
                out.push_sql("(SELECT NULL)");
            }
        }
        Own::push(&mut out);
        out.push_sql(")");
        Ok(())
    }
}

impl<F, P, O, Fr, DB> QueryFragment<DB> for Window<F, P, O, Fr>
where
    F: PushFunction<DB>,
    Over<P, O, Fr>: PushWindow<DB>,
    DB: Backend,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        let Some(kind) = F::EXACT else {
            return self.function.push_function(&self.over, out);
        };
        out.push_sql("CAST(");
        self.function.push_function(&self.over, out.reborrow())?;
        out.push_sql(" AS ");
        out.push_sql(out.backend().dialect().cast_type(kind));
        out.push_sql(")");
        Ok(())
    }
}

impl<F> Ex<F> {
    /// Over a window: the rows with equal values of `partition`, in this order, and of them
    /// those in `frame`.
    ///
    /// ```
    /// # orm_core::doctest_models!();
    /// // The longest track of each album.
    /// let longest = queryset!(
    ///     Track
    ///         .annotate(r = row_number().over(partition_by(album_id), order_by(-milliseconds)))
    ///         .filter(r == 1)
    ///         .order_by(id)
    ///         .values_list(name)
    /// );
    /// let names = longest.load(&mut connection())?;
    /// assert_eq!(names, ["Overdose", "Balls to the Wall", "Amazing"]);
    ///
    /// // Sums of each row and the one before, and the time since the first.
    /// let sums = queryset!(Track.order_by(id).values_list(
    ///     sum(id).over(order_by(id), rows(-1..=0)),
    ///     milliseconds - first_value(milliseconds).over(order_by(id)),
    ///     lag(name, 1, "none").over(order_by(id)),
    /// ));
    /// let sums = sums.load(&mut connection())?;
    /// assert_eq!(sums[0], (Some(1), 0, "none".to_owned()));
    /// assert_eq!(sums[3].0, Some(7));
    /// # Ok::<(), orm_core::Error>(())
    /// ```
    ///
    /// SQL: `… OVER (PARTITION BY partition ORDER BY order frame)`.
    pub fn over<P, O, Fr, W>(self, partition: P, order: O, frame: Fr) -> Ex<W>
    where
        F: WindowFunction<Over<P, O::List, Fr> = W>,
        P: Node<Scope: OverRows>,
        O: IntoOrderList<List: Node<Scope: OverRows> + OrderList>,
        Fr: Frame,
    {
        let _ = frame;
        let over = Over::<_, _, Fr> {
            partition,
            order: order.into_list(),
            frame: PhantomData,
        };
        let function = self.0;
        Ex(F::over(Window { function, over }))
    }
}
