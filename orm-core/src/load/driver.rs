//! Where statements run on a sync connection; on an async one they run in `fill_async`.

use diesel::RunQueryDsl;
use diesel::connection::LoadConnection;
use diesel::deserialize::QueryableByName;
use diesel::query_builder::{Query, QueryFragment, QueryId};
use diesel::sql_types::Untyped;

use crate::Result;
use crate::backend::Backend;

/// A statement that gives rows on a database.
pub trait Statement<DB: Backend>: Query<SqlType = Untyped> + QueryFragment<DB> + QueryId {}
impl<DB, St> Statement<DB> for St
where
    DB: Backend,
    St: Query<SqlType = Untyped> + QueryFragment<DB> + QueryId,
{
}

/// In debug builds: the statement's type has one text.
#[inline]
pub(crate) fn check<St, DB>(statement: &St)
where
    St: Statement<DB>,
    DB: Backend + 'static,
{
    #[cfg(debug_assertions)]
    super::query_id::check::<St, DB>(statement);
    let _ = statement;
}

/// Runs a statement.
pub(crate) fn run<St, U, C>(statement: St, conn: &mut C) -> Result<Vec<U>>
where
    St: Statement<C::Backend> + RunQueryDsl<C>,
    U: QueryableByName<C::Backend> + 'static,
    C: LoadConnection,
    C::Backend: Backend + 'static,
{
    check::<St, C::Backend>(&statement);
    Ok(RunQueryDsl::load(statement, conn)?)
}

/// Runs a statement and gives its rows one after another.
pub(crate) fn stream<'c, St, U, C, DB>(
    statement: St,
    conn: &'c mut C,
) -> Result<impl Iterator<Item = diesel::QueryResult<U>> + 'c>
where
    St: Statement<DB> + RunQueryDsl<C> + 'c,
    U: QueryableByName<DB> + 'static,
    C: diesel::Connection<Backend = DB> + LoadConnection<DB::Streaming>,
    DB: Backend + 'static,
{
    check::<St, DB>(&statement);
    Ok(RunQueryDsl::load_iter::<U, _>(statement, conn)?)
}
