//! `NewBook`: a row that is to be created.

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Expr, ExprLit, Ident, Lit, Path};

use super::{Names, rules};
use crate::model::ir::{Column, Kind, Model};
use crate::names;

/// What becomes of a column when a row is created.
#[derive(PartialEq)]
enum Given<'a> {
    /// It needs a value.
    Always,
    /// This, where nothing else is said.
    Default(&'a Expr),
    /// NULL, where nothing else is said.
    OrNull,
    /// The database or the clock has a value, where nothing else is said.
    OrLeft,
    /// The database calculates it.
    Never,
}

/// Whole numbers, of which databases make keys by themselves.
const COUNTED: &[&str] = &["i16", "i32", "i64", "u16", "u32", "u64"];

fn given<'a>(model: &Model<'_>, at: usize, column: &'a Column<'_>) -> Given<'a> {
    let base = column.base;
    let counted = || {
        let name = quote!(#base).to_string();
        let foreign = model.relations.iter().any(|relation| {
            matches!(&relation.kind, Kind::Forward { fields, .. } if fields.contains(&at))
        });
        model.key[..] == [at] && !foreign && COUNTED.contains(&name.as_str())
    };
    match &column.default {
        _ if column.generated => Given::Never,
        Some(default) => Given::Default(default),
        None if column.auto
            || column.db_default.is_some()
            || column.auto_now
            || column.auto_now_add
            || counted() =>
        {
            Given::OrLeft
        }
        None if column.nullable => Given::OrNull,
        None => Given::Always,
    }
}

/// Whether a column can be written, and whether a new row can leave it alone.
pub(super) fn write_kind(model: &Model<'_>, at: usize, column: &Column<'_>) -> TokenStream {
    let key = model.key.contains(&at);
    match given(model, at, column) {
        Given::Never => quote!(Generated),
        Given::Always if key => quote!(RequiredKey),
        Given::Always => quote!(Required),
        _ if key => quote!(OfKey),
        _ => quote!(Writable),
    }
}

/// The struct's name.
fn name(model: &Model<'_>) -> Ident {
    format_ident!(
        "New{}",
        names::plain(model.ident),
        span = model.ident.span()
    )
}

