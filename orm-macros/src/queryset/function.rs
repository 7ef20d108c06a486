//! Functions of the database: `lower(title)`, `case(when(…), otherwise(…))`, `raw(…)`, and
//! those that stand behind their value: `date.trunc_month()`, `payload.json_text("a.b")`.
//!
//! Arguments of functions are the database's: names are columns, and Rust is a literal, a path
//! of several segments, or stands in braces. Arguments of methods are Rust, as of lookups.

use proc_macro2::{TokenStream, TokenTree};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Expr, ExprCall, ExprMethodCall, Ident};

use super::value::is_rust;
use super::{Lower, orm};
use crate::words::{self, AGGREGATES, FUNCTIONS, JSON_METHODS, PARTS, PLUS_METHODS, TRUNCATIONS};
use crate::{runtime, suggest};

/// A function of the runtime's, at a place of the user's.
fn function(name: &str, at: &Ident) -> TokenStream {
    let name = runtime::at(name, at.span());
    quote_spanned!(name.span()=> ::orm_core::__private::function::#name)
}

/// A call of a name without a path.
pub(super) fn named(expr: &Expr) -> Option<(&ExprCall, &Ident)> {
    let Expr::Call(call) = expr else { return None };
    let Expr::Path(path) = &*call.func else {
        return None;
    };
    Some((call, path.path.get_ident()?))
}

/// A call of a function of the database.
pub(super) fn called(expr: &Expr) -> Option<(&ExprCall, &Ident)> {
    named(expr).filter(|(_, name)| words::function(&name.to_string()).is_some())
}

/// What stands behind its value and gives another one.
pub(super) fn is_method(name: &str) -> bool {
    [PARTS, TRUNCATIONS, PLUS_METHODS, JSON_METHODS, &["lookup"]]
        .iter()
        .any(|words| words.contains(&name))
}

/// An argument that is Rust: literals, blocks, and paths of several segments.
fn is_rust_argument(expr: &Expr) -> bool {
    match expr {
        Expr::Path(path) => path.path.segments.len() > 1,
        Expr::Reference(_) | Expr::Macro(_) => true,
        Expr::Paren(paren) => is_rust_argument(&paren.expr),
        _ => is_rust(expr),
    }
}

impl Lower {
    /// A call of a function.
    pub(super) fn function(
        &mut self,
        call: &ExprCall,
        name: &Ident,
        fields: &Ident,
    ) -> TokenStream {
        let text = name.to_string();
        let args: Vec<&Expr> = call.args.iter().collect();
        if let Some((_, least, most, form)) = words::function(&text) {
            if args.len() < *least || args.len() > *most {
                return self.error(name, format!("`{text}` is called so: `{form}`"));
            }
        }
        match text.as_str() {
            "case" => return self.case(name, &args, fields),
            "cast" => return self.cast(name, &args, fields),
            "raw" => return self.raw(name, &args, fields),
            "call" => return self.own_function(name, &args, fields),
            "coalesce" | "greatest" | "least" | "concat" => {
                return self.several(name, &args, fields);
            }
            _ => {}
        }
        let second_adapts = matches!(
            text.as_str(),
            "nullif" | "modulo" | "days_between" | "seconds_between"
        );
        let path = match (text.as_str(), args.len()) {
            ("round", 2) => function("round_to", name),
            ("substring", 2) => function("substring_from", name),
            (text, _) => function(text, name),
        };
        let args: Vec<TokenStream> = args
            .iter()
            .enumerate()
            .map(|(at, arg)| {
                if at == 1 && second_adapts {
                    self.branch(arg, fields)
                } else {
                    self.argument(arg, fields)
                }
            })
            .collect();
        quote_spanned!(name.span()=> #path(#(#args),*))
    }

    /// A call that is no function's.
    pub(super) fn unknown_function(&mut self, name: &Ident) -> TokenStream {
        let text = name.to_string();
        let known: Vec<&str> = FUNCTIONS
            .iter()
            .map(|(name, ..)| *name)
            .chain(AGGREGATES.iter().copied())
            .collect();
        let foreign = words::FOREIGN_FUNCTIONS
            .iter()
            .find(|(foreign, _)| *foreign == text);
        let message = match (foreign, suggest::nearest(&text, &known)) {
            (Some((_, ours)), _) => format!("`{text}` is no function here: write {ours}"),
            (None, Some(near)) => format!("unknown function `{text}`; did you mean `{near}`?"),
            (None, None) => {
                format!(
                    "unknown function `{text}`; a call of Rust stands in braces: `{{{text}(…)}}`"
                )
            }
        };
        self.error(name, message)
    }

    /// An argument, with a type of its own.
    fn argument(&mut self, expr: &Expr, fields: &Ident) -> TokenStream {
        let inner = self.branch(expr, fields);
        let span = expr.span();
        let value = function("value", &runtime::at("value", span));
        quote_spanned!(span=> #value(#inner))
    }

    /// An argument that takes the type of the one before it.
    fn branch(&mut self, expr: &Expr, fields: &Ident) -> TokenStream {
        if is_rust_argument(expr) {
            self.rust(expr)
        } else {
            self.value(expr, fields)
        }
    }

    /// `coalesce(a, b, c)`: one call for each argument, since each may change the type.
    fn several(&mut self, name: &Ident, args: &[&Expr], fields: &Ident) -> TokenStream {
        let (first, with) = (function(&name.to_string(), name), format!("{name}_with"));
        let mut args = args.iter();
        let mut out = match args.next() {
            Some(arg) => {
                let arg = self.argument(arg, fields);
                quote_spanned!(name.span()=> #first(#arg))
            }
            None => TokenStream::new(),
        };
        for arg in args {
            let more = function(&with, &runtime::at(&with, arg.span()));
            let arg = if name == "concat" {
                self.argument(arg, fields)
            } else {
                self.branch(arg, fields)
            };
            out = quote!(#more(#out, #arg));
        }
        out
    }

    /// `case(when(condition, value), …, otherwise(value))`.
    fn case(&mut self, name: &Ident, args: &[&Expr], fields: &Ident) -> TokenStream {
        const FORM: &str = "a case is `case(when(condition, value), …, otherwise(value))`";
        let mut out = TokenStream::new();
        for (at, arg) in args.iter().enumerate() {
            let Some((call, word)) = named(arg) else {
                return self.error(arg, FORM);
            };
            let parts: Vec<&Expr> = call.args.iter().collect();
            let method = runtime::at(&word.to_string(), word.span());
            match (word.to_string().as_str(), &parts[..]) {
                ("when", [condition, value]) => {
                    let condition = self.condition(condition, fields);
                    out = if at == 0 {
                        let case = function("case", name);
                        let value = self.argument(value, fields);
                        quote_spanned!(name.span()=> #case(#condition, #value))
                    } else {
                        let value = self.branch(value, fields);
                        quote_spanned!(method.span()=> #out.#method(#condition, #value))
                    };
                }
                ("otherwise", [value]) if at > 0 && at + 1 == args.len() => {
                    let value = self.branch(value, fields);
                    out = quote_spanned!(method.span()=> #out.#method(#value));
                }
                _ => return self.error(arg, FORM),
            }
        }
        out
    }

    /// `cast(value, i64)`.
    fn cast(&mut self, name: &Ident, args: &[&Expr], fields: &Ident) -> TokenStream {
        let [value, target] = args else {
            return TokenStream::new();
        };
        let Expr::Path(target) = target else {
            return self.error(
                target,
                "`cast` names a type of Rust: `cast(value, i64)`, `cast(value, String)`",
            );
        };
        let cast = function("cast", name);
        let value = self.argument(value, fields);
        quote_spanned!(name.span()=> #cast::<_, #target, _, _>(#value))
    }

    /// `raw(diesel)`: an expression of Diesel's, in which `F(path)` is a value of ours.
    fn raw(&mut self, name: &Ident, args: &[&Expr], fields: &Ident) -> TokenStream {
        let [expr] = args else {
            return TokenStream::new();
        };
        let mut found = Vec::new();
        let expr = self.with_columns(quote!(#expr), &mut found, fields);
        let raw = function("raw", name);
        let clone = orm("Clone", name.span());
        let (places, values): (Vec<Ident>, Vec<TokenStream>) = found.into_iter().unzip();
        let list = places.iter().fold(
            quote!(()),
            |list, place| quote!((#list, #clone::clone(&#place))),
        );
        let last = syn::Index::from(places.len());
        quote_spanned!(name.span()=> (#(#places = #values,)* #raw(#expr, #list),).#last)
    }

    /// The tokens with a place of ours for each `F(path)`.
    fn with_columns(
        &mut self,
        tokens: TokenStream,
        found: &mut Vec<(Ident, TokenStream)>,
        fields: &Ident,
    ) -> TokenStream {
        let mut out = TokenStream::new();
        let mut tokens = tokens.into_iter().peekable();
        let mut joined = false;
        while let Some(token) = tokens.next() {
            if let (TokenTree::Ident(word), Some(TokenTree::Group(group)), false) =
                (&token, tokens.peek(), joined)
            {
                if word == "F" {
                    let column = syn::parse2::<Expr>(group.stream());
                    let (span, place) = (group.span(), self.place("inside"));
                    tokens.next();
                    match column {
                        Ok(column) => {
                            let value = self.value(&column, fields);
                            let inside = function("inside", &runtime::at("inside", span));
                            let at = runtime::at(&place.to_string(), span);
                            found.push((place, value));
                            out.extend(quote_spanned!(span=> #inside(&#at)));
                        }
                        Err(error) => self.diags.push(error),
                    }
                    continue;
                }
            }
            joined =
                matches!(&token, TokenTree::Punct(punct) if matches!(punct.as_char(), '.' | ':'));
            let token = match token {
                TokenTree::Group(group) => {
                    let inner = self.with_columns(group.stream(), found, fields);
                    let mut new = proc_macro2::Group::new(group.delimiter(), inner);
                    new.set_span(group.span());
                    TokenTree::Group(new)
                }
                other => other,
            };
            out.extend([token]);
        }
        out
    }

    /// `call(Function, value, …)`: a function of the user's.
    fn own_function(&mut self, name: &Ident, args: &[&Expr], fields: &Ident) -> TokenStream {
        let mut args = args.iter();
        let Some(own) = args.next() else {
            return TokenStream::new();
        };
        let call = function("call", name);
        let list = args.fold(quote!(()), |list, arg| {
            let arg = self.argument(arg, fields);
            quote!((#list, #arg))
        });
        quote_spanned!(name.span()=> #call(#own, #list))
    }

    /// `value.method(rust)`.
    pub(super) fn method(&mut self, call: &ExprMethodCall, fields: &Ident) -> TokenStream {
        let name = call.method.to_string();
        let name = name.as_str();
        let args: Vec<&Expr> = call.args.iter().collect();
        let value = self.value(&call.receiver, fields);
        let method = runtime::at(name, call.method.span());
        match (name, &args[..]) {
            ("lookup", [own, rest @ ..]) if !rest.is_empty() => {
                let function_call = function("call", &call.method);
                let list = rest.iter().fold(quote!(((), #value)), |list, arg| {
                    let inner = self.right(arg, fields);
                    let value = function("value", &runtime::at("value", arg.span()));
                    quote!((#list, #value(#inner)))
                });
                quote_spanned!(method.span()=> #function_call(#own, #list))
            }
            ("lookup", _) => self.error(
                &call.method,
                "`lookup` takes a lookup of yours and its values: `name.lookup(SoundsLike, \"Smith\")`",
            ),
            (_, []) if PARTS.contains(&name) || TRUNCATIONS.contains(&name) => {
                quote_spanned!(method.span()=> #value.#method())
            }
            (_, [first, ..]) if PARTS.contains(&name) || TRUNCATIONS.contains(&name) => {
                self.error(first, format!("`{name}` takes no value"))
            }
            (_, [number]) if PLUS_METHODS.contains(&name) => {
                let number = self.right(number, fields);
                quote_spanned!(method.span()=> #value.#method(#number))
            }
            (_, [path]) if JSON_METHODS.contains(&name) => {
                quote_spanned!(method.span()=> #value.#method(#path))
            }
            _ if JSON_METHODS.contains(&name) => {
                self.error(&call.method, format!("`{name}` takes a path: `{name}(\"a.b\")`"))
            }
            _ => self.error(&call.method, format!("`{name}` takes one number: `{name}(3)`")),
        }
    }
}
