//! What changes rows.

#[path = "../bulk_update.rs"]
mod bulk_update;
#[path = "../bulk_update_more.rs"]
mod bulk_update_more;
#[path = "../create.rs"]
mod create;
#[path = "../delete.rs"]
mod delete;
#[path = "../delete_protected.rs"]
mod delete_protected;
#[path = "../delete_shapes.rs"]
mod delete_shapes;
#[path = "../delete_trees.rs"]
mod delete_trees;
#[path = "../get_or_create.rs"]
mod get_or_create;
#[path = "../hooks.rs"]
mod hooks;
#[path = "../ignored_conflicts.rs"]
mod ignored_conflicts;
#[path = "../input_structs.rs"]
mod input_structs;
#[path = "../json_bodies.rs"]
mod json_bodies;
#[path = "../link_keys.rs"]
mod link_keys;
#[path = "../link_violations.rs"]
mod link_violations;
#[path = "../link_writes.rs"]
mod link_writes;
#[path = "../made_keys.rs"]
mod made_keys;
#[path = "../marked_keys.rs"]
mod marked_keys;
#[path = "../soft_delete.rs"]
mod soft_delete;
#[path = "../update.rs"]
mod update;
#[path = "../update_row.rs"]
mod update_row;
#[path = "../update_validation.rs"]
mod update_validation;
#[path = "../validation.rs"]
mod validation;
#[path = "../validation_texts.rs"]
mod validation_texts;
#[path = "../violations.rs"]
mod violations;
#[path = "../write_traps.rs"]
mod write_traps;
