//! What can be asked of a transaction, and how each database says it.

use super::start::StartsWith;
use super::{Atomic, Retry, Transacts};
use crate::driver::Driver;

/// What was asked for, as words of SQL.
#[derive(Debug, Default, Clone, Copy)]
pub struct Options {
    /// The option that was asked for last, for the error's text.
    pub(super) named: &'static str,
    isolation: Option<&'static str>,
    read_only: bool,
    deferrable: bool,
    locking: &'static str,
}

/// A database, and how a transaction with options begins on it.
pub trait Begins: diesel::backend::Backend {
    /// The SQL.
    fn begin(options: &Options) -> String;
}

/// Databases whose transactions have isolation levels.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no isolation levels to choose from",
    label = "not on this database",
    note = "leave it out: transactions of SQLite are always serializable"
)]
pub trait Isolates: Begins {}

/// Databases that keep a transaction from writing.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no read-only transactions",
    label = "not on this database",
    note = "leave it out, and open the file with `?mode=ro`: SQLite has read-only connections"
)]
pub trait ReadsOnly: Begins {}

/// Databases that can wait for a moment in which a read cannot fail.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no deferrable transactions",
    label = "PostgreSQL alone has them",
    note = "leave it out: nothing is waited for on other databases"
)]
pub trait Deferrable: Begins {}

/// Databases that can be locked when a transaction begins.
#[diagnostic::on_unimplemented(
    message = "`{Self}` takes no lock when a transaction begins",
    label = "SQLite alone does",
    note = "leave it out, and lock rows with the queryset that reads them: `.for_update()`"
)]
pub trait Locks: Begins {}

#[cfg(feature = "postgres-backend")]
mod postgres {
    use diesel::pg::Pg;

    use super::{Begins, Deferrable, Isolates, Options, ReadsOnly};

    impl Begins for Pg {
        fn begin(options: &Options) -> String {
            let mut sql = "BEGIN".to_owned();
            if let Some(level) = options.isolation {
                sql += " ISOLATION LEVEL ";
                sql += level;
            }
            if options.read_only {
                sql += " READ ONLY";
            }
            if options.deferrable {
                sql += " DEFERRABLE";
            }
            sql
        }
    }
    #[diagnostic::do_not_recommend]
    impl Isolates for Pg {}
    #[diagnostic::do_not_recommend]
    impl ReadsOnly for Pg {}
    #[diagnostic::do_not_recommend]
    impl Deferrable for Pg {}
}

#[cfg(feature = "mysql-backend")]
mod mysql {
    use diesel::mysql::Mysql;

    use super::{Begins, Isolates, Options, ReadsOnly};

    impl Begins for Mysql {
        fn begin(options: &Options) -> String {
            // The level is that of the next transaction: START takes none.
            let level = options.isolation.map_or_else(String::new, |level| {
                format!("SET TRANSACTION ISOLATION LEVEL {level}; ")
            });
            let access = if options.read_only { " READ ONLY" } else { "" };
            format!("{level}START TRANSACTION{access}")
        }
    }
    #[diagnostic::do_not_recommend]
    impl Isolates for Mysql {}
    #[diagnostic::do_not_recommend]
    impl ReadsOnly for Mysql {}
}

#[cfg(feature = "sqlite")]
mod sqlite {
    use diesel::sqlite::Sqlite;

    use super::{Begins, Locks, Options};

    impl Begins for Sqlite {
        fn begin(options: &Options) -> String {
            format!("BEGIN {}", options.locking)
        }
    }
    #[diagnostic::do_not_recommend]
    impl Locks for Sqlite {}
}

