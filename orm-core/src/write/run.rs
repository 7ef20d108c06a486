//! Where writes meet a connection, sync or async.

use diesel::connection::LoadConnection;
use diesel::query_builder::{QueryFragment, QueryId};

use super::Update;
use super::around::Around;
use super::session::{AsSession, Session, sync};
use super::touched::Touched;
use super::violation::of_model;
use crate::Result;
use crate::backend::Backend;
use crate::driver::{Driver, SyncDriver};
use crate::model::ModelMeta;
use crate::queryset::Asked;
use crate::transaction::Transacts;

/// Something that changes rows of a database.
pub trait Write<DB: Backend>: Send {
    /// What it tells of them.
    type Output: Send;
    /// Does it.
    ///
    /// # Errors
    /// Those of the database, and of what is checked before.
    fn write<S: Session<Db = DB>>(
        self,
        session: &mut S,
    ) -> impl Future<Output = Result<Self::Output>> + Send;
}

/// A statement that changes rows, and tells how many.
pub trait WriteStatement<DB: Backend>: QueryFragment<DB> + QueryId + Sync {
    /// The model of the rows.
    fn meta(&self) -> &'static ModelMeta;
    /// Refuses what has no meaning.
    ///
    /// # Errors
    /// [`Error::Slice`](crate::Error::Slice), [`Error::NoFilter`](crate::Error::NoFilter).
    fn check(&self) -> Result<()>;
    /// Nothing is changed, and nothing asked.
    fn is_empty(&self) -> bool;
    /// The same, with the times of `auto_now` when it is run.
    type Now<'u>: QueryFragment<DB> + QueryId + Send + Sync
    where
        Self: 'u;
    /// The same, with the times of `auto_now` when it is run: it may have been made long before,
    /// and be run again.
    fn now(&self) -> Self::Now<'_>;
}

impl<W: WriteStatement<DB>, DB: Backend> Write<DB> for &W {
    type Output = usize;
    async fn write<S: Session<Db = DB>>(self, session: &mut S) -> Result<usize> {
        self.check()?;
        if self.is_empty() {
            return Ok(0);
        }
        let done = session.execute(&self.now()).await;
        done.map_err(of_model(self.meta()))
    }
}

/// A write that can be run on a connection. The driver `K` is found by the connection.
#[diagnostic::on_unimplemented(
    message = "this write cannot be run on `{C}`",
    label = "not a connection on which it can be run",
    note = "lend a connection of Diesel or diesel-async by `&mut`; of a pool, what its `get()` gives",
    note = "its database must be one of orm-core's features, able to hold the fields' types and do the lookups; a model with `#[model(hooks(…))]` needs `impl Hooks<{C}>`, or `AsyncHooks<{C}>`"
)]
pub trait WriteOn<C, K: Driver = SyncDriver> {
    /// What it tells of the rows.
    type Output;
    /// Does it.
    ///
    /// # Errors
    /// Those of the database, and of what the write checks before.
    fn run_on<'c>(self, conn: &'c mut C) -> K::Out<'c, Self::Output>
    where
        Self: 'c;
}

/// The write, and the hooks around it, in one transaction.
// Said to be `Send` here, where the compiler sees that it is.
#[allow(clippy::manual_async_fn)]
fn hooked<W, C, K>(mut write: W, conn: &mut C) -> impl Future<Output = Result<W::Output>> + Send
where
    W: Write<C::Db> + Around<C, K, W::Output>,
    C: AsSession<K>,
{
    async move {
        if !write.is_active() {
            return write.write(&mut conn.session()).await;
        }
        // One session, which knows what is open should a hook panic.
        let mut session = conn.session();
        let outside = session.begin().await?;
        let done = match write.before(C::inside(&mut session)).await {
            Ok(before) => match write.write(&mut session).await {
                Ok(mut out) => W::after(before, &mut out, C::inside(&mut session))
                    .await
                    .map(|()| out),
                Err(error) => Err(error),
            },
            Err(error) => Err(error),
        };
        session.end(outside, done).await
    }
}

#[diagnostic::do_not_recommend]
impl<W, C> WriteOn<C, SyncDriver> for W
where
    W: Write<C::Backend, Output: 'static> + Around<C, SyncDriver, W::Output>,
    // (Not an enum of connections, on which the one inside is written to.)
    C: LoadConnection<Backend: Backend + Asked + 'static> + Transacts<SyncDriver>,
{
    type Output = W::Output;
    fn run_on<'c>(self, conn: &'c mut C) -> Result<W::Output>
    where
        W: 'c,
    {
        sync::at_once(hooked::<W, C, SyncDriver>(self, conn))
    }
}

#[cfg(feature = "async")]
mod asynchronous {
    use diesel_async::AsyncConnectionCore;
    use futures_util::future::BoxFuture;

    use super::{Around, Write, WriteOn, hooked};
    use crate::Result;
    use crate::backend::Backend;
    use crate::driver::AsyncDriver;
    use crate::load::lane::AsLane;

    #[diagnostic::do_not_recommend]
    impl<W, C, P, DB> WriteOn<C, AsyncDriver<P>> for W
    where
        W: Write<DB, Output: 'static> + Around<C, AsyncDriver<P>, W::Output>,
        C: AsyncConnectionCore<Backend = DB> + AsLane<P>,
        DB: Backend + 'static,
        P: 'static,
    {
        type Output = W::Output;
        fn run_on<'c>(self, conn: &'c mut C) -> BoxFuture<'c, Result<W::Output>>
        where
            W: 'c,
        {
            Box::pin(hooked::<W, C, AsyncDriver<P>>(self, conn))
        }
    }
}

impl<M: Touched, W, A> Update<M, W, A> {
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
        &'c Self: WriteOn<C, K, Output = usize>,
    {
        self.run_on(conn)
    }
}
