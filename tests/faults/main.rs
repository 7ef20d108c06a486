//! What happens when the database goes away: a connection is cut, a server falls silent or is
//! stopped, a pool has nothing to give. Each ends in a typed error in bounded time, writes
//! nothing by halves, and the next connection works.
//!
//! Most faults are a proxy's between the client and the server, so that other tests' server
//! lives on. The cases are written once and run on each client; see `cases`.

// The cases are one file, which each client's module holds with its own connection.
#![allow(clippy::duplicate_mod)]

mod proxy;
mod stage;

mod downtime;
mod mysql;
mod mysql_async;
mod pools;
mod postgres;
mod postgres_async;
mod sqlite;
mod sqlite_async;
