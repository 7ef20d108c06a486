//! What changes rows.

#[path = "../update.rs"]
mod update;
#[path = "../violations.rs"]
mod violations;
