//! Terminals on async connections.

use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll};

use diesel::QueryResult;
use futures_util::future::BoxFuture;
use futures_util::stream::{BoxStream, Map, Stream, StreamExt};

use super::on_sync::{PendingOf, TypesOf, in_order};
use super::{
    ChunksOn, DrivenBy, HasPlace, KeyedSelect, KeysOn, LoadOn, QuerySet, SelectOn, Selection,
    StreamOn, TopSlice,
};
use crate::Result;
use crate::backend::Backend;
use crate::driver::AsyncDriver;
use crate::load::driver::check;
use crate::load::fill_async::{load_children, load_rows};
use crate::load::keys::Keyed;
use crate::load::lane::{AsLane, Lane};
use crate::load::owners::Owners;
use crate::load::pick::{FillPickAsync, Pick, PickOn, PickRow};
use crate::load::read::{Found, Number, Pending, PendingKey};
use crate::load::run_async::run;
use crate::load::spec::SelectedRow;
use crate::load::statement::{Count, Exist, KeysInOrder, Mode, Plain, Rows};
use crate::model::{ByKey, Key, KeyList, Model, ReadModel, TypesOn};
use diesel_async::AsyncConnectionCore;

/// A lock is gone with the transaction, so there must be one.
fn locked_for<C: diesel_async::AsyncConnection>(locks: bool, conn: &mut C) -> Result<()> {
    use diesel_async::TransactionManager;
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

/// A queryset that can be loaded from a database, in a future that is `Send`.
pub trait LoadFromAsync<DB: Backend>:
    SelectOn<
        DB,
        Model: Send + Sync,
        Slots: FillPickAsync<<Self as Selection>::Model, DB, Row: Send>,
    > + TopSlice<DB, Own: Send + Sync, Top: Send + Sync>
    + Sync
{
}
#[diagnostic::do_not_recommend]
impl<Q, DB: Backend> LoadFromAsync<DB> for Q where
    Q: SelectOn<
            DB,
            Model: Send + Sync,
            Slots: FillPickAsync<<Q as Selection>::Model, DB, Row: Send>,
        > + TopSlice<DB, Own: Send + Sync, Top: Send + Sync>
        + Sync
{
}

#[diagnostic::do_not_recommend]
impl<Q, C, P: 'static> DrivenBy<C, AsyncDriver<P>> for Q where
    C: AsyncConnectionCore<Backend: Backend + 'static> + AsLane<P>
{
}

impl<Q, C, P, DB> LoadOn<C, AsyncDriver<P>> for Q
where
    Q: Selection,
    C: AsyncConnectionCore<Backend = DB> + AsLane<P>,
    DB: Backend + 'static,
    P: 'static,
    TypesOf<Q>: TypesOn<Q::Model, DB>,
    Q::Place: HasPlace<DB>,
    Q: LoadFromAsync<DB>,
{
    type Row = SelectedRow<Q>;
    type One = <Q::Slots as Pick<Q::Model>>::One;

    fn alone(row: SelectedRow<Q>) -> Self::One {
        <Q::Slots as Pick<Q::Model>>::alone(row)
    }

    fn load_on<'c>(&'c self, conn: &'c mut C) -> BoxFuture<'c, Result<Vec<SelectedRow<Q>>>> {
        Box::pin(async move {
            self.check()?;
            locked_for(Q::LOCKS, conn)?;
            let statement = Rows::<_, _, Plain>::new(self, self.own_slice());
            load_rows(self, statement, &mut conn.lane()).await
        })
    }

    fn load_top<'c, Md: Mode>(
        &'c self,
        conn: &'c mut C,
    ) -> BoxFuture<'c, Result<Vec<SelectedRow<Q>>>> {
        Box::pin(async move {
            self.check()?;
            locked_for(Q::LOCKS, conn)?;
            let statement = Rows::<_, _, Md>::new(self, self.top_slice(Md::TOP.0));
            load_rows(self, statement, &mut conn.lane()).await
        })
    }

    fn count_on<'c>(&'c self, conn: &'c mut C) -> BoxFuture<'c, Result<i64>> {
        Box::pin(async move {
            self.check()?;
            let numbers: Vec<Number> = run(Count(self), &mut conn.lane()).await?;
            Ok(numbers.first().map_or(0, |number| number.0))
        })
    }

    fn exists_on<'c>(&'c self, conn: &'c mut C) -> BoxFuture<'c, Result<bool>> {
        Box::pin(async move {
            self.check()?;
            let found: Vec<Found> = run(Exist(self), &mut conn.lane()).await?;
            Ok(!found.is_empty())
        })
    }
}

