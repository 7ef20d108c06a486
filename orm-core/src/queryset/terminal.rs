//! Terminals: where a queryset meets a connection, sync or async.

use std::collections::HashMap;

use super::QuerySet;
use crate::ast::{LockOn, Unlocked};
use crate::driver::{Driver, SyncDriver};
use crate::load::count::Z;
use crate::load::keys::Keyed;
use crate::load::pick::Pick;
use crate::load::statement::{AnyTwo, FromEnd, FromStart, Mode};
use crate::model::{Key, Model};
use crate::{Error, Result};

/// The driver of a connection, whatever the queryset. Terminals ask for it first: with the driver
/// known, one impl of [`LoadOn`] is left, and the compiler tells what that one misses.
pub trait DrivenBy<C, K: Driver> {}

/// A queryset that can be loaded on a connection. The driver `K` is found by the connection.
#[diagnostic::on_unimplemented(
    message = "this queryset cannot be loaded on `{C}`",
    label = "not a connection on which it can be loaded",
    note = "lend a connection of Diesel or diesel-async by `&mut`; of a pool, what its `get()` gives",
    note = "its database must be one of orm-core's features, able to hold the fields' types and do the lookups (`distinct_on` is PostgreSQL's); for an enum of connections write `orm_core::multi_connection!`, for a generic one `where AllOf<Model>: LoadOn<C>`; a boxed queryset is for the one in its `boxed::<…>()`"
)]
pub trait LoadOn<C, K: Driver = SyncDriver>: DrivenBy<C, K> {
    /// A row.
    type Row;
    /// The same where it came alone.
    type One;
    /// The row, as one that came alone.
    fn alone(row: Self::Row) -> Self::One;
    /// The rows.
    ///
    /// # Errors
    /// Those of [`QuerySet::load`].
    fn load_on<'c>(&'c self, conn: &'c mut C) -> K::Out<'c, Vec<Self::Row>>;
    /// Some rows from the start of the total order, from its end, or any.
    ///
    /// # Errors
    /// Those of [`QuerySet::load`].
    fn load_top<'c, Md: Mode>(&'c self, conn: &'c mut C) -> K::Out<'c, Vec<Self::Row>>;
    /// How many rows.
    ///
    /// # Errors
    /// Those of the database.
    fn count_on<'c>(&'c self, conn: &'c mut C) -> K::Out<'c, i64>;
    /// Whether there are rows.
    ///
    /// # Errors
    /// Those of the database.
    fn exists_on<'c>(&'c self, conn: &'c mut C) -> K::Out<'c, bool>;
}

/// A queryset whose rows have keys, on a connection.
#[diagnostic::on_unimplemented(
    message = "these rows cannot be loaded by their keys on `{C}`",
    label = "not a connection on which they can be loaded",
    note = "values have no keys; of rows, lend a connection of Diesel or diesel-async by `&mut`"
)]
pub trait KeysOn<C, K: Driver = SyncDriver>: LoadOn<C, K> {
    /// A primary key.
    type Key: Key;
    /// The keys of all rows, in order.
    ///
    /// # Errors
    /// Those of the database.
    fn keys_on<'c>(&'c self, conn: &'c mut C) -> K::Out<'c, Vec<Self::Key>>;
    /// The rows with these keys, each with the place of its key, and the keys.
    ///
    /// # Errors
    /// Those of [`QuerySet::load`].
    fn by_keys_on<'c>(
        &'c self,
        keys: Vec<Self::Key>,
        conn: &'c mut C,
    ) -> K::Out<'c, (Vec<Self::Key>, Vec<Keyed<Self::Row>>)>;
}

/// A queryset whose rows a connection can stream.
#[diagnostic::on_unimplemented(
    message = "this queryset cannot be streamed on `{C}`",
    label = "not a connection on which it can be loaded",
    note = "lend a connection of Diesel or diesel-async by `&mut`; of a pool, what its `get()` gives"
)]
pub trait StreamOn<C, K: Driver = SyncDriver>: LoadOn<C, K> {
    /// An iterator of rows, or a stream.
    type Stream<'c>
    where
        Self: 'c,
        C: 'c;
    /// Rows one after another.
    ///
    /// # Errors
    /// Those of the database.
    fn iterate_on<'c>(&'c self, conn: &'c mut C) -> K::Out<'c, Self::Stream<'c>>;
}

