//! Stubs for a model whose derive failed: what names it elsewhere still finds a name.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::DeriveInput;

/// The row type, so that signatures that name it do not fail as well.
pub(super) fn model(input: &DeriveInput) -> TokenStream {
    let vis = &input.vis;
    let row = format_ident!("{}Row", input.ident);
    quote! {
        #[allow(dead_code)]
        #vis struct #row;
    }
}
