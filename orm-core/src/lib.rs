#![doc = include_str!("../docs/crate.md")]
#![deny(missing_docs)]

// The derive's code, in the examples of the documentation, names the crate as users do.
#[allow(unused_extern_crates)]
extern crate self as orm_core;

pub mod ast;
pub mod backend;
#[doc = include_str!("../docs/django.md")]
pub mod coming_from_django {}
#[doc = include_str!("../docs/databases.md")]
pub mod databases {}
mod doctest;
pub mod driver;
pub mod error;
#[doc = include_str!("../docs/expressions.md")]
pub mod expressions {}
pub mod instrument;
pub mod load;
mod local;
pub mod model;
pub mod path;
pub mod prelude;
pub mod queryset;
#[doc = include_str!("../docs/scopes.md")]
pub mod scopes {}
pub mod transaction;
#[doc = include_str!("../docs/validation.md")]
pub mod validation {}
pub mod write;

#[doc(hidden)]
#[path = "private.rs"]
pub mod __private;

pub use ast::{ConditionOf, OwnValue};
pub use error::{Error, Restriction, Result};
pub use load::pick_values::Annotated;
pub use load::slot::Part;
pub use model::{Choice, Model, NoTenant, One};
pub use orm_macros::{Choice, Insert, Key, Model, Patch, condition, has, queryset, row};
pub use queryset::{AllOf, BoxedQuerySet, LoadOn, QuerySet, QuerySetOf, fields_of, model};
pub use transaction::{atomic, on_commit, transaction};
#[cfg(feature = "async")]
pub use write::AsyncHooks;
pub use write::{Hooked, Hooks, Patch};

#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct ReadmeDoctests;
#[cfg(doctest)]
#[doc = include_str!("../../orm-macros/docs/insert.md")]
struct InsertDoctests;
#[cfg(doctest)]
#[doc = include_str!("../../orm-macros/docs/patch.md")]
struct PatchDoctests;
