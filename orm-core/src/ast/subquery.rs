//! `exists(…)` and `subquery(…)`: querysets inside a queryset, as a condition and as a value.

use std::marker::PhantomData;

use diesel::QueryResult;
use diesel::backend::Backend as DieselBackend;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::sql_types as st;

use super::{Ex, Expression, Node, NotNull, Nullness, Unlocked, Value};
use crate::backend::Kind;
use crate::path::Joins;

/// What `exists` takes.
#[diagnostic::on_unimplemented(
    message = "`exists` asks whether a queryset has a row, and this is none",
    label = "not a queryset",
    note = "write `exists(queryset!(…))`, or `exists(Track.filter(album_id == outer(id)))`, where `outer` names a field of the row around"
)]
pub trait AnyRow {
    /// The statement that gives rows or none.
    type Query: Node + QueryId;
    /// The queryset's slice.
    type Slice;
    /// The statement that gives rows or none.
    fn into_any_row(self) -> Self::Query;
}

/// `EXISTS (SELECT 1 …)`, or where `YES` is false `NOT EXISTS (…)`.
#[derive(Clone, Copy)]
pub struct ExistsIn<Q, const YES: bool = true>(Q);

impl<Q: QueryId, const YES: bool> QueryId for ExistsIn<Q, YES> {
    type QueryId = ExistsIn<Q::QueryId, YES>;
    const HAS_STATIC_QUERY_ID: bool = Q::HAS_STATIC_QUERY_ID;
}
impl<Q: Node, const YES: bool> Node for ExistsIn<Q, YES> {
    type Scope = Q::Scope;
    fn joins<DB: DieselBackend>(&self, joins: &mut Joins<'_, '_, '_, DB>) -> QueryResult<()> {
        self.0.joins(joins)
    }
    fn check(&self) -> crate::Result<()> {
        self.0.check()
    }
}
impl<Q: Node, const YES: bool> Expression for ExistsIn<Q, YES> {
    type Sql = st::Bool;
}
impl<Q: Node, const YES: bool> Value for ExistsIn<Q, YES> {
    type Rust = bool;
    type Stored = st::Bool;
    type Null = NotNull;
    const CAST: Option<Kind> = None;
}
impl<Q, const YES: bool, DB> QueryFragment<DB> for ExistsIn<Q, YES>
where
    Q: QueryFragment<DB>,
    DB: DieselBackend,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql(if YES { "EXISTS (" } else { "NOT EXISTS (" });
        self.0.walk_ast(out.reborrow())?;
        out.push_sql(")");
        Ok(())
    }
}

/// Whether a queryset has a row: a condition, and a value.
///
/// ```
/// # orm_core::doctest_models!();
/// let long = queryset!(
///     Album
///         .filter(exists(Track.filter(album_id == outer(id) && milliseconds > 350_000)))
///         .values_list(title)
/// );
/// assert_eq!(long.load(&mut connection())?, ["Big Ones", "Let There Be Rock"]);
///
/// // A queryset that is there already knows nothing of the row around.
/// let metal = queryset!(Track.filter(genre.name == "Metal"));
/// assert_eq!(queryset!(Album.filter(exists(metal))).count(&mut connection())?, 3);
/// # Ok::<(), orm_core::Error>(())
/// ```
///
/// SQL: `EXISTS (SELECT 1 FROM tracks AS "self.1" WHERE "self.1".album_id = self.id AND …)`.
/// A slice with a negative bound is an [`Error::Slice`](crate::Error::Slice).
pub fn exists<Q: AnyRow<Slice: Unlocked>>(query: Q) -> Ex<ExistsIn<Q::Query>> {
    Ex(ExistsIn(query.into_any_row()))
}

/// Whether a queryset has no row: what `!exists(…)` means. It is never NULL, so that databases
/// can make an anti-join of it.
///
/// SQL: `NOT EXISTS (SELECT 1 FROM …)`.
pub fn not_exists<Q: AnyRow<Slice: Unlocked>>(query: Q) -> Ex<ExistsIn<Q::Query, false>> {
    Ex(ExistsIn(query.into_any_row()))
}

/// What `subquery` takes: one value of one row.
#[diagnostic::on_unimplemented(
    message = "`subquery` takes one value of a queryset's first row, and this gives something else",
    label = "not one value",
    note = "write `subquery(Track.filter(album_id == outer(id)).order_by(name).values_list(name))`, or `.aggregate(max(milliseconds))`"
)]
pub trait OneValue {
    /// The statement that gives the value.
    type Query: Node + QueryId;
    /// The value.
    type Value: Value;
    /// Whether it may be NULL: where there is no row.
    type Null: Nullness;
    /// The queryset's slice.
    type Slice;
    /// The statement that gives the value.
    fn into_one_value(self) -> Self::Query;
}

/// `(SELECT value …)`.
pub struct Scalar<Q, V, N> {
    query: Q,
    types: PhantomData<fn() -> (V, N)>,
}
impl<Q: Clone, V, N> Clone for Scalar<Q, V, N> {
    fn clone(&self) -> Self {
        Self {
            query: self.query.clone(),
            types: PhantomData,
        }
    }
}
impl<Q: Copy, V, N> Copy for Scalar<Q, V, N> {}

impl<Q: QueryId, V, N> QueryId for Scalar<Q, V, N> {
    type QueryId = Scalar<Q::QueryId, (), ()>;
    const HAS_STATIC_QUERY_ID: bool = Q::HAS_STATIC_QUERY_ID;
}
impl<Q: Node, V, N> Node for Scalar<Q, V, N> {
    type Scope = Q::Scope;
    fn joins<DB: DieselBackend>(&self, joins: &mut Joins<'_, '_, '_, DB>) -> QueryResult<()> {
        self.query.joins(joins)
    }
    fn check(&self) -> crate::Result<()> {
        self.query.check()
    }
}
impl<Q: Node, V: Expression, N> Expression for Scalar<Q, V, N> {
    type Sql = V::Sql;
}
impl<Q: Node, V: Value, N: Nullness> Value for Scalar<Q, V, N> {
    type Rust = V::Rust;
    type Stored = V::Stored;
    type Null = N;
    const CAST: Option<Kind> = V::CAST;
}
impl<Q: QueryFragment<DB>, V, N, DB: DieselBackend> QueryFragment<DB> for Scalar<Q, V, N> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql("(");
        self.query.walk_ast(out.reborrow())?;
        out.push_sql(")");
        Ok(())
    }
}

/// The value of a queryset's first row; NULL where it has none. Of an aggregate: the aggregate.
///
/// ```
/// # orm_core::doctest_models!();
/// let albums = queryset!(Album.order_by(id).values(
///     title,
///     longest = subquery(
///         Track.filter(album_id == outer(id)).order_by(-milliseconds).values_list(name)
///     ),
///     n = subquery(Track.filter(album_id == outer(id)).aggregate(count())),
/// ));
/// let albums = albums.load(&mut connection())?; // 1 query
/// assert_eq!(albums[0].longest.as_deref(), Some("Overdose"));
/// assert_eq!(albums[0].n, 2);
/// # Ok::<(), orm_core::Error>(())
/// ```
///
/// SQL: `(SELECT value FROM … ORDER BY … LIMIT 1)`.
pub fn subquery<Q, S, V, N>(query: Q) -> Ex<Scalar<S, V, N>>
where
    // Parameters of their own: a queryset that gives something else is then one error.
    Q: OneValue<Query = S, Value = V, Null = N, Slice: Unlocked>,
{
    Ex(Scalar {
        query: query.into_one_value(),
        types: PhantomData,
    })
}