#[diagnostic::do_not_recommend]
impl<Q, C, P, DB> KeysOn<C, AsyncDriver<P>> for Q
where
    Q: LoadOn<C, AsyncDriver<P>, Row = SelectedRow<Q>> + KeyedSelect<DB> + Sync,
    Q::Model: ReadModel<DB, Key: Send + Sync> + Send + Sync,
    Q::Slots: PickRow<Q::Model> + FillPickAsync<Q::Model, DB>,
    SelectedRow<Q>: Send,
    C: AsyncConnectionCore<Backend = DB> + AsLane<P>,
    DB: Backend + 'static,
    P: 'static,
{
    type Key = <Q::Model as Model>::Key;

    fn keys_on<'c>(&'c self, conn: &'c mut C) -> BoxFuture<'c, Result<Vec<Self::Key>>> {
        Box::pin(async move {
            self.check()?;
            let keys: Vec<PendingKey<Q::Model>> = run(KeysInOrder(self), &mut conn.lane()).await?;
            Ok(keys.into_iter().map(|key| key.0).collect())
        })
    }

    fn by_keys_on<'c>(
        &'c self,
        keys: Vec<Self::Key>,
        conn: &'c mut C,
    ) -> BoxFuture<'c, Result<(Vec<Self::Key>, Vec<Keyed<Self::Row>>)>> {
        Box::pin(async move {
            if keys.is_empty() {
                return Ok((keys, Vec::new()));
            }
            let list = KeyList::new(keys.iter().map(Key::borrowed).collect());
            let rows = load_children::<ByKey<Q::Model>, Q, _>(
                self,
                &list,
                &Owners::none(),
                &mut conn.lane(),
            )
            .await?;
            drop(list);
            Ok((keys, rows))
        })
    }
}

/// The rows of a statement as diesel-async reads them from connection `C`.
type Reading<'c, C, U> = Map<
    <C as AsyncConnectionCore>::Stream<'c, 'c>,
    fn(QueryResult<<C as AsyncConnectionCore>::Row<'c, 'c>>) -> QueryResult<U>,
>;

/// Rows one after another; see [`QuerySet::iterator`]. The connection's stream is read in
/// place: behind a pointer to a trait each row would be one more call and a copy.
pub struct RowStream<'c, M, L, Rows> {
    rows: Pin<Box<Rows>>,
    slots: &'c L,
    model: PhantomData<fn() -> M>,
}

impl<M, L, Rows> Stream for RowStream<'_, M, L, Rows>
where
    M: Model,
    L: Pick<M>,
    Rows: Stream<Item = QueryResult<Pending<M, L::Raw, L::Reader>>>,
{
    type Item = Result<L::Row>;
    #[inline]
    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        match this.rows.as_mut().poll_next(context) {
            Poll::Ready(Some(Ok(pending))) => Poll::Ready(Some(Ok(this.slots.shape(pending.raw)))),
            Poll::Ready(Some(Err(error))) => Poll::Ready(Some(Err(error.into()))),
            Poll::Ready(None) => Poll::Ready(None),
            Poll::Pending => Poll::Pending,
        }
    }
}

#[diagnostic::do_not_recommend]
impl<Q, C, P, DB> StreamOn<C, AsyncDriver<P>> for Q
where
    Q: LoadOn<C, AsyncDriver<P>, Row = SelectedRow<Q>>
        + SelectOn<DB>
        + TopSlice<DB, Own: Send + Sync>
        + Sync,
    Q::Model: Send,
    Q::Slots: PickOn<Q::Model, DB, Raw: Send> + Sync,
    SelectedRow<Q>: Send,
    C: AsyncConnectionCore<Backend = DB> + AsLane<P>,
    DB: Backend + 'static,
    P: 'static,
{
    type Stream<'c>
        = RowStream<'c, Q::Model, Q::Slots, Reading<'c, C, PendingOf<Q>>>
    where
        Self: 'c,
        C: 'c;

    fn iterate_on<'c>(&'c self, conn: &'c mut C) -> BoxFuture<'c, Result<Self::Stream<'c>>> {
        Box::pin(async move {
            self.check()?;
            conn.lane().usable()?;
            locked_for(Q::LOCKS, conn)?;
            let statement = Rows::<_, _, Plain>::new(self, self.own_slice());
            check::<_, DB>(&statement);
            let rows =
                diesel_async::RunQueryDsl::load_stream::<PendingOf<Q>>(statement, conn).await?;
            Ok(RowStream {
                rows: Box::pin(rows),
                slots: self.slots(),
                model: PhantomData,
            })
        })
    }
}

#[diagnostic::do_not_recommend]
impl<M, W, O, D, S, L, C, P> ChunksOn<C, AsyncDriver<P>> for QuerySet<M, W, O, D, S, L>
where
    Self: KeysOn<C, AsyncDriver<P>, Key = M::Key>,
    super::Portion<M, D, L>: KeysOn<C, AsyncDriver<P>, Key = M::Key, Row: Send> + Send + Sync,
    M: Model<Key: Send>,
    C: Send,
    L: Clone + Sync,
    P: 'static,
    Self: Sync,
{
    type Chunks<'c>
        = BoxStream<'c, Result<Vec<<super::Portion<M, D, L> as LoadOn<C, AsyncDriver<P>>>::Row>>>
    where
        Self: 'c,
        C: 'c;

    fn chunks_on<'c>(
        &'c self,
        n: usize,
        conn: &'c mut C,
    ) -> BoxFuture<'c, Result<Self::Chunks<'c>>> {
        Box::pin(async move {
            let keys = self.keys_on(conn).await?.into_iter();
            let state = (keys, self.portion(), conn);
            let portions = futures_util::stream::try_unfold(state, move |mut state| async move {
                let (keys, query, conn) = &mut state;
                let keys: Vec<M::Key> = keys.by_ref().take(n).collect();
                if keys.is_empty() {
                    return Ok(None);
                }
                let (_, rows) = query.by_keys_on(keys, &mut **conn).await?;
                Ok(Some((in_order(rows), state)))
            });
            Ok(portions.boxed())
        })
    }
}
