//! `queryset!(row.update(price = 5))` and `refresh`: one row that is there, by its key.

use std::marker::PhantomData;

use diesel::QueryResult;
use diesel::backend::Backend as DieselBackend;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};

use super::assign::{Assignments, PushAssignments};
use super::cascade::push_is_unmarked;
use super::create::{CreatedRow, unloaded};
use super::insert::{InsertOn, Read, name, push_returning};
use super::new::{PushBind, WriteKey};
use super::rows::{NoReadonly, push_held, push_select, rows_of};
use super::run::{Write, WriteOn, WriteStatement};
use super::session::Session;
use super::target::{OneToWrite, RowTarget};
use super::touched::{PushTimes, Touched};
use super::update::{Update, refuse_key};
use super::violation::of_model;
use crate::ast::{Asks, Condition, Filter, InRow, Node, SomeFilter, Typed};
use crate::backend::Backend;
use crate::driver::Driver;
use crate::load::count::Yes;
use crate::model::{Model, One, ReadModel, RowParts};
use crate::path::{Joins, Path, Root, push_column};
use crate::queryset::RowSet;
use crate::{Error, Result};

/// The row with this key; and with this version, where a field counts the row's updates.
pub struct ThisRow<M: Model> {
    key: M::Key,
    version: i64,
}

impl<M: Model> From<RowTarget<M>> for ThisRow<M> {
    fn from(RowTarget { key, version }: RowTarget<M>) -> Self {
        Self { key, version }
    }
}
impl<M: Model> Clone for ThisRow<M> {
    fn clone(&self) -> Self {
        Self {
            key: self.key.clone(),
            version: self.version,
        }
    }
}
impl<M: Model> ThisRow<M> {
    pub(super) fn key(&self) -> &M::Key {
        &self.key
    }
}

impl<M: Model> QueryId for ThisRow<M> {
    type QueryId = Self;
    const HAS_STATIC_QUERY_ID: bool = true;
}
impl<M: Model> Node for ThisRow<M> {
    type Scope = InRow;
    const ASKS: Asks = Asks::Values;
    fn joins<DB: DieselBackend>(&self, _: &mut Joins<'_, '_, '_, DB>) -> QueryResult<()> {
        Ok(())
    }
}
impl<M: Model> Condition for ThisRow<M> {
    type Limits = Yes;
    type Says = SomeFilter;
}
impl<M: Model> Filter for ThisRow<M> {
    type Held = Typed;
}
impl<M: Model + WriteKey<DB, <M as Model>::Key>, DB: Backend> QueryFragment<DB> for ThisRow<M> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        push_key::<M, DB>(&self.key, &mut out)?;
        if let Some(at) = M::META.version {
            out.push_sql(" AND ");
            push_column(Root::<M>::ALIAS, name(M::META, at), &mut out)?;
            out.push_sql(" = ");
            DB::push_i64(&self.version, &mut out)?;
        }
        Ok(())
    }
}

/// `self.id = ?`.
fn push_key<'b, M: Model + WriteKey<DB, <M as Model>::Key>, DB: Backend>(
    key: &'b M::Key,
    out: &mut AstPass<'_, 'b, DB>,
) -> QueryResult<()> {
    for (at, column) in M::META.key_columns().enumerate() {
        if at > 0 {
            out.push_sql(" AND ");
        }
        push_column(Root::<M>::ALIAS, column, out)?;
        out.push_sql(" = ");
        M::key_part(at, PushBind { row: key, out })?;
    }
    Ok(())
}

/// An update of one row that is there. Made by `queryset!(row.update(price = 5))`, run by
/// [`run`](Self::run).
#[must_use = "`run` updates it"]
pub struct UpdateRow<M: Touched, A>(Update<M, ThisRow<M>, A>);

/// A row that is read again. Made by `queryset!(row.refresh())`, run by [`run`](Self::run).
#[must_use = "`run` reads it"]
pub struct Refresh<M: Model> {
    key: M::Key,
}

impl<M: Model> RowTarget<M> {
    /// Sets columns of the row, by its key: see [`UpdateRow::run`].
    pub fn update<A>(self, assignments: A) -> UpdateRow<M, A>
    where
        M: NoReadonly + Touched,
        A: Assignments<M>,
    {
        UpdateRow(Update::new(rows_of(ThisRow::from(self)), assignments))
    }

    /// Reads the row again, by its key.
    pub fn refresh(self) -> Refresh<M> {
        Refresh { key: self.key }
    }
}
impl<V, M: Model, L> RowSet<V, M, L> {
    /// Sets columns of the row, by its key: see [`UpdateRow::run`].
    pub fn update<A, T>(self, assignments: A) -> UpdateRow<M, A>
    where
        V: OneToWrite<Model = M, Key = T>,
        M: NoReadonly + Touched,
        A: Assignments<M>,
    {
        self.target().update(assignments)
    }

