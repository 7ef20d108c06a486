//! What hooks do around each kind of write.

mod deletions;
mod updates;

use diesel::query_builder::QueryFragment;

use self::updates::Asked;
use super::assign::bits;
use super::bulk_create::{BulkCreate, Called, Gather, Kept, Left};
use super::by_key::{Held, Sees, Snapshot};
use super::conflict::{Fails, LeavesOut, Updates};
use super::create::{Create, IntoNew};
use super::delete::Planning;
use super::get_or_create::{GetOrCreate, UpdateOrCreate, select};
use super::hooks::{CallHooks, Event};
use super::insert::Read;
use super::links::{LinkWrite, ManyToMany};
use super::new::{Creatable, New, WriteNew};
use super::rows::{LockedRows, RowsOf};
use super::session::{AsSession, Session};
use super::this_row::Refresh;
use super::unique::Places;
use super::valid::valid;
use crate::Result;
use crate::ast::Condition;
use crate::model::{Model, ReadModel, RowParts};
use crate::queryset::KeyedSelect;

/// What is done around a write that gives `O`, on a connection `C` of driver `K`.
pub trait Around<C, K, O>: Sized + Send {
    /// What is remembered from before for afterwards.
    type Before: Send;
    /// There is something to do: then a transaction is around all of it.
    fn is_active(&self) -> bool;
    /// Before the write.
    ///
    /// # Errors
    /// Those of hooks, and of reading rows for them.
    fn before(&mut self, conn: &mut C) -> impl Future<Output = Result<Self::Before>> + Send;
    /// After it.
    ///
    /// # Errors
    /// Those of hooks, and of reading rows for them.
    fn after(
        before: Self::Before,
        out: &mut O,
        conn: &mut C,
    ) -> impl Future<Output = Result<()>> + Send;
}

/// Writes that no hook hears of.
macro_rules! unheard {
    ($([$($param:ident $(: $bound:path)?),*] $write:ty;)*) => { $(
        impl<C: Send, K, O: Send, $($param $(: $bound)?),*> Around<C, K, O> for $write
        where
            Self: Send,
        {
            type Before = ();
            fn is_active(&self) -> bool {
                false
            }
            async fn before(&mut self, _: &mut C) -> Result<()> {
                Ok(())
            }
            async fn after((): (), _: &mut O, _: &mut C) -> Result<()> {
                Ok(())
            }
        }
    )* };
}
unheard! {
    [M: Model] &Refresh<M>;
    [R: ManyToMany, A, H] &LinkWrite<R, A, H>;
    [D] Planning<'_, D>;
    [N, I, B, Q] BulkCreate<N, I, B, Q, Left>;
}

/// The row that was created.
async fn created<M, C, K, R>(row: &R, conn: &mut C) -> Result<()>
where
    M: Model + CallHooks<C, K> + Sync,
    R: RowParts<Model = M, Record = M> + Sync,
    C: Send,
{
    M::at(Event::Inserted, &row.data().model, conn).await
}

impl<N, C, K, R> Around<C, K, R> for Create<N>
where
    N: New<Model: CallHooks<C, K> + Sync>,
    R: RowParts<Model = N::Model, Record = N::Model> + Send + Sync,
    C: Send,
{
    type Before = ();
    fn is_active(&self) -> bool {
        N::Model::INSERT
    }
    async fn before(&mut self, conn: &mut C) -> Result<()> {
        N::Model::inserting(self.new_row(), conn).await
    }
    async fn after((): (), row: &mut R, conn: &mut C) -> Result<()> {
        created(&*row, conn).await
    }
}

/// The row of a new one's unique key, if it is there; then hooks hear of it as of any row.
async fn there<N, Q, L, C, K>(new: &N, conn: &mut C) -> Result<Option<N::Model>>
where
    N: WriteNew<C::Db, Model: ReadModel<C::Db> + Send>,
    Q: Places,
    L: Sees,
    C: AsSession<K>,
{
    select::<N, Q, L, _>(new, &mut conn.session()).await
}

