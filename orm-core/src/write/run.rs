//! Where writes meet a connection, sync or async.

use diesel::connection::LoadConnection;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};

use super::Update;
use crate::Result;
use crate::backend::Backend;
use crate::driver::{Driver, SyncDriver};
use crate::model::Model;

/// A statement that changes rows.
pub trait WriteStatement<DB: Backend>: QueryFragment<DB> + QueryId {
    /// Refuses what has no meaning.
    ///
    /// # Errors
    /// [`Error::Slice`](crate::Error::Slice), [`Error::NoFilter`](crate::Error::NoFilter).
    fn check(&self) -> Result<()>;
    /// Nothing is changed, and nothing asked.
    fn is_empty(&self) -> bool;
}

/// A write that can be run on a connection. The driver `K` is found by the connection.
#[diagnostic::on_unimplemented(
    message = "this write cannot be run on `{C}`",
    label = "not a connection on which it can be run",
    note = "lend a connection of Diesel or diesel-async by `&mut`; of a pool, what its `get()` gives",
    note = "its database must be one of orm-core's features, able to hold the fields' types and do the lookups"
)]
pub trait WriteOn<C, K: Driver = SyncDriver> {
    /// How many rows were written.
    ///
    /// # Errors
    /// Those of the database, and of what the write checks before.
    fn run_on<'c>(&'c self, conn: &'c mut C) -> K::Out<'c, usize>;
}

/// A statement by reference.
struct ByRef<'w, W>(&'w W);

impl<W: QueryId> QueryId for ByRef<'_, W> {
    type QueryId = W::QueryId;
    const HAS_STATIC_QUERY_ID: bool = W::HAS_STATIC_QUERY_ID;
}
impl<W: QueryFragment<DB>, DB: Backend> QueryFragment<DB> for ByRef<'_, W> {
    fn walk_ast<'b>(&'b self, out: AstPass<'_, 'b, DB>) -> diesel::QueryResult<()> {
        self.0.walk_ast(out)
    }
}
impl<W, Conn> diesel::RunQueryDsl<Conn> for ByRef<'_, W> {}

#[diagnostic::do_not_recommend]
impl<W, C> WriteOn<C, SyncDriver> for W
where
    W: WriteStatement<C::Backend>,
    C: LoadConnection,
    C::Backend: Backend + 'static,
{
    fn run_on<'c>(&'c self, conn: &'c mut C) -> Result<usize> {
        self.check()?;
        if self.is_empty() {
            return Ok(0);
        }
        Ok(diesel::RunQueryDsl::execute(ByRef(self), conn)?)
    }
}

#[cfg(feature = "async")]
mod asynchronous {
    use diesel_async::{AsyncConnectionCore, RunQueryDsl};
    use futures_util::future::BoxFuture;

    use super::{ByRef, WriteOn, WriteStatement};
    use crate::Result;
    use crate::backend::Backend;
    use crate::driver::AsyncDriver;
    use crate::load::lane::{AsLane, Running};

    #[diagnostic::do_not_recommend]
    impl<W, C, P, DB> WriteOn<C, AsyncDriver<P>> for W
    where
        W: WriteStatement<DB> + Sync,
        C: AsyncConnectionCore<Backend = DB> + AsLane<P>,
        DB: Backend + 'static,
        P: 'static,
    {
        fn run_on<'c>(&'c self, conn: &'c mut C) -> BoxFuture<'c, Result<usize>> {
            Box::pin(async move {
                self.check()?;
                if self.is_empty() {
                    return Ok(0);
                }
                let mut lane = conn.lane();
                let mut running = Running::new(&mut lane)?;
                let count = RunQueryDsl::execute(ByRef(self), running.core()).await;
                running.answered();
                Ok(count?)
            })
        }
    }
}

impl<M: Model, W, A> Update<M, W, A> {
    /// Runs the update: one query, none where every assignment was absent. Gives the number of
    /// rows that met the condition, also of those that held the values already.
    ///
    /// On an async connection it gives a future: `update.run(&mut conn).await?`.
    ///
    /// # Errors
    /// [`Error::Database`](crate::Error::Database), a violated constraint among others, and then
    /// no row is changed. [`Error::NoFilter`](crate::Error::NoFilter) where a filter was said
    /// and every condition of it is absent: that would be all rows.
    /// [`Error::Slice`](crate::Error::Slice).
    pub fn run<'c, C, K: Driver>(&'c self, conn: &'c mut C) -> K::Out<'c, usize>
    where
        Self: WriteOn<C, K>,
    {
        self.run_on(conn)
    }
}
