//! Rows that are marked as deleted: the default scope that leaves them out, and querysets that
//! see them.

use std::marker::PhantomData;

use diesel::QueryResult;
use diesel::backend::Backend as DieselBackend;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};

use super::{
    And, AnyCondition, Condition, ConditionOf, EveryRow, Filter, FixedCondition, InRow, InScope,
    InTenant, NoFilter, Node, SomeFilter, Typed,
};
use crate::backend::Backend;
use crate::load::count::{No, Yes};
use crate::model::{Model, SoftDelete};
use crate::path::{Joins, Path, push_column};

/// Rows that are not marked: what the default scope of a model with `soft_delete` asks.
pub struct NotDeleted;

#[diagnostic::do_not_recommend]
impl FixedCondition for NotDeleted {}
#[diagnostic::do_not_recommend]
impl<M: Model> ConditionOf<M> for NotDeleted {
    type Itself = Self;
    fn itself(self) -> Self {
        self
    }
    fn at<P: Path<Model = M, Scope = InRow>>(self, _: M::Fields<P>) -> impl AnyCondition {
        Marked::<P, false>(PhantomData)
    }
}

/// Two default scopes.
pub struct BothScopes<A, B>(pub A, pub B);

#[diagnostic::do_not_recommend]
impl<A: FixedCondition, B: FixedCondition> FixedCondition for BothScopes<A, B> {}
#[diagnostic::do_not_recommend]
impl<M: Model, A: ConditionOf<M>, B: ConditionOf<M>> ConditionOf<M> for BothScopes<A, B> {
    type Itself = Self;
    fn itself(self) -> Self {
        self
    }
    fn at<P: Path<Model = M, Scope = InRow>>(self, fields: M::Fields<P>) -> impl AnyCondition {
        And(self.0.at::<P>(fields), self.1.at::<P>(fields))
    }
}

/// `deleted_at IS NOT NULL`, or `IS NULL`.
pub struct Marked<P, const DELETED: bool>(PhantomData<fn() -> P>);

/// The default scope without what it says of deleted rows.
pub struct WithDeleted<P>(PhantomData<fn() -> P>);

macro_rules! of_a_path {
    ($(<$($const:ident)?> $name:ty;)*) => { $(
        impl<P $(, const $const: bool)?> Clone for $name {
            fn clone(&self) -> Self {
                *self
            }
        }
        impl<P $(, const $const: bool)?> Copy for $name {}
        impl<P: 'static $(, const $const: bool)?> QueryId for $name {
            type QueryId = Self;
            const HAS_STATIC_QUERY_ID: bool = true;
        }
        impl<P: Path $(, const $const: bool)?> Node for $name {
            type Scope = P::Scope;
            fn joins<DB: DieselBackend>(&self, joins: &mut Joins<'_, '_, '_, DB>) -> QueryResult<()> {
                P::join(joins)
            }
        }
    )* };
}
of_a_path! {
    <DELETED> Marked<P, DELETED>;
    <> WithDeleted<P>;
}

impl<P: Path, const DELETED: bool> Condition for Marked<P, DELETED> {
    type Limits = Yes;
    type Says = SomeFilter;
}
impl<P: Path, const DELETED: bool, DB: DieselBackend> QueryFragment<DB> for Marked<P, DELETED> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        let column = P::Model::META.soft_delete_column();
        push_column(
            P::ALIAS,
            column.map_or("", |column| column.column),
            &mut out,
        )?;
        out.push_sql(if DELETED { " IS NOT NULL" } else { " IS NULL" });
        Ok(())
    }
}

impl<P: Path> Condition for WithDeleted<P> {
    type Limits = No;
    type Says = NoFilter;
    fn is_absent(&self) -> bool {
        P::Model::scope_with_deleted::<P>().is_none()
    }
    fn chooses(&self) -> bool {
        false
    }
}
impl<P: Path> Filter for WithDeleted<P> {
    type Held = Typed;
}
impl<P: Path, DB: Backend> QueryFragment<DB> for WithDeleted<P> {
    fn walk_ast<'b>(&'b self, out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        match P::Model::scope_with_deleted::<P>() {
            Some(scope) => DB::push_scope(scope, out),
            None => Ok(()),
        }
    }
}

/// A filter that begins with a default scope which leaves deleted rows of `M` out.
#[diagnostic::on_unimplemented(
    message = "no deleted rows are left out of this queryset",
    label = "nothing to bring back here",
    note = "`with_deleted` and `only_deleted` are for a model with `#[model(soft_delete = field)]`, once, before a slice, a union and `boxed`"
)]
pub trait SoftScoped<M> {
    /// The filter that sees them.
    type WithDeleted;
    /// The filter that sees them.
    fn with_deleted(self) -> Self::WithDeleted;
}
#[diagnostic::do_not_recommend]
impl<M: SoftDelete, P: Path<Model = M>> SoftScoped<M> for InScope<P> {
    type WithDeleted = WithDeleted<P>;
    fn with_deleted(self) -> WithDeleted<P> {
        WithDeleted(PhantomData)
    }
}
#[diagnostic::do_not_recommend]
impl<M, A: SoftScoped<M>, C> SoftScoped<M> for And<A, C> {
    type WithDeleted = And<A::WithDeleted, C>;
    fn with_deleted(self) -> Self::WithDeleted {
        And(self.0.with_deleted(), self.1)
    }
}
#[diagnostic::do_not_recommend]
impl<M, C: SoftScoped<M>> SoftScoped<M> for InTenant<C> {
    type WithDeleted = InTenant<C::WithDeleted>;
    fn with_deleted(self) -> Self::WithDeleted {
        InTenant(self.0.with_deleted())
    }
}
#[diagnostic::do_not_recommend]
impl<M, C: SoftScoped<M>> SoftScoped<M> for EveryRow<C> {
    type WithDeleted = EveryRow<C::WithDeleted>;
    fn with_deleted(self) -> Self::WithDeleted {
        EveryRow(self.0.with_deleted())
    }
}

/// Rows that are marked.
pub(crate) fn only_deleted<P, C>(filter: C) -> And<C, Marked<P, true>> {
    And(filter, Marked(PhantomData))
}
