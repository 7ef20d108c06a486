//! INSERT: the statements by which rows are created.

use std::fmt;
use std::marker::PhantomData;

use diesel::QueryResult;
use diesel::deserialize::{self, QueryableByName};
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::row::NamedRow;

use super::conflict::Conflict;
use super::new::{New, PushBind, WriteNew};
use crate::backend::{Backend, Dialect, push_number};
use crate::model::{Model, ModelMeta, ReadModel};

/// How the statement is known to Diesel's cache.
pub trait Form: Send + Sync + 'static {
    /// The type of the statement is all of its text.
    const STATIC: bool;
    /// Worth keeping.
    const CACHED: bool = true;
}
/// So many rows, in the columns that are written usually.
pub struct Usual<const ROWS: usize>;
/// Any columns, of one row.
pub struct AnyColumns;
/// Any columns, and a number of rows that does not come again.
pub struct Rest;
impl<const ROWS: usize> Form for Usual<ROWS> {
    const STATIC: bool = true;
}
impl Form for AnyColumns {
    const STATIC: bool = false;
}
impl Form for Rest {
    const STATIC: bool = false;
    const CACHED: bool = false;
}

/// Whether the rows come back.
pub trait Back: Send + Sync + 'static {
    /// They do.
    const ROWS: bool;
}
/// The rows come back, as the database has them.
pub struct AllColumns;
/// Nothing comes back.
pub struct Nothing;
impl Back for AllColumns {
    const ROWS: bool = true;
}
impl Back for Nothing {
    const ROWS: bool = false;
}

/// `INSERT INTO books (title, …) VALUES (?, …), … RETURNING …`.
pub(super) struct Insert<'r, N, F, C, B> {
    pub(super) rows: &'r [N],
    pub(super) places: &'r [usize],
    pub(super) conflict: &'r C,
    pub(super) types: PhantomData<fn() -> (F, B)>,
}

impl<N: New, F: Form, C: QueryId, B: Back> QueryId for Insert<'_, N, F, C, B> {
    type QueryId = Insert<'static, N, F, C::QueryId, B>;
    const HAS_STATIC_QUERY_ID: bool = F::STATIC && C::HAS_STATIC_QUERY_ID;
}

impl<N, F, C, B, DB> QueryFragment<DB> for Insert<'_, N, F, C, B>
where
    N: WriteNew<DB>,
    F: Form,
    C: Conflict<N::Model>,
    B: Back,
    DB: Backend,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        if !F::CACHED {
            out.unsafe_to_cache_prepared();
        }
        push_rows(self.rows, self.places, &mut out)?;
        self.conflict.push(N::Model::META, &mut out)?;
        if B::ROWS {
            push_returning(N::Model::META, &mut out)?;
        }
        Ok(())
    }
}

/// `INSERT INTO books (title, …) VALUES (?, …), …`.
pub(super) fn push_rows<'b, N: WriteNew<DB>, DB: Backend>(
    rows: &'b [N],
    places: &[usize],
    out: &mut AstPass<'_, 'b, DB>,
) -> QueryResult<()> {
    push_into::<N, DB>(places, out)?;
    if places.is_empty() {
        out.push_sql(match out.backend().dialect() {
            Dialect::Mysql => " () VALUES ()",
            Dialect::Sqlite | Dialect::Postgres => " DEFAULT VALUES",
        });
        return Ok(());
    }
    for (at, row) in rows.iter().enumerate() {
        out.push_sql(if at == 0 { " VALUES (" } else { ", (" });
        push_values(row, places, out)?;
        out.push_sql(")");
    }
    Ok(())
}

/// `INSERT INTO books (title, …)`.
pub(super) fn push_into<N: New, DB: Backend>(
    places: &[usize],
    out: &mut AstPass<'_, '_, DB>,
) -> QueryResult<()> {
    let meta = N::Model::META;
    out.push_sql("INSERT INTO ");
    push_name(meta, out)?;
    for (at, &place) in places.iter().enumerate() {
        out.push_sql(if at == 0 { " (" } else { ", " });
        out.push_identifier(name(meta, place))?;
    }
    if !places.is_empty() {
        out.push_sql(")");
    }
    Ok(())
}

/// The row's values, with commas between.
fn push_values<'b, N: WriteNew<DB>, DB: Backend>(
    row: &'b N,
    places: &[usize],
    out: &mut AstPass<'_, 'b, DB>,
) -> QueryResult<()> {
    for (at, &place) in places.iter().enumerate() {
        if at > 0 {
            out.push_sql(", ");
        }
        N::field(place, PushBind { row, out })?;
    }
    Ok(())
}

