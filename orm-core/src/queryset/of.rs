//! `impl QuerySetOf<Book>`: a queryset in a signature, without its parameters.

use super::of_on::OfOn;
use super::terminal::only;
use super::{Anywhere, Distinctness, QuerySet, ResumedAs, Source};
use crate::ast::NoSlice;
use crate::driver::Driver;
use crate::load::spec::{RowSpec, RowWith};
use crate::model::{Model, RowParts};

/// The row of a model with nothing loaded.
pub type RowOfModel<M> = RowWith<M, <M as Model>::Unloaded>;

/// What a future needs that borrows a queryset, and a task that holds it.
#[cfg(feature = "async")]
pub trait Shared: Send + Sync {}
#[cfg(feature = "async")]
impl<T: Send + Sync> Shared for T {}
#[cfg(not(feature = "async"))]
use crate::load::pick::FillPick as FillPickAsync;
#[cfg(feature = "async")]
use crate::load::pick::FillPickAsync;
/// Nothing is asked where there are no futures.
#[cfg(not(feature = "async"))]
pub trait Shared {}
#[cfg(not(feature = "async"))]
impl<T> Shared for T {}

/// What a queryset's parts must do to be loaded on a database.
macro_rules! on_database {
    ($($name:ident $feature:literal $db:ty;)*) => { $(
        #[cfg(feature = $feature)]
        mod $name {
            use crate::ast::{Condition, PushOrder};
            use super::{FillPickAsync, Shared};
            use crate::load::pick::FillPick;
            use crate::load::spec::RowSpec;
            use crate::model::{Model, TypesOn};
            use diesel::query_builder::QueryFragment;

            pub trait Where: Condition + QueryFragment<$db> + Shared {}
            impl<T: Condition + QueryFragment<$db> + Shared> Where for T {}
            pub trait Order<M>: PushOrder<M, $db> + Shared {}
            impl<M, T: PushOrder<M, $db> + Shared> Order<M> for T {}
            pub trait Slots<M: Model>: Shared
                + RowSpec<M>
                + FillPick<M, $db, Types: TypesOn<M, $db>>
                + FillPickAsync<M, $db>
            {
            }
            impl<M: Model, T> Slots<M> for T where
                T: Shared
                    + RowSpec<M>
                    + FillPick<M, $db, Types: TypesOn<M, $db>>
                    + FillPickAsync<M, $db>
            {
            }
        }
        #[cfg(not(feature = $feature))]
        mod $name {
            pub use crate::ast::{Condition as Where, OrderBy as Order};
            pub use crate::load::spec::RowSpec as Slots;
        }
    )* };
}
on_database! {
    sqlite "sqlite" diesel::sqlite::Sqlite;
    postgres "postgres-backend" diesel::pg::Pg;
    mysql "mysql-backend" diesel::mysql::Mysql;
}

/// A condition that every enabled database can be asked.
#[doc(hidden)]
pub trait OnEveryDatabase: sqlite::Where + postgres::Where + mysql::Where {}
impl<C: sqlite::Where + postgres::Where + mysql::Where> OnEveryDatabase for C {}

/// What a queryset's parts must do to be loaded on every enabled database.
mod bounds {
    use super::{mysql, postgres, sqlite};
    use crate::ast::{Filter, Typed};
    use crate::load::pick::PickRow;
    use crate::load::spec::{RowSpec, RowWith};
    use crate::model::{Model, One};
    use crate::path::Root;
    use crate::queryset::RowSlots;

    pub trait Where: Filter<Held = Typed> + sqlite::Where + postgres::Where + mysql::Where {}
    impl<T> Where for T where T: Filter<Held = Typed> + sqlite::Where + postgres::Where + mysql::Where {}
    pub trait Order<M>: sqlite::Order<M> + postgres::Order<M> + mysql::Order<M> {}
    impl<M, T: sqlite::Order<M> + postgres::Order<M> + mysql::Order<M>> Order<M> for T {}
    pub trait Slots<M: Model>: RowSlots
        + RowSpec<M>
        + PickRow<M, Fields = M::Fields<Root<M>>, Row = RowWith<M, Self>, One = One<RowWith<M, Self>>>
        + sqlite::Slots<M>
        + postgres::Slots<M>
        + mysql::Slots<M>
    {
    }
    impl<M: Model, T> Slots<M> for T where
        T: RowSlots
            + RowSpec<M>
            + PickRow<M, Fields = M::Fields<Root<M>>, Row = RowWith<M, T>, One = One<RowWith<M, T>>>
            + sqlite::Slots<M>
            + postgres::Slots<M>
            + mysql::Slots<M>
    {
    }
}

