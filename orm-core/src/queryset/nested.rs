//! Querysets that are written inside another one, and name its fields by `outer(…)`.

use std::marker::PhantomData;

use diesel::QueryResult;
use diesel::backend::Backend as DieselBackend;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};

use super::{All, IntoOrderList, QuerySet, SourceModel, Unsliced};
use crate::ast::{
    And, AnyRow, Condition, DefaultFilter, Ex, Free, IntoCondition, MayBeNull, ModelOrder,
    NoCondition, NoSlice, Node, Not, OfAll, OfRows, OneValue, OrderList, PushList, PushSlice, Said,
    Scope, Scoped, Slice, SliceFrom, SliceFromTo, SliceTo, Value,
};
use crate::backend::Backend;
use crate::model::Model;
use crate::path::{Inner, Joins, Path, Reroot, push_column, push_table};

/// Rows of `M` in a subquery that stands in `D - 1` others: filtered by `W`, in order `O`, in
/// slice `S`.
#[derive(Clone, Copy)]
pub struct Nested<M, const D: usize, W = NoCondition, O = ModelOrder, S = NoSlice> {
    condition: W,
    order: O,
    slice: S,
    model: PhantomData<fn() -> M>,
}

/// What a subquery can start from.
#[diagnostic::on_unimplemented(
    message = "a subquery that is written out starts with a model's name",
    label = "not a model's name",
    note = "a queryset that is there already goes in by itself: `exists({{albums}})`; it knows nothing of the row around"
)]
pub trait NestedSource {
    /// The model.
    type Model: Model;
    /// The default scope, or nothing.
    type Where: DefaultFilter<Self::Model>;
}
#[diagnostic::do_not_recommend]
impl<M: Model, W: DefaultFilter<M>, L> NestedSource
    for QuerySet<M, W, ModelOrder, All, NoSlice, L>
{
    type Model = M;
    type Where = W;
}

/// What a subquery from `Q` starts with, where it stands in `D - 1` others.
pub type NestedScope<Q, const D: usize> = <<Q as NestedSource>::Where as DefaultFilter<
    <Q as NestedSource>::Model,
>>::At<Inner<<Q as NestedSource>::Model, D>>;

/// Begins a subquery that stands in `D - 1` others.
pub fn nested<Q: NestedSource, const D: usize>(_: Q) -> Nested<Q::Model, D, NestedScope<Q, D>> {
    Nested {
        condition: Q::Where::at::<Inner<Q::Model, D>>(),
        order: ModelOrder,
        slice: NoSlice,
        model: PhantomData,
    }
}

impl<M: Model, const D: usize, W, O, S> SourceModel for Nested<M, D, W, O, S> {
    type Model = M;
    type Fields = M::Fields<Inner<M, D>>;
    fn fields(&self) -> Self::Fields {
        M::fields::<Inner<M, D>>()
    }
}

impl<M: Model, const D: usize, W, O, S> Nested<M, D, W, O, S> {
    fn with_condition<W2>(self, change: impl FnOnce(W) -> W2) -> Nested<M, D, W2, O, S> {
        Nested {
            condition: change(self.condition),
            order: self.order,
            slice: self.slice,
            model: PhantomData,
        }
    }

    fn with_slice<S2>(self, slice: S2) -> Nested<M, D, W, O, S2> {
        Nested {
            condition: self.condition,
            order: self.order,
            slice,
            model: PhantomData,
        }
    }

    /// Without the default scope of the model.
    pub fn unscoped<U>(self) -> Nested<M, D, U, O, S>
    where
        W: Scoped<M, Unscoped = U>,
        S: Unsliced,
    {
        self.with_condition(Scoped::unscoped)
    }

    /// Only rows that meet the condition.
    pub fn filter<C>(self, condition: C) -> Nested<M, D, And<W, C::Condition>, O, S>
    where
        C: IntoCondition,
        S: Unsliced,
    {
        self.with_condition(|before| And(before, condition.into_condition()))
    }

    /// Exactly the rows that `filter` with this condition leaves out.
    pub fn exclude<C>(self, condition: C) -> Nested<M, D, And<W, Not<C::Condition>>, O, S>
    where
        C: IntoCondition,
        S: Unsliced,
    {
        self.with_condition(|before| And(before, Not(condition.into_condition())))
    }

    /// In this order; a second `order_by` replaces the first.
    pub fn order_by<T>(self, terms: T) -> Nested<M, D, W, Said<T::List>, S>
    where
        T: IntoOrderList,
        S: Unsliced,
    {
        Nested {
            condition: self.condition,
            order: Said(terms.into_list()),
            slice: self.slice,
            model: PhantomData,
        }
    }