/// ` RETURNING id, title, …`.
pub(super) fn push_returning<DB: Backend>(
    meta: &ModelMeta,
    out: &mut AstPass<'_, '_, DB>,
) -> QueryResult<()> {
    out.push_sql(" RETURNING ");
    push_columns(meta, out)
}

/// All columns, without an alias.
pub(super) fn push_columns<DB: Backend>(
    meta: &ModelMeta,
    out: &mut AstPass<'_, '_, DB>,
) -> QueryResult<()> {
    for (at, column) in meta.columns.iter().enumerate() {
        if at > 0 {
            out.push_sql(", ");
        }
        out.push_identifier(column.column)?;
    }
    Ok(())
}

/// The table, without an alias.
pub(super) fn push_name<DB: Backend>(
    meta: &ModelMeta,
    out: &mut AstPass<'_, '_, DB>,
) -> QueryResult<()> {
    if let Some(schema) = meta.schema {
        out.push_identifier(schema)?;
        out.push_sql(".");
    }
    out.push_identifier(meta.table)
}

/// The name of the column at a place.
pub(super) fn name(meta: &ModelMeta, place: usize) -> &'static str {
    meta.columns.get(place).map_or("", |column| column.column)
}

/// The column that counts a row's updates, unless it is among those that are `set`.
pub(super) fn counted(meta: &ModelMeta, set: &[usize]) -> Option<&'static str> {
    let version = meta.version.filter(|at| !set.contains(at))?;
    Some(name(meta, version))
}

/// Rows that travel to PostgreSQL as a list a column.
pub struct Rows<N>(pub(super) Vec<N>);

impl<N> fmt::Debug for Rows<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a column of {} rows", self.0.len())
    }
}

/// A database, and how many rows are created there by one statement.
pub trait InsertOn: Backend {
    /// Whether any number of rows can travel as a list a column.
    const COLUMNS: bool = false;
    /// Whether INSERT gives rows back.
    const RETURNING: bool = true;
    /// Whether INSERT says of which key a conflict is none: `ON CONFLICT (…) DO NOTHING`.
    const CONFLICT_KEY: bool = true;
    /// Binds a column of the rows.
    ///
    /// # Errors
    /// Those of Diesel's serialization.
    fn push_column<'b, N: WriteNew<Self>>(
        _: &'b Rows<N>,
        _: usize,
        _: &mut AstPass<'_, 'b, Self>,
    ) -> QueryResult<()> {
        Ok(())
    }
}
#[cfg(feature = "sqlite")]
impl InsertOn for diesel::sqlite::Sqlite {}
#[cfg(feature = "mysql-backend")]
impl InsertOn for diesel::mysql::Mysql {
    const RETURNING: bool = false;
    const CONFLICT_KEY: bool = false;
}

/// `INSERT INTO books (title, …) SELECT * FROM UNNEST($1, …) RETURNING …`: one text for any
/// number of rows.
pub(super) struct InsertColumns<'r, N, F, C, B> {
    pub(super) rows: &'r Rows<N>,
    pub(super) places: &'r [usize],
    pub(super) conflict: &'r C,
    pub(super) types: PhantomData<fn() -> (F, B)>,
}

impl<N: New, F: Form, C: QueryId, B: Back> QueryId for InsertColumns<'_, N, F, C, B> {
    type QueryId = InsertColumns<'static, N, F, C::QueryId, B>;
    const HAS_STATIC_QUERY_ID: bool = F::STATIC && C::HAS_STATIC_QUERY_ID;
}
impl<N, F, C, B, DB> QueryFragment<DB> for InsertColumns<'_, N, F, C, B>
where
    N: WriteNew<DB>,
    F: Form,
    C: Conflict<N::Model>,
    B: Back,
    DB: InsertOn,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        let meta = N::Model::META;
        push_into::<N, DB>(self.places, &mut out)?;
        out.push_sql(" SELECT * FROM UNNEST(");
        for (at, &place) in self.places.iter().enumerate() {
            if at > 0 {
                out.push_sql(", ");
            }
            DB::push_column(self.rows, place, &mut out)?;
        }
        out.push_sql(")");
        self.conflict.push(meta, &mut out)?;
        if B::ROWS {
            push_returning(meta, &mut out)?;
        }
        Ok(())
    }
}

#[cfg(feature = "postgres-backend")]
mod postgres {
    use diesel::QueryResult;
    use diesel::pg::Pg;
    use diesel::query_builder::AstPass;
    use diesel::serialize::{self, IsNull, Output, ToSql};
    use diesel::sql_types::{HasSqlType, SqlType};

    use super::{InsertOn, Rows};
    use crate::write::lists::{Column, WriteList};
    use crate::write::new::{VisitField, WriteNew};

