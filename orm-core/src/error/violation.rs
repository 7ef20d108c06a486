//! `Violation`: what a database says when a write breaks one of its rules, in one form.

use std::fmt;

/// A write that the database refused, because it breaks a constraint or does not fit a column.
/// Nothing was written. What [`Error::Violation`](super::Error::Violation) holds.
///
/// ```
/// # orm_core::doctest_models!();
/// # let conn = &mut connection();
/// use orm_core::Error;
/// use orm_core::error::ViolationKind;
///
/// match queryset!(Artist.filter(name == "Accept").update(id = 1)).run(conn) {
///     Err(Error::Violation(broken)) if broken.kind == ViolationKind::Unique => {
///         assert_eq!((broken.model, broken.fields.as_slice()), ("Artist", ["id"].as_slice()));
///         assert_eq!(broken.to_string(), "an `Artist` with this `id` is there already");
///     }
///     other => panic!("{other:?}"),
/// }
/// ```
///
/// It is the same on every database, as far as the database tells it. MySQL and MariaDB tell a
/// unique constraint's name alone, so there the model must declare which fields it is of
/// (`#[model(unique)]`, `unique(a, b)`, `index(a, b, name = "…")`). A constraint that is deferred
/// is checked by COMMIT, which knows of no model: that is
/// [`Error::Database`](super::Error::Database).
#[derive(Debug)]
#[non_exhaustive]
pub struct Violation {
    /// What was broken.
    pub kind: ViolationKind,
    /// The model that was written.
    pub model: &'static str,
    /// The fields of the struct that the constraint is of. Empty where the database does not
    /// tell them (SQLite for foreign keys, PostgreSQL for texts that are too long), for a check
    /// of the whole row, and where the constraint is another [table](Self::table)'s.
    pub fields: Vec<&'static str>,
    /// The constraint's name, as the database says it. SQLite has none for most, and tells a
    /// check without a name by its SQL.
    pub constraint: Option<String>,
    /// The table of the constraint, where that is not the model's own: its rows point at those
    /// that were to go, or a cascade, a trigger or a view has led there.
    pub table: Option<String>,
    /// Rows point at a row that was to go, or to have another key.
    pub(crate) referenced: bool,
    /// What Diesel gave.
    pub(crate) error: diesel::result::Error,
}

/// What a [`Violation`] breaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ViolationKind {
    /// A unique constraint or index, or the primary key: another row has these values.
    Unique,
    /// A foreign key: it points at no row, or rows point at one that was to go.
    ForeignKey,
    /// A column that takes no NULL, or a row without a value for it.
    NotNull,
    /// A check.
    Check,
    /// An exclusion constraint of PostgreSQL's.
    Exclusion,
    /// A text or bytes, longer than the column. SQLite has no such limit. Diesel has no kind for
    /// it, so it is known by the database's English message.
    TooLong,
    /// A number that its column or its type does not hold. SQLite has no such limit. It is known
    /// by the English message as well.
    OutOfRange,
}

impl Violation {
    /// A constraint's name behind a sentence.
    fn write_named(&self, what: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.constraint {
            Some(name) => write!(f, " ({what} `{name}`)"),
            None => Ok(()),
        }
    }

    /// A constraint of another table, where neither the model nor its fields are to blame.
    fn write_elsewhere(&self, table: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match self.kind {
            ViolationKind::Unique => "a unique constraint",
            ViolationKind::ForeignKey => "a foreign key",
            ViolationKind::NotNull => "a NOT NULL",
            ViolationKind::Check => "a check",
            ViolationKind::Exclusion => "an exclusion constraint",
            ViolationKind::TooLong | ViolationKind::OutOfRange => "a limit",
        };
        write!(f, "a write of `{}` breaks {what} ", self.model)?;
        if let Some(name) = &self.constraint {
            write!(f, "`{name}` ")?;
        }
        write!(f, "of table `{table}`")
    }

    fn write_foreign_key(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let model = self.model;
        match self.fields.as_slice() {
            _ if self.referenced => {
                match &self.table {
                    Some(table) => write!(f, "rows of table `{table}`")?,
                    None => f.write_str("rows")?,
                }
                write!(f, " still point at this `{model}`")?;
            }
            // SQLite does not tell the two apart.
            [] => write!(
                f,
                "a foreign key of `{model}`, or one to it, would point at no row"
            )?,
            [field] => write!(f, "`{model}.{field}` points at no row")?,
            fields => write!(f, "{} of `{model}` point at no row", Names(fields))?,
        }
        self.write_named("foreign key", f)
    }

    /// `Book.title`, or what stands in its place where no field is known.
    fn write_field(&self, otherwise: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.fields.first() {
            Some(field) => write!(f, "`{}.{field}`", self.model),
            None => write!(f, "{otherwise}`{}`", self.model),
        }
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let (Some(table), false) = (&self.table, self.referenced) {
            return self.write_elsewhere(table, f);
        }
        match self.kind {
            ViolationKind::ForeignKey => self.write_foreign_key(f),
            ViolationKind::Unique => {
                let (model, article) = (self.model, article(self.model));
                if self.fields.is_empty() {
                    write!(f, "such {article} `{model}` is there already")?;
                } else {
                    let fields = Names(&self.fields);
                    write!(f, "{article} `{model}` with this {fields} is there already")?;
                }
                self.write_named("unique constraint", f)
            }
            ViolationKind::NotNull => {
                self.write_field("a field of ", f)?;
                f.write_str(" must not be NULL")
            }
            ViolationKind::Check => {
                self.write_field("", f)?;
                match &self.constraint {
                    Some(name) => write!(f, " breaks the check `{name}`"),
                    None => f.write_str(" breaks a check"),
                }
            }
            ViolationKind::Exclusion => {
                let model = self.model;
                write!(f, "a row of `{model}` excludes this one")?;
                self.write_named("exclusion constraint", f)
            }
            ViolationKind::TooLong => {
                f.write_str("a value is too long for ")?;
                self.write_field("a field of ", f)
            }
            ViolationKind::OutOfRange => {
                f.write_str("a number is out of the range of ")?;
                self.write_field("a field of ", f)
            }
        }
    }
}

impl std::error::Error for Violation {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.error)
    }
}

impl From<Violation> for diesel::result::Error {
    /// The error that Diesel gave.
    fn from(violation: Violation) -> Self {
        violation.error
    }
}

/// Names in a sentence: `a`, `b` and `c`.
struct Names<'n>(&'n [&'static str]);

impl fmt::Display for Names<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, name) in self.0.iter().enumerate() {
            let before = match at {
                0 => "",
                _ if at + 1 == self.0.len() => " and ",
                _ => ", ",
            };
            write!(f, "{before}`{name}`")?;
        }
        Ok(())
    }
}

/// Before a model's name. A name with `U` sounds like `User` more often than like `Umbrella`.
fn article(model: &str) -> &'static str {
    if model.starts_with(['A', 'E', 'I', 'O']) {
        "an"
    } else {
        "a"
    }
}
