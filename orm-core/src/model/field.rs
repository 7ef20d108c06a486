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
    note = "dates, uuids, decimals and JSON are behind the features `chrono`, `uuid`, `numeric` and `serde_json`"
)]
pub trait FieldType {
    /// Diesel's SQL type. (`Option<T>` adds the `Nullable`.)
    type Sql: diesel::sql_types::SqlType<IsNull = NotNull>;
    /// As what conditions know its columns: the SQL type; or the Rust type itself, where the
    /// columns go with values of that type only.
    type Column: 'static;
    /// The only values that a column of it holds, where they are few enough to be named.
    const VALUES: Option<super::Values> = None;
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
    #[cfg(feature = "serde_json")] serde_json::Value => st::Json,
}
