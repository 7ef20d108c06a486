//! Values that depend on conditions: `case(when(condition, value), otherwise(value))`, and
//! conditions as values.

use std::marker::PhantomData;

use diesel::QueryResult;
use diesel::backend::Backend as DieselBackend;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::sql_types::Bool;

use super::{Branch, TypedValue, mixed, number_kind, push_widened};
use crate::ast::{
    Condition, Ex, Expression, Free, IntoCondition, MayBeNull, Node, NotNull, Nullness, Scope,
    TypedAs, Value, static_query_id,
};
use crate::backend::{Backend, Kind};
use crate::path::Joins;

/// A condition as a value: true where `filter` would keep the row, else false, never NULL.
#[derive(Clone, Copy)]
pub struct Truth<C>(C);

static_query_id!(Truth<C>);
impl<C: Node> Node for Truth<C> {
    type Scope = C::Scope;
    fn joins<DB: DieselBackend>(&self, joins: &mut Joins<'_, '_, '_, DB>) -> QueryResult<()> {
        self.0.joins(joins)
    }
    fn check(&self) -> crate::Result<()> {
        self.0.check()
    }
}
impl<C: Node> Expression for Truth<C> {
    type Sql = Bool;
}
impl<C: Node> Value for Truth<C> {
    type Rust = bool;
    type Stored = Bool;
    type Null = NotNull;
    const CAST: Option<Kind> = None;
}
impl<C: Condition + QueryFragment<DB>, DB: DieselBackend> QueryFragment<DB> for Truth<C> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        if self.0.is_absent() {
            out.push_sql("TRUE");
            return Ok(());
        }
        out.push_sql("((");
        self.0.walk_ast(out.reborrow())?;
        out.push_sql(") IS TRUE)");
        Ok(())
    }
}

/// A condition as a value. SQL: `((condition) IS TRUE)`.
pub fn truth<C: IntoCondition>(condition: C) -> Ex<Truth<C::Condition>> {
    Ex(Truth(condition.into_condition()))
}

/// `CASE WHEN … THEN … ELSE … END`, of SQL type `S`.
pub struct Case<W, E, S> {
    whens: W,
    otherwise: E,
    sql: PhantomData<fn() -> S>,
}
impl<W, E, S> Case<W, E, S> {
    fn new(whens: W, otherwise: E) -> Self {
        Self {
            whens,
            otherwise,
            sql: PhantomData,
        }
    }
}
impl<W: Clone, E: Clone, S> Clone for Case<W, E, S> {
    fn clone(&self) -> Self {
        Self::new(self.whens.clone(), self.otherwise.clone())
    }
}
impl<W: Copy, E: Copy, S> Copy for Case<W, E, S> {}
impl<W: QueryId, E: QueryId, S: 'static> QueryId for Case<W, E, S> {
    type QueryId = Case<W::QueryId, E::QueryId, S>;
    const HAS_STATIC_QUERY_ID: bool = W::HAS_STATIC_QUERY_ID && E::HAS_STATIC_QUERY_ID;
}

/// `WHEN condition THEN value`.
#[derive(Clone, Copy)]
pub struct When<C, V>(C, V);
static_query_id!(When<C, V>);
/// `ELSE value`.
#[derive(Clone, Copy)]
pub struct Else<V>(V);
static_query_id!(Else<V>);
/// No `ELSE`: then it may be NULL.
#[derive(Clone, Copy)]
pub struct NoElse;
static_query_id!(NoElse);

