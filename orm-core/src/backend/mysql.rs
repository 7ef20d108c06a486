//! MySQL and MariaDB: keys travel as one JSON text. Text in keys travels beside it, in a few
//! strings: text out of JSON has a collation of its own, which would quarrel with the
//! column's, where a piece of a bound string takes the column's.

use diesel::QueryResult;
use diesel::query_builder::{AstPass, QueryFragment};

#[cfg(feature = "mysql-backend")]
use super::ScopeSql;
use super::{Backend, EncodeKey, KEYS, KeyKind, KeyList, PartKind, TextKind, column_name, kind_of};

#[cfg(feature = "mysql-backend")]
impl Backend for diesel::mysql::Mysql {
    #[inline]
    fn dialect(&self) -> super::Dialect {
        super::Dialect::Mysql
    }

    type Streaming = diesel::connection::DefaultLoadingMode;

    crate::__binds!();

    fn push_scope<'b>(scope: &'b dyn ScopeSql, out: AstPass<'_, 'b, Self>) -> QueryResult<()> {
        scope.on_mysql(out)
    }

    fn text_of<St: QueryFragment<Self>>(statement: &St) -> Option<String> {
        // Such a statement is prepared for each run, and its text may differ from run to run.
        if !statement.is_safe_to_cache_prepared(&Self).unwrap_or(false) {
            return None;
        }
        Some(diesel::debug_query::<Self, _>(statement).to_string())
    }
}

/// Text is compared by its characters, whatever the column's collation.
const EXACT: &str = " USING utf8mb4) COLLATE utf8mb4_bin";

/// The first piece opens before the column, the others stand around the value.
pub(super) fn text_lookup<'b, DB, E, V>(
    kind: TextKind,
    expr: &'b E,
    value: &'b V,
    mut out: AstPass<'_, 'b, DB>,
) -> QueryResult<()>
where
    DB: Backend,
    E: QueryFragment<DB>,
    V: QueryFragment<DB>,
{
    let (open, close, case) = match kind {
        TextKind::Contains => ("INSTR(", ") > 0", false),
        TextKind::IContains => ("INSTR(", ") > 0", true),
        TextKind::StartsWith => ("INSTR(", ") = 1", false),
        TextKind::IStartsWith => ("INSTR(", ") = 1", true),
        TextKind::IExact => {
            bytes(expr, true, &mut out)?;
            out.push_sql(" = ");
            return bytes(value, true, &mut out);
        }
        TextKind::EndsWith => return ends_with(expr, value, false, out),
        TextKind::IEndsWith => return ends_with(expr, value, true, out),
        TextKind::Regex | TextKind::IRegex => {
            expr.walk_ast(out.reborrow())?;
            out.push_sql(if kind == TextKind::Regex {
                " REGEXP CONCAT('(?-i)', "
            } else {
                " REGEXP CONCAT('(?i)', "
            });
            value.walk_ast(out.reborrow())?;
            out.push_sql(")");
            return Ok(());
        }
    };
    out.push_sql(open);
    exact(expr, case, &mut out)?;
    out.push_sql(", ");
    exact(value, case, &mut out)?;
    out.push_sql(close);
    Ok(())
}

/// A text as its characters, in small letters where case is ignored.
fn exact<'b, DB: Backend>(
    node: &'b dyn QueryFragment<DB>,
    ignore_case: bool,
    out: &mut AstPass<'_, 'b, DB>,
) -> QueryResult<()> {
    out.push_sql(if ignore_case {
        "CONVERT(LOWER("
    } else {
        "CONVERT("
    });
    node.walk_ast(out.reborrow())?;
    if ignore_case {
        out.push_sql(")");
    }
    out.push_sql(EXACT);
    Ok(())
}

/// A text as its bytes, in small letters where case is ignored: unlike two texts, two byte
/// strings are never equal but for spaces at their ends.
fn bytes<'b, DB: Backend>(
    node: &'b dyn QueryFragment<DB>,
    ignore_case: bool,
    out: &mut AstPass<'_, 'b, DB>,
) -> QueryResult<()> {
    out.push_sql("CAST(");
    exact(node, ignore_case, out)?;
    out.push_sql(" AS BINARY)");
    Ok(())
}

