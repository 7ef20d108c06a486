//! Diesel's connections.

use diesel::connection::SimpleConnection;
use diesel::{Connection, ConnectionResult, QueryResult};

use super::Conn;

pub fn establish(url: &str) -> ConnectionResult<Conn> {
    Conn::establish(url)
}

pub fn batch(conn: &mut Conn, sql: &str) -> QueryResult<()> {
    conn.batch_execute(sql)
}

/// What a terminal gives, as it is.
pub fn wait<T>(out: orm_core::Result<T>) -> orm_core::Result<T> {
    out
}

/// Rows one after another, until the first error.
pub fn each<T>(
    rows: orm_core::Result<impl Iterator<Item = orm_core::Result<T>>>,
) -> (usize, Option<orm_core::Error>) {
    let mut count = 0;
    match rows {
        Ok(rows) => {
            for row in rows {
                match row {
                    Ok(_) => count += 1,
                    Err(error) => return (count, Some(error)),
                }
            }
            (count, None)
        }
        Err(error) => (0, Some(error)),
    }
}

/// Runs this in a transaction.
pub fn transaction<T>(
    conn: &mut Conn,
    work: impl FnOnce(&mut Conn) -> orm_core::Result<T>,
) -> orm_core::Result<T> {
    conn.transaction(work)
}
