//! Whether a condition is the same wherever and whenever it is asked: of columns of its own row,
//! constants and functions of the database. Such a one can be a default scope.

use syn::{BinOp, Expr, UnOp};

use super::function::{called, is_method};
use super::value::column_of;
use crate::words::{NULL_LOOKUPS, VALUE_LOOKUPS};

/// Functions whose arguments are no values.
const OTHER_ARGUMENTS: &[&str] = &["raw", "call", "case"];

/// Whether the condition is.
pub(crate) fn is_fixed(expr: &Expr) -> bool {
    match expr {
        Expr::Paren(paren) => is_fixed(&paren.expr),
        Expr::Group(group) => is_fixed(&group.expr),
        Expr::Binary(binary) => match binary.op {
            BinOp::And(_) | BinOp::Or(_) => is_fixed(&binary.left) && is_fixed(&binary.right),
            _ => is_own(&binary.left) && is_constant(&binary.right),
        },
        Expr::Unary(unary) => matches!(unary.op, UnOp::Not(_)) && is_fixed(&unary.expr),
        Expr::MethodCall(call) => {
            let name = call.method.to_string();
            let lookup = [VALUE_LOOKUPS, NULL_LOOKUPS, &["between"]]
                .iter()
                .any(|words| words.contains(&name.as_str()));
            if lookup {
                is_own(&call.receiver) && call.args.iter().all(is_constant)
            } else {
                is_own(expr)
            }
        }
        _ => is_own(expr),
    }
}

/// A value of the row itself.
fn is_own(expr: &Expr) -> bool {
    if let Some(column) = column_of(expr) {
        return is_own(column);
    }
    match expr {
        Expr::Lit(_) | Expr::Path(_) => true,
        Expr::Paren(paren) => is_own(&paren.expr),
        Expr::Group(group) => is_own(&group.expr),
        Expr::Binary(binary) => is_own(&binary.left) && is_own(&binary.right),
        Expr::MethodCall(call) => {
            is_method(&call.method.to_string())
                && is_own(&call.receiver)
                && call.args.iter().all(is_constant)
        }
        Expr::Call(_) => called(expr).is_some_and(|(call, name)| {
            !OTHER_ARGUMENTS.contains(&name.to_string().as_str()) && call.args.iter().all(is_own)
        }),
        _ => false,
    }
}

/// What Rust knows when it compiles, or `F(…)` of the row itself.
fn is_constant(expr: &Expr) -> bool {
    match expr {
        Expr::Lit(_) | Expr::Path(_) => true,
        Expr::Unary(unary) => is_constant(&unary.expr),
        Expr::Paren(paren) => is_constant(&paren.expr),
        Expr::Group(group) => is_constant(&group.expr),
        Expr::Reference(reference) => is_constant(&reference.expr),
        Expr::Array(array) => array.elems.iter().all(is_constant),
        Expr::Binary(binary) => is_constant(&binary.left) && is_constant(&binary.right),
        _ => column_of(expr).is_some_and(is_own),
    }
}
