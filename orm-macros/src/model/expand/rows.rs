//! The row type, its accessors, and rows built by hand.

use proc_macro2::TokenStream;
use quote::{format_ident, quote, quote_spanned};

use super::relations::{slot_trait_name, slots_with, target, trait_name};
use super::{Names, nothing};
use crate::model::ir::{Model, Relation};
use crate::names;

/// The row type.
pub(super) fn rows(model: &Model<'_>, names: &Names) -> TokenStream {
    let (vis, ident, row, orm) = (model.vis, model.ident, &names.row, &names.orm);
    let nothing = nothing(model, orm);
    let doc = format!(
        "A row of [`{ident}`] and what was loaded with it. `{row}` alone is a row with nothing loaded; \
         `row!({ident}.select_related(…))` names the others."
    );
    // At the struct's name, which is where the compiler then points.
    let row_type = quote_spanned! {ident.span()=>
        #[doc = #doc]
        #[allow(private_interfaces)]
        #vis struct #row<L = #nothing, O = #orm::Item, H = #ident>(
            #orm::RowData<H, L>,
            #orm::PhantomData<fn() -> O>,
        );
    };
    let accessors = model
        .relations
        .iter()
        .map(|relation| accessor(model, relation, orm));
    quote! {
        #row_type
        #[allow(dead_code, private_bounds, private_interfaces, non_snake_case, clippy::all, clippy::pedantic)]
        impl<L, O, H> #row<L, O, H> {
            /// The model, without what was loaded with it; of a row that `only` or `defer` left
            /// fields out of, the other fields.
            pub fn into_model(self) -> H { self.0.model }
            #(#accessors)*
        }
    }
}

/// What rows do.
pub(super) fn impls(model: &Model<'_>, names: &Names) -> TokenStream {
    let (ident, row) = (model.ident, &names.row);
    let nothing = nothing(model, &quote!(_orm));
    let plain = if model.accessors {
        let plain = model
            .relations
            .iter()
            .map(|relation| plain_accessor(model, relation));
        quote!(#(#plain)*)
    } else {
        TokenStream::new()
    };
    let builders = model
        .relations
        .iter()
        .enumerate()
        .map(|(at, relation)| builder(model, names, at, relation));
    let serialize = if model.serialize {
        quote! {
            impl<L, O, H> _orm::serialize::Serialize for #row<L, O, H>
            where _orm::RowData<H, L>: _orm::serialize::Serialize
            {
                fn serialize<S: _orm::serialize::Serializer>(&self, serializer: S) -> _orm::Result<S::Ok, S::Error> {
                    _orm::serialize::Serialize::serialize(&self.0, serializer)
                }
            }
        }
    } else {
        TokenStream::new()
    };
    quote! {
        impl<L, O, H> _orm::Deref for #row<L, O, H> {
            type Target = H;
            fn deref(&self) -> &H { &self.0.model }
        }
        impl<L: 'static, O: 'static, H: _orm::Record<Model = #ident>> _orm::RowParts for #row<L, O, H> {
            type Model = #ident;
            type Record = H;
            type Slots = L;
            type One = #row<L, _orm::Single, H>;
            fn from_data(data: _orm::RowData<H, L>) -> Self { Self(data, _orm::PhantomData) }
            fn data(&self) -> &_orm::RowData<H, L> { &self.0 }
            fn data_mut(&mut self) -> &mut _orm::RowData<H, L> { &mut self.0 }
            fn into_data(self) -> _orm::RowData<H, L> { self.0 }
        }
        #[diagnostic::do_not_recommend]
        impl<L: _orm::KeepAll + 'static, H: _orm::Record<Model = #ident>> _orm::Source for #row<L, _orm::Single, H> {
            type Builder = _orm::OneRowSet<Self>;
            fn start(self) -> Self::Builder { _orm::start_row(self) }
        }
        impl<L, O, H> _orm::Clone for #row<L, O, H> where _orm::RowData<H, L>: _orm::Clone {
            fn clone(&self) -> Self { Self(_orm::Clone::clone(&self.0), _orm::PhantomData) }
        }
        impl<L, O, H> ::core::fmt::Debug for #row<L, O, H> where _orm::RowData<H, L>: ::core::fmt::Debug {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result { ::core::fmt::Debug::fmt(&self.0, f) }
        }
        impl<L, M, O, N, H> _orm::PartialEq<#row<M, N, H>> for #row<L, O, H>
        where _orm::RowData<H, L>: _orm::PartialEq<_orm::RowData<H, M>>
        {
            fn eq(&self, other: &#row<M, N, H>) -> bool { self.0 == other.0 }
        }
        #[diagnostic::do_not_recommend]
        impl _orm::IntoRow<#ident> for #ident {
            type Row = #row;
            fn into_row(self) -> #row { <#row as _orm::From<#ident>>::from(self) }
        }
        #[diagnostic::do_not_recommend]
        impl<L: 'static, O: 'static> _orm::IntoRow<#ident> for #row<L, O> {
            type Row = #row<L>;
            fn into_row(self) -> #row<L> { #row(self.0, _orm::PhantomData) }
        }
        impl _orm::From<#ident> for #row {
            fn from(model: #ident) -> Self {
                Self(_orm::RowData { model, slots: #nothing }, _orm::PhantomData)
            }
        }
        #serialize
        #plain
        #(#builders)*
    }
}

