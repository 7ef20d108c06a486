//! Conditions.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{BinOp, Block, Expr, ExprAssign, ExprMethodCall, Ident, Stmt, UnOp};

use super::function::{called, is_method};
use super::steps::{means_step, unwind};
use super::subquery::{outer_of, subquery_of};
use super::window::window_of;
use super::{Lower, orm};
use crate::runtime;
use crate::words::{self, FOREIGN_LOOKUPS, MATCHES, NULL_LOOKUPS, QUANTIFIERS, VALUE_LOOKUPS};

/// What the arms of an `if` or `match` hold.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Branches {
    Condition,
    Order,
}

fn comparison(op: &BinOp) -> Option<&'static str> {
    Some(match op {
        BinOp::Eq(_) => "eq",
        BinOp::Ne(_) => "ne",
        BinOp::Lt(_) => "lt",
        BinOp::Le(_) => "le",
        BinOp::Gt(_) => "gt",
        BinOp::Ge(_) => "ge",
        _ => return None,
    })
}

/// Whether this is a condition by its form, and no value.
pub(super) fn is_condition(expr: &Expr) -> bool {
    match expr {
        Expr::Binary(binary) => {
            comparison(&binary.op).is_some() || matches!(binary.op, BinOp::And(_) | BinOp::Or(_))
        }
        Expr::Unary(unary) => matches!(unary.op, UnOp::Not(_)),
        Expr::MethodCall(call) => {
            let name = call.method.to_string();
            let lookups = [VALUE_LOOKUPS, NULL_LOOKUPS, QUANTIFIERS, &["between"]];
            lookups.iter().any(|words| words.contains(&name.as_str()))
        }
        _ => false,
    }
}

/// `Artist.filter(…)`, which is meant as a queryset.
pub(super) fn is_inline_queryset(expr: &Expr) -> bool {
    let (base, steps) = unwind(expr);
    let model = match base {
        Expr::Path(path) => path
            .path
            .segments
            .last()
            .is_some_and(|last| last.ident.to_string().starts_with(char::is_uppercase)),
        _ => false,
    };
    model && steps.first().is_some_and(means_step)
}