/// A queryset whose rows a connection can load in portions.
#[diagnostic::on_unimplemented(
    message = "this queryset cannot be loaded on `{C}`",
    label = "not a connection on which it can be loaded",
    note = "lend a connection of Diesel or diesel-async by `&mut`; of a pool, what its `get()` gives"
)]
pub trait ChunksOn<C, K: Driver = SyncDriver>: KeysOn<C, K> {
    /// An iterator of portions, or a stream.
    type Chunks<'c>
    where
        Self: 'c,
        C: 'c;
    /// Portions one after another.
    ///
    /// # Errors
    /// Those of the database.
    fn chunks_on<'c>(&'c self, n: usize, conn: &'c mut C) -> K::Out<'c, Self::Chunks<'c>>;
}

/// Nothing is loaded by a query of its own.
#[diagnostic::on_unimplemented(
    message = "`iterator` streams the rows of one query, and this queryset batches relations",
    label = "not with `prefetch_related`",
    note = "write `.chunks(n, &mut conn)`: portions of n rows with their relations; or join the to-one relations by `select_related`"
)]
pub trait NoBatches {}
#[diagnostic::do_not_recommend]
impl NoBatches for Z {}

/// The only row of at most two.
pub(crate) fn only<M: Model, R>(mut rows: Vec<R>) -> Result<R> {
    match (rows.pop(), rows.is_empty()) {
        (Some(row), true) => Ok(row),
        (Some(_), false) => Err(Error::MultipleObjectsReturned {
            model: M::META.name,
        }),
        (None, _) => Err(Error::DoesNotExist {
            model: M::META.name,
        }),
    }
}