/// The last characters, as many as the value has.
fn ends_with<'b, DB: Backend>(
    expr: &'b dyn QueryFragment<DB>,
    value: &'b dyn QueryFragment<DB>,
    ignore_case: bool,
    mut out: AstPass<'_, 'b, DB>,
) -> QueryResult<()> {
    out.push_sql("CAST(RIGHT(");
    exact(expr, ignore_case, &mut out)?;
    out.push_sql(", CHAR_LENGTH(");
    value.walk_ast(out.reborrow())?;
    out.push_sql(")) AS BINARY) = ");
    bytes(value, ignore_case, &mut out)
}

pub(super) fn date_part<'b, DB, E>(
    part: PartKind,
    expr: &'b E,
    mut out: AstPass<'_, 'b, DB>,
) -> QueryResult<()>
where
    DB: Backend,
    E: QueryFragment<DB>,
{
    out.push_sql(match part {
        PartKind::Year => "YEAR(",
        PartKind::IsoYear => "(YEARWEEK(",
        PartKind::Quarter => "QUARTER(",
        PartKind::Week => "WEEK(",
        PartKind::DayOfYear => "DAYOFYEAR(",
        PartKind::Month => "MONTH(",
        PartKind::Day => "DAY(",
        PartKind::WeekDay => "DAYOFWEEK(",
        PartKind::Hour => "HOUR(",
        PartKind::Minute => "MINUTE(",
        PartKind::Second => "SECOND(",
    });
    expr.walk_ast(out.reborrow())?;
    out.push_sql(match part {
        PartKind::Week => ", 3)",
        PartKind::IsoYear => ", 3) DIV 100)",
        _ => ")",
    });
    Ok(())
}

/// `JSON_TABLE(?, '$[*]' COLUMNS (ord FOR ORDINALITY, v0 BIGINT PATH '$')) AS keys`.
pub(super) fn push_keys<'b, DB: Backend, K: EncodeKey>(
    keys: &'b KeyList<K>,
    out: &mut AstPass<'_, 'b, DB>,
) -> QueryResult<()> {
    push_table(keys, out)?;
    out.push_identifier(KEYS)
}

fn push_table<'b, DB: Backend, K: EncodeKey>(
    keys: &'b KeyList<K>,
    out: &mut AstPass<'_, 'b, DB>,
) -> QueryResult<()> {
    out.push_sql("JSON_TABLE(");
    DB::push_text(keys.segments().json(), out)?;
    out.push_sql(", '$[*]' COLUMNS (ord FOR ORDINALITY");
    let mut place = 0;
    for part in 0..K::KINDS.len() {
        let kind = kind_of::<K>(part);
        let columns: &[(&str, &str)] = if kind.is_text() {
            &[("s", " INT"), ("f", " INT"), ("n", " INT")]
        } else {
            &[("", sql_type(kind))]
        };
        for (suffix, sql_type) in columns {
            out.push_sql(", ");
            out.push_sql(column_name(part));
            out.push_sql(suffix);
            out.push_sql(sql_type);
            out.push_sql(path(K::KINDS, place));
            place += 1;
        }
    }
    out.push_sql(")) AS ");
    Ok(())
}

/// Where in its key a column of the table stands.
fn path(kinds: &[KeyKind], place: usize) -> &'static str {
    const PLACES: [&str; 12] = [
        " PATH '$[0]'",
        " PATH '$[1]'",
        " PATH '$[2]'",
        " PATH '$[3]'",
        " PATH '$[4]'",
        " PATH '$[5]'",
        " PATH '$[6]'",
        " PATH '$[7]'",
        " PATH '$[8]'",
        " PATH '$[9]'",
        " PATH '$[10]'",
        " PATH '$[11]'",
    ];
    match kinds {
        [kind] if !kind.is_text() => " PATH '$'",
        _ => PLACES.get(place).copied().unwrap_or(" PATH '$'"),
    }
}

