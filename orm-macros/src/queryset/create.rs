//! `create(title = t, author = &author)`: the fields of a new row.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Block, Expr, ExprAssign, ExprIf, ExprMethodCall, Ident, Stmt};

use super::path::names;
use super::steps::Step;
use super::{Lower, orm};
use crate::runtime;

/// How many columns are named at once: they are a tuple, and traits are there for so long ones.
const TOGETHER: usize = 24;

impl Lower {
    /// A new row of single values, or a value that is one.
    pub(super) fn create(
        &mut self,
        chain: TokenStream,
        call: &ExprMethodCall,
        fields: &Ident,
    ) -> TokenStream {
        let args: Vec<&Expr> = call.args.iter().collect();
        if let [new] = args[..] {
            if !matches!(new, Expr::Assign(_) | Expr::If(_)) {
                let method = &call.method;
                return quote!(#chain.#method(#new));
            }
        }
        self.refuse_twice(args.iter().copied(), fields);
        let list = self.given_list(
            args.into_iter(),
            fields,
            runtime::at("list", call.method.span()).span(),
        );
        let at = |name: &str| runtime::at(name, call.method.span());
        let (create, complete) = (at("create"), at("__create"));
        self.apart(quote_spanned!(create.span()=> #chain.#create(#fields.#complete(#list))))
    }

    /// `get_or_create(isbn = i).defaults(title = t)`: the key, and what a new row, or the row that
    /// is there, gets besides.
    pub(super) fn get_or_create(
        &mut self,
        chain: TokenStream,
        call: &ExprMethodCall,
        more: &[&ExprMethodCall],
        fields: &Ident,
    ) -> TokenStream {
        let method = &call.method;
        let update = method == "update_or_create";
        let mut values: Vec<&Expr> = call.args.iter().collect();
        let takes =
            format!("`{method}` takes the columns of a unique key: `{method}(isbn = isbn)`");
        if values.is_empty() {
            return self.error(method, takes);
        }
        if let Some(other) = values.iter().find(|arg| !matches!(arg, Expr::Assign(_))) {
            return self.error(other, takes);
        }
        let key = self.places_of(&values, fields);
        let mut set: Vec<&Expr> = Vec::new();
        for step in more {
            match step.method.to_string().as_str() {
                "create_defaults" if !update => {
                    return self.error(
                        &step.method,
                        "behind `get_or_create` all that a new row gets is in `defaults(…)`",
                    );
                }
                "defaults" if update => {
                    self.refuse_many(step.args.iter(), &step.method);
                    set.extend(&step.args);
                }
                _ => {}
            }
            values.extend(&step.args);
        }
        if let (true, Some(other)) = (
            update,
            set.iter().find(|arg| !matches!(arg, Expr::Assign(_))),
        ) {
            return self.error(other, "`defaults` takes values: `defaults(price = price)`");
        }
        self.refuse_twice(values.iter().copied(), fields);
        let set = update.then(|| self.places_of(&set, fields));
        let at = |name: &str| runtime::at(name, method.span());
        let list = self.given_list(values.into_iter(), fields, at("list").span());
        let (step, complete) = (at(&method.to_string()), at("__create"));
        let set = set.into_iter();
        self.apart(
            quote_spanned!(step.span()=> #chain.#step(#fields.#complete(#list), #key #(, #set)*)),
        )
    }

    /// `bulk_create(rows).on_conflict(isbn).ignore()`, or `.update(price, stock)`.
    pub(super) fn on_conflict(
        &mut self,
        chain: TokenStream,
        call: &ExprMethodCall,
        rest: &[Step<'_>],
        fields: &Ident,
    ) -> TokenStream {
        let key = self.columns(call, "place", fields);
        match rest {
            [Step::Call(what)] if what.method == "ignore" && what.args.is_empty() => {
                let method = runtime::at("ignore_conflicts", call.method.span());
                quote_spanned!(method.span()=> #chain.#method(#key))
            }
            [Step::Call(what)] if what.method == "update" => {
                let set = self.columns(what, "place_to_set", fields);
                let method = runtime::at("update_conflicts", call.method.span());
                quote_spanned!(method.span()=> #chain.#method(#key, #set))
            }
            _ => self.error(
                &call.method,
                "behind `on_conflict(isbn)` comes what is done with a row whose key is there: \
                 `.ignore()`, or `.update(price, stock)`",
            ),
        }
    }

    /// `bulk_update(&books, price, stock = F(stock) + 1)`: the rows, the columns that are set to what
    /// the rows hold, and what is set of all of them alike.
    pub(super) fn bulk_update(
        &mut self,
        chain: TokenStream,
        call: &ExprMethodCall,
        fields: &Ident,
    ) -> TokenStream {
        let method = &call.method;
        let mut args = call.args.iter();
        let (Some(rows), true) = (args.next(), call.args.len() > 1) else {
            return self.error(
                method,
                "`bulk_update` takes the rows, and the columns that are set to what the rows hold: \
                 `bulk_update(&books, price, stock)`",
            );
        };
        let mut places: Vec<TokenStream> = Vec::new();
        let mut assigned: Vec<&Expr> = Vec::new();
        let mut seen = Vec::new();
        for arg in args {
            let column = match arg {
                Expr::Assign(assign) => {
                    assigned.push(arg);
                    &assign.left
                }
                Expr::If(_) => {
                    return self.error(
                        arg,
                        "what `bulk_update` sets is said without a condition: change the rows in \
                         memory before, or write two of them",
                    );
                }
                column => column,
            };
            match names(column) {
                Ok(names) if names.len() == 1 => {}
                Ok(_) => {
                    return self.error(
                        column,
                        "each row\'s own columns are set; those of another model are updated by a \
                         `bulk_update` of that model",
                    );
                }
                Err(part) => return self.no_path(part),
            }
            self.refuse_again(column, fields, &mut seen);
            if !matches!(arg, Expr::Assign(_)) {
                let path = self.path(arg, fields);
                let place = runtime::at("of_each", arg.span());
                places.push(quote!(#path.#place(),));
            }
        }
        self.refuse_many(call.args.iter().skip(1), method);
        let assigned = self.assignments(assigned.into_iter(), fields);
        self.apart(quote!(#chain.#method(#rows, (#(#places)*), #assigned)))
    }

    /// More columns than a tuple has. (What is calculated, of all rows alike, is in none.)
    fn refuse_many<'e>(&mut self, columns: impl Iterator<Item = &'e Expr>, method: &Ident) {
        let calculated = |arg: &&Expr| method == "bulk_update" && matches!(arg, Expr::Assign(_));
        if let Some(more) = columns.filter(|arg| !calculated(arg)).nth(TOGETHER) {
            self.error(
                more,
                format!("`{method}` takes at most {TOGETHER} columns at once"),
            );
        }
    }

    /// Columns, as places.
    fn columns(&mut self, call: &ExprMethodCall, as_: &str, fields: &Ident) -> TokenStream {
        let method = &call.method;
        if call.args.is_empty() {
            return self.error(
                method,
                format!("`{method}` takes columns: `{method}(isbn)`"),
            );
        }
        if let Some(assign) = call.args.iter().find(|arg| matches!(arg, Expr::Assign(_))) {
            return self.error(
                assign,
                format!(
                    "`{method}` takes columns here, `{method}(price, stock)`: their values are the new row's"
                ),
            );
        }
        self.refuse_many(call.args.iter(), method);
        let places: Vec<TokenStream> = call
            .args
            .iter()
            .map(|arg| {
                let path = self.path(arg, fields);
                let place = runtime::at(as_, arg.span());
                quote!(#path.#place(),)
            })
            .collect();
        at_first(call.args.first(), quote!(#(#places)*))
    }

    /// The columns on the left, as places: `(fields.isbn().place(),)`.
    fn places_of(&mut self, args: &[&Expr], fields: &Ident) -> TokenStream {
        let places = args.iter().filter_map(|arg| match arg {
            Expr::Assign(assign) => {
                let path = self.path(&assign.left, fields);
                let place = runtime::at("place", assign.left.span());
                Some(quote!(#path.#place(),))
            }
            _ => None,
        });
        let places: Vec<TokenStream> = places.collect();
        at_first(args.first().copied(), quote!(#(#places)*))
    }

    /// `(first, (second, ()))`.
    fn given_list<'e>(
        &mut self,
        args: impl Iterator<Item = &'e Expr>,
        fields: &Ident,
        at: Span,
    ) -> TokenStream {
        let all: Vec<TokenStream> = args.map(|arg| self.given(arg, fields)).collect();
        // At one place of the user's, where a field that is missing is told of.
        all.into_iter().rev().fold(
            quote_spanned!(at=> ()),
            |rest, one| quote_spanned!(at=> (#one, #rest)),
        )
    }

    fn given(&mut self, arg: &Expr, fields: &Ident) -> TokenStream {
        match arg {
            Expr::Assign(assign) => self.give(assign, fields),
            Expr::If(if_) => self.maybe_given(if_, fields),
            Expr::Group(group) => self.given(&group.expr, fields),
            other => self.error(
                other,
                "a row is created from values, `create(title = t, author = &author)`, or from one \
                 value alone, `create(new)`",
            ),
        }
    }

    /// `title = t`.
    fn give(&mut self, assign: &ExprAssign, fields: &Ident) -> TokenStream {
        match names(&assign.left) {
            Ok(names) if names.len() == 1 => {}
            Ok(_) => {
                return self.error(
                    &assign.left,
                    "a row is created alone: the other model\'s row is created before, and given as \
                     `relation = &row`",
                );
            }
            Err(part) => return self.error(part, "a column goes here"),
        }
        if super::value::mentions_column(&assign.right) {
            return self.error(
                &assign.right,
                "a row that is created has no columns yet: a value of Rust goes here",
            );
        }
        let path = self.path(&assign.left, fields);
        let at = |name: &str| runtime::at(name, assign.right.span());
        let writable = runtime::at("writable", assign.left.span());
        if matches!(&*assign.right, Expr::Path(path) if path.path.is_ident("None")) {
            let give = at("give_null");
            return quote!(#path.#writable().#give());
        }
        let give = at("give");
        let value = self.fraction(&assign.right);
        quote!(#path.#writable().#give(#value))
    }

    /// `if let Some(t) = title { title = t }`, without `else`: then the field has its default.
    fn maybe_given(&mut self, if_: &ExprIf, fields: &Ident) -> TokenStream {
        if let Some((else_, _)) = &if_.else_branch {
            return self.error(
                else_,
                "without the values the fields have their defaults: write `title = if … { … } else { … }` \
                 for one of two values",
            );
        }
        let span = if_.if_token.span();
        let (maybe, some, none) = (
            orm("MaybeGiven", span),
            orm("Some", span),
            orm("None", span),
        );
        let head = &if_.cond;
        let then = self.given_in(&if_.then_branch, fields);
        quote!(#maybe(if #head { #some(#then) } else { #none }))
    }

    fn given_in(&mut self, block: &Block, fields: &Ident) -> TokenStream {
        let mut args = Vec::new();
        for stmt in &block.stmts {
            match stmt {
                Stmt::Expr(expr, _) => args.push(expr),
                other => {
                    self.error(other, "values stand in the arms of an `if`");
                }
            }
        }
        self.given_list(args.into_iter(), fields, block.brace_token.span.join())
    }
}

/// A tuple, where the first of its columns stands: what is wrong of them is told there.
fn at_first(first: Option<&Expr>, places: TokenStream) -> TokenStream {
    let span = first.map_or_else(Span::call_site, Spanned::span);
    quote_spanned!(span=> (#places))
}
