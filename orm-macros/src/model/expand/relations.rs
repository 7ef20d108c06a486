//! Relations: a type for each, and the trait by which a signature asks for it.

use proc_macro2::{Literal, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::Ident;
use syn::spanned::Spanned;

use super::{Names, nat, partial};
use crate::model::ir::{Kind, Model, Relation};
use crate::names;
use crate::runtime;

/// The type of relation number `at`, named as the relation.
pub(super) fn marker(model: &Model<'_>, at: usize) -> Ident {
    let name = names::plain(&model.relations[at].name);
    format_ident!(
        "{}_{}",
        names::plain(model.ident),
        name,
        span = model.relations[at].name.span()
    )
}

fn hash(ident: &Ident) -> TokenStream {
    let hash = names::hash_of(ident);
    quote!(#hash)
}

/// `<Track as Named<{hash of "album"}>>::Rel`, at the user's own tokens.
fn named(target: &dyn quote::ToTokens, other: &Ident) -> TokenStream {
    let hash = hash(other);
    quote_spanned!(other.span()=> _orm::RelNamed<#target, #hash>)
}

/// The relations' types.
pub(super) fn relations(model: &Model<'_>, _: &Names) -> TokenStream {
    let all = (0..model.relations.len()).map(|at| relation(model, at));
    let only = only_keys(model);
    quote!(#(#all)* #only)
}

fn relation(model: &Model<'_>, at: usize) -> TokenStream {
    let (vis, ident) = (model.vis, model.ident);
    let relation = &model.relations[at];
    let rel = marker(model, at);
    let name = names::plain(&relation.name);
    let hash = hash(&relation.name);
    let index = nat(at);
    let target = self::target(model, relation);
    // All that names the other model stands at one place of the user's: what is wrong with it
    // is then one error, since the compiler says the same text of the same place once.
    let (at_link, link, arity) = match &relation.kind {
        Kind::Forward { nullable, .. } => {
            let at = relation.target.span();
            let arity = if *nullable {
                quote!(_orm::Maybe)
            } else {
                quote!(_orm::ExactlyOne)
            };
            (at, quote_spanned!(at=> _orm::Forward<#rel>), arity)
        }
        Kind::HasMany { other } | Kind::HasOne { other } => {
            let (at, named) = (other.span(), named(&target, other));
            let link = quote_spanned!(at=> _orm::BackFrom<#ident, #target, #named>);
            let arity = if relation.to_many() {
                quote!(_orm::Many)
            } else {
                quote!(_orm::Maybe)
            };
            (at, link, arity)
        }
        Kind::ManyToMany { through, sides } => {
            let at = through.span();
            let (from, to) = match sides {
                Some((from, to)) => (named(through, from), named(through, to)),
                None => (
                    quote_spanned!(at=> _orm::OnlyKey<#through, #ident>),
                    quote_spanned!(at=> _orm::OnlyKey<#through, #target>),
                ),
            };
            let link = quote_spanned!(at=> _orm::Through<#ident, #target, #through, #from, #to>);
            (at, link, quote!(_orm::Many))
        }
    };
    let link = quote_spanned!(at_link=> type Link = #link;);
    let to = quote_spanned!(relation.target.span()=> type To = _orm::ModelOf<#target>;);
    let foreign_key = foreign_key(model, relation, &rel);
    let probe = probe(&relation.kind, &target);
    let vis = runtime::moved(quote!(#vis), relation.name.span());
    let marker = quote_spanned!(relation.name.span()=> #vis struct #rel;);
    quote! {
        #marker
        impl _orm::Relation for #rel {
            type From = #ident;
            #to
            #link
            type Arity = #arity;
            type Index = #index;
            const NAME: &'static str = #name;
        }
        #[diagnostic::do_not_recommend]
        impl _orm::Named<#hash> for #ident { type Rel = #rel; }
        #foreign_key
        #probe
    }
}

/// Names the other side as a method too: where there is none of that name, the compiler
/// offers the near one.
fn probe(kind: &Kind, target: &TokenStream) -> TokenStream {
    let (Kind::HasMany { other } | Kind::HasOne { other }) = kind else {
        return TokenStream::new();
    };
    let at = Span::mixed_site().located_at(other.span());
    quote_spanned!(at=> const _: fn() = || { let _ = _orm::fields::<#target>().#other(); };)
}

/// The target's path; `Self` becomes the model.
pub(super) fn target(model: &Model<'_>, relation: &Relation) -> TokenStream {
    let path = &relation.target;
    if path.is_ident("Self") {
        let ident = model.ident;
        quote!(#ident)
    } else {
        quote!(#path)
    }
}

fn foreign_key(model: &Model<'_>, relation: &Relation, rel: &Ident) -> TokenStream {
    let Kind::Forward { fields, .. } = &relation.kind else {
        return TokenStream::new();
    };
    let columns = fields
        .iter()
        .map(|&at| super::column_name(model, &model.columns[at]));
    let places_of = fields.iter().copied().map(Literal::usize_unsuffixed);
    let target = relation.target.span();
    // Our own names, which a type from elsewhere (`$ty:ty`) must not make another's.
    let (keys, places) = (quote!(keys), partial::keys(model));
    let key = match fields[..] {
        [at] => {
            let column = &model.columns[at];
            let (field, base) = (partial::among(&places, at, &keys), column.base);
            // The value is written at the field's type, so that a key of another type than
            // the other model's shows there.
            let value = if column.nullable {
                quote_spanned!(base.span()=> #field.as_ref())
            } else {
                quote_spanned!(base.span()=> _orm::Some(#field))
            };
            quote_spanned!(target=> _orm::same_key::<#rel, #base>(#value))
        }
        _ => {
            let parts = fields.iter().map(|&at| {
                let field = partial::among(&places, at, &keys);
                if model.columns[at].nullable {
                    quote!(#field.as_ref()?)
                } else {
                    field
                }
            });
            let at = Span::mixed_site().located_at(relation.name.span());
            quote_spanned!(at=> _orm::Some(_orm::same_keys::<#rel, _>((#(#parts),*))))
        }
    };
    let key = quote_spanned! {target=>
        #[inline]
        fn key<'m>(#keys: _orm::KeysOf<'m, <Self as _orm::Relation>::From>) -> _orm::Option<_orm::KeyRefOf<'m, <Self as _orm::Relation>::To>> { #key }
    };
    quote! {
        impl _orm::ForeignKey for #rel {
            type Places = (#(_orm::Place<#places_of>),*);
            const COLUMNS: &'static [&'static str] = &[#(#columns),*];
            #key
        }
    }
}

/// Where one foreign key alone leads to a model, `through` need not name it.
fn only_keys(model: &Model<'_>) -> TokenStream {
    let ident = model.ident;
    let forward = |relation: &&Relation| matches!(relation.kind, Kind::Forward { .. });
    let text = |relation: &Relation| target(model, relation).to_string();
    let all: Vec<&Relation> = model.relations.iter().filter(forward).collect();
    let impls = all
        .iter()
        .filter(|relation| all.iter().filter(|other| text(other) == text(relation)).count() == 1)
        .map(|relation| {
            let (target, hash) = (target(model, relation), hash(&relation.name));
            quote! {
                impl _orm::OnlyKeyTo<#target> for #ident { type Rel = _orm::RelNamed<#ident, #hash>; }
            }
        });
    quote!(#(#impls)*)
}

/// The trait by which a signature asks for a relation, and its impls for rows. They stand at
/// the relation's name, which is where the compiler then points.
pub(super) fn traits(model: &Model<'_>, names: &Names) -> TokenStream {
    let all = model.relations.iter().enumerate().map(|(at, relation)| {
        if relation.to_many() {
            to_many_traits(model, names, at, relation)
        } else {
            to_one_trait(model, names, at, relation)
        }
    });
    quote!(#(#all)*)
}

/// The slot list in which place `at` is `slot`: its other slots' parameters, and its type.
pub(super) fn slots_with(
    model: &Model<'_>,
    at: usize,
    slot: &TokenStream,
) -> (Vec<Ident>, TokenStream) {
    let params: Vec<Ident> = (0..model.relations.len())
        .map(|n| format_ident!("__{n}"))
        .collect();
    let list = params
        .iter()
        .enumerate()
        .rev()
        .fold(quote!(()), |rest, (n, param)| {
            if n == at {
                quote!((#slot, #rest))
            } else {
                quote!((#param, #rest))
            }
        });
    let others = params
        .into_iter()
        .enumerate()
        .filter(|(n, _)| *n != at)
        .map(|(_, p)| p)
        .collect();
    (others, list)
}

/// `self.0.slots.1.1.0`.
fn slot_at(at: usize) -> TokenStream {
    let ones = (0..at).map(|_| quote!(.1));
    quote!(.0.slots #(#ones)* .0)
}

/// The name of a to-one relation's trait: `AlbumWithArtist`.
pub(super) fn trait_name(model: &Model<'_>, relation: &Relation) -> Ident {
    format_ident!(
        "{}With{}",
        names::plain(model.ident),
        names::camel(&names::plain(&relation.name)),
        span = relation.name.span()
    )
}

/// The name of a to-many relation's trait for whole or part: `AlbumWithSomeTracks`.
pub(super) fn some_trait_name(model: &Model<'_>, relation: &Relation) -> Ident {
    format_ident!(
        "{}WithSome{}",
        names::plain(model.ident),
        names::camel(&names::plain(&relation.name)),
        span = relation.name.span()
    )
}

/// The name of the trait by which a row's own accessor finds its slot: `AlbumHoldsArtist`.
/// Unlike the traits for signatures it takes rows with values beside them too.
pub(super) fn slot_trait_name(model: &Model<'_>, relation: &Relation) -> Ident {
    format_ident!(
        "{}Holds{}",
        names::plain(model.ident),
        names::camel(&names::plain(&relation.name)),
        span = relation.name.span()
    )
}

/// The associated type: the relation's name for to-one, the target's for to-many. It is our
/// own word, though at the user's place: where it equals the target's name, the compiler
/// would offer `Self::Artist` in errors about that.
pub(super) fn associated(model: &Model<'_>, relation: &Relation) -> Ident {
    if relation.to_many() {
        let name = relation.target_name(model.ident);
        runtime::at(&name.to_string(), name.span())
    } else {
        let name = names::camel(&names::plain(&relation.name));
        runtime::at(&name, relation.name.span())
    }
}

fn to_one_trait(model: &Model<'_>, names: &Names, at: usize, relation: &Relation) -> TokenStream {
    let (vis, ident, row, orm) = (model.vis, model.ident, &names.row, &names.orm);
    let name = &relation.name;
    let plain = names::plain(name);
    let trait_ = trait_name(model, relation);
    let assoc = associated(model, relation);
    let target = self::target(model, relation);
    let message = format!(
        "relation `{plain}` of `{ident}` is not loaded here: reading it would run one query per row (N+1)"
    );
    let label = format!("`{plain}` is not loaded");
    let note = format!(
        "load it with the rows: `.select_related({plain})` (one JOIN) or `.prefetch_related({plain})` (one batched query)"
    );
    let doc = format!("Rows of [`{ident}`] with which `{plain}` was loaded.");
    let method_doc = format!("The loaded `{plain}`.");
    let into = format_ident!("into_{}", plain);
    let holds = slot_trait_name(model, relation);
    let (slot_trait, out, held) = if relation.nullable() {
        (
            quote!(MaybeSlot),
            quote!(#orm::Option<&Self::#assoc>),
            quote!(#orm::Option<&Self::Row>),
        )
    } else {
        (quote!(OneSlot), quote!(&Self::#assoc), quote!(&Self::Row))
    };
    let (owned, held_owned) = if relation.nullable() {
        (
            quote!(#orm::Option<Self::#assoc>),
            quote!(#orm::Option<Self::Row>),
        )
    } else {
        (quote!(Self::#assoc), quote!(Self::Row))
    };
    let (others, list) = slots_with(model, at, &quote!(#orm::Loaded<__S>));
    let slot = slot_at(at);
    quote_spanned! {name.span()=>
        #[doc = #doc]
        #[diagnostic::on_unimplemented(message = #message, label = #label, note = #note)]
        #[allow(dead_code, private_bounds, private_interfaces, non_snake_case, clippy::all, clippy::pedantic)]
        #vis trait #trait_: #orm::Deref<Target = #ident> {
            #[doc = #doc]
            type #assoc: #orm::Deref<Target = #target>;
            #[doc = #method_doc]
            fn #name(&self) -> #out;
            #[doc = #method_doc]
            fn #into(self) -> #owned where Self: #orm::Sized, Self::#assoc: #orm::Clone;
        }
        #[doc(hidden)]
        #[diagnostic::on_unimplemented(message = #message, label = #label, note = #note)]
        #[allow(dead_code, private_bounds, private_interfaces, non_snake_case, clippy::all, clippy::pedantic)]
        #vis trait #holds {
            type Row;
            fn get(&self) -> #held;
            fn into(self) -> #held_owned where Self: #orm::Sized, Self::Row: #orm::Clone;
        }
        #[diagnostic::do_not_recommend]
        impl<__S: #orm::#slot_trait, __O, __H #(, #others)*> #holds for #row<#list, __O, __H> {
            type Row = __S::Row;
            fn get(&self) -> #held { self #slot.kept().row() }
            fn into(self) -> #held_owned where __S::Row: #orm::Clone { self #slot.into_kept().into_row() }
        }
        #[diagnostic::do_not_recommend]
        impl<__S: #orm::#slot_trait<Row: #orm::Deref<Target = #target>>, __O #(, #others)*> #trait_
            for #row<#list, __O>
        {
            type #assoc = __S::Row;
            fn #name(&self) -> #out { self #slot.kept().row() }
            fn #into(self) -> #owned where Self::#assoc: #orm::Clone { self #slot.into_kept().into_row() }
        }
    }
}

fn to_many_traits(model: &Model<'_>, names: &Names, at: usize, relation: &Relation) -> TokenStream {
    let (vis, ident, row, orm) = (model.vis, model.ident, &names.row, &names.orm);
    let name = &relation.name;
    let plain = names::plain(name);
    let (trait_, some) = (
        trait_name(model, relation),
        some_trait_name(model, relation),
    );
    let holds = slot_trait_name(model, relation);
    let assoc = associated(model, relation);
    let target = self::target(model, relation);
    let whole_message = format!(
        "relation `{plain}` of `{ident}` is not loaded whole here: reading it would run one query per row (N+1)"
    );
    let some_message = format!(
        "relation `{plain}` of `{ident}` is not loaded here: reading it would run one query per row (N+1)"
    );
    let label = format!("`{plain}` is not loaded");
    let whole_label = format!("all of `{plain}` is asked for");
    let note = format!("load it with the rows: `.prefetch_related({plain})` (one batched query)");
    let part_note = format!(
        "a filtered or sliced prefetch loads a part: a signature that takes whole or part says `&impl {some}`"
    );
    let doc = format!("Rows of [`{ident}`] with which all of `{plain}` was loaded.");
    let some_doc =
        format!("Rows of [`{ident}`] with which `{plain}` was loaded, whole or in part.");
    let method_doc = format!("The loaded `{plain}`.");
    let into = format_ident!("into_{}", plain);
    let slot = slot_at(at);
    let (others, whole) = slots_with(model, at, &quote!(#orm::Whole<__T>));
    let (_, part) = slots_with(model, at, &quote!(#orm::Part<__T>));
    let rows_type = names::camel(&plain);
    let mut rows_type = format_ident!("{}", rows_type);
    if rows_type == assoc {
        rows_type = format_ident!("{}Rows", rows_type);
    }
    quote_spanned! {name.span()=>
        #[doc = #doc]
        #[diagnostic::on_unimplemented(message = #whole_message, label = #whole_label, note = #note, note = #part_note)]
        #[allow(dead_code, private_bounds, private_interfaces, non_snake_case, clippy::all, clippy::pedantic)]
        #vis trait #trait_: #orm::Deref<Target = #ident> {
            #[doc = #doc]
            type #assoc: #orm::Deref<Target = #target>;
            #[doc = #method_doc]
            fn #name(&self) -> &[Self::#assoc];
            #[doc = #method_doc]
            fn #into(self) -> #orm::Vec<Self::#assoc> where Self: #orm::Sized, Self::#assoc: #orm::Clone;
        }
        #[doc = #some_doc]
        #[diagnostic::on_unimplemented(message = #some_message, label = #label, note = #note)]
        #[allow(dead_code, private_bounds, private_interfaces, non_snake_case, clippy::all, clippy::pedantic)]
        #vis trait #some: #orm::Deref<Target = #ident> {
            #[doc = #some_doc]
            type #assoc: #orm::Deref<Target = #target>;
            /// A slice where all were loaded, a `Part` where some were.
            type #rows_type: ?#orm::Sized + #orm::SomeRows<Row = Self::#assoc>;
            #[doc = #method_doc]
            fn #name(&self) -> &Self::#rows_type;
        }
        #[doc(hidden)]
        #[diagnostic::on_unimplemented(message = #some_message, label = #label, note = #note)]
        #[allow(dead_code, private_bounds, private_interfaces, non_snake_case, clippy::all, clippy::pedantic)]
        #vis trait #holds {
            type Rows: ?#orm::Sized;
            type Owned;
            type Row;
            fn get(&self) -> &Self::Rows;
            fn into(self) -> Self::Owned where Self: #orm::Sized, Self::Row: #orm::Clone;
        }
        #[diagnostic::do_not_recommend]
        impl<__T, __O, __H #(, #others)*> #holds for #row<#whole, __O, __H> {
            type Rows = [__T];
            type Owned = #orm::Vec<__T>;
            type Row = __T;
            fn get(&self) -> &[__T] { self #slot.rows() }
            fn into(self) -> #orm::Vec<__T> where __T: #orm::Clone { self #slot.into_rows() }
        }
        #[diagnostic::do_not_recommend]
        impl<__T, __O, __H #(, #others)*> #holds for #row<#part, __O, __H> {
            type Rows = #orm::Part<__T>;
            type Owned = #orm::Part<__T>;
            type Row = __T;
            fn get(&self) -> &#orm::Part<__T> { &self #slot }
            fn into(self) -> #orm::Part<__T> { self #slot }
        }
        #[diagnostic::do_not_recommend]
        impl<__T: #orm::Deref<Target = #target>, __O #(, #others)*> #trait_ for #row<#whole, __O> {
            type #assoc = __T;
            fn #name(&self) -> &[__T] { self #slot.rows() }
            fn #into(self) -> #orm::Vec<__T> where __T: #orm::Clone { self #slot.into_rows() }
        }
        #[diagnostic::do_not_recommend]
        impl<__T: #orm::Deref<Target = #target>, __O #(, #others)*> #some for #row<#whole, __O> {
            type #assoc = __T;
            type #rows_type = [__T];
            fn #name(&self) -> &[__T] { self #slot.rows() }
        }
        #[diagnostic::do_not_recommend]
        impl<__T: #orm::Deref<Target = #target>, __O #(, #others)*> #some for #row<#part, __O> {
            type #assoc = __T;
            type #rows_type = #orm::Part<__T>;
            fn #name(&self) -> &#orm::Part<__T> { &self #slot }
        }
    }
}
