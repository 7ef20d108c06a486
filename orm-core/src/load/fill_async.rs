//! Filling the slots of loaded rows on an async connection.
//!
//! What is asked and where the answers go stands in `keys`, `statement` and `children`, as
//! for a sync one; here siblings may go side by side.

use futures_util::future::{BoxFuture, try_join};

use super::children::{give, shaped, sorted_in};
use super::driver::Statement;
use super::fill::Waiting;
use super::keys::{Keyed, LinkKey, Plan};
use super::lane::Lane;
use super::owners::Owners;
use super::pick::{FillPickAsync, Pick, PickRow};
use super::read::{Pending, PendingChild};
use super::run_async::run;
use super::slot::{BatchStore, InlineStore, NotLoaded};
use super::spec::{
    Batch, Join, ReaderOf, RowSpec, RowWith, SelectedRaw, SelectedRow, Spec, SpecList,
};
use super::statement::Children;
use crate::Result;
use crate::backend::Backend;
use crate::model::{KeyList, Link, Model, Relation, RowParts};
use crate::queryset::{KeyedSelect, Selection};

/// Filling one relation's slots.
pub trait FillSpecAsync<R: Relation, DB: Backend>: Spec<R, Loaded: Send> + Sync {
    /// There is something to fill.
    const ACTIVE: bool;
    /// Fills the slots of these parents.
    ///
    /// # Errors
    /// Those of the database, and a foreign key that points nowhere.
    fn fill<'a, 'k: 'a, Ln: Lane<Backend = DB>>(
        &'a self,
        parents: Vec<Waiting<'k, 'a, R::From, Self::Loaded>>,
        lane: &'a mut Ln,
    ) -> BoxFuture<'a, Result<()>>;
}

/// Filling all slots.
pub trait FillListAsync<M: Model, Rels, DB: Backend>:
    SpecList<M, Rels, Loaded: Send> + Sync
{
    /// There is something to fill.
    const ACTIVE: bool;
    /// Fills the slots of these rows.
    ///
    /// # Errors
    /// Those of the database, and a foreign key that points nowhere.
    fn fill<'a, 'k: 'a, Ln: Lane<Backend = DB>>(
        &'a self,
        parents: Vec<Waiting<'k, 'a, M, Self::Loaded>>,
        lane: &'a mut Ln,
    ) -> BoxFuture<'a, Result<()>>;
}

/// Nothing to fill.
pub(crate) fn done<'a>() -> BoxFuture<'a, Result<()>> {
    Box::pin(std::future::ready(Ok(())))
}

impl<M: Model, DB: Backend> FillListAsync<M, (), DB> for () {
    const ACTIVE: bool = false;
    fn fill<'a, 'k: 'a, Ln: Lane<Backend = DB>>(
        &'a self,
        _: Vec<Waiting<'k, 'a, M, ()>>,
        _: &'a mut Ln,
    ) -> BoxFuture<'a, Result<()>> {
        done()
    }
}

impl<M, R, Rest, H, T, DB> FillListAsync<M, (R, Rest), DB> for (H, T)
where
    M: Model,
    R: Relation<From = M>,
    H: FillSpecAsync<R, DB>,
    T: FillListAsync<M, Rest, DB>,
    DB: Backend,
{
    const ACTIVE: bool = H::ACTIVE || T::ACTIVE;
    fn fill<'a, 'k: 'a, Ln: Lane<Backend = DB>>(
        &'a self,
        parents: Vec<Waiting<'k, 'a, M, Self::Loaded>>,
        lane: &'a mut Ln,
    ) -> BoxFuture<'a, Result<()>> {
        let mut heads = Vec::with_capacity(if H::ACTIVE { parents.len() } else { 0 });
        let mut tails = Vec::with_capacity(if T::ACTIVE { parents.len() } else { 0 });
        for (keys, (head, tail)) in parents {
            if H::ACTIVE {
                heads.push((keys, head));
            }
            if T::ACTIVE {
                tails.push((keys, tail));
            }
        }
        match (H::ACTIVE, T::ACTIVE) {
            (false, false) => done(),
            (true, false) => self.0.fill(heads, lane),
            (false, true) => self.1.fill(tails, lane),
            (true, true) => Box::pin(async move {
                if let Some((mut left, mut right)) = lane.split() {
                    let head = self.0.fill(heads, &mut left);
                    let tail = self.1.fill(tails, &mut right);
                    try_join(head, tail).await?;
                    return Ok(());
                }
                self.0.fill(heads, &mut *lane).await?;
                self.1.fill(tails, lane).await
            }),
        }
    }
}

