//! `on_conflict(key).ignore()`: which rows were left out is told, however many travel together.

use std::marker::PhantomData;

use diesel::QueryResult;
use diesel::deserialize::{self, QueryableByName};
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::row::NamedRow;

use super::portion::{Created, Group, alike, as_columns};
use super::{BulkCreate, Gather, Kept, next, prepared};
use crate::backend::Backend;
use crate::error::{Violation, ViolationKind};
use crate::load::read::Number;
use crate::load::spec::push_place;
use crate::model::{Model, ReadModel};
use crate::path::{push_column, push_table};
use crate::write::conflict::{Conflict, Fails, LeavesOut};
use crate::write::create::IntoNew;
use crate::write::get_or_create::create;
use crate::write::insert::{
    AnyColumns, Form, InsertOn, Rows, Usual, name, push_into, push_returning,
};
use crate::write::new::{New, WriteNew};
use crate::write::run::Write;
use crate::write::session::Session;
use crate::write::unique::Places;
use crate::write::valid::Faults;
use crate::write::violation::of_model;
use crate::{Error, Result};

/// The rows that were given, inside of the statement. (No table is called so.)
const GIVEN: &str = "self.given";
/// Those that were created.
const MADE: &str = "self.made";
/// The rows of the table.
const THERE: &str = "self.there";
/// The first of the given ones of each key.
const FIRST: &str = "self.first";
/// Of a prepared statement PostgreSQL forgets how long the lists are, and compares every row with
/// every other. So many rows cost little even then.
const FEW: usize = 500;

/// Rows that travel together are created together, where none of them is left out. Where some are,
/// PostgreSQL tells which; elsewhere each of them travels alone, once more.
impl<N, I, B, K, H, DB> Write<DB> for BulkCreate<N, I, B, LeavesOut<K>, H>
where
    N: WriteNew<DB>,
    N::Model: ReadModel<DB> + Send,
    I: Iterator<Item: IntoNew<N>> + Send,
    B: Gather<N>,
    K: Places,
    DB: InsertOn + 'static,
{
    type Output = Kept<B::Output>;

    async fn write<S: Session<Db = DB>>(self, session: &mut S) -> Result<Self::Output> {
        let mut all = All::<N, B> {
            kept: Kept {
                created: B::Output::default(),
                ignored: Vec::new(),
            },
            before: 0,
        };
        let mut faults = Faults::new(self.validates);
        let mut rows = self.ready.into_iter().chain(prepared(self.rows));
        let mut portion = next(&mut rows, &mut faults);
        faults.none::<N>(&mut rows)?;
        let outside = session.begin().await?;
        let mut done = Ok(());
        while done.is_ok() && !portion.is_empty() {
            done = all.add::<K, S>(portion, session).await;
            portion = next(&mut rows, &mut faults);
            done = done.and_then(|()| faults.none::<N>(&mut rows));
        }
        let result = session.end(outside, done.map(|()| all.kept)).await;
        result.map_err(of_model(N::Model::META))
    }
}

/// What came of the rows until now.
struct All<N: New, B: Gather<N>> {
    kept: Kept<B::Output>,
    /// How many they were.
    before: usize,
}

impl<N: New, B: Gather<N>> All<N, B> {
    async fn add<K, S>(&mut self, rows: Vec<N>, session: &mut S) -> Result<()>
    where
        N: WriteNew<S::Db>,
        N::Model: ReadModel<S::Db> + Send,
        K: Places,
        S: Session<Db: InsertOn>,
    {
        // Of rows that give different columns the first of a key would not always be the first.
        match alike(rows) {
            Ok(group) => self.group::<K, S>(&group, session).await,
            Err(rows) => self.one_by_one::<K, S>(&rows, session).await,
        }
    }

