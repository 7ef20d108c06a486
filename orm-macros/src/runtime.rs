//! The path to `orm_core`, and identifiers that no user can write.

use proc_macro2::{Group, Span, TokenStream, TokenTree};
use quote::quote;
use syn::Ident;

/// `::orm_core::__private`, or what `#[model(crate = path)]` names.
pub(crate) fn private(krate: Option<&syn::Path>) -> TokenStream {
    match krate {
        Some(path) => quote!(#path::__private),
        None => quote!(::orm_core::__private),
    }
}

/// An identifier of the macro's own.
pub(crate) fn own(name: &str) -> Ident {
    Ident::new(name, Span::mixed_site())
}

/// A name of ours at a place of the user's. Errors about it show that place; a span of the
/// user's own would be mixed with ours, and the compiler then shows the whole macro call.
pub(crate) fn at(name: &str, place: Span) -> Ident {
    Ident::new(name, Span::mixed_site().located_at(place))
}

/// The tokens, all at one place.
pub(crate) fn respan(tokens: TokenStream, span: Span) -> TokenStream {
    each_span(tokens, &|_| span)
}

/// The tokens, all shown at one place; what they mean is as before.
pub(crate) fn moved(tokens: TokenStream, place: Span) -> TokenStream {
    each_span(tokens, &|span| span.located_at(place))
}

fn each_span(tokens: TokenStream, new: &dyn Fn(Span) -> Span) -> TokenStream {
    tokens
        .into_iter()
        .map(|mut token| {
            if let TokenTree::Group(group) = &token {
                let inner = each_span(group.stream(), new);
                token = TokenTree::Group(Group::new(group.delimiter(), inner));
            }
            token.set_span(new(token.span()));
            token
        })
        .collect()
}
