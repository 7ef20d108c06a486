//! `#[derive(Patch)]`: a struct that says which fields change.

use proc_macro2::{Literal, TokenStream};
use quote::{quote, quote_spanned};

use super::{Input, Options, Value};
use crate::names::plain;
use crate::runtime;

/// The impl: a list of assignments that borrow the struct's values.
pub(super) fn expand(input: &Input<'_>) -> TokenStream {
    let let_fields = super::fields(input);
    let types = input.values.iter().map(|value| ty(input, value));
    let types = list(types.collect());
    let checks = input.values.iter().map(|value| {
        let (ident, column) = (value.ident, value.column());
        let function = match value.options {
            Options::None => quote_spanned!(value.at()=> can_patch),
            Options::One => quote_spanned!(value.at()=> can_patch_maybe),
            Options::Two => quote_spanned!(value.at()=> can_patch_null),
        };
        quote_spanned!(value.at()=> _orm::#function(#column, &self.#ident);)
    });
    let assigned = input.values.iter().map(|value| {
        let ident = value.ident;
        match value.options {
            Options::None => quote!(_orm::patch(&self.#ident)),
            Options::One => quote!(_orm::patch_maybe(&self.#ident)),
            Options::Two => quote!(_orm::patch_null(&self.#ident)),
        }
    });
    let assigned = list(assigned.collect());
    let keys = keys(input);
    let body = quote! {
        #let_fields
        #(#checks)*
        #assigned
    };
    let patch = implement(input, &types, &body);
    quote!(#patch #keys)
}

/// In the place of a struct that has mistakes, so that whoever sets it has no other.
pub(super) fn stub(input: &Input<'_>) -> TokenStream {
    implement(input, &quote!(()), &quote!())
}

/// `(first, (second, ()))`.
fn list(all: Vec<TokenStream>) -> TokenStream {
    let all = all.into_iter().rev();
    all.fold(quote!(()), |rest, one| quote!((#one, #rest)))
}

/// The type of one assignment. Which of the model's fields it is of the compiler looks up, since
/// the derive does not see the model.
fn ty(input: &Input<'_>, value: &Value<'_>) -> TokenStream {
    let (model, base) = (&input.model, value.base);
    let name = Literal::string(&plain(&value.name));
    let alias = match value.options {
        Options::None => quote!(Always),
        _ => quote!(Sometimes),
    };
    quote! {
        _orm::#alias<
            '__patch,
            #model,
            { _orm::patch_place(<#model as _orm::Model>::META, #name) },
            #base
        >
    }
}

/// Refuses the fields of the key.
fn keys(input: &Input<'_>) -> TokenStream {
    let model = &input.model;
    let checks = input.values.iter().map(|value| {
        let name = Literal::string(&plain(&value.name));
        let at = runtime::at("key", value.ident.span()).span();
        quote_spanned! {at=>
            _orm::outside_key::<_orm::PartOfKey<{ _orm::in_key(<#model as _orm::Model>::META, #name) }>>();
        }
    });
    quote!(const _: () = { #(#checks)* };)
}

fn implement(input: &Input<'_>, list: &TokenStream, body: &TokenStream) -> TokenStream {
    let (ident, model) = (input.ident, &input.model);
    let (generics, types, bounds) = input.generics.split_for_impl();
    quote! {
        #[diagnostic::do_not_recommend]
        impl #generics _orm::Patch<#model> for #ident #types #bounds {
            type Assignments<'__patch> = #list where Self: '__patch;
            fn assignments(&self) -> Self::Assignments<'_> { #body }
        }
    }
}
