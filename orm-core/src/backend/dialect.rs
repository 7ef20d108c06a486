//! The dialects of SQL, and the words in which they differ.

use diesel::sql_types::Numeric;

use super::Kind;

/// A dialect of SQL.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Dialect {
    /// SQLite's.
    Sqlite,
    /// PostgreSQL's.
    Postgres,
    /// MySQL's, which is also MariaDB's.
    Mysql,
}

impl Dialect {
    /// What stands around names.
    pub(crate) const fn quote(self) -> &'static str {
        match self {
            Self::Sqlite | Self::Mysql => "`",
            Self::Postgres => "\"",
        }
    }

    /// The function that orders at random.
    pub(crate) const fn random(self) -> &'static str {
        match self {
            Self::Sqlite | Self::Postgres => "RANDOM()",
            Self::Mysql => "RAND()",
        }
    }

    /// What goes before the bind of a LIMIT. SQLite plans for the value of a plain `LIMIT ?`,
    /// and for that compiles the statement again each time it is bound; it does not look
    /// behind the sign.
    pub(crate) const fn limit(self) -> &'static str {
        match self {
            Self::Sqlite => " LIMIT +",
            Self::Postgres | Self::Mysql => " LIMIT ",
        }
    }

    /// What goes before an OFFSET without LIMIT.
    pub(crate) const fn no_limit(self) -> &'static str {
        match self {
            Self::Sqlite => " LIMIT -1",
            Self::Postgres => "",
            Self::Mysql => " LIMIT 18446744073709551615",
        }
    }

    /// Equality that takes NULL for a value.
    pub(crate) const fn null_safe_equal(self) -> &'static str {
        match self {
            Self::Sqlite => " IS ",
            Self::Postgres => " IS NOT DISTINCT FROM ",
            Self::Mysql => " <=> ",
        }
    }

    /// The join from a key list to the table it looks in, key list first. SQLite never
    /// reorders a CROSS JOIN: it starts at the keys and looks each up, also when its
    /// statistics tempt it to scan the table first. MySQL's STRAIGHT_JOIN is the same: it
    /// takes a table that has just been filled for a small one.
    pub(crate) const fn key_join(self) -> &'static str {
        match self {
            Self::Sqlite => " CROSS JOIN ",
            Self::Postgres => " INNER JOIN ",
            Self::Mysql => " STRAIGHT_JOIN ",
        }
    }

    /// Rows that hold a key themselves are found by `column = ANY(keys)`, and not by a join to
    /// the list: PostgreSQL knows nothing of what a function's rows hold, and reads the whole
    /// table for a hundred keys.
    pub(crate) const fn keys_in_where(self) -> bool {
        matches!(self, Self::Postgres)
    }

    /// Division of whole numbers that gives a whole number.
    pub(crate) const fn whole_division(self) -> &'static str {
        match self {
            Self::Sqlite | Self::Postgres => " / ",
            Self::Mysql => " DIV ",
        }
    }

    /// What stands around a bind. Not every client of MySQL says that a decimal is one; as a
    /// text it would be compared, and calculated with, as a floating point number.
    pub(crate) fn around_bind<S: 'static>(self) -> (&'static str, &'static str) {
        let decimal = std::any::TypeId::of::<S>() == std::any::TypeId::of::<Numeric>();
        match self {
            Self::Mysql if decimal => ("CAST(", " AS DECIMAL(65, 30))"),
            Self::Sqlite | Self::Postgres | Self::Mysql => ("", ""),
        }
    }

    /// The name of a type in a cast.
    pub(crate) const fn cast_type(self, kind: Kind) -> &'static str {
        match (self, kind) {
            (Self::Sqlite, Kind::Bool | Kind::SmallInt | Kind::Integer | Kind::BigInt) => "INTEGER",
            (Self::Sqlite, Kind::Float | Kind::Double) => "REAL",
            (Self::Sqlite, Kind::Numeric) => "NUMERIC",
            (Self::Sqlite, Kind::Binary | Kind::Uuid) => "BLOB",
            (Self::Sqlite, _) => "TEXT",
            (Self::Postgres, Kind::Bool) => "boolean",
            (Self::Postgres, Kind::SmallInt) => "smallint",
            (Self::Postgres, Kind::Integer) => "integer",
            (Self::Postgres, Kind::BigInt) => "bigint",
            (Self::Postgres, Kind::Float) => "real",
            (Self::Postgres, Kind::Double) => "double precision",
            (Self::Postgres, Kind::Numeric) => "numeric",
            (Self::Postgres, Kind::Text) => "text",
            (Self::Postgres, Kind::Binary) => "bytea",
            (Self::Postgres, Kind::Date) => "date",
            (Self::Postgres, Kind::Time) => "time",
            (Self::Postgres, Kind::Timestamp) => "timestamp",
            (Self::Postgres, Kind::Timestamptz) => "timestamptz",
            (Self::Postgres, Kind::Uuid) => "uuid",
            (Self::Postgres, Kind::Json) => "jsonb",
            (Self::Mysql, Kind::Bool | Kind::SmallInt | Kind::Integer | Kind::BigInt) => "SIGNED",
            (Self::Mysql, Kind::Float | Kind::Double) => "DOUBLE",
            (Self::Mysql, Kind::Numeric) => "DECIMAL(65, 30)",
            (Self::Mysql, Kind::Text | Kind::Json) => "CHAR",
            (Self::Mysql, Kind::Binary | Kind::Uuid) => "BINARY",
            (Self::Mysql, Kind::Date) => "DATE",
            (Self::Mysql, Kind::Time) => "TIME(6)",
            (Self::Mysql, Kind::Timestamp | Kind::Timestamptz) => "DATETIME(6)",
        }
    }

    /// Where NULLs stand of themselves.
    pub(crate) const fn nulls_first(self, descending: bool) -> bool {
        match self {
            Self::Sqlite | Self::Mysql => !descending,
            Self::Postgres => descending,
        }
    }

    /// DISTINCT rows are ordered only by what is selected of them.
    pub(crate) const fn distinct_orders_by_selected(self) -> bool {
        !matches!(self, Self::Sqlite)
    }

    /// A subquery after IN may have a LIMIT.
    pub(crate) const fn limits_in_subquery(self) -> bool {
        !matches!(self, Self::Mysql)
    }
}
