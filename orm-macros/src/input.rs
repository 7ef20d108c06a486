//! `#[derive(Insert)]` and `#[derive(Patch)]`: a struct of the user's, a form or a body of JSON,
//! whose fields are fields of a model.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::{Data, DeriveInput, Field, Fields, GenericParam, Generics, Ident, Path, Type};

use crate::attr::attrs;
use crate::diag::Diags;
use crate::names::plain;
use crate::runtime::{self, private};
use crate::words::{INPUT_FIELD_KEYS, INPUT_KEYS};

mod insert;
mod patch;

/// A struct as the derives understand it.
struct Input<'a> {
    ident: &'a Ident,
    generics: &'a Generics,
    krate: Option<Path>,
    model: Path,
    values: Vec<Value<'a>>,
}

/// One of its fields.
struct Value<'a> {
    ident: &'a Ident,
    /// The field of the model.
    name: Ident,
    /// The type as written.
    ty: &'a Type,
    /// The type without its `Option`s.
    base: &'a Type,
    options: Options,
}

/// In how many `Option`s the value is.
#[derive(Clone, Copy, PartialEq)]
enum Options {
    None,
    One,
    Two,
}

impl Value<'_> {
    /// The column: `fields.title()`.
    fn column(&self) -> TokenStream {
        let (name, at) = (&self.name, self.name.span());
        let fields = runtime::at("fields", at);
        let at = fields.span();
        quote_spanned!(at=> #fields.#name())
    }

    /// A name of ours at the field's type, where a wrong one is told of.
    fn at(&self) -> Span {
        let span = syn::spanned::Spanned::span(self.ty);
        // (`self` is only known where the call stands.)
        Span::call_site().located_at(span)
    }
}

/// What both derives are: parse, and expand what is right, or stand in for it.
fn derive(
    input: &DeriveInput,
    name: &str,
    expand: fn(&Input<'_>) -> TokenStream,
    stub: fn(&Input<'_>) -> TokenStream,
) -> TokenStream {
    let mut diags = Diags::default();
    let parsed = parse(input, name, &mut diags);
    let errors = diags.into_tokens();
    let body = parsed.map(|parsed| {
        let body = if errors.is_some() {
            stub(&parsed)
        } else {
            expand(&parsed)
        };
        let orm = private(parsed.krate.as_ref());
        quote! {
            #[allow(unused_qualifications, unused_variables, clippy::all)]
            const _: () = {
                use #orm as _orm;
                #body
            };
        }
    });
    quote!(#errors #body)
}

/// `derive(Insert)`.
pub(crate) fn insert(input: &DeriveInput) -> TokenStream {
    derive(input, "Insert", insert::expand, insert::stub)
}

/// `derive(Patch)`.
pub(crate) fn patch(input: &DeriveInput) -> TokenStream {
    derive(input, "Patch", patch::expand, patch::stub)
}

fn parse<'a>(input: &'a DeriveInput, derive: &str, diags: &mut Diags) -> Option<Input<'a>> {
    let ident = &input.ident;
    let (mut krate, mut model) = (None, None);
    let mut said = false;
    for attr in attrs("model", &input.attrs, diags) {
        if attr.key == "for" {
            if said {
                diags.at(
                    attr.key.span(),
                    "`for` is said twice: a struct is of one model",
                );
            }
            said = true;
            model = attr.value("for = Model", diags);
        } else if attr.key == "crate" {
            krate = attr.value("crate = path::to::orm_core", diags);
        } else {
            diags.unknown("key", &attr.key, INPUT_KEYS);
        }
    }
    if !said {
        diags.over(
            ident,
            format!("`{derive}` is for rows of a model: say of which, `#[model(for = Model)]`"),
        );
    }
    for param in &input.generics.params {
        if !matches!(param, GenericParam::Lifetime(_)) {
            diags.over(
                param,
                "a struct of input may have lifetimes, and no other parameters: its types are \
                 compared with the model's",
            );
            return None;
        }
    }
    let what = match &input.data {
        Data::Struct(data) => match &data.fields {
            Fields::Named(named) => {
                let values = named
                    .named
                    .iter()
                    .filter_map(|field| value(field, diags))
                    .collect();
                refuse_twice(&values, diags);
                return Some(Input {
                    ident,
                    generics: &input.generics,
                    krate,
                    model: model?,
                    values,
                });
            }
            Fields::Unnamed(_) => "a struct whose fields have none",
            Fields::Unit => "a struct without fields",
        },
        Data::Enum(_) => "an enum",
        Data::Union(_) => "a union",
    };
    diags.over(
        ident,
        format!(
            "the fields of a struct of input have the names of the model's, and `{ident}` is {what}"
        ),
    );
    None
}

fn value<'a>(field: &'a Field, diags: &mut Diags) -> Option<Value<'a>> {
    let ident = field.ident.as_ref()?;
    let mut name = ident.clone();
    for attr in attrs("model", &field.attrs, diags) {
        if attr.key == "field" {
            if let Some(said) = attr.value("field = name", diags) {
                name = said;
            }
        } else {
            diags.unknown("key", &attr.key, INPUT_FIELD_KEYS);
        }
    }
    let (options, base) = match option_inner(&field.ty) {
        None => (Options::None, &field.ty),
        Some(inner) => match option_inner(inner) {
            None => (Options::One, inner),
            Some(inner) => (Options::Two, inner),
        },
    };
    Some(Value {
        ident,
        name,
        ty: &field.ty,
        base,
        options,
    })
}

/// Two fields for one of the model's.
fn refuse_twice(values: &Vec<Value<'_>>, diags: &mut Diags) {
    let mut seen: Vec<String> = Vec::new();
    for value in values {
        let name = plain(&value.name);
        if seen.contains(&name) {
            diags.at(value.name.span(), format!("`{name}` is here twice"));
        }
        seen.push(name);
    }
}

/// `T` of `Option<T>`.
pub(crate) fn option_inner(ty: &Type) -> Option<&Type> {
    let ty = match ty {
        // Of a macro of the user's that was handed the type.
        Type::Group(group) => &group.elem,
        ty => ty,
    };
    let Type::Path(path) = ty else { return None };
    let last = path.path.segments.last()?;
    if last.ident != "Option" {
        return None;
    }
    let syn::PathArguments::AngleBracketed(args) = &last.arguments else {
        return None;
    };
    match args.args.first() {
        Some(syn::GenericArgument::Type(inner)) if args.args.len() == 1 => Some(inner),
        _ => None,
    }
}

/// Puts the model's fields into a variable.
fn fields(input: &Input<'_>) -> TokenStream {
    let model = &input.model;
    let fields = runtime::own("fields");
    quote!(let #fields = <#model as _orm::Model>::fields::<_orm::Root<#model>>();)
}
