//! Transactions that are run again, and which errors ask for it.

use super::{Atomic, Transacts, pause};
use crate::driver::{Driver, SyncDriver};
use crate::{Error, error};

/// A transaction that is run again: see [`Atomic::retry`].
#[must_use = "`run` runs it"]
pub struct Retry<'c, C, K: Driver> {
    pub(super) atomic: Atomic<'c, C, K>,
    pub(super) times: u32,
}

/// An error that knows whether the transaction that gave it, run again, may succeed.
///
/// ```
/// enum Failure {
///     SoldOut,
///     Database(orm_core::Error),
/// }
/// impl orm_core::transaction::Retryable for Failure {
///     fn is_retryable(&self) -> bool {
///         matches!(self, Failure::Database(error) if error.is_retryable())
///     }
/// }
/// # assert!(!Failure::SoldOut.is_retryable());
/// # let _ = Failure::Database;
/// # use orm_core::transaction::Retryable;
/// ```
#[diagnostic::on_unimplemented(
    message = "`retry` cannot tell whether `{Self}` comes of a deadlock or a failed serialization",
    label = "the closure's error",
    note = "implement `orm_core::transaction::Retryable` for it, by `orm_core::Error::is_retryable`"
)]
pub trait Retryable {
    /// It comes of another transaction that was in the way.
    fn is_retryable(&self) -> bool;
}

#[diagnostic::do_not_recommend]
impl Retryable for Error {
    fn is_retryable(&self) -> bool {
        Error::is_retryable(self)
    }
}

#[diagnostic::do_not_recommend]
impl Retryable for diesel::result::Error {
    fn is_retryable(&self) -> bool {
        error::is_retryable(self)
    }
}

/// Looks for an error of Diesel or of ours down the chain of sources.
#[diagnostic::do_not_recommend]
impl Retryable for Box<dyn std::error::Error + Send + Sync> {
    fn is_retryable(&self) -> bool {
        let mut next: Option<&(dyn std::error::Error + 'static)> = Some(&**self);
        while let Some(error) = next {
            let ours = error.downcast_ref().is_some_and(Error::is_retryable);
            if ours || error.downcast_ref().is_some_and(error::is_retryable) {
                return true;
            }
            next = error.source();
        }
        false
    }
}

impl<C, K: Driver> Atomic<'_, C, K> {
    /// The same again, for another run.
    pub(super) fn again(&mut self) -> Atomic<'_, C, K> {
        Atomic {
            conn: &mut *self.conn,
            options: self.options,
            start: self.start,
            driver: self.driver,
        }
    }
}

impl<C: diesel::Connection + Transacts<SyncDriver>> Retry<'_, C, SyncDriver> {
    /// Runs the transaction, again where it has to be.
    ///
    /// # Errors
    /// Those of the last run.
    pub fn run<T, E>(mut self, mut work: impl FnMut(&mut C) -> Result<T, E>) -> Result<T, E>
    where
        E: From<diesel::result::Error> + Retryable,
    {
        let inner = self.atomic.conn.depth().map_err(super::told::<E>)? > 0;
        let mut repetition = 0;
        loop {
            match self.atomic.again().run(&mut work) {
                Err(error) if !inner && repetition < self.times && error.is_retryable() => {
                    std::thread::sleep(pause::length(repetition));
                    repetition += 1;
                }
                result => return result,
            }
        }
    }
}
