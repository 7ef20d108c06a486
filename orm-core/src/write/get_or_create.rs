//! `get_or_create` and `update_or_create`: the row of a unique key, which is there afterwards.

use std::marker::PhantomData;

use super::by_key::{Latest, Marked, Sees, SelectBy, Snapshot, UpdateBy};
use super::conflict::LeavesOut;
use super::create::{CreatedRow, IntoNew, Unfiltered, gives, insert, places, reread, unloaded};
use super::insert::{AllColumns, AnyColumns, Form, Insert, InsertOn, Nothing, Read, Usual};
use super::new::{Creatable, New, WriteNew};
use super::run::{Write, WriteOn};
use super::session::Session;
use super::unique::{Places, UniqueBy};
use super::valid::valid;
use super::violation::of_model;
use crate::ast::Filter;
use crate::driver::Driver;
use crate::error::ViolationKind;
use crate::model::{Model, One, ReadModel, RowParts};
use crate::queryset::{QuerySet, TenantRows};
use crate::{Error, Result};

/// How often a row that others delete as soon as they have created it is tried again.
const TRIES: usize = 16;

/// The row with these values of the unique key `K`: read, or else created. Made by
/// `queryset!(Book.get_or_create(isbn = i).defaults(title = t))`.
#[must_use = "`run` gets or creates it"]
pub struct GetOrCreate<N, K> {
    new: N,
    validates: bool,
    key: PhantomData<fn() -> K>,
}

/// The row with these values of the unique key `K`: the columns of `U` are set, or else it is
/// created. Made by `queryset!(Book.update_or_create(isbn = i).defaults(price = p))`.
#[must_use = "`run` updates or creates it"]
pub struct UpdateOrCreate<N, K, U> {
    new: N,
    validates: bool,
    types: PhantomData<fn() -> (K, U)>,
}

impl<N: New, K> GetOrCreate<N, K> {
    fn new(mut new: N) -> Self {
        new.prepare();
        let key = PhantomData;
        Self {
            new,
            validates: true,
            key,
        }
    }
}
impl<N: New, K, U> UpdateOrCreate<N, K, U> {
    fn new(mut new: N) -> Self {
        new.prepare();
        let types = PhantomData;
        Self {
            new,
            validates: true,
            types,
        }
    }
}

// Written out, since the compiler shows the place, and of a macro would show the whole.
impl<M: Model, W, O, D, S, L> QuerySet<M, W, O, D, S, L> {
    #[doc(hidden)]
    pub fn get_or_create<V, N, K>(self, new: V, _: K) -> GetOrCreate<N, K>
    where
        M: Creatable<New = N> + UniqueBy<K>,
        N: New,
        W: Filter<Says: Unfiltered<N>>,
        V: IntoNew<N>,
    {
        GetOrCreate::new(new.into_new())
    }

    #[doc(hidden)]
    pub fn update_or_create<V, N, K, U>(self, new: V, _: K, _: U) -> UpdateOrCreate<N, K, U>
    where
        M: Creatable<New = N> + UniqueBy<K>,
        N: New,
        W: Filter<Says: Unfiltered<N>>,
        V: IntoNew<N>,
    {
        UpdateOrCreate::new(new.into_new())
    }
}
impl<M: Model> TenantRows<M> {
    #[doc(hidden)]
    pub fn get_or_create<V, N, K>(self, new: V, _: K) -> GetOrCreate<N, K>
    where
        M: Creatable<New = N> + UniqueBy<K>,
        N: New,
        V: IntoNew<N>,
    {
        GetOrCreate::new(new.into_new())
    }

    #[doc(hidden)]
    pub fn update_or_create<V, N, K, U>(self, new: V, _: K, _: U) -> UpdateOrCreate<N, K, U>
    where
        M: Creatable<New = N> + UniqueBy<K>,
        N: New,
        V: IntoNew<N>,
    {
        UpdateOrCreate::new(new.into_new())
    }
}

/// The row, and whether it was created.
type Got<N> = (One<CreatedRow<<N as New>::Model>>, bool);

impl<N: New, K> GetOrCreate<N, K> {
    /// What would be created, for hooks.
    pub(super) fn new_row(&mut self) -> &mut N {
        &mut self.new
    }

    /// Creates the row unasked: the rules of a model with `#[model(validate)]` are passed over.
    #[must_use = "`run` creates it"]
    pub fn unvalidated(mut self) -> Self {
        self.validates = false;
        self
    }

