//! Drivers: whether a terminal gives a `Result` or a future of it.
//!
//! Which of them is a type, which the compiler finds by the connection: so one `load` serves
//! both worlds.
//!
#![doc = include_str!("../docs/connections.md")]

use crate::Result;

/// A way to run statements, and with it what a terminal gives.
pub trait Driver: 'static {
    /// A `Result`, or a future of one.
    type Out<'c, T: 'c>;
    /// Changes what comes out.
    fn then<'c, T: 'c, U: 'c>(
        out: Self::Out<'c, T>,
        change: impl FnOnce(T) -> Result<U> + Send + 'c,
    ) -> Self::Out<'c, U>;
}

/// Diesel's own connections, and all that behave as they do: pools, enums of connections.
pub struct SyncDriver;

impl Driver for SyncDriver {
    type Out<'c, T: 'c> = Result<T>;
    #[inline]
    fn then<'c, T: 'c, U: 'c>(
        out: Result<T>,
        change: impl FnOnce(T) -> Result<U> + Send + 'c,
    ) -> Result<U> {
        out.and_then(change)
    }
}

/// No connection's driver: the second way to load that keeps the compiler from taking the
/// first before it knows the connection. (See the impl of `LoadOn` for it.)
#[doc(hidden)]
pub struct NoDriver;

impl Driver for NoDriver {
    type Out<'c, T: 'c> = Result<T>;
    fn then<'c, T: 'c, U: 'c>(
        out: Result<T>,
        change: impl FnOnce(T) -> Result<U> + Send + 'c,
    ) -> Result<U> {
        out.and_then(change)
    }
}

#[cfg(feature = "async")]
pub use asynchronous::AsyncDriver;

#[cfg(feature = "async")]
mod asynchronous {
    use std::marker::PhantomData;

    use futures_util::future::BoxFuture;

    use super::Driver;
    use crate::Result;

    /// Connections of diesel-async, and pools of them. `P` says how a connection becomes a lane.
    pub struct AsyncDriver<P>(PhantomData<fn() -> P>);

    impl<P: 'static> Driver for AsyncDriver<P> {
        type Out<'c, T: 'c> = BoxFuture<'c, Result<T>>;
        fn then<'c, T: 'c, U: 'c>(
            out: BoxFuture<'c, Result<T>>,
            change: impl FnOnce(T) -> Result<U> + Send + 'c,
        ) -> BoxFuture<'c, Result<U>> {
            Box::pin(async move { change(out.await?) })
        }
    }
}
