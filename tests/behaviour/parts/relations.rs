//! What is loaded with a row, and what reuses querysets.

#[path = "../boxed.rs"]
mod boxed;
#[path = "../dangling.rs"]
mod dangling;
#[path = "../default_scopes.rs"]
mod default_scopes;
#[path = "../only.rs"]
mod only;
#[path = "../overview.rs"]
mod overview;
#[path = "../prefetch_related.rs"]
mod prefetch_related;
#[path = "../relations.rs"]
mod relations;
#[path = "../reuse.rs"]
mod reuse;
#[path = "../rows.rs"]
mod rows;
#[path = "../rows_deeper.rs"]
mod rows_deeper;
#[path = "../scopes.rs"]
mod scopes;
#[path = "../select_related.rs"]
mod select_related;
#[path = "../tenants.rs"]
mod tenants;
