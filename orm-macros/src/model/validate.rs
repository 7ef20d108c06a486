//! Rules that need the whole model. Each is a function, and only reports.

use syn::Attribute;

use super::ir::{Model, Validate};
use super::parse::{place, text_of};
use super::relations::clashes;
use crate::diag::Diags;
use crate::names;

/// All rules.
pub(super) fn model(model: &Model<'_>, diags: &mut Diags) {
    check_relation_names(model, diags);
    check_listed_fields(model, diags);
    check_key_not_null(model, diags);
    check_tenant(model, diags);
    check_version(model, diags);
    check_soft_delete(model, diags);
    check_rules(model, diags);
    check_not_blank(model, diags);
}

/// A relation's name is its own.
fn check_relation_names(model: &Model<'_>, diags: &mut Diags) {
    for (at, relation) in model.relations.iter().enumerate() {
        if let Some(message) = clashes(model, at) {
            diags.at(relation.name.span(), message);
        }
    }
}

/// Fields named in `ordering`, `unique` and `index` are there.
fn check_listed_fields(model: &Model<'_>, diags: &mut Diags) {
    let ordering = model.ordering.iter().map(|(_, ident)| ident);
    let unique = model.unique.iter().flatten();
    let indexes = model.indexes.iter().flat_map(|(_, fields)| fields);
    for ident in ordering.chain(unique).chain(indexes) {
        place(model, ident, diags);
    }
}

/// No part of a primary key may be NULL.
fn check_key_not_null(model: &Model<'_>, diags: &mut Diags) {
    for column in model.key.iter().filter_map(|&at| model.columns.get(at)) {
        if column.nullable {
            diags.over(
                column.ty,
                format!(
                    "`{}` is part of the primary key, which is never NULL",
                    column.ident
                ),
            );
        }
    }
}

/// The field that names a tenant is there, and always does.
fn check_tenant(model: &Model<'_>, diags: &mut Diags) {
    let Some(tenant) = &model.tenant else { return };
    let Some(at) = place(model, tenant, diags) else {
        return;
    };
    if model.columns[at].nullable {
        diags.over(
            model.columns[at].ty,
            format!("`{tenant}` says to which tenant a row belongs, so it is never NULL"),
        );
    }
}

/// The field that counts updates is there, and a number.
fn check_version(model: &Model<'_>, diags: &mut Diags) {
    let Some(version) = &model.version else {
        return;
    };
    let Some(at) = place(model, version, diags) else {
        return;
    };
    let ty = model.columns[at].ty;
    if !["i16", "i32", "i64", "u16", "u32"].contains(&&*quote::quote!(#ty).to_string()) {
        diags.over(
            ty,
            format!("`{version}` counts the row's updates, so it is a whole number: `i32`"),
        );
    }
}

/// The field that is set where a row is deleted is there, and says when, or that it was not.
fn check_soft_delete(model: &Model<'_>, diags: &mut Diags) {
    let Some(field) = &model.soft_delete else {
        return;
    };
    let Some(at) = place(model, field, diags) else {
        return;
    };
    let column = &model.columns[at];
    let ty = text_of(column.base);
    let name = ty.rsplit("::").find(|part| !part.starts_with("Utc"));
    let moment = name.is_some_and(|name| name == "NaiveDateTime" || name.starts_with("DateTime<"));
    if !column.nullable || !moment {
        diags.over(
            column.ty,
            format!(
                "`{field}` says when a row was deleted, or that it was not: it is an \
                 `Option<NaiveDateTime>` or an `Option<DateTime<Utc>>`"
            ),
        );
    }
}

/// Rules of garde are asked, each.
fn check_rules(model: &Model<'_>, diags: &mut Diags) {
    let is_rule = |attr: &&Attribute| attr.path().is_ident("garde");
    let of_fields = model.columns.iter().flat_map(|column| column.attrs);
    let mut all = model.attrs.iter().chain(of_fields).filter(is_rule);
    let said = match model.validate {
        Validate::Rules(span) | Validate::ByHand(span) => Some(span),
        Validate::No | Validate::Never => None,
    };
    if let (true, Some(span)) = (model.readonly, said) {
        diags.at(
            span,
            "rows of a `readonly` model are never created, so there is nothing to validate",
        );
        return;
    }
    match model.validate {
        Validate::Never => {}
        Validate::No => {
            if let Some(rule) = all.next() {
                diags.over(
                    rule,
                    format!(
                        "this rule is asked only where the model is validated: \
                         `#[model(validate)]` on `{}`, or `validate = never` where it is for another derive",
                        model.ident
                    ),
                );
            }
        }
        Validate::ByHand(_) => {
            for rule in all {
                diags.over(
                    rule,
                    format!(
                        "with `validate = by_hand` the rules are your `impl garde::Validate for \
                         New{}`, and this one is never asked",
                        names::plain(model.ident)
                    ),
                );
            }
        }
        Validate::Rules(_) => {
            for column in model.columns.iter().filter(|column| column.generated) {
                for rule in column.attrs.iter().filter(is_rule) {
                    diags.over(
                        rule,
                        format!(
                            "the database calculates `{}`, so there is no value to validate",
                            column.ident
                        ),
                    );
                }
            }
        }
    }
}

/// So is `not_blank`, which no database knows of.
fn check_not_blank(model: &Model<'_>, diags: &mut Diags) {
    let validated = matches!(model.validate, Validate::Rules(_) | Validate::ByHand(_));
    for column in &model.columns {
        let Some(span) = column.not_blank else {
            continue;
        };
        if !validated {
            diags.at(
                span,
                format!(
                    "`not_blank` is asked only where the model is validated: \
                     `#[model(validate)]` on `{}`",
                    model.ident
                ),
            );
        } else if column.generated {
            diags.at(
                span,
                format!(
                    "the database calculates `{}`, so there is no value to validate",
                    column.ident
                ),
            );
        }
    }
}
