//! Enums as columns: what they store, as data, and reading it back.

use std::borrow::Borrow;
use std::fmt;
use std::fmt::Write as _;
use std::hash::Hash;

use super::{KeyPart, ListPart};
use crate::ast::OwnType;
use crate::backend::Dialect;

/// An enum whose variants are what a column may hold. Written by
/// [`derive(Choice)`](macro@crate::Choice).
///
/// ```
/// use orm_core::prelude::*;
///
/// #[derive(Choice, Debug, Clone, Copy, PartialEq)]
/// pub enum Status {
///     Open,
///     OnHold,
/// }
///
/// assert_eq!(Status::OnHold.stored(), "on_hold");
/// assert_eq!(Status::from_stored("on_hold"), Some(Status::OnHold));
/// let labels: Vec<_> = Status::CHOICES.iter().map(|choice| choice.label).collect();
/// assert_eq!(labels, ["Open", "On Hold"]);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no enum that a column can hold",
    label = "not a choice",
    note = "write `#[derive(Choice)]` on `{Self}`"
)]
pub trait Choice: OwnType {
    /// What is stored: `str`, `i16`, `i32` or `i64`.
    type Stored: ?Sized + PartialEq + fmt::Debug + ToOwned + 'static;
    /// The variants, in the order in which they are written.
    const CHOICES: &'static [ChoiceOf<Self>];
    /// The enum's name.
    const NAME: &'static str;

    /// What is stored of this variant.
    fn stored(&self) -> &'static Self::Stored;

    /// The variant of which this is stored.
    fn from_stored<Q>(stored: &Q) -> Option<Self>
    where
        Q: ?Sized + Borrow<Self::Stored>,
    {
        let stored: &Self::Stored = stored.borrow();
        let found = Self::CHOICES.iter().find(|choice| choice.stored == stored);
        found.map(|choice| choice.value.clone())
    }

    /// The variant's name for people.
    fn label(&self) -> &'static str {
        let stored = self.stored();
        let found = Self::CHOICES.iter().find(|choice| choice.stored == stored);
        found.map_or("", |choice| choice.label)
    }
}

/// One variant of a [`Choice`], as data.
#[derive(Debug, Clone, Copy)]
pub struct ChoiceOf<T: Choice> {
    /// The variant.
    pub value: T,
    /// What is stored.
    pub stored: &'static T::Stored,
    /// The variant's name.
    pub variant: &'static str,
    /// Its name for people: `#[choice(label = "…")]`, or `On Hold` for `OnHold`.
    pub label: &'static str,
}

#[diagnostic::do_not_recommend]
impl<T: Choice + ListPart + Hash + Eq> KeyPart for T {}

/// Reads a choice.
///
/// # Errors
/// A value that is none of the choices; the field is named by who reads it.
pub fn choose<T: Choice>(stored: &T::Stored) -> diesel::deserialize::Result<T> {
    let found = T::CHOICES.iter().find(|choice| choice.stored == stored);
    match found {
        Some(choice) => Ok(choice.value.clone()),
        None => Err(none_of::<T>(stored).into()),
    }
}

#[cold]
fn none_of<T: Choice>(stored: &T::Stored) -> String {
    const SHOWN: usize = 10;
    let mut text = format!("{stored:?} is no `{}`, which is ", T::NAME);
    for (at, choice) in T::CHOICES.iter().enumerate() {
        if at == SHOWN {
            text.push_str(", …");
            break;
        }
        let between = match at {
            0 => "",
            at if at + 1 == T::CHOICES.len() => " or ",
            _ => ", ",
        };
        // Writing to a `String` never fails.
        let written = write!(text, "{between}{:?}", choice.stored);
        debug_assert!(written.is_ok());
    }
    text
}

/// The only values that a column holds, for the schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Values {
    /// What they are.
    pub stored: Stored,
    /// The enum type of PostgreSQL that has them; text elsewhere.
    pub postgres_enum: Option<&'static str>,
}

/// Values that are stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stored {
    /// As text.
    Text(&'static [&'static str]),
    /// As whole numbers.
    Integers(&'static [i64]),
}

