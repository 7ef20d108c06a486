//! Connections of diesel-async. A test's thread waits for each future, so that the suite
//! reads the same.

use std::fmt::Debug;
use std::future::Future;

use diesel::ConnectionResult;
pub use diesel_async::RunQueryDsl;
use diesel_async::{AsyncConnection, SimpleAsyncConnection, TransactionManager};
use futures_util::StreamExt;
use futures_util::future::BoxFuture;
use futures_util::stream::{BoxStream, Stream};

use crate::Conn;

/// What tests use.
pub mod prelude {
    pub use super::{Driver, Wait, Waited, each, transaction};
}

pub type Driver = orm_core::driver::AsyncDriver<crate::Lane>;

fn block_on<T>(future: impl Future<Output = T>) -> T {
    thread_local! {
        static RUNTIME: tokio::runtime::Runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
    }
    RUNTIME.with(|runtime| runtime.block_on(future))
}

/// What a terminal gives, as a `Result`.
pub trait Wait {
    type Out;
    fn wait(self) -> Self::Out;
}
impl<T, E> Wait for Result<T, E> {
    type Out = Self;
    fn wait(self) -> Self {
        self
    }
}
impl<T> Wait for BoxFuture<'_, T> {
    type Out = T;
    fn wait(self) -> T {
        block_on(self)
    }
}

/// A `Result`'s methods on the future of one.
#[allow(clippy::wrong_self_convention)] // as `Result` has it, but a future is used up
pub trait Waited<T, E>: Sized {
    fn result(self) -> Result<T, E>;
    #[track_caller]
    fn unwrap(self) -> T
    where
        E: Debug,
    {
        self.result().unwrap()
    }
    #[track_caller]
    fn unwrap_err(self) -> E
    where
        T: Debug,
    {
        self.result().unwrap_err()
    }
    fn err(self) -> Option<E> {
        self.result().err()
    }
    fn is_err(self) -> bool {
        self.result().is_err()
    }
    fn map<U>(self, change: impl FnOnce(T) -> U) -> Result<U, E> {
        self.result().map(change)
    }
}
impl<T, E> Waited<T, E> for BoxFuture<'_, Result<T, E>> {
    fn result(self) -> Result<T, E> {
        block_on(self)
    }
}

pub fn establish(url: &str) -> ConnectionResult<Conn> {
    block_on(Conn::establish(url))
}

pub fn batch(conn: &mut Conn, sql: &str) -> diesel::QueryResult<()> {
    block_on(conn.batch_execute(sql))
}

/// A stream as an iterator.
pub struct Each<'c, T>(BoxStream<'c, T>);

impl<T> Iterator for Each<'_, T> {
    type Item = T;
    fn next(&mut self) -> Option<T> {
        block_on(self.0.next())
    }
}

/// Rows, or portions, one after another.
pub fn each<'c, S, E>(rows: BoxFuture<'c, Result<S, E>>) -> Each<'c, S::Item>
where
    S: Stream + Send + 'c,
    E: Debug,
{
    Each(rows.unwrap().boxed())
}

type Manager = <Conn as AsyncConnection>::TransactionManager;

/// Runs this in a transaction.
pub fn transaction<T, E: From<diesel::result::Error>>(
    conn: &mut Conn,
    work: impl FnOnce(&mut Conn) -> Result<T, E>,
) -> Result<T, E> {
    block_on(Manager::begin_transaction(conn))?;
    let done = work(conn);
    if done.is_ok() {
        block_on(Manager::commit_transaction(conn))?;
    } else {
        block_on(Manager::rollback_transaction(conn))?;
    }
    done
}

/// The rows of a statement of Diesel's.
pub fn rows<'q, U, S>(statement: S, conn: &mut Conn) -> Vec<U>
where
    U: Send,
    S: RunQueryDsl<Conn> + diesel_async::methods::LoadQuery<'q, Conn, U> + 'q,
{
    block_on(RunQueryDsl::load(statement, conn)).unwrap()
}

/// The hooks of a model; what runs on the connection stands in `done!`.
macro_rules! hooks {
    ($model:ty: $($name:ident($row:ident: $ty:ty, $conn:ident) $body:block)*) => {
        impl orm_core::AsyncHooks<crate::Conn> for $model {
            $(async fn $name($row: $ty, $conn: &mut crate::Conn) -> orm_core::Hooked $body)*
        }
    };
}
macro_rules! done {
    ($run:expr) => {
        $run.await
    };
}
#[allow(unused_imports)] // of one part of the suite
pub(crate) use {done, hooks};
