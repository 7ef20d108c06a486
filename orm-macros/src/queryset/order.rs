//! Terms of `order_by`.

use proc_macro2::TokenStream;
use quote::quote;
use syn::spanned::Spanned;
use syn::{Expr, Ident, UnOp};

use super::aggregate::called;
use super::condition::Branches;
use super::{Lower, orm};
use crate::runtime;

impl Lower {
    /// `title`, `-title`, `title.nulls_last()`, `random()`, `if … { … } else { … }`.
    pub(super) fn order(&mut self, expr: &Expr, fields: &Ident) -> TokenStream {
        self.term(expr, false, fields)
    }

    fn term(&mut self, expr: &Expr, descending: bool, fields: &Ident) -> TokenStream {
        match expr {
            Expr::Paren(paren) => self.term(&paren.expr, descending, fields),
            Expr::Group(group) => self.term(&group.expr, descending, fields),
            Expr::Unary(unary) if matches!(unary.op, UnOp::Neg(_)) => {
                self.term(&unary.expr, !descending, fields)
            }
            Expr::MethodCall(call)
                if call.method == "nulls_first" || call.method == "nulls_last" =>
            {
                let term = self.term(&call.receiver, descending, fields);
                let method = runtime::at(&call.method.to_string(), call.method.span());
                quote!(#term.#method())
            }
            Expr::MethodCall(call) if call.method == "desc" || call.method == "asc" => self.error(
                &call.method,
                "an ascending order is written `column`, a descending one `-column`",
            ),
            Expr::Call(call) => match &*call.func {
                Expr::Path(path) if path.path.is_ident("random") && call.args.is_empty() => {
                    let random = orm("random", call.span());
                    quote!(#random())
                }
                _ => self.value_term(expr, descending, fields),
            },
            Expr::Lit(lit) if matches!(&lit.lit, syn::Lit::Str(text) if text.value() == "?") => {
                self.error(expr, "a random order is `random()`")
            }
            Expr::If(_) | Expr::Match(_) => self.branches(
                expr,
                &mut |lower, expr| lower.term(expr, descending, fields),
                Branches::Order,
            ),
            _ => self.value_term(expr, descending, fields),
        }
    }

    fn value_term(&mut self, expr: &Expr, descending: bool, fields: &Ident) -> TokenStream {
        let value = self.value(expr, fields);
        // At the value that an aggregate is of, so that a wrong one is one error and not two.
        let at = called(expr).and_then(|(call, _)| call.args.first());
        let at = at.map_or(expr.span(), Spanned::span);
        let direction = orm(if descending { "desc" } else { "asc" }, at);
        quote!(#direction(#value))
    }
}
