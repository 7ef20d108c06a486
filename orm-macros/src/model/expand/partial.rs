//! Rows that `only` and `defer` leave fields out of: the keys that every row holds, and the
//! struct of the others.

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::Ident;
use syn::spanned::Spanned;

use super::{Names, tenant};
use crate::model::ir::{Column, Kind, Model};
use crate::names;

mod serde;

/// The places of the fields by which rows are put together: the primary key, foreign keys, the
/// tenant.
pub(super) fn keys(model: &Model<'_>) -> Vec<usize> {
    let foreign = model
        .relations
        .iter()
        .flat_map(|relation| match &relation.kind {
            Kind::Forward { fields, .. } => &fields[..],
            _ => &[],
        });
    let mut kept: Vec<usize> = model.key.iter().chain(foreign).copied().collect();
    kept.extend(tenant::place(model));
    kept.sort_unstable();
    kept.dedup();
    kept
}

/// The places of the fields that are never left out: the keys, and what is serialized by a
/// function of the user's own, which takes the field's own type.
fn kept(model: &Model<'_>) -> Vec<usize> {
    let mut kept = keys(model);
    if model.serialize {
        let own = |column: &Column<'_>| serde::has_function(column.attrs);
        let places = (0..model.columns.len()).filter(|&at| own(&model.columns[at]));
        kept.extend(places);
        kept.sort_unstable();
        kept.dedup();
    }
    kept
}

/// `(&'m i32, (&'m Option<i32>, ()))`.
pub(super) fn keys_type(model: &Model<'_>, keys: &[usize]) -> TokenStream {
    keys.iter().rev().fold(quote!(()), |rest, &at| {
        let ty = model.columns[at].ty;
        quote!((&'m #ty, #rest))
    })
}

/// `keys.1.0`: the field at place `at`.
pub(super) fn among(places: &[usize], at: usize, keys: &TokenStream) -> TokenStream {
    let before = places.iter().take_while(|&&place| place != at);
    let ones = before.map(|_| quote!(.1));
    quote!(#keys #(#ones)* .0)
}

/// Which fields may be left out.
pub(super) fn mask(model: &Model<'_>) -> TokenStream {
    let kept = kept(model);
    let places = (0..model.columns.len()).rev();
    places.fold(quote!(()), |rest, at| {
        if kept.contains(&at) {
            quote!((_orm::Kept, #rest))
        } else {
            quote!((_orm::Chosen, #rest))
        }
    })
}

/// The type parameter of a field that may be left out.
fn param(at: usize) -> Ident {
    format_ident!("F{at}")
}

/// The struct.
pub(super) fn fields(model: &Model<'_>, names: &Names) -> TokenStream {
    let (vis, ident, partial, orm) = (model.vis, model.ident, &names.partial, &names.orm);
    let kept = kept(model);
    let params = params(model, &kept);
    let fields = model.columns.iter().enumerate().map(|(at, column)| {
        let (vis, name, ty) = (column.vis, column.ident, column.ty);
        let serde = serde::of_field(model, column, &kept, at);
        if kept.contains(&at) {
            quote!(#serde #vis #name: #ty,)
        } else {
            let param = param(at);
            quote!(#serde #vis #name: #param,)
        }
    });
    let serialize = serde::of_struct(model, orm);
    let doc = format!(
        "Some of the fields of [`{ident}`]: what rows hold of which `only` or `defer` left the others out."
    );
    quote! {
        #[doc = #doc]
        #[allow(missing_docs)]
        #[derive(#orm::Clone, #orm::PartialEq)]
        #serialize
        #vis struct #partial<#(#params),*> { #(#fields)* }
    }
}

fn params(model: &Model<'_>, kept: &[usize]) -> Vec<Ident> {
    let places = 0..model.columns.len();
    places.filter(|at| !kept.contains(at)).map(param).collect()
}

/// Its keys, and how it is read.
pub(super) fn impls(model: &Model<'_>, names: &Names) -> TokenStream {
    let (ident, partial) = (model.ident, &names.partial);
    let kept = kept(model);
    let params = params(model, &kept);
    let keys = keys(model).iter().rev().fold(quote!(()), |rest, &at| {
        let name = model.columns[at].ident;
        quote!((&self.#name, #rest))
    });
    let mask = (0..model.columns.len()).rev().fold(quote!(()), |rest, at| {
        if kept.contains(&at) {
            quote!((_orm::Kept, #rest))
        } else {
            let param = param(at);
            quote!((#param, #rest))
        }
    });
    let types = model.columns.iter().enumerate().filter_map(|(at, column)| {
        let (param, ty) = (param(at), column.ty);
        (!kept.contains(&at)).then(|| quote!(#param::Of<#ty>))
    });
    let shown = model.columns.iter().enumerate().map(|(at, column)| {
        let param = param(at);
        if kept.contains(&at) {
            let ty = column.ty;
            // A key of the user's own may not be `Debug`: then the struct is none.
            quote!(for<'__a> #ty: ::core::fmt::Debug)
        } else {
            quote!(#param: ::core::fmt::Debug)
        }
    });
    let (names, debugged): (Vec<_>, Vec<_>) = model
        .columns
        .iter()
        .map(|column| (names::plain(column.ident), column.ident))
        .unzip();
    let title = partial.to_string();
    let bounds = super::read_bounds(model);
    let fields = model.columns.iter().enumerate().map(|(at, column)| {
        let (name, read) = (column.ident, super::read_call(column));
        let choose = if kept.contains(&at) {
            quote!(_orm::Kept)
        } else {
            let param = param(at);
            quote!(#param)
        };
        let index = Literal::usize_unsuffixed(at);
        let place = quote!((row, at, &META, #index));
        quote_spanned!(column.ty.span()=>
            #name: <#choose as _orm::Choose>::read(at, |at| #read #place)?)
    });
    quote! {
        #[diagnostic::do_not_recommend]
        impl _orm::Record for #ident {
            type Model = Self;
            fn keys(&self) -> _orm::KeysOf<'_, Self> { #keys }
        }
        #[diagnostic::do_not_recommend]
        impl<#(#params: 'static),*> _orm::Record for #partial<#(#params),*> {
            type Model = #ident;
            fn keys(&self) -> _orm::KeysOf<'_, #ident> { #keys }
        }
        impl<#(#params),*> ::core::fmt::Debug for #partial<#(#params),*> where #(#shown),* {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.debug_struct(#title) #(.field(#names, &self.#debugged))* .finish()
            }
        }
        #[diagnostic::do_not_recommend]
        impl<#(#params: _orm::Choose),*> _orm::Partial<#mask> for #ident {
            type Record = #partial<#(#types),*>;
        }
        #[diagnostic::do_not_recommend]
        impl<DB: _orm::DieselBackend #(, #params: _orm::Choose)*> _orm::ReadPartial<#mask, DB> for #ident where #(#bounds),* {
            #[inline]
            fn read_partial<'r, R: _orm::Row<'r, DB>>(row: &R, at: &mut usize) -> _orm::Deserialized<<Self as _orm::Partial<#mask>>::Record> {
                _orm::Ok(#partial { #(#fields),* })
            }
        }
    }
}
