//! Whether a queryset has a row that is there already.

use super::{KeyedSelect, LoadOn, QuerySet, Selection, Unsliced};
use crate::Result;
use crate::ast::Nothing;
use crate::backend::Backend;
use crate::driver::{Driver, NoDriver, SyncDriver};
use crate::load::driver;
use crate::load::pick::PickRow;
use crate::load::read::Found;
use crate::load::statement::Contains;
use crate::model::{KeyList, Model};
use diesel::connection::LoadConnection;

/// A queryset of rows with keys, on a connection that can be asked for one of them.
#[diagnostic::on_unimplemented(
    message = "a row of this queryset cannot be looked for on `{C}`",
    label = "not a connection on which it can be loaded",
    note = "lend a connection of Diesel or diesel-async by `&mut`; of a pool, what its `get()` gives"
)]
pub trait ContainsOn<C, K: Driver = SyncDriver>: LoadOn<C, K> + Selection {
    /// Whether it has the row.
    ///
    /// # Errors
    /// Those of the database.
    fn contains_on<'c>(&'c self, row: &'c Self::Model, conn: &'c mut C) -> K::Out<'c, bool>;
}

#[diagnostic::do_not_recommend]
impl<Q, C> ContainsOn<C, SyncDriver> for Q
where
    Q: LoadOn<C, SyncDriver> + KeyedSelect<C::Backend>,
    C: LoadConnection,
    C::Backend: Backend + 'static,
{
    fn contains_on<'c>(&'c self, row: &'c Q::Model, conn: &'c mut C) -> Result<bool> {
        self.check()?;
        let keys = KeyList::new(vec![row.key()]);
        let found: Vec<Found> = driver::run(Contains::new(&keys, self), conn)?;
        Ok(!found.is_empty())
    }
}

#[cfg(feature = "async")]
#[diagnostic::do_not_recommend]
impl<Q, C, P, DB> ContainsOn<C, crate::driver::AsyncDriver<P>> for Q
where
    Q: LoadOn<C, crate::driver::AsyncDriver<P>> + KeyedSelect<DB> + Sync,
    Q::Model: Sync,
    C: diesel_async::AsyncConnectionCore<Backend = DB> + crate::load::lane::AsLane<P>,
    DB: Backend + 'static,
    P: 'static,
{
    fn contains_on<'c>(
        &'c self,
        row: &'c Q::Model,
        conn: &'c mut C,
    ) -> futures_util::future::BoxFuture<'c, Result<bool>> {
        Box::pin(async move {
            self.check()?;
            let keys = KeyList::new(vec![row.key()]);
            let statement = Contains::new(&keys, self);
            let found: Vec<Found> =
                crate::load::run_async::run(statement, &mut conn.lane()).await?;
            Ok(!found.is_empty())
        })
    }
}

/// For no connection: see the impl of [`LoadOn`] for it.
#[diagnostic::do_not_recommend]
impl<Q: LoadOn<C, NoDriver> + Selection, C: Nothing> ContainsOn<C, NoDriver> for Q {
    fn contains_on<'c>(&'c self, _: &'c Q::Model, _: &'c mut C) -> Result<bool> {
        Ok(false)
    }
}

impl<M, W, O, D, S, L> QuerySet<M, W, O, D, S, L>
where
    M: Model,
    L: PickRow<M>,
{
    /// Whether the queryset has this row: a model's value, or a row of any queryset. It is
    /// known by its key; what else the row holds does not count.
    ///
    /// ```
    /// # orm_core::doctest_models!();
    /// let conn = &mut connection();
    /// let long = queryset!(Album.filter(tracks.any(milliseconds > 360_000)));
    /// let albums = queryset!(Album.select_related(artist)).load(conn)?;
    /// let found: Vec<bool> = albums
    ///     .iter()
    ///     .map(|album| long.contains(album, conn))
    ///     .collect::<Result<_, _>>()?;
    /// assert_eq!(found, [false, false, true]);
    /// # Ok::<(), orm_core::Error>(())
    /// ```
    ///
    /// Queries: 1. For many rows write `in_bulk`, or a filter: `id.in_(keys)`.
    ///
    /// SQL: `SELECT 1 … WHERE key = … LIMIT 1`, the key as one bind, as in lists of keys.
    ///
    /// # Errors
    /// [`Error::Database`](crate::Error::Database).
    pub fn contains<'c, C, K: Driver>(&'c self, row: &'c M, conn: &'c mut C) -> K::Out<'c, bool>
    where
        Self: ContainsOn<C, K> + Selection<Model = M>,
        S: Unsliced,
    {
        self.contains_on(row, conn)
    }
}
