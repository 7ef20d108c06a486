//! The types of a model's fields, for the error where a database lacks one.

use std::collections::HashSet;

use proc_macro2::TokenStream;
use quote::quote;

use crate::model::ir::Model;

/// How many types are in a tuple.
const TOGETHER: usize = 16;

/// The fields' types, each once, in tuples. Those that a path of the user's reads are left out.
pub(super) fn types(model: &Model<'_>) -> TokenStream {
    let mut seen = HashSet::new();
    let read = model
        .columns
        .iter()
        .filter(|column| column.sql_type.is_none());
    let types: Vec<_> = read
        .map(|column| column.base)
        .filter(|base| seen.insert(*base))
        .collect();
    types
        .chunks(TOGETHER)
        .map(|types| quote!((#(#types,)*)))
        .reduce(|before, types| quote!(_orm::Both<#before, #types>))
        .unwrap_or_else(|| quote!(()))
}
