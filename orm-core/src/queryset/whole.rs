//! Querysets that are there already, inside another one: in `exists(…)`, `subquery(…)` and
//! `in_(…)`. They know nothing of the row around.

use diesel::QueryResult;
use diesel::backend::Backend as DieselBackend;
use diesel::query_builder::{AstPass, QueryFragment};

use super::{
    Distinctness, Groups, NotDistinct, QuerySet, Ranked, SelectOn, Selection, Totals, Windows,
};
use crate::ast::{
    AnyRow, CheckKeys, Condition, Ex, Expression, Free, InQuery, InSource, MayBeNull, NoSlice,
    Node, OneValue, OrderBy, PushOrder, PushSlice, Slice, Value,
};
use crate::backend::Backend;
use crate::load::pick::{Pick, PickOn};
use crate::load::pick_values::Only;
use crate::load::statement::{FromStart, Plain};
use crate::model::Model;
use crate::path::{Joins, Path, Root, push_table};

/// Whether a queryset has a row.
#[derive(Clone, Copy)]
pub struct AnyOf<Q>(Q);
/// The first value of a queryset; `S` is its slice, cut to one row.
#[derive(Clone, Copy)]
pub struct TopOf<Q, S>(Q, S);
/// The one row of aggregates.
#[derive(Clone, Copy)]
pub struct TotalOf<Q>(Q);
/// All values of a queryset, for IN.
#[derive(Clone, Copy)]
pub struct ValuesOf<Q>(Q);

crate::ast::static_query_id!(AnyOf<Q>);
crate::ast::static_query_id!(TopOf<Q, S>);
crate::ast::static_query_id!(TotalOf<Q>);
crate::ast::static_query_id!(ValuesOf<Q>);

macro_rules! of_no_row {
    ($($node:ident < Q $(, $param:ident)? >)*) => { $(
        impl<Q: Selection $(, $param)?> Node for $node<Q $(, $param)?> {
            type Scope = Free;
            fn joins<DB: DieselBackend>(&self, _: &mut Joins<'_, '_, '_, DB>) -> QueryResult<()> {
                Ok(())
            }
            fn check(&self) -> crate::Result<()> {
                self.0.check()
            }
        }
    )* };
}
of_no_row!(AnyOf<Q> TopOf<Q, S> TotalOf<Q>);
impl<Q: Selection> CheckKeys for ValuesOf<Q> {
    fn check_keys(&self) -> crate::Result<()> {
        self.0.check()
    }
}

macro_rules! any_rows {
    ($(<$($param:ident),*> $ty:ty, $slice:ty;)*) => { $(
        #[diagnostic::do_not_recommend]
        impl<$($param),*> AnyRow for $ty
        where
            Self: Selection,
        {
            type Query = AnyOf<Self>;
            type Slice = $slice;
            fn into_any_row(self) -> AnyOf<Self> {
                AnyOf(self)
            }
        }
    )* };
}
any_rows! {
    <M, W, O, D, S, L> QuerySet<M, W, O, D, S, L>, S;
    <M, W, K, L, H, O, S> Groups<M, W, K, L, H, O, S>, S;
    <Q> Windows<Q>, NoSlice;
    <Q, L, H, O, S> Ranked<Q, L, H, O, S>, S;
}
impl<Q: SelectOn<DB>, DB: Backend> QueryFragment<DB> for AnyOf<Q> {
    fn walk_ast<'b>(&'b self, out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        self.0.push_exists(out)
    }
}

#[diagnostic::do_not_recommend]
impl<M, W, O, D, S, N, V, F> OneValue for QuerySet<M, W, O, D, S, Only<N, (Ex<V>, ()), F>>
where
    Self: Selection,
    D: NotDistinct,
    S: Slice,
    V: Value,
{
    type Query = TopOf<Self, S::Top>;
    type Value = V;
    type Null = MayBeNull;
    type Slice = S;
    fn into_one_value(self) -> Self::Query {
        let top = self.slice.top(1);
        TopOf(self, top)
    }
}
impl<Q: SelectOn<DB>, S: PushSlice<DB>, DB: Backend> QueryFragment<DB> for TopOf<Q, S> {
    fn walk_ast<'b>(&'b self, out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        self.0.push_rows::<S, FromStart>(&self.1, out)
    }
}

#[diagnostic::do_not_recommend]
impl<Q, N, V, F> OneValue for Totals<Q, Only<N, (Ex<V>, ()), F>>
where
    Self: Selection,
    V: Value,
{
    type Query = TotalOf<Self>;
    type Value = V;
    type Null = V::Null;
    type Slice = NoSlice;
    fn into_one_value(self) -> Self::Query {
        TotalOf(self)
    }
}
impl<Q: SelectOn<DB>, DB: Backend> QueryFragment<DB> for TotalOf<Q> {
    fn walk_ast<'b>(&'b self, out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        self.0.push_rows::<_, Plain>(&NoSlice, out)
    }
}

/// A queryset of values.
pub struct InValues;

/// Values that a column of SQL type `S` is looked for in.
#[diagnostic::on_unimplemented(
    message = "`in_` compares values of one type: the column is `{S}`, and the queryset gives `{Self}`",
    label = "the column is `{S}`, and the queryset gives `{Self}`"
)]
pub trait SameAs<S> {}
impl<S> SameAs<S> for S {}

#[diagnostic::do_not_recommend]
impl<E, M, W, O, D, S, N, V, F> InSource<E, InValues>
    for QuerySet<M, W, O, D, S, Only<N, (Ex<V>, ()), F>>
where
    Self: Selection,
    E: Expression,
    V: Expression<Sql: SameAs<E::Sql>>,
{
    type Condition = InQuery<E, ValuesOf<Self>>;
    type Slice = S;
    fn into_condition(self, expr: E) -> Self::Condition {
        InQuery::new(expr, ValuesOf(self))
    }
}

impl<M, W, O, D, S, L, DB> QueryFragment<DB> for ValuesOf<QuerySet<M, W, O, D, S, L>>
where
    M: Model,
    W: Condition + QueryFragment<DB>,
    O: OrderBy<M> + PushOrder<M, DB>,
    D: Distinctness,
    S: PushSlice<DB>,
    L: Pick<M> + PickOn<M, DB>,
    DB: Backend,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        let queryset = &self.0;
        let derived = S::SLICED && !out.backend().dialect().limits_in_subquery();
        if derived {
            out.push_sql("SELECT c0 FROM (");
        }
        out.push_sql(QuerySet::<M, W, O, D, S, L>::select());
        let mut named = 0;
        let mut names = derived.then_some(&mut named);
        queryset.slots.columns(true, &mut names, out.reborrow())?;
        out.push_sql(" FROM ");
        push_table(M::META, Root::<M>::ALIAS, &mut out)?;
        queryset.push_joins(true, S::SLICED, &mut out)?;
        queryset.push_where(&mut out)?;
        if S::SLICED {
            queryset.push_order(true, false, out.reborrow())?;
            queryset.slice.push_limit(out.reborrow())?;
        }
        if derived {
            out.push_sql(") AS ");
            out.push_identifier("self.part")?;
        }
        Ok(())
    }
}
