//! Tokens of an enum and its `#[choice(…)]` attributes into the IR.

use proc_macro2::Span;
use syn::{Data, DataEnum, DeriveInput, Expr, ExprLit, ExprUnary, Ident, Lit, LitStr, UnOp};

use super::case::{label, spell};
use super::ir::{Choice, Storage, Stored, Variant};
use crate::attr::{Attr, attrs};
use crate::diag::Diags;
use crate::names::plain;
use crate::words::{CASES, CHOICE_KEYS, VARIANT_KEYS};

/// What is said on the enum.
struct Said {
    krate: Option<syn::Path>,
    case: String,
    integer: Option<Span>,
    postgres_enum: Option<(Span, String)>,
}

/// The enum, or `None` where the item is none that could be a choice.
pub(super) fn choice<'a>(input: &'a DeriveInput, diags: &mut Diags) -> Option<Choice<'a>> {
    let ident = &input.ident;
    let data = data(input, diags);
    let said = container(input, diags);
    if !input.generics.params.is_empty() {
        diags.over(
            &input.generics,
            format!("a choice is what one column holds, so `{ident}` cannot be generic"),
        );
        return None;
    }
    let storage = match (&said.postgres_enum, said.integer) {
        (Some((_, name)), _) => Storage::PostgresEnum(name.clone()),
        (None, Some(_)) => Storage::Integer(bits(input)),
        (None, None) => Storage::Text,
    };
    let mut choice = Choice {
        ident,
        krate: said.krate,
        storage,
        variants: Vec::new(),
        refused: Vec::new(),
    };
    for variant in &data?.variants {
        match self::variant(&choice.storage, &said.case, variant, diags) {
            Some(variant) => choice.variants.push(variant),
            None => choice.refused.push(&variant.ident),
        }
    }
    Some(choice)
}

fn data<'a>(input: &'a DeriveInput, diags: &mut Diags) -> Option<&'a DataEnum> {
    let what = match &input.data {
        Data::Enum(data) => return Some(data),
        Data::Struct(_) => "struct",
        Data::Union(_) => "union",
    };
    let ident = &input.ident;
    diags.over(
        ident,
        format!("a choice is an enum without fields, and `{ident}` is a {what}"),
    );
    None
}

fn container(input: &DeriveInput, diags: &mut Diags) -> Said {
    let mut said = Said {
        krate: None,
        case: "snake_case".to_owned(),
        integer: None,
        postgres_enum: None,
    };
    let mut renamed = None;
    for attr in attrs("choice", &input.attrs, diags) {
        let at = attr.key.span();
        match attr.key.to_string().as_str() {
            "crate" => said.krate = attr.value("crate = path::to::orm_core", diags),
            "integer" => said.integer = attr.flag(diags).then_some(at),
            "postgres_enum" => {
                let name = attr.text("postgres_enum = \"type_name\"", diags);
                said.postgres_enum = name.map(|name| (at, name));
            }
            "rename_all" => {
                renamed = Some(at);
                if let Some(case) = case(&attr, diags) {
                    said.case = case;
                }
            }
            key if VARIANT_KEYS.contains(&key) => {
                diags.at(at, format!("`{key}` belongs on a variant, not on the enum"));
            }
            _ => diags.unknown("key", &attr.key, CHOICE_KEYS),
        }
    }
    if said.integer.is_some() {
        if let Some(at) = renamed {
            diags.at(
                at,
                "`integer` stores numbers: there is no name to spell in another way",
            );
        }
        if let Some((at, _)) = said.postgres_enum {
            diags.at(
                at,
                "a column is either an `integer` or a `postgres_enum`, which is stored by name",
            );
        }
    }
    said
}

/// `rename_all = "snake_case"`.
fn case(attr: &Attr, diags: &mut Diags) -> Option<String> {
    let literal: LitStr = attr.value("rename_all = \"snake_case\"", diags)?;
    let case = literal.value();
    if CASES.contains(&case.as_str()) {
        return Some(case);
    }
    let help = match crate::suggest::nearest(&case, CASES) {
        Some(near) => format!("did you mean \"{near}\"?"),
        None => format!("there are \"{}\"", CASES.join("\", \"")),
    };
    diags.at(
        literal.span(),
        format!("unknown spelling \"{case}\"; {help}"),
    );
    None
}

