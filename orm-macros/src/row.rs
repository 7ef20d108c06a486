//! `row!(Album.select_related(artist).prefetch_related(tracks.genre))`: a row's type.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Expr, ExprMethodCall, Ident, Member};

use crate::diag::Diags;
use crate::names;
use crate::queryset::by_rows;

/// The macro.
pub(crate) fn row(input: TokenStream) -> TokenStream {
    let mut diags = Diags::default();
    let ty = match syn::parse2::<Expr>(input) {
        Ok(expr) => row_type(&expr, &mut diags),
        Err(error) => {
            diags.push(error);
            TokenStream::new()
        }
    };
    match diags.into_tokens() {
        Some(errors) => errors,
        None => ty,
    }
}

fn row_type(expr: &Expr, diags: &mut Diags) -> TokenStream {
    let (model, specs) = specs(expr, diags);
    quote!(::orm_core::__private::RowWith<#model, #specs>)
}

/// The model and the specs of what is loaded with it.
fn specs(expr: &Expr, diags: &mut Diags) -> (TokenStream, TokenStream) {
    match expr {
        Expr::Path(path) => (
            quote!(#path),
            quote_spanned!(path.span()=> <#path as ::orm_core::__private::Model>::Unloaded),
        ),
        Expr::MethodCall(call) => {
            let (model, mut specs) = self::specs(&call.receiver, diags);
            if call.method == "only" || call.method == "defer" {
                let specs = narrowed(&model, specs, call, diags);
                return (model, specs);
            }
            let op = match call.method.to_string().as_str() {
                "select_related" => quote!(JoinPath),
                "prefetch_related" => quote!(BatchPath),
                _ => {
                    diags.over(
                        &call.method,
                        "a row's type says what is loaded: `select_related`, `prefetch_related`, \
                         `only` and `defer`",
                    );
                    return (model, specs);
                }
            };
            for arg in &call.args {
                if let Some(names) = path(arg, diags) {
                    specs = put(&model, specs, &names, &op);
                }
            }
            (model, specs)
        }
        Expr::Index(index) => {
            diags.over(&index.index, "a row's type does not depend on the slice");
            self::specs(&index.expr, diags)
        }
        other => {
            diags.over(
                other,
                "a row's type is written `row!(Model.select_related(…).prefetch_related(…))`",
            );
            (TokenStream::new(), TokenStream::new())
        }
    }
}

fn path(expr: &Expr, diags: &mut Diags) -> Option<Vec<Ident>> {
    match expr {
        Expr::Path(path) => match path.path.get_ident() {
            Some(ident) => Some(vec![ident.clone()]),
            None => {
                diags.over(path, "a relation's name goes here");
                None
            }
        },
        Expr::Field(field) => {
            let mut names = path(&field.base, diags)?;
            match &field.member {
                Member::Named(ident) => names.push(ident.clone()),
                Member::Unnamed(index) => {
                    diags.over(index, "a relation's name goes here");
                    return None;
                }
            }
            Some(names)
        }
        other => {
            diags.over(other, "a relation, or a path of relations, goes here");
            None
        }
    }
}

/// The specs with fields chosen: those of each row at once.
fn narrowed(
    model: &TokenStream,
    specs: TokenStream,
    call: &ExprMethodCall,
    diags: &mut Diags,
) -> TokenStream {
    let paths = call
        .args
        .iter()
        .filter_map(|arg| Some((path(arg, diags)?, ())));
    let rows = by_rows(paths);
    let op = if call.method == "only" {
        quote!(OnlyThese)
    } else {
        quote!(Without)
    };
    rows.into_iter().fold(specs, |specs, (relations, fields)| {
        let (list, at) = list_of(model, &relations);
        let places = fields.iter().rev().fold(quote!(()), |rest, (field, ())| {
            let name = names::plain(field);
            let unknown = format!("no such field: `{name}`");
            let place = quote_spanned! {field.span()=>
                ::orm_core::__private::FieldPlace<{
                    ::orm_core::__private::field_place(
                        <#at as ::orm_core::__private::Model>::META, #name, #unknown
                    )
                }>
            };
            quote!((#place, #rest))
        });
        let op = quote!(::orm_core::__private::#op<#places>);
        if relations.is_empty() {
            quote!(::orm_core::__private::Narrowed<#specs, #model, #op>)
        } else {
            quote!(::orm_core::__private::Put<#specs, #list, #op>)
        }
    })
}

/// Relations as a list, each found by the hash of its name, and the model they lead to.
fn list_of(model: &TokenStream, names: &[Ident]) -> (TokenStream, TokenStream) {
    let mut at = model.clone();
    let mut relations = Vec::new();
    for name in names {
        let hash = names::hash_of(name);
        let rel = quote_spanned!(name.span()=> ::orm_core::__private::RelNamed<#at, #hash>);
        at = quote!(::orm_core::__private::TargetOf<#rel>);
        relations.push(rel);
    }
    let list = relations
        .iter()
        .rev()
        .fold(quote!(()), |rest, rel| quote!((#rel, #rest)));
    (list, at)
}

/// The specs with a path added.
fn put(model: &TokenStream, specs: TokenStream, names: &[Ident], op: &TokenStream) -> TokenStream {
    let (list, _) = list_of(model, names);
    quote!(::orm_core::__private::Put<#specs, #list, ::orm_core::__private::#op>)
}
