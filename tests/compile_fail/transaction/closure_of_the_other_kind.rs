//! A plain closure for an async connection, an async one for a connection that is not.
use diesel::SqliteConnection;
use diesel_async::AsyncPgConnection;
use orm_core::prelude::*;

#[derive(Model)]
struct Note {
    id: i32,
}

async fn plain(conn: &mut AsyncPgConnection) -> orm_core::Result<()> {
    atomic(conn, |_conn| Ok(())).await
}

fn asynchronous(conn: &mut SqliteConnection) -> orm_core::Result<i64> {
    atomic(conn, async |conn| Note.count(conn))
}

fn main() {}
