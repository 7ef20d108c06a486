//! Tokens of a struct and its `#[model(…)]` attributes into the IR.
//!
//! A mistake is reported and passed over, so that all mistakes of a struct show at once.

mod named;

use proc_macro2::Span;
use quote::ToTokens;
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{Data, DeriveInput, Fields, Ident, LitInt, LitStr, Path, Token};

use super::ir::{Column, DieselTable, Kind, Model, Relation, Validate};
use super::relations;
use crate::attr::{Attr, Value, attrs};
use crate::diag::Diags;
use crate::input::option_inner;
use crate::names;
use crate::words::{FIELD_KEYS, STRUCT_KEYS};
use named::{forward_name, hooks, relation_name};

/// The model, or `None` where the item is none that could be one.
pub(super) fn model<'a>(input: &'a DeriveInput, diags: &mut Diags) -> Option<Model<'a>> {
    let fields = match &input.data {
        Data::Struct(data) => match &data.fields {
            Fields::Named(fields) => &fields.named,
            Fields::Unnamed(_) | Fields::Unit => {
                diags.over(
                    &input.ident,
                    format!(
                        "a model is a struct with named fields, and `{}` has none",
                        input.ident
                    ),
                );
                return None;
            }
        },
        Data::Enum(data) => {
            diags.over(
                &data.enum_token,
                format!(
                    "a model is a struct with named fields, and `{}` is an enum",
                    input.ident
                ),
            );
            return None;
        }
        Data::Union(data) => {
            diags.over(
                &data.union_token,
                format!(
                    "a model is a struct with named fields, and `{}` is a union",
                    input.ident
                ),
            );
            return None;
        }
    };
    if !input.generics.params.is_empty() {
        diags.over(
            &input.generics,
            format!(
                "a model stands for one table, so `{}` cannot be generic",
                input.ident
            ),
        );
        return None;
    }

    let mut model = Model {
        ident: &input.ident,
        vis: &input.vis,
        attrs: &input.attrs,
        krate: None,
        schema: None,
        table: names::snake(&names::plain(&input.ident)) + "s",
        named: false,
        diesel: DieselTable::No,
        columns: Vec::new(),
        key: Vec::new(),
        relations: Vec::new(),
        ordering: Vec::new(),
        unique: Vec::new(),
        indexes: Vec::new(),
        checks: Vec::new(),
        tenant: None,
        version: None,
        default_scope: None,
        soft_delete: None,
        readonly: false,
        new_derives: Vec::new(),
        hooks: None,
        validate: Validate::No,
        serialize: false,
        partial: false,
        accessors: true,
    };
    for field in fields {
        if let Some(ident) = &field.ident {
            let column = self::field(&mut model, ident, field, diags);
            model.columns.push(column);
        }
    }
    let mut key_attr = None;
    for attr in attrs("model", &input.attrs, diags) {
        container(&mut model, &attr, &mut key_attr, diags);
    }
    key(&mut model, key_attr, diags);
    Some(model)
}

/// The primary key: what is marked, else `id`.
fn key(model: &mut Model<'_>, listed: Option<(Span, Vec<Ident>)>, diags: &mut Diags) {
    let marked: Vec<usize> = (0..model.columns.len())
        .filter(|&at| model.columns[at].primary_key.is_some())
        .collect();
    if let Some((span, idents)) = listed {
        if let Some(&at) = marked.first() {
            let also = model.columns[at].primary_key.unwrap_or(span);
            diags.at(
                also,
                "the primary key is named twice: here and on the struct",
            );
        }
        model.key = idents
            .iter()
            .filter_map(|ident| place(model, ident, diags))
            .collect();
        if idents.is_empty() {
            diags.at(span, "`primary_key` is written `primary_key(field, …)`");
        }
        return;
    }
    model.key = marked;
    if model.key.len() > 1 {
        let second = model.columns[model.key[1]]
            .primary_key
            .unwrap_or_else(Span::call_site);
        diags.at(
            second,
            "a key of several columns is named on the struct: `#[model(primary_key(a, b))]`",
        );
    }
    if model.key.is_empty() {
        match model.columns.iter().position(|column| column.ident == "id") {
            Some(at) => model.key.push(at),
            None => diags.over(
                model.ident,
                format!(
                    "`{}` has no primary key: name a field `id`, mark one with \
                     `#[model(primary_key)]`, or write `#[model(primary_key(a, b))]` on the struct",
                    model.ident
                ),
            ),
        }
    }
}

