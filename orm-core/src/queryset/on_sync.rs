//! Terminals on sync connections.

use std::marker::PhantomData;

use diesel::connection::LoadConnection;

use super::{
    ChunksOn, DrivenBy, HasPlace, KeyedSelect, KeysOn, LoadOn, QuerySet, SelectOn, Selection,
    StreamOn,
};
use crate::Result;
use crate::ast::{ModelOrder, NoCondition, NoSlice, Nothing};
use crate::backend::Backend;
use crate::driver::{NoDriver, SyncDriver};
use crate::load::driver;
use crate::load::fill::{load_children, load_rows};
use crate::load::keys::Keyed;
use crate::load::owners::Owners;
use crate::load::pick::{FillPick, Pick, PickOn, PickRow};
use crate::load::read::{Found, Number, Pending, PendingKey};
use crate::load::spec::{ReaderOf, SelectedRaw, SelectedRow};
use crate::load::statement::{Count, Exist, KeysInOrder, Mode, Plain, Rows};
use crate::model::{ByKey, Key, KeyList, Model, ReadModel, TypesOn};

/// A lock is gone with the transaction, so there must be one.
fn locked_for<C: diesel::Connection>(locks: bool, conn: &mut C) -> Result<()> {
    use diesel::connection::TransactionManager;
    let inside = !locks
        || C::TransactionManager::transaction_manager_status_mut(conn)
            .transaction_depth()?
            .is_some();
    if inside {
        Ok(())
    } else {
        Err(crate::Error::NoTransaction)
    }
}

/// The types of the fields that a queryset reads.
pub(super) type TypesOf<Q> = <<Q as Selection>::Slots as Pick<<Q as Selection>::Model>>::Types;

/// The slices that terminals cut.
pub trait TopSlice<DB: diesel::backend::Backend> {
    /// The queryset's own.
    type Own: crate::ast::PushSlice<DB>;
    /// Its first rows.
    type Top: crate::ast::PushSlice<DB>;
    /// The queryset's own.
    fn own_slice(&self) -> Self::Own;
    /// Its first rows.
    fn top_slice(&self, count: i64) -> Self::Top;
}
impl<M, W, O, D, S, L, DB> TopSlice<DB> for QuerySet<M, W, O, D, S, L>
where
    S: crate::ast::PushSlice<DB> + Copy,
    S::Top: crate::ast::PushSlice<DB>,
    DB: diesel::backend::Backend,
{
    type Own = S;
    type Top = S::Top;
    fn own_slice(&self) -> S {
        self.slice
    }
    fn top_slice(&self, count: i64) -> S::Top {
        self.slice.top(count)
    }
}

/// A queryset that can be loaded from a database.
pub trait LoadFrom<DB: Backend>:
    SelectOn<DB, Slots: FillPick<<Self as Selection>::Model, DB>> + TopSlice<DB>
{
}
#[diagnostic::do_not_recommend]
impl<Q, DB: Backend> LoadFrom<DB> for Q where
    Q: SelectOn<DB, Slots: FillPick<<Q as Selection>::Model, DB>> + TopSlice<DB>
{
}

#[diagnostic::do_not_recommend]
impl<Q, C> DrivenBy<C, SyncDriver> for Q where C: LoadConnection<Backend: Backend + 'static> {}
#[diagnostic::do_not_recommend]
impl<Q, C: Nothing> DrivenBy<C, NoDriver> for Q {}

