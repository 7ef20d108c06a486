//! `create`: one row, which comes back as the database has it.

use std::marker::PhantomData;

use diesel::QueryResult;
use diesel::query_builder::{AstPass, QueryFragment};

use super::conflict::Fails;
use super::given::Values;
use super::insert::{
    AllColumns, AnyColumns, Form, Insert, InsertOn, Read, Reread, Usual, push_returning, push_rows,
};
use super::new::{Creatable, New, WriteNew};
use super::run::{Write, WriteOn};
use super::session::Session;
use super::valid::valid;
use super::violation::of_model;
use crate::ast::{Filter, NoFilter};
use crate::driver::Driver;
use crate::model::{Item, Model, One, ReadModel, RowData, RowParts};
use crate::queryset::{QuerySet, TenantRows};
use crate::{Error, Result};

/// A row of `M` with nothing loaded.
pub type CreatedRow<M> = <M as Model>::Row<<M as Model>::Unloaded, Item, M>;

/// A row that is to be created. Made by `create`, run by [`run`](Self::run).
#[must_use = "`run` creates it"]
pub struct Create<N> {
    new: N,
    validates: bool,
}

/// What a row can be created from: a `NewBook`, or values for all fields that need one.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no `{N}`",
    label = "a `{N}` goes here, or values: `create(field = value, …)`",
    note = "`#[derive(Insert)]` makes a struct of your own one"
)]
pub trait IntoNew<N> {
    /// Becomes one.
    fn into_new(self) -> N;
}
#[diagnostic::do_not_recommend]
impl<N: New> IntoNew<N> for N {
    fn into_new(self) -> N {
        self
    }
}

/// No rows were chosen, so that a new one belongs to those that are meant.
#[diagnostic::on_unimplemented(
    message = "a row is created in its table, and not among some rows of it",
    label = "only behind the model's name",
    note = "`create` is the first step: `queryset!(Model.create(…))`"
)]
pub trait Unfiltered<N> {}
#[diagnostic::do_not_recommend]
impl<N> Unfiltered<N> for NoFilter {}

/// In the place of a row that can never be created.
pub struct NeverNew;
#[diagnostic::do_not_recommend]
impl<N> IntoNew<N> for NeverNew {
    fn into_new(self) -> N {
        unreachable!("no model is `Creatable` whose rows never are")
    }
}

impl<M: Model, W, O, D, S, L> QuerySet<M, W, O, D, S, L> {
    /// Creates a row: of a `NewBook { … }`, or of a struct of your own with `#[derive(Insert)]`.
    /// `queryset!(Book.create(title = t, author = &a))` is the same of single values.
    ///
    /// ```
    /// # orm_core::doctest_models!();
    /// # let conn = &mut connection();
    /// let album = Album.create(NewAlbum::new("Powerage", 1)).run(conn)?; // 1 query
    /// assert_eq!((album.id, album.title.as_str()), (4, "Powerage"));
    ///
    /// let track = queryset!(Track.create(
    ///     name = "Sin City",
    ///     album = &album,
    ///     milliseconds = 285_000,
    ///     unit_price = 0.99,
    /// ));
    /// assert_eq!(track.run(conn)?.album_id, album.id);
    /// # Ok::<(), orm_core::Error>(())
    /// ```
    ///
    /// SQL: `INSERT INTO … VALUES … RETURNING …`. MySQL gives no rows back: there the row is read
    /// by its key, in the same transaction.
    pub fn create<V, N>(self, new: V) -> Create<N>
    where
        M: Creatable<New = N>,
        N: New,
        W: Filter<Says: Unfiltered<N>>,
        V: IntoNew<N>,
    {
        Create::new(new.into_new())
    }
}
impl<M: Model> TenantRows<M> {
    /// Creates a row, of the tenant that its field names: see [`QuerySet::create`].
    pub fn create<V, N>(self, new: V) -> Create<N>
    where
        M: Creatable<New = N>,
        N: New,
        V: IntoNew<N>,
    {
        Create::new(new.into_new())
    }
}

/// A new row out of values for all fields that need one.
///
/// # Panics
/// Never: the derive asks for those fields before.
pub fn complete<N: New>(mut list: impl Values) -> N {
    match N::from_values(&mut list) {
        Ok(new) => new,
        Err(at) => unreachable!("field {at} of `{}` was not given", N::Model::META.name),
    }
}

impl<N: New> Create<N> {
    fn new(mut new: N) -> Self {
        new.prepare();
        Self {
            new,
            validates: true,
        }
    }

    /// Creates the row unasked: the rules of a model with `#[model(validate)]` are passed over.
    #[must_use = "`run` creates it"]
    pub fn unvalidated(mut self) -> Self {
        self.validates = false;
        self
    }

    /// What is created, for hooks.
    pub(super) fn new_row(&mut self) -> &mut N {
        &mut self.new
    }

    /// Creates the row, and gives it back as the database has it: with its key and its defaults.
    ///
    /// On an async connection it gives a future: `create.run(&mut conn).await?`.
    ///
    /// # Errors
    /// [`Error::Invalid`], before anything is sent; a violated constraint, and what else the
    /// database says. Then nothing is created.
    pub fn run<'c, C, K: Driver>(self, conn: &'c mut C) -> K::Out<'c, One<CreatedRow<N::Model>>>
    where
        Self: WriteOn<C, K, Output = One<CreatedRow<N::Model>>> + 'c,
    {
        self.run_on(conn)
    }
}

