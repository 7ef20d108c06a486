//! The relations that are declared on the struct: `has_many`, `has_one`, `many_to_many`,
//! and a composite `foreign_key`.

use proc_macro2::Span;
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{Ident, LitStr, Path, Token};

use super::ir::{Kind, Model, Relation};
use super::parse::place;
use crate::attr::Attr;
use crate::diag::Diags;
use crate::names;
use crate::words::{ON_DELETE, REFUSED_RELATIONS};

/// `name = Child::relation`.
struct OtherSide {
    name: Ident,
    target: Path,
    other: Ident,
}

impl Parse for OtherSide {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let name = input.parse()?;
        input.parse::<Token![=]>()?;
        let mut target = input.call(Path::parse_mod_style)?;
        let other = match target.segments.pop() {
            Some(pair) if !target.segments.is_empty() => pair.into_value().ident,
            _ => return Err(input.error("Child::relation")),
        };
        target.segments.pop_punct();
        Ok(Self {
            name,
            target,
            other,
        })
    }
}

/// `name = Other, through = Link(from, to)`.
struct Through {
    name: Ident,
    target: Path,
    through: Path,
    sides: Option<(Ident, Ident)>,
}

impl Parse for Through {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let name = input.parse()?;
        input.parse::<Token![=]>()?;
        let target = input.call(Path::parse_mod_style)?;
        input.parse::<Token![,]>()?;
        let word: Ident = input.parse()?;
        if word != "through" {
            return Err(syn::Error::new(word.span(), "through"));
        }
        input.parse::<Token![=]>()?;
        let through = input.call(Path::parse_mod_style)?;
        let sides = if input.peek(syn::token::Paren) {
            let content;
            syn::parenthesized!(content in input);
            let from = content.parse()?;
            content.parse::<Token![,]>()?;
            let to = content.parse()?;
            content.parse::<Option<Token![,]>>()?;
            Some((from, to))
        } else {
            None
        };
        input.parse::<Option<Token![,]>>()?;
        Ok(Self {
            name,
            target,
            through,
            sides,
        })
    }
}

/// `name = T, fields(a, b), on_delete = "cascade"`.
struct Composite {
    name: Ident,
    target: Path,
    fields: Vec<Ident>,
    on_delete: Option<LitStr>,
}

impl Parse for Composite {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let name = input.parse()?;
        input.parse::<Token![=]>()?;
        let target = input.call(Path::parse_mod_style)?;
        input.parse::<Token![,]>()?;
        let word: Ident = input.parse()?;
        if word != "fields" {
            return Err(syn::Error::new(word.span(), "fields"));
        }
        let content;
        syn::parenthesized!(content in input);
        let fields = Punctuated::<Ident, Token![,]>::parse_terminated(&content)?;
        input.parse::<Option<Token![,]>>()?;
        let mut on_delete = None;
        if !input.is_empty() {
            let word: Ident = input.parse()?;
            if word != "on_delete" {
                return Err(syn::Error::new(word.span(), "on_delete"));
            }
            input.parse::<Token![=]>()?;
            on_delete = Some(input.parse()?);
            input.parse::<Option<Token![,]>>()?;
        }
        Ok(Self {
            name,
            target,
            fields: fields.into_iter().collect(),
            on_delete,
        })
    }
}

/// What becomes of a row when the one that it points at is deleted.
pub(super) fn on_delete(rule: &LitStr, diags: &mut Diags) -> Option<(Span, String)> {
    let said = rule.value();
    if ON_DELETE.contains(&said.as_str()) {
        return Some((rule.span(), said));
    }
    let message = format!("`on_delete` is one of {}", ON_DELETE.map_quoted());
    diags.over(rule, message);
    None
}

/// What is wrong with the name of relation number `at`: another relation's, a field's, one
/// that rows use, or one that would be ambiguous in SQL.
pub(super) fn clashes(model: &Model<'_>, at: usize) -> Option<String> {
    let (ident, relation) = (model.ident, &model.relations[at]);
    let name = names::plain(&relation.name);
    let before = &model.relations[..at];
    if before.iter().any(|other| names::plain(&other.name) == name) {
        return Some(format!("`{ident}` has two relations named `{name}`"));
    }
    if model
        .columns
        .iter()
        .any(|column| names::plain(column.ident) == name)
    {
        return Some(format!(
            "`{ident}` has a field and a relation named `{name}`"
        ));
    }
    if REFUSED_RELATIONS.contains(&name.as_str()) {
        return Some(format!(
            "a relation cannot be named `{name}`: rows have a method of that name"
        ));
    }
    name.contains("__")
        .then(|| "a relation's name cannot contain `__`: it joins names in SQL aliases".to_owned())
}

/// A relation key on the struct.
pub(super) fn container(model: &mut Model<'_>, attr: &Attr, diags: &mut Diags) {
    match attr.key.to_string().as_str() {
        key @ ("has_many" | "has_one") => {
            let form = format!("{key}(name = Child::relation)");
            let parser = Punctuated::<OtherSide, Token![,]>::parse_terminated;
            for side in attr.list(&form, parser, diags).into_iter().flatten() {
                let kind = if key == "has_many" {
                    Kind::HasMany { other: side.other }
                } else {
                    Kind::HasOne { other: side.other }
                };
                model.relations.push(Relation {
                    name: side.name,
                    target: side.target,
                    kind,
                });
            }
        }
        "many_to_many" => {
            let form = "many_to_many(name = Other, through = Link)";
            if let Some(through) = attr.list(form, Through::parse, diags) {
                model.relations.push(Relation {
                    name: through.name,
                    target: through.target,
                    kind: Kind::ManyToMany {
                        through: through.through,
                        sides: through.sides,
                    },
                });
            }
        }
        _ => {
            let form = "foreign_key(name = Other, fields(a, b), on_delete = \"cascade\")";
            if let Some(composite) = attr.list(form, Composite::parse, diags) {
                let fields: Vec<usize> = composite
                    .fields
                    .iter()
                    .filter_map(|ident| place(model, ident, diags))
                    .collect();
                let nullable = fields.iter().any(|&at| model.columns[at].nullable);
                let rule = composite.on_delete.and_then(|rule| on_delete(&rule, diags));
                if let (Some((span, "set_null")), false) = (
                    rule.as_ref().map(|(span, rule)| (*span, rule.as_str())),
                    nullable,
                ) {
                    let message = format!(
                        "`on_delete = \"set_null\"` needs a field that can be NULL, an `Option`: \
                         `{}` has none",
                        composite.name
                    );
                    diags.at(span, message);
                }
                model.relations.push(Relation {
                    name: composite.name,
                    target: composite.target,
                    kind: Kind::Forward {
                        fields,
                        nullable,
                        one_to_one: false,
                        on_delete: rule.map(|(_, rule)| rule),
                    },
                });
            }
        }
    }
}

/// `` `a`, `b` or `c` ``.
trait Quoted {
    fn map_quoted(&self) -> String;
}
impl Quoted for [&str] {
    fn map_quoted(&self) -> String {
        let quoted: Vec<String> = self.iter().map(|word| format!("{word:?}")).collect();
        match quoted.split_last() {
            Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
            _ => quoted.join(""),
        }
    }
}