    /// The first `to` rows.
    pub fn slice_to(self, to: i64) -> Nested<M, D, W, O, SliceTo>
    where
        S: Unsliced,
    {
        self.with_slice(SliceTo::new(to))
    }

    /// All rows after the first `from`.
    pub fn slice_from(self, from: i64) -> Nested<M, D, W, O, SliceFrom>
    where
        S: Unsliced,
    {
        self.with_slice(SliceFrom::new(from))
    }

    /// The rows from number `from` to before number `to`.
    pub fn slice_between(self, from: i64, to: i64) -> Nested<M, D, W, O, SliceFromTo>
    where
        S: Unsliced,
    {
        self.with_slice(SliceFromTo::new(from, to))
    }

    /// One value of the first row.
    pub fn value<V>(self, value: Ex<V>) -> NestedValue<Self, V>
    where
        V: Value<Scope: OfRows> + QueryId,
    {
        NestedValue(self, value.0)
    }

    /// One aggregate of all rows.
    pub fn total<V>(self, value: Ex<V>) -> NestedTotal<Self, V>
    where
        V: Value<Scope: OfAll> + QueryId,
        S: Unsliced,
    {
        NestedTotal(self, value.0)
    }
}

/// A value of each row of a subquery.
#[derive(Clone, Copy)]
pub struct NestedValue<Q, V>(Q, V);
/// An aggregate of all rows of a subquery.
#[derive(Clone, Copy)]
pub struct NestedTotal<Q, V>(Q, V);

impl<M: Model, const D: usize, W, O, S, V> NestedValue<Nested<M, D, W, O, S>, V> {
    /// The value of the first of so many rows.
    pub fn slice_to(self, to: i64) -> NestedValue<Nested<M, D, W, O, SliceTo>, V>
    where
        S: Unsliced,
    {
        NestedValue(self.0.slice_to(to), self.1)
    }

    /// The value of row number `from`.
    pub fn slice_from(self, from: i64) -> NestedValue<Nested<M, D, W, O, SliceFrom>, V>
    where
        S: Unsliced,
    {
        NestedValue(self.0.slice_from(from), self.1)
    }

    /// The value of row number `from`.
    pub fn slice_between(
        self,
        from: i64,
        to: i64,
    ) -> NestedValue<Nested<M, D, W, O, SliceFromTo>, V>
    where
        S: Unsliced,
    {
        NestedValue(self.0.slice_between(from, to), self.1)
    }
}

/// The order of a subquery's rows.
pub trait NestedOrder<M, const D: usize>: Node + QueryId {
    /// There is none to write.
    const NONE: bool;
}
/// Writes the order of a subquery's rows.
pub trait PushNestedOrder<M, const D: usize, DB: DieselBackend>: NestedOrder<M, D> {
    /// Writes the joins of its paths.
    ///
    /// # Errors
    /// Those of the query builder.
    fn order_joins(&self, joins: &mut Joins<'_, '_, '_, DB>) -> QueryResult<()>;
    /// Writes the terms.
    ///
    /// # Errors
    /// Those of the query builder.
    fn push_terms<'b>(&'b self, out: AstPass<'_, 'b, DB>, first: &mut bool) -> QueryResult<()>;
}
impl Node for ModelOrder {
    type Scope = Free;
    fn joins<DB: DieselBackend>(&self, _: &mut Joins<'_, '_, '_, DB>) -> QueryResult<()> {
        Ok(())
    }
}
impl<M: Model, const D: usize> NestedOrder<M, D> for ModelOrder {
    const NONE: bool = M::Ordering::LEN == 0;
}
/// The model's own order, of the rows of a subquery.
type OrderIn<M, const D: usize> = <<M as Model>::Ordering as Reroot<Inner<M, D>>>::Out;

