//! `delete`: rows of a queryset, or one that is there, and what goes with them.

use std::marker::PhantomData;

use diesel::QueryResult;
use diesel::deserialize::FromSql;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::sql_types::Text;

use super::cascade::{Graph, Sweep, push_delete_from, push_mark};
use super::deleted::{Deleted, DeletionPlan};
use super::new::WriteKey;
use super::rows::{self, Locked, NoReadonly, RowsOf, push_where, push_where_unmarked, rows_of};
use super::run::{Write, WriteOn};
use super::session::Session;
use super::target::{OneToWrite, RowTarget};
use super::this_row::{ThisRow, hold};
use super::violation::of_model;
use crate::Result;
use crate::ast::{Asks, Chosen, Condition, Filter, LockedSlice, OrderBy, SlicedLock};
use crate::backend::Backend;
use crate::driver::Driver;
use crate::load::pick::Pick;
use crate::load::read::PendingKey;
use crate::model::{Model, ReadModel, SoftDelete};
use crate::path::{Path, Root};
use crate::queryset::{Distinctness, KeyedSelect, QuerySet, RowSet, ToWrite};

/// Rows of a model with `soft_delete` are marked, those of others deleted.
pub struct Gently;
/// Rows are deleted.
pub struct Hard;
/// Whether rows are marked where they can be.
pub trait How: Send + Sync + 'static {
    /// They are not.
    const HARD: bool;
}
impl How for Gently {
    const HARD: bool = false;
}
impl How for Hard {
    const HARD: bool = true;
}

/// A deletion of the rows that meet `W`. Made by [`QuerySet::delete`] and
/// [`QuerySet::hard_delete`], run by [`run`](Self::run).
pub struct Delete<M: Model, W, H = Gently> {
    rows: RowsOf<M, W>,
    hears: bool,
    how: PhantomData<fn() -> H>,
}

/// A deletion of one row that is there. Made by `queryset!(row.delete())`, run by
/// [`run`](Self::run).
pub struct DeleteRow<M: Model, H = Gently> {
    row: ThisRow<M>,
    hears: bool,
    how: PhantomData<fn() -> H>,
}

impl<M: Model<Unloaded: Clone>, W: Clone, H> Clone for Delete<M, W, H> {
    fn clone(&self) -> Self {
        Self {
            rows: self.rows.clone(),
            hears: self.hears,
            how: PhantomData,
        }
    }
}
impl<M: Model, H> Clone for DeleteRow<M, H> {
    fn clone(&self) -> Self {
        Self {
            row: self.row.clone(),
            hears: self.hears,
            how: PhantomData,
        }
    }
}

impl<M, W, O, D, S, L> QuerySet<M, W, O, D, S, L>
where
    M: Model,
    O: OrderBy<M>,
    D: Distinctness,
    L: Pick<M>,
{
    /// Deletes the rows, and does to those that point at them what `on_delete` of their foreign
    /// keys says.
    ///
    /// ```
    /// # orm_core::doctest_models!();
    /// # let conn = &mut connection();
    /// let cheap = queryset!(Track.filter(unit_price < 1.0).delete());
    /// assert_eq!(cheap.run(conn)?.total(), 3); // 1 query
    /// assert!(!queryset!(Track.filter(unit_price < 1.0)).exists(conn)?);
    /// # Ok::<(), orm_core::Error>(())
    /// ```
    #[doc = include_str!("../../docs/delete.md")]
    // The parameter of its own makes an unmet bound one with a text.
    pub fn delete<F>(self) -> Delete<M, F>
    where
        M: NoReadonly,
        S: ToWrite<M, W, O, Where = F> + LockedSlice + SlicedLock,
        F: Filter<Says: Chosen<M>>,
    {
        let condition = self.slice.to_write(self.condition, &self.order);
        Delete {
            rows: rows_of(condition),
            hears: true,
            how: PhantomData,
        }
    }

    /// Deletes the rows of a model with `#[model(soft_delete = field)]`, which
    /// [`delete`](Self::delete) only marks, and does to those that point at them what `on_delete`
    /// says.
    pub fn hard_delete<F>(self) -> Delete<M, F, Hard>
    where
        M: NoReadonly + SoftDelete,
        S: ToWrite<M, W, O, Where = F> + LockedSlice + SlicedLock,
        F: Filter<Says: Chosen<M>>,
    {
        let condition = self.slice.to_write(self.condition, &self.order);
        Delete {
            rows: rows_of(condition),
            hears: true,
            how: PhantomData,
        }
    }
}

impl<M: Model> RowTarget<M> {
    /// Deletes the row, by its key, as [`QuerySet::delete`] does.
    pub fn delete<K>(self) -> DeleteRow<M>
    where
        M: NoReadonly + Model<Key = K>,
    {
        DeleteRow {
            row: self.into(),
            hears: true,
            how: PhantomData,
        }
    }

