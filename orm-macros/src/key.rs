//! `#[derive(Key)]`: a newtype as the type of a key.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
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
    Some(Key {
        ident,
        krate,
        member: member?,
        inner: &data.fields.iter().next()?.ty,
        alone: fields == 1,
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
    let sql = quote_spanned!(inner.span()=> _orm::KeySql<#inner>);
    let kind = quote_spanned!(inner.span()=> <#inner as _orm::KeyInner>::KIND);
    let encode = quote_spanned!(inner.span()=> <#inner as _orm::KeyInner>::encode_inner);
    let read = if key.alone {
        quote!(_orm::Ok(Self { #member: <#inner as _orm::FromSql<#sql, DB>>::from_sql(value)? }))
    } else {
        quote!({
            let _ = value;
            ::core::unreachable!()
        })
    };
    quote! {
        #[allow(unused_qualifications, clippy::all)]
        const _: () = {
            use #orm as _orm;
            #[diagnostic::do_not_recommend]
            impl _orm::FieldType for #ident {
                type Sql = #sql;
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
            impl<DB: _orm::DieselBackend> _orm::FromSql<#sql, DB> for #ident
            where #inner: _orm::FromSql<#sql, DB>
            {
                #[inline]
                fn from_sql(value: <DB as _orm::DieselBackend>::RawValue<'_>) -> _orm::Deserialized<Self> { #read }
            }
            #[diagnostic::do_not_recommend]
            impl<DB: _orm::DieselBackend> _orm::ToSql<#sql, DB> for #ident
            where #inner: _orm::ToSql<#sql, DB>
            {
                fn to_sql<'b>(&'b self, out: &mut _orm::Output<'b, '_, DB>) -> _orm::Serialized {
                    <#inner as _orm::ToSql<#sql, DB>>::to_sql(&self.#member, out)
                }
            }
        };
    }
}