    /// Reads the row again, by its key.
    pub fn refresh<T>(self) -> Refresh<M>
    where
        V: OneToWrite<Model = M, Key = T>,
    {
        self.target().refresh()
    }
}

impl<M: Touched, A> UpdateRow<M, A> {
    /// Updates the row unasked: the rules of a model with `#[model(validate)]` are passed over.
    pub fn unvalidated(self) -> Self {
        Self(self.0.unvalidated())
    }

    /// The update, of a queryset of one row.
    pub(super) fn update(&self) -> &Update<M, ThisRow<M>, A> {
        &self.0
    }

    /// Changes the named columns, and no others, and gives the row as it is then: what was
    /// calculated by `F(…)`, what the database calculates, and what others changed since the row
    /// was read. Nothing is loaded with it.
    ///
    /// ```
    /// # orm_core::doctest_models!();
    /// # let conn = &mut connection();
    /// let track = queryset!(Track.filter(name == "Overdose")).get(conn)?;
    /// let track = queryset!(track.update(milliseconds = F(milliseconds) + 1)).run(conn)?; // 1 query
    /// assert_eq!(track.milliseconds, 369_320);
    ///
    /// // Of a row in a collection, that is lent.
    /// for track in &Track.load(conn)? {
    ///     let track = queryset!(track.update(unit_price = 1.5)).run(conn)?;
    ///     assert_eq!(track.unit_price, 1.5);
    /// }
    /// // (All of them are one query: `queryset!(Track.all().update(unit_price = 1.5))`.)
    /// # Ok::<(), orm_core::Error>(())
    /// ```
    ///
    /// With `#[model(version = field)]` the row is updated only if nobody else has updated it
    /// since it was read, and the field counts one more.
    ///
    /// SQL: `UPDATE … SET … WHERE id = ? RETURNING …`; on MySQL, which gives no rows back, the row
    /// is read again in the same transaction. Where every assignment is absent it is only read.
    ///
    /// # Errors
    /// [`Error::DoesNotExist`] where the row is gone; [`Error::StaleRow`] where another caller was
    /// faster; a violated constraint, and what else the database says.
    pub fn run<'c, C, K: Driver>(&'c self, conn: &'c mut C) -> K::Out<'c, One<CreatedRow<M>>>
    where
        &'c Self: WriteOn<C, K, Output = One<CreatedRow<M>>>,
    {
        self.run_on(conn)
    }
}

impl<M: Model> Refresh<M> {
    /// Gives the row as it is now, with nothing loaded.
    ///
    /// ```
    /// # orm_core::doctest_models!();
    /// # let conn = &mut connection();
    /// let album = queryset!(Album.filter(id == 1)).get(conn)?;
    /// queryset!(Album.all().update(title = "Untitled")).run(conn)?;
    /// let album = queryset!(album.refresh()).run(conn)?; // 1 query
    /// assert_eq!(album.title, "Untitled");
    /// # Ok::<(), orm_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::DoesNotExist`] where the row is gone; what the database says.
    pub fn run<'c, C, K: Driver>(&'c self, conn: &'c mut C) -> K::Out<'c, One<CreatedRow<M>>>
    where
        &'c Self: WriteOn<C, K, Output = One<CreatedRow<M>>>,
    {
        self.run_on(conn)
    }
}

/// `SELECT … FROM books AS self WHERE self.id = ?`.
struct ByKey<'k, M: Model>(&'k M::Key);
impl<M: Model> QueryId for ByKey<'_, M> {
    type QueryId = ByKey<'static, M>;
    const HAS_STATIC_QUERY_ID: bool = true;
}
impl<M: Model + WriteKey<DB, <M as Model>::Key>, DB: Backend> QueryFragment<DB> for ByKey<'_, M> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        push_select::<M, DB>(&mut out)?;
        push_key::<M, DB>(self.0, &mut out)
    }
}

/// A statement that gives back the rows that it changed.
pub(super) struct Returning<'u, U, M>(pub(super) &'u U, pub(super) PhantomData<fn() -> M>);
impl<U: QueryId, M: 'static> QueryId for Returning<'_, U, M> {
    type QueryId = Returning<'static, U::QueryId, M>;
    const HAS_STATIC_QUERY_ID: bool = U::HAS_STATIC_QUERY_ID;
}
impl<U: QueryFragment<DB>, M: Model, DB: Backend> QueryFragment<DB> for Returning<'_, U, M> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        self.0.walk_ast(out.reborrow())?;
        push_returning(M::META, &mut out)
    }
}

