//! `only(title, artist.name)` and `defer(text)`.

use proc_macro2::TokenStream;
use quote::quote;
use syn::spanned::Spanned;
use syn::{Expr, ExprMethodCall, Ident};

use super::path::names;
use super::projection::list_at;
use super::{Lower, orm};
use crate::runtime;

/// Fields of the rows that a path of relations leads to, each with what it was written as.
type OfRows<T> = Vec<(Vec<Ident>, Vec<(Ident, T)>)>;

/// The fields of each row together, in the order in which rows are named first.
pub(crate) fn by_rows<T>(paths: impl Iterator<Item = (Vec<Ident>, T)>) -> OfRows<T> {
    let mut rows: OfRows<T> = Vec::new();
    for (mut relations, written) in paths {
        let Some(field) = relations.pop() else {
            continue;
        };
        match rows.iter_mut().find(|(other, _)| *other == relations) {
            Some((_, fields)) => fields.push((field, written)),
            None => rows.push((relations, vec![(field, written)])),
        }
    }
    rows
}

impl Lower {
    /// The fields of each row by one call.
    pub(super) fn fields_of_rows(
        &mut self,
        chain: TokenStream,
        call: &ExprMethodCall,
        fields: &Ident,
    ) -> TokenStream {
        let step = call.method.to_string();
        let mut paths = Vec::new();
        for arg in &call.args {
            match names(arg) {
                Ok(names) => paths.push((names, arg)),
                Err(part) => return self.no_path(part),
            }
        }
        let named = |arg: &Expr, path: TokenStream| {
            let named = orm(&format!("{step}_field"), arg.span());
            quote!(#named(#path))
        };
        let rows = by_rows(paths.into_iter());
        rows.into_iter().fold(chain, |chain, (relations, all)| {
            let args: Vec<&Expr> = all.iter().map(|(_, arg)| *arg).collect();
            if relations.is_empty() {
                let places = all.iter().map(|(name, arg)| {
                    let path = self.walk_names(std::slice::from_ref(name), fields, "to_one");
                    named(arg, path)
                });
                let places = list_at(&args, places.collect());
                let method = runtime::at(&step, call.method.span());
                return quote!(#chain.#method(#places));
            }
            let path = self.walk_names(&relations, fields, "hop");
            let (hops, behind) = (self.place("path"), self.place("f"));
            let places = all.iter().map(|(name, arg)| {
                let behind = runtime::at(&behind.to_string(), name.span());
                named(arg, quote!(#behind.#name()))
            });
            let places = list_at(&args, places.collect());
            let at = relations.first().map_or(call.method.span(), Ident::span);
            let fields_behind = orm("fields_behind", at);
            let method = runtime::at(&format!("{step}_of"), call.method.span());
            quote!(#chain.#method(
                (#hops = #path, #hops).1,
                (#behind = #fields_behind(#hops), #places).1
            ))
        })
    }
}
