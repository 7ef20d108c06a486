//! `prefetch_related(recent = orders.order_by(-date)[..3])`: rows of a relation under a name.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Expr, ExprAssign, Ident};

use super::path::names;
use super::steps::unwind;
use super::{Lower, orm};
use crate::runtime;

impl Lower {
    /// The rows stand beside each row, in a field of a local struct that derefs to the row.
    pub(super) fn prefetch_named(
        &mut self,
        chain: TokenStream,
        method: &Ident,
        assign: &ExprAssign,
        fields: &Ident,
    ) -> TokenStream {
        let name = match &*assign.left {
            Expr::Path(path) => path.path.get_ident(),
            _ => None,
        };
        let Some(name) = name else {
            return self.error(
                &assign.left,
                "a name goes here: `name = relation.filter(…)`",
            );
        };
        let (base, steps) = unwind(&assign.right);
        if let Ok([_, further, ..]) = names(base).as_deref() {
            return self.error(
                further,
                "rows under a name are those of the model's own relation: name the further ones inside, `name = relation.prefetch_related(…)`",
            );
        }
        let path = self.prefetch_path(base, fields);
        let (hops, place, inner_fields) = (self.place("path"), self.place("qs"), self.place("f"));
        let at = syn::spanned::Spanned::span(base);
        let (inner, fields_of) = (orm("inner", at), orm("fields_of", at));
        let steps = self.steps(quote!(#place), &steps, &inner_fields);
        let number = self.items.len();
        let beside = runtime::own(&format!("Beside{number}"));
        // `Debug` shows the name, so the first is plain.
        let row = match number {
            0 => runtime::own("Row"),
            _ => runtime::own(&format!("Row{number}")),
        };
        let kept = runtime::own("A0");
        self.items.push(quote! {
            ::orm_core::__private::row_struct! { #row [#kept] { #name: #kept } }
            #[derive(Clone, Copy)]
            struct #beside;
            impl<R: 'static, #kept: 'static> ::orm_core::__private::Beside<R, (#kept, ())> for #beside {
                type Row = #row<R, #kept>;
                fn beside(&self, row: R, (rows, ()): (#kept, ())) -> Self::Row {
                    #row { __row: row, #name: rows }
                }
            }
        });
        let method = Ident::new("prefetch_named", method.span());
        quote!(#chain.#method(
            (#hops = #path, #hops).1,
            (#place = #inner(#hops), #inner_fields = #fields_of(&#place), #steps).2,
            #beside
        ))
    }
}
