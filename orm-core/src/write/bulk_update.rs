//! `bulk_update`: many rows, each with values of its own, in few statements and one transaction.

mod last;

use std::marker::PhantomData;

use self::last::Last;
use super::assign::{Assignments, PushAssignments, bits};
use super::fields::{ShowFields, WholeRow};
use super::insert::{AllColumns, Form, Nothing, Rest, Usual};
use super::listed::{
    CountThere, Keyed, Models, SelectFound, UpdateColumns, UpdateListed, UpdateOn, UpdateOne,
};
use super::new::{Creatable, New};
use super::run::{Write, WriteOn};
use super::session::Session;
use super::touched::Touched;
use super::unique::Places;
use super::update::Sets;
use super::violation::of_model;
use crate::ast::{Filter, NoFilter};
use crate::driver::Driver;
use crate::load::read::Number;
use crate::model::{Key, Model};
use crate::queryset::{QuerySet, TenantRows};
use crate::{Error, Result};

/// How many rows one statement lists. More at a time are not faster.
const TOGETHER: usize = 64;
/// How many rows travel at once as a list a column. Memory is what limits them.
const LISTED: usize = 10_000;
/// How many rows are asked at once whether they are there.
const FEW: usize = 500;

/// Rows that are to get the values that they have in memory. Made by
/// [`bulk_update`](QuerySet::bulk_update), run by [`run`](Self::run).
#[must_use = "`run` changes them"]
pub struct BulkUpdate<M, F, I: Iterator, A = ()> {
    rows: I,
    /// Those that hooks have seen already.
    ready: Vec<I::Item>,
    /// The model of a row: what kind of rows they are is known here, so that a wrong one is one
    /// error.
    whole: fn(&I::Item) -> &M,
    /// What is set of all rows alike.
    assignments: A,
    validates: bool,
    fields: PhantomData<fn() -> F>,
}

/// What became of the rows that were given to [`bulk_update`](QuerySet::bulk_update).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[must_use = "`gone` tells which rows were not there any more"]
pub struct Updated {
    /// How many rows of the table got their values, also of those that had them already.
    pub count: usize,
    /// Which of the rows that were given are not in the table any more: their places, ascending.
    pub gone: Vec<usize>,
}

/// All rows of a table, among which those that are given are found by their keys.
#[diagnostic::on_unimplemented(
    message = "the rows that are given are those which are changed, and not some of them",
    label = "only behind the model's name",
    note = "`bulk_update` is the first step: `queryset!(Model.bulk_update(&rows, column))`"
)]
pub trait EveryRow<T> {}
#[diagnostic::do_not_recommend]
impl<T> EveryRow<T> for NoFilter {}

