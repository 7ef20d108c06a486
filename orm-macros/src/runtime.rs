//! The path to `orm_core`, and identifiers that no user can write.

use proc_macro2::{Span, TokenStream};
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
