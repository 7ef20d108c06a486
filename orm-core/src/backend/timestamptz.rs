//! Dates and times of UTC as each database has them.

/// The SQL type of `chrono::DateTime<Utc>` fields: `TIMESTAMPTZ` on PostgreSQL, `DATETIME` or
/// `TIMESTAMP` that hold UTC on MySQL, text on SQLite.
#[derive(
    Debug, Clone, Copy, Default, diesel::sql_types::SqlType, diesel::query_builder::QueryId,
)]
#[cfg_attr(feature = "sqlite", diesel(sqlite_type(name = "Text")))]
#[cfg_attr(
    feature = "postgres-backend",
    diesel(postgres_type(oid = 1184, array_oid = 1185))
)]
#[cfg_attr(feature = "mysql-backend", diesel(mysql_type(name = "DateTime")))]
pub struct TimestamptzSql;

#[cfg(feature = "sqlite")]
mod sqlite {
    use chrono::{DateTime, Utc};
    use diesel::deserialize::{self, FromSql};
    use diesel::serialize::{self, Output, ToSql};
    use diesel::sql_types::TimestamptzSqlite;
    use diesel::sqlite::{Sqlite, SqliteValue};

    use super::TimestamptzSql;

    impl ToSql<TimestamptzSql, Sqlite> for DateTime<Utc> {
        fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
            ToSql::<TimestamptzSqlite, Sqlite>::to_sql(self, out)
        }
    }
    impl FromSql<TimestamptzSql, Sqlite> for DateTime<Utc> {
        fn from_sql(value: SqliteValue<'_, '_, '_>) -> deserialize::Result<Self> {
            FromSql::<TimestamptzSqlite, Sqlite>::from_sql(value)
        }
    }
}

#[cfg(feature = "postgres-backend")]
mod postgres {
    use chrono::{DateTime, Utc};
    use diesel::deserialize::{self, FromSql};
    use diesel::pg::{Pg, PgValue};
    use diesel::serialize::{self, Output, ToSql};
    use diesel::sql_types::Timestamptz;

    use super::TimestamptzSql;

    impl ToSql<TimestamptzSql, Pg> for DateTime<Utc> {
        fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
            ToSql::<Timestamptz, Pg>::to_sql(self, out)
        }
    }
    impl FromSql<TimestamptzSql, Pg> for DateTime<Utc> {
        fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
            FromSql::<Timestamptz, Pg>::from_sql(value)
        }
    }
}

#[cfg(feature = "mysql-backend")]
mod mysql {
    use chrono::{DateTime, NaiveDateTime, Utc};
    use diesel::deserialize::{self, FromSql};
    use diesel::mysql::{Mysql, MysqlValue};
    use diesel::serialize::{self, Output, ToSql};
    use diesel::sql_types::Datetime;

    use super::TimestamptzSql;

    impl ToSql<TimestamptzSql, Mysql> for DateTime<Utc> {
        fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Mysql>) -> serialize::Result {
            ToSql::<Datetime, Mysql>::to_sql(&self.naive_utc(), &mut out.reborrow())
        }
    }
    impl FromSql<TimestamptzSql, Mysql> for DateTime<Utc> {
        fn from_sql(value: MysqlValue<'_>) -> deserialize::Result<Self> {
            let naive = <NaiveDateTime as FromSql<Datetime, Mysql>>::from_sql(value)?;
            Ok(naive.and_utc())
        }
    }
}
