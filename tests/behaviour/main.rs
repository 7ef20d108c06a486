//! What querysets do, on a database: one module a feature.
mod f_expressions;
mod field_types;
mod in_lists;
mod key_types;
mod logic;
mod lookups;
mod model_attributes;
mod nulls;
mod ordering;
mod overview;
mod quantifiers;
mod relations;
mod select_related;
mod slicing;
mod support;
mod terminals;
mod text_hostile;
