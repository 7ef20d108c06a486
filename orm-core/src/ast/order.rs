//! ORDER BY.

use std::marker::PhantomData;

use diesel::QueryResult;
use diesel::backend::Backend as DieselBackend;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};

use super::{Either, Ex, Expression, Free, Node, Nullness, Orders, Scope, Value, static_query_id};
use crate::backend::Backend;
use crate::model::Model;
use crate::path::Joins;

mod named;
mod push;

pub use named::{ByName, Named, NamedTerms, PushNamed, Turnable, named};
pub(crate) use push::{push_distinct_order, push_order_after, push_order_by};

/// One term of an order.
pub trait OrderItem: Node + QueryId {
    /// It is the queryset's own primary key.
    const IS_KEY: bool;
    /// It may be NULL, so that where NULLs stand must be said.
    fn may_be_null(&self) -> bool {
        true
    }
}

/// Writes one term; `first` says whether a comma goes before it.
pub trait PushItem<DB: DieselBackend>: OrderItem {
    /// Writes the term.
    ///
    /// # Errors
    /// Those of the query builder.
    fn push<'b>(
        &'b self,
        out: AstPass<'_, 'b, DB>,
        first: &mut bool,
        reverse: bool,
    ) -> QueryResult<()>;
}

/// What `order_by` takes.
#[diagnostic::on_unimplemented(
    message = "this cannot be ordered by",
    label = "a column goes here, `-column` for the other direction",
    note = "rows cannot be ordered by a to-many path: which of its rows would count?"
)]
pub trait IntoOrder {
    /// The term.
    type Item: OrderItem;
    /// Becomes a term.
    fn into_order(self) -> Self::Item;
}

/// Where NULLs go.
pub trait Nulls: 'static {
    /// `Some(true)` first, `Some(false)` last, `None` as the database does.
    const FIRST: Option<bool>;
}
/// As the database does.
pub struct NullsDefault;
/// NULLs come first.
pub struct NullsFirst;
/// NULLs come last.
pub struct NullsLast;
impl Nulls for NullsDefault {
    const FIRST: Option<bool> = None;
}
impl Nulls for NullsFirst {
    const FIRST: Option<bool> = Some(true);
}
impl Nulls for NullsLast {
    const FIRST: Option<bool> = Some(false);
}

macro_rules! directions {
    ($($(#[$doc:meta])* $node:ident $descending:literal;)*) => { $(
        $(#[$doc])*
        pub struct $node<E, N = NullsDefault>(pub(crate) E, PhantomData<fn() -> N>);

        impl<E: Default, N> Default for $node<E, N> {
            fn default() -> Self { Self(E::default(), PhantomData) }
        }
        impl<E: Clone, N> Clone for $node<E, N> {
            fn clone(&self) -> Self { Self(self.0.clone(), PhantomData) }
        }
        impl<E: Copy, N> Copy for $node<E, N> {}
        impl<E: QueryId, N: 'static> QueryId for $node<E, N> {
            type QueryId = $node<E::QueryId, N>;
            const HAS_STATIC_QUERY_ID: bool = E::HAS_STATIC_QUERY_ID;
        }
        impl<E: Node, N> Node for $node<E, N> {
            type Scope = E::Scope;
            fn joins<DB: DieselBackend>(&self, joins: &mut Joins<'_, '_, '_, DB>) -> QueryResult<()> {
                self.0.joins(joins)
            }
            fn check(&self) -> crate::Result<()> {
                self.0.check()
            }
        }
        impl<E: OrderExpression, N: 'static> OrderItem for $node<E, N> {
            const IS_KEY: bool = E::IS_KEY;
        }
        impl<E: OrderExpression, N: Nulls> IntoOrder for $node<E, N> {
            type Item = Self;
            fn into_order(self) -> Self { self }
        }
        impl<E, N, DB> PushItem<DB> for $node<E, N>
        where
            E: OrderExpression + QueryFragment<DB>,
            N: Nulls,
            DB: Backend,
        {
            fn push<'b>(&'b self, mut out: AstPass<'_, 'b, DB>, first: &mut bool, reverse: bool) -> QueryResult<()> {
                if !std::mem::take(first) {
                    out.push_sql(", ");
                }
                let nulls_first = N::FIRST.map(|nulls| nulls != reverse);
                crate::backend::order(&self.0, self.0.may_be_null(), $descending != reverse, nulls_first, out)
            }
        }
        impl<E> $node<E, NullsDefault> {
            /// Rows with NULL come first.
            pub fn nulls_first(self) -> $node<E, NullsFirst> { $node(self.0, PhantomData) }
            /// Rows with NULL come last.
            pub fn nulls_last(self) -> $node<E, NullsLast> { $node(self.0, PhantomData) }
        }
    )* };
}
directions! {
    /// Smallest first.
    Asc false;
    /// Largest first.
    Desc true;
}

