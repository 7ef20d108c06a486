//! Keyset pages: rows after a place, or before one, however far down it is.

use diesel::connection::LoadConnection;
use diesel::query_builder::QueryFragment;
#[cfg(feature = "async")]
use diesel_async::AsyncConnectionCore;
#[cfg(feature = "async")]
use futures_util::future::BoxFuture;

use super::cursor::Cursor;
use super::keyset_view::{after, is_place, place_of, start};
use super::{All, Distinct, Distinctness, FirstOfEach, HasPlace, LoadOn, QuerySet, Unsliced};
use crate::ast::{
    Condition, KeysetListOn, KeysetOrder, Nothing, PlaceValue, PushOrder, SliceBound, SliceTo,
    Unlocked,
};
use crate::backend::Backend;
#[cfg(feature = "async")]
use crate::driver::AsyncDriver;
use crate::driver::{Driver, NoDriver, SyncDriver};
use crate::error::CursorFault;
#[cfg(feature = "async")]
use crate::load::lane::AsLane;
#[cfg(feature = "async")]
use crate::load::pick::FillPickAsync;
use crate::load::pick::{FillPick, Pick, PickRow};
use crate::model::{Model, TypesOn};
use crate::{Error, Result};

/// Some rows, and the places where others follow: what [`QuerySet::page_after`] and
/// [`QuerySet::page_before`] give.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct KeysetPage<R> {
    /// The rows, in the queryset's order.
    pub items: Vec<R>,
    /// For `page_after`: the place of the last row, if others come after it.
    pub next: Option<Cursor>,
    /// For `page_before`: the place of the first row, if others come before it.
    pub previous: Option<Cursor>,
}

impl<R> KeysetPage<R> {
    /// The same page of other items: `page.map(Card::from)`.
    #[must_use]
    pub fn map<T>(self, change: impl FnMut(R) -> T) -> KeysetPage<T> {
        KeysetPage {
            items: self.items.into_iter().map(change).collect(),
            next: self.next,
            previous: self.previous,
        }
    }
}

super::page::walks_items!(KeysetPage);

/// What a row has a place by: `DISTINCT` values have none but themselves.
#[diagnostic::on_unimplemented(
    message = "`DISTINCT` values have no place in a keyset",
    label = "values, and distinct",
    note = "the place of a row ends with its key, which is none of the values: write `.page(number, size, &mut conn)`"
)]
pub trait HasPlaces<M, D> {}
#[diagnostic::do_not_recommend]
impl<M: Model, L: Pick<M>> HasPlaces<M, All> for L {}
#[diagnostic::do_not_recommend]
impl<M: Model, L: Pick<M>> HasPlaces<M, FirstOfEach> for L {}
#[diagnostic::do_not_recommend]
impl<M: Model, L: PickRow<M>> HasPlaces<M, Distinct> for L {}

/// A page that was asked for, checked.
pub struct KeysetAt {
    size: i64,
    order: u64,
    from: Option<Vec<PlaceValue>>,
}

impl KeysetAt {
    fn new<M: Model, O: KeysetOrder<M>>(
        order: &O,
        cursor: Option<&Cursor>,
        size: Option<i64>,
    ) -> Result<Self> {
        let Some(size @ 1..) = size else {
            return Err(Error::Page {
                model: M::META.name,
            });
        };
        let (digest, from) = (place_of::<M, O>(order), cursor.map(|cursor| &cursor.parts));
        let ours = cursor.is_none_or(|cursor| cursor.order == digest);
        if !ours || !from.is_none_or(|parts| is_place::<M, O>(order, parts)) {
            return Err(Error::Cursor(CursorFault::OtherOrder));
        }
        Ok(Self {
            size,
            order: digest,
            from: from.cloned(),
        })
    }

    /// One row more than the page has: it tells whether there are others.
    fn slice(&self) -> SliceTo {
        SliceTo::new(self.size.saturating_add(1))
    }

    /// A page of the rows with their places, in the direction in which they were asked for.
    fn page<R, const BACK: bool>(&self, mut rows: Vec<(R, Vec<PlaceValue>)>) -> KeysetPage<R> {
        let more = i64::try_from(rows.len()).is_ok_and(|found| found > self.size);
        if more {
            rows.pop();
        }
        let place = |row: Option<&(R, Vec<PlaceValue>)>| {
            let (_, parts) = row?;
            Some(Cursor {
                order: self.order,
                parts: parts.clone(),
            })
        };
        let onward = if more { place(rows.last()) } else { None };
        let back = if self.from.is_some() {
            place(rows.first())
        } else {
            None
        };
        let (next, previous) = if BACK { (back, onward) } else { (onward, back) };
        let rows = rows.into_iter().map(|(row, _)| row);
        KeysetPage {
            items: if BACK {
                rows.rev().collect()
            } else {
                rows.collect()
            },
            next,
            previous,
        }
    }
}

