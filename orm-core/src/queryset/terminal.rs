//! Terminals: where a queryset meets a connection.

use std::collections::HashMap;
use std::marker::PhantomData;

use diesel::connection::{DefaultLoadingMode, LoadConnection};

use super::{QuerySet, SelectOn, Selection};
use crate::ast::{ModelOrder, NoCondition, NoSlice};
use crate::backend::Backend;
use crate::load::count::Z;
use crate::load::driver;
use crate::load::fill::{FillList, load_children};
use crate::load::read::{Number, Pending, Readable};
use crate::load::spec::{RowOf, SelectedRow, SpecList};
use crate::load::statement::{
    AnyTwo, Count, Exist, FromEnd, FromStart, KeysInOrder, Mode, Plain, Rows,
};
use crate::model::{ByKey, Item, Key, KeyList, Model, One, ReadModel, RowParts};
use crate::{Error, Result};

/// A queryset that can be loaded on a connection.
#[diagnostic::on_unimplemented(
    message = "this queryset cannot be loaded on `{C}`",
    label = "a mutable reference to a connection goes here",
    note = "the connection's database must be one of orm-core's features, and able to hold the fields' types and do the lookups"
)]
pub trait LoadOn<C> {
    /// A row.
    type Row: RowParts;
    /// A primary key.
    type Key: Key;
    /// The rows.
    ///
    /// # Errors
    /// Those of [`QuerySet::load`].
    fn load_on(&self, conn: &mut C) -> Result<Vec<Self::Row>>;
    /// Some rows from the start of the total order, from its end, or any.
    ///
    /// # Errors
    /// Those of [`QuerySet::load`].
    fn load_top<Md: Mode>(&self, conn: &mut C) -> Result<Vec<Self::Row>>;
    /// How many rows.
    ///
    /// # Errors
    /// Those of the database.
    fn count_on(&self, conn: &mut C) -> Result<i64>;
    /// Whether there are rows.
    ///
    /// # Errors
    /// Those of the database.
    fn exists_on(&self, conn: &mut C) -> Result<bool>;
    /// The keys of all rows, in order.
    ///
    /// # Errors
    /// Those of the database.
    fn keys_on(&self, conn: &mut C) -> Result<Vec<Self::Key>>;
}

/// A queryset whose rows a connection can stream.
#[diagnostic::on_unimplemented(
    message = "this queryset cannot be streamed on `{C}`",
    label = "a mutable reference to a connection goes here"
)]
pub trait StreamOn<C>: LoadOn<C> {
    /// Rows one after another.
    ///
    /// # Errors
    /// Those of the database.
    fn iterate_on<'c>(
        &'c self,
        conn: &'c mut C,
    ) -> Result<impl Iterator<Item = Result<Self::Row>> + 'c>;
}

#[diagnostic::do_not_recommend]
impl<Q, C> StreamOn<C> for Q
where
    Q: LoadOn<C, Row = SelectedRow<Q>> + SelectOn<C::Backend> + TopSlice<C::Backend, Own: 'static>,
    Q::Model: ReadModel<C::Backend>,
    Q::Slots: Readable<Q::Model, C::Backend>,
    C: LoadConnection<DefaultLoadingMode>,
    C::Backend: Backend + driver::CheckedBackend,
{
    fn iterate_on<'c>(
        &'c self,
        conn: &'c mut C,
    ) -> Result<impl Iterator<Item = Result<Self::Row>> + 'c> {
        self.check()?;
        let statement = Rows::<_, _, Plain>::new(self, self.own_slice());
        let rows = driver::stream::<
            _,
            Pending<
                Q::Model,
                <Q::Slots as SpecList<Q::Model>>::Loaded,
                <Q::Slots as SpecList<Q::Model>>::Reader,
            >,
            _,
        >(statement, conn)?;
        Ok(rows.map(|row| row.map(|pending| pending.row)))
    }
}

