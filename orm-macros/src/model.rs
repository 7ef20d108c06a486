//! `#[derive(Model)]`: parse, validate, expand; or, where something is wrong, stubs that
//! keep the rest of the user's code from failing as well.

use proc_macro2::TokenStream;
use quote::quote;
use syn::DeriveInput;

use crate::diag::Diags;

mod expand;
mod fallback;
mod ir;
mod parse;
mod relations;
mod validate;

/// The derive.
pub(crate) fn derive(input: &DeriveInput) -> TokenStream {
    let mut diags = Diags::default();
    let model = parse::model(input, &mut diags);
    if let Some(model) = &model {
        validate::model(model, &mut diags);
    }
    let Some(errors) = diags.into_tokens() else {
        return model.as_ref().map(expand::model).unwrap_or_default();
    };
    let rest = match model {
        Some(model) => fallback::mended(model).map(|model| expand::model(&model)),
        None => None,
    };
    let rest = rest.unwrap_or_else(|| fallback::model(input));
    quote!(#errors #rest)
}
