//! `bulk_create`: any number of rows, in few statements and one transaction.

use std::marker::PhantomData;

use diesel::query_builder::{QueryFragment, QueryId};

use super::conflict::{Conflict, Fails, LeavesOut, Updates};
use super::create::{CreatedRow, IntoNew, WholeTable, gives, places, reread};
use super::get_or_create::create;
use super::insert::{
    AllColumns, AnyColumns, Back, Form, Insert, InsertColumns, InsertOn, Nothing, Read, Rest, Rows,
    Usual,
};
use super::new::{Creatable, New, WriteNew};
use super::run::{Write, WriteOn};
use super::session::Session;
use super::unique::{Places, UniqueBy};
use super::violation::of_model;
use crate::Result;
use crate::ast::Filter;
use crate::driver::Driver;
use crate::model::{Model, ReadModel, RowData, RowParts};
use crate::queryset::{QuerySet, TenantRows};

/// How many rows one VALUES holds. Their marks stay far below what any database allows, also of
/// tables with a hundred columns; and more rows at a time are not faster.
const TOGETHER: usize = 64;
/// How many rows travel at once as lists. Memory is what limits them.
const LISTED: usize = 10_000;

/// Rows that are to be created. Made by [`bulk_create`](QuerySet::bulk_create), run by
/// [`run`](Self::run).
#[must_use = "`run` creates them"]
pub struct BulkCreate<N, I, B = AllColumns, C = Fails> {
    rows: I,
    types: PhantomData<fn() -> (N, B, C)>,
}

/// Rows that were created, and those that were not, since rows of their unique key were there.
#[derive(Debug, Clone, PartialEq)]
pub struct Kept<T> {
    /// The rows that were created, in their order; after `count_only` their number.
    pub created: T,
    /// Which of the rows that were given were left out: their places, ascending.
    pub ignored: Vec<usize>,
}

impl<M: Model, W, O, D, S, L> QuerySet<M, W, O, D, S, L> {
    /// Creates rows, any number of them: `NewBook`s, or structs of your own with
    /// `#[derive(Insert)]`, out of a `Vec` or any iterator.
    ///
    /// ```
    /// # orm_core::doctest_models!();
    /// # let conn = &mut connection();
    /// let new = ["Powerage", "Highway to Hell"].map(|title| NewAlbum::new(title, 1));
    /// let albums = Album.bulk_create(new).run(conn)?; // 1 query
    /// assert_eq!(albums[1].title, "Highway to Hell");
    /// assert_eq!(albums[1].id, 5);
    ///
    /// // A million rows that nobody looks at again: memory for one portion of them.
    /// let many = (0..1_000_000).map(|n| NewGenre::new(format!("Genre {n}")));
    /// # let many = many.take(100);
    /// let count = Genre.bulk_create(many).count_only().run(conn)?;
    /// # assert_eq!(count, 100);
    /// # Ok::<(), orm_core::Error>(())
    /// ```
    ///
    /// SQL: on PostgreSQL `INSERT INTO … SELECT * FROM UNNEST($1, …)`, a bind a column, 10,000 rows a
    /// statement; elsewhere `INSERT INTO … VALUES …` of 64 rows, which is prepared once. MySQL
    /// gives no rows back: they are read by their keys, which is one query more for each INSERT.
    pub fn bulk_create<V, N>(self, rows: V) -> BulkCreate<N, V::IntoIter>
    where
        M: Creatable<New = N>,
        W: Filter<Says: WholeTable<N>>,
        V: IntoIterator<Item: IntoNew<N>>,
    {
        BulkCreate {
            rows: rows.into_iter(),
            types: PhantomData,
        }
    }
}
impl<M: Model> TenantRows<M> {
    /// Creates rows, each of the tenant that its field names: see [`QuerySet::bulk_create`].
    pub fn bulk_create<V, N>(self, rows: V) -> BulkCreate<N, V::IntoIter>
    where
        M: Creatable<New = N>,
        V: IntoIterator<Item: IntoNew<N>>,
    {
        BulkCreate {
            rows: rows.into_iter(),
            types: PhantomData,
        }
    }
}

impl<N: New, I, C> BulkCreate<N, I, AllColumns, C> {
    /// Reads no rows back: [`run`](BulkCreate::run) gives their number. Then rows out of an
    /// iterator are in memory a portion at a time, however many there are.
    pub fn count_only(self) -> BulkCreate<N, I, Nothing, C> {
        BulkCreate {
            rows: self.rows,
            types: PhantomData,
        }
    }
}

