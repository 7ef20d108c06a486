//! Filling the slots of loaded rows: each batched relation by one query, parents first.
//!
//! This is the driver on a sync connection; the plans it runs know of no connection.

use diesel::connection::{DefaultLoadingMode, LoadConnection};

use super::keys::{Keyed, LinkKey, Plan};
use super::read::{PendingChild, Readable};
use super::slot::{BatchStore, InlineStore, NotLoaded, Target};
use super::spec::{Batch, Join, RowOf, SelectedRow, Spec, SpecList};
use super::statement::Children;
use crate::backend::Backend;
use crate::model::{KeyRef, Link, Model, ReadModel, Relation, RowParts};
use crate::queryset::{SelectOn, Selection};
use crate::{Error, Result};

/// A row whose slots wait: its model, and the slots.
pub type Waiting<'p, M, S> = (&'p M, &'p mut S);

/// Filling one relation's slots.
pub trait FillSpec<R: Relation, C>: Spec<R> {
    /// There is something to fill.
    const ACTIVE: bool;
    /// Fills the slots of these parents.
    ///
    /// # Errors
    /// Those of the database, and a foreign key that points nowhere.
    fn fill(&self, parents: Vec<Waiting<'_, R::From, Self::Loaded>>, conn: &mut C) -> Result<()>;
}

/// Filling all slots.
pub trait FillList<M: Model, Rels, C>: SpecList<M, Rels> {
    /// There is something to fill.
    const ACTIVE: bool;
    /// Fills the slots of these rows.
    ///
    /// # Errors
    /// Those of the database, and a foreign key that points nowhere.
    fn fill(&self, parents: Vec<Waiting<'_, M, Self::Loaded>>, conn: &mut C) -> Result<()>;
}

impl<M: Model, C> FillList<M, (), C> for () {
    const ACTIVE: bool = false;
    fn fill(&self, _: Vec<Waiting<'_, M, ()>>, _: &mut C) -> Result<()> {
        Ok(())
    }
}

impl<M, R, Rest, H, T, C> FillList<M, (R, Rest), C> for (H, T)
where
    M: Model,
    R: Relation<From = M>,
    H: FillSpec<R, C>,
    T: FillList<M, Rest, C>,
{
    const ACTIVE: bool = H::ACTIVE || T::ACTIVE;
    fn fill(&self, mut parents: Vec<Waiting<'_, M, Self::Loaded>>, conn: &mut C) -> Result<()> {
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

impl<R: Relation, C> FillSpec<R, C> for NotLoaded {
    const ACTIVE: bool = false;
    fn fill(&self, _: Vec<Waiting<'_, R::From, NotLoaded>>, _: &mut C) -> Result<()> {
        Ok(())
    }
}

impl<R, L, C> FillSpec<R, C> for Join<L>
where
    R: Relation,
    L: FillList<R::To, <R::To as Model>::Relations, C>,
    Self: Spec<R, Loaded: InlineStore<RowOf<R::To, L::Loaded>>>,
{
    const ACTIVE: bool = L::ACTIVE;
    fn fill(&self, parents: Vec<Waiting<'_, R::From, Self::Loaded>>, conn: &mut C) -> Result<()> {
        let joined = parents
            .into_iter()
            .filter_map(|(_, slot)| slot.joined_mut())
            .map(|row| row.parts_mut())
            .collect();
        self.0.fill(joined, conn)
    }
}

impl<R, Q, C> FillSpec<R, C> for Batch<Q>
where
    R: Relation,
    C: LoadConnection<DefaultLoadingMode>,
    C::Backend: Backend + super::driver::CheckedBackend,
    Q: Selection<Model = R::To> + SelectOn<C::Backend>,
    R::To: ReadModel<C::Backend>,
    Q::Slots: Readable<R::To, C::Backend> + FillList<R::To, <R::To as Model>::Relations, C>,
    Self: Spec<R, Loaded: BatchStore<SelectedRow<Q>>>,
{
    const ACTIVE: bool = true;
    fn fill(
        &self,
        mut parents: Vec<Waiting<'_, R::From, Self::Loaded>>,
        conn: &mut C,
    ) -> Result<()> {
        let plan = Plan::<R::Link>::new(parents.iter().map(|(model, _)| *model));
        if plan.keys.0.is_empty() {
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
    keys: &crate::model::KeyList<LinkKey<'_, K>>,
    conn: &mut C,
) -> Result<Vec<Keyed<SelectedRow<Q>>>>
where
    K: Link,
    C: LoadConnection<DefaultLoadingMode>,
    C::Backend: Backend + super::driver::CheckedBackend,
    Q: Selection<Model = K::To> + SelectOn<C::Backend>,
    K::To: ReadModel<C::Backend>,
    Q::Slots: Readable<K::To, C::Backend> + FillList<K::To, <K::To as Model>::Relations, C>,
{
    query.check()?;
    let statement = Children::<K, LinkKey<'_, K>, Q>::new(keys, query);
    let pending: Vec<PendingChild<K, _, <Q::Slots as SpecList<K::To>>::Reader>> =
        super::driver::run(statement, conn)?;
    let mut children: Vec<Keyed<SelectedRow<Q>>> =
        pending.into_iter().map(|pending| pending.keyed).collect();
    if K::TELLS_KEY {
        super::keys::place::<K, _>(&keys.0, &mut children)?;
    }
    if <Q::Slots as FillList<K::To, _, C>>::ACTIVE {
        let waiting = children
            .iter_mut()
            .map(|child| child.row.parts_mut())
            .collect();
        query.slots().fill(waiting, conn)?;
    }
    Ok(children)
}

fn give<R, T, S>(
    children: Vec<Keyed<T>>,
    targets: &mut [Target<'_, S>],
    plan: &Plan<'_, R::Link>,
) -> Result<()>
where
    R: Relation,
    S: BatchStore<T>,
{
    match S::distribute(children, targets, plan.keys.0.len()) {
        Some(missing) if R::Link::MUST_EXIST => Err(Error::DanglingForeignKey {
            model: R::From::META.name,
            relation: R::NAME,
            key: plan
                .keys
                .0
                .get(missing)
                .map_or_else(String::new, |key| key.describe()),
        }),
        _ => Ok(()),
    }
}
