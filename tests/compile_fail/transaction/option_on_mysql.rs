//! An option that MySQL does not have.
use diesel_async::AsyncMysqlConnection;
use orm_core::transaction;

async fn mysql(conn: &mut AsyncMysqlConnection) -> orm_core::Result<()> {
    transaction(conn).deferrable().run(async |_| Ok(())).await
}

fn main() {}
