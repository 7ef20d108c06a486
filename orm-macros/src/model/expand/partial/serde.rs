//! Rows with fields left out serialize as whole ones do: by the user's own `#[serde(…)]`.

use proc_macro2::TokenStream;
use quote::quote;
use syn::punctuated::Punctuated;
use syn::{Attribute, Meta, Token};

use crate::model::ir::{Column, Model};

/// The parts of `#[serde(…)]`.
fn parts(attrs: &[Attribute]) -> impl Iterator<Item = Meta> + '_ {
    attrs
        .iter()
        .filter(|attr| attr.path().is_ident("serde"))
        .filter_map(|attr| {
            let parts = Punctuated::<Meta, Token![,]>::parse_terminated;
            attr.parse_args_with(parts).ok()
        })
        .flatten()
}

fn is(part: &Meta, names: &[&str]) -> bool {
    names.iter().any(|name| part.path().is_ident(name))
}

/// Whether the field is written by a function, which takes the field's own type.
pub(super) fn has_function(attrs: &[Attribute]) -> bool {
    let functions = ["with", "serialize_with", "skip_serializing_if", "flatten"];
    parts(attrs).any(|part| is(&part, &functions))
}

/// The derive, and what the struct says.
pub(super) fn of_struct(model: &Model<'_>, orm: &TokenStream) -> TokenStream {
    if !model.serialize {
        return TokenStream::new();
    }
    let said = parts(model.attrs).filter(|part| is(part, &["rename_all", "rename"]));
    let krate = quote!(#orm::serde).to_string().replace(' ', "");
    quote! {
        #[derive(#orm::serde::Serialize)]
        #[serde(crate = #krate #(, #said)*)]
    }
}

/// What the field says, and that it is left out where it is not there.
pub(super) fn of_field(
    model: &Model<'_>,
    column: &Column<'_>,
    kept: &[usize],
    at: usize,
) -> TokenStream {
    if !model.serialize {
        return TokenStream::new();
    }
    let said = parts(column.attrs).filter(|part| !is(part, &["default", "bound", "alias"]));
    if kept.contains(&at) {
        return quote!(#[serde(#(#said),*)]);
    }
    let param = super::param(at).to_string();
    let door = format!(
        "{}::serialize",
        crate::runtime::private(model.krate.as_ref())
    )
    .replace(' ', "");
    let bound = format!("{param}: {door}::SerializeField");
    let (absent, write) = (format!("{door}::is_absent"), format!("{door}::write_field"));
    quote! {
        #[serde(skip_serializing_if = #absent, serialize_with = #write, bound = #bound #(, #said)*)]
    }
}
