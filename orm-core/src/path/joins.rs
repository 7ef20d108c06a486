//! Writing tables, columns and joins, each join once.

use std::marker::PhantomData;

use diesel::QueryResult;
use diesel::backend::Backend as DieselBackend;
use diesel::query_builder::AstPass;

use super::Path;
use crate::backend::{Backend, ScopeSql};
use crate::model::{Columns, Model, ModelMeta};

/// More joins than any database takes in one query but PostgreSQL (SQLite 64, MySQL 61).
const MAX_JOINS: usize = 64;

const LEFT: &str = " LEFT JOIN ";

/// Where SQL is written to, whatever the database: names and text, no values.
pub trait Sink {
    /// Writes text.
    fn push_sql(&mut self, sql: &str);
    /// Writes a name, quoted.
    ///
    /// # Errors
    /// Those of the query builder.
    fn push_identifier(&mut self, name: &str) -> QueryResult<()>;
}
/// Where joins are written to: to one database or other, and a default scope binds its values.
pub trait JoinSink: Sink {
    /// Writes a default scope.
    ///
    /// # Errors
    /// Those of the query builder.
    fn push_scope(&mut self, scope: &'static dyn ScopeSql) -> QueryResult<()>;
}
impl<DB: Backend> JoinSink for AstPass<'_, '_, DB> {
    fn push_scope(&mut self, scope: &'static dyn ScopeSql) -> QueryResult<()> {
        DB::push_scope(scope, self.reborrow())
    }
}
impl<DB: DieselBackend> Sink for AstPass<'_, '_, DB> {
    fn push_sql(&mut self, sql: &str) {
        AstPass::push_sql(self, sql);
    }
    fn push_identifier(&mut self, name: &str) -> QueryResult<()> {
        AstPass::push_identifier(self, name)
    }
}

/// The joins of one FROM clause while it is written: each path's only once, and without
/// allocation, since Diesel walks a query every time it runs.
///
/// Joins hold names alone, which every database writes by itself, and default scopes, which know
/// how each does. So where they are written to is known as a [`JoinSink`], and a condition that was boxed for one database can write its
/// joins wherever it stands; see the method `on`.
pub struct Joins<'p, 'a, 'b, DB: DieselBackend> {
    out: &'p mut (dyn JoinSink + 'p),
    keyword: &'static str,
    depth: usize,
    seen: [u64; MAX_JOINS],
    len: usize,
    of: PhantomData<fn(AstPass<'a, 'b, DB>)>,
}

impl<'p, 'a, 'b, DB: DieselBackend> Joins<'p, 'a, 'b, DB> {
    /// No join yet.
    pub fn new(out: &'p mut AstPass<'a, 'b, DB>) -> Self
    where
        DB: Backend,
    {
        Self {
            out,
            keyword: LEFT,
            depth: 0,
            seen: [0; MAX_JOINS],
            len: 0,
            of: PhantomData,
        }
    }

    /// The same joins, for nodes that are typed for database `On`.
    ///
    /// # Errors
    /// Those of `write`.
    pub(crate) fn on<On: DieselBackend>(
        &mut self,
        write: impl FnOnce(&mut Joins<'_, '_, '_, On>) -> QueryResult<()>,
    ) -> QueryResult<()> {
        let mut same = Joins {
            out: &mut *self.out,
            keyword: self.keyword,
            depth: self.depth,
            seen: self.seen,
            len: self.len,
            of: PhantomData,
        };
        let written = write(&mut same);
        (self.seen, self.len) = (same.seen, same.len);
        written
    }

    /// The same for the FROM of a subquery that stands in so many others, or for the FROM of
    /// a quantifier or an aggregate there.
    #[must_use]
    pub fn at_depth(mut self, depth: usize) -> Self {
        self.depth = depth;
        self
    }

    /// In how many subqueries the FROM stands.
    pub(crate) fn depth(&self) -> usize {
        self.depth
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
    pub fn out(&mut self) -> &mut (dyn JoinSink + 'p) {
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
pub fn push_table<Out: Sink + ?Sized>(
    meta: &ModelMeta,
    alias: &str,
    out: &mut Out,
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
pub fn push_column<Out: Sink + ?Sized>(
    alias: &str,
    column: &str,
    out: &mut Out,
) -> QueryResult<()> {
    out.push_identifier(alias)?;
    out.push_sql(".");
    out.push_identifier(column)
}

/// `"a"."x" = "b"."y" AND …`.
pub fn push_pairs<Out: Sink + ?Sized>(
    left: &str,
    left_columns: Columns,
    right: &str,
    right_columns: Columns,
    out: &mut Out,
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

/// Writes ` AND left.tenant = right.tenant`, where rows of both belong to tenants: rows of
/// different ones are never put together.
pub(crate) fn push_same_tenant<Out: Sink + ?Sized>(
    left: &str,
    left_meta: &ModelMeta,
    right: &str,
    right_meta: &ModelMeta,
    out: &mut Out,
) -> QueryResult<()> {
    if let (Some(own), Some(other)) = (left_meta.tenant_column(), right_meta.tenant_column()) {
        out.push_sql(" AND ");
        push_column(left, own, out)?;
        out.push_sql(" = ");
        push_column(right, other, out)?;
    }
    Ok(())
}

/// Writes ` AND …`, the default scope of the rows that `P` leads to.
pub(crate) fn push_scope<P: Path, Out: JoinSink + ?Sized>(out: &mut Out) -> QueryResult<()> {
    match P::Model::scope::<P>() {
        Some(scope) => {
            out.push_sql(" AND ");
            out.push_scope(scope)
        }
        None => Ok(()),
    }
}