impl<Q, C> LoadOn<C, SyncDriver> for Q
where
    Q: Selection,
    C: LoadConnection<Backend: Backend + 'static>,
    // These two are told of by words of their own, so they come first.
    TypesOf<Q>: TypesOn<Q::Model, C::Backend>,
    Q::Place: HasPlace<C::Backend>,
    Q: LoadFrom<C::Backend>,
{
    type Row = SelectedRow<Q>;
    type One = <Q::Slots as Pick<Q::Model>>::One;

    fn alone(row: SelectedRow<Q>) -> Self::One {
        <Q::Slots as Pick<Q::Model>>::alone(row)
    }

    fn load_on<'c>(&'c self, conn: &'c mut C) -> Result<Vec<SelectedRow<Q>>> {
        self.check()?;
        locked_for(Q::LOCKS, conn)?;
        load_rows(self, Rows::<_, _, Plain>::new(self, self.own_slice()), conn)
    }

    fn load_top<'c, Md: Mode>(&'c self, conn: &'c mut C) -> Result<Vec<SelectedRow<Q>>> {
        self.check()?;
        locked_for(Q::LOCKS, conn)?;
        let statement = Rows::<_, _, Md>::new(self, self.top_slice(Md::TOP.0));
        load_rows(self, statement, conn)
    }

    fn count_on<'c>(&'c self, conn: &'c mut C) -> Result<i64> {
        self.check()?;
        let numbers: Vec<Number> = driver::run(Count(self), conn)?;
        Ok(numbers.first().map_or(0, |number| number.0))
    }

    fn exists_on<'c>(&'c self, conn: &'c mut C) -> Result<bool> {
        self.check()?;
        let found: Vec<Found> = driver::run(Exist(self), conn)?;
        Ok(!found.is_empty())
    }
}

#[diagnostic::do_not_recommend]
impl<Q, C> KeysOn<C, SyncDriver> for Q
where
    Q: LoadOn<C, SyncDriver, Row = SelectedRow<Q>> + KeyedSelect<C::Backend>,
    Q::Model: ReadModel<C::Backend>,
    Q::Slots: PickRow<Q::Model> + FillPick<Q::Model, C::Backend>,
    C: LoadConnection,
    C::Backend: Backend + 'static,
{
    type Key = <Q::Model as Model>::Key;

    fn keys_on<'c>(&'c self, conn: &'c mut C) -> Result<Vec<Self::Key>> {
        self.check()?;
        let keys: Vec<PendingKey<Q::Model>> = driver::run(KeysInOrder(self), conn)?;
        Ok(keys.into_iter().map(|key| key.0).collect())
    }

    fn by_keys_on<'c>(
        &'c self,
        keys: Vec<Self::Key>,
        conn: &'c mut C,
    ) -> Result<(Vec<Self::Key>, Vec<Keyed<Self::Row>>)> {
        if keys.is_empty() {
            return Ok((keys, Vec::new()));
        }
        let list = KeyList::new(keys.iter().map(Key::borrowed).collect());
        let rows = load_children::<ByKey<Q::Model>, Q, C>(self, &list, &Owners::none(), conn)?;
        drop(list);
        Ok((keys, rows))
    }
}

/// The row of a queryset as it is read.
pub(super) type PendingOf<Q> = Pending<<Q as Selection>::Model, SelectedRaw<Q>, ReaderOf<Q>>;

/// Rows one after another; see [`QuerySet::iterator`]. A name that tells no more than the
/// row's type keeps the statement out of errors and signatures.
pub struct RowIter<'c, R>(Box<dyn Iterator<Item = Result<R>> + 'c>);

impl<R> Iterator for RowIter<'_, R> {
    type Item = Result<R>;
    #[inline]
    fn next(&mut self) -> Option<Result<R>> {
        self.0.next()
    }
}

#[diagnostic::do_not_recommend]
impl<Q, C, DB> StreamOn<C, SyncDriver> for Q
where
    Q: LoadOn<C, SyncDriver, Row = SelectedRow<Q>> + SelectOn<DB> + TopSlice<DB, Own: 'static>,
    Q::Slots: PickOn<Q::Model, DB>,
    C: diesel::Connection<Backend = DB> + LoadConnection<DB::Streaming>,
    DB: Backend + 'static,
{
    type Stream<'c>
        = RowIter<'c, SelectedRow<Q>>
    where
        Self: 'c,
        C: 'c;

    fn iterate_on<'c>(&'c self, conn: &'c mut C) -> Result<Self::Stream<'c>> {
        self.check()?;
        locked_for(Q::LOCKS, conn)?;
        let statement = Rows::<_, _, Plain>::new(self, self.own_slice());
        let rows = driver::stream::<_, PendingOf<Q>, _, _>(statement, conn)?;
        let slots = self.slots();
        Ok(RowIter(Box::new(rows.map(|row| Ok(slots.shape(row?.raw))))))
    }
}

