//! What updates of a row need besides: its key as binds, its version, the times that are set.

use proc_macro2::{Literal, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;

use super::partial::{self, among};
use crate::model::ir::Model;

/// The place of the field that counts updates.
pub(super) fn version(model: &Model<'_>) -> Option<usize> {
    let version = model.version.as_ref()?;
    model
        .columns
        .iter()
        .position(|column| column.ident == version)
}

/// The methods of `Model`.
pub(super) fn methods(model: &Model<'_>) -> TokenStream {
    version(model).map_or_else(TokenStream::new, |at| {
        let (ty, keys) = (model.columns[at].ty, quote!(keys));
        let version = among(&partial::keys(model), at, &keys);
        quote_spanned! {ty.span()=>
            fn version_in(#keys: Self::Keys<'_>) -> i64 { i64::from(*#version) }
        }
    })
}

/// The impls of a model that is written.
pub(super) fn impls(model: &Model<'_>) -> TokenStream {
    let ident = model.ident;
    if model.readonly {
        // That it is never written is told once, by `NoReadonly`.
        return quote! {
            impl _orm::Touched for #ident {
                type Times = ();
                fn times() {}
            }
        };
    }
    let key: Vec<_> = model.key.iter().map(|&at| &model.columns[at]).collect();
    let bounds = key.iter().map(|column| {
        let ty = column.ty;
        match &column.sql_type {
            Some(sql) => {
                quote_spanned!(ty.span()=> #ty: _orm::ToSql<#sql, DB>, DB: _orm::HasSqlType<#sql>)
            }
            None => quote_spanned!(ty.span()=> #ty: _orm::WriteField<DB>),
        }
    });
    let arms = key.iter().enumerate().map(|(at, column)| {
        let ty = column.ty;
        let at = Literal::usize_unsuffixed(at);
        let get = if key.len() == 1 {
            quote!(|key| key)
        } else {
            quote!(|key| &key.#at)
        };
        match &column.sql_type {
            Some(sql) => quote!(#at => visitor.field::<#sql, #ty, #at>(#get),),
            None => {
                quote!(#at => <#ty as _orm::WriteField<DB>>::visit::<_, _, #at>(visitor, #get),)
            }
        }
    });
    let types: Vec<_> = key.iter().map(|column| column.ty).collect();
    let whole = match &types[..] {
        [ty] => quote!(#ty),
        _ => quote!((#(#types),*)),
    };
    let timed: Vec<_> = model
        .columns
        .iter()
        .enumerate()
        .filter(|(_, column)| column.auto_now)
        .collect();
    let types = timed.iter().rev().fold(quote!(()), |rest, (at, column)| {
        let (at, base, sql) = (
            Literal::usize_unsuffixed(*at),
            column.base,
            column.base_sql(),
        );
        quote!((_orm::SetNow<#ident, #base, #sql, #at>, #rest))
    });
    let values = timed.iter().rev().fold(
        quote!(()),
        |rest, _| quote!((_orm::SetNow::at(moment), #rest)),
    );
    let moment = (!timed.is_empty()).then(|| quote!(let moment = _orm::Moment::now();));
    quote! {
        impl<DB: _orm::DieselBackend> _orm::WriteKey<DB, #whole> for #ident where #(#bounds),* {
            fn key_part<V: _orm::VisitField<#whole, DB>>(at: usize, visitor: V) -> _orm::QueryResult<()> {
                match at { #(#arms)* _ => _orm::Ok(()) }
            }
        }
        impl _orm::Touched for #ident {
            type Times = #types;
            fn times() -> Self::Times { #moment #values }
        }
    }
}
