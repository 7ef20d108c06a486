//! The order of a whole whose sides were combined: by values that are selected, which are
//! found in the list of them by their type.

use std::marker::PhantomData;

use diesel::QueryResult;
use diesel::backend::Backend as DieselBackend;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};

use crate::ast::{
    Asc, ByName, Desc, Either, Ex, Expression, Free, Named, NamedTerms, Node, OptionalItem,
    OrderList, PushList, Random, Turnable, Value,
};
use crate::backend::Kind;
use crate::load::spec::push_place;
use crate::load::values::ValueList;
use crate::path::Joins;

/// The first of a list.
pub struct Here;
/// Further down in a list.
pub struct There<I>(PhantomData<fn() -> I>);

/// A list of selected values that has `E` at place `I`.
#[diagnostic::on_unimplemented(
    message = "what was combined is ordered by values that it selects, and this is none of them",
    label = "not among the selected values",
    note = "name it among the values on both sides; of rows, any column orders the whole"
)]
pub trait HasValueAt<E, I> {
    /// The place.
    const AT: usize;
}
#[diagnostic::do_not_recommend]
impl<E, T> HasValueAt<E, Here> for (Ex<E>, T) {
    const AT: usize = 0;
}
#[diagnostic::do_not_recommend]
impl<E, F, T, I> HasValueAt<E, There<I>> for (Ex<F>, T)
where
    T: HasValueAt<E, I>,
{
    const AT: usize = 1 + T::AT;
}

/// A selected value as the whole has it: `c0`.
pub struct Result<L, E, I>(PhantomData<fn() -> (L, E, I)>);
impl<L, E, I> Clone for Result<L, E, I> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<L, E, I> Copy for Result<L, E, I> {}
impl<L, E, I> Default for Result<L, E, I> {
    fn default() -> Self {
        Self(PhantomData)
    }
}
impl<L: ValueList, E: QueryId, I: 'static> QueryId for Result<L, E, I> {
    type QueryId = Result<L::Reader, E::QueryId, I>;
    const HAS_STATIC_QUERY_ID: bool = E::HAS_STATIC_QUERY_ID;
}
impl<L, E, I> Node for Result<L, E, I> {
    type Scope = Free;
    fn joins<DB: DieselBackend>(&self, _: &mut Joins<'_, '_, '_, DB>) -> QueryResult<()> {
        Ok(())
    }
}
impl<L, E: Expression, I> Expression for Result<L, E, I> {
    type Sql = E::Sql;
}
impl<L, E: Value, I> Value for Result<L, E, I> {
    type Rust = E::Rust;
    type Stored = E::Stored;
    type Null = E::Null;
    const CAST: Option<Kind> = None;
}
impl<L, E, I, DB> QueryFragment<DB> for Result<L, E, I>
where
    L: HasValueAt<E, I>,
    DB: DieselBackend,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        push_place(L::AT, &mut out);
        Ok(())
    }
}

/// A term of an order that speaks of a selected value.
#[diagnostic::on_unimplemented(
    message = "what was combined is ordered by values that it selects, and this is none of them",
    label = "not among the selected values",
    note = "name it among the values on both sides; of rows, any column orders the whole"
)]
pub trait IntoResultItem<L, I> {
    /// The same, of the whole.
    type Item: crate::ast::OrderItem;
    /// The same, of the whole.
    fn into_result_item(self) -> Self::Item;
}
macro_rules! directions {
    ($($node:ident)*) => { $(
        #[diagnostic::do_not_recommend]
        impl<L, E, N, I> IntoResultItem<L, I> for $node<E, N>
        where
            L: HasValueAt<E, I> + ValueList,
            E: Value + QueryId,
            I: 'static,
            N: 'static,
        {
            type Item = $node<Result<L, E, I>, N>;
            fn into_result_item(self) -> Self::Item {
                $node::default()
            }
        }
    )* };
}
directions!(Asc Desc);
#[diagnostic::do_not_recommend]
impl<L> IntoResultItem<L, ()> for Random {
    type Item = Self;
    fn into_result_item(self) -> Self {
        self
    }
}
#[diagnostic::do_not_recommend]
impl<L, A, B, I, J> IntoResultItem<L, (I, J)> for Either<A, B>
where
    A: IntoResultItem<L, I>,
    B: IntoResultItem<L, J>,
{
    type Item = Either<A::Item, B::Item>;
    fn into_result_item(self) -> Self::Item {
        match self {
            Self::A(a) => Either::A(a.into_result_item()),
            Self::B(b) => Either::B(b.into_result_item()),
        }
    }
}
#[diagnostic::do_not_recommend]
impl<L, T, I> IntoResultItem<L, Option<I>> for Option<T>
where
    T: IntoResultItem<L, I>,
{
    type Item = OptionalItem<T::Item>;
    fn into_result_item(self) -> Self::Item {
        OptionalItem::new(self.map(IntoResultItem::into_result_item))
    }
}

