//! What changes rows.

#[path = "../create.rs"]
mod create;
#[path = "../get_or_create.rs"]
mod get_or_create;
#[path = "../input_structs.rs"]
mod input_structs;
#[path = "../update.rs"]
mod update;
#[path = "../violations.rs"]
mod violations;
