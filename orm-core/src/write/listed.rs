//! UPDATE of rows that each get values of their own, which travel as a list.

use std::marker::PhantomData;

use diesel::QueryResult;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};

use super::Places;
use super::assign::{PushAssignments, bits};
use super::fields::ShowFields;
use super::insert::{Back, Form, name};
use super::new::{Creatable, PushBind};
use super::touched::{PushTimes, Touched, push_target};
use super::update::Sets;
use crate::backend::{Backend, Dialect, push_number};
use crate::path::{Path, Root, push_column, push_table};

/// The name of the list.
const LIST: &str = "given";

/// A database, and how many rows are changed there by one statement.
pub trait UpdateOn: Backend {
    /// Whether any number of rows can travel as a list a column; then their places come back.
    const COLUMNS: bool = false;
    /// How many rows one statement lists otherwise.
    const TOGETHER: usize = 64;
    /// Binds a column of the rows.
    ///
    /// # Errors
    /// Those of Diesel's serialization.
    fn push_column<'b, M: 'static, F: ShowFields<M, Self>>(
        _: &'b Models<'_, M, F>,
        _: usize,
        _: &mut AstPass<'_, 'b, Self>,
    ) -> QueryResult<()> {
        Ok(())
    }
}
#[cfg(feature = "sqlite")]
impl UpdateOn for diesel::sqlite::Sqlite {}
#[cfg(feature = "mysql-backend")]
impl UpdateOn for diesel::mysql::Mysql {
    // Lists of rows have no types there: `SELECT … UNION ALL …` cuts long texts off in silence, or,
    // where their column has no type, brought MariaDB 10.11 down when it was run again.
    const TOGETHER: usize = 1;
}

/// Rows of which the fields `F` are written.
pub struct Models<'r, M, F> {
    pub(super) rows: &'r [&'r M],
    pub(super) fields: PhantomData<fn() -> F>,
}
impl<M, F> std::fmt::Debug for Models<'_, M, F> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "a column of {} rows", self.rows.len())
    }
}

/// A model of which can be bound by what its rows are found, and what is set at each write.
pub trait Keyed<DB: Backend>:
    Creatable<FoundBy: ShowFields<Self, DB>> + Touched<Times: PushTimes<DB>> + Sync
{
}
impl<M, DB> Keyed<DB> for M
where
    M: Creatable<FoundBy: ShowFields<Self, DB>> + Touched<Times: PushTimes<DB>> + Sync,
    DB: Backend,
{
}

/// `UPDATE books SET price = ?, … WHERE id = ?`: one row.
pub(super) struct UpdateOne<'r, M: Touched, F, A> {
    pub(super) row: &'r M,
    pub(super) sets: Sets<'r, M, A>,
    pub(super) fields: PhantomData<fn() -> F>,
}

impl<M: Touched, F: Places, A: QueryId> QueryId for UpdateOne<'_, M, F, A> {
    type QueryId = UpdateOne<'static, M, F, A::QueryId>;
    const HAS_STATIC_QUERY_ID: bool = A::HAS_STATIC_QUERY_ID;
}
impl<M, F, A, DB> QueryFragment<DB> for UpdateOne<'_, M, F, A>
where
    M: Keyed<DB>,
    F: ShowFields<M, DB>,
    A: PushAssignments<M, DB>,
    DB: Backend,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        let row = self.row;
        push_update::<M, F, A, DB>(self.sets, &mut out, &mut |_, place, out| {
            F::show(place, PushBind { row, out })
        })?;
        out.push_sql(" WHERE ");
        push_this::<M, DB>(row, M::FoundBy::PLACES, &mut out)
    }
}

/// Several rows: `UPDATE books SET price = given.c1 FROM (VALUES (?, ?), …) AS given WHERE
/// books.id = given.c0`.
pub(super) struct UpdateListed<'r, M: Touched, F, A, S> {
    pub(super) rows: &'r [&'r M],
    pub(super) sets: Sets<'r, M, A>,
    pub(super) types: PhantomData<fn() -> (F, S)>,
}

impl<M: Touched, F: Places, A: QueryId, S: Form> QueryId for UpdateListed<'_, M, F, A, S> {
    type QueryId = UpdateListed<'static, M, F, A::QueryId, S>;
    const HAS_STATIC_QUERY_ID: bool = S::STATIC && A::HAS_STATIC_QUERY_ID;
}
impl<M, F, A, S, DB> QueryFragment<DB> for UpdateListed<'_, M, F, A, S>
where
    M: Keyed<DB>,
    F: ShowFields<M, DB>,
    A: PushAssignments<M, DB>,
    S: Form,
    DB: Backend,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        if !S::CACHED {
            out.unsafe_to_cache_prepared();
        }
        push_update_listed::<M, F, A, DB>(self.sets, &mut out)?;
        out.push_sql(" FROM (");
        push_list::<M, F, DB>(self.rows, false, &mut out)?;
        out.push_sql(") AS ");
        out.push_identifier(LIST)?;
        out.push_sql(" WHERE ");
        push_found::<M, DB>(M::FoundBy::PLACES, &mut out)
    }
}

