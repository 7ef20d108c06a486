//! The macros of `orm-core`. Use them through that crate, which re-exports them.

#![deny(missing_docs)]

use proc_macro::TokenStream;

mod attr;
mod choice;
mod condition;
mod diag;
mod has;
mod input;
mod key;
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
#[proc_macro_derive(Model, attributes(model, garde))]
pub fn derive_model(input: TokenStream) -> TokenStream {
    model::derive(&syn::parse_macro_input!(input as syn::DeriveInput)).into()
}

#[doc = include_str!("../docs/key.md")]
#[proc_macro_derive(Key, attributes(key))]
pub fn derive_key(input: TokenStream) -> TokenStream {
    key::derive(&syn::parse_macro_input!(input as syn::DeriveInput)).into()
}

#[doc = include_str!("../docs/choice.md")]
#[proc_macro_derive(Choice, attributes(choice))]
pub fn derive_choice(input: TokenStream) -> TokenStream {
    choice::derive(&syn::parse_macro_input!(input as syn::DeriveInput)).into()
}

#[doc = include_str!("../docs/insert.md")]
#[proc_macro_derive(Insert, attributes(model))]
pub fn derive_insert(input: TokenStream) -> TokenStream {
    input::insert(&syn::parse_macro_input!(input as syn::DeriveInput)).into()
}

#[doc = include_str!("../docs/patch.md")]
#[proc_macro_derive(Patch, attributes(model))]
pub fn derive_patch(input: TokenStream) -> TokenStream {
    input::patch(&syn::parse_macro_input!(input as syn::DeriveInput)).into()
}

#[doc = include_str!("../docs/queryset.md")]
#[proc_macro]
pub fn queryset(input: TokenStream) -> TokenStream {
    queryset::queryset(input.into()).into()
}

#[doc = include_str!("../docs/condition.md")]
#[proc_macro]
pub fn condition(input: TokenStream) -> TokenStream {
    condition::condition(input.into()).into()
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
