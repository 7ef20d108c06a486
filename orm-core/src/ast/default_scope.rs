//! Default scopes: the condition that every queryset of a model starts with.
//!
//! It is a type without a value, so that it stands in the constant that a model's name is. The
//! condition is made where its SQL is written: of each path once, since a JOIN binds what lives
//! as long as the statement, and the joins hold names alone.

use std::any::TypeId;
use std::collections::BTreeMap;
use std::marker::PhantomData;
use std::sync::{PoisonError, RwLock};

use diesel::QueryResult;
use diesel::backend::Backend as DieselBackend;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};

use super::{And, Condition, ConditionOf, Filter, NoCondition, NoFilter, Node, Typed};
use crate::backend::{Backend, ScopeSql};
use crate::load::count::No;
use crate::model::Model;
use crate::path::{AsRow, Joins, Path, Root};
use crate::queryset::OnEveryDatabase;

/// A named condition that is the same wherever and whenever it is asked: of columns of its own
/// row, constants and functions of the database.
#[diagnostic::on_unimplemented(
    message = "this condition cannot be a default scope: it is not the same for every query",
    label = "no default scope",
    note = "a default scope is a `condition!` without arguments, of columns of the row itself, constants and functions of the database: `condition! {{ pub fn published() for Book = !draft && publish_at <= F(now()) }}`",
    note = "relations and values of Rust's code are filtered by in the querysets themselves"
)]
pub trait FixedCondition {}

/// What every queryset of `M` starts with.
pub trait DefaultFilter<M: Model>:
    Filter<Held = Typed> + OnEveryDatabase + Copy + Send + Sync + 'static
{
    /// The same of rows that path `P` leads to.
    type At<P: Path<Model = M>>: Condition + Copy;
    /// The same of rows that path `P` leads to.
    fn at<P: Path<Model = M>>() -> Self::At<P>;
}
impl<M: Model> DefaultFilter<M> for NoCondition {
    type At<P: Path<Model = M>> = Self;
    fn at<P: Path<Model = M>>() -> Self {
        Self
    }
}
impl<M: Model> DefaultFilter<M> for InScope<Root<M>> {
    type At<P: Path<Model = M>> = InScope<P>;
    fn at<P: Path<Model = M>>() -> InScope<P> {
        InScope::new()
    }
}

/// The rows that path `P` leads to are in the default scope of their model.
pub struct InScope<P>(PhantomData<fn() -> P>);

impl<P> InScope<P> {
    #[doc(hidden)]
    #[allow(clippy::new_without_default)]
    pub const fn new() -> Self {
        Self(PhantomData)
    }
}
impl<P> Clone for InScope<P> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<P> Copy for InScope<P> {}
impl<P: 'static> QueryId for InScope<P> {
    type QueryId = Self;
    const HAS_STATIC_QUERY_ID: bool = true;
}
impl<P: Path> Node for InScope<P> {
    type Scope = P::Scope;
    fn joins<DB: DieselBackend>(&self, joins: &mut Joins<'_, '_, '_, DB>) -> QueryResult<()> {
        P::join(joins)
    }
}
/// What is in scope are all rows: none of them is left out.
impl<P: Path> Condition for InScope<P> {
    type Limits = No;
    type Says = NoFilter;
    fn chooses(&self) -> bool {
        false
    }
}
impl<P: Path> Filter for InScope<P> {
    type Held = Typed;
}
impl<P: Path, DB: Backend> QueryFragment<DB> for InScope<P> {
    fn walk_ast<'b>(&'b self, out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        match P::Model::scope::<P>() {
            Some(scope) => DB::push_scope(scope, out),
            None => Ok(()),
        }
    }
}

#[diagnostic::do_not_recommend]
impl<C: OnEveryDatabase + Send + Sync> ScopeSql for C {
    #[cfg(feature = "sqlite")]
    fn on_sqlite<'b>(&'b self, out: AstPass<'_, 'b, diesel::sqlite::Sqlite>) -> QueryResult<()> {
        self.walk_ast(out)
    }
    #[cfg(feature = "postgres-backend")]
    fn on_postgres<'b>(&'b self, out: AstPass<'_, 'b, diesel::pg::Pg>) -> QueryResult<()> {
        self.walk_ast(out)
    }
    #[cfg(feature = "mysql-backend")]
    fn on_mysql<'b>(&'b self, out: AstPass<'_, 'b, diesel::mysql::Mysql>) -> QueryResult<()> {
        self.walk_ast(out)
    }
}

/// A default scope of the rows that path `P` leads to. It is made once for each path, and kept:
/// as many as there are in the program's types. A model may have two, with and without deleted
/// rows.
pub fn scope_at<P, C>(condition: C) -> &'static dyn ScopeSql
where
    P: Path,
    C: ConditionOf<P::Model> + FixedCondition + 'static,
{
    static KEPT: RwLock<BTreeMap<TypeId, &'static dyn ScopeSql>> = RwLock::new(BTreeMap::new());
    let path = TypeId::of::<(P, C)>();
    let kept = KEPT.read().unwrap_or_else(PoisonError::into_inner);
    if let Some(scope) = kept.get(&path) {
        return *scope;
    }
    drop(kept);
    let made = condition.at::<AsRow<P>>(P::Model::fields());
    let mut kept = KEPT.write().unwrap_or_else(PoisonError::into_inner);
    *kept
        .entry(path)
        .or_insert_with(|| Box::leak(Box::new(made)))
}

/// A filter that begins with the default scope of `M`.
#[diagnostic::on_unimplemented(
    message = "no default scope stands in front of this queryset's filter",
    label = "nothing to lift here",
    note = "`unscoped` is for a model with `#[model(default_scope = condition)]`, before a slice, a union and `boxed`; `Model.unscoped()` is all rows of one with `#[model(tenant = field)]`"
)]
pub trait Scoped<M> {
    /// The filter without it.
    type Unscoped;
    /// The filter without it.
    fn unscoped(self) -> Self::Unscoped;
}
#[diagnostic::do_not_recommend]
impl<M: Model, P: Path<Model = M>> Scoped<M> for InScope<P> {
    type Unscoped = NoCondition;
    fn unscoped(self) -> NoCondition {
        NoCondition
    }
}
#[diagnostic::do_not_recommend]
impl<M, A: Scoped<M>, C> Scoped<M> for And<A, C> {
    type Unscoped = And<A::Unscoped, C>;
    fn unscoped(self) -> Self::Unscoped {
        And(self.0.unscoped(), self.1)
    }
}