impl<M: Model, W, O, D, S, L> QuerySet<M, W, O, D, S, L> {
    /// Sets columns of many rows, each to the values that it has in memory: what the macro writes
    /// for `Book.bulk_update(&books, price, stock)`. Rows are found by their primary key, and no
    /// other columns are touched; those of `auto_now` are set to the time of the write.
    ///
    /// The rows are plain models, rows that querysets gave, or references to them, out of a `Vec`
    /// or any iterator. Of a row that is given twice the last one counts, as if they were saved one
    /// after another.
    ///
    /// ```
    /// # orm_core::doctest_models!();
    /// # let conn = &mut connection();
    /// let mut tracks = queryset!(Track.order_by(id)).load(conn)?.into_models();
    /// for track in &mut tracks {
    ///     track.unit_price = f64::from(track.milliseconds / 1000) / 100.0;
    ///     track.genre_id = None;
    /// }
    /// let done = queryset!(Track.bulk_update(&tracks, unit_price, genre)).run(conn)?; // 1 query
    /// assert_eq!((done.count, done.gone.len()), (4, 0));
    /// assert_eq!(queryset!(Track.filter(id == 1)).get(conn)?.unit_price, 3.69);
    ///
    /// // What is set of all of them alike, and calculated from what the database holds.
    /// let done = queryset!(Track.bulk_update(&tracks, name, milliseconds = F(milliseconds) + 1));
    /// assert_eq!(done.run(conn)?.count, 4);
    ///
    /// // Rows that somebody has deleted meanwhile are told by their places.
    /// queryset!(Track.filter(id == 2).delete()).run(conn)?;
    /// let done = queryset!(Track.bulk_update(&tracks, name)).run(conn)?;
    /// assert_eq!((done.count, done.gone), (3, vec![1]));
    /// # Ok::<(), orm_core::Error>(())
    /// ```
    ///
    /// SQL: on PostgreSQL `UPDATE … FROM UNNEST($1, …) WITH ORDINALITY … RETURNING`, a bind a column,
    /// 10,000 rows a statement; on SQLite `UPDATE … FROM (VALUES …)` of 64 rows, which is prepared once; where such a
    /// statement misses rows, one more tells which. On MySQL, and of rows with lists (`Vec<…>` on
    /// PostgreSQL), `UPDATE … WHERE id = ?`, prepared once and run for each row.
    pub fn bulk_update<I, F, A, K>(
        self,
        rows: I,
        _: F,
        assignments: A,
    ) -> BulkUpdate<M, F, I::IntoIter, A>
    where
        M: Creatable,
        W: Filter<Says: EveryRow<F>>,
        I: IntoIterator<Item: WholeRow<M, K>>,
        F: Places,
        A: Assignments<M>,
    {
        BulkUpdate::new(rows, assignments)
    }
}
impl<M: Model> TenantRows<M> {
    /// Sets columns of rows that are there, each of whichever tenant: see
    /// [`QuerySet::bulk_update`].
    pub fn bulk_update<I, F, A, K>(
        self,
        rows: I,
        _: F,
        assignments: A,
    ) -> BulkUpdate<M, F, I::IntoIter, A>
    where
        M: Creatable,
        I: IntoIterator<Item: WholeRow<M, K>>,
        F: Places,
        A: Assignments<M>,
    {
        BulkUpdate::new(rows, assignments)
    }
}

impl<M: Model, F, I: Iterator, A> BulkUpdate<M, F, I, A> {
    fn new<K>(rows: impl IntoIterator<Item = I::Item, IntoIter = I>, assignments: A) -> Self
    where
        I::Item: WholeRow<M, K>,
    {
        Self {
            rows: rows.into_iter(),
            ready: Vec::new(),
            whole: WholeRow::whole,
            assignments,
            validates: true,
            fields: PhantomData,
        }
    }

    /// The keys of all rows, for hooks.
    pub(super) fn keys(&mut self) -> Vec<M::Key> {
        self.ready.extend(self.rows.by_ref());
        let rows = self.ready.iter().map(self.whole);
        rows.map(|row| Key::owned(row.key())).collect()
    }

    /// Rules are asked of what is updated.
    pub(super) fn validates(&self) -> bool
    where
        M: Creatable,
    {
        M::New::RULES && self.validates
    }

    /// Which columns are set, a bit each.
    pub(super) fn sets(&self) -> u128
    where
        F: Places,
        A: Assignments<M>,
    {
        self.assignments.sets() | const { bits(F::PLACES) }
    }

    /// Values that no column can hold are told before anything is done.
    pub(super) fn check(&self) -> Result<()>
    where
        A: Assignments<M>,
    {
        self.assignments.check()
    }

    /// Updates the rows unasked: the rules of a model with `#[model(validate)]` are passed over.
    pub fn unvalidated(mut self) -> Self {
        self.validates = false;
        self
    }

    /// Changes the rows, all or none, and tells which are not there any more.
    ///
    /// On an async connection it gives a future: `….run(&mut conn).await?`.
    ///
    /// # Errors
    /// A violated constraint, and what else the database says;
    /// [`Error::StaleRow`](crate::Error::StaleRow), where a row has another version than the one that
    /// was given (`#[model(version)]`). Then nothing is changed. Rows that are gone are no error:
    /// [`Updated::gone`] names them.
    pub fn run<'c, C, D: Driver>(self, conn: &'c mut C) -> D::Out<'c, Updated>
    where
        Self: WriteOn<C, D, Output = Updated> + 'c,
    {
        self.run_on(conn)
    }
}

