//! JSON as each database has it: two types on PostgreSQL, text on SQLite and MariaDB.

/// The SQL type of `serde_json::Value` fields: `JSONB` or `JSON` on PostgreSQL (a `JSON` column
/// can be read, and has no equality there), `JSON` on MySQL, `TEXT` on SQLite.
#[derive(
    Debug, Clone, Copy, Default, diesel::sql_types::SqlType, diesel::query_builder::QueryId,
)]
#[cfg_attr(feature = "sqlite", diesel(sqlite_type(name = "Text")))]
#[cfg_attr(
    feature = "postgres-backend",
    diesel(postgres_type(oid = 3802, array_oid = 3807))
)]
#[cfg_attr(feature = "mysql-backend", diesel(mysql_type(name = "String")))]
pub struct JsonSql;

#[cfg(feature = "sqlite")]
mod sqlite {
    use diesel::deserialize::{self, FromSql};
    use diesel::serialize::{self, Output, ToSql};
    use diesel::sql_types::Json;
    use diesel::sqlite::{Sqlite, SqliteValue};
    use serde_json::Value;

    use super::JsonSql;

    impl ToSql<JsonSql, Sqlite> for Value {
        fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
            ToSql::<Json, Sqlite>::to_sql(self, out)
        }
    }
    impl FromSql<JsonSql, Sqlite> for Value {
        fn from_sql(value: SqliteValue<'_, '_, '_>) -> deserialize::Result<Self> {
            FromSql::<Json, Sqlite>::from_sql(value)
        }
    }
}

#[cfg(feature = "postgres-backend")]
mod postgres {
    use diesel::deserialize::{self, FromSql};
    use diesel::pg::{Pg, PgValue};
    use diesel::serialize::{self, Output, ToSql};
    use diesel::sql_types::{Json, Jsonb};
    use serde_json::Value;

    use super::JsonSql;

    impl ToSql<JsonSql, Pg> for Value {
        fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
            ToSql::<Jsonb, Pg>::to_sql(self, out)
        }
    }
    impl FromSql<JsonSql, Pg> for Value {
        /// JSONB has the number of its version in front, a byte with which no JSON begins.
        fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
            match value.as_bytes() {
                [1, ..] => FromSql::<Jsonb, Pg>::from_sql(value),
                _ => FromSql::<Json, Pg>::from_sql(value),
            }
        }
    }
}

#[cfg(feature = "mysql-backend")]
mod mysql {
    use diesel::deserialize::{self, FromSql};
    use diesel::mysql::{Mysql, MysqlValue};
    use diesel::serialize::{self, Output, ToSql};
    use diesel::sql_types::Json;
    use serde_json::Value;

    use super::JsonSql;

    impl ToSql<JsonSql, Mysql> for Value {
        fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Mysql>) -> serialize::Result {
            ToSql::<Json, Mysql>::to_sql(self, out)
        }
    }
    impl FromSql<JsonSql, Mysql> for Value {
        fn from_sql(value: MysqlValue<'_>) -> deserialize::Result<Self> {
            FromSql::<Json, Mysql>::from_sql(value)
        }
    }
}