/// What a term orders by.
pub trait OrderExpression: Node + QueryId {
    /// It is the queryset's own primary key.
    const IS_KEY: bool;
    /// It may be NULL, so that where NULLs stand must be said.
    fn may_be_null(&self) -> bool {
        true
    }
}
impl<E: Value + QueryId> OrderExpression for E {
    const IS_KEY: bool = E::IS_KEY;
    fn may_be_null(&self) -> bool {
        E::Null::MAYBE
    }
}

impl<E: OrderExpression + Expression> IntoOrder for Ex<E>
where
    E::Scope: Orders,
{
    type Item = Asc<E>;
    fn into_order(self) -> Asc<E> {
        Asc(self.0, PhantomData)
    }
}

/// A value that has an order.
#[diagnostic::on_unimplemented(
    message = "rows are ordered by columns, and this is none",
    label = "a column goes here, `-column` for the other direction",
    note = "order by a column of a to-one relation: `relation.column`; the rows of a to-many one have no place in an order",
    note = "rows are not ordered by an aggregate of themselves: of a relation `-count(tracks)` is fine, and groups by the names that `.annotate(n = …)` gave"
)]
pub trait OrderValue {
    /// The value.
    type Value;
    /// The value.
    fn into_order_value(self) -> Self::Value;
}
#[diagnostic::do_not_recommend]
impl<E: Expression> OrderValue for Ex<E>
where
    E::Scope: Orders,
{
    type Value = E;
    fn into_order_value(self) -> E {
        self.0
    }
}

/// Smallest first.
pub fn asc<T: OrderValue>(value: T) -> Asc<T::Value> {
    Asc(value.into_order_value(), PhantomData)
}

/// Largest first: what `-column` means.
pub fn desc<T: OrderValue>(value: T) -> Desc<T::Value> {
    Desc(value.into_order_value(), PhantomData)
}

/// Another order each time.
#[derive(Clone, Copy, Default)]
pub struct Random;

/// Another order each time.
pub fn random() -> Random {
    Random
}

static_query_id!(Random);
impl Node for Random {
    type Scope = Free;
    fn joins<DB: DieselBackend>(&self, _: &mut Joins<'_, '_, '_, DB>) -> QueryResult<()> {
        Ok(())
    }
}
impl OrderItem for Random {
    const IS_KEY: bool = false;
}
impl IntoOrder for Random {
    type Item = Self;
    fn into_order(self) -> Self {
        self
    }
}
impl<DB: Backend> PushItem<DB> for Random {
    fn push<'b>(
        &'b self,
        mut out: AstPass<'_, 'b, DB>,
        first: &mut bool,
        _: bool,
    ) -> QueryResult<()> {
        if !std::mem::take(first) {
            out.push_sql(", ");
        }
        out.push_sql(out.backend().dialect().random());
        Ok(())
    }
}

impl<A: IntoOrder, B: IntoOrder> IntoOrder for Either<A, B> {
    type Item = Either<A::Item, B::Item>;
    fn into_order(self) -> Self::Item {
        match self {
            Self::A(a) => Either::A(a.into_order()),
            Self::B(b) => Either::B(b.into_order()),
        }
    }
}
impl<A: OrderItem, B: OrderItem> OrderItem for Either<A, B> {
    const IS_KEY: bool = A::IS_KEY && B::IS_KEY;
}
impl<A: PushItem<DB>, B: PushItem<DB>, DB: DieselBackend> PushItem<DB> for Either<A, B> {
    fn push<'b>(
        &'b self,
        out: AstPass<'_, 'b, DB>,
        first: &mut bool,
        reverse: bool,
    ) -> QueryResult<()> {
        match self {
            Self::A(a) => a.push(out, first, reverse),
            Self::B(b) => b.push(out, first, reverse),
        }
    }
}

