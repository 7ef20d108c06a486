//! Beginning a transaction by an SQL of one's own, on connections and on what holds them.

use std::marker::PhantomData;
use std::ops::DerefMut;

use diesel::connection::{AnsiTransactionManager, Connection};

use super::Transacts;
use crate::driver::{Driver, SyncDriver};

/// A connection whose transactions may begin otherwise than by `BEGIN`. `P` says how it is
/// reached; the compiler finds it.
#[diagnostic::on_unimplemented(
    message = "a transaction with options cannot be begun on `{Self}`",
    label = "neither a connection of Diesel or diesel-async nor a pool's"
)]
pub trait StartsWith<K: Driver, P>: Transacts<K> {
    /// Begins.
    fn start_with(&mut self, sql: String) -> K::Out<'_, ()>;
}

/// The connection itself.
pub struct Direct;
/// Through what holds it: a pool's guard.
pub struct Through<P>(PhantomData<fn() -> P>);

#[diagnostic::do_not_recommend]
impl<C> StartsWith<SyncDriver, Direct> for C
where
    C: Connection<TransactionManager = AnsiTransactionManager, Backend: 'static>,
{
    fn start_with(&mut self, sql: String) -> crate::Result<()> {
        Ok(AnsiTransactionManager::begin_transaction_sql(self, &sql)?)
    }
}

#[diagnostic::do_not_recommend]
impl<C, P> StartsWith<SyncDriver, Through<P>> for C
where
    C: Connection<Backend: 'static> + DerefMut<Target: StartsWith<SyncDriver, P>>,
{
    fn start_with(&mut self, sql: String) -> crate::Result<()> {
        (**self).start_with(sql)
    }
}

#[cfg(all(feature = "async", feature = "sqlite"))]
pub use asynchronous::InThread;

#[cfg(feature = "async")]
mod asynchronous {
    use std::ops::DerefMut;

    use diesel_async::{AnsiTransactionManager, AsyncConnection};
    use futures_util::future::BoxFuture;

    use super::{Direct, StartsWith, Through};
    use crate::Result;
    use crate::driver::AsyncDriver;

    #[diagnostic::do_not_recommend]
    impl<C> StartsWith<AsyncDriver<()>, Direct> for C
    where
        C: AsyncConnection<TransactionManager = AnsiTransactionManager, Backend: 'static>,
    {
        fn start_with(&mut self, sql: String) -> BoxFuture<'_, Result<()>> {
            Box::pin(
                async move { Ok(AnsiTransactionManager::begin_transaction_sql(self, &sql).await?) },
            )
        }
    }

    #[diagnostic::do_not_recommend]
    impl<C, P> StartsWith<AsyncDriver<()>, Through<P>> for C
    where
        C: AsyncConnection<Backend: 'static> + DerefMut<Target: StartsWith<AsyncDriver<()>, P>>,
    {
        fn start_with(&mut self, sql: String) -> BoxFuture<'_, Result<()>> {
            (**self).start_with(sql)
        }
    }

    /// A sync connection that runs in a thread of its own.
    #[cfg(feature = "sqlite")]
    pub struct InThread;

    #[cfg(feature = "sqlite")]
    #[diagnostic::do_not_recommend]
    impl<C> StartsWith<AsyncDriver<()>, InThread>
        for diesel_async::sync_connection_wrapper::SyncConnectionWrapper<C>
    where
        Self: AsyncConnection<Backend: 'static>,
        C: diesel::Connection<TransactionManager = diesel::connection::AnsiTransactionManager>
            + 'static,
    {
        fn start_with(&mut self, sql: String) -> BoxFuture<'_, Result<()>> {
            use diesel::connection::AnsiTransactionManager;
            let begun = self.spawn_blocking(move |conn| {
                AnsiTransactionManager::begin_transaction_sql(conn, &sql)
            });
            Box::pin(async move { Ok(begun.await?) })
        }
    }
}
