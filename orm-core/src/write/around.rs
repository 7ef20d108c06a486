//! What hooks do around each kind of write.

use diesel::query_builder::QueryFragment;

use super::assign::Assignments;
use super::bulk_create::{BulkCreate, Called, Gather, Kept, Left};
use super::bulk_update::BulkUpdate;
use super::conflict::Conflict;
use super::create::{Create, IntoNew};
use super::delete::{Delete, DeleteRow, Deleting, Planning};
use super::get_or_create::{GetOrCreate, UpdateOrCreate};
use super::hooks::{CallHooks, Event};
use super::insert::Read;
use super::links::{LinkWrite, ManyToMany};
use super::new::{New, WriteKey};
use super::returning::{OfKeys, UpdateReturning};
use super::rows::{LockedRows, RowsOf};
use super::session::{AsSession, Session};
use super::this_row::{Refresh, ThisRow, UpdateRow};
use super::touched::Touched;
use super::update::Update;
use crate::Result;
use crate::ast::Condition;
use crate::model::{Key, KeyList, Model, ReadModel, RowParts};
use crate::queryset::KeyedSelect;

/// What is done around a write that gives `O`, on a connection `C` of driver `K`.
pub trait Around<C, K, O>: Sized + Send {
    /// What is remembered from before for afterwards.
    type Before: Send;
    /// There is something to do: then a transaction is around all of it.
    const ACTIVE: bool;
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
            const ACTIVE: bool = false;
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
    [R: ManyToMany, A] &LinkWrite<R, A>;
    [D] Planning<'_, D>;
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
    const ACTIVE: bool = N::Model::INSERT;
    async fn before(&mut self, conn: &mut C) -> Result<()> {
        N::Model::inserting(self.new_row(), conn).await
    }
    async fn after((): (), row: &mut R, conn: &mut C) -> Result<()> {
        created(&*row, conn).await
    }
}

