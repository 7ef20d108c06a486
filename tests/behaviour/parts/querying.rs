//! What is asked and in what order: filters, lookups, orders, slices, pages, terminals.

#[path = "../after_slice.rs"]
mod after_slice;
#[path = "../databases_differ.rs"]
mod databases_differ;
#[path = "../diesel_tables.rs"]
mod diesel_tables;
#[path = "../errors.rs"]
mod errors;
#[path = "../explain.rs"]
mod explain;
#[path = "../f_expressions.rs"]
mod f_expressions;
#[path = "../field_types.rs"]
mod field_types;
#[path = "../hostile_places.rs"]
mod hostile_places;
#[path = "../in_lists.rs"]
mod in_lists;
#[path = "../inner_joins.rs"]
mod inner_joins;
#[path = "../key_types.rs"]
mod key_types;
#[path = "../keyset.rs"]
mod keyset;
#[path = "../keyset_types.rs"]
mod keyset_types;
#[path = "../locks.rs"]
mod locks;
#[path = "../logic.rs"]
mod logic;
#[path = "../lookups.rs"]
mod lookups;
#[path = "../model_attributes.rs"]
pub mod model_attributes;
#[path = "../nulls.rs"]
mod nulls;
#[path = "../order_by_name.rs"]
mod order_by_name;
#[path = "../ordering.rs"]
mod ordering;
#[path = "../own_types.rs"]
mod own_types;
#[path = "../pages.rs"]
mod pages;
#[path = "../quantifiers.rs"]
mod quantifiers;
#[path = "../slicing.rs"]
mod slicing;
#[path = "../sql_texts.rs"]
mod sql_texts;
#[path = "../statement_cache.rs"]
mod statement_cache;
#[path = "../terminals.rs"]
mod terminals;
#[path = "../text_hostile.rs"]
mod text_hostile;