/// A term that may be absent.
#[derive(Clone, Copy)]
pub struct OptionalItem<T>(pub(crate) Option<T>);

impl<T> OptionalItem<T> {
    pub(crate) fn new(item: Option<T>) -> Self {
        Self(item)
    }
}
impl<T: IntoOrder> IntoOrder for Option<T> {
    type Item = OptionalItem<T::Item>;
    fn into_order(self) -> Self::Item {
        OptionalItem(self.map(IntoOrder::into_order))
    }
}
impl<T: QueryId> QueryId for OptionalItem<T> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}
impl<T: Node> Node for OptionalItem<T> {
    type Scope = T::Scope;
    fn joins<DB: DieselBackend>(&self, joins: &mut Joins<'_, '_, '_, DB>) -> QueryResult<()> {
        self.0.as_ref().map_or(Ok(()), |item| item.joins(joins))
    }
    fn check(&self) -> crate::Result<()> {
        self.0.as_ref().map_or(Ok(()), Node::check)
    }
}
impl<T: OrderItem> OrderItem for OptionalItem<T> {
    const IS_KEY: bool = false;
}
impl<T: PushItem<DB>, DB: DieselBackend> PushItem<DB> for OptionalItem<T> {
    fn push<'b>(
        &'b self,
        out: AstPass<'_, 'b, DB>,
        first: &mut bool,
        reverse: bool,
    ) -> QueryResult<()> {
        self.0
            .as_ref()
            .map_or(Ok(()), |item| item.push(out, first, reverse))
    }
}

/// The terms of an order: `(first, (second, ()))`.
pub trait OrderList: Node + QueryId {
    /// The primary key is among them, so no two rows are equal.
    const HAS_KEY: bool;
    /// How many.
    const LEN: usize;
}
impl OrderList for () {
    const HAS_KEY: bool = false;
    const LEN: usize = 0;
}
impl Node for () {
    type Scope = Free;
    fn joins<DB: DieselBackend>(&self, _: &mut Joins<'_, '_, '_, DB>) -> QueryResult<()> {
        Ok(())
    }
}
impl<H: Node, T: Node> Node for (H, T) {
    type Scope = <H::Scope as Scope>::With<T::Scope>;
    fn joins<DB: DieselBackend>(&self, joins: &mut Joins<'_, '_, '_, DB>) -> QueryResult<()> {
        self.0.joins(joins)?;
        self.1.joins(joins)
    }
    fn check(&self) -> crate::Result<()> {
        self.0.check()?;
        self.1.check()
    }
}
impl<H: OrderItem, T: OrderList> OrderList for (H, T) {
    const HAS_KEY: bool = H::IS_KEY || T::HAS_KEY;
    const LEN: usize = 1 + T::LEN;
}

/// Writes the terms.
pub trait PushList<DB: DieselBackend>: OrderList {
    /// Writes the terms.
    ///
    /// # Errors
    /// Those of the query builder.
    fn push_list<'b>(
        &'b self,
        out: AstPass<'_, 'b, DB>,
        first: &mut bool,
        reverse: bool,
    ) -> QueryResult<()>;
}
impl<DB: DieselBackend> PushList<DB> for () {
    fn push_list<'b>(&'b self, _: AstPass<'_, 'b, DB>, _: &mut bool, _: bool) -> QueryResult<()> {
        Ok(())
    }
}
impl<H: PushItem<DB>, T: PushList<DB>, DB: DieselBackend> PushList<DB> for (H, T) {
    fn push_list<'b>(
        &'b self,
        mut out: AstPass<'_, 'b, DB>,
        first: &mut bool,
        reverse: bool,
    ) -> QueryResult<()> {
        self.0.push(out.reborrow(), first, reverse)?;
        self.1.push_list(out, first, reverse)
    }
}

