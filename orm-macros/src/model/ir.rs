//! A model as the derive understands it. Every fact keeps the user's tokens.

use proc_macro2::{Span, TokenStream};
use syn::{Attribute, Ident, Path, Type, Visibility};

pub(crate) struct Model<'a> {
    pub(crate) ident: &'a Ident,
    pub(crate) vis: &'a Visibility,
    /// All attributes of the struct, also those of other derives.
    pub(crate) attrs: &'a [Attribute],
    pub(crate) krate: Option<Path>,
    pub(crate) schema: Option<String>,
    pub(crate) table: String,
    /// The table's name was said.
    pub(crate) named: bool,
    pub(crate) diesel: DieselTable,
    pub(crate) columns: Vec<Column<'a>>,
    /// Places in `columns`.
    pub(crate) key: Vec<usize>,
    pub(crate) relations: Vec<Relation>,
    pub(crate) ordering: Vec<(bool, Ident)>,
    pub(crate) unique: Vec<Vec<Ident>>,
    pub(crate) indexes: Vec<(Option<String>, Vec<Ident>)>,
    pub(crate) checks: Vec<(Option<String>, String)>,
    /// The field that says to which tenant a row belongs.
    pub(crate) tenant: Option<Ident>,
    /// The field that counts the row's updates.
    pub(crate) version: Option<Ident>,
    /// The condition that every queryset starts with.
    pub(crate) default_scope: Option<Path>,
    /// The field that is set where a row is deleted.
    pub(crate) soft_delete: Option<Ident>,
    pub(crate) readonly: bool,
    /// Which events its hooks are called at: insert, update, delete.
    pub(crate) hooks: Option<[bool; 3]>,
    /// Traits that `NewBook` derives.
    pub(crate) new_derives: Vec<Path>,
    pub(crate) validate: Validate,
    pub(crate) serialize: bool,
    /// Rows may hold some of the fields.
    pub(crate) partial: bool,
    pub(crate) accessors: bool,
}

/// Whether `NewBook` has rules, with the word that says so.
pub(crate) enum Validate {
    /// Nothing is said of it.
    No,
    /// Those of its fields' `#[garde(…)]`.
    Rules(Span),
    /// The user's own `impl garde::Validate`.
    ByHand(Span),
    /// The fields' `#[garde(…)]` is for another derive.
    Never,
}

pub(crate) enum DieselTable {
    /// None.
    No,
    /// Built on this one.
    On(Path),
    /// One shall be written.
    Write,
}

pub(crate) struct Column<'a> {
    pub(crate) ident: &'a Ident,
    pub(crate) vis: &'a Visibility,
    /// All attributes of the field, also those of other derives.
    pub(crate) attrs: &'a [Attribute],
    /// The type as written.
    pub(crate) ty: &'a Type,
    /// The type without `Option`.
    pub(crate) base: &'a Type,
    pub(crate) nullable: bool,
    pub(crate) column: String,
    /// The column's name was said.
    pub(crate) named: bool,
    pub(crate) sql_type: Option<Path>,
    pub(crate) primary_key: Option<Span>,
    pub(crate) auto: bool,
    pub(crate) unique: bool,
    pub(crate) index: bool,
    pub(crate) max_length: Option<u32>,
    pub(crate) not_blank: Option<Span>,
    pub(crate) default: Option<syn::Expr>,
    pub(crate) db_default: Option<String>,
    pub(crate) auto_now: bool,
    pub(crate) auto_now_add: bool,
    /// The database calculates it.
    pub(crate) generated: bool,
    pub(crate) check: Option<String>,
}

pub(crate) struct Relation {
    pub(crate) name: Ident,
    /// The other model.
    pub(crate) target: Path,
    pub(crate) kind: Kind,
}

pub(crate) enum Kind {
    /// Places in `columns`.
    Forward {
        fields: Vec<usize>,
        nullable: bool,
        one_to_one: bool,
        on_delete: Option<String>,
    },
    /// The foreign key's name on the other side.
    HasMany {
        other: Ident,
    },
    HasOne {
        other: Ident,
    },
    ManyToMany {
        through: Path,
        sides: Option<(Ident, Ident)>,
    },
}

impl Relation {
    pub(crate) fn to_many(&self) -> bool {
        matches!(self.kind, Kind::HasMany { .. } | Kind::ManyToMany { .. })
    }

    pub(crate) fn nullable(&self) -> bool {
        match &self.kind {
            Kind::Forward { nullable, .. } => *nullable,
            Kind::HasOne { .. } => true,
            _ => false,
        }
    }

    /// The last segment of the target, by which it is named.
    pub(crate) fn target_name(&self, own: &Ident) -> Ident {
        match self.target.segments.last() {
            Some(last) if last.ident != "Self" => last.ident.clone(),
            _ => own.clone(),
        }
    }
}

impl Column<'_> {
    /// The SQL type without `Nullable`.
    pub(crate) fn base_sql(&self) -> TokenStream {
        match &self.sql_type {
            Some(path) => quote::quote!(#path),
            None => {
                let ty = self.base;
                quote::quote_spanned!(syn::spanned::Spanned::span(ty)=> _orm::SqlOf<#ty>)
            }
        }
    }

    /// As what conditions know the column.
    pub(crate) fn column_as(&self) -> TokenStream {
        match &self.sql_type {
            Some(path) => quote::quote!(#path),
            None => {
                let ty = self.base;
                quote::quote_spanned!(syn::spanned::Spanned::span(ty)=> _orm::ColumnAs<#ty>)
            }
        }
    }

    /// The SQL type as it is read.
    pub(crate) fn read_sql(&self) -> TokenStream {
        let base = self.base_sql();
        if self.nullable {
            quote::quote!(_orm::Nullable<#base>)
        } else {
            base
        }
    }
}