#[diagnostic::do_not_recommend]
impl<Q, C> LoadOn<C> for Q
where
    Q: SelectOn<C::Backend> + TopSlice<C::Backend>,
    Q::Model: ReadModel<C::Backend>,
    Q::Slots:
        Readable<Q::Model, C::Backend> + FillList<Q::Model, <Q::Model as Model>::Relations, C>,
    C: LoadConnection<DefaultLoadingMode>,
    C::Backend: Backend + driver::CheckedBackend,
{
    type Row = SelectedRow<Q>;
    type Key = <Q::Model as Model>::Key;

    fn load_on(&self, conn: &mut C) -> Result<Vec<SelectedRow<Q>>> {
        self.check()?;
        driver::load_rows(self, Rows::<_, _, Plain>::new(self, self.own_slice()), conn)
    }

    fn load_top<Md: Mode>(&self, conn: &mut C) -> Result<Vec<SelectedRow<Q>>> {
        self.check()?;
        driver::load_rows(
            self,
            Rows::<_, _, Md>::new(self, self.top_slice(Md::TOP.0)),
            conn,
        )
    }

    fn count_on(&self, conn: &mut C) -> Result<i64> {
        self.check()?;
        let numbers: Vec<Number> = driver::run(Count(self), conn)?;
        Ok(numbers.first().map_or(0, |number| number.0))
    }

    fn exists_on(&self, conn: &mut C) -> Result<bool> {
        self.check()?;
        let numbers: Vec<Number> = driver::run(Exist(self), conn)?;
        Ok(!numbers.is_empty())
    }

    fn keys_on(&self, conn: &mut C) -> Result<Vec<<Q::Model as Model>::Key>> {
        self.check()?;
        let keys: Vec<crate::load::read::PendingKey<Q::Model>> =
            driver::run(KeysInOrder(self), conn)?;
        Ok(keys.into_iter().map(|key| key.0).collect())
    }
}

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

/// Nothing is loaded by a query of its own.
#[diagnostic::on_unimplemented(
    message = "`iterator` streams the rows of one query, and this queryset batches relations",
    label = "not with `prefetch_related`",
    note = "write `.chunks(n, &mut conn)`: portions of n rows with their relations; or join the to-one relations by `select_related`"
)]
pub trait NoBatches {}
#[diagnostic::do_not_recommend]
impl NoBatches for Z {}

fn alone<R: RowParts>(row: R) -> One<R> {
    RowParts::from_data(row.into_data())
}

