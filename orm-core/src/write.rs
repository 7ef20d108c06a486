//! Writes: what changes rows. A write is one statement, made from a queryset and run by `run`.

mod assign;
mod links;
mod run;
mod session;
mod update;

pub use assign::{Assign, AssignTo, Assignments, Null, OwnColumn, Perhaps, assign, assign_null};
pub use links::{
    KeyedRow, LinkEnd, LinkEnds, LinkValues, LinkWrite, Linked, Links, ManyToMany, fields_of_row,
    link_fields, link_value, links,
};
pub use run::{Write, WriteOn, WriteStatement};
pub use session::Session;
pub use update::{NoReadonly, Update};