/// The order of a queryset of `M`: what was said, or the model's own.
pub trait OrderBy<M>: QueryId {
    /// No two rows are equal in it.
    fn is_total(&self) -> bool;
    /// An order was said for this queryset, or the model has one of its own.
    fn is_said(&self) -> bool;
    /// Turned round.
    fn is_reversed(&self) -> bool {
        false
    }
    /// It is the model's own.
    fn is_models(&self) -> bool {
        false
    }
    /// The joins of its paths.
    ///
    /// # Errors
    /// Those of the query builder.
    fn order_joins<DB: DieselBackend>(&self, joins: &mut Joins<'_, '_, '_, DB>) -> QueryResult<()>;
    /// [`Node::check`] of its terms.
    ///
    /// # Errors
    /// [`Error::Slice`](crate::Error::Slice).
    fn check_order(&self) -> crate::Result<()> {
        Ok(())
    }
}

/// Writes a queryset's order.
pub trait PushOrder<M, DB: DieselBackend>: OrderBy<M> {
    /// Writes the terms.
    ///
    /// # Errors
    /// Those of the query builder.
    fn push_order<'b>(
        &'b self,
        out: AstPass<'_, 'b, DB>,
        first: &mut bool,
        reverse: bool,
    ) -> QueryResult<()>;
}

/// Nothing was said: the model's own order.
#[derive(Clone, Copy, Default)]
pub struct ModelOrder;
static_query_id!(ModelOrder);

impl<M: Model> OrderBy<M> for ModelOrder {
    fn is_total(&self) -> bool {
        M::Ordering::HAS_KEY
    }
    fn is_said(&self) -> bool {
        M::Ordering::LEN > 0
    }
    fn is_models(&self) -> bool {
        true
    }
    fn order_joins<DB: DieselBackend>(&self, joins: &mut Joins<'_, '_, '_, DB>) -> QueryResult<()> {
        M::Ordering::default().joins(joins)
    }
}
impl<M, DB> PushOrder<M, DB> for ModelOrder
where
    M: Model,
    M::Ordering: PushList<DB>,
    DB: DieselBackend,
{
    fn push_order<'b>(
        &'b self,
        out: AstPass<'_, 'b, DB>,
        first: &mut bool,
        reverse: bool,
    ) -> QueryResult<()> {
        // An ordering holds columns only and has no size: neither box nor leak cost anything.
        let ordering: &'static M::Ordering = Box::leak(Box::default());
        ordering.push_list(out, first, reverse)
    }
}

/// An order was said.
#[derive(Clone, Copy)]
pub struct Said<L>(pub(crate) L);
static_query_id!(Said<L>);

impl<M, L: OrderList> OrderBy<M> for Said<L> {
    fn is_total(&self) -> bool {
        L::HAS_KEY
    }
    fn is_said(&self) -> bool {
        true
    }
    fn order_joins<DB: DieselBackend>(&self, joins: &mut Joins<'_, '_, '_, DB>) -> QueryResult<()> {
        self.0.joins(joins)
    }
    fn check_order(&self) -> crate::Result<()> {
        self.0.check()
    }
}
impl<M, L: PushList<DB>, DB: DieselBackend> PushOrder<M, DB> for Said<L> {
    fn push_order<'b>(
        &'b self,
        out: AstPass<'_, 'b, DB>,
        first: &mut bool,
        reverse: bool,
    ) -> QueryResult<()> {
        self.0.push_list(out, first, reverse)
    }
}

/// The order turned round, by `reverse()` or `last()`.
#[derive(Clone, Copy)]
pub struct Reversed<O>(pub(crate) O);
static_query_id!(Reversed<O>);

impl<M, O: OrderBy<M>> OrderBy<M> for Reversed<O> {
    fn is_total(&self) -> bool {
        self.0.is_total()
    }
    fn is_said(&self) -> bool {
        self.0.is_said()
    }
    fn is_reversed(&self) -> bool {
        !self.0.is_reversed()
    }
    fn is_models(&self) -> bool {
        self.0.is_models()
    }
    fn order_joins<DB: DieselBackend>(&self, joins: &mut Joins<'_, '_, '_, DB>) -> QueryResult<()> {
        self.0.order_joins(joins)
    }
    fn check_order(&self) -> crate::Result<()> {
        self.0.check_order()
    }
}
impl<M, O: PushOrder<M, DB>, DB: DieselBackend> PushOrder<M, DB> for Reversed<O> {
    fn push_order<'b>(
        &'b self,
        out: AstPass<'_, 'b, DB>,
        first: &mut bool,
        reverse: bool,
    ) -> QueryResult<()> {
        self.0.push_order(out, first, !reverse)
    }
}
