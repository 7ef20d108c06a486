//! `Invalid`: a row that was to be created, and that the rules of its model refuse.

use std::fmt;

/// Rows that the rules of their model refuse: those of `garde` behind its fields,
/// `max_length` and `not_blank`. Nothing was written. What [`Error::Invalid`](super::Error::Invalid) holds; see the
/// page [`validation`](crate::validation).
///
/// ```
/// use orm_core::error::{Invalid, InvalidField};
///
/// let title = InvalidField::new("title", "length is lower than 1");
/// let price = InvalidField::new("price", "lower than 0");
/// let invalid = Invalid::new("Book", vec![title, price]);
/// assert_eq!(
///     invalid.to_string(),
///     "`Book` is invalid: title: length is lower than 1; price: lower than 0",
/// );
/// assert_eq!(invalid.of("price").collect::<Vec<_>>(), ["lower than 0"]);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Invalid {
    /// The model.
    pub model: &'static str,
    /// All that is wrong: row by row, then in the order of the model's fields. What is wrong with
    /// a row as a whole comes last.
    pub fields: Vec<InvalidField>,
    /// So many rows of a [`bulk_create`](crate::QuerySet::bulk_create) are invalid,
    /// [`Invalid::ROWS`], that those behind them were not looked at.
    pub more: bool,
}

/// What is wrong with one value.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct InvalidField {
    /// The place of the row among those that were given to
    /// [`bulk_create`](crate::QuerySet::bulk_create) or
    /// [`bulk_update`](crate::QuerySet::bulk_update); a row that is written alone has none.
    pub row: Option<usize>,
    /// The key of the row, where rows of a queryset were updated.
    pub key: Option<String>,
    /// The field: `title`, or where a rule looks into its value, `address.street` and `tags[2]`.
    /// Empty where the row as a whole breaks a rule.
    pub path: String,
    /// What is wrong with it.
    pub message: String,
}

impl Invalid {
    /// How many invalid rows of a [`bulk_create`](crate::QuerySet::bulk_create) are told.
    pub const ROWS: usize = 100;

    /// What is wrong with a row, found by code of your own.
    #[must_use]
    pub fn new(model: &'static str, fields: Vec<InvalidField>) -> Self {
        Self {
            model,
            fields,
            more: false,
        }
    }

    /// What is wrong with a field, and with what is in it; `""` is the row as a whole.
    pub fn of<'i>(&'i self, field: &'i str) -> impl Iterator<Item = &'i str> {
        let is_its = move |it: &&InvalidField| it.field() == field;
        self.fields.iter().filter(is_its).map(|it| &*it.message)
    }
}

impl InvalidField {
    /// A fault at a path, found by code of your own.
    pub fn new(path: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            row: None,
            key: None,
            path: path.into(),
            message: message.into(),
        }
    }

    /// The field of the model: the beginning of the path.
    #[must_use]
    pub fn field(&self) -> &str {
        let end = self.path.find(['.', '[']).unwrap_or(self.path.len());
        &self.path[..end]
    }
}

/// `title: too long`, `[3].title: too long`; of the row as a whole `too dear`, `[3]: too dear`.
impl fmt::Display for InvalidField {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            row,
            key,
            path,
            message,
        } = self;
        match (row, path.is_empty()) {
            (None, true) => f.write_str(message)?,
            (None, false) => write!(f, "{path}: {message}")?,
            (Some(row), true) => write!(f, "[{row}]: {message}")?,
            (Some(row), false) => write!(f, "[{row}].{path}: {message}")?,
        }
        match key {
            Some(key) => write!(f, " (key {key})"),
            None => Ok(()),
        }
    }
}

impl fmt::Display for Invalid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is invalid: ", self.model)?;
        for (at, field) in self.fields.iter().enumerate() {
            let before = if at > 0 { "; " } else { "" };
            write!(f, "{before}{field}")?;
        }
        f.write_str(if self.more { "; …" } else { "" })
    }
}

impl std::error::Error for Invalid {}

impl From<Invalid> for super::Error {
    fn from(invalid: Invalid) -> Self {
        Self::Invalid(Box::new(invalid))
    }
}