/// The row, which stays as it is until the transaction ends. `UNMARKED`: unless it is marked as
/// deleted.
struct Held<'r, M: Model, const UNMARKED: bool>(&'r ThisRow<M>);
impl<M: Model, const UNMARKED: bool> QueryId for Held<'_, M, UNMARKED> {
    type QueryId = Held<'static, M, UNMARKED>;
    const HAS_STATIC_QUERY_ID: bool = true;
}
impl<M, DB, const UNMARKED: bool> QueryFragment<DB> for Held<'_, M, UNMARKED>
where
    M: Model + WriteKey<DB, <M as Model>::Key>,
    DB: Backend,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        push_select::<M, DB>(&mut out)?;
        self.0.walk_ast(out.reborrow())?;
        if UNMARKED && M::META.soft_delete.is_some() {
            out.push_sql(" AND ");
            push_is_unmarked(M::META, Root::<M>::ALIAS, &mut out)?;
        }
        push_held(&mut out);
        Ok(())
    }
}

/// The row, held until the transaction ends.
///
/// # Errors
/// [`Error::StaleRow`], where it is there, and another caller has updated it.
pub(super) async fn hold<M, S, const UNMARKED: bool>(
    row: &ThisRow<M>,
    session: &mut S,
) -> Result<Option<M>>
where
    M: ReadModel<S::Db> + WriteKey<S::Db, <M as Model>::Key> + Send + Sync,
    S: Session,
{
    let held: Vec<Read<M>> = session.load(&Held::<M, UNMARKED>(row)).await?;
    if held.is_empty() && M::META.version.is_some() {
        // One that is marked is not stale.
        let same: Vec<Read<M>> = session.load(&Held::<M, false>(row)).await?;
        if same.is_empty() && read::<M, S>(&row.key, session).await?.is_some() {
            return Err(Error::StaleRow {
                model: M::META.name,
            });
        }
    }
    Ok(held.into_iter().next().map(|read| read.0))
}

/// The row as it is.
pub(super) async fn read<M, S>(key: &M::Key, session: &mut S) -> Result<Option<M>>
where
    M: ReadModel<S::Db> + WriteKey<S::Db, <M as Model>::Key> + Send,
    S: Session,
{
    let found: Vec<Read<M>> = session.load(&ByKey::<M>(key)).await?;
    Ok(found.into_iter().next().map(|read| read.0))
}

fn alone<M: Model>(model: Option<M>) -> Result<One<CreatedRow<M>>>
where
    One<CreatedRow<M>>: RowParts<Model = M, Record = M, Slots = M::Unloaded>,
{
    match model {
        Some(model) => Ok(unloaded(model)),
        None => Err(Error::DoesNotExist {
            model: M::META.name,
        }),
    }
}

impl<M, DB> Write<DB> for &Refresh<M>
where
    M: ReadModel<DB> + WriteKey<DB, <M as Model>::Key> + Send,
    One<CreatedRow<M>>: RowParts<Model = M, Record = M, Slots = M::Unloaded> + Send,
    DB: Backend + 'static,
{
    type Output = One<CreatedRow<M>>;

    async fn write<S: Session<Db = DB>>(self, session: &mut S) -> Result<Self::Output> {
        alone(read::<M, S>(&self.key, session).await?)
    }
}

impl<M, A, DB> Write<DB> for &UpdateRow<M, A>
where
    M: ReadModel<DB> + WriteKey<DB, <M as Model>::Key> + Touched<Times: PushTimes<DB>> + Send,
    A: PushAssignments<M, DB> + Sync,
    Update<M, ThisRow<M>, A>: WriteStatement<DB>,
    One<CreatedRow<M>>: RowParts<Model = M, Record = M, Slots = M::Unloaded> + Send,
    DB: InsertOn + 'static,
{
    type Output = One<CreatedRow<M>>;

    async fn write<S: Session<Db = DB>>(self, session: &mut S) -> Result<Self::Output> {
        let update = &self.0;
        let key = &update.rows.condition.key;
        update.check_assignments()?;
        if update.is_empty() {
            return alone(read::<M, S>(key, session).await?);
        }
        let updated = if DB::RETURNING {
            let rows: Result<Vec<Read<M>>> = session
                .load(&Returning(&update.now(), PhantomData::<fn() -> M>))
                .await;
            rows.map(|rows| rows.into_iter().next().map(|read| read.0))
        } else {
            refuse_key::<M>(update.sets())?;
            let outside = session.begin().await?;
            let updated = match session.execute(&update.now()).await {
                Ok(0) => Ok(None),
                Ok(_) => read::<M, S>(key, session).await,
                Err(error) => Err(error),
            };
            session.end(outside, updated).await
        };
        let updated = updated.map_err(of_model(M::META))?;
        if updated.is_none()
            && M::META.version.is_some()
            && read::<M, S>(key, session).await?.is_some()
        {
            return Err(Error::StaleRow {
                model: M::META.name,
            });
        }
        alone(updated)
    }
}
