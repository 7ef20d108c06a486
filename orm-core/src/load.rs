//! Loading: what a queryset loads with its rows, the statements, and the driver.
//!
//! A plan turns parents into the next statement and puts its rows into the slots; it never
//! talks to a database. The driver does.

pub(crate) mod children;
pub mod count;
pub mod driver;
pub mod fill;
#[cfg(feature = "async")]
pub mod fill_async;
pub mod keys;
#[cfg(feature = "async")]
pub mod lane;
pub(crate) mod owners;
pub mod pick;
pub mod pick_listed;
pub mod pick_values;
pub mod query_id;
pub mod read;
#[cfg(feature = "async")]
pub(crate) mod run_async;
pub mod slot;
pub mod spec;
pub mod statement;
pub mod values;