impl<M, W, O, D, S, L> QuerySet<M, W, O, D, S, L>
where
    M: Model,
    L: Pick<M>,
{
    /// All rows, with what the queryset loads: [`QUERIES`](Self::QUERIES) queries at most.
    ///
    /// On an async connection this and every other terminal gives a future:
    /// `queryset.load(&mut conn).await?`.
    ///
    /// # Errors
    /// [`Error::Database`], [`Error::Field`] for a value that does not fit its field,
    /// [`Error::DanglingForeignKey`], [`Error::Slice`].
    pub fn load<'c, C, K: Driver>(
        &'c self,
        conn: &'c mut C,
    ) -> K::Out<'c, Vec<<Self as LoadOn<C, K>>::Row>>
    where
        Self: DrivenBy<C, K> + LoadOn<C, K>,
        S: LockOn<C, K>,
    {
        self.load_on(conn)
    }

    /// The one row.
    ///
    /// SQL: the queryset's, `LIMIT 2`.
    ///
    /// # Errors
    /// [`Error::DoesNotExist`], [`Error::MultipleObjectsReturned`], and those of
    /// [`load`](Self::load).
    pub fn get<'c, C, K: Driver>(
        &'c self,
        conn: &'c mut C,
    ) -> K::Out<'c, <Self as LoadOn<C, K>>::One>
    where
        Self: DrivenBy<C, K> + LoadOn<C, K, Row: 'c, One: 'c>,
        S: LockOn<C, K>,
    {
        K::then(self.load_top::<AnyTwo>(conn), |rows| {
            only::<M, _>(rows).map(Self::alone)
        })
    }

    /// The first row of the order; of the primary key's, where no order was said.
    ///
    /// SQL: the queryset's, `ORDER BY …, key LIMIT 1`.
    ///
    /// # Errors
    /// Those of [`load`](Self::load).
    pub fn first<'c, C, K: Driver>(
        &'c self,
        conn: &'c mut C,
    ) -> K::Out<'c, Option<<Self as LoadOn<C, K>>::One>>
    where
        Self: DrivenBy<C, K> + LoadOn<C, K, Row: 'c, One: 'c>,
        S: LockOn<C, K>,
    {
        K::then(self.load_top::<FromStart>(conn), |mut rows| {
            Ok(rows.pop().map(Self::alone))
        })
    }

    /// The last row of the order; of the primary key's, where no order was said.
    ///
    /// SQL: the queryset's in the opposite order, `LIMIT 1`.
    ///
    /// # Errors
    /// Those of [`load`](Self::load).
    pub fn last<'c, C, K: Driver>(
        &'c self,
        conn: &'c mut C,
    ) -> K::Out<'c, Option<<Self as LoadOn<C, K>>::One>>
    where
        Self: DrivenBy<C, K> + LoadOn<C, K, Row: 'c, One: 'c>,
        S: LockOn<C, K>,
        S: super::Unsliced,
    {
        K::then(self.load_top::<FromEnd>(conn), |mut rows| {
            Ok(rows.pop().map(Self::alone))
        })
    }

    /// How many rows.
    ///
    /// SQL: `SELECT COUNT(*)`, without what is only loaded.
    ///
    /// # Errors
    /// [`Error::Database`], [`Error::Slice`].
    pub fn count<'c, C, K: Driver>(&'c self, conn: &'c mut C) -> K::Out<'c, i64>
    where
        Self: DrivenBy<C, K> + LoadOn<C, K>,
    {
        self.count_on(conn)
    }

    /// Whether there is a row.
    ///
    /// SQL: `SELECT 1 … LIMIT 1`.
    ///
    /// # Errors
    /// [`Error::Database`], [`Error::Slice`].
    pub fn exists<'c, C, K: Driver>(&'c self, conn: &'c mut C) -> K::Out<'c, bool>
    where
        Self: DrivenBy<C, K> + LoadOn<C, K>,
    {
        self.exists_on(conn)
    }

    /// Rows one after another, as the database gives them: no list of them is made. The
    /// connection is held meanwhile, so a query inside the loop is a borrow error. An
    /// iterator on a sync connection, a `Stream` on an async one.
    ///
    /// Memory is that of one row and of the driver's buffers, however many rows there are, on
    /// `PgConnection` (row by row), `AsyncPgConnection`, `AsyncMysqlConnection` and
    /// `SqliteConnection`. Two drivers fetch all rows before they give the first:
    ///
    /// - `MysqlConnection`: Diesel has the client library store the result
    ///   (`mysql_stmt_store_result`).
    /// - `SyncConnectionWrapper<SqliteConnection>`: diesel-async reads on another thread, and
    ///   hands over a list of all rows.
    ///
    /// [`chunks`](Self::chunks) holds no more than a portion and the keys on these as well.
    ///
    /// # Errors
    /// Those of [`load`](Self::load), at the call or for a row.
    pub fn iterator<'c, C, K: Driver>(
        &'c self,
        conn: &'c mut C,
    ) -> K::Out<'c, <Self as StreamOn<C, K>>::Stream<'c>>
    where
        Self: DrivenBy<C, K> + StreamOn<C, K>,
        S: LockOn<C, K>,
        L::Batches: NoBatches,
    {
        self.iterate_on(conn)
    }

    /// Rows in the queryset's order in portions of `n`, with their relations: memory for
    /// `n` rows and for all keys, [`QUERIES`](Self::QUERIES) queries a portion, and one
    /// before the first. An iterator on a sync connection, a `Stream` on an async one.
    ///
    /// # Errors
    /// Those of [`load`](Self::load), at the call or for a portion.
    pub fn chunks<'c, C, K: Driver>(
        &'c self,
        n: usize,
        conn: &'c mut C,
    ) -> K::Out<'c, <Self as ChunksOn<C, K>>::Chunks<'c>>
    where
        Self: ChunksOn<C, K>,
        S: Unlocked,
    {
        self.chunks_on(n.max(1), conn)
    }

    /// The rows with these keys, by key; keys without a row are left out.
    ///
    /// SQL: the queryset's, joined to the list of keys, which is one bind.
    ///
    /// # Errors
    /// Those of [`load`](Self::load).
    pub fn in_bulk<'c, C, K: Driver>(
        &'c self,
        keys: impl IntoIterator<Item = M::Key>,
        conn: &'c mut C,
    ) -> K::Out<'c, HashMap<M::Key, <Self as LoadOn<C, K>>::Row>>
    where
        Self: KeysOn<C, K, Key = M::Key, Row: 'c>,
        S: super::Unsliced + Unlocked,
    {
        let mut keys: Vec<M::Key> = keys.into_iter().collect();
        let mut seen = std::collections::HashSet::new();
        keys.retain(|key| seen.insert(key.clone()));
        K::then(self.by_keys_on(keys, conn), |(keys, rows)| {
            let row = |child: Keyed<_>| Some((keys.get(child.ordinal)?.clone(), child.row));
            Ok(rows.into_iter().filter_map(row).collect())
        })
    }
}
