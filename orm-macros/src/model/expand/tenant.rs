//! `#[model(tenant = field)]`: to which tenant a row belongs.

use proc_macro2::{Literal, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;

use super::partial::{self, among};
use super::relations::marker;
use crate::model::ir::Model;

/// The place of the field among the columns, if it can be what it is said to be.
pub(super) fn place(model: &Model<'_>) -> Option<usize> {
    let tenant = model.tenant.as_ref()?;
    model
        .columns
        .iter()
        .position(|column| column.ident == tenant && !column.nullable)
}

/// The row's tenant, on its way to be compared.
pub(super) fn encode(model: &Model<'_>) -> TokenStream {
    let Some(at) = place(model) else {
        return TokenStream::new();
    };
    let ty = model.columns[at].ty;
    let (keys, encoder) = (quote!(keys), quote!(encoder));
    let tenant = among(&partial::keys(model), at, &keys);
    quote_spanned! {ty.span()=>
        fn encode_tenant(#keys: Self::Keys<'_>, #encoder: &mut dyn _orm::KeyEncoder) {
            _orm::ListPart::encode(#tenant, #encoder);
        }
    }
}

/// What rows belong to; of a model without a tenant, that no relation leads to one with.
pub(super) fn impls(model: &Model<'_>) -> TokenStream {
    let ident = model.ident;
    let Some(at) = place(model) else {
        let checks = model.relations.iter().enumerate().map(|(at, relation)| {
            let rel = marker(model, at);
            quote_spanned!(relation.target.span()=> _orm::shared::<#rel>();)
        });
        let checks: TokenStream = checks.collect();
        let checks = (!checks.is_empty()).then(|| quote!(const _: fn() = || { #checks };));
        return quote! {
            #[diagnostic::do_not_recommend]
            impl _orm::NoTenant for #ident {}
            #checks
        };
    };
    let sql = model.columns[at].column_as();
    let at = Literal::usize_unsuffixed(at);
    quote! {
        #[diagnostic::do_not_recommend]
        impl _orm::OfTenant for #ident {
            type Column = _orm::Col<_orm::Root<Self>, #sql, #at>;
            fn tenant_column() -> _orm::Ex<Self::Column> { _orm::column() }
        }
    }
}
