//! Values: database expressions on the left, Rust (and `F(…)`) on the right.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{BinOp, Expr, Ident, Lit, UnOp};

use super::aggregate::{called, filtered};
use super::condition::is_condition;
use super::function::{self, is_method};
use super::subquery::{outer_of, subquery_of};
use super::window::window_of;
use super::{Lower, orm};
use crate::runtime;

/// The builder's method for an arithmetic operator, and whether its sides can change places.
fn arithmetic(op: &BinOp) -> Option<(&'static str, bool)> {
    Some(match op {
        BinOp::Add(_) => ("add", true),
        BinOp::Sub(_) => ("sub", false),
        BinOp::Mul(_) => ("mul", true),
        BinOp::Div(_) => ("div", false),
        BinOp::Rem(_) => ("modulo", false),
        _ => return None,
    })
}

/// `left.add(right)`; the rest of a division is a function's.
fn operation(method: &str, left: TokenStream, right: TokenStream, span: Span) -> TokenStream {
    let at = runtime::at(method, span);
    if method == "modulo" {
        return quote_spanned!(at.span()=> ::orm_core::__private::function::#at(#left, #right));
    }
    quote_spanned!(at.span()=> #left.#at(#right))
}

/// The path in `F(path)`.
pub(super) fn column_of(expr: &Expr) -> Option<&Expr> {
    match expr {
        Expr::Call(call) if call.args.len() == 1 => match &*call.func {
            Expr::Path(path) if path.path.is_ident("F") => call.args.first(),
            _ => None,
        },
        _ => None,
    }
}

pub(super) fn mentions_column(expr: &Expr) -> bool {
    match expr {
        Expr::Binary(binary) => mentions_column(&binary.left) || mentions_column(&binary.right),
        Expr::Paren(paren) => mentions_column(&paren.expr),
        Expr::Group(group) => mentions_column(&group.expr),
        Expr::MethodCall(call) => mentions_column(&call.receiver),
        _ => column_of(expr).is_some() || subquery_of(expr).is_some() || outer_of(expr).is_some(),
    }
}

impl Lower {
    /// A database expression.
    pub(super) fn value(&mut self, expr: &Expr, fields: &Ident) -> TokenStream {
        if let Some(value) = column_of(expr) {
            return self.value(value, fields);
        }
        if let Some((call, name)) = subquery_of(expr) {
            return self.subquery(call, &name.to_string(), name, fields);
        }
        if let Some((call, name)) = outer_of(expr) {
            return self.outer(call, name);
        }
        if let Some((_, name)) = window_of(expr) {
            return self.error(
                name,
                format!("`{name}` looks over a window: `{name}(…).over(order_by(…))`"),
            );
        }
        match expr {
            Expr::MethodCall(call) if call.method == "over" => self.window(call, fields),
            Expr::Paren(paren) => self.value(&paren.expr, fields),
            Expr::Group(group) => self.value(&group.expr, fields),
            Expr::Binary(binary) => match arithmetic(&binary.op) {
                Some((method, commutes)) => {
                    let (mut left, mut right) = (&*binary.left, &*binary.right);
                    if is_rust(left) && commutes {
                        std::mem::swap(&mut left, &mut right);
                    }
                    if is_rust(left) {
                        return self.error(left, "a calculation starts with a column");
                    }
                    let left = self.value(left, fields);
                    let right = self.operand(right, fields);
                    operation(method, left, right, binary.op.span())
                }
                None if is_condition(expr) => self.truth(expr, fields),
                None => self.error(&binary.op, "this operator cannot be used inside a value"),
            },
            Expr::MethodCall(call) if is_method(&call.method.to_string()) => {
                self.method(call, fields)
            }
            Expr::Call(_) if called(expr).is_some() => match called(expr) {
                Some((call, name)) => self.aggregate(call, name, fields),
                None => TokenStream::new(),
            },
            Expr::MethodCall(call) if filtered(call).is_some() => {
                let aggregate = self.value(&call.receiver, fields);
                self.aggregate_filter(call, aggregate, fields)
            }
            _ if is_condition(expr) => self.truth(expr, fields),
            Expr::MethodCall(call) => {
                self.unknown_call(&call.method);
                TokenStream::new()
            }
            Expr::Call(_) => match (function::called(expr), function::named(expr)) {
                (Some((call, name)), _) => self.function(call, name, fields),
                (None, Some((_, name))) => self.unknown_function(name),
                (None, None) => self.path(expr, fields),
            },
            Expr::Cast(cast) => self.error(
                &cast.as_token,
                "`as` is Rust's: the database casts by `cast(value, i64)`",
            ),
            Expr::Unary(unary) if matches!(unary.op, UnOp::Neg(_)) => {
                self.error(expr, "a negative column is `column * -1`")
            }
            _ => self.path(expr, fields),
        }
    }

    /// A condition as a value: true where it is met, else false.
    fn truth(&mut self, expr: &Expr, fields: &Ident) -> TokenStream {
        let truth = orm("truth", expr.span());
        let condition = self.condition(expr, fields);
        quote!(#truth(#condition))
    }

    /// The right side of an operator inside a database expression.
    fn operand(&mut self, expr: &Expr, fields: &Ident) -> TokenStream {
        match expr {
            Expr::Paren(paren) => self.operand(&paren.expr, fields),
            Expr::Group(group) => self.operand(&group.expr, fields),
            _ if is_rust(expr) => self.rust(expr),
            _ => self.value(expr, fields),
        }
    }

    /// The right side of a comparison, or a lookup's argument: Rust, but for `F(path)`.
    pub(super) fn right(&mut self, expr: &Expr, fields: &Ident) -> TokenStream {
        if let Expr::Path(path) = expr {
            if path.path.is_ident("None") {
                return self.error(
                    expr,
                    "NULL equals nothing: write `column.is_null()`, or `column.is_not_null()` for `!=`",
                );
            }
        }
        if let Some((call, name)) = function::called(expr) {
            if call.args.iter().any(mentions_column) {
                return self.error(
                    expr,
                    format!("a function of the database stands inside `F(…)`, as a whole: `F({name}(…))`"),
                );
            }
        }
        if mentions_column(expr) {
            return self.calculated(expr, fields);
        }
        self.rust(expr)
    }

    /// `F(reserved) + 1`: columns are marked, and all else is Rust.
    fn calculated(&mut self, expr: &Expr, fields: &Ident) -> TokenStream {
        if !mentions_column(expr) {
            return self.rust(expr);
        }
        match expr {
            Expr::Paren(paren) => self.calculated(&paren.expr, fields),
            Expr::Group(group) => self.calculated(&group.expr, fields),
            Expr::Binary(binary) => match arithmetic(&binary.op) {
                Some((method, commutes)) => {
                    let (mut left, mut right) = (&*binary.left, &*binary.right);
                    if !mentions_column(left) && commutes {
                        std::mem::swap(&mut left, &mut right);
                    }
                    if !mentions_column(left) {
                        return self.error(left, "a calculation starts with a column");
                    }
                    let left = self.calculated(left, fields);
                    let right = self.calculated(right, fields);
                    operation(method, left, right, binary.op.span())
                }
                None => self.error(&binary.op, "this operator cannot be used with `F(…)`"),
            },
            _ => self.value(expr, fields),
        }
    }

    /// Rust, as it stands; a number with a fraction takes the column's type, decimals included.
    pub(super) fn fraction(&mut self, expr: &Expr) -> TokenStream {
        match number(expr) {
            Some(Number::Decimal { .. }) => self.rust(expr),
            _ => quote!(#expr),
        }
    }

    /// Rust, as it stands; number literals take the column's type.
    pub(super) fn rust(&mut self, expr: &Expr) -> TokenStream {
        let span = expr.span();
        match number(expr) {
            Some(Number::Integer) => {
                let literal = orm("IntegerLiteral", span);
                quote_spanned!(span=> #literal(#expr))
            }
            Some(Number::Decimal { digits, scale }) => {
                let literal = orm("DecimalLiteral", span);
                quote_spanned!(span=> #literal { value: #expr, digits: #digits, scale: #scale })
            }
            None => match expr {
                Expr::Block(block) if block.block.stmts.len() == 1 => {
                    let stmts = &block.block.stmts;
                    quote!(#(#stmts)*)
                }
                _ => quote!(#expr),
            },
        }
    }
}

/// What is Rust where the database is expected: literals and `{…}`.
pub(super) fn is_rust(expr: &Expr) -> bool {
    match expr {
        Expr::Lit(_) | Expr::Block(_) => true,
        Expr::Unary(unary) => matches!(*unary.expr, Expr::Lit(_)),
        Expr::Paren(paren) => is_rust(&paren.expr),
        _ => false,
    }
}

enum Number {
    Integer,
    Decimal { digits: i64, scale: i64 },
}

/// A number literal without a type of its own.
fn number(expr: &Expr) -> Option<Number> {
    match expr {
        Expr::Lit(lit) => match &lit.lit {
            Lit::Int(int) if int.suffix().is_empty() => Some(Number::Integer),
            Lit::Float(float) if float.suffix().is_empty() => decimal(float.base10_digits())
                .map(|(digits, scale)| Number::Decimal { digits, scale }),
            _ => None,
        },
        Expr::Unary(unary) if matches!(unary.op, UnOp::Neg(_)) => match number(&unary.expr)? {
            Number::Integer => Some(Number::Integer),
            Number::Decimal { digits, scale } => Some(Number::Decimal {
                digits: -digits,
                scale,
            }),
        },
        Expr::Paren(paren) => number(&paren.expr),
        _ => None,
    }
}

/// `12.50` → `(1250, 2)`.
fn decimal(text: &str) -> Option<(i64, i64)> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let digits = format!("{whole}{fraction}").parse().ok()?;
    Some((digits, i64::try_from(fraction.len()).ok()?))
}
