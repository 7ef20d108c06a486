//! One attribute of ours, `#[model(…)]` or its like: its keys, and their values in the forms they are written in.

use proc_macro2::{TokenStream, TokenTree};
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream, Parser};
use syn::punctuated::Punctuated;
use syn::{Ident, LitStr, Token};

use crate::diag::Diags;

/// One `key`, `key = value` or `key(list)` of an attribute.
pub(crate) struct Attr {
    pub(crate) key: Ident,
    pub(crate) value: Value,
}

/// What stands behind the key.
pub(crate) enum Value {
    Nothing,
    Equals(TokenStream),
    List(TokenStream),
}

impl Parse for Attr {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let key = input.call(Ident::parse_any)?;
        let value = if input.peek(Token![=]) {
            input.parse::<Token![=]>()?;
            let mut tokens = TokenStream::new();
            while !input.is_empty() && !input.peek(Token![,]) {
                tokens.extend([input.parse::<TokenTree>()?]);
            }
            if tokens.is_empty() {
                return Err(input.error(format!("`{key} =` needs a value")));
            }
            Value::Equals(tokens)
        } else if input.peek(syn::token::Paren) {
            let content;
            syn::parenthesized!(content in input);
            Value::List(content.parse()?)
        } else {
            Value::Nothing
        };
        Ok(Self { key, value })
    }
}

/// All keys of an item's attributes of this name.
pub(crate) fn attrs(name: &str, list: &[syn::Attribute], diags: &mut Diags) -> Vec<Attr> {
    let mut all = Vec::new();
    for attr in list.iter().filter(|attr| attr.path().is_ident(name)) {
        match attr.parse_args_with(Punctuated::<Attr, Token![,]>::parse_terminated) {
            Ok(keys) => all.extend(keys),
            Err(error) => diags.push(error),
        }
    }
    all
}

impl Attr {
    /// The value, parsed; a wrong form is reported with the right one.
    pub(crate) fn value<T: Parse>(&self, form: &str, diags: &mut Diags) -> Option<T> {
        let Value::Equals(tokens) = &self.value else {
            diags.at(
                self.key.span(),
                format!("`{}` is written `{form}`", self.key),
            );
            return None;
        };
        match syn::parse2(tokens.clone()) {
            Ok(value) => Some(value),
            Err(_) => {
                diags.over(tokens, format!("`{}` is written `{form}`", self.key));
                None
            }
        }
    }

    /// A text value.
    pub(crate) fn text(&self, form: &str, diags: &mut Diags) -> Option<String> {
        self.value::<LitStr>(form, diags).map(|text| text.value())
    }

    /// A key without a value.
    pub(crate) fn flag(&self, diags: &mut Diags) -> bool {
        if !matches!(self.value, Value::Nothing) {
            diags.at(self.key.span(), format!("`{}` takes no value", self.key));
        }
        true
    }

    /// The list, parsed by `parser`; a wrong form is reported with the right one.
    pub(crate) fn list<P: Parser>(
        &self,
        form: &str,
        parser: P,
        diags: &mut Diags,
    ) -> Option<P::Output> {
        let Value::List(tokens) = &self.value else {
            diags.at(
                self.key.span(),
                format!("`{}` is written `{form}`", self.key),
            );
            return None;
        };
        match parser.parse2(tokens.clone()) {
            Ok(value) => Some(value),
            Err(_) => {
                // The parser's own place would often be the end of the list, which has none.
                let message = format!("`{}` is written `{form}`", self.key);
                if tokens.is_empty() {
                    diags.at(self.key.span(), message);
                } else {
                    diags.over(tokens, message);
                }
                None
            }
        }
    }
}