/// Where another connection creates the row meanwhile, the hook has heard of one that is not
/// created.
impl<N, Q, C, K, R> Around<C, K, (R, bool)> for GetOrCreate<N, Q>
where
    N: WriteNew<C::Db, Model: ReadModel<C::Db> + CallHooks<C, K> + Send + Sync>,
    Q: Places,
    R: RowParts<Model = N::Model, Record = N::Model> + Send + Sync,
    C: AsSession<K>,
{
    type Before = ();
    fn is_active(&self) -> bool {
        N::Model::INSERT
    }
    async fn before(&mut self, conn: &mut C) -> Result<()> {
        if there::<N, Q, Snapshot, C, K>(self.new_row(), conn)
            .await?
            .is_none()
        {
            N::Model::inserting(self.new_row(), conn).await?;
        }
        Ok(())
    }
    async fn after((): (), out: &mut (R, bool), conn: &mut C) -> Result<()> {
        if out.1 {
            created(&out.0, conn).await?;
        }
        Ok(())
    }
}

/// What is about to happen to a row that is created, or updated where its unique key is there:
/// then it is given.
async fn before_upsert<N, Q, C, K>(new: &mut N, conn: &mut C) -> Result<Option<N::Model>>
where
    N: WriteNew<C::Db, Model: ReadModel<C::Db> + CallHooks<C, K> + Send + Sync>,
    Q: Places,
    C: AsSession<K>,
{
    // A row that is not there is not waited for: on MySQL two would wait for each other.
    let mut row = there::<N, Q, Snapshot, C, K>(new, conn).await?;
    if row.is_some() {
        row = there::<N, Q, Held, C, K>(new, conn).await?;
    }
    match &row {
        Some(row) if N::Model::UPDATE => N::Model::at(Event::Updating, row, conn).await?,
        None if N::Model::INSERT => N::Model::inserting(new, conn).await?,
        _ => {}
    }
    Ok(row)
}

/// What has happened to it.
async fn after_upsert<M, C, K>(created: bool, row: &M, conn: &mut C) -> Result<()>
where
    M: CallHooks<C, K> + Sync,
    C: Send,
{
    match created {
        true if M::INSERT => M::at(Event::Inserted, row, conn).await,
        false if M::UPDATE => M::at(Event::Updated, row, conn).await,
        _ => Ok(()),
    }
}

impl<N, Q, U, C, K, R> Around<C, K, (R, bool)> for UpdateOrCreate<N, Q, U>
where
    N: WriteNew<C::Db, Model: ReadModel<C::Db> + Creatable + CallHooks<C, K> + Send + Sync>,
    Q: Places,
    U: Places,
    R: RowParts<Model = N::Model, Record = N::Model> + Send + Sync,
    C: AsSession<K>,
{
    type Before = Option<Asked<N::Model>>;
    fn is_active(&self) -> bool {
        N::Model::INSERT || N::Model::UPDATE || self.validates()
    }
    async fn before(&mut self, conn: &mut C) -> Result<Self::Before> {
        let asks = self.validates();
        // (A hook may yet change the new row.)
        if asks && !N::Model::INSERT {
            valid(self.new_row())?;
        }
        let there = before_upsert::<N, Q, C, K>(self.new_row(), conn).await?;
        Ok(there
            .filter(|_| asks)
            .map(|row| Asked::of(row, const { bits(U::PLACES) })))
    }
    async fn after(rules: Self::Before, out: &mut (R, bool), conn: &mut C) -> Result<()> {
        let row = &out.0.data().model;
        after_upsert::<N::Model, C, K>(out.1, row, conn).await?;
        match rules {
            Some(rules) => rules.ask_again::<C, K>(row, conn).await,
            None => Ok(()),
        }
    }
}

