//! Writes: what changes rows. A write is one statement, made from a queryset and run by `run`.

mod assign;
mod run;
mod update;

pub use assign::{Assign, AssignTo, Assignments, Null, OwnColumn, Perhaps, assign, assign_null};
pub use run::{WriteOn, WriteStatement};
pub use update::{NoReadonly, Update};
