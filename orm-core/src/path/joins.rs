//! Writing tables, columns and joins, each join once.

use diesel::QueryResult;
use diesel::backend::Backend as DieselBackend;
use diesel::query_builder::AstPass;

use crate::model::{Columns, ModelMeta};

/// More joins than any database takes in one query but PostgreSQL (SQLite 64, MySQL 61).
const MAX_JOINS: usize = 64;

const LEFT: &str = " LEFT JOIN ";

/// The joins of one FROM clause while it is written: each path's only once, and without
/// allocation, since Diesel walks a query every time it runs.
pub struct Joins<'p, 'a, 'b, DB: DieselBackend> {
    out: &'p mut AstPass<'a, 'b, DB>,
    keyword: &'static str,
    seen: [u64; MAX_JOINS],
    len: usize,
}

impl<'p, 'a, 'b, DB: DieselBackend> Joins<'p, 'a, 'b, DB> {
    /// No join yet.
    pub fn new(out: &'p mut AstPass<'a, 'b, DB>) -> Self {
        Self {
            out,
            keyword: LEFT,
            seen: [0; MAX_JOINS],
            len: 0,
        }
    }

    /// Writes joins whose rows without a match nobody wants. As LEFT JOINs they would mean
    /// the same, but SQLite sees only of the last table of a path that it may begin there.
    ///
    /// # Errors
    /// Those of `write`.
    pub fn inner(&mut self, write: impl FnOnce(&mut Self) -> QueryResult<()>) -> QueryResult<()> {
        self.keyword = " INNER JOIN ";
        let written = write(self);
        self.keyword = LEFT;
        written
    }

    /// LEFT JOIN, or INNER where it was said.
    pub(crate) fn keyword(&self) -> &'static str {
        self.keyword
    }

    /// Where the joins are written to.
    pub fn out(&mut self) -> &mut AstPass<'a, 'b, DB> {
        self.out
    }

    /// Whether the path with this hash still has to be written.
    pub(crate) fn is_new(&mut self, path: u64) -> QueryResult<bool> {
        if self.seen[..self.len].contains(&path) {
            return Ok(false);
        }
        match self.seen.get_mut(self.len) {
            Some(free) => *free = path,
            None => {
                return Err(diesel::result::Error::QueryBuilderError(
                    "a queryset with more than 64 joins".into(),
                ));
            }
        }
        self.len += 1;
        Ok(true)
    }
}

/// `"schema"."table" AS "alias"`.
pub fn push_table<DB: DieselBackend>(
    meta: &ModelMeta,
    alias: &str,
    out: &mut AstPass<'_, '_, DB>,
) -> QueryResult<()> {
    if let Some(schema) = meta.schema {
        out.push_identifier(schema)?;
        out.push_sql(".");
    }
    out.push_identifier(meta.table)?;
    out.push_sql(" AS ");
    out.push_identifier(alias)
}

/// `"alias"."column"`.
pub fn push_column<DB: DieselBackend>(
    alias: &str,
    column: &str,
    out: &mut AstPass<'_, '_, DB>,
) -> QueryResult<()> {
    out.push_identifier(alias)?;
    out.push_sql(".");
    out.push_identifier(column)
}

/// `"a"."x" = "b"."y" AND …`.
pub fn push_pairs<DB: DieselBackend>(
    left: &str,
    left_columns: Columns,
    right: &str,
    right_columns: Columns,
    out: &mut AstPass<'_, '_, DB>,
) -> QueryResult<()> {
    for at in 0..left_columns.len() {
        if at > 0 {
            out.push_sql(" AND ");
        }
        push_column(left, left_columns.get(at), out)?;
        out.push_sql(" = ");
        push_column(right, right_columns.get(at), out)?;
    }
    Ok(())
}
