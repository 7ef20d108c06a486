//! UPDATE of rows that each get values of their own, which travel as a list.

use std::marker::PhantomData;

use diesel::QueryResult;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};

use super::Places;
use super::fields::{Made, PushMade, ShowFields, Timed};
use super::insert::{Form, counted, name, push_name};
use super::new::{Creatable, PushBind};
use crate::backend::{Backend, Dialect};
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

/// A model of which the key, and what is set at each write, can be bound.
pub trait Keyed<DB: Backend>:
    Creatable<KeyPlaces: ShowFields<Self, DB>, TimedPlaces: ShowFields<Self, DB> + Timed<Self>> + Sync
{
}
impl<M, DB> Keyed<DB> for M
where
    M: Creatable<KeyPlaces: ShowFields<Self, DB>, TimedPlaces: ShowFields<Self, DB> + Timed<Self>>
        + Sync,
    DB: Backend,
{
}

/// `UPDATE books SET price = ?, … WHERE id = ?`: one row.
pub(super) struct UpdateOne<'r, M, F> {
    pub(super) row: &'r M,
    pub(super) made: &'r [Made],
    pub(super) fields: PhantomData<fn() -> F>,
}

impl<M: 'static, F: Places> QueryId for UpdateOne<'_, M, F> {
    type QueryId = UpdateOne<'static, M, F>;
    const HAS_STATIC_QUERY_ID: bool = true;
}
impl<M, F, DB> QueryFragment<DB> for UpdateOne<'_, M, F>
where
    M: Keyed<DB>,
    F: ShowFields<M, DB>,
    DB: Backend,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        let row = self.row;
        out.push_sql("UPDATE ");
        push_name(M::META, &mut out)?;
        for (at, &place) in F::PLACES.iter().enumerate() {
            out.push_sql(if at == 0 { " SET " } else { ", " });
            out.push_identifier(name(M::META, place))?;
            out.push_sql(" = ");
            let out = &mut out;
            F::show(place, PushBind { row, out })?;
        }
        for made in self.made {
            out.push_sql(", ");
            out.push_identifier(name(M::META, made.at))?;
            out.push_sql(" = ");
            let out = &mut out;
            M::TimedPlaces::show(made.at, PushMade { made, out })?;
        }
        if let Some(version) = counted(M::META, F::PLACES) {
            out.push_sql(", ");
            out.push_identifier(version)?;
            out.push_sql(" = ");
            out.push_identifier(version)?;
            out.push_sql(" + 1");
        }
        for (at, &place) in M::KeyPlaces::PLACES.iter().enumerate() {
            out.push_sql(if at == 0 { " WHERE " } else { " AND " });
            out.push_identifier(name(M::META, place))?;
            out.push_sql(" = ");
            let out = &mut out;
            M::KeyPlaces::show(place, PushBind { row, out })?;
        }
        Ok(())
    }
}

/// Several rows: `UPDATE books SET price = given.c1 FROM (VALUES (?, ?), …) AS given WHERE
/// books.id = given.c0`.
pub(super) struct UpdateListed<'r, M, F, S> {
    pub(super) rows: &'r [&'r M],
    pub(super) made: &'r [Made],
    pub(super) types: PhantomData<fn() -> (F, S)>,
}

impl<M: 'static, F: Places, S: Form> QueryId for UpdateListed<'_, M, F, S> {
    type QueryId = UpdateListed<'static, M, F, S>;
    const HAS_STATIC_QUERY_ID: bool = S::STATIC;
}
impl<M, F, S, DB> QueryFragment<DB> for UpdateListed<'_, M, F, S>
where
    M: Keyed<DB>,
    F: ShowFields<M, DB>,
    S: Form,
    DB: Backend,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        if !S::CACHED {
            out.unsafe_to_cache_prepared();
        }
        out.push_sql("UPDATE ");
        push_table(M::META, Root::<M>::ALIAS, &mut out)?;
        push_set::<M, F, DB>(self.made, &mut out)?;
        out.push_sql(" FROM (");
        push_list::<M, F, DB>(self.rows, false, &mut out)?;
        out.push_sql(") AS ");
        out.push_identifier(LIST)?;
        out.push_sql(" WHERE ");
        push_found::<M, DB>(&mut out)
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
        let last = M::KeyPlaces::PLACES.len();
        push_listed(last, &mut out)?;
        out.push_sql(" FROM (");
        push_list::<M, (), DB>(self.rows, true, &mut out)?;
        out.push_sql(") AS ");
        out.push_identifier(LIST)?;
        out.push_sql(" INNER JOIN ");
        push_table(M::META, Root::<M>::ALIAS, &mut out)?;
        out.push_sql(" ON ");
        push_found::<M, DB>(&mut out)
    }
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
        for (at, &place) in M::KeyPlaces::PLACES.iter().enumerate() {
            out.push_sql(if at == 0 { "" } else { ", " });
            M::KeyPlaces::show(place, PushBind { row, out })?;
        }
        for &place in F::PLACES {
            out.push_sql(", ");
            F::show(place, PushBind { row, out })?;
        }
        if places {
            out.push_sql(", ");
            out.push_sql(&at.to_string());
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
        out.push_sql(&(at + 1).to_string());
    } else {
        out.push_sql(".c");
        out.push_sql(&at.to_string());
    }
    Ok(())
}

