//! Where a queryset in a signature is loaded: on what loads any queryset, and on enums of
//! connections.
//!
//! Such a queryset promises to run on each database that is enabled, and nothing of the backend
//! of an enum, which is a type of the user's. So it runs on the connection that is in the enum.

use std::marker::PhantomData;
use std::ops::DerefMut;

use diesel::connection::LoadConnection;

use super::{LoadOn, Selection};
use crate::Result;
#[cfg(feature = "async")]
use crate::driver::AsyncDriver;
use crate::driver::{Driver, SyncDriver};
use crate::load::pick::Pick;
use crate::load::spec::SelectedRow;
use crate::load::statement::{AnyTwo, FromStart, Mode};

/// A queryset in a signature that can be loaded on a connection. The driver `K` is found by the
/// connection.
#[diagnostic::on_unimplemented(
    message = "this queryset cannot be loaded on `{C}`",
    label = "not a connection on which it can be loaded",
    note = "lend a connection of Diesel or diesel-async by `&mut`; of a pool, what its `get()` gives",
    note = "its database must be one of orm-core's features; for an enum of connections write `orm_core::multi_connection!`"
)]
pub trait OfOn<C, K: Driver> {
    /// A row.
    type Row;
    /// The same where it came alone.
    type One;
    /// The row, as one that came alone.
    fn alone(row: Self::Row) -> Self::One;
    /// The rows.
    fn load_of<'c>(&'c self, conn: &'c mut C) -> K::Out<'c, Vec<Self::Row>>;
    /// Two rows at most.
    fn two_of<'c>(&'c self, conn: &'c mut C) -> K::Out<'c, Vec<Self::Row>>;
    /// The first row.
    fn first_of<'c>(&'c self, conn: &'c mut C) -> K::Out<'c, Vec<Self::Row>>;
    /// How many rows.
    fn count_of<'c>(&'c self, conn: &'c mut C) -> K::Out<'c, i64>;
    /// Whether there are rows.
    fn exists_of<'c>(&'c self, conn: &'c mut C) -> K::Out<'c, bool>;
}

