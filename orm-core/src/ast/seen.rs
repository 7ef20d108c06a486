//! Values of a subquery in FROM, as later steps speak of them: columns of that subquery.

use std::marker::PhantomData;

use diesel::QueryResult;
use diesel::backend::Backend as DieselBackend;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};

use super::{Ex, Expression, InRow, Node, Value};
use crate::backend::{Backend, Kind};
use crate::load::count::{Nat, S, Z};
use crate::load::values::push_cast;
use crate::path::{Alias, Joins, push_column};

/// Value number `K` of the subquery, which was calculated there as `E`.
pub struct Seen<E, K>(PhantomData<fn() -> (E, K)>);

impl<E, K> Clone for Seen<E, K> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<E, K> Copy for Seen<E, K> {}

impl<E, K: 'static> QueryId for Seen<E, K> {
    type QueryId = Seen<(), K>;
    const HAS_STATIC_QUERY_ID: bool = true;
}
impl<E, K> Node for Seen<E, K> {
    type Scope = InRow;
    fn joins<DB: DieselBackend>(&self, _: &mut Joins<'_, '_, '_, DB>) -> QueryResult<()> {
        Ok(())
    }
}
impl<E: Expression, K> Expression for Seen<E, K> {
    type Sql = E::Sql;
}
impl<E: Value, K> Value for Seen<E, K> {
    type Rust = E::Rust;
    type Stored = E::Stored;
    type Null = E::Null;
    /// It was cast inside.
    const CAST: Option<Kind> = None;
}
impl<E, K: Nat> Seen<E, K> {
    const NAME: Alias = Alias::numbered("self.w", K::N);
}
impl<E, K: Nat, DB: DieselBackend> QueryFragment<DB> for Seen<E, K> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        push_column("self", const { &Self::NAME }.as_str(), &mut out)
    }
}

/// Values that a subquery in FROM gives, counted from `K`.
pub trait SeenList<K = Z> {
    /// The same as seen outside.
    type Seen: Clone;
    /// The same as seen outside.
    fn seen() -> Self::Seen;
}
impl<K> SeenList<K> for () {
    type Seen = ();
    fn seen() {}
}
impl<E, T: SeenList<S<K>>, K> SeenList<K> for (Ex<E>, T) {
    type Seen = (Ex<Seen<E, K>>, T::Seen);
    fn seen() -> Self::Seen {
        (Ex(Seen(PhantomData)), T::seen())
    }
}

/// Writes the values inside the subquery, each under its name.
pub trait PushSeen<DB: Backend, K = Z> {
    /// `, CAST(value AS type) AS name`.
    ///
    /// # Errors
    /// Those of the query builder.
    fn push_seen<'b>(&'b self, out: AstPass<'_, 'b, DB>) -> QueryResult<()>;
}
impl<DB: Backend, K> PushSeen<DB, K> for () {
    fn push_seen<'b>(&'b self, _: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        Ok(())
    }
}
impl<E, T, DB, K> PushSeen<DB, K> for (Ex<E>, T)
where
    E: Value + QueryFragment<DB>,
    T: PushSeen<DB, S<K>>,
    K: Nat,
    DB: Backend,
{
    fn push_seen<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql(", ");
        push_cast(E::CAST, &self.0.0, out.reborrow())?;
        out.push_sql(" AS ");
        out.push_identifier(const { &Seen::<E, K>::NAME }.as_str())?;
        self.1.push_seen(out)
    }
}
