//! `atomic(conn, closure)`: one function for closures and async closures.

use diesel::connection::Connection;
use diesel::result::Error as DieselError;
#[cfg(feature = "async")]
use futures_util::future::BoxFuture;

use super::{Atomic, Transacts};
#[cfg(feature = "async")]
use crate::driver::AsyncDriver;
use crate::driver::{Driver, SyncDriver};

/// An async closure whose future can be named, so that it can be asked to be `Send`.
#[diagnostic::on_unimplemented(
    message = "on an async connection a transaction's closure is async, and gives a `Result`",
    label = "not an async closure",
    note = "write `async |conn| …`, and let it end with `Ok(…)`"
)]
#[cfg(feature = "async")]
pub trait AsyncWork<A, R>:
    AsyncFnOnce(A) -> R + FnOnce(A) -> <Self as AsyncWork<A, R>>::Future
{
    /// What the closure gives.
    type Future: Future<Output = R>;
}

#[cfg(feature = "async")]
#[diagnostic::do_not_recommend]
impl<W, A, R, Fut> AsyncWork<A, R> for W
where
    W: AsyncFnOnce(A) -> R + FnOnce(A) -> Fut,
    Fut: Future<Output = R>,
{
    type Future = Fut;
}

/// Which kind of closure a driver takes.
///
/// The compiler reads a closure's signature from a bound on the closure's own type that is
/// `FnOnce` or `AsyncFnOnce`, and which of them it is depends on the driver. So both bounds
/// stand in [`atomic`](super::atomic), each on a type that is the closure for one driver, and
/// for the other a function with that signature, which meets the bound by itself.
pub trait Shape: Driver {
    /// The closure, where it is not async.
    type Sync<W, C, T, E>;
    /// The closure, where it is async.
    type Async<W, C, T, E>;
    /// A result, or a future of it.
    type Given<'c, T: 'c, E: 'c>;
}

impl Shape for SyncDriver {
    type Sync<W, C, T, E> = W;
    type Async<W, C, T, E> = fn(&mut C) -> std::future::Ready<Result<T, E>>;
    type Given<'c, T: 'c, E: 'c> = Result<T, E>;
}

#[cfg(feature = "async")]
impl<P: 'static> Shape for AsyncDriver<P> {
    type Sync<W, C, T, E> = fn(&mut C) -> Result<T, E>;
    type Async<W, C, T, E> = W;
    type Given<'c, T: 'c, E: 'c> = BoxFuture<'c, Result<T, E>>;
}

/// Runs a transaction's closure on connections of type `C`.
pub trait Runs<'c, C, T: 'c, E: 'c, W>: Shape + Sized {
    /// Runs it.
    fn run(atomic: Atomic<'c, C, Self>, work: W) -> Self::Given<'c, T, E>;
}

impl<'c, C, T, E, W> Runs<'c, C, T, E, W> for SyncDriver
where
    C: Connection + Transacts<SyncDriver>,
    W: FnOnce(&mut C) -> Result<T, E>,
    T: 'c,
    E: From<DieselError> + 'c,
{
    fn run(atomic: Atomic<'c, C, Self>, work: W) -> Result<T, E> {
        atomic.run(work)
    }
}

#[cfg(feature = "async")]
impl<'c, C, T, E, W> Runs<'c, C, T, E, W> for AsyncDriver<()>
where
    C: diesel_async::AsyncConnection<Backend: 'static>,
    for<'r> W: AsyncWork<&'r mut C, Result<T, E>, Future: Send> + Send + 'c,
    T: Send + 'c,
    E: From<DieselError> + Send + 'c,
{
    fn run(atomic: Atomic<'c, C, Self>, work: W) -> BoxFuture<'c, Result<T, E>> {
        atomic.run(work)
    }
}