impl Values {
    /// The condition of a CHECK constraint; `column` is its name as it stands in SQL, quoted
    /// where it must be. `None` where the column's type says the same.
    ///
    /// ```
    /// use orm_core::backend::Dialect;
    /// use orm_core::model::{Stored, Values};
    ///
    /// let values = Values { stored: Stored::Text(&["open", "won't"]), postgres_enum: None };
    /// let check = values.check("\"status\"", Dialect::Sqlite);
    /// assert_eq!(check.as_deref(), Some("\"status\" IN ('open', 'won''t')"));
    /// ```
    pub fn check(&self, column: &str, dialect: Dialect) -> Option<String> {
        if self.postgres_enum.is_some() && dialect == Dialect::Postgres {
            return None;
        }
        let values: Vec<String> = match self.stored {
            Stored::Text(all) => all.iter().map(|text| quoted(text, dialect)).collect(),
            Stored::Integers(all) => all.iter().map(i64::to_string).collect(),
        };
        Some(format!("{column} IN ({})", values.join(", ")))
    }

    /// The statement that makes PostgreSQL's enum type, where there is one.
    ///
    /// ```
    /// use orm_core::model::{Stored, Values};
    ///
    /// let values = Values { stored: Stored::Text(&["sad", "ok"]), postgres_enum: Some("mood") };
    /// let sql = values.create_type();
    /// assert_eq!(sql.as_deref(), Some("CREATE TYPE \"mood\" AS ENUM ('sad', 'ok')"));
    /// ```
    pub fn create_type(&self) -> Option<String> {
        let (name, Stored::Text(all)) = (self.postgres_enum?, self.stored) else {
            return None;
        };
        let name: Vec<String> = name.split('.').map(|part| format!("\"{part}\"")).collect();
        let quoted = |text: &&str| quoted(text, Dialect::Postgres);
        let values: Vec<String> = all.iter().map(quoted).collect();
        Some(format!(
            "CREATE TYPE {} AS ENUM ({})",
            name.join("."),
            values.join(", ")
        ))
    }
}

/// A text as SQL writes it.
fn quoted(text: &str, dialect: Dialect) -> String {
    let text = text.replace('\'', "''");
    match dialect {
        Dialect::Mysql => format!("'{}'", text.replace('\\', "\\\\")),
        _ => format!("'{text}'"),
    }
}

/// The SQL type of a [`Choice`] that is an enum of PostgreSQL's; text elsewhere.
///
/// PostgreSQL finds out the type of a bind by what it is compared with, so that no query is
/// needed that asks for the type's number.
#[derive(
    Debug, Clone, Copy, Default, diesel::sql_types::SqlType, diesel::query_builder::QueryId,
)]
#[cfg_attr(feature = "sqlite", diesel(sqlite_type(name = "Text")))]
#[cfg_attr(
    feature = "postgres-backend",
    diesel(postgres_type(oid = 0, array_oid = 0))
)]
#[cfg_attr(feature = "mysql-backend", diesel(mysql_type(name = "String")))]
pub struct EnumSql;

/// The name of a variant, as it is bound: of a type with a size, which enums of connections ask
/// of what they bind.
#[derive(Debug, Clone, Copy)]
pub struct EnumText(pub &'static str);

/// As the database's text: PostgreSQL sends and takes the names of an enum as such.
macro_rules! as_text {
    ($backend:ty, $value:ty) => {
        const _: () = {
            use diesel::deserialize::{self, FromSql};
            use diesel::serialize::{self, Output, ToSql};
            use diesel::sql_types::Text;

            impl FromSql<super::EnumSql, $backend> for String {
                fn from_sql(value: $value) -> deserialize::Result<Self> {
                    FromSql::<Text, $backend>::from_sql(value)
                }
            }
            impl ToSql<super::EnumSql, $backend> for super::EnumText {
                fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, $backend>) -> serialize::Result {
                    ToSql::<Text, $backend>::to_sql(self.0, out)
                }
            }
            // A name that was read, and is bound again as a place in an order.
            impl ToSql<super::EnumSql, $backend> for String {
                fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, $backend>) -> serialize::Result {
                    ToSql::<Text, $backend>::to_sql(self.as_str(), out)
                }
            }
        };
    };
}
mod text {
    #[cfg(feature = "sqlite")]
    as_text!(
        diesel::sqlite::Sqlite,
        diesel::sqlite::SqliteValue<'_, '_, '_>
    );
    #[cfg(feature = "postgres-backend")]
    as_text!(diesel::pg::Pg, diesel::pg::PgValue<'_>);
    #[cfg(feature = "mysql-backend")]
    as_text!(diesel::mysql::Mysql, diesel::mysql::MysqlValue<'_>);
}
