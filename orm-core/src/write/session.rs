//! A connection as a write sees it: one statement after another, and a transaction around them.
//!
//! What takes several statements is written once, as a future. On a sync connection nothing in
//! it ever waits, so that one poll ends it.

use diesel::QueryResult;
use diesel::deserialize::QueryableByName;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::sql_types::Untyped;

use crate::Result;
use crate::backend::Backend;

/// What writes need of a connection.
pub trait Session: Send {
    /// Its database.
    type Db: Backend + 'static;

    /// Runs a statement; the number of rows it changed.
    ///
    /// # Errors
    /// Those of the database.
    fn execute<St>(&mut self, statement: &St) -> impl Future<Output = Result<usize>> + Send
    where
        St: QueryFragment<Self::Db> + QueryId + Sync;

    /// Runs a statement that gives rows.
    ///
    /// # Errors
    /// Those of the database, and of reading.
    fn load<St, U>(&mut self, statement: &St) -> impl Future<Output = Result<Vec<U>>> + Send
    where
        St: QueryFragment<Self::Db> + QueryId + Sync,
        U: QueryableByName<Self::Db> + Send + 'static;

    /// Begins a transaction, or a savepoint of the one that is open. Gives its depth outside.
    ///
    /// # Errors
    /// Those of the database.
    fn begin(&mut self) -> impl Future<Output = Result<u32>> + Send;

    /// Ends what [`begin`](Self::begin) began: keeps what was done where the result is good, and
    /// undoes it where it is not.
    ///
    /// # Errors
    /// The result's, and those of the database.
    fn end<T: Send>(
        &mut self,
        outside: u32,
        result: Result<T>,
    ) -> impl Future<Output = Result<T>> + Send;

    /// Undoes what was done since [`begin`](Self::begin), and ends that.
    fn undo(&mut self, outside: u32) -> impl Future<Output = ()> + Send;
}

/// A connection of driver `K` as a session.
pub trait AsSession<K>: Send + Sized {
    /// Its database.
    type Db: Backend + 'static;
    /// The session.
    type Session<'c>: Session<Db = Self::Db>
    where
        Self: 'c;
    /// The session.
    fn session(&mut self) -> Self::Session<'_>;
    /// The connection of a session, for hooks.
    fn inside<'s, 'c>(session: &'s mut Self::Session<'c>) -> &'s mut Self
    where
        Self: 'c;
}

/// The transactions that a write has begun and not ended.
#[derive(Default)]
struct Begun {
    count: u32,
    /// The depth outside of the first.
    outside: u32,
}
impl Begun {
    fn add(&mut self, outside: u32) {
        if self.count == 0 {
            self.outside = outside;
        }
        self.count += 1;
    }
    fn remove(&mut self) {
        self.count -= 1;
    }
    /// The depth outside, where the write did not come to its end.
    fn left_open(&self) -> Option<u32> {
        (self.count > 0).then_some(self.outside)
    }
}

/// A statement by reference, whose rows are read by position.
pub(crate) struct Lent<'s, St>(pub(crate) &'s St);

impl<St: QueryId> QueryId for Lent<'_, St> {
    type QueryId = St::QueryId;
    const HAS_STATIC_QUERY_ID: bool = St::HAS_STATIC_QUERY_ID;
}
impl<St> Query for Lent<'_, St> {
    type SqlType = Untyped;
}
impl<St: QueryFragment<DB>, DB: Backend> QueryFragment<DB> for Lent<'_, St> {
    fn walk_ast<'b>(&'b self, out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        self.0.walk_ast(out)
    }
}
impl<St, Conn> diesel::RunQueryDsl<Conn> for Lent<'_, St> {}

pub(crate) mod sync {
    use std::pin::pin;
    use std::task::{Context, Poll, Waker};

    use diesel::connection::{LoadConnection, TransactionManager};
    use diesel::deserialize::QueryableByName;
    use diesel::query_builder::{QueryFragment, QueryId};

    use super::{Begun, Lent, Session};
    use crate::backend::Backend;
    use crate::driver::SyncDriver;
    use crate::load::driver;
    use crate::transaction::{Transacts, on_sync};
    use crate::{Error, Result};

