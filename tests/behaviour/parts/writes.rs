//! What changes rows.

#[path = "../delete.rs"]
mod delete;
#[path = "../delete_shapes.rs"]
mod delete_shapes;
#[path = "../delete_trees.rs"]
mod delete_trees;
#[path = "../soft_delete.rs"]
mod soft_delete;
#[path = "../update.rs"]
mod update;
