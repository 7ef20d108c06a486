//! `bulk_create`: any number of rows, in few statements and one transaction.

mod leaving;
mod portion;

use std::marker::PhantomData;

use super::conflict::{Conflict, Fails, LeavesOut, Updates};
use super::create::{CreatedRow, IntoNew, Unfiltered, unloaded};
use super::hooks::Unhooked;
use super::insert::{AllColumns, Back, InsertOn, Nothing};
use super::new::{Creatable, New, WriteNew};
use super::run::{Write, WriteOn};
use super::session::Session;
use super::unique::UniqueBy;
use super::valid::Faults;
use super::violation::of_model;
use crate::Result;
use crate::ast::Filter;
use crate::driver::Driver;
use crate::model::{Model, ReadModel, RowParts};
use crate::queryset::{QuerySet, TenantRows};
use portion::{grouped, insert, is_one_statement};

/// How many rows one VALUES holds. Their marks stay far below what any database allows, also of
/// tables with a hundred columns; and more rows at a time are not faster.
const TOGETHER: usize = 64;
/// How many rows travel at once as lists. Memory is what limits them.
const LISTED: usize = 10_000;

/// Rows that are to be created. Made by [`bulk_create`](QuerySet::bulk_create), run by
/// [`run`](Self::run).
#[must_use = "`run` creates them"]
pub struct BulkCreate<N, I, B = AllColumns, C = Fails, H = Called> {
    rows: I,
    /// Those that hooks have seen already.
    ready: Vec<N>,
    validates: bool,
    types: PhantomData<fn() -> (B, C, H)>,
}

/// The model's hooks are called.
pub struct Called;
/// They are left out.
pub struct Left;

impl<N, I, B, C, H> BulkCreate<N, I, B, C, H> {
    fn with<B2, C2, H2>(self) -> BulkCreate<N, I, B2, C2, H2> {
        BulkCreate {
            rows: self.rows,
            ready: self.ready,
            validates: self.validates,
            types: PhantomData,
        }
    }

    /// All rows, for hooks: they are in memory then.
    pub(super) fn all_rows(&mut self) -> impl Iterator<Item = &mut N>
    where
        N: New,
        I: Iterator<Item: IntoNew<N>>,
    {
        self.ready.extend(prepared(self.rows.by_ref()));
        self.ready.iter_mut()
    }
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
        W: Filter<Says: Unfiltered<N>>,
        V: IntoIterator<Item: IntoNew<N>>,
    {
        BulkCreate {
            rows: rows.into_iter(),
            ready: Vec::new(),
            validates: true,
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
            ready: Vec::new(),
            validates: true,
            types: PhantomData,
        }
    }
}

impl<N: New, I, C> BulkCreate<N, I, AllColumns, C> {
    /// Reads no rows back: [`run`](BulkCreate::run) gives their number. Then rows out of an
    /// iterator are in memory a portion at a time, however many there are.
    ///
    /// Hooks ask for the rows; where the model has some, write
    /// [`without_hooks`](BulkCreate::without_hooks) before.
    pub fn count_only<T>(self) -> BulkCreate<N, I, Nothing, C>
    where
        N::Model: Unhooked<Nothing = T>,
    {
        self.with()
    }
}
impl<N: New, I, C> BulkCreate<N, I, AllColumns, C, Left> {
    /// Reads no rows back: [`run`](BulkCreate::run) gives their number.
    pub fn count_only(self) -> BulkCreate<N, I, Nothing, C, Left> {
        self.with()
    }
}

impl<N: New, I, B, C> BulkCreate<N, I, B, C> {
    /// Calls none of the model's hooks.
    pub fn without_hooks(self) -> BulkCreate<N, I, B, C, Left> {
        self.with()
    }
}

impl<N: New, I, B, H> BulkCreate<N, I, B, Fails, H> {
    /// `….on_conflict(isbn).ignore()`: rows whose unique key is there are left out, and
    /// [`run`](BulkCreate::run) gives [`Kept`], which says which those were.
    #[doc(hidden)]
    pub fn ignore_conflicts<K>(self, _: K) -> BulkCreate<N, I, B, LeavesOut<K>, H>
    where
        N::Model: UniqueBy<K>,
    {
        self.with()
    }

