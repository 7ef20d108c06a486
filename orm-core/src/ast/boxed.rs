//! Filters and orders whose types are erased, for querysets that are put together at run time.
//!
//! A boxed part knows one database, since the types of its values are gone. Its joins hold names
//! alone, so it can be asked for them by any; its text it gives to that one.

use std::marker::PhantomData;
use std::sync::Arc;

use diesel::QueryResult;
use diesel::backend::Backend as DieselBackend;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};

use super::{Among, And, Condition, InRow, NoCondition, Node, OrderBy, PushOrder, SomeFilter};
use crate::load::count::Yes;
use crate::path::Joins;

/// A condition that database `DB` can be asked, with its type erased.
pub trait ConditionOn<DB: DieselBackend> {
    /// [`Condition::is_absent`].
    fn absent(&self) -> bool;
    /// [`Condition::chooses`].
    fn chooses_on(&self) -> bool;
    /// [`Node::check`].
    ///
    /// # Errors
    /// [`Error::Slice`](crate::Error::Slice).
    fn check_on(&self) -> crate::Result<()>;
    /// [`Node::joins`].
    ///
    /// # Errors
    /// Those of the query builder.
    fn joins_on(&self, joins: &mut Joins<'_, '_, '_, DB>) -> QueryResult<()>;
    /// [`Node::needs`].
    ///
    /// # Errors
    /// Those of the query builder.
    fn needs_on(&self, joins: &mut Joins<'_, '_, '_, DB>) -> QueryResult<()>;
    /// [`QueryFragment::walk_ast`].
    ///
    /// # Errors
    /// Those of the query builder.
    fn walk_on<'b>(&'b self, out: AstPass<'_, 'b, DB>) -> QueryResult<()>;
}
#[diagnostic::do_not_recommend]
impl<C: Condition + QueryFragment<DB>, DB: DieselBackend> ConditionOn<DB> for C {
    fn absent(&self) -> bool {
        self.is_absent()
    }
    fn chooses_on(&self) -> bool {
        self.chooses()
    }
    fn check_on(&self) -> crate::Result<()> {
        self.check()
    }
    fn joins_on(&self, joins: &mut Joins<'_, '_, '_, DB>) -> QueryResult<()> {
        self.joins(joins)
    }
    fn needs_on(&self, joins: &mut Joins<'_, '_, '_, DB>) -> QueryResult<()> {
        self.needs(joins)
    }
    fn walk_on<'b>(&'b self, out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        self.walk_ast(out)
    }
}

/// Conditions that all hold, each behind a pointer: `(a AND b)`. More of them are the same type.
pub struct BoxedCondition<'a, DB>(Vec<Arc<dyn ConditionOn<DB> + Send + Sync + 'a>>);

impl<'a, DB: DieselBackend> BoxedCondition<'a, DB> {
    /// The first of them.
    pub(crate) fn new(condition: impl ConditionOn<DB> + Send + Sync + 'a) -> Self {
        Self(Vec::new()).and(condition)
    }

    /// One more. Whether it is absent is known by now.
    pub(crate) fn and(mut self, condition: impl ConditionOn<DB> + Send + Sync + 'a) -> Self {
        if !condition.absent() {
            self.0.push(Arc::new(condition));
        }
        self
    }
}

impl<DB> Clone for BoxedCondition<'_, DB> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}
impl<DB> QueryId for BoxedCondition<'_, DB> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}
impl<On: DieselBackend> Node for BoxedCondition<'_, On> {
    type Scope = InRow;
    fn joins<DB: DieselBackend>(&self, joins: &mut Joins<'_, '_, '_, DB>) -> QueryResult<()> {
        joins.on::<On>(|joins| self.0.iter().try_for_each(|part| part.joins_on(joins)))
    }
    fn needs<DB: DieselBackend>(&self, joins: &mut Joins<'_, '_, '_, DB>) -> QueryResult<()> {
        joins.on::<On>(|joins| self.0.iter().try_for_each(|part| part.needs_on(joins)))
    }
    fn check(&self) -> crate::Result<()> {
        self.0.iter().try_for_each(|part| part.check_on())
    }
}
impl<DB: DieselBackend> Condition for BoxedCondition<'_, DB> {
    type Limits = Yes;
    type Says = SomeFilter;
    fn is_absent(&self) -> bool {
        self.0.is_empty()
    }
    fn chooses(&self) -> bool {
        self.0.iter().any(|part| part.chooses_on())
    }
}
impl<DB: DieselBackend> QueryFragment<DB> for BoxedCondition<'_, DB> {
    /// As [`And`] writes it, so that the text is that of the queryset that is not boxed.
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        for _ in 1..self.0.len() {
            out.push_sql("(");
        }
        for (at, part) in self.0.iter().enumerate() {
            if at > 0 {
                out.push_sql(" AND ");
            }
            part.walk_on(out.reborrow())?;
            if at > 0 {
                out.push_sql(")");
            }
        }
        Ok(())
    }
}

