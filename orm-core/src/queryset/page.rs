//! Numbered pages: some rows, and how many there are.

use diesel::connection::LoadConnection;
use diesel::query_builder::QueryFragment;
#[cfg(feature = "async")]
use diesel_async::AsyncConnectionCore;
#[cfg(feature = "async")]
use futures_util::future::BoxFuture;

use super::{Distinctness, HasPlace, LoadOn, QuerySet, Unsliced};
use crate::ast::{Condition, Nothing, PushOrder, SliceBound, SliceFromTo, Unlocked};
use crate::backend::Backend;
#[cfg(feature = "async")]
use crate::driver::AsyncDriver;
use crate::driver::{Driver, NoDriver, SyncDriver};
#[cfg(feature = "async")]
use crate::load::lane::AsLane;
#[cfg(feature = "async")]
use crate::load::pick::FillPickAsync;
use crate::load::pick::{FillPick, Pick};
use crate::model::{Model, TypesOn};
use crate::{Error, Result};

/// One page of a queryset's rows, and where it stands among all: what
/// [`QuerySet::page`] gives.
///
/// A page beyond the last is empty; how many there are it knows as well.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Page<R> {
    /// The rows.
    pub items: Vec<R>,
    /// The page's number; the first is 1.
    pub number: i64,
    /// How many rows a page has; the last may have fewer.
    pub size: i64,
    /// How many rows there are on all pages.
    pub total: i64,
}

impl<R> Page<R> {
    /// How many pages there are: 0 where there are no rows.
    #[must_use]
    pub fn pages(&self) -> i64 {
        self.total / self.size + i64::from(self.total % self.size > 0)
    }

    /// Whether a page comes after this one.
    #[must_use]
    pub fn has_next(&self) -> bool {
        self.number < self.pages()
    }

    /// Whether a page with rows comes before this one.
    #[must_use]
    pub fn has_previous(&self) -> bool {
        self.number > 1 && self.total > 0
    }

    /// The same page of other items: `page.map(Card::from)`.
    #[must_use]
    pub fn map<T>(self, change: impl FnMut(R) -> T) -> Page<T> {
        Page {
            items: self.items.into_iter().map(change).collect(),
            number: self.number,
            size: self.size,
            total: self.total,
        }
    }
}

/// Makes a page walk over its items.
macro_rules! walks_items {
    ($page:ident) => {
        impl<R> IntoIterator for $page<R> {
            type Item = R;
            type IntoIter = std::vec::IntoIter<R>;
            fn into_iter(self) -> Self::IntoIter {
                self.items.into_iter()
            }
        }
        impl<'p, R> IntoIterator for &'p $page<R> {
            type Item = &'p R;
            type IntoIter = std::slice::Iter<'p, R>;
            fn into_iter(self) -> Self::IntoIter {
                self.items.iter()
            }
        }
    };
}
pub(super) use walks_items;

walks_items!(Page);

/// Which page, checked.
#[derive(Clone, Copy)]
pub struct PageAt {
    number: i64,
    size: i64,
}

impl PageAt {
    fn new<M: Model>(number: Option<i64>, size: Option<i64>) -> Result<Self> {
        match (number, size) {
            (Some(number @ 1..), Some(size @ 1..)) => Ok(Self { number, size }),
            _ => Err(Error::Page {
                model: M::META.name,
            }),
        }
    }

    /// Its rows. Where 64 bits do not reach it is empty, as any page that far.
    fn slice(self) -> SliceFromTo {
        let from = (self.number - 1).saturating_mul(self.size);
        SliceFromTo::new(from, from.saturating_add(self.size))
    }

    fn of<R>(self, total: i64, items: Vec<R>) -> Page<R> {
        Page {
            items,
            number: self.number,
            size: self.size,
            total,
        }
    }
}

/// A queryset whose pages a connection can load.
#[diagnostic::on_unimplemented(
    message = "the pages of this queryset cannot be loaded on `{C}`",
    label = "not a connection on which it can be loaded",
    note = "lend a connection of Diesel or diesel-async by `&mut`; of a pool, what its `get()` gives"
)]
pub trait PageOn<C, K: Driver = SyncDriver>: LoadOn<C, K> {
    /// The page.
    ///
    /// # Errors
    /// Those of [`QuerySet::page`].
    fn page_on<'c>(
        &'c self,
        at: Result<PageAt>,
        conn: &'c mut C,
    ) -> K::Out<'c, Page<<Self as LoadOn<C, K>>::Row>>
    where
        Self::Row: 'c;
}