    async fn group<K, S>(&mut self, group: &Group<N>, session: &mut S) -> Result<()>
    where
        N: WriteNew<S::Db>,
        N::Model: ReadModel<S::Db> + Send,
        K: Places,
        S: Session<Db: InsertOn>,
    {
        let rows = &group.rows.0;
        let key_is_given = K::PLACES.iter().all(|place| group.places.contains(place));
        if rows.len() > 1 && key_is_given && as_columns::<N, S::Db>(&group.places) {
            return self.columns::<K, S>(group, session).await;
        }
        for rows in group.chunks() {
            if rows.len() == 1 {
                self.one_by_one::<K, S>(rows, session).await?;
                continue;
            }
            let outside = session.begin().await?;
            let created = group.some_of::<B, Fails, S>(rows, &Fails, session).await;
            let created = session.end(outside, created).await;
            match created.map_err(of_model(N::Model::META)) {
                Ok(created) => {
                    created.gather::<B>(&mut self.kept.created);
                    self.before += rows.len();
                }
                Err(Error::Violation(violation)) if violation.kind == ViolationKind::Unique => {
                    self.one_by_one::<K, S>(rows, session).await?;
                }
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// One statement. Which rows it created is found by their keys, which a database may have
    /// changed (or which are NULL): where that is not sure, it is undone, and each row travels
    /// alone.
    async fn columns<K, S>(&mut self, group: &Group<N>, session: &mut S) -> Result<()>
    where
        N: WriteNew<S::Db>,
        N::Model: ReadModel<S::Db> + Send,
        K: Places,
        S: Session<Db: InsertOn>,
    {
        let rows = &group.rows.0;
        let outside = session.begin().await?;
        let made = if group.places == N::USUAL {
            created_of::<N, Usual<0>, K, B, S>(group, session).await
        } else {
            created_of::<N, AnyColumns, K, B, S>(group, session).await
        };
        let (created, places) = match made {
            Ok((created, places)) if ascend(&places, rows.len()) => {
                session.end(outside, Ok((created, places))).await?
            }
            Ok(_) => {
                session.undo(outside).await;
                return self.one_by_one::<K, S>(rows, session).await;
            }
            Err(error) => return session.end(outside, Err(error)).await,
        };
        created.gather::<B>(&mut self.kept.created);
        let mut places = places.into_iter().peekable();
        for at in 0..rows.len() {
            if places.next_if_eq(&(at as i64 + 1)).is_none() {
                self.kept.ignored.push(self.before + at);
            }
        }
        self.before += rows.len();
        Ok(())
    }

    async fn one_by_one<K, S>(&mut self, rows: &[N], session: &mut S) -> Result<()>
    where
        N: WriteNew<S::Db>,
        N::Model: ReadModel<S::Db> + Send,
        K: Places,
        S: Session<Db: InsertOn>,
    {
        for new in rows {
            match create::<N, K, S>(new, session).await {
                Ok(Some(model)) if B::ROWS => B::rows(&mut self.kept.created, vec![model]),
                Ok(Some(_)) => B::count(&mut self.kept.created, 1),
                Ok(None) => self.kept.ignored.push(self.before),
                // On MySQL, where the database stores the key in its own way.
                Err(Error::Violation(violation)) if is_of::<N::Model, K>(&violation) => {
                    self.kept.ignored.push(self.before);
                }
                Err(error) => return Err(error),
            }
            self.before += 1;
        }
        Ok(())
    }
}

/// Whether the unique key that was violated is this one.
fn is_of<M: Model, K: Places>(violation: &Violation) -> bool {
    let columns = M::META.columns;
    let field = |place: &usize| columns.get(*place).map_or("", |column| column.field);
    let mut fields = K::PLACES.iter().map(field);
    violation.kind == ViolationKind::Unique
        && violation.fields.len() == K::PLACES.len()
        && fields.all(|field| violation.fields.contains(&field))
}

/// Whether these are places among so many rows, one for each row that was created.
fn ascend(places: &[i64], all: usize) -> bool {
    let inside = |at: &i64| usize::try_from(*at).is_ok_and(|at| (1..=all).contains(&at));
    places.iter().all(inside) && places.is_sorted_by(|one, other| one < other)
}

/// The rows that one statement created, and their places from one on.
async fn created_of<N, F, K, B, S>(
    group: &Group<N>,
    session: &mut S,
) -> Result<(Created<N>, Vec<i64>)>
where
    N: WriteNew<S::Db>,
    N::Model: ReadModel<S::Db> + Send,
    F: Form,
    K: Places,
    B: Gather<N>,
    S: Session<Db: InsertOn>,
{
    let statement = InsertLeaving::<N, F, K, B> {
        rows: &group.rows,
        places: &group.places,
        types: PhantomData,
    };
    if !B::ROWS {
        let read: Vec<Number> = session.load(&statement).await?;
        let places: Vec<i64> = read.iter().map(|number| number.0).collect();
        return Ok((Created::Count(places.len()), places));
    }
    let read: Vec<Placed<N::Model>> = session.load(&statement).await?;
    let mut models = Vec::with_capacity(read.len());
    let mut places = Vec::with_capacity(read.len());
    for placed in read {
        places.push(placed.at);
        models.push(placed.row);
    }
    Ok((Created::Rows(models), places))
}

/// A row behind its place.
struct Placed<M> {
    at: i64,
    row: M,
}
impl<M: ReadModel<DB>, DB: Backend> QueryableByName<DB> for Placed<M> {
    fn build<'a>(row: &impl NamedRow<'a, DB>) -> deserialize::Result<Self> {
        Ok(Self {
            at: DB::read_i64(row, 0)?,
            row: M::read(row, 1)?,
        })
    }
}

/// `WITH given AS (SELECT * FROM UNNEST($1, …) WITH ORDINALITY …), made AS (INSERT … SELECT … FROM
/// given ON CONFLICT … DO NOTHING RETURNING …) SELECT …`: the rows that were created, behind
/// their places among those that were given; 0 where that is not found.
struct InsertLeaving<'r, N, F, K, B> {
    rows: &'r Rows<N>,
    places: &'r [usize],
    types: PhantomData<fn() -> (F, K, B)>,
}

impl<N: New, F: Form, K: Places, B: Gather<N>> QueryId for InsertLeaving<'_, N, F, K, B> {
    type QueryId = InsertLeaving<'static, N, F, K, B>;
    const HAS_STATIC_QUERY_ID: bool = F::STATIC;
}
impl<N, F, K, B, DB> QueryFragment<DB> for InsertLeaving<'_, N, F, K, B>
where
    N: WriteNew<DB>,
    F: Form,
    K: Places,
    B: Gather<N>,
    DB: InsertOn,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        let meta = N::Model::META;
        if self.rows.0.len() > FEW {
            out.unsafe_to_cache_prepared();
        }
        let count = self.places.len();
        let push_list = |out: &mut AstPass<'_, 'b, DB>| {
            for at in 0..count {
                out.push_sql(if at == 0 { "" } else { ", " });
                push_place(at, out);
            }
        };
        out.push_sql("WITH ");
        out.push_identifier(GIVEN)?;
        out.push_sql(" (");
        push_list(&mut out);
        out.push_sql(", place) AS (SELECT * FROM UNNEST(");
        for (at, &place) in self.places.iter().enumerate() {
            out.push_sql(if at == 0 { "" } else { ", " });
            DB::push_column(self.rows, place, &mut out)?;
        }
        out.push_sql(") WITH ORDINALITY), ");
        out.push_identifier(MADE)?;
        out.push_sql(" AS (");
        push_into::<N, DB>(self.places, &mut out)?;
        out.push_sql(" SELECT ");
        push_list(&mut out);
        out.push_sql(" FROM ");
        out.push_identifier(GIVEN)?;
        out.push_sql(" ORDER BY place");
        Conflict::<N::Model>::push(&LeavesOut::<K>(PhantomData), meta, &mut out)?;
        self.push_made(&mut out)?;
        out.push_sql(") SELECT CASE WHEN ");
        self.push_unsound(&mut out)?;
        out.push_sql(" THEN 0 ELSE COALESCE(");
        push_column(FIRST, "place", &mut out)?;
        out.push_sql(", 0) END");
        if B::ROWS {
            for column in meta.columns {
                out.push_sql(", ");
                push_column(MADE, column.column, &mut out)?;
            }
        }
        out.push_sql(" FROM ");
        out.push_identifier(MADE)?;
        out.push_sql(" LEFT JOIN (SELECT MIN(place) AS place");
        self.push_key(&mut out, &mut |_, at, out| {
            out.push_sql(", ");
            push_place(at, out);
            Ok(())
        })?;
        out.push_sql(" FROM ");
        out.push_identifier(GIVEN)?;
        self.push_key(&mut out, &mut |part, at, out| {
            out.push_sql(if part == 0 { " GROUP BY " } else { ", " });
            push_place(at, out);
            Ok(())
        })?;
        out.push_sql(") AS ");
        out.push_identifier(FIRST)?;
        self.push_key(&mut out, &mut |part, at, out| {
            out.push_sql(if part == 0 { " ON " } else { " AND " });
            push_column(MADE, name(meta, K::PLACES[part]), out)?;
            out.push_sql(" = ");
            out.push_identifier(FIRST)?;
            out.push_sql(".");
            push_place(at, out);
            Ok(())
        })?;
        out.push_sql(" ORDER BY 1");
        Ok(())
    }
}

