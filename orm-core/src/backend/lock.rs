//! Locks of rows, as each database writes them.

use diesel::QueryResult;
use diesel::query_builder::AstPass;

use super::{Backend, Dialect};

/// ` FOR UPDATE …`, of the rows of `root` and of what `others` writes.
///
/// MySQL and MariaDB have one dialect and other words here, so each is told in a comment that
/// the other one skips: MariaDB does not read what is for MySQL 5.7 to 9, and MySQL nothing
/// that begins with `M!`. MariaDB cannot say whose rows it locks: it locks those of all tables.
pub(crate) fn push_lock<DB: Backend>(
    update: bool,
    waiting: &str,
    root: &str,
    others: impl FnOnce(&mut AstPass<'_, '_, DB>) -> QueryResult<()>,
    out: &mut AstPass<'_, '_, DB>,
) -> QueryResult<()> {
    let (before, after) = match (out.backend().dialect(), update) {
        (Dialect::Sqlite, _) => return Err(crate::Error::NoRowLocks.into()),
        (Dialect::Postgres, true) => (" FOR UPDATE OF ", ""),
        (Dialect::Postgres, false) => (" FOR SHARE OF ", ""),
        (Dialect::Mysql, true) => (" FOR UPDATE /*!80001 OF ", " */"),
        (Dialect::Mysql, false) => (" /*!80001 FOR SHARE OF ", " */ /*M! LOCK IN SHARE MODE */"),
    };
    out.push_sql(before);
    out.push_identifier(root)?;
    others(out)?;
    out.push_sql(after);
    out.push_sql(waiting);
    Ok(())
}
