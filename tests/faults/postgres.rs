//! PostgreSQL, by libpq.

#[path = "cases.rs"]
mod cases;
#[path = "sync.rs"]
mod driver;
#[path = "writes.rs"]
mod writes;

use diesel::result::DatabaseErrorKind;
use orm_core::prelude::*;

use crate::proxy::Fault;
use crate::stage::{Book, Stage, assert_lost};

pub type Conn = diesel::PgConnection;
pub const DATABASE: crate::stage::Database = crate::stage::Database::Postgres;

/// How the client types a connection that was closed.
pub fn is_closed(kind: &DatabaseErrorKind) -> bool {
    matches!(kind, DatabaseErrorKind::ClosedConnection)
}

/// A host that takes nothing any more: `tcp_user_timeout` of the URL bounds the wait for it.
#[test]
fn a_host_that_is_gone_without_a_word() {
    let stage = Stage::new(DATABASE);
    let url = format!("{}&tcp_user_timeout=500", stage.url());
    let mut conn = driver::establish(&url).unwrap();
    stage.proxy.on("no such title", Fault::Deaf);
    // More than the buffers on the way take in.
    let titles = vec![format!("no such title {}", "x".repeat(1 << 20)); 40];
    let books = queryset!(Book.filter(title.in_(titles)));
    let error = stage.soon(|| books.load(&mut conn)).unwrap_err();
    assert!(stage.proxy.happened());
    assert_lost(&error);
}
