//! What changes rows.

#[path = "../delete.rs"]
mod delete;
#[path = "../delete_shapes.rs"]
mod delete_shapes;
#[path = "../update.rs"]
mod update;
