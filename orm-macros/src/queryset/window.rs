//! Windows: `row_number().over(partition_by(album_id), order_by(-price), rows(-2..=0))`.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Expr, ExprCall, ExprMethodCall, ExprRange, Ident, Lit, RangeLimits, UnOp};

use super::aggregate::{called, filtered};
use super::subquery::calls;
use super::{Lower, orm};
use crate::words::WINDOWS;
use crate::{runtime, suggest};

/// What stands in the parentheses of `over`.
const PARTS: &[&str] = &["partition_by", "order_by", "rows", "range"];

/// A window function's call.
pub(super) fn window_of(expr: &Expr) -> Option<(&ExprCall, &Ident)> {
    calls(expr, WINDOWS)
}

/// An integer in the text, with its sign.
fn literal(expr: &Expr) -> Option<i64> {
    match expr {
        Expr::Lit(lit) => match &lit.lit {
            Lit::Int(int) => int.base10_parse().ok(),
            _ => None,
        },
        Expr::Unary(unary) if matches!(unary.op, UnOp::Neg(_)) => Some(-literal(&unary.expr)?),
        Expr::Paren(paren) => literal(&paren.expr),
        _ => None,
    }
}

/// A constant between `<…>`.
fn constant(expr: &Expr) -> TokenStream {
    match expr {
        Expr::Block(_) => quote!(#expr),
        _ => quote!({ #expr }),
    }
}

impl Lower {
    /// `function.over(…)`.
    pub(super) fn window(&mut self, call: &ExprMethodCall, fields: &Ident) -> TokenStream {
        let mut wants_order = None;
        let function = if let Some((function, name)) = window_of(&call.receiver) {
            wants_order = Some(name);
            self.window_function(function, name, fields)
        } else if called(&call.receiver).is_some()
            || matches!(&*call.receiver, Expr::MethodCall(inner) if filtered(inner).is_some())
        {
            self.value(&call.receiver, fields)
        } else {
            return self.error(
                &call.method,
                "`over` goes behind a window function or an aggregate: `row_number().over(order_by(-price))`, `sum(price).over(partition_by(album_id))`",
            );
        };
        let (mut partition, mut order, mut frame) = (None, None, None);
        for arg in &call.args {
            let Some((part, name)) = calls(arg, PARTS) else {
                let near = match arg {
                    Expr::Call(call) => match &*call.func {
                        Expr::Path(path) => path.path.get_ident().cloned(),
                        _ => None,
                    },
                    _ => None,
                };
                if let Some(name) =
                    near.filter(|name| suggest::nearest(&name.to_string(), PARTS).is_some())
                {
                    self.diags.unknown("part of a window", &name, PARTS);
                    continue;
                }
                self.error(
                    arg,
                    "`over` takes `partition_by(…)`, `order_by(…)` and a frame: `rows(-2..=0)` or `range(..=0)`",
                );
                continue;
            };
            let text = name.to_string();
            let slot = match text.as_str() {
                "partition_by" => &mut partition,
                "order_by" => &mut order,
                _ => &mut frame,
            };
            if slot.is_some() {
                self.error(name, format!("a window has one `{text}`"));
                continue;
            }
            if part.args.is_empty() {
                self.error(name, format!("`{text}` needs an argument"));
                continue;
            }
            *slot = Some((part, name));
        }
        if let (Some(name), None) = (wants_order, &order) {
            return self.error(
                name,
                format!("`{name}` needs an order to have places: `{name}(…).over(order_by(…))`"),
            );
        }
        let partition = partition.map_or_else(
            || quote!(()),
            |(part, _)| {
                let values: Vec<TokenStream> = part
                    .args
                    .iter()
                    .map(|value| {
                        let selected = orm("selected", value.span());
                        let value = self.value(value, fields);
                        quote!(#selected(#value))
                    })
                    .collect();
                list(values)
            },
        );
        let order = order.map_or_else(
            || quote!(()),
            |(part, _)| {
                let terms = part.args.iter().map(|term| self.order(term, fields));
                list(terms.collect())
            },
        );
        let frame = match frame {
            None => orm("NoFrame", call.method.span()),
            Some((part, name)) => self.frame(part, name),
        };
        let method = runtime::at("over", call.method.span());
        quote_spanned!(method.span()=> #function.#method(#partition, #order, #frame))
    }

    /// `row_number()`, `ntile(4)`, `lag(price, 2, 0)`.
    fn window_function(&mut self, call: &ExprCall, name: &Ident, fields: &Ident) -> TokenStream {
        let text = name.to_string();
        let args: Vec<&Expr> = call.args.iter().collect();
        let span = name.span();
        let function = |text: &str| orm(text, span);
        match (text.as_str(), &args[..]) {
            ("row_number" | "rank" | "dense_rank" | "percent_rank" | "cume_dist", []) => {
                let function = function(&text);
                quote_spanned!(span=> #function())
            }
            ("ntile", [n]) => {
                let (function, n) = (function(&text), constant(n));
                quote_spanned!(span=> #function::<#n>())
            }
            ("first_value" | "last_value", [value]) => {
                let (function, value) = (function(&text), self.value(value, fields));
                quote_spanned!(span=> #function(#value))
            }
            ("nth_value", [value, n]) => {
                let (n, value) = (constant(n), self.value(value, fields));
                let function = function(&text);
                quote_spanned!(span=> #function::<#n, _>(#value))
            }
            ("lag" | "lead", [value]) => {
                let (function, value) = (function(&text), self.value(value, fields));
                quote_spanned!(span=> #function::<1, _>(#value))
            }
            ("lag" | "lead", [value, n]) => {
                let (n, value) = (constant(n), self.value(value, fields));
                let function = function(&text);
                quote_spanned!(span=> #function::<#n, _>(#value))
            }
            ("lag" | "lead", [value, n, default]) => {
                let (n, value) = (constant(n), self.value(value, fields));
                let default = self.right(default, fields);
                let function = function(&format!("{text}_or"));
                quote_spanned!(span=> #function::<#n, _, _, _>(#value, #default))
            }
            ("ntile", _) => self.error(name, "`ntile` takes the number of parts: `ntile(4)`"),
            ("first_value" | "last_value", _) => {
                self.error(name, format!("`{text}` takes one value"))
            }
            ("nth_value", _) => self.error(
                name,
                "`nth_value` takes a value and a place counted from 1: `nth_value(price, 2)`",
            ),
            ("lag" | "lead", _) => self.error(
                name,
                format!("`{text}` takes a value, how far away, and what stands for none: `{text}(price, 1, 0)`"),
            ),
            _ => self.error(name, format!("`{text}` takes no value")),
        }
    }

    /// `rows(-2..=0)`, `range(..=0)`: places seen from the current row, both ends included.
    fn frame(&mut self, part: &ExprCall, name: &Ident) -> TokenStream {
        let args: Vec<&Expr> = part.args.iter().collect();
        let [Expr::Range(range)] = &args[..] else {
            return self.error(
                part,
                format!("a frame is a range of places seen from the current row, which is 0: `{name}(-2..=0)`, `{name}(..=0)`"),
            );
        };
        if self.frame_is_wrong(range, name) {
            return TokenStream::new();
        }
        let from = range
            .start
            .as_deref()
            .map_or_else(|| quote!({ i64::MIN }), constant);
        let to = range
            .end
            .as_deref()
            .map_or_else(|| quote!({ i64::MAX }), constant);
        let function = orm(&format!("{name}_frame"), name.span());
        quote_spanned!(name.span()=> #function::<#from, #to>())
    }

    fn frame_is_wrong(&mut self, range: &ExprRange, name: &Ident) -> bool {
        if let (RangeLimits::HalfOpen(dots), Some(_)) = (&range.limits, &range.end) {
            self.error(dots, "both ends of a frame are included: write `..=`");
            return true;
        }
        let ends: Vec<&Expr> = [&range.start, &range.end]
            .into_iter()
            .filter_map(|end| end.as_deref())
            .collect();
        if name == "range" {
            if let Some(end) = ends.iter().find(|end| literal(end) != Some(0)) {
                self.error(
                    end,
                    "`range` counts by the order's values: its ends are open, or 0, the rows equal to the current one; `rows` counts rows",
                );
                return true;
            }
        }
        if let [from, to] = ends[..] {
            if literal(from) > literal(to) && literal(to).is_some() {
                self.error(range, "a frame's start comes before its end");
                return true;
            }
        }
        false
    }
}

/// `(a, (b, ()))`.
fn list(parts: Vec<TokenStream>) -> TokenStream {
    parts
        .into_iter()
        .rev()
        .fold(quote!(()), |rest, part| quote!((#part, #rest)))
}
