//! Filling the slots of loaded rows: each batched relation by one query, parents first.
//!
//! What is asked and where the answers go is the same on every connection, and stands in
//! `keys`, `statement` and `children`; here it is walked on a sync one.

use diesel::connection::LoadConnection;

use super::children::{give, sorted_in};
use super::driver;
use super::keys::{Keyed, LinkKey, Plan};
use super::read::{Pending, PendingChild, Readable};
use super::slot::{BatchStore, InlineStore, NotLoaded};
use super::spec::{Batch, Join, RowOf, SelectedRow, Spec, SpecList};
use super::statement::Children;
use crate::Result;
use crate::backend::Backend;
use crate::model::{KeyList, Link, Model, ReadModel, Relation, RowParts};
use crate::queryset::{SelectOn, Selection};

/// A row whose slots wait: its model, and the slots.
pub type Waiting<'p, M, S> = (&'p M, &'p mut S);

/// Filling one relation's slots.
pub trait FillSpec<R: Relation, DB: Backend>: Spec<R> {
    /// There is something to fill.
    const ACTIVE: bool;
    /// Fills the slots of these parents.
    ///
    /// # Errors
    /// Those of the database, and a foreign key that points nowhere.
    fn fill<C: LoadConnection<Backend = DB>>(
        &self,
        parents: Vec<Waiting<'_, R::From, Self::Loaded>>,
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
    fn fill<C: LoadConnection<Backend = DB>>(
        &self,
        parents: Vec<Waiting<'_, M, Self::Loaded>>,
        conn: &mut C,
    ) -> Result<()>;
}

impl<M: Model, DB: Backend> FillList<M, (), DB> for () {
    const ACTIVE: bool = false;
    fn fill<C: LoadConnection<Backend = DB>>(
        &self,
        _: Vec<Waiting<'_, M, ()>>,
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
    fn fill<C: LoadConnection<Backend = DB>>(
        &self,
        mut parents: Vec<Waiting<'_, M, Self::Loaded>>,
        conn: &mut C,
    ) -> Result<()> {
        if H::ACTIVE {
            let heads = parents
                .iter_mut()
                .map(|(model, slots)| (*model, &mut slots.0))
                .collect();
            self.0.fill(heads, conn)?;
        }
        if T::ACTIVE {
            let tails = parents
                .into_iter()
                .map(|(model, slots)| (model, &mut slots.1))
                .collect();
            self.1.fill(tails, conn)?;
        }
        Ok(())
    }
}

impl<R: Relation, DB: Backend> FillSpec<R, DB> for NotLoaded {
    const ACTIVE: bool = false;
    fn fill<C: LoadConnection<Backend = DB>>(
        &self,
        _: Vec<Waiting<'_, R::From, NotLoaded>>,
        _: &mut C,
    ) -> Result<()> {
        Ok(())
    }
}

impl<R, L, DB> FillSpec<R, DB> for Join<L>
where
    R: Relation,
    L: FillList<R::To, <R::To as Model>::Relations, DB>,
    Self: Spec<R, Loaded: InlineStore<RowOf<R::To, L::Loaded>>>,
    DB: Backend,
{
    const ACTIVE: bool = L::ACTIVE;
    fn fill<C: LoadConnection<Backend = DB>>(
        &self,
        parents: Vec<Waiting<'_, R::From, Self::Loaded>>,
        conn: &mut C,
    ) -> Result<()> {
        let joined = parents
            .into_iter()
            .filter_map(|(_, slot)| slot.joined_mut())
            .map(|row| row.parts_mut())
            .collect();
        self.0.fill(joined, conn)
    }
}

impl<R, Q, DB> FillSpec<R, DB> for Batch<Q>
where
    R: Relation,
    DB: Backend + 'static,
    Q: Selection<Model = R::To> + SelectOn<DB>,
    R::To: ReadModel<DB>,
    Q::Slots: Readable<R::To, DB> + FillList<R::To, <R::To as Model>::Relations, DB>,
    Self: Spec<R, Loaded: BatchStore<SelectedRow<Q>>>,
{
    const ACTIVE: bool = true;
    fn fill<C: LoadConnection<Backend = DB>>(
        &self,
        mut parents: Vec<Waiting<'_, R::From, Self::Loaded>>,
        conn: &mut C,
    ) -> Result<()> {
        let plan = Plan::<R::Link>::new(parents.iter().map(|(model, _)| *model));
        if plan.keys.keys.is_empty() {
            return Ok(());
        }
        let children = load_children::<R::Link, Q, C>(&self.0, &plan.keys, conn)?;
        let mut targets = plan.targets(parents.iter_mut().map(|(_, slot)| &mut **slot));
        give::<R, _, _>(children, &mut targets, &plan)
    }
}

/// Loads the rows that listed keys lead to, with all that the queryset loads with them.
pub(crate) fn load_children<K, Q, C>(
    query: &Q,
    keys: &KeyList<LinkKey<'_, K>>,
    conn: &mut C,
) -> Result<Vec<Keyed<SelectedRow<Q>>>>
where
    K: Link,
    C: LoadConnection,
    C::Backend: Backend + 'static,
    Q: Selection<Model = K::To> + SelectOn<C::Backend>,
    K::To: ReadModel<C::Backend>,
    Q::Slots:
        Readable<K::To, C::Backend> + FillList<K::To, <K::To as Model>::Relations, C::Backend>,
{
    query.check()?;
    let statement = Children::<K, LinkKey<'_, K>, Q>::new(keys, query);
    let pending: Vec<PendingChild<K, _, <Q::Slots as SpecList<K::To>>::Reader>> =
        driver::run(statement, conn)?;
    let mut children = sorted_in::<K, _, _>(pending, keys)?;
    if <Q::Slots as FillList<K::To, _, C::Backend>>::ACTIVE {
        let waiting = children
            .iter_mut()
            .map(|child| child.row.parts_mut())
            .collect();
        query.slots().fill(waiting, conn)?;
    }
    Ok(children)
}

/// Runs the statement for a queryset's rows, and fills their slots.
pub(crate) fn load_rows<Q, St, C>(
    query: &Q,
    statement: St,
    conn: &mut C,
) -> Result<Vec<SelectedRow<Q>>>
where
    Q: Selection,
    Q::Model: ReadModel<C::Backend>,
    Q::Slots: Readable<Q::Model, C::Backend>
        + FillList<Q::Model, <Q::Model as Model>::Relations, C::Backend>,
    St: driver::Statement<C::Backend> + diesel::RunQueryDsl<C>,
    C: LoadConnection,
    C::Backend: Backend + 'static,
{
    let pending: Vec<Pending<Q::Model, _, <Q::Slots as SpecList<Q::Model>>::Reader>> =
        driver::run(statement, conn)?;
    let mut rows: Vec<SelectedRow<Q>> = pending.into_iter().map(|pending| pending.row).collect();
    if <Q::Slots as FillList<Q::Model, _, C::Backend>>::ACTIVE {
        query
            .slots()
            .fill(rows.iter_mut().map(RowParts::parts_mut).collect(), conn)?;
    }
    Ok(rows)
}