/// The queryset of a portion: these keys' rows, with what is loaded.
pub type Portion<M, D, L> = QuerySet<M, NoCondition, ModelOrder, D, NoSlice, L>;

impl<M, W, O, D, S, L: Clone> QuerySet<M, W, O, D, S, L> {
    /// What each portion loads.
    pub(crate) fn portion(&self) -> Portion<M, D, L> {
        QuerySet {
            condition: NoCondition,
            order: ModelOrder,
            slice: NoSlice,
            slots: self.slots.clone(),
            types: PhantomData,
        }
    }
}

/// Rows in portions; see [`QuerySet::chunks`].
pub struct Chunks<'c, Key, Q, C> {
    keys: std::vec::IntoIter<Key>,
    n: usize,
    query: Q,
    conn: &'c mut C,
}

impl<Key, Q, C> Iterator for Chunks<'_, Key, Q, C>
where
    Q: KeysOn<C, SyncDriver, Key = Key>,
{
    type Item = Result<Vec<Q::Row>>;

    fn next(&mut self) -> Option<Self::Item> {
        let keys: Vec<Key> = self.keys.by_ref().take(self.n).collect();
        if keys.is_empty() {
            return None;
        }
        let portion = self.query.by_keys_on(keys, self.conn);
        Some(portion.map(|(_, rows)| in_order(rows)))
    }
}

/// Rows in the order of their keys.
pub(crate) fn in_order<R>(mut rows: Vec<Keyed<R>>) -> Vec<R> {
    rows.sort_by_key(|row| row.ordinal);
    rows.into_iter().map(|child| child.row).collect()
}

#[diagnostic::do_not_recommend]
impl<M, W, O, D, S, L, C> ChunksOn<C, SyncDriver> for QuerySet<M, W, O, D, S, L>
where
    Self: KeysOn<C, SyncDriver, Key = M::Key>,
    M: Model,
    L: Clone,
{
    type Chunks<'c>
        = Chunks<'c, M::Key, Portion<M, D, L>, C>
    where
        Self: 'c,
        C: 'c;

    fn chunks_on<'c>(&'c self, n: usize, conn: &'c mut C) -> Result<Self::Chunks<'c>> {
        let keys = self.keys_on(conn)?;
        Ok(Chunks {
            keys: keys.into_iter(),
            n,
            query: self.portion(),
            conn,
        })
    }
}

/// For no connection.
///
/// A terminal's bounds are looked at before its argument, so before `C` is known. With one
/// impl the compiler would go into it with that unknown, and solve all that lies below anew
/// at every level of joins, since only what is known is remembered: eight joins took seven
/// times as long. With two it waits for the connection.
#[diagnostic::do_not_recommend]
impl<Q: Selection, C: Nothing> LoadOn<C, NoDriver> for Q {
    type Row = SelectedRow<Q>;
    type One = <Q::Slots as Pick<Q::Model>>::One;

    fn alone(row: SelectedRow<Q>) -> Self::One {
        <Q::Slots as Pick<Q::Model>>::alone(row)
    }

    fn load_on<'c>(&'c self, _: &'c mut C) -> Result<Vec<SelectedRow<Q>>> {
        Ok(Vec::new())
    }

    fn load_top<'c, Md: Mode>(&'c self, _: &'c mut C) -> Result<Vec<SelectedRow<Q>>> {
        Ok(Vec::new())
    }

    fn count_on<'c>(&'c self, _: &'c mut C) -> Result<i64> {
        Ok(0)
    }

    fn exists_on<'c>(&'c self, _: &'c mut C) -> Result<bool> {
        Ok(false)
    }
}

/// The same of keys.
#[diagnostic::do_not_recommend]
impl<Q: Selection, C: Nothing> KeysOn<C, NoDriver> for Q {
    type Key = <Q::Model as Model>::Key;

    fn keys_on<'c>(&'c self, _: &'c mut C) -> Result<Vec<Self::Key>> {
        Ok(Vec::new())
    }

    fn by_keys_on<'c>(
        &'c self,
        keys: Vec<Self::Key>,
        _: &'c mut C,
    ) -> Result<(Vec<Self::Key>, Vec<Keyed<Self::Row>>)> {
        Ok((keys, Vec::new()))
    }
}
