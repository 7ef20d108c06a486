//! A transaction on an async connection.

use std::panic::{AssertUnwindSafe, resume_unwind};

use diesel::result::Error as DieselError;
use diesel_async::{AsyncConnection, TransactionManager};
use futures_util::FutureExt;
use futures_util::future::BoxFuture;

use super::{
    AsyncWork, Atomic, PROBE, Retry, Retryable, Transacts, begun, errors_abort, health,
    not_committed, pause, told,
};
use crate::driver::AsyncDriver;
use crate::instrument::{Health, Hooks, hooks};
use crate::{Error, Result};

impl<'c, C: AsyncConnection<Backend: 'static>> Atomic<'c, C, AsyncDriver<()>> {
    /// Runs the transaction: see [`atomic`](super::atomic).
    ///
    /// # Errors
    /// The closure's, and those of BEGIN and COMMIT.
    pub fn run<T, E, W>(self, work: W) -> BoxFuture<'c, Result<T, E>>
    where
        for<'r> W: AsyncFnOnce(&'r mut C) -> Result<T, E>
            + AsyncWork<&'r mut C, Result<T, E>, Future: Send>
            + Send
            + 'c,
        T: Send + 'c,
        E: From<DieselError> + Send + 'c,
    {
        Box::pin(async move {
            let conn = self.conn;
            let outside = conn.depth().map_err(told::<E>)?;
            match self.start {
                Some(_) if outside > 0 => {
                    let option = self.options.named;
                    return Err(told(Error::TransactionOpen { option }));
                }
                Some(start) => start(conn, &self.options).await.map_err(told::<E>)?,
                None => C::TransactionManager::begin_transaction(conn).await?,
            }
            if outside == 0 {
                begun(conn);
            }
            match AssertUnwindSafe(work(&mut *conn)).catch_unwind().await {
                Ok(Ok(value)) => {
                    commit(conn, outside).await.map_err(told::<E>)?;
                    Ok(value)
                }
                Ok(Err(error)) => {
                    roll_back(conn, outside).await;
                    Err(error)
                }
                Err(panic) => {
                    roll_back(conn, outside).await;
                    resume_unwind(panic)
                }
            }
        })
    }
}

impl<'c, C: AsyncConnection<Backend: 'static>> Retry<'c, C, AsyncDriver<()>> {
    /// Runs the transaction, again where it has to be. The closure is cloned for each run.
    ///
    /// # Errors
    /// Those of the last run.
    pub fn run<T, E, W>(mut self, work: W) -> BoxFuture<'c, Result<T, E>>
    where
        for<'r> W: AsyncFnOnce(&'r mut C) -> Result<T, E>
            + AsyncWork<&'r mut C, Result<T, E>, Future: Send>
            + Clone
            + Send
            + 'c,
        T: Send + 'c,
        E: From<DieselError> + Retryable + Send + 'c,
    {
        Box::pin(async move {
            let inner = self.atomic.conn.depth().map_err(told::<E>)? > 0;
            let mut repetition = 0;
            loop {
                match self.atomic.again().run(work.clone()).await {
                    Err(error) if !inner && repetition < self.times && error.is_retryable() => {
                        pause::wait(pause::length(repetition)).await;
                        repetition += 1;
                    }
                    result => return result,
                }
            }
        })
    }
}

/// Commits what was done since the depth outside, and runs what waited for that.
pub(crate) async fn commit<C: AsyncConnection<Backend: 'static>>(
    conn: &mut C,
    outside: u32,
) -> Result<()> {
    // What the closure left open was begun without `atomic`, and a panic was caught there.
    roll_back(conn, outside + 1).await;
    let health = health(conn);
    if outside == 0 {
        // diesel-async does not tell of errors that come among the rows of a query.
        let unsure =
            errors_abort::<C::Backend>() && hooks(conn).is_some_and(|hooks| hooks.are_waiting());
        let sound = match health {
            Health::Good if !unsure => true,
            Health::Good | Health::Doubtful => conn.batch_execute(PROBE).await.is_ok(),
            Health::Gone => false,
        };
        if !sound {
            roll_back(conn, outside).await;
            return Err(Error::RolledBack);
        }
    }
    if let Err(error) = C::TransactionManager::commit_transaction(conn).await {
        roll_back(conn, outside).await;
        return Err(not_committed(health, outside, error));
    }
    if outside == 0 {
        let waited = hooks(conn).map(Hooks::take);
        waited.into_iter().flatten().for_each(|hook| hook());
    }
    Ok(())
}

/// Rolls back to the depth outside. Where that fails, Diesel marks the connection as broken;
/// the caller hears of what came first.
pub(crate) async fn roll_back<C: AsyncConnection<Backend: 'static>>(conn: &mut C, outside: u32) {
    for _ in outside..conn.depth().unwrap_or(0) {
        let _ = C::TransactionManager::rollback_transaction(conn).await;
    }
}