/// As Diesel prints it.
impl<N: WriteNew<DB>, DB: InsertOn> QueryFragment<DB> for Create<N> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        let rows = std::slice::from_ref(&self.new);
        push_rows(rows, &places(&self.new), &mut out)?;
        if DB::RETURNING {
            push_returning(N::Model::META, &mut out)?;
        }
        Ok(())
    }
}

impl<N, DB> Write<DB> for Create<N>
where
    N: WriteNew<DB>,
    N::Model: ReadModel<DB> + Send,
    One<CreatedRow<N::Model>>:
        RowParts<Model = N::Model, Record = N::Model, Slots = <N::Model as Model>::Unloaded> + Send,
    DB: InsertOn + 'static,
{
    type Output = One<CreatedRow<N::Model>>;

    async fn write<S: Session<Db = DB>>(self, session: &mut S) -> Result<Self::Output> {
        let rows = std::slice::from_ref(&self.new);
        if self.validates {
            valid(&self.new)?;
        }
        let created = if gives(&self.new, N::USUAL) {
            insert::<N, Usual<1>, S>(rows, N::USUAL, session).await
        } else {
            let places = places(&self.new);
            insert::<N, AnyColumns, S>(rows, &places, session).await
        };
        let created = created.map_err(of_model(N::Model::META))?;
        match created.into_iter().next() {
            Some(model) => Ok(unloaded(model)),
            None => Err(Error::DoesNotExist {
                model: N::Model::META.name,
            }),
        }
    }
}

/// The row gives just the columns at these places.
pub(super) fn gives<N: New>(row: &N, places: &[usize]) -> bool {
    let mut given = N::PLACES.iter().filter(|&&at| !row.leaves(at));
    places.iter().all(|place| given.next() == Some(place)) && given.next().is_none()
}

/// The columns that the row gives.
pub(super) fn places<N: New>(row: &N) -> Vec<usize> {
    let given = N::PLACES.iter().filter(|&&at| !row.leaves(at));
    given.copied().collect()
}

/// Creates rows by one statement, and gives them back in their order.
pub(super) async fn insert<N, F, S>(
    rows: &[N],
    places: &[usize],
    session: &mut S,
) -> Result<Vec<N::Model>>
where
    N: WriteNew<S::Db>,
    N::Model: ReadModel<S::Db> + Send,
    F: Form,
    S: Session<Db: InsertOn>,
{
    if <S::Db as InsertOn>::RETURNING {
        let statement = Insert::<N, F, Fails, AllColumns> {
            rows,
            places,
            conflict: &Fails,
            types: PhantomData,
        };
        let created: Vec<Read<N::Model>> = session.load(&statement).await?;
        return Ok(created.into_iter().map(|read| read.0).collect());
    }
    let statement = Insert::<N, F, Fails, super::insert::Nothing> {
        rows,
        places,
        conflict: &Fails,
        types: PhantomData,
    };
    // The transaction keeps the row as it was created until it is read.
    let outside = session.begin().await?;
    let read = match session.execute(&statement).await {
        Ok(_) => reread(rows, &[], session).await,
        Err(error) => Err(error),
    };
    session.end(outside, read).await
}

/// The rows that were just created, in their order.
pub(super) async fn reread<N, S>(
    rows: &[N],
    by: &'static [usize],
    session: &mut S,
) -> Result<Vec<N::Model>>
where
    N: WriteNew<S::Db>,
    N::Model: ReadModel<S::Db> + Send,
    S: Session,
{
    let key = if by.is_empty() {
        N::Model::META.key
    } else {
        by
    };
    let left = rows
        .first()
        .and_then(|row| key.iter().copied().find(|&at| row.leaves(at)));
    let counts = |at: usize| {
        let column = N::Model::META.columns.get(at);
        by.is_empty() && column.is_some_and(|column| column.db_default.is_none())
    };
    if left.is_some_and(|at| !counts(at)) {
        return Err(untold::<N>());
    }
    let mut models = Vec::with_capacity(rows.len());
    // A key of several columns has no order of its own to be found by, unless one of them counts.
    let portion = match (key, left) {
        ([_, _, ..], None) => 1,
        _ => rows.len().max(1),
    };
    for rows in rows.chunks(portion) {
        let read: Vec<Read<N::Model>> = session.load(&Reread { rows, left, key }).await?;
        if read.len() != rows.len() {
            return Err(untold::<N>());
        }
        models.extend(read.into_iter().map(|read| read.0));
    }
    Ok(models)
}

/// MySQL gives no rows back, and tells of none of their columns but AUTO_INCREMENT.
fn untold<N: New>() -> Error {
    let told = format!(
        "MySQL does not tell the key that it made for a `{}`: only AUTO_INCREMENT keys are told, so \
         give this one",
        N::Model::META.name
    );
    Error::Database(diesel::result::Error::QueryBuilderError(told.into()))
}

/// A row of the model, of which no relation is loaded.
pub(super) fn unloaded<R>(model: R::Model) -> R
where
    R: RowParts<
            Record = <R as RowParts>::Model,
            Slots = <<R as RowParts>::Model as Model>::Unloaded,
        >,
{
    R::from_data(RowData {
        model,
        slots: Default::default(),
    })
}