/// A queryset whose keyset pages a connection can load.
#[diagnostic::on_unimplemented(
    message = "keyset pages of this queryset cannot be loaded on `{C}`",
    label = "not a connection on which it can be loaded",
    note = "lend a connection of Diesel or diesel-async by `&mut`; of a pool, what its `get()` gives"
)]
pub trait KeysetOn<C, K: Driver = SyncDriver>: LoadOn<C, K> {
    /// The page.
    ///
    /// # Errors
    /// Those of [`QuerySet::page_after`].
    fn keyset_on<'c, const BACK: bool>(
        &'c self,
        at: Result<KeysetAt>,
        conn: &'c mut C,
    ) -> K::Out<'c, KeysetPage<<Self as LoadOn<C, K>>::Row>>
    where
        Self::Row: 'c;
}

#[diagnostic::do_not_recommend]
impl<M, W, O, D, S, L, C, DB> KeysetOn<C, SyncDriver> for QuerySet<M, W, O, D, S, L>
where
    M: Model<KeyOrder: KeysetListOn<DB>>,
    W: Condition + QueryFragment<DB>,
    O: KeysetOrder<M, Terms: KeysetListOn<DB>> + PushOrder<M, DB>,
    D: Distinctness<Place: HasPlace<DB>>,
    L: FillPick<M, DB, Types: TypesOn<M, DB>>,
    Self: LoadOn<C, SyncDriver, Row = L::Row>,
    C: LoadConnection<Backend = DB>,
    DB: Backend + 'static,
{
    fn keyset_on<'c, const BACK: bool>(
        &'c self,
        at: Result<KeysetAt>,
        conn: &'c mut C,
    ) -> Result<KeysetPage<L::Row>>
    where
        L::Row: 'c,
    {
        let at = at?;
        let rows = match &at.from {
            None => {
                let view = start::<_, _, _, _, _, _, BACK>(self, at.slice());
                LoadOn::<C, SyncDriver>::load_on(&view, conn)?
            }
            Some(from) => {
                let view = after::<_, _, _, _, _, _, BACK>(self, from, at.slice());
                LoadOn::<C, SyncDriver>::load_on(&view, conn)?
            }
        };
        Ok(at.page::<_, BACK>(rows))
    }
}

#[cfg(feature = "async")]
#[diagnostic::do_not_recommend]
impl<M, W, O, D, S, L, C, P, DB> KeysetOn<C, AsyncDriver<P>> for QuerySet<M, W, O, D, S, L>
where
    M: Model<KeyOrder: KeysetListOn<DB>> + Send + Sync,
    W: Condition + QueryFragment<DB> + Sync,
    O: KeysetOrder<M, Terms: KeysetListOn<DB>> + PushOrder<M, DB> + Sync,
    D: Distinctness<Place: HasPlace<DB>>,
    L: FillPickAsync<M, DB, Row: Send, Types: TypesOn<M, DB>>,
    Self: LoadOn<C, AsyncDriver<P>, Row = L::Row> + Sync,
    C: AsyncConnectionCore<Backend = DB> + AsLane<P>,
    DB: Backend + 'static,
    P: 'static,
{
    fn keyset_on<'c, const BACK: bool>(
        &'c self,
        at: Result<KeysetAt>,
        conn: &'c mut C,
    ) -> BoxFuture<'c, Result<KeysetPage<L::Row>>>
    where
        L::Row: 'c,
    {
        Box::pin(async move {
            let at = at?;
            let rows = match &at.from {
                None => {
                    let view = start::<_, _, _, _, _, _, BACK>(self, at.slice());
                    LoadOn::<C, AsyncDriver<P>>::load_on(&view, conn).await?
                }
                Some(from) => {
                    let view = after::<_, _, _, _, _, _, BACK>(self, from, at.slice());
                    LoadOn::<C, AsyncDriver<P>>::load_on(&view, conn).await?
                }
            };
            Ok(at.page::<_, BACK>(rows))
        })
    }
}

