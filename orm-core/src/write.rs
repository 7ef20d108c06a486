//! Writes: what changes rows. A write is one statement, made from a queryset and run by `run`.

mod around;
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
mod hooks;
mod input;
mod insert;
mod links;
mod listed;
#[cfg(feature = "postgres-backend")]
mod lists;
mod new;
mod now;
mod on_enum;
mod patch;
mod refused;
mod returning;
mod rows;
#[cfg(feature = "garde")]
mod rules;
mod run;
mod session;
mod target;
mod this_row;
mod touched;
mod unique;
mod update;
mod valid;
mod violation;

pub use assign::{Assign, AssignTo, Assignments, Null, OwnColumn, Perhaps, assign, assign_null};
pub use bulk_create::{BulkCreate, Gather, Kept};
pub use bulk_update::{BulkUpdate, EveryRow, Updated};
pub use conflict::{Conflict, Fails};
pub use create::{Create, CreatedRow, IntoNew, NeverNew, Unfiltered, complete};
pub use delete::{Delete, DeleteRow, Deleting, Gently, Hard, How, Planning};
pub use deleted::{Deleted, DeletionPlan, Fate, Planned};
pub use fields::{BesideKey, ShowField, ShowFields, WholeRow};
pub use get_or_create::{GetOrCreate, UpdateOrCreate};
pub use given::{
    FieldOf, Generated, GiveField, Given, Gives, MayBeGiven, MaybeGiven, NoRelation, OfKey, Place,
    RowRef, Values, Writable, apart,
};
#[cfg(feature = "async")]
pub use hooks::{AsyncHooks, call_at_async, call_inserting_async};
pub use hooks::{CallHooks, Event, Hooked, Hooks, OnSync, Unhooked, call_at, call_inserting};
pub use input::{InputColumn, MayBeLeft, Required, RequiredKey, input, input_maybe};
pub use insert::InsertOn;
pub use links::{
    KeyedRow, LinkEnd, LinkEnds, LinkValues, LinkWrite, Linked, Links, ManyToMany, fields_of_row,
    link_fields, link_value, links,
};
pub use listed::UpdateOn;
pub use new::{Creatable, New, VisitField, WriteField, WriteKey, WriteNew, given, maybe_given};
pub use now::{Moment, Now};
pub use patch::{
    Always, OutsideKey, PartOfKey, Patch, PatchValue, Sometimes, can_patch, can_patch_maybe,
    can_patch_null, outside_key, patch, patch_maybe, patch_null,
};
pub use refused::{Calculated, RowsToWrite};
pub use returning::UpdateReturning;
pub use rows::NoReadonly;
#[cfg(feature = "garde")]
pub use rules::{Found, Rules, found};
pub use run::{Write, WriteOn, WriteStatement};
pub use session::Session;
pub use target::{AsModel, AsQuerySet, AsRow, OneToWrite, RowTarget, WriteSource};
pub use this_row::{Refresh, UpdateRow};
pub use touched::{SetNow, Touched};
pub use unique::{Places, UniqueBy};
pub use update::Update;
