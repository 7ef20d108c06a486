//! `update(…).returning()`: the rows of a queryset, as the update left them.

use std::marker::PhantomData;

use diesel::QueryResult;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};

use super::assign::PushAssignments;
use super::create::{CreatedRow, unloaded};
use super::insert::{InsertOn, Read};
use super::rows::{Locked, RowsOf, push_held, push_listed, push_select};
use super::run::{Write, WriteOn, WriteStatement};
use super::session::Session;
use super::this_row::Returning;
use super::touched::{PushTimes, Touched};
use super::update::{Update, refuse_key};
use super::violation::of_model;
use crate::Result;
use crate::ast::Condition;
use crate::backend::Backend;
use crate::driver::Driver;
use crate::load::read::PendingKey;
use crate::model::{Key, KeyList, KeyRef, Model, ReadModel, RowParts};
use crate::path::{Path, Root};
use crate::queryset::KeyedSelect;

/// An update that gives its rows back. Made by [`Update::returning`], run by
/// [`run`](Self::run).
#[must_use = "`run` updates the rows"]
pub struct UpdateReturning<M: Touched, W, A>(Update<M, W, A>);

impl<M: Touched, W, A> Update<M, W, A> {
    /// [`run`](UpdateReturning::run) gives the rows as they are then, and not their number.
    ///
    /// ```
    /// # orm_core::doctest_models!();
    /// # let conn = &mut connection();
    /// let longer = queryset!(Track.filter(album_id == 1).update(milliseconds = F(milliseconds) + 1));
    /// let tracks = longer.returning().run(conn)?; // 1 query
    /// assert_eq!(tracks.len(), 2);
    /// # Ok::<(), orm_core::Error>(())
    /// ```
    ///
    /// SQL: `UPDATE … RETURNING …`. MySQL gives no rows back: there the rows' keys are read and
    /// locked before, and the rows afterwards, in one transaction; an update of the key itself is
    /// [`Error::SetsKey`](crate::Error::SetsKey) there.
    pub fn returning(self) -> UpdateReturning<M, W, A> {
        UpdateReturning(self)
    }
}

impl<M: Touched, W, A> UpdateReturning<M, W, A> {
    /// Updates the rows unasked: the rules of a model with `#[model(validate)]` are passed over.
    pub fn unvalidated(self) -> Self {
        Self(self.0.unvalidated())
    }

    /// The update.
    pub(super) fn update(&self) -> &Update<M, W, A> {
        &self.0
    }

    /// Runs the update, and gives the rows in no order, with nothing loaded.
    ///
    /// # Errors
    /// Those of [`Update::run`].
    pub fn run<'c, C, K: Driver>(&'c self, conn: &'c mut C) -> K::Out<'c, Vec<CreatedRow<M>>>
    where
        &'c Self: WriteOn<C, K, Output = Vec<CreatedRow<M>>>,
    {
        self.run_on(conn)
    }
}

/// The rows of these keys.
pub(super) struct OfKeys<'k, M, K> {
    keys: &'k KeyList<K>,
    held: bool,
    model: PhantomData<fn() -> M>,
}
impl<'k, M, K> OfKeys<'k, M, K> {
    pub(super) fn new(keys: &'k KeyList<K>) -> Self {
        Self {
            keys,
            held: false,
            model: PhantomData,
        }
    }

    /// They stay as they are until the transaction ends.
    pub(super) fn held(keys: &'k KeyList<K>) -> Self {
        Self {
            held: true,
            ..Self::new(keys)
        }
    }
}
impl<M, K> QueryId for OfKeys<'_, M, K> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}
impl<M: Model, K: KeyRef, DB: Backend> QueryFragment<DB> for OfKeys<'_, M, K> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        push_select::<M, DB>(&mut out)?;
        push_listed(self.keys, Root::<M>::ALIAS, M::META.key_columns(), &mut out)?;
        if self.held {
            push_held(&mut out);
        }
        Ok(())
    }
}

impl<M, W, A, DB> Write<DB> for &UpdateReturning<M, W, A>
where
    M: ReadModel<DB> + Touched<Times: PushTimes<DB>> + Send,
    W: Condition + QueryFragment<DB> + Sync,
    A: PushAssignments<M, DB> + Sync,
    RowsOf<M, W>: KeyedSelect<DB> + Sync,
    Update<M, W, A>: WriteStatement<DB>,
    CreatedRow<M>: RowParts<Model = M, Record = M, Slots = M::Unloaded> + Send,
    DB: InsertOn + 'static,
{
    type Output = Vec<CreatedRow<M>>;

    async fn write<S: Session<Db = DB>>(self, session: &mut S) -> Result<Self::Output> {
        let update = &self.0;
        update.check()?;
        if WriteStatement::<DB>::is_empty(update) {
            return Ok(Vec::new());
        }
        let rows = if DB::RETURNING {
            session
                .load(&Returning(&update.now(), PhantomData::<fn() -> M>))
                .await
        } else {
            refuse_key::<M>(update.sets())?;
            let outside = session.begin().await?;
            let rows = reread(update, session).await;
            session.end(outside, rows).await
        };
        let rows: Vec<Read<M>> = rows.map_err(of_model(M::META))?;
        Ok(rows.into_iter().map(|read| unloaded(read.0)).collect())
    }
}

/// Keys first, then the update, then the rows.
async fn reread<M, W, A, S>(update: &Update<M, W, A>, session: &mut S) -> Result<Vec<Read<M>>>
where
    M: ReadModel<S::Db> + Touched + Send,
    W: Condition + QueryFragment<S::Db> + Sync,
    RowsOf<M, W>: KeyedSelect<S::Db> + Sync,
    Update<M, W, A>: WriteStatement<S::Db>,
    S: Session,
{
    let keys: Vec<PendingKey<M>> = session.load(&Locked(&update.rows)).await?;
    session.execute(&update.now()).await?;
    if keys.is_empty() {
        return Ok(Vec::new());
    }
    let keys: Vec<M::Key> = keys.into_iter().map(|key| key.0).collect();
    let list = KeyList::new(keys.iter().map(Key::borrowed).collect());
    session.load(&OfKeys::<M, _>::new(&list)).await
}