/// The hook hears of the row also where it turns out to be there already: whether it is, is not
/// known before.
macro_rules! by_key {
    ($($write:ident<N, $($param:ident),*>;)*) => { $(
        impl<N, $($param,)* C, K, R> Around<C, K, (R, bool)> for $write<N, $($param),*>
        where
            Self: Send,
            N: New<Model: CallHooks<C, K> + Sync>,
            R: RowParts<Model = N::Model, Record = N::Model> + Send + Sync,
            C: Send,
        {
            type Before = ();
            const ACTIVE: bool = N::Model::INSERT;
            async fn before(&mut self, conn: &mut C) -> Result<()> {
                N::Model::inserting(self.new_row(), conn).await
            }
            async fn after((): (), out: &mut (R, bool), conn: &mut C) -> Result<()> {
                if out.1 { created(&out.0, conn).await } else { Ok(()) }
            }
        }
    )* };
}
by_key! {
    GetOrCreate<N, Q>;
    UpdateOrCreate<N, Q, U>;
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

impl<N, I, B, Q, C, K, O> Around<C, K, O> for BulkCreate<N, I, B, Q, Called>
where
    N: New<Model: CallHooks<C, K> + Sync>,
    I: Iterator<Item: IntoNew<N>> + Send,
    B: Gather<N>,
    Q: Conflict<N::Model>,
    O: Rows<N::Model> + Send + Sync,
    C: Send,
{
    type Before = ();
    const ACTIVE: bool = N::Model::INSERT;
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
impl<N, I, B, Q, C, K, O> Around<C, K, O> for BulkCreate<N, I, B, Q, Left>
where
    Self: Send,
    C: Send,
    O: Send,
{
    type Before = ();
    const ACTIVE: bool = false;
    async fn before(&mut self, _: &mut C) -> Result<()> {
        Ok(())
    }
    async fn after((): (), _: &mut O, _: &mut C) -> Result<()> {
        Ok(())
    }
}

/// Calls a hook for each of the rows, which are locked until the transaction ends.
async fn each<M, W, C, K>(event: Event, rows: &RowsOf<M, W>, conn: &mut C) -> Result<Vec<M>>
where
    M: ReadModel<C::Db> + CallHooks<C, K> + Send + Sync,
    W: Condition + QueryFragment<C::Db> + Sync,
    RowsOf<M, W>: KeyedSelect<C::Db> + Sync,
    C: AsSession<K>,
{
    let read: Vec<Read<M>> = conn.session().load(&LockedRows(rows)).await?;
    let models: Vec<M> = read.into_iter().map(|read| read.0).collect();
    for model in &models {
        M::at(event, model, conn).await?;
    }
    Ok(models)
}

/// Calls the hook for the rows as they are after the update.
async fn updated<M, C, K>(before: Vec<M>, conn: &mut C) -> Result<()>
where
    M: ReadModel<C::Db> + CallHooks<C, K> + Send + Sync,
    C: AsSession<K>,
{
    let keys: Vec<M::Key> = before.iter().map(|model| Key::owned(model.key())).collect();
    for model in &of_keys::<M, C, K>(&keys, conn).await? {
        M::at(Event::Updated, model, conn).await?;
    }
    Ok(())
}

/// The rows of these keys.
async fn of_keys<M, C, K>(keys: &[M::Key], conn: &mut C) -> Result<Vec<M>>
where
    M: ReadModel<C::Db> + Send + Sync,
    C: AsSession<K>,
{
    if keys.is_empty() {
        return Ok(Vec::new());
    }
    let list = KeyList::new(keys.iter().map(Key::borrowed).collect());
    let read: Vec<Read<M>> = conn.session().load(&OfKeys::<M, _>::new(&list)).await?;
    Ok(read.into_iter().map(|read| read.0).collect())
}

macro_rules! updates {
    ($([$($param:ident),*] $filter:ty, $write:ty, |$this:ident| $update:expr;)*) => { $(
        impl<M, A, C, K, O, $($param),*> Around<C, K, O> for $write
        where
            Self: Send,
            M: ReadModel<C::Db> + Touched + CallHooks<C, K> + Send + Sync,
            A: Assignments<M>,
            $filter: Condition + QueryFragment<C::Db> + Sync,
            RowsOf<M, $filter>: KeyedSelect<C::Db> + Sync,
            C: AsSession<K>,
            O: Send,
        {
            type Before = Vec<M>;
            const ACTIVE: bool = M::UPDATE;
            async fn before(&mut self, conn: &mut C) -> Result<Vec<M>> {
                let $this = &**self;
                let update = $update;
                update.check_all()?;
                if update.is_empty() {
                    return Ok(Vec::new());
                }
                each(Event::Updating, &update.rows, conn).await
            }
            async fn after(before: Vec<M>, _: &mut O, conn: &mut C) -> Result<()> {
                updated(before, conn).await
            }
        }
    )* };
}
updates! {
    [W] W, &Update<M, W, A>, |this| this;
    [W] W, &UpdateReturning<M, W, A>, |this| this.update();
    [] ThisRow<M>, &UpdateRow<M, A>, |this| this.update();
}

impl<M, F, I, C, K, O> Around<C, K, O> for BulkUpdate<M, F, I>
where
    Self: Send,
    M: ReadModel<C::Db> + CallHooks<C, K> + Send + Sync,
    I: Iterator,
    C: AsSession<K>,
    O: Send,
{
    type Before = Vec<M>;
    const ACTIVE: bool = M::UPDATE;
    async fn before(&mut self, conn: &mut C) -> Result<Vec<M>> {
        let keys = self.keys();
        let models = of_keys::<M, C, K>(&keys, conn).await?;
        for model in &models {
            M::at(Event::Updating, model, conn).await?;
        }
        Ok(models)
    }
    async fn after(before: Vec<M>, _: &mut O, conn: &mut C) -> Result<()> {
        updated(before, conn).await
    }
}

impl<M, W, H, C, K, O> Around<C, K, O> for Deleting<'_, Delete<M, W, H>>
where
    Self: Send,
    M: ReadModel<C::Db> + CallHooks<C, K> + Send + Sync,
    W: Condition + QueryFragment<C::Db> + Sync,
    RowsOf<M, W>: KeyedSelect<C::Db> + Sync,
    C: AsSession<K>,
    O: Send,
{
    type Before = Vec<M>;
    const ACTIVE: bool = M::DELETE;
    async fn before(&mut self, conn: &mut C) -> Result<Vec<M>> {
        super::rows::check(self.deletion().rows())?;
        each(Event::Deleting, self.deletion().rows(), conn).await
    }
    async fn after(before: Vec<M>, _: &mut O, conn: &mut C) -> Result<()> {
        deleted(before, conn).await
    }
}
impl<M, H, C, K, O> Around<C, K, O> for Deleting<'_, DeleteRow<M, H>>
where
    Self: Send,
    M: ReadModel<C::Db> + WriteKey<C::Db, <M as Model>::Key> + CallHooks<C, K> + Send + Sync,
    C: AsSession<K>,
    O: Send,
{
    type Before = Vec<M>;
    const ACTIVE: bool = M::DELETE;
    async fn before(&mut self, conn: &mut C) -> Result<Vec<M>> {
        let row = super::this_row::read::<M, _>(self.deletion().key(), &mut conn.session()).await?;
        if let Some(row) = &row {
            M::at(Event::Deleting, row, conn).await?;
        }
        Ok(row.into_iter().collect())
    }
    async fn after(before: Vec<M>, _: &mut O, conn: &mut C) -> Result<()> {
        deleted(before, conn).await
    }
}

async fn deleted<M, C, K>(before: Vec<M>, conn: &mut C) -> Result<()>
where
    M: CallHooks<C, K> + Send + Sync,
    C: Send,
{
    for row in &before {
        M::at(Event::Deleted, row, conn).await?;
    }
    Ok(())
}