/// An order that database `DB` can write, with its type erased.
pub trait OrderOn<M, DB: DieselBackend> {
    /// [`OrderBy::is_total`].
    fn total(&self) -> bool;
    /// [`OrderBy::is_said`].
    fn said(&self) -> bool;
    /// [`OrderBy::is_reversed`].
    fn reversed(&self) -> bool;
    /// [`OrderBy::order_joins`].
    ///
    /// # Errors
    /// Those of the query builder.
    fn joins_on(&self, joins: &mut Joins<'_, '_, '_, DB>) -> QueryResult<()>;
    /// [`PushOrder::push_order`].
    ///
    /// # Errors
    /// Those of the query builder.
    fn push_on<'b>(
        &'b self,
        out: AstPass<'_, 'b, DB>,
        first: &mut bool,
        reverse: bool,
    ) -> QueryResult<()>;
}
#[diagnostic::do_not_recommend]
impl<O: PushOrder<M, DB>, M, DB: DieselBackend> OrderOn<M, DB> for O {
    fn total(&self) -> bool {
        self.is_total()
    }
    fn said(&self) -> bool {
        self.is_said()
    }
    fn reversed(&self) -> bool {
        self.is_reversed()
    }
    fn joins_on(&self, joins: &mut Joins<'_, '_, '_, DB>) -> QueryResult<()> {
        self.order_joins(joins)
    }
    fn push_on<'b>(
        &'b self,
        out: AstPass<'_, 'b, DB>,
        first: &mut bool,
        reverse: bool,
    ) -> QueryResult<()> {
        self.push_order(out, first, reverse)
    }
}

/// An order behind a pointer. Another one is the same type.
pub struct BoxedOrder<'a, M, DB>(Arc<dyn OrderOn<M, DB> + Send + Sync + 'a>);

impl<'a, M, DB: DieselBackend> BoxedOrder<'a, M, DB> {
    pub(crate) fn new(order: impl OrderOn<M, DB> + Send + Sync + 'a) -> Self {
        Self(Arc::new(order))
    }
}
impl<M, DB> Clone for BoxedOrder<'_, M, DB> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}
impl<M, DB> QueryId for BoxedOrder<'_, M, DB> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}
impl<M, On: DieselBackend> OrderBy<M> for BoxedOrder<'_, M, On> {
    fn is_total(&self) -> bool {
        self.0.total()
    }
    fn is_said(&self) -> bool {
        self.0.said()
    }
    fn is_reversed(&self) -> bool {
        self.0.reversed()
    }
    fn order_joins<DB: DieselBackend>(&self, joins: &mut Joins<'_, '_, '_, DB>) -> QueryResult<()> {
        joins.on::<On>(|joins| self.0.joins_on(joins))
    }
}
impl<M, DB: DieselBackend> PushOrder<M, DB> for BoxedOrder<'_, M, DB> {
    fn push_order<'b>(
        &'b self,
        out: AstPass<'_, 'b, DB>,
        first: &mut bool,
        reverse: bool,
    ) -> QueryResult<()> {
        self.0.push_on(out, first, reverse)
    }
}

/// A queryset's filter: it says how the queryset holds what it is given.
pub trait Filter: Condition {
    /// [`Typed`] or [`Boxed`].
    type Held;
}
impl Filter for NoCondition {
    type Held = Typed;
}
impl<A: Condition, B: Condition> Filter for And<A, B> {
    type Held = Typed;
}
impl<M, Q, F> Filter for Among<M, Q, F>
where
    Self: Condition,
{
    type Held = Typed;
}
impl<'a, DB: DieselBackend> Filter for BoxedCondition<'a, DB> {
    type Held = Boxed<'a, DB>;
}

/// Filter and order are in the queryset's type.
pub struct Typed;
/// Filter and order are boxed for database `DB`.
pub struct Boxed<'a, DB>(PhantomData<fn() -> (&'a (), DB)>);

/// How a filter `W` takes one more condition.
#[diagnostic::on_unimplemented(
    message = "this queryset is `{Self}`, and that database cannot be asked this",
    label = "not on the database for which it is boxed",
    note = "the database must be able to hold the field's type and to do the lookup; a value that it is given must be `Send` and `Sync`"
)]
pub trait HoldCondition<W, C> {
    /// The filter with it.
    type Out;
    /// Takes it.
    fn and(before: W, condition: C) -> Self::Out;
}
#[diagnostic::do_not_recommend]
impl<W, C> HoldCondition<W, C> for Typed {
    type Out = And<W, C>;
    fn and(before: W, condition: C) -> And<W, C> {
        And(before, condition)
    }
}
#[diagnostic::do_not_recommend]
impl<'a, DB, C> HoldCondition<BoxedCondition<'a, DB>, C> for Boxed<'a, DB>
where
    DB: DieselBackend,
    C: ConditionOn<DB> + Send + Sync + 'a,
{
    type Out = BoxedCondition<'a, DB>;
    fn and(before: BoxedCondition<'a, DB>, condition: C) -> Self::Out {
        before.and(condition)
    }
}

/// How an order is kept.
#[diagnostic::on_unimplemented(
    message = "this queryset is `{Self}`, and that database cannot order by this",
    label = "not on the database for which it is boxed"
)]
pub trait HoldOrder<M, O> {
    /// The order as it is kept.
    type Out;
    /// Keeps it.
    fn order(order: O) -> Self::Out;
}
#[diagnostic::do_not_recommend]
impl<M, O> HoldOrder<M, O> for Typed {
    type Out = O;
    fn order(order: O) -> O {
        order
    }
}
#[diagnostic::do_not_recommend]
impl<'a, M, DB, O> HoldOrder<M, O> for Boxed<'a, DB>
where
    DB: DieselBackend,
    O: OrderOn<M, DB> + Send + Sync + 'a,
{
    type Out = BoxedOrder<'a, M, DB>;
    fn order(order: O) -> Self::Out {
        BoxedOrder::new(order)
    }
}
