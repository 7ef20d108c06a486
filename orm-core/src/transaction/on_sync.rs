//! A transaction on a sync connection.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use diesel::connection::{Connection, TransactionManager};
use diesel::result::Error as DieselError;

use super::{Atomic, PROBE, Transacts, begun, health, not_committed, told};
use crate::driver::SyncDriver;
use crate::instrument::{Health, Hooks, hooks};
use crate::{Error, Result};

impl<C: Connection + Transacts<SyncDriver>> Atomic<'_, C, SyncDriver> {
    /// Runs the transaction: see [`atomic`](super::atomic).
    ///
    /// # Errors
    /// The closure's, and those of BEGIN and COMMIT.
    pub fn run<T, E>(self, work: impl FnOnce(&mut C) -> Result<T, E>) -> Result<T, E>
    where
        E: From<DieselError>,
    {
        let conn = self.conn;
        let outside = conn.depth().map_err(told::<E>)?;
        match self.start {
            Some(_) if outside > 0 => {
                let option = self.options.named;
                return Err(told(Error::TransactionOpen { option }));
            }
            Some(start) => start(conn, &self.options).map_err(told::<E>)?,
            None => C::TransactionManager::begin_transaction(conn)?,
        }
        if outside == 0 {
            begun(conn);
        }
        match catch_unwind(AssertUnwindSafe(|| work(&mut *conn))) {
            Ok(Ok(value)) => {
                commit(conn, outside).map_err(told::<E>)?;
                Ok(value)
            }
            Ok(Err(error)) => {
                roll_back(conn, outside);
                Err(error)
            }
            Err(panic) => {
                roll_back(conn, outside);
                resume_unwind(panic)
            }
        }
    }
}

/// Commits what was done since the depth outside, and runs what waited for that.
pub(crate) fn commit<C: Connection + Transacts<SyncDriver>>(
    conn: &mut C,
    outside: u32,
) -> Result<()> {
    // What the closure left open was begun without `atomic`, and a panic was caught there.
    roll_back(conn, outside + 1);
    let health = health(conn);
    if outside == 0 {
        let sound = match health {
            Health::Good => true,
            Health::Doubtful => conn.batch_execute(PROBE).is_ok(),
            Health::Gone => false,
        };
        if !sound {
            roll_back(conn, outside);
            return Err(Error::RolledBack);
        }
    }
    if let Err(error) = C::TransactionManager::commit_transaction(conn) {
        roll_back(conn, outside);
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
pub(crate) fn roll_back<C: Connection + Transacts<SyncDriver>>(conn: &mut C, outside: u32) {
    for _ in outside..conn.depth().unwrap_or(0) {
        let _ = C::TransactionManager::rollback_transaction(conn);
    }
}
