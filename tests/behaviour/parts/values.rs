//! What a row gives besides models: projections, aggregates, groups, sets; and all of it against Rust.

#[path = "../aggregates.rs"]
mod aggregates;
#[path = "../groups.rs"]
mod groups;
#[path = "../projections.rs"]
mod projections;
#[path = "../property.rs"]
mod property;
#[path = "../property_values.rs"]
mod property_values;
#[path = "../set_operations.rs"]
mod set_operations;
#[path = "../sets_of_groups.rs"]
mod sets_of_groups;