/// Which of several rows are there, by their places: what UPDATE does not tell.
pub(super) struct SelectFound<'r, M> {
    pub(super) rows: &'r [&'r M],
}

impl<M> QueryId for SelectFound<'_, M> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}
impl<M, DB> QueryFragment<DB> for SelectFound<'_, M>
where
    M: Keyed<DB>,
    DB: Backend,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.unsafe_to_cache_prepared();
        out.push_sql("SELECT ");
        let last = M::FoundBy::PLACES.len();
        push_listed(last, &mut out)?;
        out.push_sql(" FROM (");
        push_list::<M, (), DB>(self.rows, true, &mut out)?;
        out.push_sql(") AS ");
        out.push_identifier(LIST)?;
        out.push_sql(" INNER JOIN ");
        push_table(M::META, Root::<M>::ALIAS, &mut out)?;
        out.push_sql(" ON ");
        push_found::<M, DB>(M::META.key, &mut out)
    }
}

/// How many of some rows are there, whatever their version.
pub(super) struct CountThere<'r, M> {
    pub(super) rows: &'r [&'r M],
}

impl<M> QueryId for CountThere<'_, M> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}
impl<M, DB> QueryFragment<DB> for CountThere<'_, M>
where
    M: Keyed<DB>,
    DB: Backend,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.unsafe_to_cache_prepared();
        out.push_sql("SELECT COUNT(*) FROM ");
        push_table(M::META, Root::<M>::ALIAS, &mut out)?;
        for (at, &row) in self.rows.iter().enumerate() {
            out.push_sql(if at == 0 { " WHERE (" } else { ") OR (" });
            push_this::<M, DB>(row, M::META.key, &mut out)?;
        }
        out.push_sql(")");
        Ok(())
    }
}

/// `books.id = ? AND …`.
fn push_this<'b, M, DB>(
    row: &'b M,
    places: &[usize],
    out: &mut AstPass<'_, 'b, DB>,
) -> QueryResult<()>
where
    M: Keyed<DB>,
    DB: Backend,
{
    for (at, &place) in places.iter().enumerate() {
        out.push_sql(if at == 0 { "" } else { " AND " });
        push_column(Root::<M>::ALIAS, name(M::META, place), out)?;
        out.push_sql(" = ");
        M::FoundBy::show(place, PushBind { row, out })?;
    }
    Ok(())
}

/// The rows' keys and values, a row a row, and the place of each where that is asked for.
fn push_list<'b, M, F, DB>(
    rows: &'b [&'b M],
    places: bool,
    out: &mut AstPass<'_, 'b, DB>,
) -> QueryResult<()>
where
    M: Keyed<DB>,
    F: ShowFields<M, DB>,
    DB: Backend,
{
    for (at, &row) in rows.iter().enumerate() {
        out.push_sql(if at == 0 { "VALUES (" } else { ", (" });
        for (at, &place) in M::FoundBy::PLACES.iter().enumerate() {
            out.push_sql(if at == 0 { "" } else { ", " });
            M::FoundBy::show(place, PushBind { row, out })?;
        }
        for &place in F::PLACES {
            out.push_sql(", ");
            F::show(place, PushBind { row, out })?;
        }
        if places {
            out.push_sql(", ");
            push_number(at as u64, out);
        }
        out.push_sql(")");
    }
    Ok(())
}

/// A column of the list. SQLite names those of VALUES by itself.
fn push_listed<DB: Backend>(at: usize, out: &mut AstPass<'_, '_, DB>) -> QueryResult<()> {
    out.push_identifier(LIST)?;
    if out.backend().dialect() == Dialect::Sqlite {
        out.push_sql(".column");
        push_number(at as u64 + 1, out);
    } else {
        out.push_sql(".c");
        push_number(at as u64, out);
    }
    Ok(())
}

/// `UPDATE books SET …`: the columns of `F`, to what `push` writes for each by its number among
/// them and its place, and what is set of all rows alike.
fn push_update<'b, M, F, A, DB>(
    sets: Sets<'b, M, A>,
    out: &mut AstPass<'_, 'b, DB>,
    push: &mut dyn FnMut(usize, usize, &mut AstPass<'_, 'b, DB>) -> QueryResult<()>,
) -> QueryResult<()>
where
    M: Keyed<DB>,
    F: Places,
    A: PushAssignments<M, DB>,
    DB: Backend,
{
    sets.push_update(
        const { bits(F::PLACES) },
        false,
        &mut |first, target, out| {
            for (at, &place) in F::PLACES.iter().enumerate() {
                out.push_sql(if *first { " SET " } else { ", " });
                *first = false;
                push_target(name(M::META, place), target, out)?;
                out.push_sql(" = ");
                push(at, place, out)?;
            }
            Ok(())
        },
        out,
    )
}

