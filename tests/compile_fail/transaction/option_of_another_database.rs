//! Options that a database does not have.
use diesel::SqliteConnection;
use diesel_async::{AsyncMysqlConnection, AsyncPgConnection};
use orm_core::prelude::*;

fn sqlite(conn: &mut SqliteConnection) -> orm_core::Result<()> {
    atomic(conn).serializable().run(|_| Ok(()))?;
    atomic(conn).read_only().run(|_| Ok(()))
}

async fn mysql(conn: &mut AsyncMysqlConnection) -> orm_core::Result<()> {
    atomic(conn).deferrable().run(async |_| Ok(())).await
}

async fn postgres(conn: &mut AsyncPgConnection) -> orm_core::Result<()> {
    atomic(conn).exclusive().run(async |_| Ok(())).await
}

fn main() {}
