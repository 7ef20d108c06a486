//! Uuids as each database has them: 16 bytes on SQLite and MySQL, which have none.

/// The SQL type of `uuid::Uuid` fields: `UUID` on PostgreSQL, `BINARY(16)` on MySQL, `BLOB` on
/// SQLite.
#[derive(
    Debug, Clone, Copy, Default, diesel::sql_types::SqlType, diesel::query_builder::QueryId,
)]
#[cfg_attr(feature = "sqlite", diesel(sqlite_type(name = "Binary")))]
#[cfg_attr(
    feature = "postgres-backend",
    diesel(postgres_type(oid = 2950, array_oid = 2951))
)]
#[cfg_attr(feature = "mysql-backend", diesel(mysql_type(name = "Blob")))]
pub struct UuidSql;

#[cfg(feature = "sqlite")]
mod sqlite {
    use diesel::deserialize::{self, FromSql};
    use diesel::serialize::{self, IsNull, Output, ToSql};
    use diesel::sql_types::Binary;
    use diesel::sqlite::{Sqlite, SqliteValue};

    use super::UuidSql;

    impl ToSql<UuidSql, Sqlite> for uuid::Uuid {
        fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
            out.set_value(self.as_bytes().as_slice());
            Ok(IsNull::No)
        }
    }

    impl FromSql<UuidSql, Sqlite> for uuid::Uuid {
        fn from_sql(value: SqliteValue<'_, '_, '_>) -> deserialize::Result<Self> {
            let bytes = <Vec<u8> as FromSql<Binary, Sqlite>>::from_sql(value)?;
            Ok(uuid::Uuid::from_slice(&bytes)?)
        }
    }
}

#[cfg(feature = "postgres-backend")]
mod postgres {
    use diesel::deserialize::{self, FromSql};
    use diesel::pg::{Pg, PgValue};
    use diesel::serialize::{self, Output, ToSql};

    use super::UuidSql;

    impl ToSql<UuidSql, Pg> for uuid::Uuid {
        fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
            ToSql::<diesel::sql_types::Uuid, Pg>::to_sql(self, out)
        }
    }

    impl FromSql<UuidSql, Pg> for uuid::Uuid {
        fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
            FromSql::<diesel::sql_types::Uuid, Pg>::from_sql(value)
        }
    }
}

#[cfg(feature = "mysql-backend")]
mod mysql {
    use std::io::Write as _;

    use diesel::deserialize::{self, FromSql};
    use diesel::mysql::{Mysql, MysqlValue};
    use diesel::serialize::{self, IsNull, Output, ToSql};
    use diesel::sql_types::Binary;

    use super::UuidSql;

    impl ToSql<UuidSql, Mysql> for uuid::Uuid {
        fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Mysql>) -> serialize::Result {
            out.write_all(self.as_bytes())?;
            Ok(IsNull::No)
        }
    }

    impl FromSql<UuidSql, Mysql> for uuid::Uuid {
        fn from_sql(value: MysqlValue<'_>) -> deserialize::Result<Self> {
            let bytes = <Vec<u8> as FromSql<Binary, Mysql>>::from_sql(value)?;
            Ok(uuid::Uuid::from_slice(&bytes)?)
        }
    }
}
