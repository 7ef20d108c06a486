//! `book.tags.add(&tag, weight = 5)`: the links of a row by a many-to-many relation.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Expr, ExprField, ExprMethodCall, Ident, Member};

use super::steps::{Step, means_step};
use super::{Lower, orm};
use crate::runtime;
use crate::words::LINK_WRITES;

/// The relation and the write, where the chain is one. A source may be a field as well
/// (`self.base.filter(…)`), so that only one of these words, and nothing behind it but what is
/// surely no method of the user's, makes it a write.
pub(super) fn link_write<'e>(
    base: &'e Expr,
    steps: &[Step<'e>],
) -> Option<(&'e ExprField, &'e Ident, &'e ExprMethodCall)> {
    let (Expr::Field(field), [Step::Call(call), rest @ ..]) = (base, steps) else {
        return None;
    };
    let Member::Named(relation) = &field.member else {
        return None;
    };
    let is_write = LINK_WRITES.iter().any(|word| call.method == word);
    let is_last = rest.first().is_none_or(|next| match next {
        Step::Call(next) => next.method == "run",
        other => means_step(other),
    });
    (is_write && is_last).then_some((field, relation, call))
}

impl Lower {
    /// `(row = &book, fields = fields_of_row(row), links(row, fields.tags()).add(tag)).2`.
    pub(super) fn links(
        &mut self,
        field: &ExprField,
        relation: &Ident,
        call: &ExprMethodCall,
        behind: &[Step<'_>],
    ) -> TokenStream {
        let name = call.method.to_string();
        match behind.first() {
            Some(Step::Call(next)) => {
                return self.error(
                    &next.method,
                    "`run` takes a connection, and whatever takes a connection goes outside: \
                     `queryset!(…).run(&mut conn)`",
                );
            }
            Some(_) => {
                return self.error(
                    &call.method,
                    format!("`{name}` comes last: it gives no rows"),
                );
            }
            None => {}
        }
        if let Some(turbofish) = &call.turbofish {
            self.error(turbofish, "a step takes no type parameters");
        }
        let is_value = |arg: &&Expr| matches!(arg, Expr::Assign(_) | Expr::If(_));
        let (values, rows): (Vec<&Expr>, Vec<&Expr>) = match call.args.first() {
            // Rows may be chosen by an `if`, and stand first.
            Some(first @ Expr::If(_)) => (call.args.iter().skip(1).collect(), vec![first]),
            _ => call.args.iter().partition(is_value),
        };
        if let Some(message) = self::wrong_arguments(&name, &rows, &values) {
            let at: &dyn quote::ToTokens = match (rows.get(1), values.first()) {
                (Some(second), _) => second,
                (None, Some(value)) if !rows.is_empty() => value,
                _ => &call.method,
            };
            return self.error(at, message);
        }
        let (row, fields) = (self.place("row"), self.place("f"));
        let base = &field.base;
        let at = base.span();
        let (fields_of, links) = (orm("fields_of_row", at), orm("links", relation.span()));
        // The user's own token, so that a misspelt name is told of with the near one.
        let span = Span::mixed_site().located_at(relation.span());
        let relation = {
            let fields = Ident::new(&fields.to_string(), span);
            quote_spanned!(span=> #fields.#relation())
        };
        let begin = quote!(#row = &(#base), #fields = #fields_of(#row));
        let links = quote_spanned!(span=> #links(#row, #relation));
        if values.is_empty() {
            let method = runtime::at(&name, call.method.span());
            return quote!((#begin, #links.#method(#(#rows),*)).2);
        }
        let (place, columns) = (self.place("links"), self.place("f"));
        let link_fields = orm("link_fields", call.method.span());
        let values = self.link_values(&values, &columns);
        let method = runtime::at(&format!("{name}_with"), call.method.span());
        let write = self.apart(quote!(#place.#method(#(#rows,)* #values)));
        quote!((#begin, #place = #links, #columns = #link_fields(&#place), #write).4)
    }
}

/// Why these are no arguments of the word.
fn wrong_arguments(name: &str, rows: &[&Expr], values: &[&Expr]) -> Option<String> {
    match (name, rows, values) {
        ("clear", [], []) => None,
        ("clear", ..) => Some(
            "`clear` takes no argument: it removes every link of the row; some of them are \
             removed by `remove(rows)`"
                .to_owned(),
        ),
        (_, [], _) => Some(format!(
            "`{name}` needs an argument: rows or keys, one or several: `{name}(&row)`, \
             `{name}(&rows)`"
        )),
        (_, [_, _, ..], _) => Some(format!(
            "`{name}` takes one argument before the columns: several rows go in a list, \
             `{name}([first, second])`"
        )),
        ("remove", _, [_, ..]) => {
            Some("`remove` sets no columns: the links are deleted".to_owned())
        }
        _ => None,
    }
}
