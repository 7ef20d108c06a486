//! Rows that `only` and `defer` leave fields out of: the keys that every row holds, and the
//! struct of the others.

use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident, quote};
use syn::Ident;

use super::{Names, tenant};
use crate::model::ir::{Kind, Model};

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
    kept.extend(super::update::version(model));
    kept.sort_unstable();
    kept.dedup();
    kept
}

/// Whether the field is serialized by a function of the user's own, which takes the field's
/// own type: it is then never left out.
fn is_fixed(model: &Model<'_>, at: usize) -> bool {
    model.serialize && serde::has_function(model.columns[at].attrs)
}

/// The places of the fields that are never left out.
fn kept(model: &Model<'_>) -> Vec<usize> {
    let keys = keys(model);
    let places = 0..model.columns.len();
    places
        .filter(|at| keys.contains(at) || is_fixed(model, *at))
        .collect()
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
    if model.partial {
        mask_of(model, &kept(model), |_| quote!(_orm::Chosen))
    } else {
        quote!(())
    }
}

fn mask_of(model: &Model<'_>, kept: &[usize], open: impl Fn(usize) -> TokenStream) -> TokenStream {
    let places = (0..model.columns.len()).rev();
    places.fold(quote!(()), |rest, at| {
        let choice = if kept.contains(&at) {
            quote!(_orm::Kept)
        } else {
            open(at)
        };
        quote!((#choice, #rest))
    })
}

/// The type parameter of a field that may be left out.
fn param(at: usize) -> Ident {
    format_ident!("F{at}")
}

/// The struct. The fields' types are parameters, so that it is `Clone`, `Debug` and so on where
/// its fields are.
pub(super) fn fields(model: &Model<'_>, names: &Names) -> TokenStream {
    if !model.partial {
        return TokenStream::new();
    }
    let (vis, ident, partial, orm) = (model.vis, model.ident, &names.partial, &names.orm);
    let kept = kept(model);
    let places = 0..model.columns.len();
    let params = places.filter(|&at| !is_fixed(model, at)).map(param);
    let fields = model.columns.iter().enumerate().map(|(at, column)| {
        let (vis, name, param, ty) = (column.vis, column.ident, param(at), column.ty);
        let serde = serde::of_field(model, column, &kept, at);
        if is_fixed(model, at) {
            quote!(#serde #vis #name: #ty,)
        } else {
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
        #[derive(#orm::Clone, #orm::Debug, #orm::PartialEq)]
        #serialize
        #vis struct #partial<#(#params),*> { #(#fields)* }
    }
}

/// The keys of a row, and how one with fields left out is put together.
pub(super) fn impls(model: &Model<'_>, names: &Names) -> TokenStream {
    let ident = model.ident;
    let keys = keys(model);
    let keys_of_row = keys.iter().rev().fold(quote!(()), |rest, &at| {
        let name = model.columns[at].ident;
        quote!((&self.#name, #rest))
    });
    let whole = quote! {
        impl _orm::Record for #ident {
            type Model = Self;
            #[inline]
            fn keys(&self) -> _orm::KeysOf<'_, Self> { #keys_of_row }
        }
    };
    if !model.partial {
        return whole;
    }
    let (kept, partial) = (kept(model), &names.partial);
    let columns = || model.columns.iter().enumerate();
    let params = || columns().filter(|(at, _)| !is_fixed(model, *at));
    let open: Vec<Ident> = columns()
        .filter(|(at, _)| !kept.contains(at))
        .map(|(at, _)| param(at))
        .collect();
    let key_types = params().map(|(at, column)| {
        let (param, ty) = (param(at), column.ty);
        if keys.contains(&at) {
            quote!(#ty)
        } else {
            quote!(#param)
        }
    });
    let others = params()
        .filter(|(at, _)| !keys.contains(at))
        .map(|(at, _)| param(at));
    let some = mask_of(model, &kept, |at| param(at).into_token_stream());
    let types = params().map(|(at, column)| {
        let (param, ty) = (param(at), column.ty);
        if kept.contains(&at) {
            quote!(#ty)
        } else {
            quote!(#param::Of<#ty>)
        }
    });
    let places: Vec<usize> = (0..model.columns.len()).collect();
    let fields = columns().map(|(at, column)| {
        let (name, value) = (column.ident, among(&places, at, &quote!(values)));
        quote!(#name: #value)
    });
    quote! {
        #whole
        impl<#(#others: 'static),*> _orm::Record for #partial<#(#key_types),*> {
            type Model = #ident;
            #[inline]
            fn keys(&self) -> _orm::KeysOf<'_, #ident> { #keys_of_row }
        }
        #[diagnostic::do_not_recommend]
        impl _orm::PartialModel for #ident {}
        impl<#(#open: _orm::Choose),*> _orm::Partial<#some> for #ident {
            type Record = #partial<#(#types),*>;
            fn partial(values: _orm::ValuesOf<Self, #some>) -> Self::Record { #partial { #(#fields),* } }
        }
    }
}
