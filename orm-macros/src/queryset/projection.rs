//! Projections: `values`, `values_list`, `select`, `annotate`, `aggregate`. Each becomes a
//! list of expressions, and a closure or a local struct that takes their values.

use proc_macro2::{Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Expr, ExprMethodCall, ExprStruct, Ident, Member};

use super::path::names;
use super::{Lower, orm};
use crate::names::plain;
use crate::runtime;

/// Steps that say what is selected.
pub(super) const PROJECTIONS: &[&str] = &[
    "values",
    "values_list",
    "select",
    "annotate",
    "aggregate",
    "group_by",
];

/// Methods that traits of Rust's prelude give to every type, by value.
const OF_EVERY_TYPE: &[&str] = &["into", "try_into"];

/// A value that is selected, under a name.
struct Named<'e> {
    name: Ident,
    value: &'e Expr,
}

/// `(a, (b, ()))`.
fn list(parts: impl DoubleEndedIterator<Item = TokenStream>) -> TokenStream {
    parts
        .rev()
        .fold(quote!(()), |rest, part| quote!((#part, #rest)))
}

/// The same of values that the user wrote: at the first of them, where a wrong one is told of.
pub(super) fn list_at(args: &[&Expr], parts: Vec<TokenStream>) -> TokenStream {
    let at = args.first().map_or_else(Span::call_site, |arg| arg.span());
    let at = Span::mixed_site().located_at(at);
    parts.into_iter().rev().fold(
        quote_spanned!(at=> ()),
        |rest, part| quote_spanned!(at=> (#part, #rest)),
    )
}

/// `__v0`, `__v1`, …: what the closure calls the values.
fn variables(count: usize) -> Vec<Ident> {
    (0..count)
        .map(|at| runtime::own(&format!("__v{at}")))
        .collect()
}

/// `A0`, `A1`, …
fn parameters(count: usize) -> Vec<Ident> {
    (0..count)
        .map(|at| runtime::own(&format!("A{at}")))
        .collect()
}

impl Lower {
    /// A step that says what is selected.
    pub(super) fn projection(
        &mut self,
        chain: TokenStream,
        call: &ExprMethodCall,
        fields: &Ident,
    ) -> TokenStream {
        let step = call.method.to_string();
        let args: Vec<&Expr> = call.args.iter().collect();
        match (step.as_str(), &args[..]) {
            ("values_list", _) => self.values_list(chain, call, &args, fields),
            ("select", [Expr::Struct(literal)]) => {
                self.users_struct(chain, call, "values", literal, fields)
            }
            ("annotate" | "aggregate", [Expr::Struct(literal)]) => {
                self.users_struct(chain, call, &step, literal, fields)
            }
            ("select", _) => self.error(
                &call.method,
                "`select` fills a struct of yours: `select(Card { title, artist: artist.name })`",
            ),
            _ => self.local_struct(chain, call, &args, fields),
        }
    }

    /// `values_list(a, b)`: tuples; of one value, the value alone.
    fn values_list(
        &mut self,
        chain: TokenStream,
        call: &ExprMethodCall,
        args: &[&Expr],
        fields: &Ident,
    ) -> TokenStream {
        let exprs = args.iter().map(|arg| self.selected(arg, fields)).collect();
        let exprs = list_at(args, exprs);
        let variables = variables(args.len());
        let pattern = list(variables.iter().map(|variable| quote!(#variable)));
        let value = match &variables[..] {
            [alone] => quote!(#alone),
            several => quote!((#(#several),*)),
        };
        let method = runtime::at("values", call.method.span());
        quote!(#chain.#method::<(), _, _>(#exprs, |#pattern| #value))
    }

    /// `select(Card { title, artist: artist.name })`, `annotate(Stats { n: count(tracks) })`.
    fn users_struct(
        &mut self,
        chain: TokenStream,
        call: &ExprMethodCall,
        method: &str,
        literal: &ExprStruct,
        fields: &Ident,
    ) -> TokenStream {
        let mut found = Vec::new();
        let built = self.built(literal, &mut found);
        let exprs: Vec<TokenStream> = found
            .iter()
            .map(|named| match method {
                "annotate" => self.beside(named, fields),
                _ => self.selected(named.value, fields),
            })
            .collect();
        let variables = variables(found.len());
        let pattern = list(variables.iter().map(|variable| quote!(#variable)));
        let values: Vec<&Expr> = found.iter().map(|named| named.value).collect();
        let exprs = list_at(&values, exprs);
        let method = runtime::at(method, call.method.span());
        let named: Vec<&Ident> = found.iter().map(|named| &named.name).collect();
        let names = self.names(&named);
        quote!(#chain.#method::<#names, _, _>(#exprs, |#pattern| #built))
    }

    /// The struct literal with variables for values; the values go to `found`.
    fn built<'e>(&mut self, literal: &'e ExprStruct, found: &mut Vec<Named<'e>>) -> TokenStream {
        if let Some(rest) = &literal.dot2_token {
            self.error(
                rest,
                "every field of the struct is said: the database has no other values for it",
            );
        }
        let path = &literal.path;
        let mut fields = Vec::new();
        for field in &literal.fields {
            let Member::Named(name) = &field.member else {
                self.error(&field.member, "fields have names here");
                continue;
            };
            let value = match &field.expr {
                Expr::Struct(inner) => self.built(inner, found),
                value => {
                    let variable = runtime::own(&format!("__v{}", found.len()));
                    found.push(Named {
                        name: name.clone(),
                        value,
                    });
                    // At the field's name, where a wrong type is told of.
                    let at = runtime::at(&variable.to_string(), name.span());
                    quote_spanned!(at.span()=> #at)
                }
            };
            fields.push(quote!(#name: #value));
        }
        quote!(#path { #(#fields),* })
    }

    /// `values(title, artist.name)`, `annotate(n = count(tracks))`: a struct of ours.
    fn local_struct(
        &mut self,
        chain: TokenStream,
        call: &ExprMethodCall,
        args: &[&Expr],
        fields: &Ident,
    ) -> TokenStream {
        let step = call.method.to_string();
        let beside = step == "annotate";
        let mut found: Vec<Named<'_>> = Vec::new();
        for arg in args {
            let Some(named) = self.named(arg) else {
                continue;
            };
            if let Some(twin) = found.iter().find(|other| other.name == named.name) {
                let name = plain(&twin.name);
                self.error(
                    arg,
                    format!("two values are called `{name}`: give one another name, `other = …`"),
                );
                continue;
            }
            found.push(named);
        }
        let exprs: Vec<TokenStream> = found
            .iter()
            .map(|named| match beside {
                true => self.beside(named, fields),
                false => self.selected(named.value, fields),
            })
            .collect();
        let values: Vec<&Expr> = found.iter().map(|named| named.value).collect();
        let exprs = list_at(&values, exprs);
        let named: Vec<&Ident> = found.iter().map(|named| &named.name).collect();
        let names = self.names(&named);
        let (parameters, variables) = (parameters(named.len()), variables(named.len()));
        let pattern = list(variables.iter().map(|variable| quote!(#variable)));
        // `Debug` shows the name, so the first is plain.
        let number = self.items.len();
        let local = if beside { "Row" } else { "Values" };
        let local = match number {
            0 | 1 => runtime::own(local),
            _ => runtime::own(&format!("{local}{number}")),
        };
        if !beside {
            self.items.push(quote! {
                ::orm_core::__private::values_struct! { #local [#(#parameters),*] { #(#named: #parameters),* } }
            });
            let method = runtime::at(&step, call.method.span());
            return quote!(#chain.#method::<#names, _, _>(#exprs, |#pattern| #local { #(#named: #variables),* }));
        }
        let types = list(parameters.iter().map(|parameter| quote!(#parameter)));
        self.items.push(quote! {
            ::orm_core::__private::row_struct! { #local [#(#parameters),*] { #(#named: #parameters),* } }
            impl<R: 'static, #(#parameters: 'static),*> ::orm_core::__private::Beside<R, #types> for #names {
                type Row = #local<R, #(#parameters),*>;
                fn beside(&self, row: R, #pattern: #types) -> Self::Row {
                    #local { __row: row, #(#named: #variables),* }
                }
            }
        });
        let method = runtime::at("annotate_as", call.method.span());
        quote!(#chain.#method::<#names, _, _>(#exprs, #names))
    }

    /// `name = value`, or a path, whose names joined are its name.
    fn named<'e>(&mut self, arg: &'e Expr) -> Option<Named<'e>> {
        if let Expr::Assign(assign) = arg {
            return match &*assign.left {
                Expr::Path(path) if path.path.get_ident().is_some() => {
                    path.path.get_ident().map(|name| Named {
                        name: name.clone(),
                        value: &assign.right,
                    })
                }
                left => {
                    self.error(left, "a name goes here: `name = value`");
                    None
                }
            };
        }
        match names(arg) {
            Ok(parts) => {
                let name = match &parts[..] {
                    [alone] => alone.clone(),
                    parts => {
                        let joined: Vec<String> = parts.iter().map(plain).collect();
                        let last = parts.last().map_or_else(Span::call_site, Ident::span);
                        Ident::new(&joined.join("_"), last)
                    }
                };
                Some(Named { name, value: arg })
            }
            Err(_) => {
                self.error(arg, "a calculated value needs a name: `name = …`");
                None
            }
        }
    }

    /// A value in a list of those that are selected.
    pub(super) fn selected(&mut self, value: &Expr, fields: &Ident) -> TokenStream {
        let selected = orm("selected", value.span());
        let value = self.value(value, fields);
        quote!(#selected(#value))
    }

    /// A value beside a row, under a name that no field of the model has. Which names these are
    /// only the compiler knows: a method of the model's wins over that of a trait.
    fn beside(&mut self, named: &Named<'_>, fields: &Ident) -> TokenStream {
        let selected = self.selected(named.value, fields);
        let name = &named.name;
        if OF_EVERY_TYPE.contains(&name.to_string().as_str()) {
            return selected;
        }
        let at = name.span();
        let (under, fields_at, no_field) = (
            orm("under_new_name", at),
            orm("fields_at", at),
            orm("NoField", at),
        );
        let at = Span::mixed_site().located_at(at);
        let probe = quote_spanned! {at=> {
            #[allow(dead_code, non_snake_case)]
            trait Unused: ::core::marker::Sized {
                fn #name(self) -> #no_field { #no_field }
            }
            impl<T> Unused for T {}
            #fields_at(#fields.__at()).#name()
        }};
        quote_spanned!(at=> #under(#probe, #selected))
    }

    /// A type of ours that knows the names, for errors and for later steps.
    fn names(&mut self, named: &[&Ident]) -> Ident {
        let number = self.items.len();
        let names = runtime::own(&format!("Names{number}"));
        let fields = runtime::own(&format!("Fields{number}"));
        let texts = named.iter().map(|name| plain(name));
        let parameters = parameters(named.len());
        let types = list(parameters.iter().map(|parameter| quote!(#parameter)));
        let places: Vec<syn::Index> = (1..=named.len()).map(syn::Index::from).collect();
        let taken = (0..named.len()).map(|at| {
            let on = (0..at).map(|_| quote!(.1));
            quote!(::orm_core::__private::Clone::clone(&exprs #(#on)* .0))
        });
        let private = quote!(::orm_core::__private);
        self.items.push(quote! {
            #[derive(Clone, Copy)]
            struct #names;
            impl #private::ValueNames for #names {
                const NAMES: &'static [&'static str] = &[#(#texts),*];
            }
            #[derive(Clone, Copy)]
            struct #fields<F, #(#parameters),*>(F, #(#parameters),*);
            impl<F, #(#parameters),*> #private::Deref for #fields<F, #(#parameters),*> {
                type Target = F;
                fn deref(&self) -> &F { &self.0 }
            }
            #[allow(dead_code, non_snake_case)]
            impl<F, #(#parameters: #private::Clone),*> #fields<F, #(#parameters),*> {
                #(fn #named(&self) -> #parameters { #private::Clone::clone(&self.#places) })*
            }
            impl<F, #(#parameters: #private::Clone),*> #private::FieldsWith<F, #types> for #names {
                type Fields = #fields<F, #(#parameters),*>;
                fn fields_with(fields: F, exprs: &#types) -> Self::Fields {
                    let _ = exprs;
                    #fields(fields, #(#taken),*)
                }
            }
        });
        format_ident!("{}", names)
    }
}