impl<N: New, I, B> BulkCreate<N, I, B> {
    /// `….on_conflict(isbn).ignore()`: rows whose unique key is there are left out, and
    /// [`run`](BulkCreate::run) gives [`Kept`], which says which those were.
    #[doc(hidden)]
    pub fn ignore_conflicts<K>(self, _: K) -> BulkCreate<N, I, B, LeavesOut<K>>
    where
        N::Model: UniqueBy<K>,
    {
        BulkCreate {
            rows: self.rows,
            types: PhantomData,
        }
    }

    /// `….on_conflict(isbn).update(price, stock)`: of rows whose unique key is there these columns
    /// are set instead.
    #[doc(hidden)]
    pub fn update_conflicts<K, U>(self, _: K, _: U) -> BulkCreate<N, I, B, Updates<K, U>>
    where
        N::Model: UniqueBy<K>,
    {
        BulkCreate {
            rows: self.rows,
            types: PhantomData,
        }
    }
}

impl<N: New, I, B, C> BulkCreate<N, I, B, C> {
    /// Creates the rows, all or none, and gives them back in their order as the database has
    /// them: with their keys and defaults. After [`count_only`](BulkCreate::count_only) it gives
    /// their number.
    ///
    /// On an async connection it gives a future: `….run(&mut conn).await?`.
    ///
    /// Rows whose unique key is there already are an error, unless it is said what they are:
    ///
    /// ```
    /// # use diesel::connection::{Connection as _, SimpleConnection as _};
    /// use orm_core::prelude::*;
    ///
    /// #[derive(Model, Debug, Clone)]
    /// #[model(table = "tags", new(Clone))]
    /// pub struct Tag {
    ///     pub id: i32,
    ///     #[model(unique)]
    ///     pub name: String,
    ///     pub color: String,
    /// }
    ///
    /// let conn = &mut diesel::SqliteConnection::establish(":memory:")?;
    /// conn.batch_execute(
    ///     "CREATE TABLE tags (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, color TEXT NOT NULL);
    ///      INSERT INTO tags VALUES (1, 'rust', 'orange')",
    /// )?;
    /// let tags = vec![NewTag::new("sql", "blue"), NewTag::new("rust", "red")];
    ///
    /// let kept = queryset!(Tag.bulk_create(tags.clone()).on_conflict(name).ignore()).run(conn)?;
    /// assert_eq!(kept.created[0].name, "sql");
    /// assert_eq!(kept.ignored, [1]);
    ///
    /// let set = queryset!(Tag.bulk_create(tags).on_conflict(name).update(color)).run(conn)?;
    /// assert_eq!((set[1].id, set[1].color.as_str()), (1, "red"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// A violated constraint, and what else the database says; then nothing is created.
    /// PostgreSQL refuses to update one row twice in one statement.
    pub fn run<'c, Conn, K: Driver, T: 'c>(self, conn: &'c mut Conn) -> K::Out<'c, T>
    where
        Self: WriteOn<Conn, K, Output = T> + 'c,
    {
        self.run_on(conn)
    }
}

/// What comes of the rows that were created.
pub trait Gather<N: New>: Back {
    /// All of it.
    type Output: Default + Send;
    /// Takes up rows that were read back.
    fn rows(_: &mut Self::Output, _: Vec<N::Model>) {}
    /// Takes up rows that nobody reads.
    fn count(_: &mut Self::Output, _: usize) {}
}
impl<N: New> Gather<N> for Nothing {
    type Output = usize;
    fn count(all: &mut usize, more: usize) {
        *all += more;
    }
}
impl<N: New> Gather<N> for AllColumns
where
    CreatedRow<N::Model>:
        RowParts<Model = N::Model, Record = N::Model, Slots = <N::Model as Model>::Unloaded> + Send,
{
    type Output = Vec<CreatedRow<N::Model>>;
    fn rows(all: &mut Self::Output, more: Vec<N::Model>) {
        all.extend(more.into_iter().map(|model| {
            RowParts::from_data(RowData {
                model,
                slots: Default::default(),
            })
        }));
    }
}

/// What is done with conflicts by the statement that creates many rows.
pub trait InBatches {}
impl InBatches for Fails {}
impl<K, U> InBatches for Updates<K, U> {}

impl<N, I, B, C, DB> Write<DB> for BulkCreate<N, I, B, C>
where
    N: WriteNew<DB>,
    N::Model: ReadModel<DB> + Send,
    I: Iterator<Item: IntoNew<N>> + Send,
    B: Gather<N>,
    C: Conflict<N::Model> + InBatches + Default,
    DB: InsertOn + 'static,
{
    type Output = B::Output;

    async fn write<S: Session<Db = DB>>(mut self, session: &mut S) -> Result<B::Output> {
        let mut all = B::Output::default();
        let mut portion = next(&mut self.rows);
        let mut following = next(&mut self.rows);
        // One statement is a transaction by itself.
        if following.is_empty() && is_one_statement::<N, DB>(&portion) {
            insert::<N, B, C, S>(&portion, &mut all, session)
                .await
                .map_err(of_model(N::Model::META))?;
            return Ok(all);
        }
        let outside = session.begin().await?;
        let mut done = Ok(());
        while done.is_ok() && !portion.is_empty() {
            done = insert::<N, B, C, S>(&portion, &mut all, session).await;
            portion = std::mem::replace(&mut following, next(&mut self.rows));
        }
        let result = session.end(outside, done.map(|()| all)).await;
        result.map_err(of_model(N::Model::META))
    }
}

/// Rows that are left out are known where each travels alone.
impl<N, I, B, K, DB> Write<DB> for BulkCreate<N, I, B, LeavesOut<K>>
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
        let mut kept = Kept {
            created: B::Output::default(),
            ignored: Vec::new(),
        };
        let outside = session.begin().await?;
        let mut done = Ok(());
        let mut at = 0;
        let mut news = self.rows.map(prepared);
        while let (true, Some(new)) = (done.is_ok(), news.next()) {
            match create::<N, K, S>(&new, session).await {
                Ok(Some(model)) if B::ROWS => B::rows(&mut kept.created, vec![model]),
                Ok(Some(_)) => B::count(&mut kept.created, 1),
                Ok(None) => kept.ignored.push(at),
                Err(error) => done = Err(error),
            }
            at += 1;
        }
        session.end(outside, done.map(|()| kept)).await
    }
}

