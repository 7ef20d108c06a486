//! A choice as the derive understands it.

use proc_macro2::Span;
use syn::{Ident, Path};

pub(super) struct Choice<'a> {
    pub(super) ident: &'a Ident,
    pub(super) krate: Option<Path>,
    pub(super) storage: Storage,
    pub(super) variants: Vec<Variant<'a>>,
    /// Variants that no column can hold; they were reported.
    pub(super) refused: Vec<&'a Ident>,
}

/// What a column of it is.
#[derive(Clone, PartialEq, Eq)]
pub(super) enum Storage {
    Text,
    /// A whole number of this many bits.
    Integer(u32),
    /// An enum type of PostgreSQL's, by name; text elsewhere.
    PostgresEnum(String),
}

pub(super) struct Variant<'a> {
    pub(super) ident: &'a Ident,
    pub(super) stored: Stored,
    /// Where it was said what is stored.
    pub(super) said: Span,
    pub(super) label: String,
}

#[derive(Clone, PartialEq, Eq)]
pub(super) enum Stored {
    Text(String),
    Integer(i64),
}