    /// Gives the row, and whether it was created now. One query where it is there; two where it
    /// is not. Any number of callers at the same time create one row.
    ///
    /// ```
    /// # use diesel::connection::{Connection as _, SimpleConnection as _};
    /// use orm_core::prelude::*;
    ///
    /// #[derive(Model, Debug, Clone)]
    /// #[model(table = "tags")]
    /// pub struct Tag {
    ///     pub id: i32,
    ///     #[model(unique)]
    ///     pub name: String,
    ///     pub color: String,
    /// }
    ///
    /// let conn = &mut diesel::SqliteConnection::establish(":memory:")?;
    /// conn.batch_execute(
    ///     "CREATE TABLE tags (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, color TEXT NOT NULL);",
    /// )?;
    /// let tag = queryset!(Tag.get_or_create(name = "rust").defaults(color = "orange"));
    /// let (tag, created) = tag.run(conn)?;
    /// assert!(created && tag.color == "orange");
    /// let again = queryset!(Tag.get_or_create(name = "rust").defaults(color = "red"));
    /// let (again, created) = again.run(conn)?;
    /// assert!(!created && again.id == tag.id && again.color == "orange");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// Columns that are no unique key of the model do not compile: without one in the database it
    /// could not be safe.
    ///
    /// SQL: `SELECT … WHERE name = ?`, and where there is none `INSERT … ON CONFLICT (name) DO
    /// NOTHING RETURNING …`; where another caller was faster, the `SELECT` once more. On MySQL it
    /// is an `INSERT` that may fail by this key.
    ///
    /// A row that is marked as deleted (`#[model(soft_delete = …)]`) is not there, and its key is
    /// taken: that is a violated constraint. A key that is NULL is no row's, so it is created.
    ///
    /// # Errors
    /// [`Error::Invalid`] where the row is not there and would be created so; those of the
    /// database; a violated constraint, but for that of the key.
    pub fn run<'c, C, D: Driver>(self, conn: &'c mut C) -> D::Out<'c, Got<N>>
    where
        Self: WriteOn<C, D, Output = Got<N>> + 'c,
    {
        self.run_on(conn)
    }
}
impl<N: New, K, U> UpdateOrCreate<N, K, U> {
    /// Rules are asked of what is created or updated.
    pub(super) fn validates(&self) -> bool {
        N::RULES && self.validates
    }

    /// What would be created, for hooks.
    pub(super) fn new_row(&mut self) -> &mut N {
        &mut self.new
    }

    /// Updates or creates the row unasked: the rules of a model with `#[model(validate)]` are passed over.
    #[must_use = "`run` updates or creates it"]
    pub fn unvalidated(mut self) -> Self {
        self.validates = false;
        self
    }

    /// Gives the row as it is then, and whether it was created now. One query where it is there
    /// (on MySQL two); two where it is not. Any number of callers at the same time create one row.
    ///
    /// What is set is in `defaults(…)`; what only a new row needs, in `create_defaults(…)`.
    ///
    /// SQL: `UPDATE … WHERE name = ? RETURNING …`, and where there was none `INSERT … ON CONFLICT
    /// (name) DO NOTHING RETURNING …`; where another caller was faster, the `UPDATE` once more.
    ///
    /// A row that is marked as deleted is not there, as in [`GetOrCreate::run`].
    ///
    /// # Errors
    /// [`Error::Invalid`] of the row that would be created, before anything is sent, also where one
    /// is there, and of the row that is there as the update leaves it, which undoes it; those of the
    /// database; a violated constraint, but for that of the key.
    pub fn run<'c, C, D: Driver>(self, conn: &'c mut C) -> D::Out<'c, Got<N>>
    where
        Self: WriteOn<C, D, Output = Got<N>> + 'c,
    {
        self.run_on(conn)
    }
}

impl<N, K, DB> Write<DB> for GetOrCreate<N, K>
where
    N: WriteNew<DB>,
    N::Model: ReadModel<DB> + Send,
    One<CreatedRow<N::Model>>:
        RowParts<Model = N::Model, Record = N::Model, Slots = <N::Model as Model>::Unloaded> + Send,
    K: Places,
    DB: InsertOn + 'static,
{
    type Output = Got<N>;

    async fn write<S: Session<Db = DB>>(self, session: &mut S) -> Result<Got<N>> {
        let new = &self.new;
        let mut found = select::<N, K, Snapshot, S>(new, session).await?;
        for _ in 0..TRIES {
            if let Some(model) = found {
                return Ok((unloaded(model), false));
            }
            if self.validates {
                valid(new)?;
            }
            if let Some(model) = create::<N, K, S>(new, session).await? {
                return Ok((unloaded(model), true));
            }
            found = select::<N, K, Latest, S>(new, session).await?;
            if found.is_none() && is_hidden::<N, K, S>(new, session).await? {
                break;
            }
        }
        Ok((unloaded(refused(new, session).await?), true))
    }
}

/// Whether a row of the key is there, and marked as deleted.
async fn is_hidden<N, K, S>(new: &N, session: &mut S) -> Result<bool>
where
    N: WriteNew<S::Db>,
    N::Model: ReadModel<S::Db> + Send,
    K: Places,
    S: Session,
{
    Ok(N::Model::META.soft_delete.is_some()
        && select::<N, K, Marked, S>(new, session).await?.is_some())
}

/// The row cannot be created, and none of its key is seen: the database says why.
async fn refused<N, S>(new: &N, session: &mut S) -> Result<N::Model>
where
    N: WriteNew<S::Db>,
    N::Model: ReadModel<S::Db> + Send,
    S: Session<Db: InsertOn>,
{
    let rows = std::slice::from_ref(new);
    let created = insert::<N, AnyColumns, S>(rows, &places(new), session).await;
    let created = created.map_err(of_model(N::Model::META))?;
    created.into_iter().next().ok_or(Error::DoesNotExist {
        model: N::Model::META.name,
    })
}

