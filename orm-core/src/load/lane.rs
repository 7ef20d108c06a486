//! Async connections as lanes: what a plan is walked on.
//!
//! A connection that pipelines is any number of lanes, so that sibling relations are asked
//! for at the same time; another is one.

use diesel_async::{AsyncConnection, AsyncConnectionCore};

use crate::backend::Backend;

/// A connection on which one statement runs at a time.
pub trait Lane: Send + Sized {
    /// The connection's database.
    type Backend: Backend + 'static;
    /// The connection.
    type Core: AsyncConnectionCore<Backend = Self::Backend>;
    /// The connection.
    fn core(&mut self) -> &mut Self::Core;
    /// Two lanes, where the connection takes a statement while another runs.
    fn split(&mut self) -> Option<(Self, Self)>;
}

/// An async connection whose way to become lanes is `P`. The compiler finds `P`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no connection of diesel-async to a database of orm-core's features",
    label = "not such a connection"
)]
pub trait AsLane<P>: AsyncConnection<Backend: Backend> {
    /// The lane.
    type Lane<'c>: Lane<Backend = <Self as AsyncConnectionCore>::Backend>
    where
        Self: 'c;
    /// The connection as a lane.
    fn lane(&mut self) -> Self::Lane<'_>;
}

/// The whole connection.
pub struct Alone<'c, C>(&'c mut C);

impl<C: AsyncConnection<Backend: Backend + 'static>> Lane for Alone<'_, C> {
    type Backend = C::Backend;
    type Core = C;
    fn core(&mut self) -> &mut C {
        self.0
    }
    fn split(&mut self) -> Option<(Self, Self)> {
        None
    }
}

macro_rules! alone {
    ($($(#[$doc:meta])* $way:ident $feature:literal $db:ty;)*) => { $(
        $(#[$doc])*
        #[cfg(feature = $feature)]
        pub struct $way;

        #[cfg(feature = $feature)]
        #[diagnostic::do_not_recommend]
        impl<C: AsyncConnection<Backend = $db>> AsLane<$way> for C {
            type Lane<'c> = Alone<'c, C> where Self: 'c;
            fn lane(&mut self) -> Alone<'_, C> {
                Alone(self)
            }
        }
    )* };
}
alone! {
    /// One statement after another on SQLite.
    OnSqlite "sqlite" diesel::sqlite::Sqlite;
    /// One statement after another on MySQL.
    OnMysql "mysql-backend" diesel::mysql::Mysql;
}

#[cfg(feature = "postgres-backend")]
pub use postgres::{Direct, OnPostgres, PgLane, Pipelines, Through};

#[cfg(feature = "postgres-backend")]
mod postgres {
    use std::marker::PhantomData;
    use std::ops::Deref;

    use diesel::pg::Pg;
    use diesel_async::{AsyncConnection, AsyncPgConnection};

    use super::{AsLane, Lane};

    /// A connection to PostgreSQL: statements are sent while others run.
    pub struct OnPostgres<P>(PhantomData<fn() -> P>);
    /// The connection itself.
    pub struct Direct;
    /// Through what holds it: a pool's guard.
    pub struct Through<P>(PhantomData<fn() -> P>);

    /// What is, or holds, a connection to PostgreSQL.
    pub trait Pipelines<P> {
        /// The connection.
        fn pg(&self) -> &AsyncPgConnection;
    }
    impl Pipelines<Direct> for AsyncPgConnection {
        fn pg(&self) -> &AsyncPgConnection {
            self
        }
    }
    impl<C: Deref<Target: Pipelines<P>>, P> Pipelines<Through<P>> for C {
        fn pg(&self) -> &AsyncPgConnection {
            (**self).pg()
        }
    }

    /// A shared reference to the connection is enough to send a statement.
    pub struct PgLane<'c>(&'c AsyncPgConnection);

    impl<'c> Lane for PgLane<'c> {
        type Backend = Pg;
        type Core = &'c AsyncPgConnection;
        fn core(&mut self) -> &mut &'c AsyncPgConnection {
            &mut self.0
        }
        fn split(&mut self) -> Option<(Self, Self)> {
            Some((Self(self.0), Self(self.0)))
        }
    }

    #[diagnostic::do_not_recommend]
    impl<C, P> AsLane<OnPostgres<P>> for C
    where
        C: AsyncConnection<Backend = Pg> + Pipelines<P>,
    {
        type Lane<'c>
            = PgLane<'c>
        where
            Self: 'c;
        fn lane(&mut self) -> PgLane<'_> {
            PgLane(<C as Pipelines<P>>::pg(self))
        }
    }
}
