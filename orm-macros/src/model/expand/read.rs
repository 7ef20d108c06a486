//! Reading a model by position, for every backend that can read the field types.

use proc_macro2::{Literal, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;

use super::key_at;
use crate::model::ir::{Column, Model};

/// What a backend must be able to read: each type once.
fn read_bounds(model: &Model<'_>) -> Vec<TokenStream> {
    let mut seen = Vec::new();
    let mut bounds = Vec::new();
    for column in &model.columns {
        let (ty, sql) = (column.ty, column.read_sql());
        let base = column.base;
        let bound = match &column.sql_type {
            Some(_) => quote_spanned!(ty.span()=> #ty: _orm::FromSql<#sql, DB>),
            None => quote_spanned!(ty.span()=> #base: _orm::ReadField<DB>),
        };
        let text = bound.to_string();
        if !seen.contains(&text) {
            seen.push(text);
            bounds.push(bound);
        }
    }
    bounds
}

/// The function that reads a field.
fn read_call(column: &Column<'_>) -> TokenStream {
    let (ty, base) = (column.ty, column.base);
    match (&column.sql_type, column.nullable) {
        (Some(_), _) => {
            let sql = column.read_sql();
            quote_spanned!(ty.span()=> _orm::read_field::<#sql, #ty, DB, R>)
        }
        (None, false) => quote_spanned!(ty.span()=> <#base as _orm::ReadField<DB>>::read),
        (None, true) => quote_spanned!(ty.span()=> <#base as _orm::ReadField<DB>>::read_maybe),
    }
}

/// The impl.
pub(super) fn read(model: &Model<'_>) -> TokenStream {
    let ident = model.ident;
    let bounds = read_bounds(model);
    let columns = model.columns.iter().enumerate().map(|(at, column)| {
        let (name, read) = (column.ident, read_call(column));
        let at = Literal::usize_unsuffixed(at);
        let place = quote!((row, at + #at, &META, #at));
        quote_spanned!(column.ty.span()=> #name: #read #place?)
    });
    let keys = model.key.iter().enumerate().map(|(place, &at)| {
        let column = &model.columns[at];
        let ty = column.ty;
        match &column.sql_type {
            Some(_) => {
                let sql = column.read_sql();
                quote!(row.get_value::<#sql, #ty, usize>(#place)?)
            }
            None => {
                let read = quote_spanned!(ty.span()=> <#ty as _orm::ReadField<DB>>::read_key);
                quote!(#read(row, #place)?)
            }
        }
    });
    let key = if model.key.len() == 1 {
        quote!(#(#keys)*)
    } else {
        quote!((#(#keys),*))
    };
    let key_at = key_at(model);
    let row = quote!(row);
    let read_key = quote_spanned! {key_at=>
        fn read_key<'r, R: _orm::Row<'r, DB>>(#row: &R) -> _orm::Deserialized<<Self as _orm::Model>::Key> {
            _orm::Ok(#key)
        }
    };
    quote! {
        impl<DB: _orm::DieselBackend> _orm::ReadModel<DB> for #ident where #(#bounds),* {
            #[inline]
            fn read<'r, R: _orm::Row<'r, DB>>(row: &R, at: usize) -> _orm::Deserialized<Self> {
                _orm::Ok(Self { #(#columns),* })
            }
            #read_key
        }
    }
}
