//! EXPLAIN, as each database writes it.

use diesel::QueryResult;
use diesel::query_builder::AstPass;

use super::{Backend, Dialect};

/// What goes before the statement. MySQL and MariaDB each have a comment that the other one
/// skips, as for locks.
pub(crate) fn push_explain<DB: Backend>(
    [analyze, verbose, json]: [bool; 3],
    out: &mut AstPass<'_, '_, DB>,
) -> QueryResult<()> {
    let none = |option, database| Err(crate::Error::NoExplain { option, database }.into());
    let text = match (out.backend().dialect(), analyze, verbose, json) {
        (Dialect::Sqlite, true, _, _) => return none("analyze", "SQLite"),
        (Dialect::Sqlite, _, true, _) => return none("verbose", "SQLite"),
        (Dialect::Sqlite, _, _, true) => return none("json", "SQLite"),
        (Dialect::Sqlite, false, false, false) => "EXPLAIN QUERY PLAN ",
        (Dialect::Mysql, _, true, _) => return none("verbose", "MySQL"),
        (Dialect::Mysql, true, false, _) => {
            "/*!80018 EXPLAIN ANALYZE */ /*M! ANALYZE FORMAT=JSON */ "
        }
        (Dialect::Mysql, false, false, _) => "EXPLAIN FORMAT=JSON ",
        (Dialect::Postgres, false, false, false) => "EXPLAIN ",
        (Dialect::Postgres, true, false, false) => "EXPLAIN (ANALYZE) ",
        (Dialect::Postgres, false, true, false) => "EXPLAIN (VERBOSE) ",
        (Dialect::Postgres, true, true, false) => "EXPLAIN (ANALYZE, VERBOSE) ",
        (Dialect::Postgres, false, false, true) => "EXPLAIN (FORMAT JSON) ",
        (Dialect::Postgres, true, false, true) => "EXPLAIN (ANALYZE, FORMAT JSON) ",
        (Dialect::Postgres, false, true, true) => "EXPLAIN (VERBOSE, FORMAT JSON) ",
        (Dialect::Postgres, true, true, true) => "EXPLAIN (ANALYZE, VERBOSE, FORMAT JSON) ",
    };
    out.push_sql(text);
    Ok(())
}