impl Lower {
    /// A condition.
    pub(super) fn condition(&mut self, expr: &Expr, fields: &Ident) -> TokenStream {
        match expr {
            Expr::Paren(paren) => self.condition(&paren.expr, fields),
            Expr::Group(group) => self.condition(&group.expr, fields),
            Expr::Binary(binary) => {
                let span = binary.op.span();
                if let BinOp::And(_) | BinOp::Or(_) = binary.op {
                    let name = if matches!(binary.op, BinOp::And(_)) {
                        "and"
                    } else {
                        "or"
                    };
                    let function = orm(name, span);
                    let left = self.condition(&binary.left, fields);
                    let right = self.condition(&binary.right, fields);
                    return quote!(#function(#left, #right));
                }
                if let BinOp::BitAnd(_) | BinOp::BitOr(_) = binary.op {
                    return self.error(&binary.op, "conditions are joined by `&&` and `||`");
                }
                let Some(method) = comparison(&binary.op) else {
                    return self.error(expr, "this is a value, and a condition goes here");
                };
                let left = self.value(&binary.left, fields);
                let right = self.right(&binary.right, fields);
                let method = runtime::at(method, span);
                quote_spanned!(method.span()=> #left.#method(#right))
            }
            Expr::Unary(unary) if matches!(unary.op, UnOp::Not(_)) => {
                if let Some((call, name)) = subquery_of(&unary.expr) {
                    if name == "exists" {
                        let value = self.subquery(call, "not_exists", name, fields);
                        let condition = orm("condition", name.span());
                        return quote!(#condition(#value));
                    }
                }
                let not = orm("not", unary.op.span());
                let inner = self.condition(&unary.expr, fields);
                quote!(#not(#inner))
            }
            Expr::MethodCall(call) => self.lookup(call, fields),
            Expr::If(_) | Expr::Match(_) => {
                let lower = &mut |lower: &mut Self, expr: &Expr| lower.condition(expr, fields);
                self.branches(expr, lower, Branches::Condition)
            }
            Expr::Block(block) => {
                let stmts = &block.block.stmts;
                match &stmts[..] {
                    [Stmt::Expr(rust, None)] => quote!(#rust),
                    _ => quote!(#block),
                }
            }
            Expr::Assign(assign) => self.assignment(assign),
            Expr::Cast(cast) => self.error(
                &cast.as_token,
                "`as` is Rust's: the database casts by `cast(value, i64)`",
            ),
            Expr::Call(_)
                if subquery_of(expr).is_some()
                    || outer_of(expr).is_some()
                    || window_of(expr).is_some() =>
            {
                let value = self.value(expr, fields);
                let condition = orm("condition", expr.span());
                quote_spanned!(Span::mixed_site().located_at(expr.span())=> #condition(#value))
            }
            Expr::Call(_) if called(expr).is_some() => self.bool_value(expr, fields),
            Expr::Call(call) => {
                if let Expr::Path(path) = &*call.func {
                    if path.path.is_ident("F") {
                        return self.value(expr, fields);
                    }
                }
                self.named_condition(call, fields)
            }
            Expr::Lit(_) => self.error(expr, "a literal is no condition: compare a column with it"),
            _ => self.bool_value(expr, fields),
        }
    }

    /// A value that is a condition by itself.
    fn bool_value(&mut self, expr: &Expr, fields: &Ident) -> TokenStream {
        let value = self.value(expr, fields);
        let condition = orm("condition", expr.span());
        quote_spanned!(Span::mixed_site().located_at(expr.span())=> #condition(#value))
    }

    /// `title = "x"`, and Django's `title__icontains = "x"`.
    fn assignment(&mut self, assign: &ExprAssign) -> TokenStream {
        if let Expr::Path(path) = &*assign.left {
            let name = path.path.get_ident().map(ToString::to_string);
            let parts: Vec<&str> = name.as_deref().unwrap_or_default().split("__").collect();
            if let [path @ .., last] = &parts[..] {
                let foreign = FOREIGN_LOOKUPS.iter().any(|(word, _)| word == last);
                if !path.is_empty() && (foreign || words::calls().contains(last)) {
                    let (path, last) = (path.join("."), *last);
                    let message = match FOREIGN_LOOKUPS.iter().find(|(word, _)| *word == last) {
                        Some((_, ours)) => {
                            format!("a lookup is written behind its path: `{path}` and {ours}")
                        }
                        None => format!("a lookup is written as a call: `{path}.{last}(…)`"),
                    };
                    return self.error(&assign.left, message);
                }
            }
        }
        self.error(
            &assign.eq_token,
            "`=` sets a value, and a condition compares: write `==`",
        )
    }

    /// `value.lookup(rust)`, `path.any(condition)`.
    fn lookup(&mut self, call: &ExprMethodCall, fields: &Ident) -> TokenStream {
        let method = &call.method;
        let name = method.to_string();
        let name = name.as_str();
        if QUANTIFIERS.contains(&name) {
            return self.quantifier(call, fields);
        }
        if is_method(name) {
            let value = self.method(call, fields);
            let condition = orm("condition", call.span());
            return quote_spanned!(Span::mixed_site().located_at(call.span())=> #condition(#value));
        }
        if name == MATCHES {
            return self.matches(call, fields);
        }
        let wanted = if VALUE_LOOKUPS.contains(&name) {
            1
        } else if name == "between" {
            2
        } else if NULL_LOOKUPS.contains(&name) {
            0
        } else {
            self.unknown_call(method);
            return TokenStream::new();
        };
        if call.args.len() != wanted {
            let message = match wanted {
                0 => format!("`{name}` takes no value"),
                1 => format!("`{name}` takes one value"),
                _ => format!("`{name}` takes two values: `between(low, high)`"),
            };
            return self.error(method, message);
        }
        let value = self.value(&call.receiver, fields);
        let args: Vec<TokenStream> = call
            .args
            .iter()
            .map(|arg| {
                if name == "in_" && is_inline_queryset(arg) {
                    self.error(
                        arg,
                        "a queryset inside another is one of its own: `in_(queryset!(…))`",
                    )
                } else if matches!(name, "in_" | "same") {
                    quote!(#arg)
                } else {
                    self.right(arg, fields)
                }
            })
            .collect();
        let method = runtime::at(name, method.span());
        quote_spanned!(method.span()=> #value.#method(#(#args),*))
    }

    fn quantifier(&mut self, call: &ExprMethodCall, fields: &Ident) -> TokenStream {
        let name = call.method.to_string();
        let span = call.receiver.span();
        let path = self.path(&call.receiver, fields);
        match call.args.len() {
            0 if name == "all" => self.error(
                &call.method,
                "`all` needs a condition: all of them are what?",
            ),
            0 => {
                let function = orm(&format!("{name}_row"), span);
                quote_spanned!(span=> #function(#path))
            }
            1 => {
                let function = orm(&name, span);
                let (hops, inner) = (self.place("path"), self.place("f"));
                let sub = orm("sub", span);
                self.outers.push(fields.clone());
                let condition = self.condition(&call.args[0], &inner);
                self.outers.pop();
                let at = runtime::at(&hops.to_string(), span);
                quote!((#hops = #path, #inner = #sub(#at), #function(#at, #condition)).2)
            }
            _ => self.error(
                &call.method,
                "a quantifier takes one condition: join them by `&&`",
            ),
        }
    }

    /// A call that is no lookup.
    pub(super) fn unknown_call(&mut self, method: &Ident) {
        let name = method.to_string();
        if let Some((_, ours)) = FOREIGN_LOOKUPS.iter().find(|(foreign, _)| *foreign == name) {
            self.diags.at(
                method.span(),
                format!("`{name}` is no lookup: write {ours}"),
            );
            return;
        }
        self.diags.unknown("lookup", method, &words::calls());
    }

    /// `if` and `match`: the heads are Rust, the arms what `arm` lowers.
    pub(super) fn branches(
        &mut self,
        expr: &Expr,
        arm: &mut dyn FnMut(&mut Self, &Expr) -> TokenStream,
        kind: Branches,
    ) -> TokenStream {
        match expr {
            Expr::If(if_) => {
                let head = &if_.cond;
                let then = self.block(&if_.then_branch, arm);
                let either = orm("Either", expr.span());
                let (some, none) = (orm("Some", expr.span()), orm("None", expr.span()));
                match &if_.else_branch {
                    None => quote!(if #head { #some(#then) } else { #none }),
                    Some((_, other)) => {
                        let other = match &**other {
                            Expr::Block(block) => self.block(&block.block, arm),
                            other => self.branches(other, arm, kind),
                        };
                        quote!(if #head { #either::A(#then) } else { #either::B(#other) })
                    }
                }
            }
            Expr::Match(match_) => {
                let (head, span) = (&match_.expr, expr.span());
                let either = orm("Either", span);
                let last = match_.arms.len().saturating_sub(1);
                let arms: Vec<TokenStream> = match_
                    .arms
                    .iter()
                    .enumerate()
                    .map(|(at, part)| {
                        let (pat, guard) = (
                            &part.pat,
                            part.guard.as_ref().map(|(_, guard)| quote!(if #guard)),
                        );
                        let body = match &*part.body {
                            Expr::Block(block) if block.block.stmts.is_empty() => None,
                            Expr::Tuple(tuple) if tuple.elems.is_empty() => None,
                            Expr::Block(block) => Some(self.block(&block.block, arm)),
                            body => Some(arm(self, body)),
                        };
                        let body = match (body, kind) {
                            (Some(body), _) => body,
                            (None, Branches::Condition) => orm("NoCondition", part.body.span()),
                            (None, Branches::Order) => {
                                self.error(&part.body, "every arm needs a term")
                            }
                        };
                        let side = if at == last {
                            body
                        } else {
                            quote!(#either::A(#body))
                        };
                        let nested = (0..at).fold(side, |side, _| quote!(#either::B(#side)));
                        quote!(#pat #guard => #nested,)
                    })
                    .collect();
                quote!(match #head { #(#arms)* })
            }
            other => arm(self, other),
        }
    }

    /// The statements of a block are Rust, its value is what `arm` lowers.
    fn block(
        &mut self,
        block: &Block,
        arm: &mut dyn FnMut(&mut Self, &Expr) -> TokenStream,
    ) -> TokenStream {
        match block.stmts.split_last() {
            Some((Stmt::Expr(value, None), before)) => {
                let value = arm(self, value);
                quote!({ #(#before)* #value })
            }
            _ => self.error(block, "this arm holds no condition or term"),
        }
    }
}