impl<N: New, F, K: Places, B: Gather<N>> InsertLeaving<'_, N, F, K, B> {
    /// Places are not to be trusted: a row has several, or one that was left out has a key that is
    /// nowhere. Then the database compares or stores keys in its own way.
    fn push_unsound<DB: Backend>(&self, out: &mut AstPass<'_, '_, DB>) -> QueryResult<()> {
        let meta = N::Model::META;
        let push_count = |of: &str, out: &mut AstPass<'_, '_, DB>| {
            out.push_sql("(SELECT COUNT(*) FROM ");
            out.push_identifier(of)?;
            out.push_sql(")");
            QueryResult::Ok(())
        };
        out.push_sql("COUNT(*) OVER () <> ");
        push_count(MADE, out)?;
        out.push_sql(" OR ");
        push_count(MADE, out)?;
        out.push_sql(" < ");
        push_count(GIVEN, out)?;
        out.push_sql(" AND EXISTS (SELECT 1 FROM ");
        out.push_identifier(GIVEN)?;
        for there in [true, false] {
            out.push_sql(if there { " WHERE" } else { " AND" });
            out.push_sql(" NOT EXISTS (SELECT 1 FROM ");
            if there {
                push_table(meta, THERE, out)?;
            } else {
                out.push_identifier(MADE)?;
            }
            self.push_key(out, &mut |part, at, out| {
                out.push_sql(if part == 0 { " WHERE " } else { " AND " });
                push_column(
                    if there { THERE } else { MADE },
                    name(meta, K::PLACES[part]),
                    out,
                )?;
                out.push_sql(" = ");
                out.push_identifier(GIVEN)?;
                out.push_sql(".");
                push_place(at, out);
                Ok(())
            })?;
            out.push_sql(")");
        }
        out.push_sql(")");
        Ok(())
    }

    /// ` RETURNING …`: the key, which tells the places, and the rest where rows are asked back.
    fn push_made<DB: Backend>(&self, out: &mut AstPass<'_, '_, DB>) -> QueryResult<()> {
        let meta = N::Model::META;
        if B::ROWS {
            return push_returning(meta, out);
        }
        self.push_key(out, &mut |part, _, out| {
            out.push_sql(if part == 0 { " RETURNING " } else { ", " });
            out.push_identifier(name(meta, K::PLACES[part]))
        })
    }

    /// For each column of the key, by its number in it and among the columns that are given.
    fn push_key<'b, DB: Backend>(
        &self,
        out: &mut AstPass<'_, 'b, DB>,
        push: &mut dyn FnMut(usize, usize, &mut AstPass<'_, 'b, DB>) -> QueryResult<()>,
    ) -> QueryResult<()> {
        for (part, place) in K::PLACES.iter().enumerate() {
            if let Some(at) = self.places.iter().position(|given| given == place) {
                push(part, at, out)?;
            }
        }
        Ok(())
    }
}
