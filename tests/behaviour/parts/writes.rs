//! What changes rows.

#[path = "../update.rs"]
mod update;