// The bounds are those of a load, on the parts: of a borrowed queryset, for any time that it is
// borrowed, the compiler cannot say whether a future that holds it is `Send`.

#[diagnostic::do_not_recommend]
impl<M, W, O, D, S, L, C, DB> PageOn<C, SyncDriver> for QuerySet<M, W, O, D, S, L>
where
    M: Model,
    W: Condition + QueryFragment<DB>,
    O: PushOrder<M, DB>,
    D: Distinctness<Place: HasPlace<DB>>,
    L: FillPick<M, DB, Types: TypesOn<M, DB>>,
    Self: LoadOn<C, SyncDriver, Row = L::Row>,
    C: LoadConnection<Backend = DB>,
    DB: Backend + 'static,
{
    fn page_on<'c>(&'c self, at: Result<PageAt>, conn: &'c mut C) -> Result<Page<L::Row>>
    where
        L::Row: 'c,
    {
        let at = at?;
        let total = self.count_on(conn)?;
        let items = LoadOn::<C, SyncDriver>::load_on(&self.view(at.slice()), conn)?;
        Ok(at.of(total, items))
    }
}

#[cfg(feature = "async")]
#[diagnostic::do_not_recommend]
impl<M, W, O, D, S, L, C, P, DB> PageOn<C, AsyncDriver<P>> for QuerySet<M, W, O, D, S, L>
where
    M: Model + Send + Sync,
    W: Condition + QueryFragment<DB> + Sync,
    O: PushOrder<M, DB> + Sync,
    D: Distinctness<Place: HasPlace<DB>>,
    L: FillPickAsync<M, DB, Row: Send, Types: TypesOn<M, DB>>,
    Self: LoadOn<C, AsyncDriver<P>, Row = L::Row> + Sync,
    C: AsyncConnectionCore<Backend = DB> + AsLane<P>,
    DB: Backend + 'static,
    P: 'static,
{
    fn page_on<'c>(
        &'c self,
        at: Result<PageAt>,
        conn: &'c mut C,
    ) -> BoxFuture<'c, Result<Page<L::Row>>>
    where
        L::Row: 'c,
    {
        Box::pin(async move {
            let at = at?;
            let total = self.count_on(&mut *conn).await?;
            let view = self.view(at.slice());
            let items = LoadOn::<C, AsyncDriver<P>>::load_on(&view, conn).await?;
            Ok(at.of(total, items))
        })
    }
}

/// For no connection: see the impl of [`LoadOn`] for it.
#[diagnostic::do_not_recommend]
impl<M, W, O, D, S, L, C: Nothing> PageOn<C, NoDriver> for QuerySet<M, W, O, D, S, L>
where
    Self: LoadOn<C, NoDriver>,
    M: Model,
{
    fn page_on<'c>(&'c self, at: Result<PageAt>, _: &'c mut C) -> Result<Page<Self::Row>>
    where
        Self::Row: 'c,
    {
        Ok(at?.of(0, Vec::new()))
    }
}

impl<M, W, O, D, S, L> QuerySet<M, W, O, D, S, L>
where
    M: Model,
    L: Pick<M>,
{
    /// Page `number`, the first of which is 1, of pages of `size` rows, and how many rows
    /// there are in all. The order is made total by the key, so that pages never overlap. A
    /// page beyond the last is empty.
    ///
    /// Queries: `COUNT(*)`, and [`QUERIES`](Self::QUERIES) for the rows; whatever the number.
    ///
    /// ```
    /// # orm_core::doctest_models!();
    /// let albums = queryset!(Album.order_by(-title).select_related(artist));
    /// let page = albums.page(2, 2, &mut connection())?;
    /// assert_eq!((page.total, page.pages(), page.has_next()), (3, 2, false));
    /// assert_eq!(page.items[0].artist().name, "Accept");
    /// # Ok::<(), orm_core::Error>(())
    /// ```
    ///
    /// SQL: `SELECT COUNT(*) FROM …`; then `… ORDER BY …, key LIMIT size OFFSET (number - 1) * size`.
    ///
    /// # Errors
    /// [`Error::Page`] for a number or a size below 1, before a query runs; and those of
    /// [`load`](Self::load).
    pub fn page<'c, C, K: Driver>(
        &'c self,
        number: impl SliceBound,
        size: impl SliceBound,
        conn: &'c mut C,
    ) -> K::Out<'c, Page<<Self as LoadOn<C, K>>::Row>>
    where
        Self: PageOn<C, K, Row: 'c>,
        S: Unsliced + Unlocked,
    {
        let at = PageAt::new::<M>(number.to_bound(), size.to_bound());
        self.page_on(at, conn)
    }
}
