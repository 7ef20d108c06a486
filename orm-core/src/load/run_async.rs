//! Where statements run on an async connection; on a sync one they run in `driver`.

use std::pin::pin;

use diesel::QueryResult;
use diesel::deserialize::QueryableByName;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::sql_types::Untyped;
use diesel_async::RunQueryDsl;
use futures_util::{Stream, StreamExt};

use super::driver::{Statement, check};
use super::lane::{Lane, Running};
use crate::Result;
use crate::backend::Backend;

/// Runs a statement.
pub(crate) async fn run<St, U, Ln>(statement: St, lane: &mut Ln) -> Result<Vec<U>>
where
    St: Statement<Ln::Backend> + Send + Sync,
    U: QueryableByName<Ln::Backend> + Send + 'static,
    Ln: Lane,
{
    check::<St, Ln::Backend>(&statement);
    let mut running = Running::new(lane)?;
    let rows = rows::<St, U, Ln>(&statement, running.core()).await;
    running.answered();
    Ok(rows?)
}

async fn rows<St, U, Ln>(statement: &St, core: &mut Ln::Core) -> QueryResult<Vec<U>>
where
    St: Statement<Ln::Backend> + Send + Sync,
    U: QueryableByName<Ln::Backend> + Send + 'static,
    Ln: Lane,
{
    let answer = if Ln::BY_TEXT {
        RunQueryDsl::load_stream::<U>(ByText(statement), core)
    } else {
        RunQueryDsl::load_stream::<U>(statement, core)
    };
    let mut answer = pin!(answer.await?);
    let mut rows = Vec::with_capacity(answer.size_hint().0);
    while let Some(row) = answer.next().await {
        rows.push(row?);
    }
    Ok(rows)
}

/// A statement whose type is hidden, so that the connection's code is compiled once for all.
/// Its prepared statement is found by its text.
struct ByText<'q, DB>(&'q (dyn QueryFragment<DB> + Sync));

impl<DB: 'static> QueryId for ByText<'_, DB> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}
impl<DB> Query for ByText<'_, DB> {
    type SqlType = Untyped;
}
impl<DB: Backend> QueryFragment<DB> for ByText<'_, DB> {
    fn walk_ast<'b>(&'b self, out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        self.0.walk_ast(out)
    }
}