/// ` SET price = given.c1, …, changed = ?`.
fn push_set<'b, M, F, DB>(made: &'b [Made], out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()>
where
    M: Keyed<DB>,
    F: ShowFields<M, DB>,
    DB: Backend,
{
    let set = |place: usize, out: &mut AstPass<'_, 'b, DB>| {
        out.push_identifier(name(M::META, place))?;
        out.push_sql(" = ");
        QueryResult::Ok(())
    };
    for (at, &place) in F::PLACES.iter().enumerate() {
        out.push_sql(if at == 0 { " SET " } else { ", " });
        set(place, out)?;
        push_listed(M::KeyPlaces::PLACES.len() + at, out)?;
    }
    for made in made {
        out.push_sql(", ");
        set(made.at, out)?;
        M::TimedPlaces::show(made.at, PushMade { made, out })?;
    }
    if let Some(version) = counted(M::META, F::PLACES) {
        out.push_sql(", ");
        out.push_identifier(version)?;
        out.push_sql(" = ");
        push_column(Root::<M>::ALIAS, version, out)?;
        out.push_sql(" + 1");
    }
    Ok(())
}

/// `books.id = given.c0 AND …`.
fn push_found<M, DB>(out: &mut AstPass<'_, '_, DB>) -> QueryResult<()>
where
    M: Keyed<DB>,
    DB: Backend,
{
    for (at, &place) in M::KeyPlaces::PLACES.iter().enumerate() {
        out.push_sql(if at == 0 { "" } else { " AND " });
        push_column(Root::<M>::ALIAS, name(M::META, place), out)?;
        out.push_sql(" = ");
        push_listed(at, out)?;
    }
    Ok(())
}

/// Any number of rows: `UPDATE … FROM UNNEST($1, …) WITH ORDINALITY …`, which gives back the
/// places of those that are there, from one on.
pub(super) struct UpdateColumns<'r, M: Creatable, F> {
    pub(super) keys: Models<'r, M, M::KeyPlaces>,
    pub(super) values: Models<'r, M, F>,
    pub(super) made: &'r [Made],
}

impl<M: Creatable, F: Places> QueryId for UpdateColumns<'_, M, F> {
    type QueryId = UpdateColumns<'static, M, F>;
    const HAS_STATIC_QUERY_ID: bool = true;
}
impl<M, F, DB> QueryFragment<DB> for UpdateColumns<'_, M, F>
where
    M: Keyed<DB>,
    F: ShowFields<M, DB>,
    DB: UpdateOn,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql("UPDATE ");
        push_table(M::META, Root::<M>::ALIAS, &mut out)?;
        push_set::<M, F, DB>(self.made, &mut out)?;
        out.push_sql(" FROM UNNEST(");
        for (at, &place) in M::KeyPlaces::PLACES.iter().enumerate() {
            out.push_sql(if at == 0 { "" } else { ", " });
            DB::push_column(&self.keys, place, &mut out)?;
        }
        for &place in F::PLACES {
            out.push_sql(", ");
            DB::push_column(&self.values, place, &mut out)?;
        }
        out.push_sql(") WITH ORDINALITY AS ");
        out.push_identifier(LIST)?;
        let last = M::KeyPlaces::PLACES.len() + F::PLACES.len();
        for at in 0..=last {
            out.push_sql(if at == 0 { "(c" } else { ", c" });
            out.push_sql(&at.to_string());
        }
        out.push_sql(") WHERE ");
        push_found::<M, DB>(&mut out)?;
        out.push_sql(" RETURNING ");
        push_listed(last, &mut out)
    }
}

#[cfg(feature = "postgres-backend")]
mod postgres {
    use std::marker::PhantomData;

    use diesel::QueryResult;
    use diesel::pg::{Pg, PgTypeMetadata};
    use diesel::query_builder::AstPass;
    use diesel::serialize::{self, IsNull, Output, ToSql};
    use diesel::sql_types::{Array, HasSqlType, SqlType};

    use super::{Models, ShowFields, UpdateOn};
    use crate::write::new::VisitField;

    /// A list of what column number `AT` holds.
    pub struct Column<ST, const AT: usize>(PhantomData<fn() -> ST>);

    impl<ST: SqlType + 'static, const AT: usize> HasSqlType<Column<ST, AT>> for Pg
    where
        Pg: HasSqlType<Array<ST>>,
    {
        fn metadata(lookup: &mut Self::MetadataLookup) -> PgTypeMetadata {
            <Pg as HasSqlType<Array<ST>>>::metadata(lookup)
        }
    }

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

    /// Writes the column that is shown, as Diesel writes a list.
    struct WriteList<'r, 'b, 'c, 's, M> {
        rows: &'r [&'r M],
        out: &'s mut Output<'b, 'c, Pg>,
    }
    impl<M> VisitField<M, Pg> for WriteList<'_, '_, '_, '_, M> {
        fn field<ST, T, const AT: usize>(self, get: for<'n> fn(&'n M) -> &'n T) -> QueryResult<()>
        where
            Pg: HasSqlType<ST>,
            ST: SqlType + 'static,
            T: ToSql<ST, Pg> + 'static,
        {
            let values: Vec<&T> = self.rows.iter().map(|row| get(row)).collect();
            ToSql::<Array<ST>, Pg>::to_sql(&values, &mut self.out.reborrow())
                .map(drop)
                .map_err(diesel::result::Error::SerializationError)
        }
    }

    impl<M, F, ST, const AT: usize> ToSql<Column<ST, AT>, Pg> for Models<'_, M, F>
    where
        F: ShowFields<M, Pg>,
    {
        fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
            let rows = self.rows;
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