impl<R: Relation, DB: Backend> FillSpecAsync<R, DB> for NotLoaded {
    const ACTIVE: bool = false;
    fn fill<'a, 'k: 'a, Ln: Lane<Backend = DB>>(
        &'a self,
        _: Vec<Waiting<'k, 'a, R::From, NotLoaded>>,
        _: &'a mut Ln,
    ) -> BoxFuture<'a, Result<()>> {
        done()
    }
}

impl<R, L, DB> FillSpecAsync<R, DB> for Join<L>
where
    R: Relation,
    L: RowSpec<R::To, List: FillListAsync<R::To, <R::To as Model>::Relations, DB>> + Sync,
    Self: Spec<R, Loaded: InlineStore<RowWith<R::To, L>> + Send>,
    DB: Backend,
{
    const ACTIVE: bool = <L::List as FillListAsync<_, _, DB>>::ACTIVE;
    fn fill<'a, 'k: 'a, Ln: Lane<Backend = DB>>(
        &'a self,
        parents: Vec<Waiting<'k, 'a, R::From, Self::Loaded>>,
        lane: &'a mut Ln,
    ) -> BoxFuture<'a, Result<()>> {
        let joined = parents
            .into_iter()
            .filter_map(|(_, slot)| slot.joined_mut())
            .map(|row| row.parts_mut())
            .collect();
        self.0.list().fill(joined, lane)
    }
}

impl<R, Q, DB> FillSpecAsync<R, DB> for Batch<Q>
where
    R: Relation<From: Sync>,
    DB: Backend + 'static,
    Q: Selection<Model = R::To> + KeyedSelect<DB> + Sync,
    R::To: Send + Sync,
    Q::Slots: PickRow<R::To> + FillPickAsync<R::To, DB>,
    Self: Spec<R, Loaded: BatchStore<SelectedRow<Q>> + Send>,
    SelectedRow<Q>: Send,
{
    const ACTIVE: bool = true;
    fn fill<'a, 'k: 'a, Ln: Lane<Backend = DB>>(
        &'a self,
        mut parents: Vec<Waiting<'k, 'a, R::From, Self::Loaded>>,
        lane: &'a mut Ln,
    ) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move {
            let plan = Plan::<R::Link>::new(parents.iter().map(|(keys, _)| *keys));
            if plan.keys.keys.is_empty() {
                return Ok(());
            }
            let owners = Owners::new(&plan, parents.iter().map(|(keys, _)| *keys))?;
            let children =
                load_children::<R::Link, Q, Ln>(&self.0, &plan.keys, &owners, lane).await?;
            let mut targets = plan.targets(parents.iter_mut().map(|(_, slot)| &mut **slot));
            give::<R, _, _>(children, &mut targets, &plan)
        })
    }
}

/// Loads the rows that listed keys lead to, with all that the queryset loads with them.
pub(crate) async fn load_children<K, Q, Ln>(
    query: &Q,
    keys: &KeyList<LinkKey<'_, K>>,
    owners: &Owners<'_, K::From>,
    lane: &mut Ln,
) -> Result<Vec<Keyed<SelectedRow<Q>>>>
where
    K: Link<From: Sync>,
    Ln: Lane,
    Q: Selection<Model = K::To> + KeyedSelect<Ln::Backend> + Sync,
    K::To: Send + Sync,
    Q::Slots: PickRow<K::To> + FillPickAsync<K::To, Ln::Backend>,
    SelectedRow<Q>: Send,
{
    query.check()?;
    let statement = Children::<K, LinkKey<'_, K>, Q>::new(keys, query);
    let pending: Vec<PendingChild<K, SelectedRaw<Q>, ReaderOf<Q>>> = run(statement, lane).await?;
    let mut children = sorted_in::<K, Q::Slots, _>(pending, keys, owners)?;
    if Q::Slots::ACTIVE {
        let waiting = children.iter_mut().map(|child| &mut child.row).collect();
        query.slots().fill(waiting, lane).await?;
    }
    Ok(shaped::<K::To, _>(query.slots(), children))
}

/// Runs the statement for a queryset's rows, and fills their slots.
pub(crate) async fn load_rows<Q, St, Ln>(
    query: &Q,
    statement: St,
    lane: &mut Ln,
) -> Result<Vec<SelectedRow<Q>>>
where
    Q: Selection + Sync,
    Q::Slots: FillPickAsync<Q::Model, Ln::Backend>,
    SelectedRow<Q>: Send,
    St: Statement<Ln::Backend> + Send + Sync,
    Ln: Lane,
{
    let mut rows: Vec<Pending<Q::Model, SelectedRaw<Q>, ReaderOf<Q>>> =
        run(statement, lane).await?;
    let slots = query.slots();
    if Q::Slots::ACTIVE {
        let waiting = rows.iter_mut().map(|row| &mut row.raw).collect();
        slots.fill(waiting, lane).await?;
    }
    Ok(rows.into_iter().map(|row| slots.shape(row.raw)).collect())
}