    /// `….on_conflict(isbn).update(price, stock)`: of rows whose unique key is there these columns
    /// are set instead.
    #[doc(hidden)]
    pub fn update_conflicts<K, U>(self, _: K, _: U) -> BulkCreate<N, I, B, Updates<K, U>, H>
    where
        N::Model: UniqueBy<K>,
    {
        self.with()
    }
}

impl<N: New, I, B, C, H> BulkCreate<N, I, B, C, H> {
    /// Creates the rows unasked: the rules of a model with `#[model(validate)]` are passed over.
    #[must_use = "`run` creates them"]
    pub fn unvalidated(mut self) -> Self {
        self.validates = false;
        self
    }

    /// Creates the rows, all or none, and gives them back in their order as the database has
    /// them: with their keys and defaults. After [`count_only`](BulkCreate::count_only) it gives
    /// their number.
    ///
    /// On an async connection it gives a future: `….run(&mut conn).await?`. Where that is dropped
    /// half-way, nothing is created, and the connection says from then on that it is lost.
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
    /// SQL of `ignore`: on PostgreSQL the INSERT with `ON CONFLICT (name) DO NOTHING`, joined to the places
    /// of the rows that were given, in one statement; elsewhere portions of 64 rows, and of a portion in which a
    /// row is there already each by itself. SQL of `update`: `ON CONFLICT (name) DO UPDATE SET …`, on MySQL
    /// `ON DUPLICATE KEY UPDATE …`.
    ///
    /// # Errors
    /// [`Error::Invalid`](crate::Error::Invalid), of all rows that are (with `update` of those that were
    /// given: the rows that are there are not asked); a violated constraint, and
    /// what else the database says. Then nothing is created. A key that is given twice: SQLite updates
    /// its row twice, PostgreSQL refuses that, and MySQL where the rows are to come back.
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
        all.extend(more.into_iter().map(unloaded::<CreatedRow<N::Model>>));
    }
}

/// What is done with conflicts by the statement that creates many rows.
pub trait InBatches {}
impl InBatches for Fails {}
impl<K, U> InBatches for Updates<K, U> {}

impl<N, I, B, C, H, DB> Write<DB> for BulkCreate<N, I, B, C, H>
where
    N: WriteNew<DB>,
    N::Model: ReadModel<DB> + Send,
    I: Iterator<Item: IntoNew<N>> + Send,
    B: Gather<N>,
    C: Conflict<N::Model> + InBatches + Default,
    DB: InsertOn + 'static,
{
    type Output = B::Output;

    async fn write<S: Session<Db = DB>>(self, session: &mut S) -> Result<B::Output> {
        let mut all = B::Output::default();
        let mut faults = Faults::new(self.validates);
        let mut rows = self.ready.into_iter().chain(prepared(self.rows));
        let mut portion = grouped(next(&mut rows, &mut faults));
        let mut following = grouped(next(&mut rows, &mut faults));
        faults.none::<N>(&mut rows)?;
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
            portion = std::mem::replace(&mut following, grouped(next(&mut rows, &mut faults)));
            done = done.and_then(|()| faults.none::<N>(&mut rows));
        }
        let result = session.end(outside, done.map(|()| all)).await;
        result.map_err(of_model(N::Model::META))
    }
}

/// New rows as they are written.
fn prepared<N: New>(rows: impl Iterator<Item: IntoNew<N>>) -> impl Iterator<Item = N> {
    rows.map(|new| {
        let mut new = new.into_new();
        new.prepare();
        new
    })
}

/// The rows that travel next.
fn next<N: New>(rows: &mut impl Iterator<Item = N>, faults: &mut Faults) -> Vec<N> {
    let mut portion = Vec::new();
    while portion.len() < LISTED && !faults.are_enough() {
        let Some(new) = rows.next() else { break };
        faults.ask(&new);
        portion.push(new);
    }
    portion
}