impl<M, const D: usize, DB> PushNestedOrder<M, D, DB> for ModelOrder
where
    M: Model<Ordering: Reroot<Inner<M, D>>>,
    OrderIn<M, D>: PushList<DB> + Default + 'static,
    DB: DieselBackend,
{
    fn order_joins(&self, joins: &mut Joins<'_, '_, '_, DB>) -> QueryResult<()> {
        OrderIn::<M, D>::default().joins(joins)
    }
    fn push_terms<'b>(&'b self, out: AstPass<'_, 'b, DB>, first: &mut bool) -> QueryResult<()> {
        // An ordering holds columns only and has no size: neither box nor leak cost anything.
        let ordering: &'static OrderIn<M, D> = Box::leak(Box::default());
        ordering.push_list(out, first, false)
    }
}
impl<L: Node> Node for Said<L> {
    type Scope = L::Scope;
    fn joins<DB: DieselBackend>(&self, joins: &mut Joins<'_, '_, '_, DB>) -> QueryResult<()> {
        self.0.joins(joins)
    }
    fn check(&self) -> crate::Result<()> {
        self.0.check()
    }
}
impl<M, const D: usize, L: OrderList> NestedOrder<M, D> for Said<L> {
    const NONE: bool = L::LEN == 0;
}
impl<M, const D: usize, L: PushList<DB>, DB: DieselBackend> PushNestedOrder<M, D, DB> for Said<L> {
    fn order_joins(&self, joins: &mut Joins<'_, '_, '_, DB>) -> QueryResult<()> {
        self.0.joins(joins)
    }
    fn push_terms<'b>(&'b self, out: AstPass<'_, 'b, DB>, first: &mut bool) -> QueryResult<()> {
        self.0.push_list(out, first, false)
    }
}

impl<M: 'static, const D: usize, W, O, S> QueryId for Nested<M, D, W, O, S>
where
    W: QueryId,
    O: QueryId,
    S: QueryId,
{
    type QueryId = Nested<M, D, W::QueryId, O::QueryId, S::QueryId>;
    const HAS_STATIC_QUERY_ID: bool =
        W::HAS_STATIC_QUERY_ID && O::HAS_STATIC_QUERY_ID && S::HAS_STATIC_QUERY_ID;
}

/// What the querysets around see of it: what `outer` names in the filter and the order.
impl<M: Model, const D: usize, W: Node, O: Node, S: Slice> Node for Nested<M, D, W, O, S> {
    type Scope = <W::Scope as Scope>::With<O::Scope>;
    fn joins<DB: DieselBackend>(&self, joins: &mut Joins<'_, '_, '_, DB>) -> QueryResult<()> {
        self.condition.joins(joins)?;
        self.order.joins(joins)
    }
    fn check(&self) -> crate::Result<()> {
        super::check_slice::<M, S>(&self.slice)?;
        self.condition.check()?;
        self.order.check()
    }
}

impl<M: Model, const D: usize, W, O, S> Nested<M, D, W, O, S> {
    /// FROM and WHERE, with the joins of what `more` writes.
    fn push_from<'b, DB: Backend>(
        &'b self,
        more: impl FnOnce(&mut Joins<'_, '_, '_, DB>) -> QueryResult<()>,
        out: &mut AstPass<'_, 'b, DB>,
    ) -> QueryResult<()>
    where
        W: Condition + QueryFragment<DB>,
        S: Slice,
    {
        out.push_sql(" FROM ");
        push_table(M::META, Inner::<M, D>::ALIAS, out)?;
        let joins = &mut Joins::new(out).at_depth(D);
        joins.inner(|joins| self.condition.needs(joins))?;
        self.condition.joins(joins)?;
        more(joins)?;
        if self.condition.is_absent() {
            return Ok(());
        }
        out.push_sql(" WHERE ");
        self.condition.walk_ast(out.reborrow())
    }

    /// ORDER BY: what was said, and the key after it.
    fn push_order<'b, DB: Backend>(&'b self, out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()>
    where
        O: PushNestedOrder<M, D, DB>,
    {
        out.push_sql(" ORDER BY ");
        let mut first = true;
        self.order.push_terms(out.reborrow(), &mut first)?;
        for column in M::META.key_columns() {
            if !std::mem::take(&mut first) {
                out.push_sql(", ");
            }
            push_column(Inner::<M, D>::ALIAS, column, out)?;
        }
        Ok(())
    }
}

/// The rows of a subquery, for EXISTS.
#[derive(Clone, Copy)]
pub struct NestedRows<Q>(Q);
/// The first value of a subquery: `S` is its slice, cut to one row.
#[derive(Clone, Copy)]
pub struct FirstOf<Q, V, S> {
    query: Q,
    value: V,
    slice: S,
}

crate::ast::static_query_id!(NestedRows<Q>);
crate::ast::static_query_id!(FirstOf<Q, V, S>);
crate::ast::static_query_id!(NestedTotal<Q, V>);

