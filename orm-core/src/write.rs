//! Writes: what changes rows. A write is one statement, made from a queryset and run by `run`.

mod assign;
mod bulk_create;
mod by_key;
mod cascade;
mod conflict;
mod create;
mod delete;
mod deleted;
mod get_or_create;
mod given;
mod insert;
mod links;
mod new;
mod now;
mod refused;
mod rows;
#[cfg(feature = "garde")]
mod rules;
mod run;
mod session;
mod target;
mod unique;
mod update;
mod valid;
mod violation;

pub use assign::{Assign, AssignTo, Assignments, Null, OwnColumn, Perhaps, assign, assign_null};
pub use bulk_create::{BulkCreate, Gather, Kept};
pub use conflict::{Conflict, Fails};
pub use create::{Create, CreatedRow, IntoNew, NeverNew, WholeTable, complete};
pub use delete::{Delete, DeleteRow, Deleting, Planning};
pub use deleted::{Deleted, DeletionPlan, Fate, Planned};
pub use get_or_create::{GetOrCreate, UpdateOrCreate};
pub use given::{
    FieldOf, Generated, GiveField, Given, Gives, MayBeGiven, MaybeGiven, Place, RowRef, Values,
    Writable,
};
pub use insert::InsertOn;
pub use links::{
    KeyedRow, LinkEnd, LinkEnds, LinkValues, LinkWrite, Linked, Links, ManyToMany, fields_of_row,
    link_fields, link_value, links,
};
pub use new::{Creatable, New, VisitField, WriteField, WriteNew, given, maybe_given};
pub use now::{Moment, Now};
pub use refused::{Calculated, RowsToWrite};
pub use rows::NoReadonly;
#[cfg(feature = "garde")]
pub use rules::{Found, Rules, found};
pub use run::{Write, WriteOn, WriteStatement};
pub use session::Session;
pub use target::{AsModel, AsQuerySet, AsRow, OneToWrite, RowTarget, WriteSource};
pub use unique::{Places, UniqueBy};
pub use update::Update;
