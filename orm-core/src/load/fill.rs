//! Filling the slots of loaded rows: each batched relation by one query, parents first.
//!
//! What is asked and where the answers go is the same on every connection, and stands in
//! `keys`, `statement` and `children`; here it is walked on a sync one.

use diesel::connection::LoadConnection;

use super::children::{give, shaped, sorted_in};
use super::driver;
use super::keys::{Keyed, LinkKey, Plan};
use super::owners::Owners;
use super::pick::{FillPick, Pick, PickRow};
use super::read::{Pending, PendingChild};
use super::slot::{BatchStore, InlineStore, NotLoaded};
use super::spec::{
    Batch, Join, ReaderOf, RowSpec, RowWith, SelectedRaw, SelectedRow, Spec, SpecList,
};
use super::statement::Children;
use crate::Result;
use crate::backend::Backend;
use crate::model::{KeyList, KeysOf, Link, Model, Relation, RowParts};
use crate::queryset::{KeyedSelect, Selection};

/// A row whose slots wait: its keys, and the slots.
pub type Waiting<'k, 'p, M, S> = (KeysOf<'k, M>, &'p mut S);

/// Filling one relation's slots.
pub trait FillSpec<R: Relation, DB: Backend>: Spec<R> {
    /// There is something to fill.
    const ACTIVE: bool;
    /// Fills the slots of these parents.
    ///
    /// # Errors
    /// Those of the database, and a foreign key that points nowhere.
    fn fill<'k, C: LoadConnection<Backend = DB>>(
        &self,
        parents: Vec<Waiting<'k, '_, R::From, Self::Loaded>>,
        conn: &mut C,
    ) -> Result<()>;
}

/// Filling all slots.
pub trait FillList<M: Model, Rels, DB: Backend>: SpecList<M, Rels> {
    /// There is something to fill.
    const ACTIVE: bool;
    /// Fills the slots of these rows.
    ///
    /// # Errors
    /// Those of the database, and a foreign key that points nowhere.
    fn fill<'k, C: LoadConnection<Backend = DB>>(
        &self,
        parents: Vec<Waiting<'k, '_, M, Self::Loaded>>,
        conn: &mut C,
    ) -> Result<()>;
}

impl<M: Model, DB: Backend> FillList<M, (), DB> for () {
    const ACTIVE: bool = false;
    fn fill<'k, C: LoadConnection<Backend = DB>>(
        &self,
        _: Vec<Waiting<'k, '_, M, ()>>,
        _: &mut C,
    ) -> Result<()> {
        Ok(())
    }
}

impl<M, R, Rest, H, T, DB> FillList<M, (R, Rest), DB> for (H, T)
where
    M: Model,
    R: Relation<From = M>,
    H: FillSpec<R, DB>,
    T: FillList<M, Rest, DB>,
    DB: Backend,
{
    const ACTIVE: bool = H::ACTIVE || T::ACTIVE;
    fn fill<'k, C: LoadConnection<Backend = DB>>(
        &self,
        mut parents: Vec<Waiting<'k, '_, M, Self::Loaded>>,
        conn: &mut C,
    ) -> Result<()> {
        if H::ACTIVE {
            let heads = parents
                .iter_mut()
                .map(|(keys, slots)| (*keys, &mut slots.0))
                .collect();
            self.0.fill(heads, conn)?;
        }
        if T::ACTIVE {
            let tails = parents
                .into_iter()
                .map(|(keys, slots)| (keys, &mut slots.1))
                .collect();
            self.1.fill(tails, conn)?;
        }
        Ok(())
    }
}

impl<R: Relation, DB: Backend> FillSpec<R, DB> for NotLoaded {
    const ACTIVE: bool = false;
    fn fill<'k, C: LoadConnection<Backend = DB>>(
        &self,
        _: Vec<Waiting<'k, '_, R::From, NotLoaded>>,
        _: &mut C,
    ) -> Result<()> {
        Ok(())
    }
}

