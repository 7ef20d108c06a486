//! `#[derive(Insert)]`: a struct that becomes a `NewBook`.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;

use super::{Input, Options};
use crate::runtime;

/// The impl, as `create(title = t, …)` would have it.
pub(super) fn expand(input: &Input<'_>) -> TokenStream {
    let let_fields = super::fields(input);
    // At the struct's name, where a field that is missing is told of.
    let at = runtime::at("list", input.ident.span()).span();
    let given: Vec<TokenStream> = input
        .values
        .iter()
        .map(|value| {
            let (ident, column) = (value.ident, value.column());
            let function = match value.options {
                Options::None => quote_spanned!(value.at()=> input),
                Options::One | Options::Two => quote_spanned!(value.at()=> input_maybe),
            };
            quote_spanned!(value.at()=> _orm::#function(#column, self.#ident))
        })
        .collect();
    let list = given.into_iter().rev().fold(
        quote_spanned!(at=> ()),
        |rest, one| quote_spanned!(at=> (#one, #rest)),
    );
    let complete = runtime::at("__create", input.ident.span());
    let fields = runtime::own("fields");
    let body = quote! {
        #let_fields
        _orm::IntoNew::into_new(#fields.#complete(#list))
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
    let others = bounds.map(|bounds| &bounds.predicates);
    // A model that is never written is told of by the bound, at its name and once.
    let at = runtime::at("new", model.span()).span();
    let creatable = quote_spanned!(at=> #model: _orm::Creatable);
    let new = quote_spanned!(at=> <#model as _orm::Creatable>::New);
    quote! {
        #[diagnostic::do_not_recommend]
        impl #generics _orm::IntoNew<#new> for #ident #types where #creatable, #others {
            fn into_new(self) -> #new { #body }
        }
    }
}
