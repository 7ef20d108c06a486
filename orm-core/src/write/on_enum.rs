//! Writes on an enum of connections: they run on the connection that is in it, and hooks around
//! them on the enum.
//!
//! How a write is done is decided by the backend's type, whether INSERT gives rows back, or many
//! rows travel as lists; that of an enum is a type of the user's, for several databases.

use std::marker::PhantomData;
use std::ops::DerefMut;

use diesel::connection::LoadConnection;

use super::around::Around;
use super::run::{Write, WriteOn};
use super::session::sync::{Sync, at_once};
use super::session::{AsSession, Session};
use crate::Result;
use crate::driver::SyncDriver;
use crate::queryset::{Ask, Each, EnumDriver, Held, Itself};

macro_rules! databases {
    ($($name:ident $feature:literal $db:ty;)*) => {
        $(
            #[cfg(feature = $feature)]
            mod $name {
                /// What runs on this database.
                pub trait Writes<O>: crate::write::Write<$db, Output = O> {}
                impl<W: crate::write::Write<$db, Output = O>, O> Writes<O> for W {}
                #[allow(unused)]
                pub type One = $db;
            }
            #[cfg(not(feature = $feature))]
            mod $name {
                /// What runs on this database, which is not enabled.
                pub trait Writes<O> {}
                impl<W, O> Writes<O> for W {}
            }
        )*
        /// A write that runs on each database that is enabled.
        pub trait Everywhere<O>: $($name::Writes<O> +)* {}
        impl<W: $($name::Writes<O> +)*, O> Everywhere<O> for W {}
    };
}
databases! {
    sqlite "sqlite" diesel::sqlite::Sqlite;
    postgres "postgres-backend" diesel::pg::Pg;
    mysql "mysql-backend" diesel::mysql::Mysql;
}
#[cfg(all(not(feature = "sqlite"), not(feature = "postgres-backend")))]
use self::mysql::One;
#[cfg(all(not(feature = "sqlite"), feature = "postgres-backend"))]
use self::postgres::One;
/// Any database that is enabled: what a write gives is the same on all of them.
#[cfg(feature = "sqlite")]
use self::sqlite::One;

/// Runs a write on the connection inside.
struct Writing<W, O>(W, PhantomData<fn() -> O>);

impl<W: Everywhere<O>, O> Ask for Writing<W, O> {
    type Out = Result<O>;
    #[cfg(feature = "sqlite")]
    fn sqlite<C: LoadConnection<Backend = diesel::sqlite::Sqlite>>(
        self,
        conn: &mut C,
    ) -> Result<O> {
        at_once(Write::<diesel::sqlite::Sqlite>::write(
            self.0,
            &mut Sync::new(conn),
        ))
    }
    #[cfg(feature = "postgres-backend")]
    fn postgres<C: LoadConnection<Backend = diesel::pg::Pg>>(self, conn: &mut C) -> Result<O> {
        at_once(Write::<diesel::pg::Pg>::write(self.0, &mut Sync::new(conn)))
    }
    #[cfg(feature = "mysql-backend")]
    fn mysql<C: LoadConnection<Backend = diesel::mysql::Mysql>>(self, conn: &mut C) -> Result<O> {
        at_once(Write::<diesel::mysql::Mysql>::write(
            self.0,
            &mut Sync::new(conn),
        ))
    }
}

/// The write, and the hooks around it, in one transaction.
async fn hooked<W, C, O>(mut write: W, conn: &mut C) -> Result<O>
where
    W: Everywhere<O> + Around<C, SyncDriver, O>,
    C: Each + AsSession<SyncDriver>,
    O: Send,
{
    if !write.is_active() {
        return conn.each(Writing(write, PhantomData));
    }
    let mut session = conn.session();
    let outside = session.begin().await?;
    let done = match write.before(C::inside(&mut session)).await {
        Ok(before) => match C::inside(&mut session).each(Writing(write, PhantomData)) {
            Ok(mut out) => W::after(before, &mut out, C::inside(&mut session))
                .await
                .map(|()| out),
            Err(error) => Err(error),
        },
        Err(error) => Err(error),
    };
    session.end(outside, done).await
}

#[diagnostic::do_not_recommend]
impl<W, C, O> WriteOn<C, EnumDriver<Itself>> for W
where
    W: Write<One, Output = O> + Everywhere<O> + Around<C, SyncDriver, O>,
    C: Each + AsSession<SyncDriver>,
    O: Send,
{
    type Output = O;
    fn run_on<'c>(self, conn: &'c mut C) -> Result<O>
    where
        W: 'c,
    {
        at_once(hooked(self, conn))
    }
}

/// Through a pool's guard.
#[diagnostic::do_not_recommend]
impl<W, C, E, O> WriteOn<C, EnumDriver<Held>> for W
where
    W: Write<One, Output = O> + Everywhere<O> + Around<E, SyncDriver, O>,
    C: DerefMut<Target = E>,
    E: Each + AsSession<SyncDriver>,
    O: Send,
{
    type Output = O;
    fn run_on<'c>(self, conn: &'c mut C) -> Result<O>
    where
        W: 'c,
    {
        at_once(hooked(self, &mut **conn))
    }
}
