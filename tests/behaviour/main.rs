//! What querysets do, on a database: one module a feature.
mod field_types;
mod key_types;
mod lookups;
mod model_attributes;
mod overview;
mod relations;
mod support;
mod text_hostile;
