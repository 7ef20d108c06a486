//! Transactions: [`atomic`], [`transaction()`] with options, and what waits for the commit.
//!
//! Diesel's transaction managers do the work, so `atomic` and Diesel's own
//! `conn.transaction` may stand in each other, in any order.

use std::any::TypeId;
use std::marker::PhantomData;

use diesel::connection::{Connection, TransactionManager};
use diesel::result::Error as DieselError;

use crate::driver::{Driver, SyncDriver};
use crate::instrument::{Health, Watched, hooks};
use crate::{Error, Result};

#[cfg(feature = "async")]
pub(crate) mod on_async;
pub(crate) mod on_sync;
mod options;
mod pause;
mod retry;
mod start;
mod work;

pub use self::options::{Begins, Deferrable, Isolates, Locks, ReadsOnly};
pub use self::retry::{Retry, Retryable};
#[cfg(all(feature = "async", feature = "sqlite"))]
pub use self::start::InThread;
pub use self::start::{Direct, StartsWith, Through};
#[cfg(feature = "async")]
pub use self::work::AsyncWork;
pub use self::work::{Runs, Shape};

use self::options::Options;

/// A connection, sync or async, that opens transactions. The driver `K` is found by the
/// connection.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no connection that opens transactions",
    label = "a mutable reference to a connection goes here"
)]
pub trait Transacts<K>: Watched<K> {
    /// The database.
    type Db: diesel::backend::Backend + 'static;
    /// How deep the connection is in transactions: 0 outside, 1 in one, then savepoints.
    ///
    /// # Errors
    /// The connection is broken.
    fn depth(&mut self) -> Result<u32>;
}

#[diagnostic::do_not_recommend]
impl<C: Connection<Backend: 'static>> Transacts<SyncDriver> for C {
    type Db = C::Backend;
    fn depth(&mut self) -> Result<u32> {
        let status = C::TransactionManager::transaction_manager_status_mut(self);
        Ok(status.transaction_depth()?.map_or(0, u32::from))
    }
}

#[cfg(feature = "async")]
#[diagnostic::do_not_recommend]
impl<C> Transacts<crate::driver::AsyncDriver<()>> for C
where
    C: diesel_async::AsyncConnection<Backend: 'static>,
{
    type Db = C::Backend;
    fn depth(&mut self) -> Result<u32> {
        use diesel_async::TransactionManager;
        let status = C::TransactionManager::transaction_manager_status_mut(self);
        Ok(status.transaction_depth()?.map_or(0, u32::from))
    }
}