/// The rows that travel next. Rows that give the same columns travel together.
fn next<N: New>(rows: &mut impl Iterator<Item: IntoNew<N>>) -> Vec<Group<N>> {
    grouped(rows.take(LISTED).map(prepared).collect())
}

fn prepared<N: New>(new: impl IntoNew<N>) -> N {
    let mut new = new.into_new();
    new.prepare();
    new
}

fn grouped<N: New>(rows: Vec<N>) -> Vec<Group<N>> {
    let mut groups: Vec<Group<N>> = Vec::new();
    let Some(first) = rows.first() else {
        return groups;
    };
    let places = places(first);
    // As good as always; then no row is moved.
    if rows.iter().all(|row| gives(row, &places)) {
        groups.push(Group {
            places,
            at: Vec::new(),
            rows: Rows(rows),
        });
        return groups;
    }
    for (at, row) in rows.into_iter().enumerate() {
        match groups.iter_mut().find(|group| gives(&row, &group.places)) {
            Some(group) => group.push(at, row),
            None => groups.push(Group {
                places: self::places(&row),
                at: vec![at],
                rows: Rows(vec![row]),
            }),
        }
    }
    groups
}

/// Whether any number of the rows is one statement.
fn as_columns<N: New, DB: InsertOn>(places: &[usize]) -> bool {
    DB::COLUMNS && !N::LISTS && !places.is_empty()
}

fn is_one_statement<N: New, DB: InsertOn>(groups: &[Group<N>]) -> bool {
    let group = match groups {
        [] => return true,
        [group] => group,
        _ => return false,
    };
    let (rows, places) = (group.rows.0.len(), &group.places);
    let few = rows == 1 || (rows <= TOGETHER && !places.is_empty());
    DB::RETURNING && (as_columns::<N, DB>(places) || few)
}

/// Creates the rows of a portion.
async fn insert<N, B, C, S>(groups: &[Group<N>], all: &mut B::Output, session: &mut S) -> Result<()>
where
    N: WriteNew<S::Db>,
    N::Model: ReadModel<S::Db> + Send,
    B: Gather<N>,
    C: Conflict<N::Model> + Default,
    S: Session<Db: InsertOn>,
{
    if let [group] = groups {
        return group
            .insert::<B, C, S>(session, &mut |more| more.gather::<B>(all))
            .await;
    }
    let mut created: Vec<(usize, N::Model)> = Vec::new();
    for group in groups {
        let mut places = group.at.iter().copied();
        let mut take = |more: Created<N>| match more {
            Created::Rows(models) => created.extend(places.by_ref().zip(models)),
            counted => counted.gather::<B>(all),
        };
        group.insert::<B, C, S>(session, &mut take).await?;
    }
    created.sort_unstable_by_key(|(at, _)| *at);
    B::rows(all, created.into_iter().map(|(_, model)| model).collect());
    Ok(())
}

