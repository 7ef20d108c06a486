//! `#[derive(Insert)]`: a struct that becomes a `NewBook`.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};

use super::{Input, Options};
use crate::runtime;

/// The impl, as `create(title = t, …)` would have it.
pub(super) fn expand(input: &Input<'_>) -> TokenStream {
    let (fields, of) = super::fields(input);
    // At the struct's name, where a field that is missing is told of.
    let at = runtime::at("list", input.ident.span()).span();
    let given: Vec<TokenStream> = input
        .values
        .iter()
        .map(|value| {
            let (ident, name) = (value.ident, &value.name);
            let function = match value.options {
                Options::None => quote_spanned!(value.at()=> _orm::input),
                Options::One | Options::Two => quote_spanned!(value.at()=> _orm::input_maybe),
            };
            let value = quote_spanned!(value.at()=> self.#ident);
            quote!(#function(#fields.#name(), #value))
        })
        .collect();
    let list = given.into_iter().rev().fold(
        quote_spanned!(at=> ()),
        |rest, one| quote_spanned!(at=> (#one, #rest)),
    );
    let complete = runtime::at("__create", input.ident.span());
    let body = quote! {
        let #fields = #of;
        #fields.#complete(#list)
    };
    into_new(input, &body)
}

/// In the place of a struct that has mistakes, so that whoever creates from it has no other.
pub(super) fn stub(input: &Input<'_>) -> TokenStream {
    into_new(input, &quote!(::core::unreachable!()))
}

fn into_new(input: &Input<'_>, body: &TokenStream) -> TokenStream {
    let (ident, model) = (input.ident, &input.model);
    let (generics, types, bounds) = input.generics.split_for_impl();
    quote! {
        #[diagnostic::do_not_recommend]
        impl #generics _orm::IntoNew<<#model as _orm::Creatable>::New> for #ident #types #bounds {
            fn into_new(self) -> <#model as _orm::Creatable>::New { #body }
        }
    }
}
