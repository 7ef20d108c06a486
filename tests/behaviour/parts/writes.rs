//! What changes rows.

#[path = "../create.rs"]
mod create;
#[path = "../update.rs"]
mod update;
#[path = "../violations.rs"]
mod violations;