    /// Deletes the row, by its key, as [`QuerySet::hard_delete`] does.
    pub fn hard_delete<K>(self) -> DeleteRow<M, Hard>
    where
        M: NoReadonly + SoftDelete + Model<Key = K>,
    {
        DeleteRow {
            row: self.into(),
            hears: true,
            how: PhantomData,
        }
    }
}
impl<V, M: Model, L> RowSet<V, M, L> {
    /// Deletes the row, by its key, as [`QuerySet::delete`] does.
    pub fn delete<T>(self) -> DeleteRow<M>
    where
        V: OneToWrite<Model = M, Key = T>,
        M: NoReadonly,
    {
        DeleteRow {
            row: self.target().into(),
            hears: true,
            how: PhantomData,
        }
    }

    /// Deletes the row, by its key, as [`QuerySet::hard_delete`] does.
    pub fn hard_delete<T>(self) -> DeleteRow<M, Hard>
    where
        V: OneToWrite<Model = M, Key = T>,
        M: NoReadonly + SoftDelete,
    {
        DeleteRow {
            row: self.target().into(),
            hears: true,
            how: PhantomData,
        }
    }
}

impl<M: Model, W: QueryId, H: 'static> QueryId for Delete<M, W, H> {
    type QueryId = Delete<M, W::QueryId, H>;
    const HAS_STATIC_QUERY_ID: bool = W::HAS_STATIC_QUERY_ID;
}
/// The statement, where no other model's rows point at these.
impl<M, W, H, DB> QueryFragment<DB> for Delete<M, W, H>
where
    M: Model,
    H: How,
    W: Condition + QueryFragment<DB>,
    RowsOf<M, W>: KeyedSelect<DB>,
    DB: Backend,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        let alias = Root::<M>::ALIAS;
        if H::HARD || M::META.soft_delete.is_none() {
            push_delete_from(M::META, alias, &mut out)?;
            return push_where(&self.rows, out);
        }
        push_mark(M::META, alias, W::ASKS != Asks::Values, &mut out)?;
        // The moment of what is marked already stays.
        push_where_unmarked(&self.rows, &mut out)
    }
}

impl<M, W, H> Delete<M, W, H>
where
    M: Model,
    W: Condition + Sync,
{
    /// The rows, and those that go with them.
    async fn sweep<'g, S>(&self, session: &mut S, graph: &'g Graph) -> Result<Sweep<'g, M>>
    where
        M: ReadModel<S::Db>,
        W: QueryFragment<S::Db>,
        RowsOf<M, W>: KeyedSelect<S::Db> + Sync,
        S: Session,
    {
        let keys: Vec<PendingKey<M>> = session.load(&Locked(&self.rows)).await?;
        let keys = keys.into_iter().map(|key| key.0).collect();
        Sweep::of(session, graph, keys).await
    }
}

/// A deletion that is done.
pub struct Deleting<'d, D>(&'d D);
impl<D> Deleting<'_, D> {
    pub(super) fn deletion(&self) -> &D {
        self.0
    }
}
impl<M: Model, W, H> Delete<M, W, H> {
    pub(super) fn rows(&self) -> &RowsOf<M, W> {
        &self.rows
    }
}
impl<M, W, H, DB> Write<DB> for Deleting<'_, Delete<M, W, H>>
where
    H: How,
    M: ReadModel<DB>,
    W: Condition + QueryFragment<DB> + Sync,
    RowsOf<M, W>: KeyedSelect<DB> + Sync,
    String: FromSql<Text, DB>,
    DB: Backend,
{
    type Output = Deleted;
    async fn write<S: Session<Db = DB>>(self, session: &mut S) -> Result<Deleted> {
        rows::check(&self.0.rows)?;
        let graph = Graph::of(M::META, H::HARD)?;
        if graph.is_alone() {
            let mut deleted = Deleted::default();
            let count = session.execute(self.0).await;
            deleted.add(M::META, count.map_err(of_model(M::META))?);
            return Ok(deleted);
        }
        let outside = session.begin().await?;
        let result = match self.0.sweep(session, &graph).await {
            Ok(sweep) => sweep.delete(self.0.hears, session).await,
            Err(error) => Err(error),
        };
        let result = session.end(outside, result).await;
        result.map_err(of_model(M::META))
    }
}
impl<M, H, DB> Write<DB> for Deleting<'_, DeleteRow<M, H>>
where
    H: How,
    M: ReadModel<DB> + WriteKey<DB, <M as Model>::Key> + Send + Sync,
    String: FromSql<Text, DB>,
    DB: Backend,
{
    type Output = Deleted;
    async fn write<S: Session<Db = DB>>(self, session: &mut S) -> Result<Deleted> {
        let graph = Graph::of(M::META, H::HARD)?;
        // What points at the row is looked at before the row goes, so nothing may begin to.
        let held = M::META.version.is_some() || (DB::LOCKS_ROWS && !graph.is_alone());
        let deleted = if graph.is_alone() && !held {
            self.0.delete(&graph, held, session).await
        } else {
            let outside = session.begin().await?;
            let deleted = self.0.delete(&graph, held, session).await;
            session.end(outside, deleted).await
        };
        deleted.map_err(of_model(M::META))
    }
}
impl<M, H: How> DeleteRow<M, H>
where
    M: Model,
{
    async fn delete<S>(&self, graph: &Graph, held: bool, session: &mut S) -> Result<Deleted>
    where
        M: ReadModel<S::Db> + WriteKey<S::Db, <M as Model>::Key> + Send + Sync,
        String: FromSql<Text, S::Db>,
        S: Session,
    {
        if held && self.hold(session).await?.is_none() {
            return Ok(Deleted::default());
        }
        let sweep = Sweep::<M>::of(session, graph, vec![self.row.key().clone()]).await?;
        sweep.delete(self.hears, session).await
    }

    /// The row, held until the transaction ends; not one that is marked already.
    pub(super) async fn hold<S: Session>(&self, session: &mut S) -> Result<Option<M>>
    where
        M: ReadModel<S::Db> + WriteKey<S::Db, <M as Model>::Key> + Send + Sync,
    {
        match H::HARD {
            true => hold::<M, S, false>(&self.row, session).await,
            false => hold::<M, S, true>(&self.row, session).await,
        }
    }
}

