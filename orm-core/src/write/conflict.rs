//! What is done with a row that a unique key forbids.

use diesel::QueryResult;
use diesel::query_builder::{AstPass, QueryId};

use crate::backend::Backend;
use crate::model::ModelMeta;

/// What is done with a row that a unique key forbids.
pub trait Conflict<M>: QueryId + Send + Sync {
    /// Writes it, behind the values.
    ///
    /// # Errors
    /// Those of the query builder.
    fn push<DB: Backend>(&self, meta: &ModelMeta, out: &mut AstPass<'_, '_, DB>)
    -> QueryResult<()>;
}

/// It is an error, and nothing is created.
#[derive(Debug, Clone, Copy)]
pub struct Fails;

impl QueryId for Fails {
    type QueryId = Self;
    const HAS_STATIC_QUERY_ID: bool = true;
}
impl<M> Conflict<M> for Fails {
    fn push<DB: Backend>(&self, _: &ModelMeta, _: &mut AstPass<'_, '_, DB>) -> QueryResult<()> {
        Ok(())
    }
}
