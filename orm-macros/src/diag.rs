//! Errors: all of them are collected, and reported together.

use proc_macro2::{Span, TokenStream};
use syn::Error;

use crate::suggest;

/// The errors of one macro call.
#[derive(Default)]
pub(crate) struct Diags {
    error: Option<Error>,
}

impl Diags {
    /// An error at a place.
    pub(crate) fn at(&mut self, span: Span, message: impl Into<String>) {
        self.push(Error::new(span, message.into()));
    }

    /// An error that covers these tokens.
    pub(crate) fn over(&mut self, tokens: &dyn quote::ToTokens, message: impl Into<String>) {
        self.push(Error::new_spanned(tokens.to_token_stream(), message.into()));
    }

    /// An error of syn's.
    pub(crate) fn push(&mut self, error: Error) {
        match &mut self.error {
            Some(all) => all.combine(error),
            None => self.error = Some(error),
        }
    }

    /// The errors of another.
    pub(crate) fn append(&mut self, other: Self) {
        if let Some(error) = other.error {
            self.push(error);
        }
    }

    /// A word that is not among the known ones; the nearest is offered.
    pub(crate) fn unknown(&mut self, what: &str, ident: &syn::Ident, known: &[&str]) {
        let name = ident.to_string();
        let help = match suggest::nearest(&name, known) {
            Some(near) => format!("; did you mean `{near}`?"),
            None => String::new(),
        };
        self.at(ident.span(), format!("unknown {what} `{name}`{help}"));
    }

    /// The errors as tokens, or nothing.
    pub(crate) fn into_tokens(self) -> Option<TokenStream> {
        self.error.map(|error| error.into_compile_error())
    }
}
