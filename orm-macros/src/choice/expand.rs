//! What the derive emits.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::ir::{Choice, Storage, Stored};
use crate::names::plain;
use crate::runtime::private;

/// Everything.
pub(super) fn choice(choice: &Choice<'_>) -> TokenStream {
    let Choice { ident, refused, .. } = choice;
    let orm = private(choice.krate.as_ref());
    let name = plain(ident);
    let (stored, owned) = types(&choice.storage);
    // The types themselves: Diesel's derives, beside this one, write impls that must not seem
    // to overlap with ours.
    let sql = match &choice.storage {
        Storage::PostgresEnum(_) => quote!(_orm::EnumSql),
        Storage::Text => quote!(_orm::sql_types::Text),
        Storage::Integer(16) => quote!(_orm::sql_types::SmallInt),
        Storage::Integer(32) => quote!(_orm::sql_types::Integer),
        Storage::Integer(_) => quote!(_orm::sql_types::BigInt),
    };
    let choices = choice.variants.iter().map(|variant| {
        let (ident, label) = (variant.ident, &variant.label);
        let (name, stored) = (plain(ident), reference(&variant.stored));
        quote!(_orm::ChoiceOf { value: Self::#ident, stored: #stored, variant: #name, label: #label })
    });
    let arms = choice.variants.iter().map(|variant| {
        let (ident, stored) = (variant.ident, reference(&variant.stored));
        quote!(Self::#ident => #stored)
    });
    let values = values(choice);
    let list_part = list_part(choice);
    let (bound, value) = bound(choice, &stored);
    quote! {
        #[allow(unused_qualifications, clippy::all)]
        const _: () = {
            use #orm as _orm;
            #[diagnostic::do_not_recommend]
            impl _orm::FieldType for #ident {
                type Sql = #sql;
                type Column = Self;
                const VALUES: _orm::Option<_orm::Values> = _orm::Some(#values);
            }
            #[diagnostic::do_not_recommend]
            impl _orm::OwnType for #ident { type List = _orm::ChoiceList<Self>; }
            #[diagnostic::do_not_recommend]
            impl _orm::Choice for #ident {
                type Stored = #stored;
                const CHOICES: &'static [_orm::ChoiceOf<Self>] = &[#(#choices),*];
                const NAME: &'static ::core::primitive::str = #name;
                fn stored(&self) -> &'static #stored {
                    match self {
                        #(#arms,)*
                        #(Self::#refused { .. } => ::core::unreachable!(),)*
                    }
                }
            }
            #list_part
            #[diagnostic::do_not_recommend]
            impl<DB: _orm::DieselBackend> _orm::FromSql<#sql, DB> for #ident
            where #owned: _orm::FromSql<#sql, DB>
            {
                fn from_sql(value: <DB as _orm::DieselBackend>::RawValue<'_>) -> _orm::Deserialized<Self> {
                    _orm::choose::<Self>(&<#owned as _orm::FromSql<#sql, DB>>::from_sql(value)?)
                }
            }
            #[diagnostic::do_not_recommend]
            impl<DB: _orm::DieselBackend> _orm::ToSql<#sql, DB> for #ident
            where #bound: _orm::ToSql<#sql, DB>
            {
                fn to_sql<'b>(&'b self, out: &mut _orm::Output<'b, '_, DB>) -> _orm::Serialized {
                    <#bound as _orm::ToSql<#sql, DB>>::to_sql(#value, out)
                }
            }
        };
    }
}

/// How values travel as parts of keys. Text is of another type in PostgreSQL than its enums,
/// so that these are none.
fn list_part(choice: &Choice<'_>) -> Option<TokenStream> {
    let ident = choice.ident;
    let (kind, encode) = match choice.storage {
        Storage::Text => (quote!(Text), quote!(encoder.text(stored))),
        Storage::Integer(_) => (quote!(Int), quote!(encoder.int(_orm::From::from(*stored)))),
        Storage::PostgresEnum(_) => return None,
    };
    Some(quote! {
        #[diagnostic::do_not_recommend]
        impl _orm::ListPart for #ident {
            const KIND: _orm::KeyKind = _orm::KeyKind::#kind;
            fn encode<E: _orm::KeyEncoder + ?::core::marker::Sized>(&self, encoder: &mut E) {
                let stored = _orm::Choice::stored(self);
                #encode
            }
        }
    })
}

/// The type that is bound, and its value.
fn bound(choice: &Choice<'_>, stored: &TokenStream) -> (TokenStream, TokenStream) {
    let Storage::PostgresEnum(_) = choice.storage else {
        return (stored.clone(), quote!(_orm::Choice::stored(self)));
    };
    let refused = &choice.refused;
    let arms = choice.variants.iter().map(|variant| {
        let (ident, stored) = (variant.ident, reference(&variant.stored));
        quote!(Self::#ident => &_orm::EnumText(#stored))
    });
    let value = quote!(match self {
        #(#arms,)*
        #(Self::#refused { .. } => ::core::unreachable!(),)*
    });
    (quote!(_orm::EnumText), value)
}

/// The types that are stored and read.
fn types(storage: &Storage) -> (TokenStream, TokenStream) {
    match storage {
        Storage::Text | Storage::PostgresEnum(_) => {
            (quote!(::core::primitive::str), quote!(_orm::String))
        }
        Storage::Integer(bits) => {
            let int = quote::format_ident!("i{bits}");
            let int = quote!(::core::primitive::#int);
            (int.clone(), int)
        }
    }
}

/// What is stored of one variant.
fn reference(stored: &Stored) -> TokenStream {
    match stored {
        Stored::Text(text) => quote!(#text),
        Stored::Integer(number) => {
            let number = Literal::i64_unsuffixed(*number);
            quote!(&#number)
        }
    }
}

/// What is stored of all of them, for the schema.
fn values(choice: &Choice<'_>) -> TokenStream {
    let all = choice.variants.iter().map(|variant| match &variant.stored {
        Stored::Text(text) => quote!(#text),
        Stored::Integer(number) => {
            let number = Literal::i64_unsuffixed(*number);
            quote!(#number)
        }
    });
    let (kind, postgres_enum) = match &choice.storage {
        Storage::Text => (quote!(Text), quote!(_orm::None)),
        Storage::Integer(_) => (quote!(Integers), quote!(_orm::None)),
        Storage::PostgresEnum(name) => (quote!(Text), quote!(_orm::Some(#name))),
    };
    quote!(_orm::Values {
        stored: _orm::Stored::#kind(&[#(#all),*]), postgres_enum: #postgres_enum,
    })
}