/// A queryset of model `M` whose rows are `R` (by default rows with nothing loaded), for
/// signatures: `fn published() -> impl QuerySetOf<Book>`. What a function returns so can be
/// refined by [`queryset!`](macro@crate::queryset), sliced and loaded. (A slice ends what can
/// be refined, so it is not part of what a function returns: the caller cuts.)
///
/// ```
/// # orm_core::doctest_models!();
/// use orm_core::QuerySetOf;
///
/// fn with_artist() -> impl QuerySetOf<Album, row!(Album.select_related(artist))> {
///     queryset!(Album.select_related(artist))
/// }
/// let albums = queryset!(with_artist().filter(title == "Big Ones")).load(&mut connection())?;
/// assert_eq!(albums[0].artist().name, "Aerosmith");
/// assert_eq!(with_artist().count(&mut connection())?, 3);
/// # Ok::<(), orm_core::Error>(())
/// ```
#[diagnostic::on_unimplemented(
    message = "this is not a queryset of `{M}` with the rows that the signature promises",
    label = "other rows",
    note = "the rows' type is `row!(Model.select_related(…).prefetch_related(…))`, with what the queryset loads",
    note = "every database that is enabled must be able to do what it asks: `distinct_on` is PostgreSQL's"
)]
pub trait QuerySetOf<M, R = RowOfModel<M>>:
    Opaque<M, Slots: RowSpec<M, Loaded = R::Slots, Record = R::Record>>
where
    M: Model,
    R: RowParts<Model = M>,
{
    /// All rows: [`QuerySet::load`].
    ///
    /// # Errors
    /// Those of [`QuerySet::load`].
    fn load<'c, C, K: Driver>(
        &'c self,
        conn: &'c mut C,
    ) -> K::Out<'c, Vec<<Self::Builder as OfOn<C, K>>::Row>>
    where
        Self::Builder: OfOn<C, K>,
    {
        self.queryset().load_of(conn)
    }

    /// The one row: [`QuerySet::get`].
    ///
    /// # Errors
    /// Those of [`QuerySet::get`].
    fn get<'c, C, K: Driver>(
        &'c self,
        conn: &'c mut C,
    ) -> K::Out<'c, <Self::Builder as OfOn<C, K>>::One>
    where
        Self::Builder: OfOn<C, K, Row: 'c, One: 'c>,
    {
        K::then(self.queryset().two_of(conn), |rows| {
            only::<M, _>(rows).map(Self::Builder::alone)
        })
    }

    /// The first row of the order: [`QuerySet::first`].
    ///
    /// # Errors
    /// Those of [`QuerySet::first`].
    fn first<'c, C, K: Driver>(
        &'c self,
        conn: &'c mut C,
    ) -> K::Out<'c, Option<<Self::Builder as OfOn<C, K>>::One>>
    where
        Self::Builder: OfOn<C, K, Row: 'c, One: 'c>,
    {
        K::then(self.queryset().first_of(conn), |mut rows| {
            Ok(rows.pop().map(Self::Builder::alone))
        })
    }

    /// How many rows: [`QuerySet::count`].
    ///
    /// # Errors
    /// Those of [`QuerySet::count`].
    fn count<'c, C, K: Driver>(&'c self, conn: &'c mut C) -> K::Out<'c, i64>
    where
        Self::Builder: OfOn<C, K>,
    {
        self.queryset().count_of(conn)
    }

    /// Whether there is a row: [`QuerySet::exists`].
    ///
    /// # Errors
    /// Those of [`QuerySet::exists`].
    fn exists<'c, C, K: Driver>(&'c self, conn: &'c mut C) -> K::Out<'c, bool>
    where
        Self::Builder: OfOn<C, K>,
    {
        self.queryset().exists_of(conn)
    }
}

/// The parts of a queryset that a signature does not name. They stand in a trait of their
/// own, which does not know the rows: with `R` among its parameters, the compiler would not
/// find them where a function takes `impl QuerySetOf<Book>`.
#[doc(hidden)]
pub trait Opaque<M: Model>:
    Source<Builder = QuerySet<M, Self::Where, Self::Order, Self::Distinct, NoSlice, Self::Slots>>
{
    /// The filter.
    type Where: bounds::Where;
    /// The order.
    type Order: bounds::Order<M> + Clone;
    /// Whether rows are distinct.
    type Distinct: Distinctness<Place = Anywhere>;
    /// What is loaded.
    type Slots: bounds::Slots<M> + ResumedAs<Self::Distinct>;
    /// The queryset itself.
    fn queryset(&self) -> &Self::Builder;
}

impl<M, W, O, D, L> Opaque<M> for QuerySet<M, W, O, D, NoSlice, L>
where
    M: Model,
    W: bounds::Where,
    O: bounds::Order<M> + Clone,
    D: Distinctness<Place = Anywhere>,
    L: bounds::Slots<M> + ResumedAs<D>,
{
    type Where = W;
    type Order = O;
    type Distinct = D;
    type Slots = L;
    fn queryset(&self) -> &Self {
        self
    }
}

#[diagnostic::do_not_recommend]
impl<M, R, W, O, D, L> QuerySetOf<M, R> for QuerySet<M, W, O, D, NoSlice, L>
where
    M: Model,
    R: RowParts<Model = M>,
    W: bounds::Where,
    O: bounds::Order<M> + Clone,
    D: Distinctness<Place = Anywhere>,
    L: bounds::Slots<M> + ResumedAs<D> + RowSpec<M, Loaded = R::Slots, Record = R::Record>,
{
}
