//! The rules of a validated model: `#[garde(…)]` of its fields goes to those of `NewBook`.

use proc_macro2::{Literal, Span, TokenStream, TokenTree};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Attribute, Ident, Meta, Type};

use crate::model::ir::{Column, Model, Validate};
use crate::names;
use crate::runtime;

/// Rules that garde has for a field alone, and not for what is in it.
const OF_FIELDS: &[&str] = &["skip", "adapt", "rename", "code"];

/// `NewBook`, with rules or without: the macro cannot know whether garde is there.
pub(super) fn either(
    model: &Model<'_>,
    orm: &TokenStream,
    item: &dyn Fn(bool) -> TokenStream,
) -> TokenStream {
    let without = item(false);
    let Validate::Rules(said) = model.validate else {
        return without;
    };
    let with = item(true);
    let at = Span::mixed_site().located_at(said);
    let orm = runtime::moved(orm.clone(), said);
    quote_spanned!(at=> #orm::with_rules! { { #with } { #without } })
}

/// The derive of the rules, and those of the row as a whole.
pub(super) fn of_struct(model: &Model<'_>) -> TokenStream {
    let rules = rules(model.attrs);
    // Where garde's derive knows no better place for an error, it shows its own.
    let garde = match model.validate {
        Validate::Rules(said) => runtime::moved(quote!(::garde::Validate), said),
        _ => quote!(::garde::Validate),
    };
    quote!(#[derive(#garde)] #(#rules)*)
}

/// The rules of a field, which has an `Option` more than the model's where it may be `left` to
/// the database: there they are asked of what is in it.
pub(super) fn of_field(column: &Column<'_>, left: bool) -> TokenStream {
    let rules: Vec<&Attribute> = rules(column.attrs).collect();
    let Some(first) = rules.first() else {
        return quote!(#[garde(skip)]);
    };
    let listed: Option<Vec<&TokenStream>> = rules.iter().map(|attr| list(attr)).collect();
    let listed: Vec<TokenStream> = match listed {
        Some(listed) if left => listed.into_iter().flat_map(split).collect(),
        // What is no list garde has words for.
        _ => return quote!(#(#rules)*),
    };
    // `dive` looks into the `Option` by itself, and stands beside no `inner`.
    if listed.iter().any(|rule| is(rule, &["dive"])) {
        return quote!(#(#rules)*);
    }
    let (of_field, inner): (Vec<_>, Vec<_>) =
        listed.into_iter().partition(|rule| is(rule, OF_FIELDS));
    let inner = (!inner.is_empty()).then(|| quote_spanned!(first.span()=> inner(#(#inner),*)));
    let all = of_field.into_iter().chain(inner);
    quote_spanned!(first.span()=> #[garde(#(#all),*)])
}

/// What `NewBook` says of its faults.
pub(super) fn faults(model: &Model<'_>, of_row: &dyn Fn(&Ident) -> TokenStream) -> TokenStream {
    let (said, loud) = match model.validate {
        Validate::Rules(said) => (said, false),
        Validate::ByHand(said) => (said, true),
        Validate::No | Validate::Never => return TokenStream::new(),
    };
    let at = Span::mixed_site().located_at(said);
    let row = Ident::new("row", at);
    let of_row = of_row(&row);
    let columns = model.columns.iter().filter(|column| !column.generated);
    let texts = columns.map(|column| {
        let (field, name) = (column.ident, names::plain(column.ident));
        let max_length = column.max_length.filter(|_| is_text(column.base));
        let max_length = max_length.map(Literal::u32_unsuffixed);
        let max_length =
            max_length.map(|max| quote_spanned!(at=> .max_length(#name, &self.#field, #max)));
        // A field that is no text is told of at its type.
        let not_blank = column.not_blank.map(|_| {
            let text = quote_spanned!(at.located_at(column.ty.span())=> &self.#field);
            quote_spanned!(at=> .not_blank(#name, #text))
        });
        quote!(#max_length #not_blank)
    });
    // Of rules that stand on fields, the struct has said already that garde is missing.
    let quietly = (!loud).then(|| quote!(quietly));
    quote_spanned! {at=>
        _orm::with_rules! { #quietly {
            const RULES: bool = true;
            fn of_row(#row: Self::Model) -> _orm::Option<Self> { _orm::Some(Self { #of_row }) }
            fn faults(&self) -> _orm::Vec<_orm::InvalidField> {
                _orm::found(self) #(#texts)* .in_order::<Self>()
            }
        } {} }
    }
}

fn rules(attrs: &[Attribute]) -> impl Iterator<Item = &Attribute> {
    attrs.iter().filter(|attr| attr.path().is_ident("garde"))
}

/// What is in the parentheses.
fn list(attr: &Attribute) -> Option<&TokenStream> {
    match &attr.meta {
        Meta::List(list) => Some(&list.tokens),
        _ => None,
    }
}

/// Rules, which commas stand between.
fn split(list: &TokenStream) -> Vec<TokenStream> {
    let is_comma =
        |token: &TokenTree| matches!(token, TokenTree::Punct(punct) if punct.as_char() == ',');
    let tokens: Vec<TokenTree> = list.clone().into_iter().collect();
    let rules = tokens.split(is_comma).filter(|rule| !rule.is_empty());
    rules.map(|rule| rule.iter().cloned().collect()).collect()
}

fn is(rule: &TokenStream, names: &[&str]) -> bool {
    match rule.clone().into_iter().next() {
        Some(TokenTree::Ident(name)) => names.contains(&name.to_string().as_str()),
        _ => false,
    }
}

/// `String`: what else has a length (bytes, types of the user's) is counted by the database.
fn is_text(ty: &Type) -> bool {
    match ty {
        Type::Path(path) => path
            .path
            .segments
            .last()
            .is_some_and(|it| it.ident == "String"),
        _ => false,
    }
}