impl<M, F, I, A, DB> Write<DB> for BulkUpdate<M, F, I, A>
where
    M: Keyed<DB>,
    F: ShowFields<M, DB>,
    A: PushAssignments<M, DB> + Send + Sync,
    I: Iterator<Item: Send> + Send,
    DB: UpdateOn + 'static,
{
    type Output = Updated;

    async fn write<S: Session<Db = DB>>(self, session: &mut S) -> Result<Updated> {
        self.check()?;
        let mut given = self.ready;
        given.extend(self.rows);
        let all: Vec<&M> = given.iter().map(self.whole).collect();
        let times = M::times();
        let sets = Sets {
            assignments: &self.assignments,
            times: &times,
        };
        let told = of_model(M::META);
        if Portions::<M, F, A>::new(&all, sets)
            .all_at_once(&all, session)
            .await
            .map_err(&told)?
        {
            return Ok(Updated {
                count: all.len(),
                gone: Vec::new(),
            });
        }
        let last = Last::of(&all);
        let update = Portions::<M, F, A>::new(&last.rows, sets);
        // One statement is a transaction by itself.
        let gone = if update.is_one_statement::<DB>() {
            update.run(session).await
        } else {
            let outside = session.begin().await?;
            let gone = update.run(session).await;
            session.end(outside, gone).await
        };
        let gone = gone.map_err(&told)?;
        Ok(Updated {
            count: last.rows.len() - gone.len(),
            gone: last.places(gone),
        })
    }
}

/// The rows, and how they travel.
struct Portions<'r, M: Touched, F, A> {
    rows: &'r [&'r M],
    sets: Sets<'r, M, A>,
    fields: PhantomData<fn() -> F>,
}