macro_rules! as_any_queryset {
    ($($(#[$cfg:meta])* <$($p:ident)?> $driver:ty;)*) => { $(
        $(#[$cfg])*
        #[diagnostic::do_not_recommend]
        impl<Q, C $(, $p: 'static)?> OfOn<C, $driver> for Q
        where
            Q: LoadOn<C, $driver>,
        {
            type Row = Q::Row;
            type One = Q::One;
            fn alone(row: Self::Row) -> Self::One {
                Q::alone(row)
            }
            fn load_of<'c>(&'c self, conn: &'c mut C) -> <$driver as Driver>::Out<'c, Vec<Self::Row>> {
                self.load_on(conn)
            }
            fn two_of<'c>(&'c self, conn: &'c mut C) -> <$driver as Driver>::Out<'c, Vec<Self::Row>> {
                self.load_top::<AnyTwo>(conn)
            }
            fn first_of<'c>(&'c self, conn: &'c mut C) -> <$driver as Driver>::Out<'c, Vec<Self::Row>> {
                self.load_top::<FromStart>(conn)
            }
            fn count_of<'c>(&'c self, conn: &'c mut C) -> <$driver as Driver>::Out<'c, i64> {
                self.count_on(conn)
            }
            fn exists_of<'c>(&'c self, conn: &'c mut C) -> <$driver as Driver>::Out<'c, bool> {
                self.exists_on(conn)
            }
        }
    )* };
}
as_any_queryset! {
    <> SyncDriver;
    #[cfg(feature = "async")] <P> AsyncDriver<P>;
}

/// The connection that is in an enum. `P` says how the enum is reached.
pub struct EnumDriver<P>(PhantomData<fn() -> P>);
/// The enum itself.
pub struct Itself;
/// Through what holds it: a pool's guard.
pub struct Held;

impl<P: 'static> Driver for EnumDriver<P> {
    type Out<'c, T: 'c> = Result<T>;
    fn then<'c, T: 'c, U: 'c>(
        out: Result<T>,
        change: impl FnOnce(T) -> Result<U> + Send + 'c,
    ) -> Result<U> {
        out.and_then(change)
    }
}

/// An enum of connections. Written by [`multi_connection!`](crate::multi_connection).
pub trait Each {
    /// Asks the connection inside.
    fn each<A: Ask>(&mut self, ask: A) -> A::Out;
}

/// What can be asked of any connection.
pub trait Ask: Sized {
    /// What it answers.
    type Out;
    /// Asks SQLite.
    #[cfg(feature = "sqlite")]
    fn sqlite<C: LoadConnection<Backend = diesel::sqlite::Sqlite>>(self, conn: &mut C)
    -> Self::Out;
    /// Asks PostgreSQL.
    #[cfg(feature = "postgres-backend")]
    fn postgres<C: LoadConnection<Backend = diesel::pg::Pg>>(self, conn: &mut C) -> Self::Out;
    /// Asks MySQL.
    #[cfg(feature = "mysql-backend")]
    fn mysql<C: LoadConnection<Backend = diesel::mysql::Mysql>>(self, conn: &mut C) -> Self::Out;
}

/// A database that is enabled.
pub trait Asked: diesel::backend::Backend {
    /// Asks a connection to it.
    fn ask<C: LoadConnection<Backend = Self>, A: Ask>(ask: A, conn: &mut C) -> A::Out;
}

/// Asks the connection of a variant.
pub fn ask_one<C: LoadConnection<Backend: Asked>, A: Ask>(conn: &mut C, ask: A) -> A::Out {
    C::Backend::ask(ask, conn)
}

/// What a queryset must do to be loaded on a database.
macro_rules! loads {
    ($($name:ident $feature:literal $db:ty;)*) => {
        $(
            #[cfg(feature = $feature)]
            mod $name {
                use super::{Ask, Asked, LoadConnection};
                use crate::load::pick::FillPick;
                use crate::model::TypesOn;
                use crate::queryset::{HasPlace, SelectOn, Selection, TopSlice};

                pub trait Loads: TopSlice<$db>
                    + SelectOn<
                        $db,
                        Slots: FillPick<M<Self>, $db, Types: TypesOn<M<Self>, $db>>,
                        Place: HasPlace<$db>,
                    >
                {
                }
                impl<Q> Loads for Q
                where
                    Q: TopSlice<$db> + SelectOn<$db, Place: HasPlace<$db>>,
                    Q::Slots: FillPick<M<Q>, $db, Types: TypesOn<M<Q>, $db>>,
                {
                }
                type M<Q> = <Q as Selection>::Model;

                impl Asked for $db {
                    fn ask<C: LoadConnection<Backend = Self>, A: Ask>(ask: A, conn: &mut C) -> A::Out {
                        ask.$name(conn)
                    }
                }
            }
            #[cfg(not(feature = $feature))]
            mod $name {
                pub use crate::queryset::Selection as Loads;
            }
        )*

        /// A queryset that can be loaded on each database that is enabled.
        pub trait Everywhere: $($name::Loads +)* {}
        impl<Q: $($name::Loads +)*> Everywhere for Q {}
    };
}
loads! {
    sqlite "sqlite" diesel::sqlite::Sqlite;
    postgres "postgres-backend" diesel::pg::Pg;
    mysql "mysql-backend" diesel::mysql::Mysql;
}

/// A terminal, on whatever a queryset can be loaded on.
pub trait Terminal<Q: Selection> {
    /// What it gives.
    type Out;
    /// Runs it.
    fn run<C>(queryset: &Q, conn: &mut C) -> Self::Out
    where
        Q: LoadOn<C, SyncDriver, Row = SelectedRow<Q>>;
}

struct Rows;
struct Top<Md>(PhantomData<fn() -> Md>);
struct Count;
struct Exists;

macro_rules! terminals {
    ($(<$($md:ident)?> $terminal:ty, $out:ty, $queryset:ident $conn:ident $run:expr;)*) => { $(
        impl<Q: Selection $(, $md: Mode)?> Terminal<Q> for $terminal {
            type Out = Result<$out>;
            fn run<C>($queryset: &Q, $conn: &mut C) -> Result<$out>
            where
                Q: LoadOn<C, SyncDriver, Row = SelectedRow<Q>>,
            {
                $run
            }
        }
    )* };
}
terminals! {
    <> Rows, Vec<SelectedRow<Q>>, queryset conn queryset.load_on(conn);
    <Md> Top<Md>, Vec<SelectedRow<Q>>, queryset conn queryset.load_top::<Md>(conn);
    <> Count, i64, queryset conn queryset.count_on(conn);
    <> Exists, bool, queryset conn queryset.exists_on(conn);
}

struct Asking<'q, Q, T>(&'q Q, PhantomData<fn() -> T>);