/// The place of a field, which must be there.
pub(super) fn place(model: &Model<'_>, ident: &Ident, diags: &mut Diags) -> Option<usize> {
    let found = model
        .columns
        .iter()
        .position(|column| column.ident == ident);
    if found.is_none() {
        let known: Vec<String> = model
            .columns
            .iter()
            .map(|column| names::plain(column.ident))
            .collect();
        let known: Vec<&str> = known.iter().map(String::as_str).collect();
        diags.unknown(&format!("field of `{}`:", model.ident), ident, &known);
    }
    found
}

fn field<'a>(
    model: &mut Model<'_>,
    ident: &'a Ident,
    field: &'a syn::Field,
    diags: &mut Diags,
) -> Column<'a> {
    let option = option_inner(&field.ty);
    let mut column = Column {
        ident,
        vis: &field.vis,
        attrs: &field.attrs,
        ty: &field.ty,
        base: option.unwrap_or(&field.ty),
        nullable: option.is_some(),
        column: names::plain(ident),
        named: false,
        sql_type: None,
        primary_key: None,
        auto: false,
        unique: false,
        index: false,
        max_length: None,
        not_blank: None,
        default: None,
        db_default: None,
        auto_now: false,
        auto_now_add: false,
        generated: false,
        check: None,
    };
    let mut foreign: Option<(Span, bool, Path)> = None;
    let mut relation: Option<Ident> = None;
    let mut on_delete: Option<(Span, String)> = None;
    let mut seen: Vec<String> = Vec::new();
    for attr in attrs("model", &field.attrs, diags) {
        let key = attr.key.to_string();
        if seen.contains(&key) {
            diags.at(attr.key.span(), format!("`{key}` is said twice"));
            continue;
        }
        match key.as_str() {
            "primary_key" => {
                attr.flag(diags);
                column.primary_key = Some(attr.key.span());
            }
            "auto" => column.auto = attr.flag(diags),
            "column" => {
                if let Some(name) = attr.text("column = \"name\"", diags) {
                    column.column = name;
                    column.named = true;
                }
            }
            "foreign_key" | "one_to_one" => {
                let form = format!("{key} = Model");
                if let Some(path) = attr.value::<Path>(&form, diags) {
                    foreign = Some((attr.key.span(), key == "one_to_one", path));
                }
            }
            "relation" => {
                relation = attr
                    .value::<LitStr>("relation = \"name\"", diags)
                    .and_then(|name| relation_name(&name, diags));
            }
            "on_delete" => {
                let rule = attr.value::<LitStr>("on_delete = \"cascade\"", diags);
                on_delete = rule
                    .and_then(|rule| relations::on_delete(&rule, diags))
                    .map(|(_, rule)| (attr.key.span(), rule));
            }
            "unique" => column.unique = attr.flag(diags),
            "index" => column.index = attr.flag(diags),
            "max_length" => {
                column.max_length = attr
                    .value::<LitInt>("max_length = 160", diags)
                    .and_then(|n| n.base10_parse().map_err(|error| diags.push(error)).ok());
            }
            "not_blank" => {
                attr.flag(diags);
                column.not_blank = Some(attr.key.span());
            }
            "default" => {
                column.default = attr.value("default = expression", diags);
            }
            "db_default" => column.db_default = attr.text("db_default = \"sql\"", diags),
            "auto_now" => column.auto_now = attr.flag(diags),
            "auto_now_add" => column.auto_now_add = attr.flag(diags),
            "generated" => column.generated = attr.flag(diags),
            "version" => match &model.version {
                Some(other) => diags.at(
                    attr.key.span(),
                    format!("`{other}` counts the row's updates already"),
                ),
                None if attr.flag(diags) => model.version = Some(column.ident.clone()),
                None => {}
            },
            "check" => column.check = attr.text("check = \"sql\"", diags),
            "sql_type" => {
                column.sql_type = attr.value("sql_type = diesel::sql_types::Text", diags);
            }
            _ if STRUCT_KEYS.contains(&key.as_str()) => diags.at(
                attr.key.span(),
                format!("`{key}` belongs on the struct, not on a field"),
            ),
            _ => diags.unknown("key", &attr.key, FIELD_KEYS),
        }
        seen.push(key);
    }
    let place = model.columns.len();
    if let Some((span, rule)) = &on_delete {
        if rule == "set_null" && !column.nullable {
            diags.at(
                *span,
                format!("`on_delete = \"set_null\"` needs a field that can be NULL, an `Option`: `{ident}` is none"),
            );
        }
    }
    match foreign {
        Some((span, one_to_one, target)) => {
            if let Some(name) = forward_name(ident, relation, span, diags) {
                model.relations.push(Relation {
                    name,
                    target,
                    kind: Kind::Forward {
                        fields: vec![place],
                        nullable: column.nullable,
                        one_to_one,
                        on_delete: on_delete.map(|(_, rule)| rule),
                    },
                });
            }
        }
        None => {
            if let Some(name) = relation {
                diags.over(
                    &name,
                    "`relation` names a `foreign_key` or `one_to_one`, and this field is neither",
                );
            }
            if let Some((span, _)) = on_delete {
                diags.at(
                    span,
                    "`on_delete` belongs to a `foreign_key` or `one_to_one`",
                );
            }
        }
    }
    column
}

