//! `#[derive(Choice)]`: an enum as what a column holds. Parse, validate, expand; what is wrong
//! is left out of what is emitted, so that the rest of the user's code does not fail as well.

use proc_macro2::TokenStream;
use quote::quote;
use syn::DeriveInput;

use crate::diag::Diags;

mod case;
mod expand;
mod ir;
mod parse;
mod validate;

/// The derive.
pub(crate) fn derive(input: &DeriveInput) -> TokenStream {
    let mut diags = Diags::default();
    let choice = parse::choice(input, &mut diags);
    if let Some(choice) = &choice {
        validate::choice(choice, &mut diags);
    }
    let errors = diags.into_tokens();
    let some = |choice: &&ir::Choice<'_>| choice.variants.len() + choice.refused.len() > 0;
    let choice = choice.as_ref().filter(some).map(expand::choice);
    quote!(#errors #choice)
}
