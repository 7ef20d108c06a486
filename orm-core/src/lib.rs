#![doc = include_str!("../docs/crate.md")]
#![deny(missing_docs)]

// The derive's code, in the examples of the documentation, names the crate as users do.
#[allow(unused_extern_crates)]
extern crate self as orm_core;

pub mod ast;
pub mod backend;
#[doc = include_str!("../docs/databases.md")]
pub mod databases {}
mod doctest;
pub mod driver;
pub mod error;
pub mod instrument;
pub mod load;
pub mod model;
pub mod path;
pub mod prelude;
pub mod queryset;
pub mod transaction;

#[doc(hidden)]
#[path = "private.rs"]
pub mod __private;

pub use ast::OwnValue;
pub use error::{Error, Result};
pub use load::slot::Part;
pub use model::{Choice, Model, One};
pub use orm_macros::{Choice, Key, Model, has, queryset, row};
pub use queryset::{AllOf, LoadOn, QuerySet, QuerySetOf, fields_of, model};
pub use transaction::{atomic, on_commit};

#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct ReadmeDoctests;
