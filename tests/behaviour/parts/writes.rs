//! What changes rows.

#[path = "../link_writes.rs"]
mod link_writes;
#[path = "../update.rs"]
mod update;
