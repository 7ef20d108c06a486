//! What changes rows.

#[path = "../bulk_update.rs"]
mod bulk_update;
#[path = "../create.rs"]
mod create;
#[path = "../delete.rs"]
mod delete;
#[path = "../get_or_create.rs"]
mod get_or_create;
#[path = "../link_writes.rs"]
mod link_writes;
#[path = "../update.rs"]
mod update;
#[path = "../violations.rs"]
mod violations;
