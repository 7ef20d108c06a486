//! A date or time of an order as the database has it, for the places of keyset pages.

use diesel::deserialize::{self, FromSql};
use diesel::serialize::{self, Output, ToSql};

/// A value as the database compares it. SQLite compares the texts of dates and times, and there
/// are several for one moment (`20:00:00.5`, `20:00:00.500`): bound in Diesel's own spelling, a
/// place would be before or after the row that it was read from.
#[derive(Debug, Clone, PartialEq)]
pub enum AsStored<T> {
    /// The value.
    Value(T),
    /// Its text.
    Text(String),
}

/// How a cursor marks the text: no value that `Debug` writes begins like this.
const TEXT: char = '=';

impl<T: std::fmt::Debug + std::str::FromStr> AsStored<T> {
    /// As a cursor holds it. `Debug` is what `parse` reads: of a date and time, with a `T`
    /// between them.
    pub(crate) fn write(&self) -> Vec<u8> {
        match self {
            Self::Value(value) => format!("{value:?}"),
            Self::Text(text) => format!("{TEXT}{text}"),
        }
        .into_bytes()
    }

    /// Out of a cursor.
    pub(crate) fn read(bytes: &[u8]) -> Option<Self> {
        let text = std::str::from_utf8(bytes).ok()?;
        match text.strip_prefix(TEXT) {
            Some(text) => Some(Self::Text(text.to_owned())),
            None => text.parse().ok().map(Self::Value),
        }
    }
}

#[cfg(feature = "sqlite")]
mod sqlite {
    use diesel::sql_types::Text;
    use diesel::sqlite::{Sqlite, SqliteValue};

    use super::{AsStored, FromSql, Output, ToSql, deserialize, serialize};

    impl<T, St> FromSql<St, Sqlite> for AsStored<T> {
        fn from_sql(value: SqliteValue<'_, '_, '_>) -> deserialize::Result<Self> {
            <String as FromSql<Text, Sqlite>>::from_sql(value).map(Self::Text)
        }
    }
    impl<T: ToSql<St, Sqlite>, St> ToSql<St, Sqlite> for AsStored<T> {
        fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
            match self {
                Self::Value(value) => value.to_sql(out),
                Self::Text(text) => ToSql::<Text, Sqlite>::to_sql(text.as_str(), out),
            }
        }
    }
}

/// A text is in no cursor of a database that has types for dates and times.
#[cfg(any(feature = "postgres-backend", feature = "mysql-backend"))]
macro_rules! as_values {
    ($backend:ty, $value:ty) => {
        const _: () = {
            impl<T: FromSql<St, $backend>, St> FromSql<St, $backend> for AsStored<T> {
                fn from_sql(value: $value) -> deserialize::Result<Self> {
                    T::from_sql(value).map(Self::Value)
                }
            }
            impl<T: ToSql<St, $backend>, St> ToSql<St, $backend> for AsStored<T> {
                fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, $backend>) -> serialize::Result {
                    match self {
                        Self::Value(value) => value.to_sql(out),
                        Self::Text(_) => Err("the cursor was made on another database".into()),
                    }
                }
            }
        };
    };
}
#[cfg(feature = "postgres-backend")]
as_values!(diesel::pg::Pg, diesel::pg::PgValue<'_>);
#[cfg(feature = "mysql-backend")]
as_values!(diesel::mysql::Mysql, diesel::mysql::MysqlValue<'_>);
