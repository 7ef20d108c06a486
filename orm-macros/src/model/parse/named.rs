//! Names that attributes say, or leave to be found.

use proc_macro2::Span;
use syn::punctuated::Punctuated;
use syn::{Ident, LitStr, Token};

use crate::diag::Diags;
use crate::names;
use crate::words::HOOKS;

/// The name of a foreign key's relation: the field's without `_id`, or what `relation` says.
pub(super) fn forward_name(
    field: &Ident,
    said: Option<Ident>,
    key: Span,
    diags: &mut Diags,
) -> Option<Ident> {
    if said.is_some() {
        return said;
    }
    let name = names::plain(field);
    match name.strip_suffix("_id").filter(|name| !name.is_empty()) {
        Some(name) => match syn::parse_str::<Ident>(name) {
            Ok(_) => Some(Ident::new(name, field.span())),
            Err(_) => Some(Ident::new_raw(name, field.span())),
        },
        None => {
            diags.at(
                key,
                format!(
                    "a foreign key's relation is named as its field without `_id`, and `{name}` \
                     has none: rename it `{name}_id` or say `relation = \"…\"`"
                ),
            );
            None
        }
    }
}

pub(super) fn relation_name(name: &LitStr, diags: &mut Diags) -> Option<Ident> {
    match name.parse::<Ident>() {
        Ok(ident) => Some(ident),
        Err(_) => {
            diags.over(name, "a relation's name is an identifier");
            None
        }
    }
}

/// Which of insert, update and delete.
pub(super) fn hooks(events: Punctuated<Ident, Token![,]>, diags: &mut Diags) -> [bool; 3] {
    let mut all = [false; 3];
    for event in events {
        match HOOKS.iter().position(|known| event == known) {
            Some(at) => all[at] = true,
            None => diags.unknown("event", &event, HOOKS),
        }
    }
    all
}
