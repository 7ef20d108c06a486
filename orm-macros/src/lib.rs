//! The macros of `orm-core`. Use them through that crate, which re-exports them.

#![deny(missing_docs)]

use proc_macro::TokenStream;

mod diag;
mod has;
mod model;
mod names;
mod queryset;
mod row;
mod runtime;
mod suggest;
#[cfg(test)]
mod tests;
mod words;

#[doc = include_str!("../docs/model.md")]
#[proc_macro_derive(Model, attributes(model))]
pub fn derive_model(input: TokenStream) -> TokenStream {
    model::derive(&syn::parse_macro_input!(input as syn::DeriveInput)).into()
}

#[doc = include_str!("../docs/queryset.md")]
#[proc_macro]
pub fn queryset(input: TokenStream) -> TokenStream {
    queryset::queryset(input.into()).into()
}

#[doc = include_str!("../docs/row.md")]
#[proc_macro]
pub fn row(input: TokenStream) -> TokenStream {
    row::row(input.into()).into()
}

#[doc = include_str!("../docs/has.md")]
#[proc_macro]
pub fn has(input: TokenStream) -> TokenStream {
    has::has(input.into()).into()
}
