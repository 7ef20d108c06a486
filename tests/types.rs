//! Field types and keys on every database: what goes in comes out, compares, and finds its way
//! through lists and batched relations.
//!
//! `ORM_TEST_POSTGRES` and `ORM_TEST_MYSQL` name the servers; each test has a schema of its
//! own there, which it drops at its end.

#[macro_use]
#[path = "types/support.rs"]
mod support;
#[path = "types/arrays.rs"]
mod arrays;
#[path = "types/asynchronous.rs"]
mod asynchronous;
#[path = "types/collations.rs"]
mod collations;
#[path = "types/json.rs"]
mod json;
#[path = "types/keys.rs"]
mod keys;
#[path = "types/numbers.rs"]
mod numbers;
#[path = "types/texts.rs"]
mod texts;
#[path = "types/times.rs"]
mod times;