/// The struct.
pub(super) fn new(model: &Model<'_>, names: &Names) -> TokenStream {
    if model.readonly {
        return TokenStream::new();
    }
    let (vis, ident, orm) = (model.vis, model.ident, &names.orm);
    let name = name(model);
    let doc = format!(
        "A [`{ident}`] that is to be created. A field of an `Option` more than `{ident}` has it is \
         left to the database, or to the clock, where it is `None`."
    );
    let fields = |ruled: bool| {
        let name = &name;
        let fields = model.columns.iter().enumerate();
        let fields = fields.filter_map(move |(at, column)| {
            let (vis, field, ty) = (column.vis, column.ident, column.ty);
            let (ty, left) = match given(model, at, column) {
                Given::Never => return None,
                Given::OrLeft => (quote!(#orm::Option<#ty>), true),
                _ => (quote!(#ty), false),
            };
            let rules = ruled.then(|| rules::of_field(column, left));
            let absent = default_function(model, at, column).map(|default| {
                let default = format!("{name}::{default}");
                quote!(#[serde(default = #default)])
            });
            Some(quote!(#absent #rules #vis #field: #ty,))
        });
        quote!(#(#fields)*)
    };
    let derives = match &model.new_derives[..] {
        [] => TokenStream::new(),
        derives => quote!(#[derive(#(#derives),*)]),
    };
    rules::either(model, orm, &|ruled| {
        let (rules, fields) = (ruled.then(|| rules::of_struct(model)), fields(ruled));
        quote! {
            #[doc = #doc]
            #[allow(dead_code, missing_docs, non_snake_case)]
            #derives
            #rules
            #vis struct #name { #fields }
        }
    })
}

/// The function that gives serde what a field is where it is not there. (serde knows by itself
/// that an `Option` is `None` then.)
fn default_function(model: &Model<'_>, at: usize, column: &Column<'_>) -> Option<Ident> {
    let is_serde = |path: &Path| {
        let last = path.segments.last();
        last.is_some_and(|segment| segment.ident == "Deserialize")
    };
    let given = given(model, at, column);
    (matches!(given, Given::Default(_)) && model.new_derives.iter().any(is_serde))
        .then(|| format_ident!("__default_{}", names::plain(column.ident)))
}

/// Those functions.
fn defaults(model: &Model<'_>, name: &Ident) -> TokenStream {
    let functions = model.columns.iter().enumerate().filter_map(|(at, column)| {
        let (function, ty) = (default_function(model, at, column)?, column.ty);
        let default = value_of(column.default.as_ref()?);
        Some(quote!(fn #function() -> #ty { #default }))
    });
    let functions: Vec<TokenStream> = functions.collect();
    if functions.is_empty() {
        return TokenStream::new();
    }
    quote! {
        #[allow(clippy::all, non_snake_case)]
        impl #name { #(#functions)* }
    }
}

/// What it can do.
pub(super) fn impls(model: &Model<'_>) -> TokenStream {
    if model.readonly {
        return never(model);
    }
    let ident = model.ident;
    let name = name(model);
    let columns: Vec<(usize, &Column<'_>, Given<'_>)> = model
        .columns
        .iter()
        .enumerate()
        .map(|(at, column)| (at, column, given(model, at, column)))
        .filter(|(_, _, given)| *given != Given::Never)
        .collect();
    let version = super::update::version(model).filter(|at| !model.key.contains(at));
    let found = model.key.iter().copied().chain(version);
    let found = found.map(Literal::usize_unsuffixed);
    let places = columns.iter().map(|(at, ..)| at);
    let usual = columns
        .iter()
        .filter(|(_, _, given)| *given != Given::OrLeft)
        .map(|(at, ..)| at);
    let lists = columns.iter().map(|(_, column, _)| {
        let base = column.base;
        match &column.sql_type {
            Some(path) => {
                let list = path.segments.iter().any(|segment| segment.ident == "Array");
                quote!(#list)
            }
            None => quote!(<#base as _orm::FieldType>::LIST),
        }
    });
    let left: Vec<_> = columns
        .iter()
        .filter(|(_, _, given)| *given == Given::OrLeft)
        .collect();
    let leaves = left.iter().map(|(at, column, _)| {
        let (at, field) = (Literal::usize_unsuffixed(*at), column.ident);
        quote!(#at => self.#field.is_none(),)
    });
    let timed = left
        .iter()
        .any(|(_, column, _)| column.auto_now || column.auto_now_add);
    let moment = timed.then(|| quote!(let moment = _orm::Moment::now();));
    let prepared = left
        .iter()
        .filter(|(_, column, _)| column.auto_now || column.auto_now_add)
        .map(|(_, column, _)| {
            let (field, base) = (column.ident, column.base);
            let now = quote_spanned!(base.span()=> <#base as _orm::Now>::of(moment));
            let now = if column.nullable {
                quote!(_orm::Some(#now))
            } else {
                now
            };
            quote!(if self.#field.is_none() { self.#field = _orm::Some(#now); })
        });
    let values = columns.iter().map(|(at, column, given)| {
        let (at, field, ty) = (Literal::usize_unsuffixed(*at), column.ident, column.ty);
        match given {
            Given::Always => quote!(#field: _orm::given(values, #at)?),
            Given::Default(default) => {
                let default = value_of(default);
                quote!(#field: match _orm::maybe_given::<#ty>(values, #at) {
                    _orm::Some(value) => value,
                    _orm::None => #default,
                })
            }
            Given::OrNull => quote!(#field: _orm::maybe_given::<#ty>(values, #at).flatten()),
            _ => quote!(#field: _orm::maybe_given(values, #at)),
        }
    });
    let unique = unique(model);
    let hooks = match model.hooks {
        Some([insert, update, delete]) => {
            quote!(_orm::hooks! { #ident, #insert, #update, #delete })
        }
        None => quote! {
            impl<C, K> _orm::CallHooks<C, K> for #ident {}
            impl _orm::Unhooked for #ident { type Nothing = (); }
        },
    };
    let of_row = |row: &Ident| -> TokenStream {
        let field = |(_, column, given): &(usize, &Column<'_>, Given<'_>)| {
            let field = column.ident;
            match given {
                Given::OrLeft => quote!(#field: _orm::Some(#row.#field),),
                _ => quote!(#field: #row.#field,),
            }
        };
        columns.iter().map(field).collect()
    };
    let faults = rules::faults(model, &of_row);
    let constructor = constructor(&name, &columns);
    let defaults = defaults(model, &name);
    let write = write(&name, &columns);
    let complete = complete(model, &columns);
    quote! {
        impl _orm::Creatable for #ident {
            type New = #name;
            type FoundBy = (#(_orm::Place<#found>,)*);
        }
        impl _orm::New for #name {
            type Model = #ident;
            const PLACES: &'static [usize] = &[#(#places),*];
            const USUAL: &'static [usize] = &[#(#usual),*];
            const LISTS: bool = false #(|| #lists)*;
            fn leaves(&self, at: usize) -> bool { match at { #(#leaves)* _ => false } }
            fn prepare(&mut self) { #moment #(#prepared)* }
            fn from_values(values: &mut dyn _orm::GivenValues) -> _orm::Result<Self, usize> {
                _orm::Ok(Self { #(#values),* })
            }
            #faults
        }
        #constructor
        #defaults
        #write
        #complete
        #unique
        #hooks
    }
}

/// The sets of columns of which no two rows have the same values, in any order.
fn unique(model: &Model<'_>) -> TokenStream {
    let ident = model.ident;
    let place = |field: &Ident| {
        let at = |column: &Column<'_>| column.ident == field;
        model.columns.iter().position(at)
    };
    let one_to_one = model
        .relations
        .iter()
        .filter_map(|relation| match &relation.kind {
            Kind::Forward {
                fields,
                one_to_one: true,
                ..
            } => Some(fields.clone()),
            _ => None,
        });
    let single = (0..model.columns.len()).filter(|&at| model.columns[at].unique);
    let sets = model
        .unique
        .iter()
        .map(|fields| fields.iter().filter_map(place).collect());
    let mut seen: Vec<Vec<usize>> = Vec::new();
    for set in std::iter::once(model.key.clone())
        .chain(one_to_one)
        .chain(single.map(|at| vec![at]))
        .chain(sets)
    {
        for order in orders(&set) {
            if !seen.contains(&order) {
                seen.push(order);
            }
        }
    }
    let impls = seen.iter().map(|set| {
        let places = set.iter().copied().map(Literal::usize_unsuffixed);
        quote! {
            #[diagnostic::do_not_recommend]
            impl _orm::UniqueBy<(#(_orm::Place<#places>,)*)> for #ident {}
        }
    });
    quote!(#(#impls)*)
}

/// All orders of a few columns; of more than three, that in which they were named.
fn orders(set: &[usize]) -> Vec<Vec<usize>> {
    match set {
        [a, b] => vec![vec![*a, *b], vec![*b, *a]],
        [a, b, c] => [
            [a, b, c],
            [a, c, b],
            [b, a, c],
            [b, c, a],
            [c, a, b],
            [c, b, a],
        ]
        .iter()
        .map(|order| order.iter().map(|&&at| at).collect())
        .collect(),
        _ => vec![set.to_vec()],
    }
}

/// A text stands for a `String`.
fn value_of(default: &Expr) -> TokenStream {
    match default {
        Expr::Lit(ExprLit {
            lit: Lit::Str(_), ..
        }) => quote!(_orm::From::from(#default)),
        _ => quote!(#default),
    }
}

/// `NewBook::new(title, author_id)`: what needs a value, in the order of the fields.
fn constructor(name: &Ident, columns: &[(usize, &Column<'_>, Given<'_>)]) -> TokenStream {
    let needed: Vec<_> = columns
        .iter()
        .filter(|(_, _, given)| *given == Given::Always)
        .map(|(_, column, _)| (column.ident, column.ty))
        .collect();
    let parameters = needed
        .iter()
        .map(|(field, ty)| quote_spanned!(ty.span()=> #field: impl ::core::convert::Into<#ty>));
    let fields = columns.iter().map(|(_, column, given)| {
        let field = column.ident;
        match given {
            Given::Always => quote!(#field: #field.into()),
            Given::Default(default) => {
                let default = value_of(default);
                quote!(#field: #default)
            }
            _ => quote!(#field: _orm::None),
        }
    });
    let default = needed.is_empty().then(|| {
        quote! {
            impl _orm::Default for #name {
                fn default() -> Self { Self::new() }
            }
        }
    });
    quote! {
        impl #name {
            /// What needs a value, in the order of the fields; the rest has its default.
            #[allow(clippy::all, non_snake_case, dead_code)]
            pub fn new(#(#parameters),*) -> Self { Self { #(#fields),* } }
        }
        #default
    }
}

/// How its fields are written to a database.
fn write(name: &Ident, columns: &[(usize, &Column<'_>, Given<'_>)]) -> TokenStream {
    let mut bounds = Vec::new();
    let mut seen = Vec::new();
    for (_, column, given) in columns {
        let (base, ty) = (column.base, column.ty);
        let bound = match &column.sql_type {
            Some(_) => {
                let sql = column.read_sql();
                let whole = if *given == Given::OrLeft && !column.nullable {
                    quote!(_orm::Option<#ty>: _orm::ToSql<_orm::Nullable<#sql>, DB>, DB: _orm::HasSqlType<_orm::Nullable<#sql>>)
                } else {
                    quote!(#ty: _orm::ToSql<#sql, DB>, DB: _orm::HasSqlType<#sql>)
                };
                quote_spanned!(ty.span()=> #whole)
            }
            None => quote_spanned!(base.span()=> #base: _orm::WriteField<DB>),
        };
        let text = bound.to_string();
        if !seen.contains(&text) {
            seen.push(text);
            bounds.push(bound);
        }
    }
    let arms = columns.iter().map(|(at, column, given)| {
        let (at, field, base, ty) = (
            Literal::usize_unsuffixed(*at),
            column.ident,
            column.base,
            column.ty,
        );
        let left = *given == Given::OrLeft;
        let get = if left && column.nullable {
            quote!(|new| match &new.#field { _orm::Some(value) => value, _orm::None => &_orm::None })
        } else {
            quote!(|new| &new.#field)
        };
        match &column.sql_type {
            Some(_) => {
                let sql = column.read_sql();
                if left && !column.nullable {
                    quote!(#at => visitor.field::<_orm::Nullable<#sql>, _orm::Option<#ty>, #at>(#get),)
                } else {
                    quote!(#at => visitor.field::<#sql, #ty, #at>(#get),)
                }
            }
            None => {
                let visit = if left || column.nullable {
                    quote!(visit_maybe)
                } else {
                    quote!(visit)
                };
                quote!(#at => <#base as _orm::WriteField<DB>>::#visit::<_, _, #at>(visitor, #get),)
            }
        }
    });
    quote! {
        impl<DB: _orm::DieselBackend> _orm::WriteNew<DB> for #name where #(#bounds),* {
            fn field<V: _orm::VisitField<Self, DB>>(at: usize, visitor: V) -> _orm::QueryResult<()> {
                match at { #(#arms)* _ => _orm::Ok(()) }
            }
        }
    }
}

/// A list of values is complete where each field that needs one is in it: a trait each, so
/// that the compiler can name the field.
fn complete(model: &Model<'_>, columns: &[(usize, &Column<'_>, Given<'_>)]) -> TokenStream {
    let ident = model.ident;
    let plain = names::plain(ident);
    let (fields, new) = (format_ident!("{plain}Fields"), name(model));
    let needed: Vec<(Literal, String, Ident, Ident)> = columns
        .iter()
        .filter(|(_, _, given)| *given == Given::Always)
        .map(|(at, column, _)| {
            let (field, place) = (names::plain(column.ident), Literal::usize_unsuffixed(*at));
            let gives = format_ident!("{plain}Gives_{field}");
            (place, field, gives, format_ident!("I{at}"))
        })
        .collect();
    let traits = needed.iter().map(|(at, field, gives, _)| {
        let message = format!("`{field}` of `{plain}` is not given, and has no default");
        let label = format!("`{field} = …` is missing");
        quote! {
            #[diagnostic::on_unimplemented(message = #message, label = #label)]
            pub trait #gives<I> {}
            #[diagnostic::do_not_recommend]
            impl<L: _orm::Gives<#at, I>, I> #gives<I> for L {}
        }
    });
    let indexes = needed.iter().map(|(.., index)| index);
    let bounds = needed
        .iter()
        .map(|(_, _, gives, index)| quote!(#gives<#index>));
    quote! {
        #(#traits)*
        impl #fields<_orm::Root<#ident>> {
            #[doc(hidden)]
            pub fn __create<L: _orm::GivenValues #(+ #bounds)*, #(#indexes),*>(self, list: L) -> #new {
                _orm::complete(list)
            }
        }
    }
}

/// Words for those who would create a row of a model that is only read.
fn never(model: &Model<'_>) -> TokenStream {
    let ident = model.ident;
    let fields = format_ident!("{}Fields", names::plain(ident));
    let unique = unique(model);
    quote! {
        impl #fields<_orm::Root<#ident>> {
            #[doc(hidden)]
            pub fn __create<L>(self, _: L) -> _orm::NeverNew { _orm::NeverNew }
        }
        #unique
    }
}