impl<M, W, O, D, S, L> QuerySet<M, W, O, D, S, L>
where
    M: Model,
    L: SpecList<M>,
{
    /// All rows, with what the queryset loads: [`QUERIES`](Self::QUERIES) queries at most.
    ///
    /// # Errors
    /// [`Error::Database`], [`Error::Field`] for a value that does not fit its field,
    /// [`Error::DanglingForeignKey`], [`Error::Slice`].
    pub fn load<C>(&self, conn: &mut C) -> Result<Vec<<Self as LoadOn<C>>::Row>>
    where
        Self: LoadOn<C>,
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
    pub fn get<C>(&self, conn: &mut C) -> Result<One<<Self as LoadOn<C>>::Row>>
    where
        Self: LoadOn<C>,
    {
        let mut rows = self.load_top::<AnyTwo>(conn)?;
        match (rows.pop(), rows.is_empty()) {
            (Some(row), true) => Ok(alone(row)),
            (Some(_), false) => Err(Error::MultipleObjectsReturned {
                model: M::META.name,
            }),
            (None, _) => Err(Error::DoesNotExist {
                model: M::META.name,
            }),
        }
    }

    /// The first row of the order; of the primary key's, where no order was said.
    ///
    /// SQL: the queryset's, `ORDER BY …, key LIMIT 1`.
    ///
    /// # Errors
    /// Those of [`load`](Self::load).
    pub fn first<C>(&self, conn: &mut C) -> Result<Option<One<<Self as LoadOn<C>>::Row>>>
    where
        Self: LoadOn<C>,
    {
        Ok(self.load_top::<FromStart>(conn)?.pop().map(alone))
    }

    /// The last row of the order; of the primary key's, where no order was said.
    ///
    /// SQL: the queryset's in the opposite order, `LIMIT 1`.
    ///
    /// # Errors
    /// Those of [`load`](Self::load).
    pub fn last<C>(&self, conn: &mut C) -> Result<Option<One<<Self as LoadOn<C>>::Row>>>
    where
        Self: LoadOn<C>,
        S: super::Unsliced,
    {
        Ok(self.load_top::<FromEnd>(conn)?.pop().map(alone))
    }

    /// How many rows.
    ///
    /// SQL: `SELECT COUNT(*)`, without what is only loaded.
    ///
    /// # Errors
    /// [`Error::Database`], [`Error::Slice`].
    pub fn count<C>(&self, conn: &mut C) -> Result<i64>
    where
        Self: LoadOn<C>,
    {
        self.count_on(conn)
    }

    /// Whether there is a row.
    ///
    /// SQL: `SELECT 1 … LIMIT 1`.
    ///
    /// # Errors
    /// [`Error::Database`], [`Error::Slice`].
    pub fn exists<C>(&self, conn: &mut C) -> Result<bool>
    where
        Self: LoadOn<C>,
    {
        self.exists_on(conn)
    }

    /// Rows one after another, as the database gives them: no list of them is made. The
    /// connection is held meanwhile, so a query inside the loop is a borrow error.
    ///
    /// # Errors
    /// Those of [`load`](Self::load), at the call or for a row.
    pub fn iterator<'c, C>(
        &'c self,
        conn: &'c mut C,
    ) -> Result<impl Iterator<Item = Result<<Self as LoadOn<C>>::Row>> + 'c>
    where
        Self: StreamOn<C>,
        L::Batches: NoBatches,
    {
        self.iterate_on(conn)
    }

    /// Rows in the queryset's order in portions of `n`, with their relations: memory for
    /// `n` rows and for all keys, [`QUERIES`](Self::QUERIES) queries a portion, and one
    /// before the first.
    ///
    /// # Errors
    /// Those of [`load`](Self::load), at the call or for a portion.
    pub fn chunks<'c, C>(&self, n: usize, conn: &'c mut C) -> Result<Chunks<'c, M, D, L, C>>
    where
        Self: LoadOn<C, Key = M::Key>,
        L: Clone,
    {
        let keys = self.keys_on(conn)?;
        let query = QuerySet {
            condition: NoCondition,
            order: ModelOrder,
            slice: NoSlice,
            slots: self.slots.clone(),
            types: PhantomData,
        };
        Ok(Chunks {
            keys: keys.into_iter(),
            n: n.max(1),
            query,
            conn,
        })
    }

    /// The rows with these keys, by key; keys without a row are left out.
    ///
    /// SQL: the queryset's, joined to the list of keys, which is one bind.
    ///
    /// # Errors
    /// Those of [`load`](Self::load).
    pub fn in_bulk<C>(
        &self,
        keys: impl IntoIterator<Item = M::Key>,
        conn: &mut C,
    ) -> Result<HashMap<M::Key, RowOf<M, L::Loaded>>>
    where
        Self: SelectOn<C::Backend> + Selection<Model = M, Slots = L>,
        S: super::Unsliced,
        C: LoadConnection<DefaultLoadingMode>,
        C::Backend: Backend + driver::CheckedBackend,
        M: ReadModel<C::Backend>,
        L: Readable<M, C::Backend> + FillList<M, M::Relations, C>,
    {
        let mut keys: Vec<M::Key> = keys.into_iter().collect();
        let mut seen = std::collections::HashSet::new();
        keys.retain(|key| seen.insert(key.clone()));
        let rows = if keys.is_empty() {
            Vec::new()
        } else {
            let list = KeyList(keys.iter().map(Key::borrowed).collect());
            load_children::<ByKey<M>, Self, C>(self, &list, conn)?
        };
        Ok(rows
            .into_iter()
            .filter_map(|child| Some((keys.get(child.ordinal)?.clone(), child.row)))
            .collect())
    }
}

/// The queryset of a portion: these keys' rows, with what is loaded.
type Portion<M, D, L> = QuerySet<M, NoCondition, ModelOrder, D, NoSlice, L>;

/// Rows in portions; see [`QuerySet::chunks`].
pub struct Chunks<'c, M: Model, D, L, C> {
    keys: std::vec::IntoIter<M::Key>,
    n: usize,
    query: Portion<M, D, L>,
    conn: &'c mut C,
}

impl<M, D, L, C> Iterator for Chunks<'_, M, D, L, C>
where
    M: ReadModel<C::Backend>,
    Portion<M, D, L>: SelectOn<C::Backend> + Selection<Model = M, Slots = L>,
    L: Readable<M, C::Backend> + FillList<M, M::Relations, C>,
    C: LoadConnection<DefaultLoadingMode>,
    C::Backend: Backend + driver::CheckedBackend,
{
    type Item = Result<Vec<M::Row<L::Loaded, Item>>>;

    fn next(&mut self) -> Option<Self::Item> {
        let keys: Vec<M::Key> = self.keys.by_ref().take(self.n).collect();
        if keys.is_empty() {
            return None;
        }
        let list = KeyList(keys.iter().map(Key::borrowed).collect());
        let portion = load_children::<ByKey<M>, _, C>(&self.query, &list, self.conn);
        Some(portion.map(|mut rows| {
            rows.sort_by_key(|row| row.ordinal);
            rows.into_iter().map(|child| child.row).collect()
        }))
    }
}
