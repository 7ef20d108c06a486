//! `#[model(default_scope = condition)]`: what every queryset of the model starts with.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;

use crate::model::ir::Model;

/// The condition, as a type without a value; and where its SQL is written, as itself.
pub(super) fn scope(model: &Model<'_>) -> TokenStream {
    let Some(condition) = &model.default_scope else {
        return quote! {
            type Scope = _orm::NoCondition;
            const SCOPE: _orm::NoCondition = _orm::NoCondition;
        };
    };
    // At the condition's name, where one that cannot be a default scope is told of.
    let at = Span::mixed_site().located_at(condition.span());
    let held = quote_spanned!(at=> _orm::scope_at::<P, _>(#condition()));
    quote! {
        type Scope = _orm::InScope<_orm::Root<Self>>;
        const SCOPE: Self::Scope = _orm::InScope::new();
        fn scope<P: _orm::Path<Model = Self>>() -> _orm::Option<&'static dyn _orm::ScopeSql> {
            _orm::Some(#held)
        }
    }
}
