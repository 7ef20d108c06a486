//! Every difference between databases, and nothing else.
//!
//! A node that means the same but is written differently asks the [`Dialect`] to write it.
//! A connection's backend says which dialect it speaks and how values are bound to it.

use diesel::QueryResult;
use diesel::query_builder::{AstPass, QueryFragment};
use diesel::row::Row;

#[cfg(feature = "chrono")]
mod as_stored;
mod dialect;
mod explain;
pub mod function;
#[cfg(feature = "serde_json")]
mod json;
mod key;
mod key_list;
mod lock;
mod multi;
mod mysql;
mod number;
mod postgres;
mod scope;
mod sqlite;
#[cfg(feature = "sqlite")]
mod sqlite_math;
#[cfg(all(feature = "sqlite", feature = "regex"))]
mod sqlite_regex;
#[cfg(feature = "chrono")]
mod timestamp;
#[cfg(feature = "chrono")]
mod timestamptz;
#[cfg(feature = "uuid")]
mod uuid;

#[cfg(feature = "sqlite")]
pub use self::sqlite_math::register_math;
#[cfg(all(feature = "sqlite", feature = "regex"))]
pub use self::sqlite_regex::register_regex;

#[cfg(feature = "chrono")]
pub use self::as_stored::AsStored;
pub use self::dialect::Dialect;
pub(crate) use self::explain::push_explain;
#[cfg(feature = "serde_json")]
pub use self::json::JsonSql;
pub use self::key::{EncodeKey, Key, KeyEncoder, KeyKind, KeyPart, KeyRef, ListPart, OwnedPart};
pub use self::key_list::{KeyList, Listed};
pub(crate) use self::lock::push_lock;
pub(crate) use self::number::push_number;
pub use self::scope::ScopeSql;
#[cfg(feature = "chrono")]
pub use self::timestamp::TimestampSql;
#[cfg(feature = "chrono")]
pub use self::timestamptz::TimestamptzSql;
#[cfg(feature = "uuid")]
pub use self::uuid::UuidSql;

/// The text lookups.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextKind {
    /// Contains.
    Contains,
    /// Contains, letter case ignored.
    IContains,
    /// Begins with.
    StartsWith,
    /// Begins with, letter case ignored.
    IStartsWith,
    /// Ends with.
    EndsWith,
    /// Ends with, letter case ignored.
    IEndsWith,
    /// Equals, letter case ignored.
    IExact,
    /// Regular expression.
    Regex,
    /// Regular expression, letter case ignored.
    IRegex,
}

/// The parts of dates and times.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PartKind {
    /// Year.
    Year,
    /// The year to which the week belongs, as ISO 8601 counts.
    IsoYear,
    /// Quarter, 1 to 4.
    Quarter,
    /// Month, 1 to 12.
    Month,
    /// Week, 1 to 53, as ISO 8601 counts.
    Week,
    /// Day of the month.
    Day,
    /// Day of the year.
    DayOfYear,
    /// Day of the week, Sunday is 1.
    WeekDay,
    /// Hour.
    Hour,
    /// Minute.
    Minute,
    /// Second.
    Second,
}

/// The SQL types that databases are told of by name, in casts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
#[allow(missing_docs)]
pub enum Kind {
    Bool,
    SmallInt,
    Integer,
    BigInt,
    Float,
    Double,
    Numeric,
    Text,
    Binary,
    Date,
    Time,
    Timestamp,
    Timestamptz,
    Uuid,
    Json,
}

/// The alias of a key list in a batched query. A dot keeps it apart from any relation's name.
pub const KEYS: &str = "self.keys";

/// A connection's backend: which SQL it speaks, and how values travel to it and back.
pub trait Backend: diesel::backend::Backend {
    /// Which SQL it speaks. A backend of several databases knows that at run time only.
    fn dialect(&self) -> Dialect;