/// The size of the column's numbers, as `#[repr]` says.
fn bits(input: &DeriveInput) -> u32 {
    let mut bits = 32;
    for attr in input.attrs.iter().filter(|it| it.path().is_ident("repr")) {
        // What is wrong with it the compiler says.
        let _ = attr.parse_nested_meta(|meta| {
            for (name, size) in [("i8", 16), ("u8", 16), ("i16", 16), ("i64", 64)] {
                if meta.path.is_ident(name) {
                    bits = size;
                }
            }
            Ok(())
        });
    }
    bits
}

fn variant<'a>(
    storage: &Storage,
    case: &str,
    variant: &'a syn::Variant,
    diags: &mut Diags,
) -> Option<Variant<'a>> {
    let ident = &variant.ident;
    let name = plain(ident);
    let integer = matches!(storage, Storage::Integer(_));
    let mut renamed: Option<LitStr> = None;
    let mut labelled = None;
    for attr in attrs("choice", &variant.attrs, diags) {
        match attr.key.to_string().as_str() {
            "rename" if integer => diags.at(
                attr.key.span(),
                format!("`integer` stores numbers: write `{ident} = 1` and no `rename`"),
            ),
            "rename" => renamed = attr.value("rename = \"stored name\"", diags),
            "label" => labelled = attr.text("label = \"Name for people\"", diags),
            key if CHOICE_KEYS.contains(&key) => diags.at(
                attr.key.span(),
                format!("`{key}` belongs on the enum, not on a variant"),
            ),
            _ => diags.unknown("key", &attr.key, VARIANT_KEYS),
        }
    }
    if !variant.fields.is_empty() {
        let message = format!("a choice is an enum without fields, and `{ident}` has some");
        diags.over(&variant.fields, message);
        return None;
    }
    let (stored, said) = match storage {
        Storage::Integer(bits) => {
            let number = number(*bits, ident, variant.discriminant.as_ref(), diags)?;
            (Stored::Integer(number), ident.span())
        }
        Storage::Text | Storage::PostgresEnum(_) => match renamed {
            Some(text) => (Stored::Text(text.value()), text.span()),
            None => {
                let text = spell(case, &name).unwrap_or_else(|| name.clone());
                (Stored::Text(text), ident.span())
            }
        },
    };
    Some(Variant {
        ident,
        stored,
        said,
        label: labelled.unwrap_or_else(|| label(&name)),
    })
}

/// The variant's number. It must be written: numbers that follow from the order of the
/// variants would change what is stored with the next variant that is put between.
fn number(
    bits: u32,
    ident: &Ident,
    discriminant: Option<&(syn::Token![=], Expr)>,
    diags: &mut Diags,
) -> Option<i64> {
    let Some((_, expr)) = discriminant else {
        diags.over(
            ident,
            format!(
                "`integer` stores the number that is written behind the variant: `{ident} = 1`"
            ),
        );
        return None;
    };
    let Some(number) = literal(expr) else {
        diags.over(
            expr,
            format!("write the number itself, `{ident} = 1`: it is what columns hold"),
        );
        return None;
    };
    let limit = 1_i128 << (bits - 1);
    if number < -limit || number >= limit {
        diags.over(
            expr,
            format!("`{number}` does not fit the column's {bits} bits; `#[repr(i64)]` has 64"),
        );
        return None;
    }
    i64::try_from(number).ok()
}

/// `5`, `-5`.
fn literal(expr: &Expr) -> Option<i128> {
    match expr {
        Expr::Lit(ExprLit {
            lit: Lit::Int(number),
            ..
        }) => number.base10_parse().ok(),
        Expr::Unary(ExprUnary {
            op: UnOp::Neg(_),
            expr,
            ..
        }) => literal(expr).map(|number| -number),
        Expr::Group(group) => literal(&group.expr),
        Expr::Paren(paren) => literal(&paren.expr),
        _ => None,
    }
}