fn container(
    model: &mut Model<'_>,
    attr: &Attr,
    key_attr: &mut Option<(Span, Vec<Ident>)>,
    diags: &mut Diags,
) {
    let key = attr.key.to_string();
    match key.as_str() {
        "table" => {
            if let Some(name) = attr.text("table = \"name\"", diags) {
                model.named = true;
                match name.split_once('.') {
                    Some((schema, table)) => {
                        model.schema = Some(schema.to_owned());
                        model.table = table.to_owned();
                    }
                    None => model.table = name,
                }
            }
        }
        "diesel_table" | "schema" => match &attr.value {
            Value::Nothing if key == "diesel_table" => model.diesel = DieselTable::Write,
            _ => {
                let form = format!("{key} = crate::schema::table");
                if let Some(path) = attr.value::<Path>(&form, diags) {
                    if let (false, Some(last)) = (model.named, path.segments.last()) {
                        model.table = names::plain(&last.ident);
                    }
                    model.diesel = DieselTable::On(path);
                }
            }
        },
        "primary_key" => {
            let form = "primary_key(field, …)";
            if let Some(list) = attr.list(
                form,
                Punctuated::<Ident, Token![,]>::parse_terminated,
                diags,
            ) {
                *key_attr = Some((attr.key.span(), list.into_iter().collect()));
            }
        }
        "unique" => {
            let form = "unique(field, …)";
            if let Some(list) = attr.list(
                form,
                Punctuated::<Ident, Token![,]>::parse_terminated,
                diags,
            ) {
                model.unique.push(list.into_iter().collect());
            }
        }
        "index" => {
            if let Some(index) = attr.list("index(field, …, name = \"…\")", index, diags) {
                model.indexes.push(index);
            }
        }
        "check" => {
            if let Some(check) = attr.list("check(name = \"…\", sql = \"…\")", check, diags) {
                model.checks.push(check);
            }
        }
        "ordering" => {
            if let Some(terms) = attr.list("ordering(field, -field)", ordering, diags) {
                model.ordering = terms;
            }
        }
        "tenant" => model.tenant = attr.value("tenant = field", diags),
        "version" => model.version = attr.value("version = field", diags),
        "default_scope" => {
            model.default_scope = attr.value("default_scope = condition", diags);
        }
        "soft_delete" => model.soft_delete = attr.value("soft_delete = field", diags),
        "readonly" => model.readonly = attr.flag(diags),
        "hooks" => {
            let form = "hooks(insert, update, delete)";
            let list = attr.list(
                form,
                Punctuated::<Ident, Token![,]>::parse_terminated,
                diags,
            );
            model.hooks = list.map(|events| hooks(events, diags));
        }
        "new" => {
            let form = "new(Debug, Clone)";
            if let Some(list) =
                attr.list(form, Punctuated::<Path, Token![,]>::parse_terminated, diags)
            {
                model.new_derives = list.into_iter().collect();
            }
        }
        "validate" => model.validate = validate(attr, diags),
        "serialize" => model.serialize = attr.flag(diags),
        "partial" => model.partial = attr.flag(diags),
        "no_accessors" => model.accessors = !attr.flag(diags),
        "crate" => model.krate = attr.value("crate = path::to::orm_core", diags),
        "has_many" | "has_one" | "many_to_many" | "foreign_key" => {
            relations::container(model, attr, diags);
        }
        _ if FIELD_KEYS.contains(&key.as_str()) => {
            diags.at(
                attr.key.span(),
                format!("`{key}` belongs on a field, not on the struct"),
            );
        }
        _ => diags.unknown("key", &attr.key, STRUCT_KEYS),
    }
}