    /// Binds a 64-bit integer.
    ///
    /// # Errors
    /// Those of the query builder.
    fn push_i64<'b>(value: &'b i64, out: &mut AstPass<'_, 'b, Self>) -> QueryResult<()>;

    /// Binds the text in which keys travel.
    ///
    /// # Errors
    /// Those of the query builder.
    fn push_text<'b>(value: &'b Listed<String>, out: &mut AstPass<'_, 'b, Self>)
    -> QueryResult<()>;

    /// Reads a 64-bit integer: a count, or a key's ordinal.
    ///
    /// # Errors
    /// Those of Diesel's deserialization.
    fn read_i64<'r, R: Row<'r, Self>>(row: &R, at: usize) -> diesel::deserialize::Result<i64>;

    /// How rows are asked for that come one after another, where there is a way that does
    /// not fetch them all first.
    type Streaming;

    /// Rows can be locked, one by one. SQLite locks its file as a whole. (An enum of connections writes on
    /// the one inside, which is asked.)
    const LOCKS_ROWS: bool = true;

    /// Keys travel as arrays, one a part.
    const ARRAYS: bool = false;

    /// Binds one part of all keys as an array. Asked where [`ARRAYS`](Self::ARRAYS) says so.
    ///
    /// # Errors
    /// Those of the query builder.
    fn push_array<'b, K: EncodeKey>(
        keys: &'b KeyList<K>,
        part: usize,
        out: &mut AstPass<'_, 'b, Self>,
    ) -> QueryResult<()> {
        let _ = (keys, part, out);
        Err(diesel::result::Error::QueryBuilderError(
            "this backend has no arrays".into(),
        ))
    }

    /// Writes a model's default scope.
    ///
    /// # Errors
    /// Those of the query builder.
    fn push_scope<'b>(scope: &'b dyn ScopeSql, out: AstPass<'_, 'b, Self>) -> QueryResult<()> {
        let _ = (scope, out);
        Err(diesel::result::Error::QueryBuilderError(
            "a model with a default scope is asked for on a database's own connection, and this \
             is an enum of several"
                .into(),
        ))
    }

    /// A statement's text, for the check of debug builds that one query type has one text.
    /// `None` where a type may have several.
    fn text_of<St: QueryFragment<Self>>(statement: &St) -> Option<String> {
        let _ = statement;
        None
    }
}

macro_rules! by_dialect {
    ($out:expr, $call:ident ( $($arg:expr),* )) => {
        match $out.backend().dialect() {
            Dialect::Sqlite => sqlite::$call($($arg),*),
            Dialect::Postgres => postgres::$call($($arg),*),
            Dialect::Mysql => mysql::$call($($arg),*),
        }
    };
}

/// A text lookup.
pub(crate) fn text_lookup<'b, DB, E, V>(
    kind: TextKind,
    expr: &'b E,
    value: &'b V,
    out: AstPass<'_, 'b, DB>,
) -> QueryResult<()>
where
    DB: Backend,
    E: QueryFragment<DB>,
    V: QueryFragment<DB>,
{
    by_dialect!(out, text_lookup(kind, expr, value, out))
}

/// A part of a date or time, as an integer. Parts of what is of `utc` are UTC's.
pub(crate) fn date_part<'b, DB, E>(
    part: PartKind,
    utc: bool,
    expr: &'b E,
    out: AstPass<'_, 'b, DB>,
) -> QueryResult<()>
where
    DB: Backend,
    E: QueryFragment<DB>,
{
    match out.backend().dialect() {
        Dialect::Sqlite => sqlite::date_part(part, expr, out),
        Dialect::Postgres => postgres::date_part(part, utc, expr, out),
        Dialect::Mysql => mysql::date_part(part, expr, out),
    }
}