impl<'r, M: Touched, F, A> Portions<'r, M, F, A> {
    fn new(rows: &'r [&'r M], sets: Sets<'r, M, A>) -> Self {
        Self {
            rows,
            sets,
            fields: PhantomData,
        }
    }

    /// Whether any number of the rows is one statement.
    fn as_columns<DB: UpdateOn>() -> bool
    where
        M: Keyed<DB>,
        F: ShowFields<M, DB>,
    {
        DB::COLUMNS && !F::LISTS
    }

    fn is_one_statement<DB: UpdateOn>(&self) -> bool
    where
        M: Keyed<DB>,
        F: ShowFields<M, DB>,
    {
        // (Where fewer rows are changed than there are, it is asked which are gone. A row that is
        // stale undoes the others.)
        let few = Self::as_columns::<DB>() && self.rows.len() <= LISTED;
        self.rows.len() <= 1 || (few && M::META.version.is_none())
    }

    /// Changes the rows; which of them are gone.
    async fn run<S>(&self, session: &mut S) -> Result<Vec<usize>>
    where
        M: Keyed<S::Db>,
        F: ShowFields<M, S::Db>,
        A: PushAssignments<M, S::Db> + Send + Sync,
        S: Session<Db: UpdateOn>,
    {
        let mut gone: Vec<usize> = Vec::new();
        let mut before = 0;
        let as_columns = Self::as_columns::<S::Db>() && self.rows.len() > 1;
        let together = match as_columns {
            true => LISTED,
            false if <S::Db as UpdateOn>::COLUMNS => 1,
            false => <S::Db as UpdateOn>::TOGETHER,
        };
        for rows in self.rows.chunks(together) {
            let until = gone.len();
            if as_columns {
                self.columns(rows, before, &mut gone, session).await?;
            } else {
                let count = match rows.len() {
                    1 => self.one(rows[0], session).await?,
                    TOGETHER => self.some::<Usual<TOGETHER>, S>(rows, session).await?,
                    _ => self.some::<Rest, S>(rows, session).await?,
                };
                match rows.len() {
                    1 if count == 0 => gone.push(before),
                    many if many > 1 && count < many => {
                        let found: Vec<Number> = session.load(&SelectFound { rows }).await?;
                        if found.len() > count {
                            return Err(stale::<M>());
                        }
                        leave(found.iter().map(|at| at.0), rows.len(), before, &mut gone);
                    }
                    _ => {}
                }
            }
            if M::META.version.is_some() {
                self.refuse_stale(&gone[until..], session).await?;
            }
            before += rows.len();
        }
        Ok(gone)
    }

    /// Rows that were not found are gone, or have another version.
    async fn refuse_stale<S>(&self, missing: &[usize], session: &mut S) -> Result<()>
    where
        M: Keyed<S::Db>,
        S: Session<Db: UpdateOn>,
    {
        for missing in missing.chunks(TOGETHER) {
            let rows: Vec<&M> = missing.iter().map(|&at| self.rows[at]).collect();
            let there: Vec<Number> = session.load(&CountThere { rows: &rows }).await?;
            if there.iter().any(|count| count.0 > 0) {
                return Err(stale::<M>());
            }
        }
        Ok(())
    }

    async fn columns<S>(
        &self,
        rows: &'r [&'r M],
        before: usize,
        gone: &mut Vec<usize>,
        session: &mut S,
    ) -> Result<()>
    where
        M: Keyed<S::Db>,
        F: ShowFields<M, S::Db>,
        A: PushAssignments<M, S::Db> + Send + Sync,
        S: Session<Db: UpdateOn>,
    {
        // (Where there is no more than one portion, it was tried before.)
        if self.rows.len() > LISTED && self.all_at_once(rows, session).await? {
            return Ok(());
        }
        let statement = self.of_columns::<AllColumns>(rows);
        let found: Vec<Number> = session.load(&statement).await?;
        if found.len() < rows.len() {
            leave(found.iter().map(|at| at.0 - 1), rows.len(), before, gone);
        }
        Ok(())
    }

    /// Most of the time all rows are there, and each is given once. Then their number tells it, and
    /// none of them comes back. Where it does not, nothing has happened. Of few rows their places
    /// are asked for at once, which is one trip to the server and not three.
    async fn all_at_once<S>(&self, rows: &'r [&'r M], session: &mut S) -> Result<bool>
    where
        M: Keyed<S::Db>,
        F: ShowFields<M, S::Db>,
        A: PushAssignments<M, S::Db> + Send + Sync,
        S: Session<Db: UpdateOn>,
    {
        if rows.len() <= FEW || rows.len() > LISTED || !Self::as_columns::<S::Db>() {
            return Ok(false);
        }
        let outside = session.begin().await?;
        match session.execute(&self.of_columns::<Nothing>(rows)).await {
            Ok(count) if count == rows.len() => session.end(outside, Ok(true)).await,
            // Also an error may be that of a row which is given again, and does not count.
            _ => {
                session.undo(outside).await;
                Ok(false)
            }
        }
    }

    fn of_columns<B>(&self, rows: &'r [&'r M]) -> UpdateColumns<'r, M, F, A, B>
    where
        M: Creatable,
    {
        UpdateColumns {
            keys: Models {
                rows,
                fields: PhantomData,
            },
            values: Models {
                rows,
                fields: PhantomData,
            },
            sets: self.sets,
            back: PhantomData,
        }
    }

    async fn one<S>(&self, row: &M, session: &mut S) -> Result<usize>
    where
        M: Keyed<S::Db>,
        F: ShowFields<M, S::Db>,
        A: PushAssignments<M, S::Db> + Send + Sync,
        S: Session<Db: UpdateOn>,
    {
        let (sets, fields) = (self.sets, PhantomData);
        let statement = UpdateOne::<M, F, A> { row, sets, fields };
        session.execute(&statement).await
    }

    async fn some<Fo, S>(&self, rows: &[&M], session: &mut S) -> Result<usize>
    where
        M: Keyed<S::Db>,
        F: ShowFields<M, S::Db>,
        A: PushAssignments<M, S::Db> + Send + Sync,
        Fo: Form,
        S: Session<Db: UpdateOn>,
    {
        let (sets, types) = (self.sets, PhantomData);
        let statement = UpdateListed::<M, F, A, Fo> { rows, sets, types };
        session.execute(&statement).await
    }
}

/// Another caller has updated a row since it was read.
fn stale<M: Model>() -> Error {
    Error::StaleRow {
        model: M::META.name,
    }
}

/// Adds the places of those rows of a portion that were not found.
fn leave(found: impl Iterator<Item = i64>, all: usize, before: usize, gone: &mut Vec<usize>) {
    let mut there = vec![false; all];
    for at in found {
        if let Some(there) = usize::try_from(at).ok().and_then(|at| there.get_mut(at)) {
            *there = true;
        }
    }
    let places = there.iter().enumerate().filter(|(_, there)| !**there);
    gone.extend(places.map(|(at, _)| before + at));
}
