//! Writes: what changes rows. A write is one statement, made from a queryset and run by `run`.

mod assign;
mod cascade;
mod delete;
mod deleted;
mod refused;
mod rows;
mod run;
mod session;
mod target;
mod update;

pub use assign::{Assign, AssignTo, Assignments, Null, OwnColumn, Perhaps, assign, assign_null};
pub use delete::{Delete, DeleteRow, Deleting, Gently, Hard, How, Planning};
pub use deleted::{Deleted, DeletionPlan, Fate, Planned};
pub use refused::{Calculated, RowsToWrite};
pub use rows::NoReadonly;
pub use run::{Write, WriteOn, WriteStatement};
pub use session::Session;
pub use target::{AsModel, AsQuerySet, AsRow, OneToWrite, RowTarget, WriteSource};
pub use update::Update;