/// Texts put together in their order, those alone that meet the condition.
pub(crate) fn string_agg<'b, DB, E, V, C>(
    expr: &'b E,
    separator: &'b V,
    condition: Option<&'b C>,
    mut out: AstPass<'_, 'b, DB>,
) -> QueryResult<()>
where
    DB: Backend,
    E: QueryFragment<DB>,
    V: QueryFragment<DB>,
    C: QueryFragment<DB>,
{
    let dialect = out.backend().dialect();
    if dialect == Dialect::Mysql {
        // A separator is a literal there: a character that no text has, replaced afterwards.
        out.push_sql("REPLACE(GROUP_CONCAT(");
        if let Some(condition) = condition {
            out.push_sql("CASE WHEN ");
            condition.walk_ast(out.reborrow())?;
            out.push_sql(" THEN ");
            expr.walk_ast(out.reborrow())?;
            out.push_sql(" END");
        } else {
            expr.walk_ast(out.reborrow())?;
        }
        out.push_sql(" ORDER BY ");
        expr.walk_ast(out.reborrow())?;
        out.push_sql(" SEPARATOR '\u{1}'), '\u{1}', ");
        separator.walk_ast(out.reborrow())?;
        out.push_sql(")");
        return Ok(());
    }
    out.push_sql(match dialect {
        Dialect::Postgres => "STRING_AGG(",
        _ => "GROUP_CONCAT(",
    });
    expr.walk_ast(out.reborrow())?;
    out.push_sql(", ");
    separator.walk_ast(out.reborrow())?;
    out.push_sql(" ORDER BY ");
    expr.walk_ast(out.reborrow())?;
    out.push_sql(")");
    let Some(condition) = condition else {
        return Ok(());
    };
    out.push_sql(" FILTER (WHERE ");
    condition.walk_ast(out.reborrow())?;
    out.push_sql(")");
    Ok(())
}

/// One term of ORDER BY. NULLs come before all values, and after them where the order
/// descends, unless `nulls_first` says otherwise.
pub(crate) fn order<'b, DB, E>(
    expr: &'b E,
    nullable: bool,
    descending: bool,
    nulls_first: Option<bool>,
    mut out: AstPass<'_, 'b, DB>,
) -> QueryResult<()>
where
    DB: Backend,
    E: QueryFragment<DB>,
{
    let dialect = out.backend().dialect();
    let wanted = nulls_first.unwrap_or(!descending);
    let natural = dialect.nulls_first(descending);
    let place = (nullable || nulls_first.is_some()) && wanted != natural;
    if place && dialect == Dialect::Mysql {
        expr.walk_ast(out.reborrow())?;
        out.push_sql(if wanted {
            " IS NOT NULL, "
        } else {
            " IS NULL, "
        });
    }
    expr.walk_ast(out.reborrow())?;
    if descending {
        out.push_sql(" DESC");
    }
    if place && dialect != Dialect::Mysql {
        out.push_sql(if wanted {
            " NULLS FIRST"
        } else {
            " NULLS LAST"
        });
    }
    Ok(())
}

/// A key list as a table, under the alias [`KEYS`].
pub(crate) fn push_keys<'b, DB: Backend, K: EncodeKey>(
    keys: &'b KeyList<K>,
    out: &mut AstPass<'_, 'b, DB>,
) -> QueryResult<()> {
    by_dialect!(out, push_keys(keys, out))
}

/// The place of a key in its list, counted from 0.
pub(crate) fn push_ordinal<DB: Backend>(out: &mut AstPass<'_, '_, DB>) -> QueryResult<()> {
    by_dialect!(out, push_ordinal(out))
}

/// Part number `part` of a listed key, as a value that compares with a column.
pub(crate) fn push_key_part<'b, DB: Backend, K: EncodeKey>(
    keys: &'b KeyList<K>,
    part: usize,
    out: &mut AstPass<'_, 'b, DB>,
) -> QueryResult<()> {
    by_dialect!(out, push_key_part(keys, part, out))
}

/// ` IN (…)`, or what says the same of a list of values.
pub(crate) fn push_in_list<'b, DB: Backend, K: EncodeKey>(
    values: &'b KeyList<K>,
    out: &mut AstPass<'_, 'b, DB>,
) -> QueryResult<()> {
    by_dialect!(out, push_in_list(values, out))
}

fn kind_of<K: EncodeKey>(part: usize) -> KeyKind {
    K::KINDS.get(part).copied().unwrap_or(KeyKind::Int)
}

/// `v0` to `v3`: a column of a key list.
fn column_name(part: usize) -> &'static str {
    match part {
        0 => "v0",
        1 => "v1",
        2 => "v2",
        _ => "v3",
    }
}
