//! Which SQL type a Rust type is stored as, where the field does not say.

use diesel::sql_types as st;
use diesel::sql_types::is_nullable::NotNull;

/// A Rust type that can be a field of a model, and the SQL type it is stored as.
///
/// Types of your own need no impl: [`derive(Key)`](macro@crate::Key) and
/// [`derive(Choice)`](macro@crate::Choice) write it. For others name the SQL type on the field
/// with `#[model(sql_type = …)]` and implement Diesel's `FromSql` and `ToSql`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no SQL type of its own",
    label = "which SQL type is this?",
    note = "say which SQL type it is stored as: `#[model(sql_type = diesel::sql_types::…)]`",
    note = "dates, uuids, decimals and JSON are behind the features `chrono`, `uuid`, `numeric` and `serde_json`",
    note = "unsigned and 8-bit integers are there for MySQL alone, arrays (`Vec<…>`) for PostgreSQL alone"
)]
pub trait FieldType {
    /// Diesel's SQL type. (`Option<T>` adds the `Nullable`.)
    type Sql: diesel::sql_types::SqlType<IsNull = NotNull>;
    /// As what conditions know its columns: the SQL type; or the Rust type itself, where the
    /// columns go with values of that type only.
    type Column: 'static;
    /// The only values that a column of it holds, where they are few enough to be named.
    const VALUES: Option<super::Values> = None;
    /// It is a list.
    const LIST: bool = false;
}

/// Field number `AT` of a model, as it is read. Written by the derive.
pub trait FieldAt<const AT: usize> {
    /// The type of a value that is there.
    type Rust: 'static;
    /// The SQL type as which it is read.
    type Stored: diesel::sql_types::SqlType<IsNull = NotNull> + 'static;
    /// Whether it may be NULL.
    type Null: crate::ast::Nullness;
    /// Whether it can be written, or is part of the key, or calculated by the database.
    type Write;
    /// It is a list.
    const LIST: bool = false;
    /// The field.
    fn get(&self) -> &<Self::Null as crate::ast::Nullness>::Of<Self::Rust>;
}

macro_rules! field_types {
    ($($(#[$cfg:meta])* $rust:ty => $sql:ty,)*) => { $(
        $(#[$cfg])* #[diagnostic::do_not_recommend] impl FieldType for $rust {
            type Sql = $sql;
            type Column = $sql;
        }
    )* };
}

field_types! {
    bool => st::Bool,
    i16 => st::SmallInt,
    i32 => st::Integer,
    i64 => st::BigInt,
    f32 => st::Float,
    f64 => st::Double,
    String => st::Text,
    Vec<u8> => st::Binary,
    #[cfg(feature = "chrono")] chrono::NaiveDate => st::Date,
    #[cfg(feature = "chrono")] chrono::NaiveTime => st::Time,
    #[cfg(feature = "chrono")] chrono::NaiveDateTime => crate::backend::TimestampSql,
    #[cfg(feature = "chrono")]
    chrono::DateTime<chrono::Utc> => crate::backend::TimestamptzSql,
    #[cfg(feature = "uuid")] uuid::Uuid => crate::backend::UuidSql,
    #[cfg(feature = "numeric")] bigdecimal::BigDecimal => st::Numeric,
    #[cfg(feature = "serde_json")] serde_json::Value => crate::backend::JsonSql,
    #[cfg(feature = "mysql-backend")] i8 => st::TinyInt,
    #[cfg(feature = "mysql-backend")] u8 => st::Unsigned<st::TinyInt>,
    #[cfg(feature = "mysql-backend")] u16 => st::Unsigned<st::SmallInt>,
    #[cfg(feature = "mysql-backend")] u32 => st::Unsigned<st::Integer>,
    #[cfg(feature = "mysql-backend")] u64 => st::Unsigned<st::BigInt>,
}

/// A Rust type that an element of an array may have. (Bytes are no array: `Vec<u8>` is one
/// value.)
#[cfg(feature = "postgres-backend")]
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no element of an array",
    label = "which SQL type is this?",
    note = "say which SQL type the array is stored as: `#[model(sql_type = diesel::sql_types::Array<…>)]`"
)]
pub trait ElementType {
    /// Diesel's SQL type, with the `Nullable` of an `Option`.
    type Sql: diesel::sql_types::SqlType;
}

#[cfg(feature = "postgres-backend")]
mod arrays {
    use diesel::sql_types as st;

    use super::{ElementType, FieldType};

    #[diagnostic::do_not_recommend]
    impl<T: ElementType> FieldType for Vec<T>
    where
        T::Sql: 'static,
    {
        type Sql = st::Array<T::Sql>;
        type Column = st::Array<T::Sql>;
        const LIST: bool = true;
    }

    #[diagnostic::do_not_recommend]
    impl<T: ElementType<Sql = <T as FieldType>::Sql> + FieldType> ElementType for Option<T> {
        type Sql = st::Nullable<<T as FieldType>::Sql>;
    }

    macro_rules! elements {
        ($($(#[$cfg:meta])* $rust:ty,)*) => { $(
            $(#[$cfg])* #[diagnostic::do_not_recommend] impl ElementType for $rust {
                type Sql = <$rust as FieldType>::Sql;
            }
        )* };
    }

    elements! {
        bool, i16, i32, i64, f32, f64, String, Vec<u8>,
        #[cfg(feature = "chrono")] chrono::NaiveDate,
        #[cfg(feature = "chrono")] chrono::NaiveTime,
        #[cfg(feature = "chrono")] chrono::NaiveDateTime,
        #[cfg(feature = "chrono")] chrono::DateTime<chrono::Utc>,
        #[cfg(feature = "uuid")] uuid::Uuid,
        #[cfg(feature = "numeric")] bigdecimal::BigDecimal,
        #[cfg(feature = "serde_json")] serde_json::Value,
    }
}
