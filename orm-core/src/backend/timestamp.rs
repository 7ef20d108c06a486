//! Dates and times without a zone as each database has them.

/// The SQL type of `chrono::NaiveDateTime` fields: `TIMESTAMP` on PostgreSQL, `DATETIME` or
/// `TIMESTAMP` on MySQL, text on SQLite.
///
/// Diesel's `Timestamp` binds MySQL's `TIMESTAMP`, which ends in 2038: a later value would
/// arrive as NULL, and a comparison with it find nothing.
#[derive(
    Debug, Clone, Copy, Default, diesel::sql_types::SqlType, diesel::query_builder::QueryId,
)]
#[cfg_attr(feature = "sqlite", diesel(sqlite_type(name = "Text")))]
#[cfg_attr(
    feature = "postgres-backend",
    diesel(postgres_type(oid = 1114, array_oid = 1115))
)]
#[cfg_attr(feature = "mysql-backend", diesel(mysql_type(name = "DateTime")))]
pub struct TimestampSql;

macro_rules! as_diesel_s {
    ($($feature:literal $db:path, $value:ty, $sql:ident;)*) => { $(
        #[cfg(feature = $feature)]
        const _: () = {
            use chrono::NaiveDateTime;
            use diesel::deserialize::{self, FromSql};
            use diesel::serialize::{self, Output, ToSql};
            use diesel::sql_types::$sql;

            impl ToSql<TimestampSql, $db> for NaiveDateTime {
                fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, $db>) -> serialize::Result {
                    ToSql::<$sql, $db>::to_sql(self, out)
                }
            }
            impl FromSql<TimestampSql, $db> for NaiveDateTime {
                fn from_sql(value: $value) -> deserialize::Result<Self> {
                    FromSql::<$sql, $db>::from_sql(value)
                }
            }
        };
    )* };
}
as_diesel_s! {
    "sqlite" diesel::sqlite::Sqlite, diesel::sqlite::SqliteValue<'_, '_, '_>, Timestamp;
    "postgres-backend" diesel::pg::Pg, diesel::pg::PgValue<'_>, Timestamp;
    "mysql-backend" diesel::mysql::Mysql, diesel::mysql::MysqlValue<'_>, Datetime;
}
