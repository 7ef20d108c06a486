//! What kind of error the database's is, where Diesel has no kind for it.

use super::Error;

impl Error {
    /// Whether the connection to the database is lost: cut, closed by the server, to a server
    /// that was stopped, or spoilt, by a load that was given up on an async connection to MySQL
    /// or a transaction that could not be ended. What was written in an open transaction is not in the
    /// database; only when the `COMMIT` itself ended so, nobody knows.
    ///
    /// The connection is of no use any more: take another one. Pools of Diesel and of
    /// diesel-async do so by themselves when they hand out the next one.
    ///
    /// Clients tell it by different kinds of Diesel's error, and those of MySQL by words
    /// alone, so words are looked at too. A server that answers in another language than
    /// English, or an error that a database function raises in these very words, is not
    /// told rightly.
    ///
    /// ```
    /// use diesel::result::{DatabaseErrorKind, Error::DatabaseError};
    /// use orm_core::Error;
    ///
    /// let gone = DatabaseError(DatabaseErrorKind::Unknown, Box::new("Server has gone away".to_owned()));
    /// assert!(Error::from(gone).is_connection_lost());
    /// let long = "number of parameters must be between 0 and 65535".to_owned();
    /// let too_long = DatabaseError(DatabaseErrorKind::UnableToSendCommand, Box::new(long));
    /// assert!(!Error::from(too_long).is_connection_lost());
    /// assert!(!Error::DoesNotExist { model: "Album" }.is_connection_lost());
    /// ```
    #[must_use]
    pub fn is_connection_lost(&self) -> bool {
        matches!(self, Self::Database(error) if is_lost(error))
    }
}

/// How clients and servers begin to say that a connection is lost, in lower case.
const LOST: &[&str] = &[
    // libpq
    "no connection to the server",
    "server closed the connection",
    "could not send data to server",
    "could not receive data from server",
    "ssl connection has been closed",
    // PostgreSQL
    "terminating connection",
    "the database system is",
    // tokio-postgres
    "connection closed",
    "error communicating with the server",
    // libmariadb, libmysqlclient
    "lost connection to",
    "server has gone away",
    "mysql server has gone away",
    "the client was disconnected by the server",
    // MariaDB, MySQL
    "connection was killed",
    "server shutdown in progress",
    // mysql_async
    "input/output error",
    "driver error: `connection to the server is closed",
];

fn is_lost(error: &diesel::result::Error) -> bool {
    use diesel::result::DatabaseErrorKind::{ClosedConnection, UnableToSendCommand, Unknown};
    use diesel::result::Error::{BrokenTransactionManager, DatabaseError, RollbackErrorOnCommit};
    match error {
        DatabaseError(ClosedConnection, _) | BrokenTransactionManager => true,
        DatabaseError(UnableToSendCommand | Unknown, said) => {
            let said = said.message().to_lowercase();
            LOST.iter().any(|words| said.starts_with(words))
        }
        RollbackErrorOnCommit {
            rollback_error,
            commit_error,
        } => is_lost(rollback_error) || is_lost(commit_error),
        _ => false,
    }
}

impl Error {
    /// The same transaction, run again, may succeed: it met another one. That is a
    /// serialization failure or a deadlock, on MySQL a lock that was waited for too long as
    /// well, on SQLite a database or table that another connection had locked.
    /// [`transaction(…).retry(n)`](crate::transaction::Atomic::retry) does run it again.
    ///
    /// Where Diesel has no kind for it, it is known by the database's English message.
    ///
    /// ```
    /// use diesel::result::{DatabaseErrorKind, Error::DatabaseError};
    /// let failed = |kind, text: &str| orm_core::Error::from(DatabaseError(kind, Box::new(text.to_owned())));
    /// assert!(failed(DatabaseErrorKind::SerializationFailure, "").is_retryable());
    /// assert!(failed(DatabaseErrorKind::Unknown, "deadlock detected").is_retryable());
    /// assert!(!failed(DatabaseErrorKind::UniqueViolation, "").is_retryable());
    /// ```
    pub fn is_retryable(&self) -> bool {
        matches!(self, Self::Database(error) if is_retryable(error))
    }
}

impl Error {
    /// A lock was not to be had: a row that another transaction has locked, at once under
    /// [`nowait`](crate::QuerySet::nowait), or after the time for which the database waits (on
    /// SQLite, a file or table that is locked).
    ///
    /// Diesel has no kind for it, so it is known by the database's English message.
    ///
    /// ```
    /// use diesel::result::{DatabaseErrorKind::Unknown, Error::DatabaseError};
    /// let said = |text: &str| orm_core::Error::from(DatabaseError(Unknown, Box::new(text.to_owned())));
    /// assert!(said("could not obtain lock on row in relation \"albums\"").is_lock_not_available());
    /// assert!(!said("deadlock detected").is_lock_not_available());
    /// ```
    #[must_use]
    pub fn is_lock_not_available(&self) -> bool {
        self.says(NO_LOCK)
    }
}

/// What databases say of a lock that is not to be had.
const NO_LOCK: &[&str] = &[
    // PostgreSQL
    "could not obtain lock on",
    "canceling statement due to lock timeout",
    // MySQL, MariaDB
    "lock(s) could not be acquired immediately",
    "Lock wait timeout exceeded",
    // SQLite
    "database is locked",
    "database table is locked",
];

pub(crate) fn is_retryable(error: &diesel::result::Error) -> bool {
    use diesel::result::{DatabaseErrorKind, Error::DatabaseError, Error::RollbackErrorOnCommit};
    match error {
        DatabaseError(DatabaseErrorKind::SerializationFailure, _) => true,
        DatabaseError(DatabaseErrorKind::Unknown, about) => {
            let says = about.message();
            says == "deadlock detected"
                || says.starts_with("could not serialize access")
                || says.contains("try restarting transaction")
                || says.starts_with("Record has changed since last read")
                || says.starts_with("database is locked")
                || says.starts_with("database table is locked")
                || says.starts_with("database schema is locked")
        }
        RollbackErrorOnCommit { commit_error, .. } => is_retryable(commit_error),
        _ => false,
    }
}

impl Error {
    /// The disk is full, or the file or table has the size that it may have. Nothing was written,
    /// and the connection can be used again.
    ///
    /// Diesel has no kind for it, so it is known by the database's English message.
    ///
    /// ```
    /// use diesel::result::{DatabaseErrorKind::Unknown, Error::DatabaseError};
    /// let said = |text: &str| orm_core::Error::from(DatabaseError(Unknown, Box::new(text.to_owned())));
    /// assert!(said("database or disk is full").is_disk_full());
    /// assert!(!said("database is locked").is_disk_full());
    /// ```
    #[must_use]
    pub fn is_disk_full(&self) -> bool {
        self.says(FULL)
    }
}

/// What databases say of a disk that is full.
const FULL: &[&str] = &[
    // SQLite
    "database or disk is full",
    // PostgreSQL
    "No space left on device",
    // MySQL, MariaDB
    "Disk full",
    "Disk is full",
    "' is full",
];

impl Error {
    /// One of these texts is in what the database says, of an error that has no kind.
    fn says(&self, texts: &[&str]) -> bool {
        use diesel::result::{DatabaseErrorKind, Error::DatabaseError};
        match self {
            Self::Database(DatabaseError(DatabaseErrorKind::Unknown, said)) => {
                texts.iter().any(|text| said.message().contains(text))
            }
            _ => false,
        }
    }
}
