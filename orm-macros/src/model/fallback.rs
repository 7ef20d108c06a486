//! What is emitted for a model whose derive failed, so that one mistake does not become ten
//! elsewhere: the model without what is wrong with it, or at least its row type.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::DeriveInput;

use super::ir::Model;
use super::relations::clashes;

/// The model without what is wrong, if one is left.
pub(super) fn mended(mut model: Model<'_>) -> Option<Model<'_>> {
    let wrong: Vec<bool> = (0..model.relations.len())
        .map(|at| clashes(&model, at).is_some())
        .collect();
    let mut wrong = wrong.into_iter();
    model.relations.retain(|_| !wrong.next().unwrap_or(false));
    let nullable = model.key.iter().any(|&at| model.columns[at].nullable);
    (!model.key.is_empty() && !nullable).then_some(model)
}

/// The row type, so that signatures that name it do not fail as well.
pub(super) fn model(input: &DeriveInput) -> TokenStream {
    let (vis, ident) = (&input.vis, &input.ident);
    let row = format_ident!("{}Row", ident);
    if !input.generics.params.is_empty() {
        return quote!(#[allow(dead_code)] #vis struct #row;);
    }
    quote! {
        #[allow(dead_code)]
        #vis struct #row(#ident);
        impl ::core::ops::Deref for #row {
            type Target = #ident;
            fn deref(&self) -> &#ident { &self.0 }
        }
    }
}