/// Options. They belong to the transaction, so [`Error::TransactionOpen`](crate::Error)
/// answers them in one that is open already. What a database does not have does not compile:
///
/// ```compile_fail
/// # orm_core::doctest_models!();
/// # let mut conn = connection();
/// // `Sqlite` has no read-only transactions
/// orm_core::transaction(&mut conn).read_only().run(|conn| Album.count(conn));
/// ```
impl<'c, C: Transacts<K>, K: Driver> Atomic<'c, C, K> {
    /// As if transactions ran one after another; where they could not have, one of them fails
    /// with an error that [is retryable](crate::Error::is_retryable).
    ///
    /// PostgreSQL: `BEGIN ISOLATION LEVEL SERIALIZABLE`. MySQL:
    /// `SET TRANSACTION ISOLATION LEVEL SERIALIZABLE; START TRANSACTION`.
    pub fn serializable<P>(self) -> Self
    where
        C: StartsWith<K, P, Db: Isolates>,
    {
        self.with("serializable()", |options| {
            options.isolation = Some("SERIALIZABLE");
        })
    }

    /// All reads see the database as it was at the first of them.
    pub fn repeatable_read<P>(self) -> Self
    where
        C: StartsWith<K, P, Db: Isolates>,
    {
        self.with("repeatable_read()", |options| {
            options.isolation = Some("REPEATABLE READ");
        })
    }

    /// Each statement sees what was committed before it: the usual level of PostgreSQL.
    pub fn read_committed<P>(self) -> Self
    where
        C: StartsWith<K, P, Db: Isolates>,
    {
        self.with("read_committed()", |options| {
            options.isolation = Some("READ COMMITTED");
        })
    }

    /// The database refuses writes in this transaction.
    pub fn read_only<P>(self) -> Self
    where
        C: StartsWith<K, P, Db: ReadsOnly>,
    {
        self.with("read_only()", |options| options.read_only = true)
    }

    /// PostgreSQL: with `serializable().read_only()`, begins when nothing can make it fail.
    pub fn deferrable<P>(self) -> Self
    where
        C: StartsWith<K, P, Db: Deferrable>,
    {
        self.with("deferrable()", |options| options.deferrable = true)
    }

    /// SQLite: `BEGIN IMMEDIATE`, which takes the lock for writing now. A plain transaction
    /// takes it at its first write, and fails there if another connection wrote since its
    /// first read.
    pub fn immediate<P>(self) -> Self
    where
        C: StartsWith<K, P, Db: Locks>,
    {
        self.with("immediate()", |options| options.locking = "IMMEDIATE")
    }

    /// SQLite: `BEGIN EXCLUSIVE`. In journal modes other than WAL nobody else reads meanwhile.
    pub fn exclusive<P>(self) -> Self
    where
        C: StartsWith<K, P, Db: Locks>,
    {
        self.with("exclusive()", |options| options.locking = "EXCLUSIVE")
    }

    /// Runs the whole transaction again, up to `times` more times, when it failed because it
    /// met another one: see [`Error::is_retryable`](crate::Error::is_retryable).
    ///
    /// Before each further run there is a pause, which grows and is never the same twice, from
    /// about 10 ms to about a second. What the closure changed outside the database stays
    /// changed; hooks of [`on_commit`](crate::on_commit()) from a run that failed are dropped.
    ///
    /// Inside another transaction nothing is run again, since what failed is the whole of it:
    /// write `retry` on the outermost.
    ///
    /// ```
    /// # orm_core::doctest_models!();
    /// # let mut conn = connection();
    /// use orm_core::transaction;
    /// let albums = transaction(&mut conn).immediate().retry(3).run(|conn| Album.count(conn))?;
    /// assert_eq!(albums, 3);
    /// # Ok::<(), orm_core::Error>(())
    /// ```
    pub fn retry(self, times: u32) -> Retry<'c, C, K> {
        Retry {
            atomic: self,
            times,
        }
    }

    fn with<P>(mut self, named: &'static str, set: impl FnOnce(&mut Options)) -> Self
    where
        C: StartsWith<K, P, Db: Begins>,
    {
        set(&mut self.options);
        self.options.named = named;
        self.start = Some(|conn, options| conn.start_with(C::Db::begin(options)));
        self
    }
}