/// A piece of work that happens as a whole or not at all.
///
/// Begins a transaction, calls the closure, and commits what it did. An error that the
/// closure returns, of any type that Diesel's errors convert to, rolls it back, and so does a
/// panic, which then goes on; the connection can be used again after either.
///
/// ```
/// # orm_core::doctest_models!();
/// # use diesel::connection::SimpleConnection;
/// # let mut conn = connection();
/// use orm_core::atomic;
///
/// let renamed: orm_core::Result<()> = atomic(&mut conn, |conn| {
///     conn.batch_execute("UPDATE artists SET name = 'Lost'")?;
///     queryset!(Artist.filter(name == "AC/DC")).get(conn)?; // there is none now: an error
///     Ok(())
/// });
/// assert!(renamed.is_err());
/// assert_eq!(queryset!(Artist.filter(name == "AC/DC")).count(&mut conn)?, 1);
/// # Ok::<(), orm_core::Error>(())
/// ```
///
/// On an async connection the closure is async, and `atomic` gives a future, which is `Send`:
///
/// ```
/// # #[cfg(all(feature = "async", feature = "postgres-backend"))] mod example {
/// # orm_core::doctest_models!();
/// use orm_core::atomic;
/// async fn tracks(conn: &mut diesel_async::AsyncPgConnection) -> orm_core::Result<i64> {
///     atomic(conn, async |conn| Ok(Album.count(conn).await? + Track.count(conn).await?)).await
/// }
/// # }
/// ```
///
/// # What runs
///
/// | | at first | it ends well | it fails |
/// |---|---|---|---|
/// | outermost | `BEGIN` | `COMMIT` | `ROLLBACK` |
/// | inside another, or inside Diesel's `conn.transaction` | `SAVEPOINT` | `RELEASE SAVEPOINT` | `ROLLBACK TO SAVEPOINT` |
///
/// An inner `atomic` that failed has undone its own work only, so the outer one may go on:
///
/// ```
/// # orm_core::doctest_models!();
/// # use diesel::connection::SimpleConnection;
/// # let mut conn = connection();
/// use orm_core::atomic;
///
/// atomic(&mut conn, |conn| {
///     conn.batch_execute("INSERT INTO genres VALUES (3, 'Polka')")?;
///     let doubled: orm_core::Result<()> = atomic(conn, |conn| {
///         conn.batch_execute("INSERT INTO genres VALUES (4, 'Ska')")?;
///         Ok(conn.batch_execute("INSERT INTO genres VALUES (1, 'Rock')")?)
///     });
///     assert!(doubled.is_err());
///     Ok::<_, orm_core::Error>(())
/// })?;
/// assert_eq!(Genre.count(&mut conn)?, 3); // Polka stays, Ska does not
/// # Ok::<(), orm_core::Error>(())
/// ```
///
/// # Errors that are dropped
///
/// On PostgreSQL a statement that fails spoils its transaction: the COMMIT after it is a
/// rollback that reports no error, and on MySQL a deadlock ends the transaction. Where the
/// closure dropped such an error and returned `Ok`, `atomic` gives [`Error::RolledBack`]; an
/// `atomic` of its own around the statement that may fail keeps the rest whole. One error is
/// not heard of while no hook of [`on_commit`] waits: that of an async query on PostgreSQL
/// which fails among its rows, and not at its start.
///
/// # Futures that are dropped
///
/// An async transaction whose future is dropped half-way is left open, as diesel-async leaves
/// its own: a rollback cannot be awaited there. Pools throw such a connection away.
///
/// # Errors
/// The closure's, and those of BEGIN and COMMIT.
pub fn atomic<'c, C, K, T, E, W>(conn: &'c mut C, work: W) -> K::Given<'c, T, E>
where
    C: Transacts<K>,
    K: Runs<'c, C, T, E, W>,
    K::Sync<W, C, T, E>: FnOnce(&mut C) -> Result<T, E>,
    K::Async<W, C, T, E>: AsyncFnOnce(&mut C) -> Result<T, E>,
    T: 'c,
    E: 'c,
{
    K::run(transaction(conn), work)
}

/// A transaction with options, which its `run` begins: an isolation level, read-only, a lock,
/// [`retry`](Atomic::retry). Without options, `transaction(conn).run(closure)` is what
/// [`atomic`](atomic()) does.
///
/// ```
/// # orm_core::doctest_models!();
/// # let mut conn = connection();
/// use orm_core::transaction;
///
/// let albums = transaction(&mut conn).immediate().retry(3).run(|conn| Album.count(conn))?;
/// assert_eq!(albums, 3);
/// # Ok::<(), orm_core::Error>(())
/// ```
///
/// On an async connection: `transaction(conn).serializable().run(async |conn| …).await`.
pub fn transaction<C: Transacts<K>, K: Driver>(conn: &mut C) -> Atomic<'_, C, K> {
    Atomic {
        conn,
        options: Options::default(),
        start: None,
        driver: PhantomData,
    }
}

/// A transaction that has not begun: see [`transaction()`].
#[must_use = "`run` runs it"]
pub struct Atomic<'c, C, K: Driver> {
    conn: &'c mut C,
    options: Options,
    start: Option<Start<C, K>>,
    driver: PhantomData<K>,
}

/// How a transaction with options begins. Known where an option was asked for, so that a
/// transaction without options asks nothing of the connection.
type Start<C, K> = for<'r> fn(&'r mut C, &Options) -> <K as Driver>::Out<'r, ()>;

