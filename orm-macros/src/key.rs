//! `#[derive(Key)]`: a newtype as the type of a key.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Data, DeriveInput, Ident, Member, Path, Type};

use crate::attr::attrs;
use crate::diag::Diags;
use crate::runtime::private;
use crate::words::KEY_KEYS;

/// A key as the derive understands it.
struct Key<'a> {
    ident: &'a Ident,
    krate: Option<Path>,
    member: Member,
    inner: &'a Type,
    /// It holds nothing else. Otherwise that was reported, and what is emitted only keeps the
    /// rest of the user's code from failing as well.
    alone: bool,
}

/// The derive.
pub(crate) fn derive(input: &DeriveInput) -> TokenStream {
    let mut diags = Diags::default();
    let key = parse(input, &mut diags);
    let errors = diags.into_tokens();
    let key = key.as_ref().map(expand);
    quote!(#errors #key)
}

fn parse<'a>(input: &'a DeriveInput, diags: &mut Diags) -> Option<Key<'a>> {
    let ident = &input.ident;
    let mut krate = None;
    for attr in attrs("key", &input.attrs, diags) {
        if attr.key == "crate" {
            krate = attr.value("crate = path::to::orm_core", diags);
        } else {
            diags.unknown("key", &attr.key, KEY_KEYS);
        }
    }
    let what = match &input.data {
        Data::Struct(_) => None,
        Data::Enum(_) => Some("an enum"),
        Data::Union(_) => Some("a union"),
    };
    if let Some(what) = what {
        diags.over(
            ident,
            format!("a key is a struct around one value, and `{ident}` is {what}"),
        );
    }
    if !input.generics.params.is_empty() {
        diags.over(
            &input.generics,
            format!("a key stands for the rows of one table, so `{ident}` cannot be generic"),
        );
        return None;
    }
    let Data::Struct(data) = &input.data else {
        return None;
    };
    let mut members = data.fields.members();
    let member = members.next();
    let fields = data.fields.len();
    if fields != 1 {
        diags.over(
            ident,
            format!(
                "a key is a struct around one value, `struct {ident}(i32);`, and `{ident}` has \
                 {fields}; a key of several columns is `#[model(primary_key(a, b))]` on the model"
            ),
        );
    }
    let inner = &data.fields.iter().next()?.ty;
    let plain = inner.to_token_stream().to_string();
    if matches!(plain.as_str(), "f32" | "f64") || plain.starts_with("Option <") {
        diags.over(
            inner,
            format!(
                "`{}` cannot be a key: keys are integers, text, bytes, uuids and dates",
                plain.replace(' ', "")
            ),
        );
        return None;
    }
    Some(Key {
        ident,
        krate,
        member: member?,
        inner,
        alone: fields == 1,
    })
}

/// The SQL type of a type that is known by its name: Diesel's derives, beside this one, write
/// impls that must not seem to overlap with ours, as they do where a type is only led to.
fn written_sql(inner: &Type) -> Option<&'static str> {
    let text = inner.to_token_stream().to_string();
    Some(match text.as_str() {
        "i16" => "SmallInt",
        "i32" => "Integer",
        "i64" => "BigInt",
        "String" => "Text",
        "Vec < u8 >" => "Binary",
        _ => return None,
    })
}

fn expand(key: &Key<'_>) -> TokenStream {
    let Key {
        ident,
        inner,
        member,
        ..
    } = key;
    let orm = private(key.krate.as_ref());
    // What is said of the inner type is said at its place, and so once.
    let sql = match written_sql(inner) {
        Some(name) => {
            let name = Ident::new(name, inner.span());
            quote_spanned!(inner.span()=> _orm::sql_types::#name)
        }
        None => quote_spanned!(inner.span()=> _orm::KeySql<#inner>),
    };
    let kind = quote_spanned!(inner.span()=> <#inner as _orm::KeyInner>::KIND);
    let encode = quote_spanned!(inner.span()=> <#inner as _orm::KeyInner>::encode_inner);
    let value = quote_spanned!(inner.span()=> #inner: _orm::KeyValue<DB>);
    let read = if key.alone {
        quote!(_orm::Ok(Self { #member: _orm::KeyValue::<DB>::read(value)? }))
    } else {
        quote!({
            let _ = value;
            ::core::unreachable!()
        })
    };
    // So that what cannot be a key is said at its place.
    let at = inner.span();
    let header = |of: TokenStream| quote_spanned!(at=> impl<DB: _orm::DieselBackend> #of for #ident where #value);
    let from_sql = header(quote_spanned!(at=> _orm::FromSql<#sql, DB>));
    let to_sql = header(quote_spanned!(at=> _orm::ToSql<#sql, DB>));
    let sql = quote_spanned!(at=> type Sql = #sql;);
    quote! {
        #[allow(unused_qualifications, clippy::all)]
        const _: () = {
            use #orm as _orm;
            #[diagnostic::do_not_recommend]
            impl _orm::FieldType for #ident {
                #sql
                type Column = Self;
            }
            #[diagnostic::do_not_recommend]
            impl _orm::OwnType for #ident { type List = _orm::OneBind<Self>; }
            #[diagnostic::do_not_recommend]
            impl _orm::ListPart for #ident {
                const KIND: _orm::KeyKind = #kind;
                #[inline]
                fn encode<E: _orm::KeyEncoder + ?::core::marker::Sized>(&self, encoder: &mut E) {
                    #encode(&self.#member, encoder)
                }
            }
            #[diagnostic::do_not_recommend]
            impl _orm::KeyPart for #ident {}
            #[diagnostic::do_not_recommend]
            #from_sql
            {
                #[inline]
                fn from_sql(value: <DB as _orm::DieselBackend>::RawValue<'_>) -> _orm::Deserialized<Self> { #read }
            }
            #[diagnostic::do_not_recommend]
            #to_sql
            {
                fn to_sql<'b>(&'b self, out: &mut _orm::Output<'b, '_, DB>) -> _orm::Serialized {
                    _orm::KeyValue::<DB>::write(&self.#member, out)
                }
            }
        };
    }
}
