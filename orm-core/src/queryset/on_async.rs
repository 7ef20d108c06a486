//! Terminals on async connections.

use futures_util::future::BoxFuture;
use futures_util::stream::{BoxStream, StreamExt, TryStreamExt};

use super::on_sync::{PendingOf, in_order};
use super::{ChunksOn, LoadOn, QuerySet, SelectOn, StreamOn, TopSlice};
use crate::Result;
use crate::driver::AsyncDriver;
use crate::load::driver::check;
use crate::load::fill_async::{FillListAsync, load_children, load_rows, run};
use crate::load::keys::Keyed;
use crate::load::lane::{AsLane, Lane};
use crate::load::read::{Found, Number, PendingKey, Readable};
use crate::load::spec::SelectedRow;
use crate::load::statement::{Count, Exist, KeysInOrder, Mode, Plain, Rows};
use crate::model::{ByKey, Key, KeyList, Model, ReadModel};
use diesel_async::AsyncConnectionCore;

#[diagnostic::do_not_recommend]
impl<Q, C, P, DB> LoadOn<C, AsyncDriver<P>> for Q
where
    Q: SelectOn<DB> + TopSlice<DB, Own: Send, Top: Send> + Sync,
    Q::Model: ReadModel<DB, Key: Send + Sync> + Send + Sync,
    Q::Slots: Readable<Q::Model, DB> + FillListAsync<Q::Model, <Q::Model as Model>::Relations, DB>,
    SelectedRow<Q>: Send,
    C: AsyncConnectionCore<Backend = DB> + AsLane<P>,
    DB: crate::backend::Backend + 'static,
    P: 'static,
{
    type Row = SelectedRow<Q>;
    type Key = <Q::Model as Model>::Key;

    fn load_on<'c>(&'c self, conn: &'c mut C) -> BoxFuture<'c, Result<Vec<SelectedRow<Q>>>> {
        Box::pin(async move {
            self.check()?;
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
            let rows =
                load_children::<ByKey<Q::Model>, Q, _>(self, &list, &mut conn.lane()).await?;
            drop(list);
            Ok((keys, rows))
        })
    }
}

#[diagnostic::do_not_recommend]
impl<Q, C, P, DB> StreamOn<C, AsyncDriver<P>> for Q
where
    Q: LoadOn<C, AsyncDriver<P>, Row = SelectedRow<Q>>
        + SelectOn<DB>
        + TopSlice<DB, Own: Send>
        + Sync,
    Q::Model: ReadModel<DB> + Send,
    Q::Slots: Readable<Q::Model, DB>,
    SelectedRow<Q>: Send,
    C: AsyncConnectionCore<Backend = DB> + AsLane<P>,
    DB: crate::backend::Backend + 'static,
    P: 'static,
{
    type Stream<'c>
        = BoxStream<'c, Result<SelectedRow<Q>>>
    where
        Self: 'c,
        C: 'c;

    fn iterate_on<'c>(&'c self, conn: &'c mut C) -> BoxFuture<'c, Result<Self::Stream<'c>>> {
        Box::pin(async move {
            self.check()?;
            conn.lane().usable()?;
            let statement = Rows::<_, _, Plain>::new(self, self.own_slice());
            check::<_, DB>(&statement);
            let rows =
                diesel_async::RunQueryDsl::load_stream::<PendingOf<Q>>(statement, conn).await?;
            let rows = rows.map_ok(|pending| pending.row).map_err(Into::into);
            Ok(rows.boxed())
        })
    }
}

#[diagnostic::do_not_recommend]
impl<M, W, O, D, S, L, C, P> ChunksOn<C, AsyncDriver<P>> for QuerySet<M, W, O, D, S, L>
where
    Self: LoadOn<C, AsyncDriver<P>, Key = M::Key>,
    super::Portion<M, D, L>: LoadOn<C, AsyncDriver<P>, Key = M::Key, Row: Send> + Send + Sync,
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
