//! Rows whose keys a subquery gives: what was sliced and is refined further, and unions of rows.

use std::marker::PhantomData;

use diesel::QueryResult;
use diesel::backend::Backend as DieselBackend;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};

use super::{Asks, Condition, InRow, Node, SomeFilter};
use crate::backend::{Backend, Dialect};
use crate::load::count::Flag;
use crate::model::Model;
use crate::path::{Joins, Path, Root, push_column};

/// Keys, or other values, that a subquery gives.
pub trait CheckKeys {
    /// They are asked for once, by a statement that changes what they choose.
    const ONCE: bool = false;
    /// Refuses slices that have no meaning.
    ///
    /// # Errors
    /// [`Error::Slice`](crate::Error::Slice).
    fn check_keys(&self) -> crate::Result<()>;
}

/// `key IN (SELECT key FROM …)`. `F` says whether the subquery looks at all rows of the table.
pub struct Among<M, Q, F> {
    keys: Q,
    types: PhantomData<fn() -> (M, F)>,
}

impl<M, Q, F> Among<M, Q, F> {
    pub(crate) fn new(keys: Q) -> Self {
        Self {
            keys,
            types: PhantomData,
        }
    }
}
impl<M, Q: Clone, F> Clone for Among<M, Q, F> {
    fn clone(&self) -> Self {
        Self::new(self.keys.clone())
    }
}
impl<M, Q: Copy, F> Copy for Among<M, Q, F> {}

impl<M: 'static, Q: QueryId, F> QueryId for Among<M, Q, F> {
    type QueryId = Among<M, Q::QueryId, ()>;
    const HAS_STATIC_QUERY_ID: bool = Q::HAS_STATIC_QUERY_ID;
}
impl<M, Q: CheckKeys, F> Node for Among<M, Q, F> {
    type Scope = InRow;
    const ASKS: Asks = if Q::ONCE { Asks::Lists } else { Asks::Tables };
    fn joins<DB: DieselBackend>(&self, _: &mut Joins<'_, '_, '_, DB>) -> QueryResult<()> {
        Ok(())
    }
    fn check(&self) -> crate::Result<()> {
        self.keys.check_keys()
    }
}
impl<M: Model, Q: QueryId + CheckKeys, F: Flag> Condition for Among<M, Q, F> {
    type Limits = F;
    type Says = SomeFilter;
}
impl<M, Q, F, DB> QueryFragment<DB> for Among<M, Q, F>
where
    M: Model,
    Q: QueryFragment<DB>,
    DB: DieselBackend,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        push_key_in::<M, _>(&mut out)?;
        self.keys.walk_ast(out.reborrow())?;
        out.push_sql(")");
        Ok(())
    }
}

/// Keys of which PostgreSQL asks once: those of rows that are locked might be others the next
/// time.
#[derive(Clone)]
pub struct Once<Q>(pub(crate) Q);

impl<Q: QueryId> QueryId for Once<Q> {
    type QueryId = Once<Q::QueryId>;
    const HAS_STATIC_QUERY_ID: bool = Q::HAS_STATIC_QUERY_ID;
}
impl<Q: CheckKeys> CheckKeys for Once<Q> {
    const ONCE: bool = true;
    fn check_keys(&self) -> crate::Result<()> {
        self.0.check_keys()
    }
}
impl<Q: QueryFragment<DB>, DB: Backend> QueryFragment<DB> for Once<Q> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        if out.backend().dialect() != Dialect::Postgres {
            return self.0.walk_ast(out);
        }
        out.push_sql("WITH chosen AS MATERIALIZED (");
        self.0.walk_ast(out.reborrow())?;
        out.push_sql(") SELECT * FROM chosen");
        Ok(())
    }
}

/// `key IN (`, or `(first, second) IN (`.
pub(crate) fn push_key_in<M: Model, DB: DieselBackend>(
    out: &mut AstPass<'_, '_, DB>,
) -> QueryResult<()> {
    let several = M::META.key.len() > 1;
    if several {
        out.push_sql("(");
    }
    for (at, column) in M::META.key_columns().enumerate() {
        if at > 0 {
            out.push_sql(", ");
        }
        push_column(Root::<M>::ALIAS, column, out)?;
    }
    out.push_sql(if several { ") IN (" } else { " IN (" });
    Ok(())
}
