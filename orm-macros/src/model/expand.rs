//! What the derive emits, in order: the model, its fields, its relations, its rows.

use proc_macro2::{Literal, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::Ident;
use syn::spanned::Spanned;

use super::ir::{Column, DieselTable, Kind, Model};
use super::parse::text_of;
use crate::names;
use crate::runtime;

mod new;
mod partial;
mod read;
mod relations;
mod rows;
mod rules;
mod scope;
mod table;
mod tenant;
mod types;
mod update;

/// Names that several parts use.
pub(super) struct Names {
    pub(super) fields: Ident,
    pub(super) row: Ident,
    /// Some of the fields.
    pub(super) partial: Ident,
    /// The path to the private door, for items outside the const block.
    pub(super) orm: TokenStream,
}

/// Everything.
pub(super) fn model(model: &Model<'_>) -> TokenStream {
    let names = Names {
        fields: format_ident!("{}Fields", model.ident),
        row: format_ident!("{}Row", model.ident),
        partial: format_ident!("{}Partial", model.ident),
        orm: runtime::private(model.krate.as_ref()),
    };
    let orm = &names.orm;
    let table = table::table(model, orm);
    let value = value(model, orm);
    let rows = rows::rows(model, &names);
    let partial = partial::fields(model, &names);
    let partial_impls = partial::impls(model, &names);
    let traits = relations::traits(model, &names);
    let meta = meta(model);
    let model_impl = model_impl(model, &names);
    let read = read::read(model);
    let written = (!model.readonly).then(|| {
        let ident = model.ident;
        quote!(#[diagnostic::do_not_recommend] impl _orm::NoReadonly for #ident {})
    });
    let new = new::new(model, &names);
    let new_impls = new::impls(model);
    let update_impls = update::impls(model);
    let soft = model.soft_delete.is_some().then(|| {
        let ident = model.ident;
        quote!(#[diagnostic::do_not_recommend] impl _orm::SoftDelete for #ident {})
    });
    let fields = fields(model, &names);
    let relations = relations::relations(model, &names);
    let row_impls = rows::impls(model, &names);
    let tenant = tenant::impls(model);
    quote! {
        #table
        #value
        #rows
        #partial
        #new
        #traits
        #[allow(non_camel_case_types, non_snake_case, unused_qualifications, clippy::all)]
        const _: () = {
            use #orm as _orm;
            #meta
            #model_impl
            #read
            #written
            #new_impls
            #update_impls
            #soft
            #fields
            #relations
            #row_impls
            #partial_impls
            #tenant
        };
    }
}

/// The model's name as a value: the queryset of all rows.
fn value(model: &Model<'_>, orm: &TokenStream) -> TokenStream {
    let (vis, ident) = (model.vis, model.ident);
    if tenant::place(model).is_some() {
        let doc = format!("The rows of `{ident}`, of a tenant that is still to be said.");
        return quote! {
            #[doc = #doc]
            #[allow(non_upper_case_globals, dead_code)]
            #vis const #ident: #orm::TenantRows<#ident> = #orm::TenantRows::new();
        };
    }
    let nothing = nothing(model, orm);
    let doc = format!("The queryset of all rows of `{ident}`.");
    quote! {
        #[doc = #doc]
        #[allow(non_upper_case_globals, dead_code)]
        #vis const #ident: #orm::AllOf<#ident> = #orm::AllOf::<#ident>::with_nothing(#nothing);
    }
}

/// `(NotLoaded, (NotLoaded, ()))`, a type and a value alike.
pub(super) fn nothing(model: &Model<'_>, orm: &TokenStream) -> TokenStream {
    model
        .relations
        .iter()
        .fold(quote!(()), |rest, _| quote!((#orm::NotLoaded, #rest)))
}

/// `S<S<Z>>`.
pub(super) fn nat(n: usize) -> TokenStream {
    (0..n).fold(quote!(_orm::Z), |nat, _| quote!(_orm::S<#nat>))
}

fn option(text: Option<&str>) -> TokenStream {
    match text {
        Some(text) => quote!(_orm::Some(#text)),
        None => quote!(_orm::None),
    }
}

fn places(model: &Model<'_>, fields: &[Ident]) -> TokenStream {
    let places = fields.iter().filter_map(|field| {
        model
            .columns
            .iter()
            .position(|column| column.ident == field)
    });
    quote!(&[#(#places),*])
}

/// The facts, as data. Default values are left out, so that the text stays short.
fn meta(model: &Model<'_>) -> TokenStream {
    let name = names::plain(model.ident);
    let schema = option(model.schema.as_deref());
    let table = &model.table;
    let columns = model
        .columns
        .iter()
        .map(|column| column_meta(model, column));
    let key = &model.key;
    let relations = model.relations.iter().enumerate().map(|(at, relation)| {
        let (name, rel) = (names::plain(&relation.name), relations::marker(model, at));
        let target = text_of(&relation.target);
        let (kind, fields, on_delete) = match &relation.kind {
            Kind::Forward {
                fields,
                one_to_one,
                on_delete,
                ..
            } => {
                let kind = if *one_to_one {
                    quote!(OneToOne)
                } else {
                    quote!(ForeignKey)
                };
                let fields = fields
                    .iter()
                    .map(|&at| names::plain(model.columns[at].ident));
                (kind, quote!(#(#fields),*), option(on_delete.as_deref()))
            }
            Kind::HasMany { .. } => (quote!(HasMany), quote!(), quote!(_orm::None)),
            Kind::HasOne { .. } => (quote!(HasOne), quote!(), quote!(_orm::None)),
            Kind::ManyToMany { .. } => (quote!(ManyToMany), quote!(), quote!(_orm::None)),
        };
        quote!(_orm::RelationMeta {
            name: #name, kind: _orm::RelationKind::#kind, target: #target,
            fields: &[#fields], on_delete: #on_delete, back: _orm::back::<#rel>,
        })
    });
    let unique = model.unique.iter().map(|fields| places(model, fields));
    let indexes = model.indexes.iter().map(|(name, fields)| {
        let (name, fields) = (option(name.as_deref()), places(model, fields));
        quote!((#name, #fields))
    });
    let checks = model.checks.iter().map(|(name, sql)| {
        let name = option(name.as_deref());
        quote!((#name, #sql))
    });
    let readonly = model.readonly;
    let version = match update::version(model) {
        Some(at) => quote!(_orm::Some(#at)),
        None => quote!(_orm::None),
    };
    let tenant = match tenant::place(model) {
        Some(at) => quote!(_orm::Some(#at)),
        None => quote!(_orm::None),
    };
    let soft_delete = model.soft_delete.as_ref().and_then(|field| {
        model
            .columns
            .iter()
            .position(|column| column.ident == field)
    });
    let soft_delete = match soft_delete {
        Some(at) => quote!(_orm::Some(#at)),
        None => quote!(_orm::None),
    };
    let [insert, update, delete] = model.hooks.unwrap_or_default();
    quote! {
        static META: _orm::ModelMeta = _orm::ModelMeta {
            name: #name, schema: #schema, table: #table,
            columns: &[#(#columns),*],
            key: &[#(#key),*],
            relations: &[#(#relations),*],
            unique: &[#(#unique),*],
            indexes: &[#(#indexes),*],
            checks: &[#(#checks),*],
            tenant: #tenant,
            soft_delete: #soft_delete,
            readonly: #readonly,
            version: #version,
            hooks: _orm::HookedEvents { insert: #insert, update: #update, delete: #delete },
        };
    }
}

/// The column's name: what was said, else what the Diesel `table!` beneath says.
pub(super) fn column_name(model: &Model<'_>, column: &Column<'_>) -> TokenStream {
    match &model.diesel {
        DieselTable::On(path) if !column.named => {
            let ident = column.ident;
            quote!(_orm::column_name::<#path::#ident>())
        }
        _ => {
            let name = &column.column;
            quote!(#name)
        }
    }
}

fn column_meta(model: &Model<'_>, column: &Column<'_>) -> TokenStream {
    let field = names::plain(column.ident);
    let name = column_name(model, column);
    let rust_type = text_of(column.ty);
    let nullable = column.nullable;
    let mut more = TokenStream::new();
    let mut flag = |set: bool, name: &str| {
        if set {
            let name = Ident::new(name, Span::call_site());
            more.extend(quote!(#name: true,));
        }
    };
    flag(column.auto, "auto");
    flag(column.unique, "unique");
    flag(column.index, "index");
    flag(column.not_blank.is_some(), "not_blank");
    flag(column.auto_now, "auto_now");
    flag(column.auto_now_add, "auto_now_add");
    flag(column.generated, "generated");
    if let Some(length) = column.max_length {
        more.extend(quote!(max_length: _orm::Some(#length),));
    }
    if let Some(expr) = &column.default {
        let expr = text_of(expr);
        more.extend(quote!(default: _orm::Some(#expr),));
    }
    if let Some(sql) = &column.db_default {
        more.extend(quote!(db_default: _orm::Some(#sql),));
    }
    if let Some(sql) = &column.check {
        more.extend(quote!(check: _orm::Some(#sql),));
    }
    let plain = quote!(_orm::ColumnMeta::new(#field, #name, #rust_type, #nullable));
    if more.is_empty() {
        plain
    } else {
        quote!(_orm::ColumnMeta { #more ..#plain })
    }
}

/// Where the key's type is told of: at the field's type, or at the struct's name where
/// several fields are the key.
fn key_at(model: &Model<'_>) -> Span {
    match model.key[..] {
        [at] => model.columns[at].ty.span(),
        _ => model.ident.span(),
    }
}

fn model_impl(model: &Model<'_>, names: &Names) -> TokenStream {
    let ident = model.ident;
    let Names { fields, row, .. } = names;
    let key_types: Vec<_> = model.key.iter().map(|&at| model.columns[at].ty).collect();
    let places = partial::keys(model);
    let keys = quote!(keys);
    let borrowed: Vec<_> = model
        .key
        .iter()
        .map(|&at| partial::among(&places, at, &keys))
        .collect();
    let (key, borrowed) = match (&key_types[..], &borrowed[..]) {
        ([ty], [borrowed]) => (quote!(#ty), quote!(#borrowed)),
        _ => (quote!((#(#key_types),*)), quote!((#(#borrowed),*))),
    };
    let key_at = key_at(model);
    // At the key's type, so that one of a type that cannot be a key is one error.
    let key_type = quote_spanned!(key_at=> type Key = _orm::KeyType<#key>;);
    let key_method = quote_spanned! {key_at=>
        #[inline]
        fn key_in<'m>(#keys: Self::Keys<'m>) -> _orm::KeyRefOf<'m, Self> { #borrowed }
    };
    let (keys_type, mask) = (partial::keys_type(model, &places), partial::mask(model));
    let types = types::types(model);
    let relations = (0..model.relations.len())
        .rev()
        .fold(quote!(()), |rest, at| {
            let rel = relations::marker(model, at);
            quote!((#rel, #rest))
        });
    let encode_tenant = tenant::encode(model);
    let version_in = update::methods(model);
    let nothing = nothing(model, &quote!(_orm));
    let scope = scope::scope(model);
    let ordering = model
        .ordering
        .iter()
        .rev()
        .fold(quote!(()), |rest, (descending, ident)| {
            let Some(at) = model
                .columns
                .iter()
                .position(|column| column.ident == ident)
            else {
                return rest;
            };
            let direction = if *descending {
                quote!(_orm::Desc)
            } else {
                quote!(_orm::Asc)
            };
            let sql = model.columns[at].column_as();
            let model = model.ident;
            quote!((#direction<_orm::Col<_orm::Root<#model>, #sql, #at>>, #rest))
        });
    let key_order = model.key.iter().rev().fold(quote!(()), |rest, at| {
        let sql = model.columns[*at].column_as();
        quote!((_orm::Asc<_orm::Col<_orm::Root<#ident>, #sql, #at>>, #rest))
    });
    quote! {
        #[diagnostic::do_not_recommend]
        impl _orm::Model for #ident {
            const META: &'static _orm::ModelMeta = &META;
            #key_type
            type Fields<P: _orm::Path<Model = Self>> = #fields<P>;
            type Row<L: 'static, O: 'static, H: _orm::Record<Model = Self>> = #row<L, O, H>;
            type Keys<'m> = #keys_type;
            type Mask = #mask;
            type Types = #types;
            type Relations = #relations;
            type Unloaded = #nothing;
            type Ordering = #ordering;
            type KeyOrder = #key_order;
            #key_method
            #encode_tenant
            #version_in
            #scope
            fn fields<P: _orm::Path<Model = Self>>() -> #fields<P> { #fields(_orm::PhantomData) }
        }
    }
}

/// Says that a field is a list, where it may be one.
fn list(column: &Column<'_>) -> TokenStream {
    match &column.sql_type {
        Some(path) if path.segments.iter().any(|segment| segment.ident == "Array") => {
            quote!(
                const LIST: bool = true;
            )
        }
        Some(_) => TokenStream::new(),
        None if table::diesel_type(column.base).is_some() => TokenStream::new(),
        None => {
            let base = column.base;
            quote!(const LIST: bool = <#base as _orm::FieldType>::LIST;)
        }
    }
}

/// A method a column and a relation, seen from a path.
fn fields(model: &Model<'_>, names: &Names) -> TokenStream {
    let (vis, ident) = (model.vis, model.ident);
    let fields = &names.fields;
    let columns = model.columns.iter().enumerate().map(|(at, column)| {
        let (name, sql) = (column.ident, column.column_as());
        let at = Literal::usize_unsuffixed(at);
        quote_spanned! {column.ty.span()=>
            pub fn #name(self) -> _orm::Ex<_orm::Col<P, #sql, #at>> { _orm::column() }
        }
    });
    let typed = model.columns.iter().enumerate().map(|(at, column)| {
        let (base, stored) = (column.base, column.base_sql());
        let null = if column.nullable {
            quote!(MayBeNull)
        } else {
            quote!(NotNull)
        };
        let write = new::write_kind(model, at, column);
        let (list, name, ty) = (list(column), column.ident, column.ty);
        let at = Literal::usize_unsuffixed(at);
        quote_spanned! {column.ty.span()=>
            impl _orm::FieldAt<#at> for #ident {
                type Rust = #base;
                type Stored = #stored;
                type Null = _orm::#null;
                type Write = _orm::#write;
                #list
                fn get(&self) -> &#ty { &self.#name }
            }
        }
    });
    let relations = model.relations.iter().enumerate().map(|(at, relation)| {
        let (name, rel) = (&relation.name, relations::marker(model, at));
        quote!(pub fn #name(self) -> _orm::Hops<P, #rel> { _orm::Default::default() })
    });
    // At the struct's name, which is where the compiler then points.
    let fields_type =
        quote_spanned!(ident.span()=> #vis struct #fields<P>(_orm::PhantomData<fn() -> P>););
    quote! {
        #fields_type
        impl<P> _orm::Clone for #fields<P> { fn clone(&self) -> Self { *self } }
        impl<P> ::core::marker::Copy for #fields<P> {}
        #[allow(dead_code, non_snake_case)]
        impl<P: _orm::Path<Model = #ident>> #fields<P> {
            #[doc(hidden)]
            pub fn __at(self) -> _orm::At<P> { _orm::Default::default() }
            #(#columns)*
            #(#relations)*
        }
        #(#typed)*
    }
}
