//! Options that SQLite does not have.
use diesel::SqliteConnection;
use orm_core::transaction;

fn sqlite(conn: &mut SqliteConnection) -> orm_core::Result<()> {
    transaction(conn).serializable().run(|_| Ok(()))?;
    transaction(conn).read_only().run(|_| Ok(()))
}

fn main() {}
