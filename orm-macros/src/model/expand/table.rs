//! The Diesel `table!` of a model: written, or checked.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::Ident;
use syn::spanned::Spanned;

use crate::model::ir::{Column, DieselTable, Model};
use crate::model::parse::text_of;
use crate::names;
use crate::runtime::respan;

/// The Diesel `table!` that was asked for, or checks against the one that is there.
pub(super) fn table(model: &Model<'_>, orm: &TokenStream) -> TokenStream {
    match &model.diesel {
        DieselTable::No => TokenStream::new(),
        DieselTable::Write => {
            let table = syn::parse_str::<Ident>(&model.table)
                .unwrap_or_else(|_| Ident::new(&default_table(model), model.ident.span()));
            let schema = model.schema.as_ref().map(|schema| {
                let schema = Ident::new(schema, model.ident.span());
                quote!(#schema.)
            });
            let sql_name = &model.table;
            let keys = model.key.iter().map(|&at| model.columns[at].ident);
            let columns = model.columns.iter().map(|column| {
                let (ident, name) = (column.ident, &column.column);
                let base = written_sql(column, orm);
                let sql = if column.nullable {
                    quote!(#orm::Nullable<#base>)
                } else {
                    base
                };
                quote!(#[sql_name = #name] #ident -> #sql,)
            });
            quote! {
                ::diesel::table! { #[sql_name = #sql_name] #schema #table (#(#keys),*) { #(#columns)* } }
            }
        }
        DieselTable::On(path) => {
            let checks = model.columns.iter().map(|column| {
                let ident = column.ident;
                let base = match &column.sql_type {
                    Some(path) => quote!(#path),
                    None => {
                        let ty = column.base;
                        quote!(#orm::SqlOf<#ty>)
                    }
                };
                let sql = if column.nullable {
                    quote!(#orm::Nullable<#base>)
                } else {
                    base
                };
                {
                    let at = Span::mixed_site().located_at(ident.span());
                    let (path, sql) = (respan(quote!(#path), at), respan(sql, at));
                    quote_spanned!(at=> #orm::same_column::<#path::#ident, #sql>();)
                }
            });
            quote!(const _: fn() = || { #(#checks)* };)
        }
    }
}

/// The module of a `table!` whose table's name is no identifier.
fn default_table(model: &Model<'_>) -> String {
    names::snake(&names::plain(model.ident)) + "s"
}

/// The SQL type of a column for `table!`, whose impls need the type itself and not a name
/// that leads to it. Other types than these say theirs by `sql_type`.
fn written_sql(column: &Column<'_>, orm: &TokenStream) -> TokenStream {
    if let Some(path) = &column.sql_type {
        return quote!(#path);
    }
    let ty = column.base;
    match diesel_type(ty) {
        Some(name) => {
            let name = Ident::new(name, ty.span());
            quote_spanned!(ty.span()=> ::diesel::sql_types::#name)
        }
        None => quote!(#orm::SqlOf<#ty>),
    }
}

/// The name of Diesel's SQL type, where the Rust type is one of those that everybody writes.
pub(super) fn diesel_type(ty: &syn::Type) -> Option<&'static str> {
    let text = text_of(ty);
    Some(match text.rsplit("::").next().unwrap_or_default() {
        "bool" => "Bool",
        "i16" => "SmallInt",
        "i32" => "Integer",
        "i64" => "BigInt",
        "f32" => "Float",
        "f64" => "Double",
        "String" => "Text",
        "Vec<u8>" => "Binary",
        "NaiveDate" => "Date",
        "NaiveTime" => "Time",
        "NaiveDateTime" => "Timestamp",
        "BigDecimal" => "Numeric",
        "Value" => "Json",
        _ => return None,
    })
}
