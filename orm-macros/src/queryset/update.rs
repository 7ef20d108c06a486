//! `update(price = F(price) * 1.1, stock = 5)`.

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use syn::spanned::Spanned;
use syn::{Block, Expr, ExprAssign, ExprIf, ExprMethodCall, Ident, Stmt, UnOp};

use super::path::names;
use super::{Lower, orm};
use crate::runtime;

/// How the methods of numbers that calculate begin.
const CALCULATING: &[&str] = &["saturating_", "wrapping_", "checked_", "overflowing_"];

/// Those that calculate, by their whole names.
const CALCULATE: &[&str] = &["pow", "abs", "add", "sub", "mul", "div", "rem", "neg"];

/// Whether a calculation of Rust names the column that it is assigned to. (A mere value may be
/// called like its column, and often is: `title = title.trim()`.)
fn reads_stale(expr: &Expr, column: &Ident) -> bool {
    let stale = |expr: &Expr| names_column(expr, column) || reads_stale(expr, column);
    match expr {
        Expr::Binary(binary) => stale(&binary.left) || stale(&binary.right),
        Expr::Unary(unary) if matches!(unary.op, UnOp::Neg(_)) => stale(&unary.expr),
        Expr::MethodCall(call) if calculates(&call.method) => {
            stale(&call.receiver) || call.args.iter().any(stale)
        }
        Expr::MethodCall(call) => reads_stale(&call.receiver, column),
        Expr::Cast(cast) => reads_stale(&cast.expr, column),
        Expr::Paren(paren) => reads_stale(&paren.expr, column),
        Expr::Group(group) => reads_stale(&group.expr, column),
        _ => false,
    }
}

/// `stock`, `(stock)`, `stock as i64`.
fn names_column(expr: &Expr, column: &Ident) -> bool {
    match expr {
        Expr::Path(path) => path.path.get_ident() == Some(column),
        Expr::Cast(cast) => names_column(&cast.expr, column),
        Expr::Paren(paren) => names_column(&paren.expr, column),
        Expr::Group(group) => names_column(&group.expr, column),
        _ => false,
    }
}

fn calculates(method: &Ident) -> bool {
    let method = method.to_string();
    CALCULATE.contains(&method.as_str())
        || CALCULATING.iter().any(|start| method.starts_with(start))
}

