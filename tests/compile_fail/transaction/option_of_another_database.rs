//! Options that a database does not have.
use diesel::{MysqlConnection, PgConnection, SqliteConnection};
use diesel_async::AsyncPgConnection;
use orm_core::prelude::*;

fn sqlite(conn: &mut SqliteConnection) -> orm_core::Result<()> {
    atomic(conn).serializable().run(|_| Ok(()))?;
    atomic(conn).read_only().run(|_| Ok(()))
}

fn mysql(conn: &mut MysqlConnection) -> orm_core::Result<()> {
    atomic(conn).deferrable().run(|_| Ok(()))
}

fn postgres(conn: &mut PgConnection) -> orm_core::Result<()> {
    atomic(conn).immediate().run(|_| Ok(()))
}

async fn postgres_async(conn: &mut AsyncPgConnection) -> orm_core::Result<()> {
    atomic(conn).exclusive().run(async |_| Ok(())).await
}

fn main() {}
