//! `derive(Key)` and `derive(Choice)` on SQLite, PostgreSQL and MariaDB.

#[path = "choice_key/beside_diesel.rs"]
mod beside_diesel;
#[path = "choice_key/choices.rs"]
mod choices;
#[path = "choice_key/keys.rs"]
mod keys;
#[path = "choice_key/on_async.rs"]
mod on_async;
#[path = "choice_key/support.rs"]
mod support;