/// `row.artist()` and `row.into_artist()`: there always, and compile where it is loaded.
/// The parameter of their own makes an unmet bound an error with the trait's own text.
fn accessor(model: &Model<'_>, relation: &Relation, orm: &TokenStream) -> TokenStream {
    let name = &relation.name;
    let into = format_ident!("into_{}", names::plain(name), span = name.span());
    let doc = format!("The loaded `{}`.", names::plain(name));
    let holds = slot_trait_name(model, relation);
    if relation.to_many() {
        return quote_spanned! {name.span()=>
            #[doc = #doc]
            pub fn #name<T: ?#orm::Sized>(&self) -> &T where Self: #holds<Rows = T> { #holds::get(self) }
            #[doc = #doc]
            pub fn #into<T, R: #orm::Clone>(self) -> T where Self: #holds<Owned = T, Row = R> { #holds::into(self) }
        };
    }
    let (borrowed, owned) = if relation.nullable() {
        (quote!(#orm::Option<&T>), quote!(#orm::Option<T>))
    } else {
        (quote!(&T), quote!(T))
    };
    quote_spanned! {name.span()=>
        #[doc = #doc]
        pub fn #name<T>(&self) -> #borrowed where Self: #holds<Row = T> { #holds::get(self) }
        #[doc = #doc]
        pub fn #into<T: #orm::Clone>(self) -> #owned where Self: #holds<Row = T> { #holds::into(self) }
    }
}

/// The same on a plain model, to answer with the reason.
fn plain_accessor(model: &Model<'_>, relation: &Relation) -> TokenStream {
    let (ident, name) = (model.ident, &relation.name);
    let trait_ = trait_name(model, relation);
    let holds = format_ident!("Holds{}", trait_);
    let message = format!("a plain `{ident}` holds no relations: take `&impl {trait_}`");
    let label = format!(
        "`{}` is read from rows that were loaded with it",
        names::plain(name)
    );
    let note = format!(
        "rows are `{}Row` and its like: `row!({ident}.select_related(…))` names their types",
        names::plain(ident)
    );
    quote_spanned! {name.span()=>
        #[diagnostic::on_unimplemented(message = #message, label = #label, note = #note)]
        #[allow(dead_code)]
        trait #holds<T> { fn get(&self) -> T; }
        #[diagnostic::do_not_recommend]
        impl #holds<()> for _orm::Unheld { fn get(&self) {} }
        #[allow(dead_code, private_bounds, non_snake_case, clippy::all, clippy::pedantic)]
        impl #ident {
            #[doc(hidden)]
            pub fn #name<T>(&self) -> T where Self: #holds<T> { #holds::get(self) }
        }
    }
}

/// `AlbumRow::from(album).with_artist(artist)`: rows without a database.
fn builder(model: &Model<'_>, names: &Names, at: usize, relation: &Relation) -> TokenStream {
    let row = &names.row;
    let name = names::plain(&relation.name);
    let with = format_ident!("with_{name}");
    let target = target(model, relation);
    let (others, before) = slots_with(model, at, &quote!(_orm::NotLoaded));
    let kept = quote!(<__T as _orm::IntoRow<#target>>::Row);
    let (slot, argument, value) = if relation.to_many() {
        (
            quote!(_orm::Whole<#kept>),
            quote!(_orm::Vec<__T>),
            quote!(_orm::whole(value)),
        )
    } else if relation.nullable() {
        (
            quote!(_orm::Loaded<_orm::MaybeInline<#kept>>),
            quote!(_orm::Option<__T>),
            quote!(_orm::Loaded::with_maybe(value.map(_orm::IntoRow::into_row))),
        )
    } else {
        (
            quote!(_orm::Loaded<_orm::Inline<#kept>>),
            quote!(__T),
            quote!(_orm::Loaded::with(_orm::IntoRow::into_row(value))),
        )
    };
    let (_, after) = slots_with(model, at, &slot);
    let taken = (0..model.relations.len()).map(|n| {
        let ones = (0..n).map(|_| quote!(.1));
        quote!(slots #(#ones)* .0)
    });
    let taken: Vec<TokenStream> = taken.collect();
    let built = taken
        .iter()
        .enumerate()
        .rev()
        .fold(quote!(()), |rest, (n, old)| {
            if n == at {
                quote!((#value, #rest))
            } else {
                quote!((#old, #rest))
            }
        });
    let doc = format!(
        "Puts `{name}` in, as plain models or as rows, for tests and templates without a database."
    );
    quote! {
        #[allow(dead_code)]
        impl<__O #(, #others)*> #row<#before, __O> {
            #[doc = #doc]
            pub fn #with<__T: _orm::IntoRow<#target>>(self, value: #argument) -> #row<#after, __O> {
                let _orm::RowData { model, slots } = self.0;
                let _ = &slots;
                #row(_orm::RowData { model, slots: #built }, _orm::PhantomData)
            }
        }
    }
}
