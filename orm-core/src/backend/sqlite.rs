//! SQLite: keys travel as one JSON text.

use diesel::QueryResult;
use diesel::query_builder::{AstPass, QueryFragment};

#[cfg(feature = "sqlite")]
use super::ScopeSql;
use super::{Backend, EncodeKey, KEYS, KeyKind, KeyList, PartKind, TextKind, kind_of};

#[cfg(feature = "sqlite")]
impl Backend for diesel::sqlite::Sqlite {
    const LOCKS_ROWS: bool = false;
    #[inline]
    fn dialect(&self) -> super::Dialect {
        super::Dialect::Sqlite
    }

    type Streaming = diesel::connection::DefaultLoadingMode;

    crate::__binds!();

    fn push_scope<'b>(scope: &'b dyn ScopeSql, out: AstPass<'_, 'b, Self>) -> QueryResult<()> {
        scope.on_sqlite(out)
    }

    fn text_of<St: QueryFragment<Self>>(statement: &St) -> Option<String> {
        Some(diesel::debug_query::<Self, _>(statement).to_string())
    }
}

/// LIKE ignores the case of ASCII letters whether asked to or not, and stops at a NUL;
/// INSTR does neither. Only ASCII letters have a case for SQLite's LOWER.
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
    let (open, middle, close) = match kind {
        TextKind::Contains => ("INSTR(", ", ", ") > 0"),
        TextKind::IContains => ("INSTR(LOWER(", "), LOWER(", ")) > 0"),
        TextKind::StartsWith => ("INSTR(", ", ", ") = 1"),
        TextKind::IStartsWith => ("INSTR(LOWER(", "), LOWER(", ")) = 1"),
        TextKind::IExact => ("LOWER(", ") = LOWER(", ")"),
        TextKind::Regex => ("", " REGEXP ", ""),
        TextKind::IRegex => ("", " REGEXP ('(?i)' || ", ")"),
        TextKind::EndsWith => return ends_with(expr, value, ["", ""], out),
        TextKind::IEndsWith => return ends_with(expr, value, ["LOWER(", ")"], out),
    };
    out.push_sql(open);
    expr.walk_ast(out.reborrow())?;
    out.push_sql(middle);
    value.walk_ast(out.reborrow())?;
    out.push_sql(close);
    Ok(())
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
        PartKind::Year => "CAST(STRFTIME('%Y', ",
        PartKind::IsoYear => "CAST(STRFTIME('%G', ",
        PartKind::Quarter => "((2 + CAST(STRFTIME('%m', ",
        PartKind::Week => "CAST(STRFTIME('%V', ",
        PartKind::DayOfYear => "CAST(STRFTIME('%j', ",
        PartKind::Month => "CAST(STRFTIME('%m', ",
        PartKind::Day => "CAST(STRFTIME('%d', ",
        PartKind::WeekDay => "(1 + CAST(STRFTIME('%w', ",
        PartKind::Hour => "CAST(STRFTIME('%H', ",
        PartKind::Minute => "CAST(STRFTIME('%M', ",
        PartKind::Second => "CAST(STRFTIME('%S', ",
    });
    expr.walk_ast(out.reborrow())?;
    out.push_sql(match part {
        PartKind::WeekDay => ") AS INTEGER))",
        PartKind::Quarter => ") AS INTEGER)) / 3)",
        _ => ") AS INTEGER)",
    });
    Ok(())
}

pub(super) fn push_keys<'b, DB: Backend, K: EncodeKey>(
    keys: &'b KeyList<K>,
    out: &mut AstPass<'_, 'b, DB>,
) -> QueryResult<()> {
    out.push_sql("JSON_EACH(");
    DB::push_text(keys.json(), out)?;
    out.push_sql(") AS ");
    out.push_identifier(KEYS)
}

pub(super) fn push_ordinal<DB: Backend>(out: &mut AstPass<'_, '_, DB>) -> QueryResult<()> {
    out.push_identifier(KEYS)?;
    out.push_sql(".\"key\"");
    Ok(())
}

pub(super) fn push_key_part<DB: Backend, K: EncodeKey>(
    _: &KeyList<K>,
    part: usize,
    out: &mut AstPass<'_, '_, DB>,
) -> QueryResult<()> {
    let (open, close) = decode(kind_of::<K>(part));
    out.push_sql(open);
    if K::KINDS.len() == 1 {
        out.push_identifier(KEYS)?;
        out.push_sql(".\"value\"");
    } else {
        out.push_sql("JSON_EXTRACT(");
        out.push_identifier(KEYS)?;
        out.push_sql(match part {
            0 => ".\"value\", '$[0]')",
            1 => ".\"value\", '$[1]')",
            2 => ".\"value\", '$[2]')",
            _ => ".\"value\", '$[3]')",
        });
    }
    out.push_sql(close);
    Ok(())
}

pub(super) fn push_in_list<'b, DB: Backend, K: EncodeKey>(
    values: &'b KeyList<K>,
    out: &mut AstPass<'_, 'b, DB>,
) -> QueryResult<()> {
    let (open, close) = decode(kind_of::<K>(0));
    out.push_sql(" IN (SELECT ");
    out.push_sql(open);
    out.push_sql("\"value\"");
    out.push_sql(close);
    out.push_sql(" FROM JSON_EACH(");
    DB::push_text(values.json(), out)?;
    out.push_sql("))");
    Ok(())
}

/// The end of the text, compared byte by byte: SQLite's LENGTH stops at a NUL, and its
/// SUBSTR of an empty blob is NULL.
fn ends_with<'b, DB, E, V>(
    expr: &'b E,
    value: &'b V,
    [open, close]: [&str; 2],
    mut out: AstPass<'_, 'b, DB>,
) -> QueryResult<()>
where
    DB: Backend,
    E: QueryFragment<DB>,
    V: QueryFragment<DB>,
{
    let mut bytes = |before: &str, node: &'b dyn QueryFragment<DB>, after: &str| {
        out.push_sql(before);
        out.push_sql("CAST(");
        out.push_sql(open);
        node.walk_ast(out.reborrow())?;
        out.push_sql(close);
        out.push_sql(" AS BLOB)");
        out.push_sql(after);
        QueryResult::Ok(())
    };
    bytes("IFNULL(SUBSTR(", expr, ", 1 + ")?;
    bytes("LENGTH(", expr, ") - ")?;
    bytes("LENGTH(", value, ")), ")?;
    bytes("", expr, ") = ")?;
    bytes("", value, "")
}

/// What makes a value of JSON comparable with a column. A decimal is a double for Diesel.
fn decode(kind: KeyKind) -> (&'static str, &'static str) {
    match kind {
        KeyKind::Text | KeyKind::Json => ("CAST(UNHEX(", ") AS TEXT)"),
        KeyKind::Bytes | KeyKind::Uuid => ("UNHEX(", ")"),
        KeyKind::Decimal => ("CAST(", " AS REAL)"),
        KeyKind::Int
        | KeyKind::Int32
        | KeyKind::Int16
        | KeyKind::Unsigned
        | KeyKind::Bool
        | KeyKind::Float
        | KeyKind::Date
        | KeyKind::Time
        | KeyKind::Timestamp
        | KeyKind::Timestamptz => ("", ""),
    }
}
