//! An option that PostgreSQL does not have.
use diesel_async::AsyncPgConnection;
use orm_core::transaction;

async fn postgres(conn: &mut AsyncPgConnection) -> orm_core::Result<()> {
    transaction(conn).exclusive().run(async |_| Ok(())).await
}

fn main() {}
