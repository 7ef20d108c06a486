//! What querysets do, on a database: one module a feature.
mod f_expressions;
mod field_types;
mod in_lists;
mod key_types;
mod logic;
mod lookups;
mod model_attributes;
mod nulls;
mod overview;
mod quantifiers;
mod relations;
mod support;
mod text_hostile;
