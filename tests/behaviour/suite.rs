//! What querysets do, on a database: one module a feature. Each of the targets
//! `tests/behaviour_*.rs` runs all of it, on one database by one kind of connection.

mod dangling;
mod databases_differ;
mod diesel_tables;
mod errors;
mod f_expressions;
mod field_types;
mod in_lists;
mod inner_joins;
mod key_types;
mod logic;
mod lookups;
pub mod model_attributes;
mod nulls;
mod ordering;
mod overview;
mod own_types;
mod prefetch_related;
mod property;
mod quantifiers;
mod relations;
mod reuse;
mod rows;
mod select_related;
mod slicing;
mod sql_texts;
mod statement_cache;
pub mod support;
mod terminals;
mod text_hostile;
