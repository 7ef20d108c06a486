//! What changes rows.

#[path = "../delete.rs"]
mod delete;
#[path = "../update.rs"]
mod update;
