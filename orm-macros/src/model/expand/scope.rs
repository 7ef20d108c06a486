//! What every queryset of the model starts with: `#[model(default_scope = condition)]`, and that
//! rows are not marked as deleted, `#[model(soft_delete = field)]`.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;

use crate::model::ir::Model;

/// The condition, as a type without a value; and where its SQL is written, as itself.
pub(super) fn scope(model: &Model<'_>) -> TokenStream {
    // At the condition's name, where one that cannot be a default scope is told of.
    let said = model.default_scope.as_ref().map(|condition| {
        let at = Span::mixed_site().located_at(condition.span());
        (at, quote!(#condition()))
    });
    let soft = model.soft_delete.is_some();
    let held = match &said {
        None if !soft => {
            return quote! {
                type Scope = _orm::NoCondition;
                const SCOPE: _orm::NoCondition = _orm::NoCondition;
            };
        }
        None => quote!(_orm::scope_at::<P, _>(_orm::NotDeleted)),
        Some((at, said)) if soft => {
            quote_spanned!(*at=> _orm::scope_at::<P, _>(_orm::BothScopes(#said, _orm::NotDeleted)))
        }
        Some((at, said)) => quote_spanned!(*at=> _orm::scope_at::<P, _>(#said)),
    };
    let with_deleted = said.filter(|_| soft).map(|(at, said)| {
        let held = quote_spanned!(at=> _orm::scope_at::<P, _>(#said));
        quote! {
            fn scope_with_deleted<P: _orm::Path<Model = Self>>() -> _orm::Option<&'static dyn _orm::ScopeSql> {
                _orm::Some(#held)
            }
        }
    });
    quote! {
        type Scope = _orm::InScope<_orm::Root<Self>>;
        const SCOPE: Self::Scope = _orm::InScope::new();
        fn scope<P: _orm::Path<Model = Self>>() -> _orm::Option<&'static dyn _orm::ScopeSql> {
            _orm::Some(#held)
        }
        #with_deleted
    }
}
