//! Connections of every kind: each database, enums of connections, pools.
//!
//! PostgreSQL and MySQL are those of `ORM_TEST_POSTGRES` and `ORM_TEST_MYSQL`, or of this
//! machine; without them the tests fail.

#[path = "connections/support.rs"]
mod support;

#[path = "connections/generic.rs"]
mod generic;
#[path = "connections/multi.rs"]
mod multi;
#[path = "connections/multi_own.rs"]
mod multi_own;
#[path = "connections/multi_types.rs"]
mod multi_types;
#[path = "connections/multi_writes.rs"]
mod multi_writes;
#[path = "connections/pools.rs"]
mod pools;
#[path = "connections/terminals.rs"]
mod terminals;