/// Parts of a `CASE`.
pub trait CasePart: QueryId {
    /// On what they depend.
    type Scope: Scope;
    /// Whether one of the values may be NULL.
    type Null: Nullness;
    /// Another type than `S` is among the values.
    fn mixed<S: TypedAs>() -> bool;
    /// Writes the joins that they need.
    ///
    /// # Errors
    /// Those of the query builder.
    fn joins<DB: DieselBackend>(&self, joins: &mut Joins<'_, '_, '_, DB>) -> QueryResult<()>;
    /// [`Node::check`] of each.
    ///
    /// # Errors
    /// [`Error::Slice`](crate::Error::Slice).
    fn check(&self) -> crate::Result<()> {
        Ok(())
    }
}
impl CasePart for () {
    type Scope = Free;
    type Null = NotNull;
    fn mixed<S: TypedAs>() -> bool {
        false
    }
    fn joins<DB: DieselBackend>(&self, _: &mut Joins<'_, '_, '_, DB>) -> QueryResult<()> {
        Ok(())
    }
}
impl<W: CasePart, C: Condition, V: Value + QueryId> CasePart for (W, When<C, V>) {
    type Scope = <<W::Scope as Scope>::With<C::Scope> as Scope>::With<V::Scope>;
    type Null = <W::Null as Nullness>::Or<V::Null>;
    fn mixed<S: TypedAs>() -> bool {
        mixed::<V, S>() || W::mixed::<S>()
    }
    fn joins<DB: DieselBackend>(&self, joins: &mut Joins<'_, '_, '_, DB>) -> QueryResult<()> {
        self.0.joins(joins)?;
        self.1.0.joins(joins)?;
        self.1.1.joins(joins)
    }
    fn check(&self) -> crate::Result<()> {
        self.0.check()?;
        self.1.0.check()?;
        self.1.1.check()
    }
}
impl CasePart for NoElse {
    type Scope = Free;
    type Null = MayBeNull;
    fn mixed<S: TypedAs>() -> bool {
        false
    }
    fn joins<DB: DieselBackend>(&self, _: &mut Joins<'_, '_, '_, DB>) -> QueryResult<()> {
        Ok(())
    }
}
impl<V: Value + QueryId> CasePart for Else<V> {
    type Scope = V::Scope;
    type Null = V::Null;
    fn mixed<S: TypedAs>() -> bool {
        mixed::<V, S>()
    }
    fn joins<DB: DieselBackend>(&self, joins: &mut Joins<'_, '_, '_, DB>) -> QueryResult<()> {
        self.0.joins(joins)
    }
    fn check(&self) -> crate::Result<()> {
        self.0.check()
    }
}

/// Writes parts of a `CASE`.
pub trait PushCase<DB: DieselBackend>: CasePart {
    /// Writes them.
    ///
    /// # Errors
    /// Those of the query builder.
    fn push<'b>(&'b self, out: AstPass<'_, 'b, DB>) -> QueryResult<()>;
}
impl<DB: DieselBackend> PushCase<DB> for () {
    fn push<'b>(&'b self, _: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        Ok(())
    }
}
impl<DB: DieselBackend> PushCase<DB> for NoElse {
    fn push<'b>(&'b self, _: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        Ok(())
    }
}
#[diagnostic::do_not_recommend]
impl<V: Value + QueryId + QueryFragment<DB>, DB: DieselBackend> PushCase<DB> for Else<V> {
    fn push<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql(" ELSE ");
        self.0.walk_ast(out)
    }
}
#[diagnostic::do_not_recommend]
impl<W, C, V, DB> PushCase<DB> for (W, When<C, V>)
where
    W: PushCase<DB>,
    C: Condition + QueryFragment<DB>,
    V: Value + QueryId + QueryFragment<DB>,
    DB: DieselBackend,
{
    fn push<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        self.0.push(out.reborrow())?;
        out.push_sql(" WHEN ");
        if self.1.0.is_absent() {
            out.push_sql("TRUE");
        } else {
            self.1.0.walk_ast(out.reborrow())?;
        }
        out.push_sql(" THEN ");
        self.1.1.walk_ast(out)
    }
}

impl<W: CasePart, E: CasePart, S> Node for Case<W, E, S> {
    type Scope = <W::Scope as Scope>::With<E::Scope>;
    fn joins<DB: DieselBackend>(&self, joins: &mut Joins<'_, '_, '_, DB>) -> QueryResult<()> {
        self.whens.joins(joins)?;
        self.otherwise.joins(joins)
    }
    fn check(&self) -> crate::Result<()> {
        self.whens.check()?;
        self.otherwise.check()
    }
}
impl<W: CasePart, E: CasePart, S: 'static> Expression for Case<W, E, S> {
    type Sql = S;
}
impl<W: CasePart, E: CasePart, S: TypedAs> Value for Case<W, E, S> {
    type Rust = S::Rust;
    type Stored = S::Stored;
    type Null = <W::Null as Nullness>::Or<E::Null>;
    const CAST: Option<Kind> = number_kind(S::KIND);
}
impl<W, E, S, DB> QueryFragment<DB> for Case<W, E, S>
where
    W: PushCase<DB>,
    E: PushCase<DB>,
    S: TypedAs,
    DB: Backend,
{
    fn walk_ast<'b>(&'b self, out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        let mixed = W::mixed::<S>() || E::mixed::<S>();
        push_widened::<S, DB>(mixed, out, |mut out| {
            out.push_sql("CASE");
            self.whens.push(out.reborrow())?;
            self.otherwise.push(out.reborrow())?;
            out.push_sql(" END");
            Ok(())
        })
    }
}

/// The first `when(condition, value)`.
pub fn case<C, V>(
    condition: C,
    value: Ex<V>,
) -> Ex<Case<((), When<C::Condition, V>), NoElse, V::Sql>>
where
    C: IntoCondition,
    V: TypedValue,
{
    Ex(Case::new(
        ((), When(condition.into_condition(), value.0)),
        NoElse,
    ))
}
impl<W, S> Ex<Case<W, NoElse, S>> {
    /// One more `when(condition, value)`: the first whose condition is true counts.
    pub fn when<C, T, K>(
        self,
        condition: C,
        value: T,
    ) -> Ex<Case<(W, When<C::Condition, T::Expr>), NoElse, T::Output>>
    where
        C: IntoCondition,
        T: Branch<S, K>,
    {
        let when = When(condition.into_condition(), value.into_branch());
        Ex(Case::new((self.0.whens, when), NoElse))
    }
    /// The value where no condition is true; NULL without.
    pub fn otherwise<T, K>(self, value: T) -> Ex<Case<W, Else<T::Expr>, T::Output>>
    where
        T: Branch<S, K>,
    {
        Ex(Case::new(self.0.whens, Else(value.into_branch())))
    }
}
