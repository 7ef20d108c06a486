//! The connection of outside inside, and a future that is not `Send`.
use diesel::SqliteConnection;
use diesel_async::AsyncPgConnection;
use orm_core::prelude::*;

#[derive(Model)]
struct Note {
    id: i32,
}

// The connection is the transaction's until it ends: inside, the closure's own is there.
fn outer(conn: &mut SqliteConnection) -> orm_core::Result<i64> {
    atomic(conn, |_| Note.count(conn))
}

// What is not `Send` cannot be held across an await.
async fn not_send(conn: &mut AsyncPgConnection) -> orm_core::Result<i64> {
    atomic(conn, async |conn| {
        let shared = std::rc::Rc::new(1);
        let notes = Note.count(conn).await?;
        Ok(notes + *shared)
    })
    .await
}

fn main() {}