impl<'q, Q: Everywhere, T: Terminal<Q>> Asking<'q, Q, T> {
    fn of<C: Each + ?Sized>(queryset: &'q Q, conn: &mut C) -> T::Out {
        conn.each(Self(queryset, PhantomData))
    }
}

impl<Q: Everywhere, T: Terminal<Q>> Ask for Asking<'_, Q, T> {
    type Out = T::Out;
    #[cfg(feature = "sqlite")]
    fn sqlite<C: LoadConnection<Backend = diesel::sqlite::Sqlite>>(self, conn: &mut C) -> T::Out {
        T::run(self.0, conn)
    }
    #[cfg(feature = "postgres-backend")]
    fn postgres<C: LoadConnection<Backend = diesel::pg::Pg>>(self, conn: &mut C) -> T::Out {
        T::run(self.0, conn)
    }
    #[cfg(feature = "mysql-backend")]
    fn mysql<C: LoadConnection<Backend = diesel::mysql::Mysql>>(self, conn: &mut C) -> T::Out {
        T::run(self.0, conn)
    }
}

macro_rules! on_enums {
    ($($reached:ident: $bound:path, |$conn:ident| $itself:expr;)*) => { $(
        #[diagnostic::do_not_recommend]
        impl<Q: Everywhere, C: $bound> OfOn<C, EnumDriver<$reached>> for Q {
            type Row = SelectedRow<Q>;
            type One = <Q::Slots as Pick<Q::Model>>::One;
            fn alone(row: Self::Row) -> Self::One {
                <Q::Slots as Pick<Q::Model>>::alone(row)
            }
            fn load_of<'c>(&'c self, $conn: &'c mut C) -> Result<Vec<Self::Row>> {
                Asking::<Q, Rows>::of(self, $itself)
            }
            fn two_of<'c>(&'c self, $conn: &'c mut C) -> Result<Vec<Self::Row>> {
                Asking::<Q, Top<AnyTwo>>::of(self, $itself)
            }
            fn first_of<'c>(&'c self, $conn: &'c mut C) -> Result<Vec<Self::Row>> {
                Asking::<Q, Top<FromStart>>::of(self, $itself)
            }
            fn count_of<'c>(&'c self, $conn: &'c mut C) -> Result<i64> {
                Asking::<Q, Count>::of(self, $itself)
            }
            fn exists_of<'c>(&'c self, $conn: &'c mut C) -> Result<bool> {
                Asking::<Q, Exists>::of(self, $itself)
            }
        }
    )* };
}
on_enums! {
    Itself: Each, |conn| conn;
    Held: HoldsEach, |conn| &mut **conn;
}

/// What holds an enum of connections.
pub trait HoldsEach: DerefMut<Target: Each> {}
impl<C: DerefMut<Target: Each>> HoldsEach for C {}
