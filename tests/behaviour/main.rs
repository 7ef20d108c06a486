//! What querysets do, on a database: one module a feature.
mod model_attributes;
mod overview;
mod relations;
mod support;
