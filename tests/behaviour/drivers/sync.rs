//! Connections of Diesel.

use std::fmt::Debug;

pub use diesel::RunQueryDsl;
use diesel::connection::SimpleConnection;
use diesel::{Connection, ConnectionResult};

use crate::Conn;

/// What tests use.
pub mod prelude {
    pub use super::{Driver, Wait, each, transaction};
}

pub type Driver = orm_core::driver::SyncDriver;

/// What a terminal gives, as a `Result`: that is what it is.
pub trait Wait {
    type Out;
    fn wait(self) -> Self::Out;
}
impl<T, E> Wait for Result<T, E> {
    type Out = Self;
    fn wait(self) -> Self {
        self
    }
}

pub fn establish(url: &str) -> ConnectionResult<Conn> {
    Conn::establish(url)
}

pub fn batch(conn: &mut Conn, sql: &str) -> diesel::QueryResult<()> {
    conn.batch_execute(sql)
}

/// Rows, or portions, one after another.
pub fn each<I: Iterator, E: Debug>(rows: Result<I, E>) -> I {
    rows.unwrap()
}

/// Runs this in a transaction.
pub fn transaction<T, E: From<diesel::result::Error>>(
    conn: &mut Conn,
    work: impl FnOnce(&mut Conn) -> Result<T, E>,
) -> Result<T, E> {
    conn.transaction(work)
}

/// The rows of a statement of Diesel's.
pub fn rows<'q, U, S>(statement: S, conn: &mut Conn) -> Vec<U>
where
    S: RunQueryDsl<Conn> + diesel::query_dsl::methods::LoadQuery<'q, Conn, U>,
{
    RunQueryDsl::load(statement, conn).unwrap()
}

/// The hooks of a model; what runs on the connection stands in `done!`.
macro_rules! hooks {
    ($model:ty: $($name:ident($row:ident: $ty:ty, $conn:ident) $body:block)*) => {
        impl orm_core::Hooks<crate::Conn> for $model {
            $(fn $name($row: $ty, $conn: &mut crate::Conn) -> orm_core::Hooked $body)*
        }
    };
}
macro_rules! done {
    ($run:expr) => {
        $run
    };
}
#[allow(unused_imports)] // of one part of the suite
pub(crate) use {done, hooks};
