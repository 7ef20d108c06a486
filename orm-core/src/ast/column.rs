//! A column of a table reached by a path.

use std::marker::PhantomData;

use diesel::QueryResult;
use diesel::backend::Backend as DieselBackend;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};

use super::{Asks, Expression, Node};
use crate::backend::Backend;
use crate::model::Model;
use crate::path::{ColumnOf, Joins, Path, push_column};

/// Column number `AT` of the model at path `P`, of SQL type `S`.
pub struct Col<P, S, const AT: usize>(PhantomData<fn() -> (P, S)>);

impl<P, S, const AT: usize> Clone for Col<P, S, AT> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<P, S, const AT: usize> Copy for Col<P, S, AT> {}
impl<P, S, const AT: usize> Default for Col<P, S, AT> {
    fn default() -> Self {
        Self(PhantomData)
    }
}

impl<P: Path, S: 'static, const AT: usize> QueryId for Col<P, S, AT> {
    type QueryId = Self;
    const HAS_STATIC_QUERY_ID: bool = true;
}

impl<P: Path, S, const AT: usize> Node for Col<P, S, AT> {
    type Scope = P::Scope;
    const ASKS: Asks = if P::DEPTH == 0 && matches!(P::ALIAS.as_bytes(), b"self") {
        Asks::Values
    } else {
        Asks::Tables
    };
    fn joins<DB: DieselBackend>(&self, joins: &mut Joins<'_, '_, '_, DB>) -> QueryResult<()> {
        P::join(joins)
    }
    fn needs<DB: DieselBackend>(&self, joins: &mut Joins<'_, '_, '_, DB>) -> QueryResult<()> {
        P::join(joins)
    }
}

impl<P: Path, S: 'static, const AT: usize> Expression for Col<P, S, AT> {
    type Sql = S;
}

impl<P: Path, S, const AT: usize, DB: Backend> QueryFragment<DB> for Col<P, S, AT> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        if !ColumnOf::<P, AT>::PLAIN {
            return push_column(P::ALIAS, ColumnOf::<P, AT>::NAME, &mut out);
        }
        let dialect = out.backend().dialect();
        out.push_sql(ColumnOf::<P, AT>::TEXT.of(dialect));
        Ok(())
    }
}

impl<P: Path, S, const AT: usize> Col<P, S, AT> {
    /// Whether this is the queryset's own primary key, so that ordering by it is total.
    pub(crate) const IS_ROOT_KEY: bool = {
        let key = P::Model::META.key;
        key.len() == 1 && key[0] == AT && matches!(P::ALIAS.as_bytes(), b"self")
    };
}
