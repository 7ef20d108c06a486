//! `exists(…)`, `subquery(…)` and `outer(path)`: querysets inside a queryset.

use proc_macro2::{Literal, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Expr, ExprCall, ExprMethodCall, Ident};

use super::condition::is_inline_queryset;
use super::steps::{Step, unwind};
use super::{Lower, orm};
use crate::words::SUBQUERIES;

/// Steps of a queryset inside another.
const INNER_STEPS: &[&str] = &[
    "filter",
    "exclude",
    "order_by",
    "values",
    "values_list",
    "aggregate",
    "unscoped",
];

/// How deep subqueries can stand in each other.
const DEEPEST: usize = 4;

/// The name of the function that is called, where it is one of these.
pub(super) fn calls<'e>(expr: &'e Expr, names: &[&str]) -> Option<(&'e ExprCall, &'e Ident)> {
    let Expr::Call(call) = expr else { return None };
    let Expr::Path(path) = &*call.func else {
        return None;
    };
    let name = path.path.get_ident()?;
    names
        .contains(&name.to_string().as_str())
        .then_some((call, name))
}

/// `exists(…)` or `subquery(…)`.
pub(super) fn subquery_of(expr: &Expr) -> Option<(&ExprCall, &Ident)> {
    calls(expr, SUBQUERIES)
}

/// `outer(path)`.
pub(super) fn outer_of(expr: &Expr) -> Option<(&ExprCall, &Ident)> {
    calls(expr, &["outer"])
}

/// A model's name alone.
fn is_model(expr: &Expr) -> bool {
    match expr {
        Expr::Path(path) => path
            .path
            .segments
            .last()
            .is_some_and(|last| last.ident.to_string().starts_with(char::is_uppercase)),
        _ => false,
    }
}

/// A step of a queryset, which no Rust value has.
fn is_step(step: &Step<'_>) -> bool {
    matches!(step, Step::Call(call) if INNER_STEPS.contains(&call.method.to_string().as_str()))
}

impl Lower {
    /// `exists(queryset)`, `subquery(queryset)`: one that is written out, or a Rust value.
    pub(super) fn subquery(
        &mut self,
        call: &ExprCall,
        function: &str,
        name: &Ident,
        fields: &Ident,
    ) -> TokenStream {
        let [arg] = &call.args.iter().collect::<Vec<_>>()[..] else {
            return self.error(name, format!("`{name}` takes one queryset"));
        };
        let function = orm(function, name.span());
        if !is_inline_queryset(arg) && !is_model(arg) {
            if let Some(Step::Call(step)) = unwind(arg).1.iter().find(|step| is_step(step)) {
                return self.error(
                    &step.method,
                    format!("a subquery that is written out starts with a model's name; another queryset goes in by itself: `{name}(queryset!(…))`"),
                );
            }
            // At the queryset, where a wrong one is told of.
            return quote_spanned!(name.span()=> #function(#arg));
        }
        let (base, steps) = unwind(arg);
        let depth = self.depth + 1;
        if depth > DEEPEST {
            return self.error(name, "subqueries stand in each other up to four deep");
        }
        let (place, inner) = (self.place("qs"), self.place("f"));
        let nested = orm("nested", base.span());
        let fields_of = orm("fields_of", base.span());
        let number = Literal::usize_unsuffixed(depth);
        self.depth = depth;
        self.outers.push(fields.clone());
        let in_aggregate = std::mem::replace(&mut self.in_aggregate, false);
        let chain = self.inner_steps(quote!(#place), &steps, &inner);
        self.in_aggregate = in_aggregate;
        self.outers.pop();
        self.depth = depth - 1;
        // At the function's name, where a value of another type is told of.
        let at = proc_macro2::Span::mixed_site().located_at(name.span());
        quote_spanned!(at=> (#place = #nested::<_, #number>(#base), #inner = #fields_of(&#place), #function(#chain)).2)
    }

    fn inner_steps(
        &mut self,
        mut chain: TokenStream,
        steps: &[Step<'_>],
        fields: &Ident,
    ) -> TokenStream {
        for step in steps {
            chain = match step {
                Step::Slice(_) => self.steps(chain, std::slice::from_ref(step), fields),
                Step::Try(mark) => {
                    self.error(&mark.question_token, "a subquery has no error to give back")
                }
                Step::Call(call) => match call.method.to_string().as_str() {
                    "filter" | "exclude" | "order_by" | "unscoped" => {
                        self.steps(chain, std::slice::from_ref(step), fields)
                    }
                    "values" | "values_list" => self.inner_value(chain, "value", call, fields),
                    "aggregate" => self.inner_value(chain, "total", call, fields),
                    other => self.error(
                        &call.method,
                        format!(
                            "`{other}` is no step of a subquery: there are {}, and a slice",
                            INNER_STEPS
                                .iter()
                                .map(|step| format!("`{step}`"))
                                .collect::<Vec<_>>()
                                .join(", ")
                        ),
                    ),
                },
            };
        }
        chain
    }

    /// `values_list(name)`, `aggregate(max(milliseconds))`: one value, named or not.
    fn inner_value(
        &mut self,
        chain: TokenStream,
        method: &str,
        call: &ExprMethodCall,
        fields: &Ident,
    ) -> TokenStream {
        let [value] = &call.args.iter().collect::<Vec<_>>()[..] else {
            return self.error(&call.method, "a subquery gives one value");
        };
        let value = match value {
            Expr::Assign(assign) => &*assign.right,
            value => value,
        };
        let method = crate::runtime::at(method, call.method.span());
        let selected = orm("selected", value.span());
        let value = self.value(value, fields);
        quote!(#chain.#method(#selected(#value)))
    }

    /// `outer(path)`: a value of the queryset around.
    pub(super) fn outer(&mut self, call: &ExprCall, name: &Ident) -> TokenStream {
        let [arg] = &call.args.iter().collect::<Vec<_>>()[..] else {
            return self.error(name, "`outer` takes one path: `outer(id)`");
        };
        let Some(around) = self.outers.pop() else {
            return self.error(
                name,
                "`outer` names a field of the queryset around, and there is none around this one",
            );
        };
        let in_aggregate = std::mem::replace(&mut self.in_aggregate, false);
        let value = self.value(arg, &around);
        self.in_aggregate = in_aggregate;
        self.outers.push(around);
        value
    }
}