/// `UPDATE books SET price = given.c1, …, changed = ?`.
fn push_update_listed<'b, M, F, A, DB>(
    sets: Sets<'b, M, A>,
    out: &mut AstPass<'_, 'b, DB>,
) -> QueryResult<()>
where
    M: Keyed<DB>,
    F: Places,
    A: PushAssignments<M, DB>,
    DB: Backend,
{
    push_update::<M, F, A, DB>(sets, out, &mut |at, _, out| {
        push_listed(M::FoundBy::PLACES.len() + at, out)
    })
}

/// `books.id = given.c0 AND …`: of the first columns of the list.
fn push_found<M, DB>(places: &[usize], out: &mut AstPass<'_, '_, DB>) -> QueryResult<()>
where
    M: Keyed<DB>,
    DB: Backend,
{
    for (at, &place) in places.iter().enumerate() {
        out.push_sql(if at == 0 { "" } else { " AND " });
        push_column(Root::<M>::ALIAS, name(M::META, place), out)?;
        out.push_sql(" = ");
        push_listed(at, out)?;
    }
    Ok(())
}

/// Any number of rows: `UPDATE … FROM UNNEST($1, …)`. Where rows are asked `B`ack, it gives the
/// places of those that are there, from one on.
pub(super) struct UpdateColumns<'r, M: Creatable + Touched, F, A, B> {
    pub(super) keys: Models<'r, M, M::FoundBy>,
    pub(super) values: Models<'r, M, F>,
    pub(super) sets: Sets<'r, M, A>,
    pub(super) back: PhantomData<fn() -> B>,
}

impl<M, F, A, B> QueryId for UpdateColumns<'_, M, F, A, B>
where
    M: Creatable + Touched,
    F: Places,
    A: QueryId,
    B: Back,
{
    type QueryId = UpdateColumns<'static, M, F, A::QueryId, B>;
    const HAS_STATIC_QUERY_ID: bool = A::HAS_STATIC_QUERY_ID;
}
impl<M, F, A, B, DB> QueryFragment<DB> for UpdateColumns<'_, M, F, A, B>
where
    M: Keyed<DB>,
    F: ShowFields<M, DB>,
    A: PushAssignments<M, DB>,
    B: Back,
    DB: UpdateOn,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        // Of a prepared one PostgreSQL forgets how long the lists are, and looks up row by row.
        if !B::ROWS {
            out.unsafe_to_cache_prepared();
        }
        push_update_listed::<M, F, A, DB>(self.sets, &mut out)?;
        out.push_sql(" FROM UNNEST(");
        for (at, &place) in M::FoundBy::PLACES.iter().enumerate() {
            out.push_sql(if at == 0 { "" } else { ", " });
            DB::push_column(&self.keys, place, &mut out)?;
        }
        for &place in F::PLACES {
            out.push_sql(", ");
            DB::push_column(&self.values, place, &mut out)?;
        }
        out.push_sql(if B::ROWS {
            ") WITH ORDINALITY AS "
        } else {
            ") AS "
        });
        out.push_identifier(LIST)?;
        let last = M::FoundBy::PLACES.len() + F::PLACES.len();
        for at in 0..last + usize::from(B::ROWS) {
            out.push_sql(if at == 0 { "(c" } else { ", c" });
            push_number(at as u64, &mut out);
        }
        out.push_sql(") WHERE ");
        push_found::<M, DB>(M::FoundBy::PLACES, &mut out)?;
        if B::ROWS {
            out.push_sql(" RETURNING ");
            push_listed(last, &mut out)?;
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

    use super::{Models, ShowFields, UpdateOn};
    use crate::write::lists::{Column, WriteList};
    use crate::write::new::VisitField;

    /// Binds the column that is shown.
    struct Bind<'r, 'a, 'b, 'm, M, F> {
        models: &'b Models<'m, M, F>,
        out: &'r mut AstPass<'a, 'b, Pg>,
    }
    impl<M: 'static, F: ShowFields<M, Pg>> VisitField<M, Pg> for Bind<'_, '_, '_, '_, M, F> {
        fn field<ST, T, const AT: usize>(self, _: for<'n> fn(&'n M) -> &'n T) -> QueryResult<()>
        where
            Pg: HasSqlType<ST>,
            ST: SqlType + 'static,
            T: ToSql<ST, Pg> + 'static,
        {
            self.out
                .push_bind_param::<Column<ST, AT>, Models<'_, M, F>>(self.models)
        }
    }

    impl<M, F, ST, const AT: usize> ToSql<Column<ST, AT>, Pg> for Models<'_, M, F>
    where
        F: ShowFields<M, Pg>,
    {
        fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
            let rows = self.rows.iter().copied();
            F::show(AT, WriteList { rows, out })?;
            Ok(IsNull::No)
        }
    }

    impl UpdateOn for Pg {
        const COLUMNS: bool = true;
        fn push_column<'b, M: 'static, F: ShowFields<M, Self>>(
            models: &'b Models<'_, M, F>,
            at: usize,
            out: &mut AstPass<'_, 'b, Self>,
        ) -> QueryResult<()> {
            F::show(at, Bind { models, out })
        }
    }
}
