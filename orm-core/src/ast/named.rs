//! Conditions with a name: said once of a model, and used wherever its rows are reached.

use std::marker::PhantomData;

use diesel::QueryResult;
use diesel::backend::Backend as DieselBackend;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};

use super::{Condition, InRow, IntoCondition, Node, SomeFilter};
use crate::load::count::Yes;
use crate::model::Model;
use crate::path::{AsRow, At, Joins, Path, push_column};
use crate::queryset::OnEveryDatabase;

/// A condition on the rows of `M`, wherever a queryset reaches them: what a function gives
/// that [`condition!`](macro@crate::condition) wrote. A function of yours may give one too, and choose the arguments.
///
/// ```
/// # orm_core::doctest_models!();
/// condition! {
///     /// Longer than so many minutes.
///     pub fn longer(minutes: i32) for Track = milliseconds > minutes * 60_000;
///     pub fn rock() for Track = genre.name == "Rock";
///     pub fn by(name: &str) for Album = artist.name == name;
/// }
/// let conn = &mut connection();
/// assert_eq!(queryset!(Track.filter(longer(5) && !rock())).count(conn)?, 2);
/// assert_eq!(queryset!(Album.filter(tracks.any(longer(6)) && by("AC/DC"))).count(conn)?, 1);
/// assert_eq!(queryset!(Track.filter(album.matches(by("Accept")))).count(conn)?, 1);
/// # Ok::<(), orm_core::Error>(())
/// ```
#[diagnostic::on_unimplemented(
    message = "this is no condition on `{M}`",
    label = "a condition on `{M}` goes here, and this is `{Self}`",
    note = "a condition with a name is written `condition! {{ fn in_stock(min: i32) for Book = stock >= min }}`; what goes along a relation is `book.matches(in_stock(3))` or `books.any(in_stock(3))`"
)]
pub trait ConditionOf<M: Model>: Sized {
    /// The condition itself, so that what is none is one error and not one for each use.
    type Itself: ConditionOf<M>;
    /// The condition itself.
    fn itself(self) -> Self::Itself;
    /// The condition, on the rows that path `P` leads to.
    fn at<P: Path<Model = M, Scope = InRow>>(self, fields: M::Fields<P>) -> impl AnyCondition;
}

/// A condition of whatever type, for every enabled database.
#[doc(hidden)]
pub trait AnyCondition: OnEveryDatabase + Clone + Send + Sync {}
impl<C: OnEveryDatabase + Clone + Send + Sync> AnyCondition for C {}

/// A value that is a condition on the rows that path `P` leads to.
pub fn condition_of<P: Path, C: ConditionOf<P::Model>>(_: At<P>, condition: C) -> C::Itself {
    condition.itself()
}

/// A named condition on the rows that path `P` leads to.
pub fn named_condition<P: Path, C: ConditionOf<P::Model>>(
    _: At<P>,
    condition: C,
) -> NamedCondition<P, impl AnyCondition + use<P, C>> {
    NamedCondition {
        condition: condition.at::<AsRow<P>>(P::Model::fields()),
        path: PhantomData,
    }
}

/// A named condition at path `P`. What stands inside is of one row, wherever `P` leads; what
/// the whole depends on is up to `P`.
pub struct NamedCondition<P, C> {
    condition: C,
    path: PhantomData<fn() -> P>,
}

impl<P, C: Clone> Clone for NamedCondition<P, C> {
    fn clone(&self) -> Self {
        Self {
            condition: self.condition.clone(),
            path: PhantomData,
        }
    }
}
impl<P: 'static, C: QueryId> QueryId for NamedCondition<P, C> {
    type QueryId = NamedCondition<P, C::QueryId>;
    const HAS_STATIC_QUERY_ID: bool = C::HAS_STATIC_QUERY_ID;
}
impl<P: Path, C: Node> Node for NamedCondition<P, C> {
    type Scope = P::Scope;
    fn joins<DB: DieselBackend>(&self, joins: &mut Joins<'_, '_, '_, DB>) -> QueryResult<()> {
        self.condition.joins(joins)
    }
    fn check(&self) -> crate::Result<()> {
        self.condition.check()
    }
    fn needs<DB: DieselBackend>(&self, joins: &mut Joins<'_, '_, '_, DB>) -> QueryResult<()> {
        self.condition.needs(joins)
    }
}
impl<P: Path, C: Condition> Condition for NamedCondition<P, C> {
    type Limits = Yes;
    type Says = SomeFilter;
    fn is_absent(&self) -> bool {
        self.condition.is_absent()
    }
}
#[diagnostic::do_not_recommend]
impl<P: Path, C: Condition> IntoCondition for NamedCondition<P, C> {
    type Condition = Self;
    fn into_condition(self) -> Self {
        self
    }
}
impl<P, C: QueryFragment<DB>, DB: DieselBackend> QueryFragment<DB> for NamedCondition<P, C> {
    fn walk_ast<'b>(&'b self, out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        self.condition.walk_ast(out)
    }
}

/// There is a row at the end of a path, and it meets a condition.
pub struct Matches<P, C> {
    condition: C,
    path: PhantomData<fn() -> P>,
}

/// There is a row at the end of the path, and it meets the condition.
pub fn matches<P: Path, C: IntoCondition>(_: At<P>, condition: C) -> Matches<P, C::Condition> {
    Matches {
        condition: condition.into_condition(),
        path: PhantomData,
    }
}

impl<P, C: Clone> Clone for Matches<P, C> {
    fn clone(&self) -> Self {
        Self {
            condition: self.condition.clone(),
            path: PhantomData,
        }
    }
}
impl<P: 'static, C: QueryId> QueryId for Matches<P, C> {
    type QueryId = Matches<P, C::QueryId>;
    const HAS_STATIC_QUERY_ID: bool = C::HAS_STATIC_QUERY_ID;
}
impl<P: Path, C: Node> Node for Matches<P, C> {
    type Scope = P::Scope;
    fn joins<DB: DieselBackend>(&self, joins: &mut Joins<'_, '_, '_, DB>) -> QueryResult<()> {
        P::join(joins)?;
        self.condition.joins(joins)
    }
    fn check(&self) -> crate::Result<()> {
        self.condition.check()
    }
    fn needs<DB: DieselBackend>(&self, joins: &mut Joins<'_, '_, '_, DB>) -> QueryResult<()> {
        P::join(joins)?;
        self.condition.needs(joins)
    }
}
impl<P: Path, C: Condition> Condition for Matches<P, C> {
    type Limits = Yes;
    type Says = SomeFilter;
    fn is_absent(&self) -> bool {
        self.condition.is_absent()
    }
}
#[diagnostic::do_not_recommend]
impl<P: Path, C: Condition> IntoCondition for Matches<P, C> {
    type Condition = Self;
    fn into_condition(self) -> Self {
        self
    }
}
impl<P, C, DB> QueryFragment<DB> for Matches<P, C>
where
    P: Path,
    C: QueryFragment<DB>,
    DB: DieselBackend,
{
    /// The key is asked for: without a row, `!hidden` and `title.is_null()` would be true.
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql("(");
        if let Some(key) = P::Model::META.key_columns().next() {
            push_column(P::ALIAS, key, &mut out)?;
            out.push_sql(" IS NOT NULL AND ");
        }
        self.condition.walk_ast(out.reborrow())?;
        out.push_sql(")");
        Ok(())
    }
}
