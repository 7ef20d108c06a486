//! What is done with a row that a unique key forbids.

use std::marker::PhantomData;

use diesel::QueryResult;
use diesel::query_builder::{AstPass, QueryId};

use super::insert::{counted, name};
use super::unique::Places;
use crate::backend::{Backend, Dialect};
use crate::error::{Error, Violation, ViolationKind};
use crate::model::ModelMeta;

/// What is done with a row that a unique key forbids.
pub trait Conflict<M>: QueryId + Send + Sync + 'static {
    /// By which columns a row that is there is found, where the key is not told.
    const KEY: &'static [usize] = &[];
    /// Writes it, behind the values.
    ///
    /// # Errors
    /// Those of the query builder.
    fn push<DB: Backend>(&self, meta: &ModelMeta, out: &mut AstPass<'_, '_, DB>)
    -> QueryResult<()>;
}

/// It is an error, and nothing is created.
#[derive(Debug, Clone, Copy, Default)]
pub struct Fails;

impl QueryId for Fails {
    type QueryId = Self;
    const HAS_STATIC_QUERY_ID: bool = true;
}
impl<M> Conflict<M> for Fails {
    fn push<DB: Backend>(&self, _: &ModelMeta, _: &mut AstPass<'_, '_, DB>) -> QueryResult<()> {
        Ok(())
    }
}

/// It is left out, where the columns of `K` are those of a row that is there. (MySQL would leave
/// out a row for other reasons too: there it is an error, which the caller looks at.)
pub struct LeavesOut<K>(pub(super) PhantomData<fn() -> K>);

impl<K: Places> QueryId for LeavesOut<K> {
    type QueryId = Self;
    const HAS_STATIC_QUERY_ID: bool = true;
}
impl<M, K: Places> Conflict<M> for LeavesOut<K> {
    fn push<DB: Backend>(
        &self,
        meta: &ModelMeta,
        out: &mut AstPass<'_, '_, DB>,
    ) -> QueryResult<()> {
        if out.backend().dialect() != Dialect::Mysql {
            push_target::<K, DB>(meta, out)?;
            out.push_sql(" DO NOTHING");
        }
        Ok(())
    }
}

/// The columns of `U` are set in the row that is there.
pub struct Updates<K, U>(pub(super) PhantomData<fn() -> (K, U)>);

impl<K, U> Default for Updates<K, U> {
    fn default() -> Self {
        Self(PhantomData)
    }
}
impl<K: Places, U: Places> QueryId for Updates<K, U> {
    type QueryId = Self;
    const HAS_STATIC_QUERY_ID: bool = true;
}
impl<M, K: Places, U: Places> Conflict<M> for Updates<K, U> {
    const KEY: &'static [usize] = K::PLACES;
    fn push<DB: Backend>(
        &self,
        meta: &ModelMeta,
        out: &mut AstPass<'_, '_, DB>,
    ) -> QueryResult<()> {
        let mysql = out.backend().dialect() == Dialect::Mysql;
        if mysql {
            out.push_sql(" ON DUPLICATE KEY UPDATE ");
        } else {
            push_target::<K, DB>(meta, out)?;
            out.push_sql(" DO UPDATE SET ");
        }
        let timed = (0..meta.columns.len()).filter(|&at| {
            meta.columns[at].auto_now && !U::PLACES.contains(&at) && !K::PLACES.contains(&at)
        });
        for (at, place) in U::PLACES.iter().copied().chain(timed).enumerate() {
            out.push_sql(if at == 0 { "" } else { ", " });
            let column = name(meta, place);
            out.push_identifier(column)?;
            out.push_sql(" = ");
            let guarded = mysql && at == 0;
            if guarded {
                push_guard::<K, DB>(meta, out)?;
            }
            out.push_sql(if mysql { "VALUES(" } else { "EXCLUDED." });
            out.push_identifier(column)?;
            out.push_sql(if mysql { ")" } else { "" });
            if guarded {
                out.push_sql(OTHERWISE_REFUSED);
            }
        }
        if let Some(column) = counted(meta, U::PLACES) {
            out.push_sql(", ");
            out.push_identifier(column)?;
            out.push_sql(" = ");
            // The row that is there, and not the one that was to be created.
            out.push_identifier(meta.table)?;
            out.push_sql(".");
            out.push_identifier(column)?;
            out.push_sql(" + 1");
        }
        Ok(())
    }
}

/// `IF(books.isbn = VALUES(isbn), `. MySQL updates the row of whichever unique key forbids the new
/// one; that of another key than the named one is none that was asked for. (The first assignment
/// asks: a statement that fails there changes nothing.)
fn push_guard<K: Places, DB: Backend>(
    meta: &ModelMeta,
    out: &mut AstPass<'_, '_, DB>,
) -> QueryResult<()> {
    for (at, &place) in K::PLACES.iter().enumerate() {
        out.push_sql(if at == 0 { "IF(" } else { " AND " });
        out.push_identifier(meta.table)?;
        out.push_sql(".");
        out.push_identifier(name(meta, place))?;
        out.push_sql(" = VALUES(");
        out.push_identifier(name(meta, place))?;
        out.push_sql(")");
    }
    out.push_sql(", ");
    Ok(())
}
/// MySQL has no expression that fails with words of ours: [`of_other_key`] finds them.
const OTHERWISE_REFUSED: &str = ", (SELECT 1 UNION ALL SELECT 2))";

/// What MySQL says of a row that another unique key than the named one forbids.
pub(super) fn of_other_key(error: Error, meta: &'static ModelMeta) -> Error {
    match error {
        Error::Database(diesel::result::Error::DatabaseError(kind, about))
            if about.message().contains("more than 1 row") =>
        {
            Error::Violation(Box::new(Violation {
                kind: ViolationKind::Unique,
                model: meta.name,
                fields: Vec::new(),
                constraint: None,
                table: None,
                referenced: false,
                error: diesel::result::Error::DatabaseError(kind, about),
            }))
        }
        other => other,
    }
}

/// ` ON CONFLICT (isbn)`.
fn push_target<K: Places, DB: Backend>(
    meta: &ModelMeta,
    out: &mut AstPass<'_, '_, DB>,
) -> QueryResult<()> {
    for (at, &place) in K::PLACES.iter().enumerate() {
        out.push_sql(if at == 0 { " ON CONFLICT (" } else { ", " });
        out.push_identifier(name(meta, place))?;
    }
    out.push_sql(")");
    Ok(())
}
