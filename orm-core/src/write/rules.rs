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
    note = "`validate` derives it, with the rules on the model's fields; `validate = by_hand` leaves it to you"
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