/// Terms of an order, `(first, (second, ()))`, that speak of selected values.
#[diagnostic::on_unimplemented(
    message = "what was combined is ordered by values that it selects, and this is none of them",
    label = "not among the selected values",
    note = "name it among the values on both sides; of rows, any column orders the whole"
)]
pub trait IntoResultOrder<L, I> {
    /// The same, of the whole.
    type Order: OrderList;
    /// The same, of the whole.
    fn into_result_order(self) -> Self::Order;
}
#[diagnostic::do_not_recommend]
impl<L> IntoResultOrder<L, ()> for () {
    type Order = ();
    fn into_result_order(self) {}
}
#[diagnostic::do_not_recommend]
impl<L, H, T, I, J> IntoResultOrder<L, (I, J)> for (H, T)
where
    H: IntoResultItem<L, I>,
    T: IntoResultOrder<L, J>,
{
    type Order = (H::Item, T::Order);
    fn into_result_order(self) -> Self::Order {
        (self.0.into_result_item(), self.1.into_result_order())
    }
}

/// The order of a whole.
pub trait ResultOrder: OrderList {
    /// It was turned round.
    fn is_reversed(&self) -> bool {
        false
    }
}
impl ResultOrder for () {}
impl<H, T> ResultOrder for (H, T) where Self: OrderList {}

/// Terms that names may choose, of selected values.
#[diagnostic::on_unimplemented(
    message = "what was combined is ordered by values that it selects, and this is none of them",
    label = "not among the selected values",
    note = "name it among the values on both sides; of rows, any column orders the whole"
)]
pub trait IntoResultNames<L, I> {
    /// The same, of the whole.
    type Names: NamedTerms;
    /// The same, of the whole.
    fn into_result_names(self) -> Self::Names;
}
#[diagnostic::do_not_recommend]
impl<L> IntoResultNames<L, ()> for () {
    type Names = ();
    fn into_result_names(self) {}
}
#[diagnostic::do_not_recommend]
impl<L, H, T, I, J> IntoResultNames<L, (I, J)> for (Named<H>, T)
where
    H: IntoResultItem<L, I, Item: Turnable>,
    T: IntoResultNames<L, J>,
{
    type Names = (Named<H::Item>, T::Names);
    fn into_result_names(self) -> Self::Names {
        let named = self.0.of(IntoResultItem::into_result_item);
        (named, self.1.into_result_names())
    }
}
impl<O: ResultOrder, T: NamedTerms> ResultOrder for ByName<O, T> {
    fn is_reversed(&self) -> bool {
        !self.is_chosen() && self.before().is_reversed()
    }
}

/// An order turned round.
#[derive(Clone, Copy)]
pub struct Turned<O>(pub(super) O);
crate::ast::static_query_id!(Turned<O>);

impl<O: Node> Node for Turned<O> {
    type Scope = O::Scope;
    fn joins<DB: DieselBackend>(&self, joins: &mut Joins<'_, '_, '_, DB>) -> QueryResult<()> {
        self.0.joins(joins)
    }
    fn check(&self) -> crate::Result<()> {
        self.0.check()
    }
}
impl<O: OrderList> OrderList for Turned<O> {
    const HAS_KEY: bool = O::HAS_KEY;
    const LEN: usize = O::LEN;
}
impl<O: ResultOrder> ResultOrder for Turned<O> {
    fn is_reversed(&self) -> bool {
        !self.0.is_reversed()
    }
}
impl<O: PushList<DB>, DB: DieselBackend> PushList<DB> for Turned<O> {
    fn push_list<'b>(
        &'b self,
        out: AstPass<'_, 'b, DB>,
        first: &mut bool,
        reverse: bool,
    ) -> QueryResult<()> {
        self.0.push_list(out, first, !reverse)
    }
}