/// Rows that came back from a bulk.
pub trait Rows<M: 'static> {
    /// Them, one after another.
    fn models(&self) -> impl Iterator<Item = &M> + Send;
}
impl<M: Sync + 'static, R: RowParts<Model = M, Record = M> + Sync> Rows<M> for Vec<R> {
    fn models(&self) -> impl Iterator<Item = &M> + Send {
        self.iter().map(|row| &row.data().model)
    }
}
impl<M: Sync + 'static> Rows<M> for usize {
    fn models(&self) -> impl Iterator<Item = &M> + Send {
        std::iter::empty()
    }
}
impl<M: 'static, T: Rows<M>> Rows<M> for Kept<T> {
    fn models(&self) -> impl Iterator<Item = &M> + Send {
        self.created.models()
    }
}

macro_rules! creates {
    ($($conflict:ty, [$($param:ident),*];)*) => { $(
        impl<N, I, B, C, K, O, $($param),*> Around<C, K, O>
            for BulkCreate<N, I, B, $conflict, Called>
        where
            N: New<Model: CallHooks<C, K> + Sync>,
            I: Iterator<Item: IntoNew<N>> + Send,
            B: Gather<N>,
            O: Rows<N::Model> + Send + Sync,
            C: Send,
        {
            type Before = ();
            fn is_active(&self) -> bool {
                N::Model::INSERT
            }
            async fn before(&mut self, conn: &mut C) -> Result<()> {
                for new in self.all_rows() {
                    N::Model::inserting(new, conn).await?;
                }
                Ok(())
            }
            async fn after((): (), out: &mut O, conn: &mut C) -> Result<()> {
                for model in out.models() {
                    N::Model::at(Event::Inserted, model, conn).await?;
                }
                Ok(())
            }
        }
    )* };
}
creates! {
    Fails, [];
    LeavesOut<Q>, [Q];
}

/// Which rows are there is asked before, a row a time: hooks are called a row a time too.
impl<N, I, B, Q, U, C, K, O> Around<C, K, O> for BulkCreate<N, I, B, Updates<Q, U>, Called>
where
    N: WriteNew<C::Db, Model: ReadModel<C::Db> + CallHooks<C, K> + Send + Sync>,
    I: Iterator<Item: IntoNew<N>> + Send,
    B: Gather<N>,
    Q: Places,
    O: Rows<N::Model> + Send + Sync,
    C: AsSession<K>,
{
    type Before = Vec<bool>;
    fn is_active(&self) -> bool {
        N::Model::INSERT || N::Model::UPDATE
    }
    async fn before(&mut self, conn: &mut C) -> Result<Vec<bool>> {
        let mut there = Vec::new();
        for new in self.all_rows() {
            there.push(before_upsert::<N, Q, C, K>(new, conn).await?.is_some());
        }
        Ok(there)
    }
    async fn after(there: Vec<bool>, out: &mut O, conn: &mut C) -> Result<()> {
        for (there, model) in there.into_iter().zip(out.models()) {
            after_upsert::<N::Model, C, K>(!there, model, conn).await?;
        }
        Ok(())
    }
}

/// The rows, which are locked until the transaction ends, and of which a hook is called.
/// `UNMARKED`: those that are not marked as deleted.
async fn each<M, W, C, K, const UNMARKED: bool>(
    event: Option<Event>,
    rows: &RowsOf<M, W>,
    conn: &mut C,
) -> Result<Vec<M>>
where
    M: ReadModel<C::Db> + CallHooks<C, K> + Send + Sync,
    W: Condition + QueryFragment<C::Db> + Sync,
    RowsOf<M, W>: KeyedSelect<C::Db> + Sync,
    C: AsSession<K>,
{
    let read: Vec<Read<M>> = conn
        .session()
        .load(&LockedRows::<M, W, UNMARKED>(rows))
        .await?;
    let models: Vec<M> = read.into_iter().map(|read| read.0).collect();
    call(event, &models, conn).await?;
    Ok(models)
}

/// Calls a hook for each of the rows.
async fn call<M, C, K>(event: Option<Event>, rows: &[M], conn: &mut C) -> Result<()>
where
    M: CallHooks<C, K> + Send + Sync,
    C: Send,
{
    if let Some(event) = event {
        for row in rows {
            M::at(event, row, conn).await?;
        }
    }
    Ok(())
}
