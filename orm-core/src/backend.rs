//! Every difference between databases, and nothing else.
//!
//! A node that means the same but is written differently asks the backend to write it.
//! A database is added by implementing [`Backend`] for Diesel's backend type.

use diesel::QueryResult;
use diesel::query_builder::{AstPass, QueryFragment};
use diesel::row::Row;

mod key;
#[cfg(feature = "sqlite")]
mod sqlite;
#[cfg(all(feature = "sqlite", feature = "regex"))]
mod sqlite_regex;
#[cfg(feature = "uuid")]
mod uuid;

#[cfg(all(feature = "sqlite", feature = "regex"))]
pub use self::sqlite_regex::register_regex;

pub use self::key::{EncodeKey, Key, KeyEncoder, KeyKind, KeyList, KeyPart, KeyRef, OwnedPart};
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
    /// Month, 1 to 12.
    Month,
    /// Day of the month.
    Day,
    /// Day of the week, Sunday is 1.
    WeekDay,
    /// Hour.
    Hour,
    /// Minute.
    Minute,
    /// Second.
    Second,
}

/// The alias of a key list in a batched query. A dot keeps it apart from any relation's name.
pub const KEYS: &str = "self.keys";

/// A database.
pub trait Backend: diesel::backend::Backend {
    /// The function that orders at random.
    const RANDOM: &'static str;
    /// What goes before the bind of a LIMIT.
    const LIMIT: &'static str = " LIMIT ";
    /// What goes before an OFFSET without LIMIT.
    const NO_LIMIT: &'static str;
    /// Equality that takes NULL for a value.
    const NULL_SAFE_EQUAL: &'static str;
    /// A term of ORDER BY that orders nothing.
    const NO_ORDER: &'static str;
    /// The join from a key list to the table it looks in, key list first.
    const KEY_JOIN: &'static str;
    /// The join from a link table to the table behind it.
    const LINK_JOIN: &'static str;

    /// Binds a 64-bit integer.
    ///
    /// # Errors
    /// Those of the query builder.
    fn push_i64<'b>(value: &'b i64, out: &mut AstPass<'_, 'b, Self>) -> QueryResult<()>;

    /// Reads a 64-bit integer: a count, or a key's ordinal.
    ///
    /// # Errors
    /// Those of Diesel's deserialization.
    fn read_i64<'r, R: Row<'r, Self>>(row: &R, at: usize) -> diesel::deserialize::Result<i64>;

    /// A text lookup.
    ///
    /// # Errors
    /// Those of the query builder.
    fn text_lookup<'b, E, V>(
        kind: TextKind,
        expr: &'b E,
        value: &'b V,
        out: AstPass<'_, 'b, Self>,
    ) -> QueryResult<()>
    where
        E: QueryFragment<Self>,
        V: QueryFragment<Self>;

    /// A part of a date or time, as an integer.
    ///
    /// # Errors
    /// Those of the query builder.
    fn date_part<'b, E>(part: PartKind, expr: &'b E, out: AstPass<'_, 'b, Self>) -> QueryResult<()>
    where
        E: QueryFragment<Self>;

    /// One term of ORDER BY.
    ///
    /// # Errors
    /// Those of the query builder.
    fn order<'b, E>(
        expr: &'b E,
        descending: bool,
        nulls_first: Option<bool>,
        out: AstPass<'_, 'b, Self>,
    ) -> QueryResult<()>
    where
        E: QueryFragment<Self>;

    /// A key list as a table, one bind, under the alias [`KEYS`].
    ///
    /// # Errors
    /// Those of the query builder.
    fn push_keys<'b, K: EncodeKey>(
        keys: &'b KeyList<K>,
        out: &mut AstPass<'_, 'b, Self>,
    ) -> QueryResult<()>;

    /// The place of a key in its list, counted from 0.
    ///
    /// # Errors
    /// Those of the query builder.
    fn push_ordinal(out: &mut AstPass<'_, '_, Self>) -> QueryResult<()>;

    /// Part number `part` of a listed key, as a value that compares with a column.
    ///
    /// # Errors
    /// Those of the query builder.
    fn push_key_part(
        kinds: &[KeyKind],
        part: usize,
        out: &mut AstPass<'_, '_, Self>,
    ) -> QueryResult<()>;

    /// The values of a list inside `IN (…)`, one bind.
    ///
    /// # Errors
    /// Those of the query builder.
    fn push_values<'b, K: EncodeKey>(
        values: &'b KeyList<K>,
        out: &mut AstPass<'_, 'b, Self>,
    ) -> QueryResult<()>;
}
