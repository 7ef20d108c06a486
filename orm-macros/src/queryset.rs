//! `queryset!`: a queryset's grammar, which is a subset of Rust's expressions, lowered to
//! calls of the typed builder.
//!
//! ```text
//! queryset  = source step* slice? | row.relation.links
//! links     = add(rust, column = value, …) | set(rust, column = value, …) | remove(rust) | clear()
//! step      = .filter(condition, …) .exclude(…) .order_by(term, …) .reverse() .distinct()
//!             .distinct_on(value, …) .dates(path, unit) .datetimes(path, unit)
//!             .order_by_name(rust, [term, name = term, …])? .boxed::<Database>()
//!             .for_update() .for_share() .of(path, …) .nowait() .skip_locked()
//!             .select_related(path, …) .prefetch_related(path | (name =)? path step* slice?, …)
//! slice     = [a..b] [a..] [..b]            any Rust integers
//! condition = c && c, c || c, !c, (c), value op rust, value.lookup(rust), path.any(c),
//!             path.matches(c), name(rust, …), if rust { c } else { c }, match rust { … => c }, { rust }
//!             exists(queryset)
//! value     = path, value + value, value.year(), value.plus_days(rust), F(path), c,
//!             subquery(queryset), outer(path),
//!             function(argument, …), case(when(c, argument), …, otherwise(argument)?),
//!             function(…).over(partition_by(value, …), order_by(term, …), rows(a..=b))
//! argument  = value, { rust }, a literal
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

mod aggregate;
mod by_name;
mod condition;
mod create;
mod distinct;
mod fixed;
mod function;
mod links;
mod named;
mod named_rows;
mod only;
mod order;
mod path;
mod projection;
mod steps;
mod subquery;
mod syntax;
mod update;
mod value;
mod window;

pub(crate) use only::by_rows;

pub(crate) use fixed::is_fixed;

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
    let (lets, items) = (&lower.places, &lower.items);
    match lower.diags.into_tokens() {
        // Errors stand inside a block: bare ones would break the parse around them.
        Some(errors) => quote!({ #errors }),
        None => quote!({ #(#items)* #(let #lets;)* #body }),
    }
}

/// A condition that stands by itself, on these fields.
pub(crate) fn condition_of(expr: &Expr, fields: &Ident, diags: &mut Diags) -> TokenStream {
    let mut lower = Lower::default();
    let body = lower.condition(expr, fields);
    let lets = &lower.places;
    let body = quote!({ #(let #lets;)* #body });
    diags.append(lower.diags);
    body
}

/// The lowering of one call: its errors, and the places that the emitted code fills.
#[derive(Default)]
pub(super) struct Lower {
    pub(super) diags: Diags,
    places: Vec<Ident>,
    /// Local types, before everything else.
    pub(super) items: Vec<TokenStream>,
    /// Inside an aggregate paths walk to-many relations as well.
    pub(super) in_aggregate: bool,
    /// What is assigned is of new links.
    pub(super) of_links: bool,
    /// What is asked of the columns that a write sets.
    pub(super) apart: Vec<TokenStream>,
    /// The fields of the querysets around, the outermost first: what `outer` names.
    pub(super) outers: Vec<Ident>,
    /// In how many subqueries.
    pub(super) depth: usize,
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