/// A deletion of which it is asked what it would do.
pub struct Planning<'d, D>(&'d D);

impl<M, W, H, DB> Write<DB> for Planning<'_, Delete<M, W, H>>
where
    H: How,
    M: ReadModel<DB>,
    W: Condition + QueryFragment<DB> + Sync,
    RowsOf<M, W>: KeyedSelect<DB> + Sync,
    DB: Backend,
{
    type Output = DeletionPlan;
    async fn write<S: Session<Db = DB>>(self, session: &mut S) -> Result<DeletionPlan> {
        rows::check(&self.0.rows)?;
        let graph = Graph::of(M::META, H::HARD)?;
        let sweep = self.0.sweep(session, &graph).await?;
        sweep.plan(session).await
    }
}
impl<M, H, DB> Write<DB> for Planning<'_, DeleteRow<M, H>>
where
    H: How,
    M: ReadModel<DB>,
    DB: Backend,
{
    type Output = DeletionPlan;
    async fn write<S: Session<Db = DB>>(self, session: &mut S) -> Result<DeletionPlan> {
        let graph = Graph::of(M::META, H::HARD)?;
        let sweep = Sweep::<M>::of(session, &graph, vec![self.0.row.key().clone()]).await?;
        sweep.plan(session).await
    }
}

macro_rules! runs {
    ($(<$($param:ident $(: $bound:ident)?),*> $delete:ty;)*) => { $(
        impl<$($param $(: $bound)?),*> $delete {
            /// Calls no hooks: not the model's own, and rows of models with hooks that go with
            /// these, or are changed, are no [`Error::UncalledHooks`](crate::Error::UncalledHooks).
            pub fn without_hooks(mut self) -> Self {
                self.hears = false;
                self
            }

            pub(super) fn hears(&self) -> bool {
                self.hears
            }

            /// Deletes, in a transaction (or a savepoint of the one that is open) where it takes
            /// several statements. Gives the rows that were deleted, by model.
            ///
            /// On an async connection it gives a future: `.run(&mut conn).await?`.
            ///
            /// # Errors
            /// [`Error::Restricted`](crate::Error::Restricted), where rows stand in the way;
            /// a violated constraint, as that of rows of a model that declares no other side;
            /// and what else the database says. Then no row is deleted.
            ///
            /// [`Error::NoFilter`](crate::Error::NoFilter) where a filter was said and every
            /// condition of it is absent: that would be all rows.
            /// [`Error::Slice`](crate::Error::Slice).
            /// [`Error::CascadeCircle`](crate::Error::CascadeCircle).
            /// [`Error::UncalledHooks`](crate::Error::UncalledHooks), where rows of a model with hooks would
            /// go with these, or be changed.
            pub fn run<'c, C, K: Driver>(&'c self, conn: &'c mut C) -> K::Out<'c, Deleted>
            where
                Deleting<'c, Self>: WriteOn<C, K, Output = Deleted>,
            {
                Deleting(self).run_on(conn)
            }

            /// What would go, what would be changed, and what stands in the way: counted, and
            /// nothing is deleted.
            ///
            /// # Errors
            /// Those of [`run`](Self::run), but none for rows that stand in the way, and none of hooks.
            pub fn plan<'c, C, K: Driver>(&'c self, conn: &'c mut C) -> K::Out<'c, DeletionPlan>
            where
                Planning<'c, Self>: WriteOn<C, K, Output = DeletionPlan>,
            {
                Planning(self).run_on(conn)
            }
        }
    )* };
}
runs! {
    <M: Model, W, H> Delete<M, W, H>;
    <M: Model, H> DeleteRow<M, H>;
}
