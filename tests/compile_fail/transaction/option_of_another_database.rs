//! Options that a database does not have.
use diesel::SqliteConnection;
use diesel_async::{AsyncMysqlConnection, AsyncPgConnection};
use orm_core::prelude::*;
use orm_core::transaction;

fn sqlite(conn: &mut SqliteConnection) -> orm_core::Result<()> {
    transaction(conn).serializable().run(|_| Ok(()))?;
    transaction(conn).read_only().run(|_| Ok(()))
}

async fn mysql(conn: &mut AsyncMysqlConnection) -> orm_core::Result<()> {
    transaction(conn).deferrable().run(async |_| Ok(())).await
}

async fn postgres(conn: &mut AsyncPgConnection) -> orm_core::Result<()> {
    transaction(conn).exclusive().run(async |_| Ok(())).await
}

fn main() {}