    /// Binds the column that is shown.
    struct Bind<'r, 'a, 'b, N> {
        rows: &'b Rows<N>,
        out: &'r mut AstPass<'a, 'b, Pg>,
    }
    impl<N: WriteNew<Pg>> VisitField<N, Pg> for Bind<'_, '_, '_, N> {
        fn field<ST, T, const AT: usize>(self, _: for<'n> fn(&'n N) -> &'n T) -> QueryResult<()>
        where
            Pg: HasSqlType<ST>,
            ST: SqlType + 'static,
            T: ToSql<ST, Pg> + 'static,
        {
            self.out
                .push_bind_param::<Column<ST, AT>, Rows<N>>(self.rows)
        }
    }

    impl<N: WriteNew<Pg>, ST, const AT: usize> ToSql<Column<ST, AT>, Pg> for Rows<N> {
        fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
            let rows = self.0.iter();
            N::field(AT, WriteList { rows, out })?;
            Ok(IsNull::No)
        }
    }

    impl InsertOn for Pg {
        const COLUMNS: bool = true;
        fn push_column<'b, N: WriteNew<Self>>(
            rows: &'b Rows<N>,
            at: usize,
            out: &mut AstPass<'_, 'b, Self>,
        ) -> QueryResult<()> {
            N::field(at, Bind { rows, out })
        }
    }
}

/// A row of a table, read without anything around it.
pub(super) struct Read<M>(pub(super) M);

impl<M: ReadModel<DB>, DB: Backend> QueryableByName<DB> for Read<M> {
    fn build<'a>(row: &impl NamedRow<'a, DB>) -> deserialize::Result<Self> {
        M::read(row, 0).map(Self)
    }
}

/// MySQL gives no rows back from INSERT: those that were just created, by their keys.
///
/// Keys that the database made follow each other, from the first of the statement, in the
/// steps that the server is told to take. Of keys that were given each row has its place.
pub(super) struct Reread<'r, N> {
    pub(super) rows: &'r [N],
    /// The one that the database counts, where the rows leave it to it.
    pub(super) left: Option<usize>,
    /// The columns by which the rows are found.
    pub(super) key: &'static [usize],
}

impl<N> QueryId for Reread<'_, N> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}
impl<N, DB> QueryFragment<DB> for Reread<'_, N>
where
    N: WriteNew<DB>,
    DB: Backend,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        let meta = N::Model::META;
        out.push_sql("SELECT ");
        push_columns(meta, &mut out)?;
        out.push_sql(" FROM ");
        push_name(meta, &mut out)?;
        out.push_sql(" WHERE ");
        if let Some(left) = self.left {
            let key = name(meta, left);
            out.push_identifier(key)?;
            if let [row] = self.rows {
                out.push_sql(" = LAST_INSERT_ID()");
                for &place in self.key.iter().filter(|&&at| at != left) {
                    out.push_sql(" AND ");
                    out.push_identifier(name(meta, place))?;
                    out.push_sql(" = ");
                    N::field(place, PushBind { row, out: &mut out })?;
                }
                return Ok(());
            }
            out.unsafe_to_cache_prepared();
            out.push_sql(" >= LAST_INSERT_ID() AND ");
            out.push_identifier(key)?;
            let count = self.rows.len();
            out.push_sql(" < LAST_INSERT_ID() + @@auto_increment_increment * ");
            push_number(count as u64, &mut out);
            out.push_sql(" ORDER BY ");
            return out.push_identifier(key);
        }
        if let ([place], true) = (self.key, self.rows.len() > 1) {
            out.unsafe_to_cache_prepared();
            let key = name(meta, *place);
            out.push_identifier(key)?;
            out.push_sql(" IN (");
            self.push_keys(*place, &mut out)?;
            out.push_sql(") ORDER BY FIELD(");
            out.push_identifier(key)?;
            out.push_sql(", ");
            self.push_keys(*place, &mut out)?;
            out.push_sql(")");
            return Ok(());
        }
        for row in self.rows {
            for (at, &place) in self.key.iter().enumerate() {
                out.push_sql(if at == 0 { "" } else { " AND " });
                out.push_identifier(name(meta, place))?;
                out.push_sql(" = ");
                N::field(place, PushBind { row, out: &mut out })?;
            }
        }
        Ok(())
    }
}

impl<N> Reread<'_, N> {
    fn push_keys<'b, DB: Backend>(
        &'b self,
        place: usize,
        out: &mut AstPass<'_, 'b, DB>,
    ) -> QueryResult<()>
    where
        N: WriteNew<DB>,
    {
        for (at, row) in self.rows.iter().enumerate() {
            out.push_sql(if at == 0 { "" } else { ", " });
            N::field(place, PushBind { row, out })?;
        }
        Ok(())
    }
}