impl<Q: Node> Node for NestedRows<Q> {
    type Scope = Q::Scope;
    fn joins<DB: DieselBackend>(&self, joins: &mut Joins<'_, '_, '_, DB>) -> QueryResult<()> {
        self.0.joins(joins)
    }
    fn check(&self) -> crate::Result<()> {
        self.0.check()
    }
}
impl<Q: Node, V: Node, S> Node for FirstOf<Q, V, S> {
    type Scope = <Q::Scope as Scope>::With<V::Scope>;
    fn joins<DB: DieselBackend>(&self, joins: &mut Joins<'_, '_, '_, DB>) -> QueryResult<()> {
        self.query.joins(joins)?;
        self.value.joins(joins)
    }
    fn check(&self) -> crate::Result<()> {
        self.query.check()?;
        self.value.check()
    }
}
/// The aggregate is of the subquery's own rows, and none to the querysets around.
impl<Q: Node, V: Node> Node for NestedTotal<Q, V> {
    type Scope = Q::Scope;
    fn joins<DB: DieselBackend>(&self, joins: &mut Joins<'_, '_, '_, DB>) -> QueryResult<()> {
        self.0.joins(joins)?;
        self.1.joins(joins)
    }
    fn check(&self) -> crate::Result<()> {
        self.0.check()?;
        self.1.check()
    }
}

#[diagnostic::do_not_recommend]
impl<M, const D: usize, W, O, S> AnyRow for Nested<M, D, W, O, S>
where
    M: Model,
    W: Node + QueryId,
    O: Node + QueryId,
    S: Slice,
{
    type Query = NestedRows<Self>;
    type Slice = NoSlice;
    fn into_any_row(self) -> NestedRows<Self> {
        NestedRows(self)
    }
}
#[diagnostic::do_not_recommend]
impl<M, const D: usize, W, O, S, V> OneValue for NestedValue<Nested<M, D, W, O, S>, V>
where
    M: Model,
    W: Node + QueryId,
    O: Node + QueryId,
    S: Slice,
    V: Value + QueryId,
{
    type Query = FirstOf<Nested<M, D, W, O, S>, V, S::Top>;
    type Value = V;
    type Null = MayBeNull;
    type Slice = NoSlice;
    fn into_one_value(self) -> Self::Query {
        FirstOf {
            slice: self.0.slice.top(1),
            query: self.0,
            value: self.1,
        }
    }
}
#[diagnostic::do_not_recommend]
impl<Q, V> OneValue for NestedTotal<Q, V>
where
    Q: Node + QueryId,
    V: Value + QueryId,
{
    type Query = Self;
    type Value = V;
    type Null = V::Null;
    type Slice = NoSlice;
    fn into_one_value(self) -> Self {
        self
    }
}

impl<M, const D: usize, W, O, S, DB> QueryFragment<DB> for NestedRows<Nested<M, D, W, O, S>>
where
    M: Model,
    W: Condition + QueryFragment<DB>,
    S: PushSlice<DB>,
    DB: Backend,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql("SELECT 1");
        self.0.push_from(|_| Ok(()), &mut out)?;
        self.0.slice.push_limit(out)
    }
}
impl<M, const D: usize, W, O, S, V, Top, DB> QueryFragment<DB>
    for FirstOf<Nested<M, D, W, O, S>, V, Top>
where
    M: Model,
    W: Condition + QueryFragment<DB>,
    O: PushNestedOrder<M, D, DB>,
    S: Slice,
    V: Value + QueryFragment<DB>,
    Top: PushSlice<DB>,
    DB: Backend,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql("SELECT ");
        self.value.walk_ast(out.reborrow())?;
        let (value, order) = (&self.value, &self.query.order);
        let more = |joins: &mut Joins<'_, '_, '_, DB>| {
            value.joins(joins)?;
            order.order_joins(joins)
        };
        self.query.push_from(more, &mut out)?;
        self.query.push_order(&mut out)?;
        if S::SLICED {
            return self.slice.push_limit(out);
        }
        out.push_sql(" LIMIT 1");
        Ok(())
    }
}
impl<M, const D: usize, W, O, S, V, DB> QueryFragment<DB> for NestedTotal<Nested<M, D, W, O, S>, V>
where
    M: Model,
    W: Condition + QueryFragment<DB>,
    S: Slice,
    V: Value + QueryFragment<DB>,
    DB: Backend,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql("SELECT ");
        self.1.walk_ast(out.reborrow())?;
        let value = &self.1;
        self.0.push_from(|joins| value.joins(joins), &mut out)
    }
}
