//! The source, and the steps one after another.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Expr, ExprIndex, ExprMethodCall, Ident, Member, RangeLimits};

use super::{Lower, orm};
use crate::words::{FOREIGN_STEPS, STEPS, TERMINALS};
use crate::{runtime, suggest};

/// One step of a chain.
pub(super) enum Step<'e> {
    Call(&'e ExprMethodCall),
    Slice(&'e ExprIndex),
}

/// A chain's base and its steps, first to last.
pub(super) fn unwind(mut expr: &Expr) -> (&Expr, Vec<Step<'_>>) {
    let mut steps = Vec::new();
    loop {
        match expr {
            Expr::MethodCall(call) => {
                steps.push(Step::Call(call));
                expr = &call.receiver;
            }
            Expr::Index(index) => {
                steps.push(Step::Slice(index));
                expr = &index.expr;
            }
            Expr::Paren(paren) if matches!(*paren.expr, Expr::MethodCall(_) | Expr::Index(_)) => {
                expr = &paren.expr;
            }
            Expr::Group(group) => expr = &group.expr,
            _ => break,
        }
    }
    steps.reverse();
    (expr, steps)
}

fn is_step(name: &str) -> bool {
    STEPS.contains(&name)
}

/// Whether a step of a chain is a step of a queryset (or meant as one).
pub(super) fn means_step(step: &Step<'_>) -> bool {
    match step {
        Step::Slice(_) => true,
        Step::Call(call) => {
            let name = call.method.to_string();
            is_step(&name)
                || TERMINALS.contains(&name.as_str())
                || FOREIGN_STEPS.iter().any(|(foreign, _)| *foreign == name)
                || suggest::nearest(&name, STEPS).is_some()
        }
    }
}

impl Lower {
    /// A whole queryset: `(place = start(source), fields = fields_of(&place), steps).2`.
    pub(super) fn queryset(&mut self, expr: &Expr) -> TokenStream {
        let (base, steps) = unwind(expr);
        let first = steps.iter().position(means_step).unwrap_or(steps.len());
        let source: TokenStream = match first.checked_sub(1).map(|at| &steps[at]) {
            None => quote!(#base),
            Some(Step::Call(call)) => quote!(#call),
            Some(Step::Slice(index)) => quote!(#index),
        };
        if let Expr::Field(field) = base {
            if let (Expr::Path(_), Member::Named(name)) = (&*field.base, &field.member) {
                if name == "objects" {
                    return self.unknown_step(name);
                }
            }
        }
        let (place, fields) = (self.place("qs"), self.place("f"));
        // Not at a place of ours: a wrong source is then one error, at the source, not two.
        let at = base.span();
        let start = quote_spanned!(at=> ::orm_core::__private::start(#source));
        let fields_of = orm("fields_of", base.span());
        let chain = self.steps(quote!(#place), &steps[first..], &fields);
        quote!((#place = #start, #fields = #fields_of(&#place), #chain).2)
    }

    /// The steps, as calls of the builder.
    pub(super) fn steps(
        &mut self,
        mut chain: TokenStream,
        steps: &[Step<'_>],
        fields: &Ident,
    ) -> TokenStream {
        for step in steps {
            chain = match step {
                Step::Call(call) => self.call(chain, call, fields),
                Step::Slice(index) => self.slice(chain, index),
            };
        }
        chain
    }

    fn call(&mut self, chain: TokenStream, call: &ExprMethodCall, fields: &Ident) -> TokenStream {
        let name = call.method.to_string();
        let method = &runtime::at(&name, call.method.span());
        if let Some(turbofish) = &call.turbofish {
            self.error(turbofish, "a step takes no type parameters");
        }
        let wants_arguments = !matches!(name.as_str(), "reverse" | "distinct");
        if is_step(&name) && wants_arguments == call.args.is_empty() {
            let message = if wants_arguments {
                format!("`{name}` needs an argument")
            } else {
                format!("`{name}` takes no argument")
            };
            return self.error(method, message);
        }
        match name.as_str() {
            "filter" | "exclude" => {
                let mut all = call.args.iter();
                let first = all.next().map(|arg| self.condition(arg, fields));
                let condition = all.fold(first.unwrap_or_default(), |before, arg| {
                    let (and, next) = (orm("and", arg.span()), self.condition(arg, fields));
                    quote!(#and(#before, #next))
                });
                quote!(#chain.#method(#condition))
            }
            "order_by" => {
                let terms: Vec<TokenStream> = call
                    .args
                    .iter()
                    .map(|term| self.order(term, fields))
                    .collect();
                let terms = terms
                    .iter()
                    .rev()
                    .fold(quote!(()), |rest, term| quote!((#term, #rest)));
                quote!(#chain.#method(#terms))
            }
            "reverse" | "distinct" => quote!(#chain.#method()),
            "select_related" => call.args.iter().fold(chain, |chain, arg| {
                let path = self.select_path(arg, fields);
                quote!(#chain.#method(#path))
            }),
            "prefetch_related" => call.args.iter().fold(chain, |chain, arg| {
                self.prefetch(chain, method, arg, fields)
            }),
            _ => self.unknown_step(&call.method),
        }
    }

    fn unknown_step(&mut self, method: &Ident) -> TokenStream {
        let name = method.to_string();
        if TERMINALS.contains(&name.as_str()) {
            return self.error(
                method,
                format!(
                    "`{name}` takes a connection, and whatever takes a connection goes outside: \
                     `queryset!(…).{name}(&mut conn)`"
                ),
            );
        }
        if let Some((_, ours)) = FOREIGN_STEPS.iter().find(|(foreign, _)| *foreign == name) {
            return self.error(method, format!("`{name}` is no step of a queryset: {ours}"));
        }
        self.diags.unknown("step", method, STEPS);
        TokenStream::new()
    }

    fn slice(&mut self, chain: TokenStream, index: &ExprIndex) -> TokenStream {
        let Expr::Range(range) = &*index.index else {
            return self.error(
                &index.index,
                "a slice is `[a..b]`, `[..b]` or `[a..]`; one row is `.first(&mut conn)` or `.get(&mut conn)`",
            );
        };
        if let RangeLimits::Closed(_) = range.limits {
            return self.error(
                &range.limits,
                "a slice's end is not included: write `..` and a number one higher",
            );
        }
        for side in [&range.start, &range.end].into_iter().flatten() {
            if let Expr::Unary(unary) = &**side {
                if matches!(unary.op, syn::UnOp::Neg(_)) {
                    return self.error(
                        side,
                        "a slice counts from the start: order the other way round, or write `.last(&mut conn)`",
                    );
                }
            }
        }
        let bound = |side: &Expr| {
            let bound = orm("bound", side.span());
            quote!(#bound(#side))
        };
        let method = |name: &str| runtime::at(name, range.span());
        match (&range.start, &range.end) {
            (Some(start), Some(end)) => {
                let (method, start, end) = (method("slice_between"), bound(start), bound(end));
                quote!(#chain.#method(#start, #end))
            }
            (Some(start), None) => {
                let (method, start) = (method("slice_from"), bound(start));
                quote!(#chain.#method(#start))
            }
            (None, Some(end)) => {
                let (method, end) = (method("slice_to"), bound(end));
                quote!(#chain.#method(#end))
            }
            (None, None) => chain,
        }
    }

    /// A path, or a path and an inner queryset.
    fn prefetch(
        &mut self,
        chain: TokenStream,
        method: &Ident,
        arg: &Expr,
        fields: &Ident,
    ) -> TokenStream {
        let (base, steps) = unwind(arg);
        if steps.is_empty() {
            let path = self.prefetch_path(base, fields);
            return quote!(#chain.#method(#path));
        }
        let path = self.prefetch_path(base, fields);
        let (hops, place, inner_fields) = (self.place("path"), self.place("qs"), self.place("f"));
        let (inner, fields_of) = (orm("inner", base.span()), orm("fields_of", base.span()));
        let steps = self.steps(quote!(#place), &steps, &inner_fields);
        let method = Ident::new("prefetch_with", method.span());
        quote!(#chain.#method(
            (#hops = #path, #hops).1,
            (#place = #inner(#hops), #inner_fields = #fields_of(&#place), #steps).2
        ))
    }
}