impl Lower {
    /// The assignments, as a list.
    pub(super) fn update(
        &mut self,
        chain: TokenStream,
        call: &ExprMethodCall,
        fields: &Ident,
    ) -> TokenStream {
        self.refuse_twice(call.args.iter(), fields);
        let list = self.assignments(call.args.iter(), fields);
        let method = runtime::at("update", call.method.span());
        self.apart(quote!(#chain.#method(#list)))
    }

    /// The columns of new links, as a list.
    pub(super) fn link_values(&mut self, args: &[&Expr], fields: &Ident) -> TokenStream {
        self.refuse_twice(args.iter().copied(), fields);
        self.of_links = true;
        let list = self.assignments(args.iter().copied(), fields);
        self.of_links = false;
        list
    }

    /// `set(&patch)`.
    pub(super) fn patch(&mut self, chain: TokenStream, call: &ExprMethodCall) -> TokenStream {
        let args: Vec<&Expr> = call.args.iter().collect();
        match args[..] {
            [patch] if !matches!(patch, Expr::Assign(_) | Expr::If(_)) => {
                let method = runtime::at("set", call.method.span());
                quote!(#chain.#method(#patch))
            }
            _ => self.error(
                &call.args,
                "`set` takes a struct with `#[derive(Patch)]`, `set(&patch)`; single assignments \
                 go into `update(price = 5)`",
            ),
        }
    }

    /// A column that stands on the left twice.
    pub(super) fn refuse_twice<'e>(
        &mut self,
        args: impl Iterator<Item = &'e Expr>,
        fields: &Ident,
    ) {
        let mut seen = Vec::new();
        for arg in args {
            if let Expr::Assign(assign) = arg {
                self.refuse_again(&assign.left, fields, &mut seen);
            }
        }
    }

    /// A column that was seen before. One that is called like the foreign key of another may be just
    /// that: if the other is a relation, which the compiler knows.
    pub(super) fn refuse_again<'e>(
        &mut self,
        column: &'e Expr,
        fields: &Ident,
        seen: &mut Vec<(String, &'e Expr)>,
    ) {
        let name = quote!(#column).to_string();
        let is_key_of = |key: &str, relation: &str| key.strip_suffix("_id") == Some(relation);
        let relation = seen.iter().find_map(|(other, at)| {
            if is_key_of(other, &name) {
                return Some(column);
            }
            is_key_of(&name, other).then_some(*at)
        });
        if seen.iter().any(|(other, _)| *other == name) {
            self.error(column, format!("`{name}` is set twice"));
        } else if let Some(relation) = relation {
            let (path, apart) = (self.path(relation, fields), orm("apart", column.span()));
            self.apart.push(quote!(#apart(#path)));
        }
        seen.push((name, column));
    }

    /// The write, behind what is asked of its columns.
    pub(super) fn apart(&mut self, write: TokenStream) -> TokenStream {
        let asked = std::mem::take(&mut self.apart);
        if asked.is_empty() {
            return write;
        }
        let last = Literal::usize_unsuffixed(asked.len());
        quote!((#(#asked,)* #write).#last)
    }

    /// `(first, (second, ()))`.
    pub(super) fn assignments<'e>(
        &mut self,
        args: impl Iterator<Item = &'e Expr>,
        fields: &Ident,
    ) -> TokenStream {
        let all: Vec<TokenStream> = args.map(|arg| self.assigned(arg, fields)).collect();
        all.into_iter()
            .rev()
            .fold(quote!(()), |rest, one| quote!((#one, #rest)))
    }

    fn assigned(&mut self, arg: &Expr, fields: &Ident) -> TokenStream {
        match arg {
            Expr::Assign(assign) => self.set(assign, fields),
            Expr::If(if_) => self.perhaps(if_, fields),
            Expr::Group(group) => self.assigned(&group.expr, fields),
            other if self.of_links => self.error(
                other,
                "columns of the link are set here: `add(rows, weight = 5)`",
            ),
            other => self.error(
                other,
                "an update takes assignments: `update(price = 5, stock = F(stock) - 1)`, or \
                 `update(if let Some(t) = title { title = t })`",
            ),
        }
    }

    /// `price = F(price) * 1.1`.
    fn set(&mut self, assign: &ExprAssign, fields: &Ident) -> TokenStream {
        let column = match names(&assign.left) {
            Ok(names) => match &names[..] {
                [column] => column.clone(),
                _ if self.of_links => {
                    return self.error(&assign.left, "a column of the link model goes here");
                }
                _ => {
                    return self.error(
                        &assign.left,
                        "an update sets columns of its own rows; those of another model are \
                         updated by a queryset of that model",
                    );
                }
            },
            Err(part) => return self.error(part, "a column goes here"),
        };
        // (A new link has no columns yet that could be meant.)
        if !self.of_links && reads_stale(&assign.right, &column) {
            return self.error(
                &assign.right,
                format!(
                    "`{column}` is a variable of Rust here, and another connection may have changed \
                     the column since it was read: write `F({column})` for the column, as in \
                     `F({column}) - 1`, and `{{{column}}}` for the variable"
                ),
            );
        }
        let path = self.path(&assign.left, fields);
        // At the value, where a wrong one is told of: that is then one error and not two.
        let at = assign.right.span();
        if matches!(&*assign.right, Expr::Path(path) if path.path.is_ident("None")) {
            let function = orm("assign_null", at);
            return quote!(#function(#path));
        }
        let assign_to = if self.of_links {
            "link_value"
        } else {
            "assign"
        };
        let (function, value) = (orm(assign_to, at), self.right(&assign.right, fields));
        quote!(#function(#path, #value))
    }

    /// `if let Some(t) = title { title = t }`, with or without `else`.
    fn perhaps(&mut self, if_: &ExprIf, fields: &Ident) -> TokenStream {
        let span = if_.if_token.span();
        let (perhaps, some, none) = (orm("Perhaps", span), orm("Some", span), orm("None", span));
        let head = &if_.cond;
        let then = self.assigned_in(&if_.then_branch, fields);
        let Some((_, other)) = &if_.else_branch else {
            return quote!(#perhaps(if #head { #some(#then) } else { #none }));
        };
        let other = match &**other {
            Expr::Block(block) => self.assigned_in(&block.block, fields),
            other => {
                let other = self.assigned(other, fields);
                quote!((#other, ()))
            }
        };
        quote! {
            if #head {
                (#perhaps(#some(#then)), (#perhaps(#none), ()))
            } else {
                (#perhaps(#none), (#perhaps(#some(#other)), ()))
            }
        }
    }

    fn assigned_in(&mut self, block: &Block, fields: &Ident) -> TokenStream {
        let mut args = Vec::new();
        for stmt in &block.stmts {
            match stmt {
                Stmt::Expr(expr, _) => args.push(expr),
                other => {
                    self.error(other, "assignments stand in the arms of an `if`");
                }
            }
        }
        self.assignments(args.into_iter(), fields)
    }
}
