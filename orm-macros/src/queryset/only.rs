//! `only(title, artist.name)` and `defer(text)`.

use proc_macro2::TokenStream;
use quote::quote;
use syn::spanned::Spanned;
use syn::{Expr, ExprMethodCall, Ident, Member};

use super::projection::list_at;
use super::{Lower, orm};
use crate::runtime;

/// The relation before a field: `artist` of `artist.name`.
fn relation(expr: &Expr) -> Option<&Expr> {
    match expr {
        Expr::Field(field) => Some(&field.base),
        Expr::Paren(paren) => relation(&paren.expr),
        Expr::Group(group) => relation(&group.expr),
        _ => None,
    }
}

/// The field behind a relation.
fn field(expr: &Expr) -> Option<&Ident> {
    match expr {
        Expr::Field(field) => match &field.member {
            Member::Named(name) => Some(name),
            Member::Unnamed(_) => None,
        },
        Expr::Paren(paren) => field(&paren.expr),
        Expr::Group(group) => field(&group.expr),
        _ => None,
    }
}

impl Lower {
    /// The fields of each row by one call, those of the queryset's own rows first.
    pub(super) fn fields_of_rows(
        &mut self,
        chain: TokenStream,
        call: &ExprMethodCall,
        fields: &Ident,
    ) -> TokenStream {
        let step = call.method.to_string();
        let mut groups: Vec<(Option<&Expr>, Vec<&Expr>)> = Vec::new();
        for arg in &call.args {
            let relation = relation(arg);
            let text = |expr: Option<&Expr>| quote!(#expr).to_string();
            match groups
                .iter_mut()
                .find(|(other, _)| text(*other) == text(relation))
            {
                Some((_, args)) => args.push(arg),
                None => groups.push((relation, vec![arg])),
            }
        }
        let named = |arg: &Expr, path: TokenStream| {
            let named = orm(&format!("{step}_field"), arg.span());
            quote!(#named(#path))
        };
        groups.into_iter().fold(chain, |chain, (relation, args)| {
            let Some(relation) = relation else {
                let places = args.iter().map(|arg| named(arg, self.path(arg, fields)));
                let places = list_at(&args, places.collect());
                let method = runtime::at(&step, call.method.span());
                return quote!(#chain.#method(#places));
            };
            let path = self.prefetch_path(relation, fields);
            let (hops, behind) = (self.place("path"), self.place("f"));
            let places = args.iter().filter_map(|arg| {
                let name = field(arg)?;
                let behind = runtime::at(&behind.to_string(), name.span());
                Some(named(arg, quote!(#behind.#name())))
            });
            let places = list_at(&args, places.collect());
            let fields_behind = orm("fields_behind", relation.span());
            let method = runtime::at(&format!("{step}_of"), call.method.span());
            quote!(#chain.#method(
                (#hops = #path, #hops).1,
                (#behind = #fields_behind(#hops), #places).1
            ))
        })
    }
}
