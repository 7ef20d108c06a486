//! `queryset!`: a queryset's grammar, which is a subset of Rust's expressions, lowered to
//! calls of the typed builder.
//!
//! ```text
//! queryset  = source step* slice?
//! step      = .filter(condition, …) .exclude(…) .order_by(term, …) .reverse() .distinct()
//!             .select_related(path, …) .prefetch_related(path | path step* slice?, …)
//! slice     = [a..b] [a..] [..b]            any Rust integers
//! condition = c && c, c || c, !c, (c), value op rust, value.lookup(rust), path.any(c),
//!             if rust { c } else { c }, match rust { … => c }, { rust }
//! value     = path, value + value, value.year(), F(path)
//! ```
//!
//! Everything is lowered to one expression, in the order in which it was written, so that
//! `?`, `.await` and temporaries work: the block's `let`s only name places, which the
//! tuple's parts fill one after another.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::{Expr, Ident};

use crate::diag::Diags;
use crate::runtime;

mod condition;
mod order;
mod path;
mod steps;
mod syntax;
mod value;

/// The macro.
pub(crate) fn queryset(input: TokenStream) -> TokenStream {
    let expr = match syn::parse2::<Expr>(input.clone()) {
        Ok(expr) => expr,
        Err(error) => {
            let error = syntax::explain(&input, error).into_compile_error();
            return quote!({ #error });
        }
    };
    let mut lower = Lower::default();
    let body = lower.queryset(&expr);
    let lets = &lower.places;
    match lower.diags.into_tokens() {
        // Errors stand inside a block: bare ones would break the parse around them.
        Some(errors) => quote!({ #errors }),
        None => quote!({ #(let #lets;)* #body }),
    }
}

/// The lowering of one call: its errors, and the places that the emitted code fills.
#[derive(Default)]
pub(super) struct Lower {
    pub(super) diags: Diags,
    places: Vec<Ident>,
}

impl Lower {
    /// A new place.
    pub(super) fn place(&mut self, what: &str) -> Ident {
        let place = runtime::own(&format!("__{what}{}", self.places.len()));
        self.places.push(place.clone());
        place
    }

    /// Reports, and stands in for what could not be lowered.
    pub(super) fn error(
        &mut self,
        tokens: &dyn quote::ToTokens,
        message: impl Into<String>,
    ) -> TokenStream {
        self.diags.over(tokens, message);
        TokenStream::new()
    }
}

/// A function of the runtime, at a place of the user's.
pub(super) fn orm(name: &str, at: Span) -> TokenStream {
    let span = Span::mixed_site().located_at(at);
    let name = Ident::new(name, span);
    quote_spanned!(span=> ::orm_core::__private::#name)
}
