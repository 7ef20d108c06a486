//! `order_by_name(names, [term, name = term, …])?`.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Expr, ExprArray, ExprMethodCall, Ident, LitStr, UnOp};

use super::{Lower, path};
use crate::runtime;

/// The step.
pub(super) const BY_NAME: &str = "order_by_name";

impl Lower {
    /// `chain.order_by_name(names, (named("title", asc(fields.title())), …))`.
    pub(super) fn order_by_name(
        &mut self,
        chain: TokenStream,
        call: &ExprMethodCall,
        fields: &Ident,
    ) -> TokenStream {
        let mut arguments = call.args.iter();
        let (Some(names), Some(Expr::Array(allowed)), None) =
            (arguments.next(), arguments.next(), arguments.next())
        else {
            return self.error(
                &call.args,
                "`order_by_name` takes the names that were asked for, and in brackets the terms \
                 that are allowed: `.order_by_name(&sort, [title, price, author = author.name])?`",
            );
        };
        let method = runtime::at(BY_NAME, call.method.span());
        let terms = self.named_terms(allowed, fields);
        quote!(#chain.#method(#names, #terms))
    }

    /// `(named("title", term), (named("author", term), ()))`.
    fn named_terms(&mut self, allowed: &ExprArray, fields: &Ident) -> TokenStream {
        let mut known: Vec<String> = Vec::new();
        let mut terms = Vec::new();
        for expr in &allowed.elems {
            let (name, term) = match expr {
                Expr::Assign(assign) => (self.own_name(&assign.left), &*assign.right),
                term => (self.name_of(term), term),
            };
            let Some(name) = name else { continue };
            if known.contains(&name.value()) {
                self.diags.over(
                    expr,
                    format!(
                        "`{}` stands for two terms: give one of them a name, `name = term`",
                        name.value()
                    ),
                );
            }
            known.push(name.value());
            if let Some(branch) = branch(term) {
                self.diags.over(branch, "a name stands for one column");
                continue;
            }
            let term = self.order(term, fields);
            let named = super::orm("named", expr.span());
            terms.push(quote_spanned!(expr.span()=> #named(#name, #term)));
        }
        terms
            .iter()
            .rev()
            .fold(quote!(()), |rest, term| quote!((#term, #rest)))
    }

    /// The name on the left of `name = term`.
    fn own_name(&mut self, left: &Expr) -> Option<LitStr> {
        match left {
            Expr::Lit(lit) => {
                if let syn::Lit::Str(text) = &lit.lit {
                    if is_sayable(&text.value()) {
                        return Some(text.clone());
                    }
                    self.diags.over(
                        left,
                        "names have no commas, no spaces around them and no sign: nobody could ask for this one",
                    );
                    return None;
                }
            }
            Expr::Path(path) => {
                if let Some(ident) = path.path.get_ident() {
                    return Some(LitStr::new(&unraw(ident), ident.span()));
                }
            }
            _ => {}
        }
        self.diags.over(
            left,
            "the name goes here, by which the term is asked for: `author = author.name`, or \
             `\"author-name\" = author.name`",
        );
        None
    }

    /// The name of a term that has none of its own: the path as it is written.
    fn name_of(&mut self, term: &Expr) -> Option<LitStr> {
        let column = match term {
            Expr::MethodCall(call)
                if call.method == "nulls_first" || call.method == "nulls_last" =>
            {
                &call.receiver
            }
            other => other,
        };
        if let Expr::Lit(lit) = column {
            if let syn::Lit::Str(text) = &lit.lit {
                self.diags.over(
                    term,
                    format!("columns are written without quotes; a name of its own goes before one: `\"{}\" = column`", text.value()),
                );
                return None;
            }
        }
        if let Expr::Unary(unary) = column {
            if matches!(unary.op, UnOp::Neg(_)) {
                self.diags.over(
                    term,
                    "both directions are allowed by the column alone; one that begins with the \
                     largest has a name of its own: `newest = -created`",
                );
                return None;
            }
        }
        match path::names(column) {
            Ok(names) => {
                let names: Vec<String> = names.iter().map(unraw).collect();
                Some(LitStr::new(&names.join("."), term.span()))
            }
            Err(_) => {
                self.diags.over(
                    term,
                    "what is no column needs a name by which it is asked for: `name = term`",
                );
                None
            }
        }
    }
}

/// Whether a name can come out of a list with commas.
fn is_sayable(name: &str) -> bool {
    !name.is_empty() && name.trim() == name && !name.contains(',') && !name.starts_with('-')
}

fn unraw(ident: &Ident) -> String {
    ident.to_string().trim_start_matches("r#").to_owned()
}

/// The part of a term that is no column, or chosen at run time.
fn branch(term: &Expr) -> Option<&Expr> {
    match term {
        Expr::If(_) | Expr::Match(_) => Some(term),
        Expr::Paren(paren) => branch(&paren.expr),
        Expr::Unary(unary) => branch(&unary.expr),
        Expr::Call(call) => match &*call.func {
            Expr::Path(path) if path.path.is_ident("random") => Some(term),
            _ => None,
        },
        _ => None,
    }
}
