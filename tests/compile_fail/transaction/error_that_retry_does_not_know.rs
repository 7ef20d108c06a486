//! `retry` with an error that does not say whether it may be retried.
use diesel::SqliteConnection;
use orm_core::transaction;

enum Failure {
    Database(diesel::result::Error),
}

impl From<diesel::result::Error> for Failure {
    fn from(error: diesel::result::Error) -> Self {
        Self::Database(error)
    }
}

fn retried(conn: &mut SqliteConnection) -> Result<(), Failure> {
    transaction(conn).retry(3).run(|_| Ok(()))
}

fn main() {}