/// For no connection: see the impl of [`LoadOn`] for it.
#[diagnostic::do_not_recommend]
impl<M, W, O, D, S, L, C: Nothing> KeysetOn<C, NoDriver> for QuerySet<M, W, O, D, S, L>
where
    Self: LoadOn<C, NoDriver>,
{
    fn keyset_on<'c, const BACK: bool>(
        &'c self,
        at: Result<KeysetAt>,
        _: &'c mut C,
    ) -> Result<KeysetPage<Self::Row>>
    where
        Self::Row: 'c,
    {
        Ok(at?.page::<_, BACK>(Vec::new()))
    }
}

impl<M, W, O, D, S, L> QuerySet<M, W, O, D, S, L>
where
    M: Model,
    L: Pick<M>,
{
    /// The first `size` rows after a place, or with `None` the first of all. It costs the same
    /// however far down the place is (given an index on what the order names), and stays right
    /// when rows come and go meanwhile: none is seen twice, none is left out that was there.
    ///
    /// The order is the queryset's, made total by the key, and may go through to-one
    /// relations. The condition holds for NULLs as well, where the order puts them.
    ///
    /// Queries: [`QUERIES`](Self::QUERIES). For how many rows there are in all, `count`.
    ///
    /// ```
    /// # orm_core::doctest_models!();
    /// use orm_core::queryset::Cursor;
    ///
    /// let conn = &mut connection();
    /// let tracks = queryset!(Track.order_by(-unit_price, album.title));
    /// let page = tracks.page_after(None, 2, conn)?;
    /// assert_eq!(page.items[0].name, "Balls to the Wall");
    /// // What goes into a URL, and comes back from it:
    /// let text = page.next.unwrap().to_string();
    /// let cursor: Cursor = text.parse()?;
    /// let page = tracks.page_after(Some(&cursor), 2, conn)?;
    /// assert_eq!(page.items[1].name, "Dog Eat Dog");
    /// assert!(page.next.is_none() && page.previous.is_some());
    /// # Ok::<(), orm_core::Error>(())
    /// ```
    ///
    /// SQL: `SELECT …, price, title, id … WHERE price <= ? AND (price < ? OR (title >= ? AND
    /// (title > ? OR id > ?))) ORDER BY price DESC, title, id LIMIT size + 1`.
    ///
    /// `next` is there exactly if rows follow, which one row more tells. `previous` is there if
    /// a cursor was given and the page has rows: give it to [`page_before`](Self::page_before).
    ///
    /// # Errors
    /// [`Error::Cursor`] for a cursor of another order or model, [`Error::Page`] for a size below
    /// 1, both before a query runs; and those of [`load`](Self::load).
    pub fn page_after<'c, C, K: Driver>(
        &'c self,
        cursor: Option<&Cursor>,
        size: impl SliceBound,
        conn: &'c mut C,
    ) -> K::Out<'c, KeysetPage<<Self as LoadOn<C, K>>::Row>>
    where
        O: KeysetOrder<M>,
        L: HasPlaces<M, D>,
        S: Unsliced + Unlocked,
        Self: KeysetOn<C, K, Row: 'c>,
    {
        let at = KeysetAt::new::<M, O>(&self.order, cursor, size.to_bound());
        self.keyset_on::<false>(at, conn)
    }

    /// The last `size` rows before a place, or with `None` the last of all; in the queryset's
    /// order. See [`page_after`](Self::page_after).
    ///
    /// ```
    /// # orm_core::doctest_models!();
    /// let conn = &mut connection();
    /// let last = Album.page_before(None, 2, conn)?;
    /// let titles: Vec<&str> = last.items.iter().map(|album| &*album.title).collect();
    /// assert_eq!(titles, ["Big Ones", "Let There Be Rock"]);
    /// let before = Album.page_before(last.previous.as_ref(), 2, conn)?;
    /// assert_eq!(before.items[0].title, "Balls to the Wall");
    /// assert!(before.previous.is_none() && before.next.is_some());
    /// # Ok::<(), orm_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// Those of [`page_after`](Self::page_after).
    pub fn page_before<'c, C, K: Driver>(
        &'c self,
        cursor: Option<&Cursor>,
        size: impl SliceBound,
        conn: &'c mut C,
    ) -> K::Out<'c, KeysetPage<<Self as LoadOn<C, K>>::Row>>
    where
        O: KeysetOrder<M>,
        L: HasPlaces<M, D>,
        S: Unsliced + Unlocked,
        Self: KeysetOn<C, K, Row: 'c>,
    {
        let at = KeysetAt::new::<M, O>(&self.order, cursor, size.to_bound());
        self.keyset_on::<true>(at, conn)
    }
}