/// What came of some rows.
enum Created<N: New> {
    Rows(Vec<N::Model>),
    Count(usize),
}
impl<N: New> Created<N> {
    fn gather<B: Gather<N>>(self, all: &mut B::Output) {
        match self {
            Self::Rows(models) => B::rows(all, models),
            Self::Count(count) => B::count(all, count),
        }
    }
}

/// Rows that give the same columns.
struct Group<N> {
    places: Vec<usize>,
    /// Where each stood among the rows of the portion. Nothing, where this is all of them.
    at: Vec<usize>,
    rows: Rows<N>,
}

impl<N: New> Group<N> {
    fn push(&mut self, at: usize, row: N) {
        self.at.push(at);
        self.rows.0.push(row);
    }

    async fn insert<B, C, S>(
        &self,
        session: &mut S,
        take: &mut (dyn FnMut(Created<N>) + Send),
    ) -> Result<()>
    where
        N: WriteNew<S::Db>,
        N::Model: ReadModel<S::Db> + Send,
        B: Gather<N>,
        C: Conflict<N::Model> + Default,
        S: Session<Db: InsertOn>,
    {
        let conflict = &C::default();
        let usual = self.places == N::USUAL;
        if as_columns::<N, S::Db>(&self.places) {
            let created = if usual {
                let statement = self.columns::<Usual<0>, B, C>(conflict);
                run::<N, _, B, S>(&statement, &self.rows.0, session).await
            } else {
                let statement = self.columns::<AnyColumns, B, C>(conflict);
                run::<N, _, B, S>(&statement, &self.rows.0, session).await
            };
            take(created?);
            return Ok(());
        }
        // Of nothing but defaults, VALUES holds one row.
        let together = if self.places.is_empty() { 1 } else { TOGETHER };
        for rows in self.rows.0.chunks(together) {
            let created = match (usual, rows.len()) {
                (true, 1) => {
                    self.some::<Usual<1>, B, C, S>(rows, conflict, session)
                        .await
                }
                (true, TOGETHER) => {
                    self.some::<Usual<TOGETHER>, B, C, S>(rows, conflict, session)
                        .await
                }
                (false, 1) => {
                    self.some::<AnyColumns, B, C, S>(rows, conflict, session)
                        .await
                }
                (false, TOGETHER) => {
                    self.some::<AnyColumns, B, C, S>(rows, conflict, session)
                        .await
                }
                _ => self.some::<Rest, B, C, S>(rows, conflict, session).await,
            };
            take(created?);
        }
        Ok(())
    }

    fn columns<'r, F: Form, B: Gather<N>, C>(
        &'r self,
        conflict: &'r C,
    ) -> InsertColumns<'r, N, F, C, B> {
        InsertColumns {
            rows: &self.rows,
            places: &self.places,
            conflict,
            types: PhantomData,
        }
    }

    async fn some<F, B, C, S>(
        &self,
        rows: &[N],
        conflict: &C,
        session: &mut S,
    ) -> Result<Created<N>>
    where
        N: WriteNew<S::Db>,
        N::Model: ReadModel<S::Db> + Send,
        F: Form,
        B: Gather<N>,
        C: Conflict<N::Model>,
        S: Session<Db: InsertOn>,
    {
        let places = &self.places[..];
        let types = PhantomData;
        if <S::Db as InsertOn>::RETURNING {
            let statement = Insert::<N, F, C, B> {
                rows,
                places,
                conflict,
                types,
            };
            return run::<N, _, B, S>(&statement, rows, session).await;
        }
        let statement = Insert::<N, F, C, Nothing> {
            rows,
            places,
            conflict,
            types: PhantomData,
        };
        let count = session.execute(&statement).await?;
        if B::ROWS {
            return Ok(Created::Rows(reread(rows, C::KEY, session).await?));
        }
        Ok(Created::Count(count))
    }
}

/// Runs a statement that gives rows back by itself, or none.
async fn run<N, St, B, S>(statement: &St, rows: &[N], session: &mut S) -> Result<Created<N>>
where
    N: WriteNew<S::Db>,
    N::Model: ReadModel<S::Db> + Send,
    St: QueryFragment<S::Db> + QueryId + Sync,
    B: Gather<N>,
    S: Session,
{
    if !B::ROWS {
        return Ok(Created::Count(session.execute(statement).await?));
    }
    let read: Vec<Read<N::Model>> = session.load(statement).await?;
    let mut models = Vec::with_capacity(rows.len());
    models.extend(read.into_iter().map(|read| read.0));
    Ok(Created::Rows(models))
}
