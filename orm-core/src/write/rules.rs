//! The rules of validated models are garde's: what the derive writes for them.

use garde::Validate;
use garde::rules::length::chars::{self, Chars};

use super::new::New;
use crate::error::InvalidField;
use crate::model::Model;

/// A `NewBook` with rules.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not implement `garde::Validate`, or needs a context that has no `Default`",
    label = "its model is validated",
    note = "`validate` derives it, with the rules on the model's fields; `validate = by_hand` leaves it to you",
    note = "`garde` in `Cargo.toml` must be the version that orm-core uses, 0.23"
)]
pub trait Rules {
    /// Asks them.
    fn report(&self) -> Option<garde::Report>;
}
#[diagnostic::do_not_recommend]
impl<N: Validate<Context: Default>> Rules for N {
    fn report(&self) -> Option<garde::Report> {
        self.validate().err()
    }
}

/// A text that may be blank, or none.
#[diagnostic::on_unimplemented(
    message = "`not_blank` is a rule of texts, and `{Self}` is none",
    label = "no `String` or `Option<String>`"
)]
pub trait Text {
    /// Nothing but white space is in it.
    fn is_blank(&self) -> bool;
}
impl Text for String {
    fn is_blank(&self) -> bool {
        self.trim().is_empty()
    }
}
impl<T: Text> Text for Option<T> {
    fn is_blank(&self) -> bool {
        self.as_ref().is_some_and(T::is_blank)
    }
}

/// What is wrong with a row.
pub struct Found(Vec<InvalidField>);

/// By the rules of garde.
pub fn found<N: New + Rules>(new: &N) -> Found {
    let errors = new.report().map(garde::Report::into_inner);
    let of = |(path, error): (garde::Path, garde::Error)| {
        let path = path.to_string();
        // garde says `r#type`.
        let path = path.strip_prefix("r#").unwrap_or(&path);
        InvalidField::new(path, error.message())
    };
    Found(errors.into_iter().flatten().map(of).collect())
}

impl Found {
    /// A text of so many characters at most, where there is one. (The same words as garde's, in
    /// the language that garde speaks.)
    #[must_use]
    pub fn max_length<T: Chars>(mut self, field: &str, text: &T, max: usize) -> Self {
        if let Err(error) = chars::apply(text, (0, max)) {
            self.0.push(InvalidField::new(field, error.message()));
        }
        self
    }

    /// A text in which something is to be read, where there is one. (garde has no such rule, and
    /// so no words for it in other languages.)
    #[must_use]
    pub fn not_blank<T: Text>(mut self, field: &str, text: &T) -> Self {
        if text.is_blank() {
            self.0.push(InvalidField::new(field, "is blank"));
        }
        self
    }

    /// In the order of the model's fields: garde's is that of the alphabet.
    #[must_use]
    pub fn in_order<N: New>(mut self) -> Vec<InvalidField> {
        let columns = N::Model::META.columns;
        let place = |found: &InvalidField| {
            let field = found.field();
            let at = columns.iter().position(|column| column.field == field);
            at.unwrap_or(columns.len())
        };
        self.0.sort_by_key(place);
        self.0
    }
}
