//! What querysets do, on a database: one module a feature.
mod slice;
mod support;
