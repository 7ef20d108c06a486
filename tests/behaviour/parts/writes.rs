//! What changes rows.

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
#[path = "../validation.rs"]
mod validation;
#[path = "../violations.rs"]
mod violations;
