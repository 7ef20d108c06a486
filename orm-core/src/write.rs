//! Writes: what changes rows. A write is one statement, made from a queryset and run by `run`.

mod assign;
mod bulk_create;
mod bulk_update;
mod by_key;
mod cascade;
mod conflict;
mod create;
mod delete;
mod deleted;
mod fields;
mod get_or_create;
mod given;
mod insert;
mod links;
mod listed;
mod new;
mod now;
mod refused;
mod rows;
mod run;
mod session;
mod target;
mod unique;
mod update;
mod violation;

pub use assign::{Assign, AssignTo, Assignments, Null, OwnColumn, Perhaps, assign, assign_null};
pub use bulk_create::{BulkCreate, Gather, Kept};
pub use bulk_update::{BulkUpdate, EveryRow, Updated};
pub use conflict::{Conflict, Fails};
pub use create::{Create, CreatedRow, IntoNew, NeverNew, WholeTable, complete};
pub use delete::{Delete, DeleteRow, Deleting, Planning};
pub use deleted::{Deleted, DeletionPlan, Fate, Planned};
pub use fields::{BesideKey, ShowField, ShowFields, Timed, WholeRow};
pub use get_or_create::{GetOrCreate, UpdateOrCreate};
pub use given::{
    FieldOf, Generated, GiveField, Given, Gives, MayBeGiven, MaybeGiven, OfKey, Place, RowRef,
    Values, Writable,
};
pub use insert::InsertOn;
pub use links::{
    KeyedRow, LinkEnd, LinkEnds, LinkValues, LinkWrite, Linked, Links, ManyToMany, fields_of_row,
    link_fields, link_value, links,
};
pub use listed::UpdateOn;
pub use new::{Creatable, New, VisitField, WriteField, WriteNew, given, maybe_given};
pub use now::{Moment, Now};
pub use refused::{Calculated, RowsToWrite};
pub use rows::NoReadonly;
pub use run::{Write, WriteOn, WriteStatement};
pub use session::Session;
pub use target::{AsModel, AsQuerySet, AsRow, OneToWrite, RowTarget, WriteSource};
pub use unique::{Places, UniqueBy};
pub use update::Update;