/// Runs a hook after the commit, when others can see what the transaction wrote: to send the
/// mail, to queue the job, to clear the cache.
///
/// - Hooks run after the COMMIT of the **outermost** transaction, in the order in which they
///   were given. A panic in one goes on to the caller, and those after it do not run; the
///   transaction stays committed.
/// - A rollback drops the hooks that were given inside: all of them, or those of a savepoint.
/// - Outside a transaction the hook runs at once.
/// - Where the outermost transaction is Diesel's own `conn.transaction`, hooks run when its
///   COMMIT succeeded, before `transaction` returns; a panic in one is printed and goes no
///   further. That COMMIT cannot be asked about beforehand, as `atomic` does where it is in
///   doubt: drop no errors there.
/// - Diesel's `begin_test_transaction` never commits, so no hook runs in it.
///
/// On async connections hooks are plain closures too: spawn a task for what has to wait.
///
/// ```
/// # orm_core::doctest_models!();
/// # let mut conn = connection();
/// use orm_core::{atomic, on_commit};
/// use std::sync::mpsc::channel;
///
/// let (mails, sent) = channel();
/// atomic(&mut conn, |conn| {
///     let album = queryset!(Album.order_by(title)).first(conn)?;
///     on_commit(conn, move || mails.send(album.map(|album| album.title.clone())).unwrap())?;
///     assert!(sent.try_recv().is_err()); // not yet
///     Ok::<_, orm_core::Error>(())
/// })?;
/// assert_eq!(sent.recv().unwrap().as_deref(), Some("Balls to the Wall"));
/// # Ok::<(), orm_core::Error>(())
/// ```
///
/// # Errors
/// [`Error::OwnInstrumentation`] in a transaction of a connection whose instrumentation was
/// set by `set_instrumentation`: the hook would have to replace it to hear of the commit. One
/// that came by `set_default_instrumentation` or [`observe`](crate::instrument::observe)
/// stays in place. And Diesel's error for a connection that is broken.
pub fn on_commit<C, K>(conn: &mut C, hook: impl FnOnce() + Send + 'static) -> Result<()>
where
    C: Transacts<K>,
{
    match conn.depth()? {
        0 => hook(),
        depth => {
            let hooks = hooks(conn).ok_or(Error::OwnInstrumentation)?;
            hooks.errors_abort = errors_abort::<C::Db>();
            hooks.add(depth, Box::new(hook));
        }
    }
    Ok(())
}

/// A statement that fails may leave nothing to commit: so it is on PostgreSQL, and so it has
/// to be thought of databases that are not known here.
fn errors_abort<DB: 'static>() -> bool {
    let database = TypeId::of::<DB>();
    #[cfg(feature = "sqlite")]
    if database == TypeId::of::<diesel::sqlite::Sqlite>() {
        return false;
    }
    #[cfg(feature = "mysql-backend")]
    if database == TypeId::of::<diesel::mysql::Mysql>() {
        return false;
    }
    let _ = database;
    true
}

/// Refused in a transaction that a failed statement spoiled, harmless in any other.
const PROBE: &str = "SELECT 1";

/// An outermost transaction has begun, and it is an `atomic`.
pub(crate) fn begun<C: Transacts<K>, K>(conn: &mut C) {
    if let Some(hooks) = hooks(conn) {
        hooks.ours = true;
        hooks.errors_abort = errors_abort::<C::Db>();
    }
}

/// How the transaction fares.
fn health<C: Transacts<K>, K>(conn: &mut C) -> Health {
    match hooks(conn).map(|hooks| hooks.health()) {
        Some(Health::Doubtful) | None if errors_abort::<C::Db>() => Health::Doubtful,
        Some(Health::Gone) => Health::Gone,
        _ => Health::Good,
    }
}

/// Why a COMMIT, or the release of a savepoint, failed.
fn not_committed(health: Health, outside: u32, error: DieselError) -> Error {
    match health {
        Health::Doubtful if outside > 0 => Error::RolledBack,
        _ => error.into(),
    }
}

/// An error of ours, on its way to the caller's type.
fn told<E: From<DieselError>>(error: Error) -> E {
    E::from(DieselError::from(error))
}
