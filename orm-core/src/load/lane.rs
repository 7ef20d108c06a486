//! Async connections as lanes: what a plan is walked on.
//!
//! A connection that pipelines is any number of lanes, so that sibling relations are asked
//! for at the same time; another is one.

use diesel_async::{AsyncConnection, AsyncConnectionCore, TransactionManager};

use crate::Result;
use crate::backend::Backend;

/// A connection on which one statement runs at a time.
pub trait Lane: Send + Sized {
    /// The connection's database.
    type Backend: Backend + 'static;
    /// The connection goes by a statement's text, whatever its type.
    const BY_TEXT: bool = false;
    /// The connection.
    type Core: AsyncConnectionCore<Backend = Self::Backend>;
    /// The connection.
    fn core(&mut self) -> &mut Self::Core;
    /// Two lanes, where the connection takes a statement while another runs.
    fn split(&mut self) -> Option<(Self, Self)>;
    /// Whether the connection still takes statements.
    ///
    /// # Errors
    /// One was given up, and the next would get its answer; or a write was, and the next
    /// statement would stand in its transaction, which nobody ends.
    fn usable(&mut self) -> Result<()>;
    /// A statement was given up: its future was dropped before the answer came.
    fn given_up(&mut self) {}
}

/// A statement that runs; dropped before it is answered, it is given up.
pub(crate) struct Running<'a, Ln: Lane>(&'a mut Ln);

impl<'a, Ln: Lane> Running<'a, Ln> {
    pub(crate) fn new(lane: &'a mut Ln) -> Result<Self> {
        lane.usable()?;
        Ok(Self(lane))
    }
    pub(crate) fn core(&mut self) -> &mut Ln::Core {
        self.0.core()
    }
    pub(crate) fn answered(self) {
        std::mem::forget(self);
    }
}

impl<Ln: Lane> Drop for Running<'_, Ln> {
    fn drop(&mut self) {
        self.0.given_up();
    }
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

/// Whether the connection was given up. The state that says so is the transaction manager's, by
/// which pools know that they must not hand the connection out again.
///
/// # Errors
/// It was.
fn kept<C: AsyncConnection>(conn: &mut C) -> Result<()> {
    C::TransactionManager::transaction_manager_status_mut(conn).transaction_depth()?;
    Ok(())
}

/// No further statement is run on this connection.
pub(crate) fn give_up<C: AsyncConnection>(conn: &mut C) {
    C::TransactionManager::transaction_manager_status_mut(conn).set_in_error();
}

/// The whole connection. `MIXES_UP`: its client takes the answer to a statement that was given
/// up for that to the next one, so no next one is run.
pub struct Alone<'c, C, const MIXES_UP: bool, const BY_TEXT: bool>(&'c mut C);

impl<C, const MIXES_UP: bool, const BY_TEXT: bool> Lane for Alone<'_, C, MIXES_UP, BY_TEXT>
where
    C: AsyncConnection<Backend: Backend + 'static>,
{
    type Backend = C::Backend;
    const BY_TEXT: bool = BY_TEXT;
    type Core = C;
    fn core(&mut self) -> &mut C {
        self.0
    }
    fn split(&mut self) -> Option<(Self, Self)> {
        None
    }
    fn usable(&mut self) -> Result<()> {
        kept(self.0)
    }
    fn given_up(&mut self) {
        if MIXES_UP {
            give_up(self.0);
        }
    }
}

macro_rules! alone {
    ($($(#[$doc:meta])* $way:ident $feature:literal $db:ty, $mixes_up:literal, $by_text:literal;)*) => { $(
        $(#[$doc])*
        #[cfg(feature = $feature)]
        pub struct $way;

        #[cfg(feature = $feature)]
        #[diagnostic::do_not_recommend]
        impl<C: AsyncConnection<Backend = $db>> AsLane<$way> for C {
            type Lane<'c> = Alone<'c, C, $mixes_up, $by_text> where Self: 'c;
            fn lane(&mut self) -> Alone<'_, C, $mixes_up, $by_text> {
                Alone(self)
            }
        }
    )* };
}
alone! {
    /// One statement after another on SQLite.
    OnSqlite "sqlite" diesel::sqlite::Sqlite, false, true;
    /// One statement after another on MySQL.
    OnMysql "mysql-backend" diesel::mysql::Mysql, true, false;
}

#[cfg(feature = "postgres-backend")]
pub use postgres::{Direct, OnPostgres, PgLane, Pipelines, Through};

#[cfg(feature = "postgres-backend")]
mod postgres {
    use std::marker::PhantomData;
    use std::ops::Deref;

    use diesel::pg::Pg;
    use diesel_async::{AsyncConnection, AsyncPgConnection};

    use super::{AsLane, Lane, kept};
    use crate::Result;

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
    pub struct PgLane<'c> {
        conn: &'c AsyncPgConnection,
        usable: bool,
    }

    impl<'c> Lane for PgLane<'c> {
        type Backend = Pg;
        type Core = &'c AsyncPgConnection;
        fn core(&mut self) -> &mut &'c AsyncPgConnection {
            &mut self.conn
        }
        fn split(&mut self) -> Option<(Self, Self)> {
            let Self { conn, usable } = *self;
            Some((Self { conn, usable }, Self { conn, usable }))
        }
        fn usable(&mut self) -> Result<()> {
            match self.usable {
                true => Ok(()),
                false => Err(diesel::result::Error::BrokenTransactionManager.into()),
            }
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
            let usable = kept(self).is_ok();
            let conn = <C as Pipelines<P>>::pg(self);
            PgLane { conn, usable }
        }
    }
}