/// The type as which a value leaves JSON.
fn sql_type(kind: KeyKind) -> &'static str {
    match kind {
        KeyKind::Int | KeyKind::Int32 | KeyKind::Int16 | KeyKind::Bool => " BIGINT",
        KeyKind::Unsigned => " BIGINT UNSIGNED",
        KeyKind::Float => " DOUBLE",
        KeyKind::Decimal => " DECIMAL(65, 30)",
        KeyKind::Date => " DATE",
        KeyKind::Time => " TIME(6)",
        KeyKind::Timestamp => " DATETIME(6)",
        KeyKind::Timestamptz => " VARCHAR(64)",
        KeyKind::Text | KeyKind::Json | KeyKind::Bytes | KeyKind::Uuid => " LONGTEXT",
    }
}

pub(super) fn push_ordinal<DB: Backend>(out: &mut AstPass<'_, '_, DB>) -> QueryResult<()> {
    out.push_identifier(KEYS)?;
    out.push_sql(".ord - 1");
    Ok(())
}

pub(super) fn push_key_part<'b, DB: Backend, K: EncodeKey>(
    keys: &'b KeyList<K>,
    part: usize,
    out: &mut AstPass<'_, 'b, DB>,
) -> QueryResult<()> {
    push_value(keys, part, KEYS, out)
}

fn push_value<'b, DB: Backend, K: EncodeKey>(
    keys: &'b KeyList<K>,
    part: usize,
    table: &str,
    out: &mut AstPass<'_, 'b, DB>,
) -> QueryResult<()> {
    let column = |suffix: &str, out: &mut AstPass<'_, 'b, DB>| {
        out.push_identifier(table)?;
        out.push_sql(".");
        out.push_sql(column_name(part));
        out.push_sql(suffix);
        QueryResult::Ok(())
    };
    match kind_of::<K>(part) {
        KeyKind::Text | KeyKind::Json => {
            out.push_sql("SUBSTRING(ELT(");
            column("s", out)?;
            for text in keys.segments().texts() {
                out.push_sql(", ");
                DB::push_text(text, out)?;
            }
            out.push_sql("), ");
            column("f", out)?;
            out.push_sql(", ");
            column("n", out)?;
            out.push_sql(")");
            Ok(())
        }
        KeyKind::Bytes | KeyKind::Uuid => {
            // MariaDB loses the bytes of `UNHEX(column)` where rows wait in a temporary table, as
            // those of an INSERT do that reads the table it writes.
            out.push_sql("UNHEX(CONCAT(");
            column("", out)?;
            out.push_sql("))");
            Ok(())
        }
        // Without the `+00:00` at the end.
        KeyKind::Timestamptz => {
            out.push_sql("CAST(LEFT(");
            column("", out)?;
            out.push_sql(", CHAR_LENGTH(");
            column("", out)?;
            out.push_sql(") - 6) AS DATETIME(6))");
            Ok(())
        }
        _ => column("", out),
    }
}

/// ` IN (…)`. Text and bytes are written out, in hexadecimal digits: the database would compute
/// them anew for each row of a table where no index serves the condition, since it keeps
/// neither in a temporary table when their collation is another or their length unknown.
pub(super) fn push_in_list<'b, DB: Backend, K: EncodeKey>(
    values: &'b KeyList<K>,
    out: &mut AstPass<'_, 'b, DB>,
) -> QueryResult<()> {
    let before = match kind_of::<K>(0) {
        KeyKind::Text | KeyKind::Json => "_utf8mb4 x'",
        KeyKind::Bytes | KeyKind::Uuid => "x'",
        _ => {
            out.push_sql(" IN (SELECT ");
            push_value(values, 0, "v", out)?;
            out.push_sql(" FROM ");
            push_table(values, out)?;
            out.push_sql("v)");
            return Ok(());
        }
    };
    out.unsafe_to_cache_prepared();
    out.push_sql(" IN (NULL");
    let listed = values.json().sent().split('"').skip(1).step_by(2);
    for digits in listed {
        out.push_sql(", ");
        out.push_sql(before);
        out.push_sql(digits);
        out.push_sql("'");
    }
    out.push_sql(")");
    Ok(())
}
