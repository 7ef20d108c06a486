//! What can stand in a filter.

use diesel::QueryResult;
use diesel::backend::Backend as DieselBackend;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::sql_types::Bool;

use super::{
    Asks, Either, Ex, Expression, Free, MaybeFilter, NoFilter, Node, OfRows, Says, SomeFilter,
};
use crate::load::count::{Flag, No, Yes};
use crate::path::Joins;

/// A condition, which may be absent: an `if` without `else` whose head was false. An
/// absent condition vanishes from whatever it stands in.
pub trait Condition: Node + QueryId {
    /// Rows may be left out.
    type Limits: Flag;
    /// Whether it chooses rows, as far as its type tells: [`SomeFilter`], [`MaybeFilter`] or
    /// [`NoFilter`].
    type Says: Says;
    /// Nothing to ask.
    fn is_absent(&self) -> bool {
        false
    }
    /// Somebody asked for it, so that it counts as a filter where rows are written: it is there,
    /// and no default scope or tenant.
    fn chooses(&self) -> bool {
        !self.is_absent()
    }
}

/// What `filter` and `exclude` take: a comparison, a quantifier, a bool column, an
/// `Option` of these.
#[diagnostic::on_unimplemented(
    message = "this is no condition",
    label = "a comparison, a lookup, a quantifier or a bool column goes here",
    note = "for example `title.icontains(\"x\")`, `price > 10`, `tags.any(name == \"x\")`"
)]
pub trait IntoCondition {
    /// The condition.
    type Condition: Condition;
    /// Becomes a condition.
    fn into_condition(self) -> Self::Condition;
}

/// The SQL type of a condition.
#[diagnostic::on_unimplemented(
    message = "this is no condition: it is a value of type `{Self}`",
    label = "compare it with something, or name a bool column",
    note = "for example `title.icontains(\"x\")`, `price > 10`, `tags.any(name == \"x\")`"
)]
pub trait BoolSql {}
#[diagnostic::do_not_recommend]
impl BoolSql for Bool {}

impl<E: Expression<Sql: BoolSql> + QueryId> IntoCondition for Ex<E>
where
    E::Scope: OfRows,
{
    type Condition = IsTrue<E>;
    fn into_condition(self) -> IsTrue<E> {
        IsTrue(self.0)
    }
}

#[diagnostic::do_not_recommend]
impl<C: IntoCondition> IntoCondition for Option<C> {
    type Condition = Optional<C::Condition>;
    fn into_condition(self) -> Self::Condition {
        Optional(self.map(IntoCondition::into_condition))
    }
}

#[diagnostic::do_not_recommend]
impl<A: IntoCondition, B: IntoCondition> IntoCondition for Either<A, B> {
    type Condition = Either<A::Condition, B::Condition>;
    fn into_condition(self) -> Self::Condition {
        match self {
            Either::A(a) => Either::A(a.into_condition()),
            Either::B(b) => Either::B(b.into_condition()),
        }
    }
}

/// A value as a condition: the macro's words for one that stands alone.
pub fn condition<C: IntoCondition>(value: C) -> C::Condition {
    value.into_condition()
}

/// An expression of SQL type bool as a condition.
#[derive(Clone, Copy)]
pub struct IsTrue<E>(pub(crate) E);

super::static_query_id!(IsTrue<E>);

impl<E: Node> Node for IsTrue<E> {
    type Scope = E::Scope;
    const ASKS: Asks = E::ASKS;
    fn joins<DB: DieselBackend>(&self, joins: &mut Joins<'_, '_, '_, DB>) -> QueryResult<()> {
        self.0.joins(joins)
    }
    fn check(&self) -> crate::Result<()> {
        self.0.check()
    }
    fn needs<DB: DieselBackend>(&self, joins: &mut Joins<'_, '_, '_, DB>) -> QueryResult<()> {
        self.0.needs(joins)
    }
}
impl<E: Node + QueryId> Condition for IsTrue<E> {
    type Limits = Yes;
    type Says = SomeFilter;
}
#[diagnostic::do_not_recommend]
impl<E: Node + QueryId> IntoCondition for IsTrue<E> {
    type Condition = Self;
    fn into_condition(self) -> Self {
        self
    }
}
impl<E: QueryFragment<DB>, DB: DieselBackend> QueryFragment<DB> for IsTrue<E> {
    fn walk_ast<'b>(&'b self, out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        self.0.walk_ast(out)
    }
}

/// No filter was said.
#[derive(Clone, Copy, Default)]
pub struct NoCondition;

super::static_query_id!(NoCondition);

impl Node for NoCondition {
    type Scope = Free;
    const ASKS: Asks = Asks::Values;
    fn joins<DB: DieselBackend>(&self, _: &mut Joins<'_, '_, '_, DB>) -> QueryResult<()> {
        Ok(())
    }
}
impl Condition for NoCondition {
    type Limits = No;
    type Says = NoFilter;
    fn is_absent(&self) -> bool {
        true
    }
}
impl<DB: DieselBackend> QueryFragment<DB> for NoCondition {
    fn walk_ast<'b>(&'b self, _: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        Ok(())
    }
}

/// An `if` without `else`: whether the condition is there is known only at run time, so
/// the text is not decided by the type.
#[derive(Clone, Copy)]
pub struct Optional<C>(Option<C>);

impl<C: QueryId> QueryId for Optional<C> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}
impl<C: Node> Node for Optional<C> {
    type Scope = C::Scope;
    const ASKS: Asks = C::ASKS;
    fn joins<DB: DieselBackend>(&self, joins: &mut Joins<'_, '_, '_, DB>) -> QueryResult<()> {
        self.0
            .as_ref()
            .map_or(Ok(()), |condition| condition.joins(joins))
    }
    fn check(&self) -> crate::Result<()> {
        self.0.as_ref().map_or(Ok(()), Node::check)
    }
}
impl<C: Condition> Condition for Optional<C> {
    type Limits = Yes;
    type Says = MaybeFilter;
    fn is_absent(&self) -> bool {
        self.0.as_ref().is_none_or(Condition::is_absent)
    }
}
impl<C: QueryFragment<DB>, DB: DieselBackend> QueryFragment<DB> for Optional<C> {
    fn walk_ast<'b>(&'b self, out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        self.0
            .as_ref()
            .map_or(Ok(()), |condition| condition.walk_ast(out))
    }
}