    /// A sync connection.
    pub struct Sync<'c, C: LoadConnection<Backend: 'static>> {
        conn: &'c mut C,
        begun: Begun,
    }
    impl<'c, C: LoadConnection<Backend: 'static>> Sync<'c, C> {
        pub(crate) fn new(conn: &'c mut C) -> Self {
            let begun = Begun::default();
            Self { conn, begun }
        }
    }

    impl<C> super::AsSession<SyncDriver> for C
    where
        C: LoadConnection<Backend: Backend + 'static> + Transacts<SyncDriver>,
    {
        type Db = C::Backend;
        type Session<'c>
            = Sync<'c, C>
        where
            C: 'c;
        fn session(&mut self) -> Sync<'_, C> {
            Sync::new(self)
        }
        fn inside<'s, 'c>(session: &'s mut Sync<'c, C>) -> &'s mut C
        where
            C: 'c,
        {
            session.conn
        }
    }

    /// A panic of the user's, of a hook or of an iterator that `bulk_create` reads, leaves nothing open.
    impl<C: LoadConnection<Backend: 'static>> Drop for Sync<'_, C> {
        fn drop(&mut self) {
            if let Some(outside) = self.begun.left_open() {
                on_sync::roll_back(self.conn, outside);
            }
        }
    }

    impl<C> Session for Sync<'_, C>
    where
        C: LoadConnection<Backend: Backend + 'static> + Transacts<SyncDriver>,
    {
        type Db = C::Backend;

        async fn execute<St>(&mut self, statement: &St) -> Result<usize>
        where
            St: QueryFragment<C::Backend> + QueryId + std::marker::Sync,
        {
            Ok(diesel::RunQueryDsl::execute(Lent(statement), self.conn)?)
        }

        async fn load<St, U>(&mut self, statement: &St) -> Result<Vec<U>>
        where
            St: QueryFragment<C::Backend> + QueryId + std::marker::Sync,
            U: QueryableByName<C::Backend> + Send + 'static,
        {
            driver::run(Lent(statement), self.conn)
        }

        async fn begin(&mut self) -> Result<u32> {
            let outside = self.conn.depth()?;
            C::TransactionManager::begin_transaction(self.conn)?;
            self.begun.add(outside);
            if outside == 0 {
                crate::transaction::begun(self.conn);
            }
            Ok(outside)
        }

        async fn end<T: Send>(&mut self, outside: u32, result: Result<T>) -> Result<T> {
            match result {
                Ok(value) => {
                    self.begun.remove();
                    on_sync::commit(self.conn, outside)?;
                    Ok(value)
                }
                Err(error) => {
                    self.undo(outside).await;
                    Err(error)
                }
            }
        }

        async fn undo(&mut self, outside: u32) {
            self.begun.remove();
            on_sync::roll_back(self.conn, outside);
        }
    }

    /// What a future gives in which nothing waits.
    pub(crate) fn at_once<T>(future: impl Future<Output = Result<T>>) -> Result<T> {
        match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(result) => result,
            // Nothing that a sync connection gives to wait for is ever pending.
            Poll::Pending => Err(Error::Database(diesel::result::Error::QueryBuilderError(
                "a write on a sync connection waited".into(),
            ))),
        }
    }
}

#[cfg(feature = "async")]
pub(crate) mod asynchronous {
    use diesel::deserialize::QueryableByName;
    use diesel::query_builder::{QueryFragment, QueryId};
    use diesel_async::{AsyncConnection, AsyncConnectionCore, RunQueryDsl, TransactionManager};

    use super::{Begun, Lent, Session};
    use crate::Result;
    use crate::backend::Backend;
    use crate::driver::AsyncDriver;
    use crate::load::lane::{AsLane, Running, give_up};
    use crate::load::run_async;
    use crate::transaction::{Transacts, on_async};

    /// An async connection.
    pub struct Async<'c, C: AsLane<P>, P> {
        conn: &'c mut C,
        begun: Begun,
        lane: std::marker::PhantomData<fn() -> P>,
    }
    impl<'c, C: AsLane<P>, P> Async<'c, C, P> {
        pub(crate) fn new(conn: &'c mut C) -> Self {
            Self {
                conn,
                begun: Begun::default(),
                lane: std::marker::PhantomData,
            }
        }
    }

    impl<C, P, DB> super::AsSession<AsyncDriver<P>> for C
    where
        C: AsyncConnectionCore<Backend = DB> + AsLane<P>,
        DB: Backend + 'static,
        P: 'static,
    {
        type Db = DB;
        type Session<'c>
            = Async<'c, C, P>
        where
            C: 'c;
        fn session(&mut self) -> Async<'_, C, P> {
            Async::new(self)
        }
        fn inside<'s, 'c>(session: &'s mut Async<'c, C, P>) -> &'s mut C
        where
            C: 'c,
        {
            session.conn
        }
    }

    /// A write whose future is dropped half-way leaves its transaction open. What came next would
    /// stand in it and never be committed, so nothing does. After a panic in an outer transaction,
    /// that one's rollback is waited for.
    impl<C: AsLane<P>, P> Drop for Async<'_, C, P> {
        fn drop(&mut self) {
            if let Some(outside) = self.begun.left_open()
                && (outside == 0 || !std::thread::panicking())
            {
                give_up(self.conn);
            }
        }
    }

    impl<C, P, DB> Session for Async<'_, C, P>
    where
        C: AsyncConnectionCore<Backend = DB> + AsLane<P>,
        DB: Backend + 'static,
    {
        type Db = DB;

        async fn execute<St>(&mut self, statement: &St) -> Result<usize>
        where
            St: QueryFragment<DB> + QueryId + Sync,
        {
            let mut lane = self.conn.lane();
            let mut running = Running::new(&mut lane)?;
            let count = RunQueryDsl::execute(Lent(statement), running.core()).await;
            running.answered();
            Ok(count?)
        }

        async fn load<St, U>(&mut self, statement: &St) -> Result<Vec<U>>
        where
            St: QueryFragment<DB> + QueryId + Sync,
            U: QueryableByName<DB> + Send + 'static,
        {
            run_async::run(Lent(statement), &mut self.conn.lane()).await
        }

        async fn begin(&mut self) -> Result<u32> {
            let outside = Transacts::<AsyncDriver<()>>::depth(self.conn)?;
            // Before it has begun: its answer may never be waited for.
            self.begun.add(outside);
            let begun = <C as AsyncConnection>::TransactionManager::begin_transaction(self.conn);
            if let Err(error) = begun.await {
                self.begun.remove();
                return Err(error.into());
            }
            if outside == 0 {
                crate::transaction::begun(self.conn);
            }
            Ok(outside)
        }

        async fn end<T: Send>(&mut self, outside: u32, result: Result<T>) -> Result<T> {
            match result {
                Ok(value) => {
                    let ended = on_async::commit(self.conn, outside).await;
                    self.begun.remove();
                    ended.map(|()| value)
                }
                Err(error) => {
                    self.undo(outside).await;
                    Err(error)
                }
            }
        }

        async fn undo(&mut self, outside: u32) {
            on_async::roll_back(self.conn, outside).await;
            self.begun.remove();
        }
    }
}
