//! Rules that need the whole enum.

use super::ir::{Choice, Storage, Stored};
use crate::diag::Diags;

/// All rules.
pub(super) fn choice(choice: &Choice<'_>, diags: &mut Diags) {
    check_some(choice, diags);
    check_each_its_own(choice, diags);
    check_enum_name(choice, diags);
}

/// A column must be able to hold something.
fn check_some(choice: &Choice<'_>, diags: &mut Diags) {
    if choice.variants.is_empty() && choice.refused.is_empty() {
        let ident = choice.ident;
        diags.over(
            ident,
            format!("`{ident}` has no variants, so a column of it could hold nothing"),
        );
    }
}

/// What is stored tells the variant. (Of numbers the compiler says that itself.)
fn check_each_its_own(choice: &Choice<'_>, diags: &mut Diags) {
    for (at, variant) in choice.variants.iter().enumerate() {
        let Stored::Text(text) = &variant.stored else {
            continue;
        };
        let before = choice.variants.iter().take(at);
        if let Some(other) = before.into_iter().find(|it| it.stored == variant.stored) {
            diags.at(
                variant.said,
                format!(
                    "`{}` would be stored as {text:?}, and so is `{}`",
                    variant.ident, other.ident
                ),
            );
        }
    }
}

/// The enum type's name can be written.
fn check_enum_name(choice: &Choice<'_>, diags: &mut Diags) {
    if let Storage::PostgresEnum(name) = &choice.storage {
        if name.is_empty() || name.contains('"') {
            diags.over(
                choice.ident,
                "`postgres_enum` is written `postgres_enum = \"type_name\"`",
            );
        }
    }
}