/// `validate`, `validate = by_hand` or `validate = never`.
fn validate(attr: &Attr, diags: &mut Diags) -> Validate {
    let span = attr.key.span();
    if let Value::Nothing = attr.value {
        return Validate::Rules(span);
    }
    let form = "validate`, `validate = by_hand` or `validate = never";
    match attr.value::<Ident>(form, diags) {
        Some(how) if how == "by_hand" => return Validate::ByHand(span),
        Some(how) if how == "never" => return Validate::Never,
        Some(other) => diags.over(&other, format!("`validate` is written `{form}`")),
        None => {}
    }
    Validate::No
}

fn ordering(input: ParseStream<'_>) -> syn::Result<Vec<(bool, Ident)>> {
    let terms = Punctuated::<Term, Token![,]>::parse_terminated(input)?;
    Ok(terms.into_iter().map(|term| (term.0, term.1)).collect())
}

struct Term(bool, Ident);
impl Parse for Term {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let descending = input.parse::<Option<Token![-]>>()?.is_some();
        Ok(Self(descending, input.parse()?))
    }
}

fn index(input: ParseStream<'_>) -> syn::Result<(Option<String>, Vec<Ident>)> {
    let mut name = None;
    let mut fields = Vec::new();
    while !input.is_empty() {
        let ident: Ident = input.parse()?;
        if ident == "name" && input.peek(Token![=]) {
            input.parse::<Token![=]>()?;
            name = Some(input.parse::<LitStr>()?.value());
        } else {
            fields.push(ident);
        }
        if !input.is_empty() {
            input.parse::<Token![,]>()?;
        }
    }
    Ok((name, fields))
}

fn check(input: ParseStream<'_>) -> syn::Result<(Option<String>, String)> {
    let (mut name, mut sql) = (None, None);
    while !input.is_empty() {
        let key: Ident = input.parse()?;
        input.parse::<Token![=]>()?;
        let text: LitStr = input.parse()?;
        match key.to_string().as_str() {
            "name" => name = Some(text.value()),
            "sql" => sql = Some(text.value()),
            _ => return Err(syn::Error::new(key.span(), "name or sql")),
        }
        if !input.is_empty() {
            input.parse::<Token![,]>()?;
        }
    }
    sql.map(|sql| (name, sql))
        .ok_or_else(|| input.error("a check needs its sql"))
}

/// The tokens' text, for the metadata.
pub(super) fn text_of(tokens: &dyn ToTokens) -> String {
    tokens.to_token_stream().to_string().replace(' ', "")
}
