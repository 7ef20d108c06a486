//! What changes rows.

#[path = "../link_keys.rs"]
mod link_keys;
#[path = "../link_writes.rs"]
mod link_writes;
#[path = "../update.rs"]
mod update;