impl<N, K, U, DB> Write<DB> for UpdateOrCreate<N, K, U>
where
    N: WriteNew<DB>,
    N::Model: ReadModel<DB> + Send,
    One<CreatedRow<N::Model>>:
        RowParts<Model = N::Model, Record = N::Model, Slots = <N::Model as Model>::Unloaded> + Send,
    K: Places,
    U: Places,
    DB: InsertOn + 'static,
{
    type Output = Got<N>;

    async fn write<S: Session<Db = DB>>(self, session: &mut S) -> Result<Got<N>> {
        let new = &self.new;
        if self.validates {
            valid(new)?;
        }
        for _ in 0..TRIES {
            let updated = update::<N, K, U, S>(new, session).await;
            if let Some(model) = updated.map_err(of_model(N::Model::META))? {
                return Ok((unloaded(model), false));
            }
            if let Some(model) = create::<N, K, S>(new, session).await? {
                return Ok((unloaded(model), true));
            }
            if is_hidden::<N, K, S>(new, session).await? {
                break;
            }
        }
        Ok((unloaded(refused(new, session).await?), true))
    }
}

/// The row of the key, if it is there.
pub(super) async fn select<N, K, L, S>(new: &N, session: &mut S) -> Result<Option<N::Model>>
where
    N: WriteNew<S::Db>,
    N::Model: ReadModel<S::Db> + Send,
    K: Places,
    L: Sees,
    S: Session,
{
    let statement = SelectBy::<N, K, L> {
        new,
        types: PhantomData,
    };
    let found: Vec<Read<N::Model>> = session.load(&statement).await?;
    Ok(found.into_iter().next().map(|read| read.0))
}

/// The row of the key as it is updated, if it is there.
async fn update<N, K, U, S>(new: &N, session: &mut S) -> Result<Option<N::Model>>
where
    N: WriteNew<S::Db>,
    N::Model: ReadModel<S::Db> + Send,
    K: Places,
    U: Places,
    S: Session<Db: InsertOn>,
{
    let columns = N::Model::META.columns;
    if U::PLACES.is_empty() && !columns.iter().any(|column| column.auto_now) {
        return select::<N, K, Latest, S>(new, session).await;
    }
    let statement = UpdateBy::<N, K, U> {
        new,
        types: PhantomData,
    };
    if <S::Db as InsertOn>::RETURNING {
        let updated: Vec<Read<N::Model>> = session.load(&statement).await?;
        return Ok(updated.into_iter().next().map(|read| read.0));
    }
    let outside = session.begin().await?;
    let read = match session.execute(&statement).await {
        Ok(0) => Ok(None),
        Ok(_) => select::<N, K, Latest, S>(new, session).await,
        Err(error) => Err(error),
    };
    session.end(outside, read).await
}

/// Creates the row, unless one of its key is there.
pub(super) async fn create<N, K, S>(new: &N, session: &mut S) -> Result<Option<N::Model>>
where
    N: WriteNew<S::Db>,
    N::Model: ReadModel<S::Db> + Send,
    K: Places,
    S: Session<Db: InsertOn>,
{
    let created = if gives(new, N::USUAL) {
        create_in::<N, K, Usual<1>, S>(new, N::USUAL, session).await
    } else {
        create_in::<N, K, AnyColumns, S>(new, &places(new), session).await
    };
    created.map_err(of_model(N::Model::META))
}

async fn create_in<N, K, F, S>(
    new: &N,
    places: &[usize],
    session: &mut S,
) -> Result<Option<N::Model>>
where
    N: WriteNew<S::Db>,
    N::Model: ReadModel<S::Db> + Send,
    K: Places,
    F: Form,
    S: Session<Db: InsertOn>,
{
    let rows = std::slice::from_ref(new);
    let conflict = &LeavesOut::<K>(PhantomData);
    if <S::Db as InsertOn>::RETURNING {
        let statement = Insert::<N, F, LeavesOut<K>, AllColumns> {
            rows,
            places,
            conflict,
            types: PhantomData,
        };
        let created: Vec<Read<N::Model>> = session.load(&statement).await?;
        return Ok(created.into_iter().next().map(|read| read.0));
    }
    let statement = Insert::<N, F, LeavesOut<K>, Nothing> {
        rows,
        places,
        conflict,
        types: PhantomData,
    };
    let outside = session.begin().await?;
    let created = match session.execute(&statement).await {
        Ok(_) => reread(rows, &[], session).await,
        Err(error) => Err(error),
    };
    match session.end(outside, created).await {
        Ok(models) => Ok(models.into_iter().next()),
        Err(error) => match of_model(N::Model::META)(error) {
            // By this key, or by another one: then the row of this key is not there.
            Error::Violation(violation) if violation.kind == ViolationKind::Unique => {
                match select::<N, K, Latest, S>(new, session).await? {
                    Some(_) => Ok(None),
                    None => Err(Error::Violation(violation)),
                }
            }
            error => Err(error),
        },
    }
}