impl<R, L, DB> FillSpec<R, DB> for Join<L>
where
    R: Relation,
    L: RowSpec<R::To, List: FillList<R::To, <R::To as Model>::Relations, DB>>,
    Self: Spec<R, Loaded: InlineStore<RowWith<R::To, L>>>,
    DB: Backend,
{
    const ACTIVE: bool = <L::List as FillList<_, _, DB>>::ACTIVE;
    fn fill<'k, C: LoadConnection<Backend = DB>>(
        &self,
        parents: Vec<Waiting<'k, '_, R::From, Self::Loaded>>,
        conn: &mut C,
    ) -> Result<()> {
        let joined = parents
            .into_iter()
            .filter_map(|(_, slot)| slot.joined_mut())
            .map(|row| row.parts_mut())
            .collect();
        self.0.list().fill(joined, conn)
    }
}

impl<R, Q, DB> FillSpec<R, DB> for Batch<Q>
where
    R: Relation,
    DB: Backend + 'static,
    Q: Selection<Model = R::To> + KeyedSelect<DB>,
    Q::Slots: PickRow<R::To> + FillPick<R::To, DB>,
    Self: Spec<R, Loaded: BatchStore<SelectedRow<Q>>>,
{
    const ACTIVE: bool = true;
    fn fill<'k, C: LoadConnection<Backend = DB>>(
        &self,
        mut parents: Vec<Waiting<'k, '_, R::From, Self::Loaded>>,
        conn: &mut C,
    ) -> Result<()> {
        let plan = Plan::<R::Link>::new(parents.iter().map(|(keys, _)| *keys));
        if plan.keys.keys.is_empty() {
            return Ok(());
        }
        let owners = Owners::new(&plan, parents.iter().map(|(keys, _)| *keys))?;
        let children = load_children::<R::Link, Q, C>(&self.0, &plan.keys, &owners, conn)?;
        let mut targets = plan.targets(parents.iter_mut().map(|(_, slot)| &mut **slot));
        give::<R, _, _>(children, &mut targets, &plan)
    }
}

/// Loads the rows that listed keys lead to, with all that the queryset loads with them.
pub(crate) fn load_children<K, Q, C>(
    query: &Q,
    keys: &KeyList<LinkKey<'_, K>>,
    owners: &Owners<'_, K::From>,
    conn: &mut C,
) -> Result<Vec<Keyed<SelectedRow<Q>>>>
where
    K: Link,
    C: LoadConnection,
    C::Backend: Backend + 'static,
    Q: Selection<Model = K::To> + KeyedSelect<C::Backend>,
    Q::Slots: PickRow<K::To> + FillPick<K::To, C::Backend>,
{
    query.check()?;
    let statement = Children::<K, LinkKey<'_, K>, Q>::new(keys, query);
    let pending: Vec<PendingChild<K, SelectedRaw<Q>, ReaderOf<Q>>> = driver::run(statement, conn)?;
    let mut children = sorted_in::<K, Q::Slots, _>(pending, keys, owners)?;
    if Q::Slots::ACTIVE {
        let waiting = children.iter_mut().map(|child| &mut child.row).collect();
        query.slots().fill(waiting, conn)?;
    }
    Ok(shaped::<K::To, _>(query.slots(), children))
}

/// Runs the statement for a queryset's rows, and fills their slots.
pub(crate) fn load_rows<Q, St, C>(
    query: &Q,
    statement: St,
    conn: &mut C,
) -> Result<Vec<SelectedRow<Q>>>
where
    Q: Selection,
    Q::Slots: FillPick<Q::Model, C::Backend>,
    St: driver::Statement<C::Backend> + diesel::RunQueryDsl<C>,
    C: LoadConnection,
    C::Backend: Backend + 'static,
{
    let mut rows: Vec<Pending<Q::Model, SelectedRaw<Q>, ReaderOf<Q>>> =
        driver::run(statement, conn)?;
    let slots = query.slots();
    if Q::Slots::ACTIVE {
        slots.fill(rows.iter_mut().map(|row| &mut row.raw).collect(), conn)?;
    }
    Ok(rows.into_iter().map(|row| slots.shape(row.raw)).collect())
}
