//! PostgreSQL: keys travel as one array for each part.

use diesel::QueryResult;
use diesel::query_builder::{AstPass, QueryFragment};

#[cfg(feature = "postgres-backend")]
use super::ScopeSql;
use super::{Backend, EncodeKey, KEYS, KeyKind, KeyList, PartKind, TextKind, column_name, kind_of};

#[cfg(feature = "postgres-backend")]
impl Backend for diesel::pg::Pg {
    #[inline]
    fn dialect(&self) -> super::Dialect {
        super::Dialect::Postgres
    }

    // libpq fetches all rows otherwise.
    #[cfg(feature = "postgres")]
    type Streaming = diesel::pg::PgRowByRowLoadingMode;
    #[cfg(not(feature = "postgres"))]
    type Streaming = diesel::connection::DefaultLoadingMode;

    crate::__binds!();

    fn push_scope<'b>(scope: &'b dyn ScopeSql, out: AstPass<'_, 'b, Self>) -> QueryResult<()> {
        scope.on_postgres(out)
    }

    const ARRAYS: bool = true;

    fn push_array<'b, K: EncodeKey>(
        keys: &'b KeyList<K>,
        part: usize,
        out: &mut AstPass<'_, 'b, Self>,
    ) -> QueryResult<()> {
        use super::key_list::Column;
        use diesel::sql_types::{Array, BigInt, Binary, Bool, Double, Text};
        match keys.columns().get(part) {
            Some(Column::Int(values)) => out.push_bind_param::<Array<BigInt>, _>(values),
            Some(Column::Bool(values)) => out.push_bind_param::<Array<Bool>, _>(values),
            Some(Column::Float(values)) => out.push_bind_param::<Array<Double>, _>(values),
            Some(Column::Bytes(values)) => out.push_bind_param::<Array<Binary>, _>(values),
            Some(Column::Text(values) | Column::Uuid(values)) => {
                out.push_bind_param::<Array<Text>, _>(values)
            }
            None => Ok(()),
        }
    }

    fn text_of<St: QueryFragment<Self>>(statement: &St) -> Option<String> {
        Some(diesel::debug_query::<Self, _>(statement).to_string())
    }
}

/// Text is compared by its characters, whatever the column's collation.
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
    let (open, middle, close, ignore_case) = match kind {
        TextKind::Contains => ("STRPOS(", ", ", ") > 0", false),
        TextKind::IContains => ("STRPOS(", ", ", ") > 0", true),
        TextKind::StartsWith => ("STARTS_WITH(", ", ", ")", false),
        TextKind::IStartsWith => ("STARTS_WITH(", ", ", ")", true),
        TextKind::IExact => ("", " = ", "", true),
        TextKind::Regex => ("", " ~ ", "", false),
        TextKind::IRegex => ("", " ~* ", "", false),
        TextKind::EndsWith => return ends_with(expr, value, false, out),
        TextKind::IEndsWith => return ends_with(expr, value, true, out),
    };
    out.push_sql(open);
    side(expr, None, ignore_case, &mut out)?;
    out.push_sql(middle);
    side(value, Some(expr), ignore_case, &mut out)?;
    out.push_sql(close);
    Ok(())
}

/// One side of a text lookup, in small letters where case is ignored. Which letters have a
/// small one is the collation's affair: the value takes that of what it is looked for in,
/// or a text would not equal itself.
fn side<'b, DB: Backend>(
    node: &'b dyn QueryFragment<DB>,
    collated_as: Option<&'b dyn QueryFragment<DB>>,
    ignore_case: bool,
    out: &mut AstPass<'_, 'b, DB>,
) -> QueryResult<()> {
    if !ignore_case {
        return node.walk_ast(out.reborrow());
    }
    let Some(collated_as) = collated_as else {
        out.push_sql("LOWER(");
        node.walk_ast(out.reborrow())?;
        out.push_sql(")");
        return Ok(());
    };
    out.push_sql("LOWER(CASE WHEN TRUE THEN ");
    node.walk_ast(out.reborrow())?;
    out.push_sql(" ELSE ");
    collated_as.walk_ast(out.reborrow())?;
    out.push_sql(" END)");
    Ok(())
}

/// The last characters, as many as the value has.
fn ends_with<'b, DB, E, V>(
    expr: &'b E,
    value: &'b V,
    ignore_case: bool,
    mut out: AstPass<'_, 'b, DB>,
) -> QueryResult<()>
where
    DB: Backend,
    E: QueryFragment<DB>,
    V: QueryFragment<DB>,
{
    out.push_sql("RIGHT(");
    side(expr, None, ignore_case, &mut out)?;
    out.push_sql(", LENGTH(");
    side(value, Some(expr), ignore_case, &mut out)?;
    out.push_sql(")) = ");
    side(value, Some(expr), ignore_case, &mut out)
}

pub(super) fn date_part<'b, DB, E>(
    part: PartKind,
    utc: bool,
    expr: &'b E,
    mut out: AstPass<'_, 'b, DB>,
) -> QueryResult<()>
where
    DB: Backend,
    E: QueryFragment<DB>,
{
    out.push_sql(match part {
        PartKind::Year => "CAST(EXTRACT(YEAR FROM ",
        PartKind::IsoYear => "CAST(EXTRACT(ISOYEAR FROM ",
        PartKind::Quarter => "CAST(EXTRACT(QUARTER FROM ",
        PartKind::Week => "CAST(EXTRACT(WEEK FROM ",
        PartKind::DayOfYear => "CAST(EXTRACT(DOY FROM ",
        PartKind::Month => "CAST(EXTRACT(MONTH FROM ",
        PartKind::Day => "CAST(EXTRACT(DAY FROM ",
        PartKind::WeekDay => "CAST(1 + EXTRACT(DOW FROM ",
        PartKind::Hour => "CAST(EXTRACT(HOUR FROM ",
        PartKind::Minute => "CAST(EXTRACT(MINUTE FROM ",
        // The second has a fraction, which a cast would round.
        PartKind::Second => "CAST(FLOOR(EXTRACT(SECOND FROM ",
    });
    expr.walk_ast(out.reborrow())?;
    // It would be the session's zone otherwise.
    if utc {
        out.push_sql(" AT TIME ZONE 'UTC'");
    }
    out.push_sql(if part == PartKind::Second {
        ")) AS INTEGER)"
    } else {
        ") AS INTEGER)"
    });
    Ok(())
}

/// `UNNEST($1) WITH ORDINALITY AS keys (v0, ord)`; as one JSON text where a backend has no
/// arrays.
pub(super) fn push_keys<'b, DB: Backend, K: EncodeKey>(
    keys: &'b KeyList<K>,
    out: &mut AstPass<'_, 'b, DB>,
) -> QueryResult<()> {
    if DB::ARRAYS {
        out.push_sql("UNNEST(");
        for part in 0..K::KINDS.len() {
            if part > 0 {
                out.push_sql(", ");
            }
            DB::push_array(keys, part, out)?;
        }
    } else {
        out.push_sql("JSON_ARRAY_ELEMENTS(CAST(");
        DB::push_text(keys.json(), out)?;
        out.push_sql(" AS JSON)");
    }
    out.push_sql(") WITH ORDINALITY AS ");
    out.push_identifier(KEYS)?;
    out.push_sql(" (");
    let columns = if DB::ARRAYS { K::KINDS.len() } else { 1 };
    for part in 0..columns {
        out.push_sql(column_name(part));
        out.push_sql(", ");
    }
    out.push_sql("ord)");
    Ok(())
}

pub(super) fn push_ordinal<DB: Backend>(out: &mut AstPass<'_, '_, DB>) -> QueryResult<()> {
    out.push_identifier(KEYS)?;
    out.push_sql(".ord - 1");
    Ok(())
}

pub(super) fn push_key_part<DB: Backend, K: EncodeKey>(
    _: &KeyList<K>,
    part: usize,
    out: &mut AstPass<'_, '_, DB>,
) -> QueryResult<()> {
    let kind = kind_of::<K>(part);
    if DB::ARRAYS {
        let (open, close) = from_array(kind);
        out.push_sql(open);
        out.push_identifier(KEYS)?;
        out.push_sql(".");
        out.push_sql(column_name(part));
        out.push_sql(close);
        return Ok(());
    }
    let (open, close) = from_json(kind);
    out.push_sql(open);
    out.push_identifier(KEYS)?;
    out.push_sql(if K::KINDS.len() == 1 {
        ".v0 #>> '{}'"
    } else {
        match part {
            0 => ".v0 ->> 0",
            1 => ".v0 ->> 1",
            2 => ".v0 ->> 2",
            _ => ".v0 ->> 3",
        }
    });
    out.push_sql(close);
    Ok(())
}

pub(super) fn push_in_list<'b, DB: Backend, K: EncodeKey>(
    values: &'b KeyList<K>,
    out: &mut AstPass<'_, 'b, DB>,
) -> QueryResult<()> {
    let kind = kind_of::<K>(0);
    if DB::ARRAYS {
        out.push_sql(" = ANY(");
        let cast = array_cast(kind);
        if !cast.is_empty() {
            out.push_sql("CAST(");
        }
        DB::push_array(values, 0, out)?;
        out.push_sql(cast);
    } else {
        let (open, close) = from_json(kind);
        out.push_sql(" IN (SELECT ");
        out.push_sql(open);
        out.push_sql("v0 #>> '{}'");
        out.push_sql(close);
        out.push_sql(" FROM JSON_ARRAY_ELEMENTS(CAST(");
        DB::push_text(values.json(), out)?;
        out.push_sql(" AS JSON)) AS v (v0)");
    }
    out.push_sql(")");
    Ok(())
}

/// What travels as text in an array is cast, and whole numbers to the column's width: only
/// of values of one type does PostgreSQL make a hash table.
fn array_cast(kind: KeyKind) -> &'static str {
    match kind {
        KeyKind::Int32 => " AS INTEGER[])",
        KeyKind::Int16 => " AS SMALLINT[])",
        KeyKind::Uuid => " AS UUID[])",
        KeyKind::Date => " AS DATE[])",
        KeyKind::Time => " AS TIME[])",
        KeyKind::Timestamp => " AS TIMESTAMP[])",
        KeyKind::Timestamptz => " AS TIMESTAMPTZ[])",
        KeyKind::Decimal | KeyKind::Unsigned => " AS NUMERIC[])",
        KeyKind::Json => " AS JSONB[])",
        KeyKind::Int | KeyKind::Bool | KeyKind::Float | KeyKind::Text | KeyKind::Bytes => "",
    }
}

fn from_array(kind: KeyKind) -> (&'static str, &'static str) {
    match kind {
        KeyKind::Int
        | KeyKind::Int32
        | KeyKind::Int16
        | KeyKind::Bool
        | KeyKind::Float
        | KeyKind::Text
        | KeyKind::Bytes => ("", ""),
        KeyKind::Uuid
        | KeyKind::Date
        | KeyKind::Time
        | KeyKind::Timestamp
        | KeyKind::Timestamptz
        | KeyKind::Decimal
        | KeyKind::Unsigned
        | KeyKind::Json => cast_to(kind),
    }
}

fn from_json(kind: KeyKind) -> (&'static str, &'static str) {
    match kind {
        KeyKind::Text => ("CONVERT_FROM(DECODE(", ", 'hex'), 'UTF8')"),
        KeyKind::Json => ("CAST(CONVERT_FROM(DECODE(", ", 'hex'), 'UTF8') AS JSONB)"),
        KeyKind::Bytes => ("DECODE(", ", 'hex')"),
        // What JSON has no number for travels as null and as a number beyond all doubles.
        KeyKind::Float => (
            "CAST(COALESCE(REPLACE(",
            ", '9e999', 'Infinity'), 'NaN') AS DOUBLE PRECISION)",
        ),
        // Booleans travel as 0 and 1.
        KeyKind::Bool => ("CAST(CAST(", " AS INTEGER) AS BOOLEAN)"),
        kind => cast_to(kind),
    }
}

fn cast_to(kind: KeyKind) -> (&'static str, &'static str) {
    let close = match kind {
        KeyKind::Int => " AS BIGINT)",
        KeyKind::Int32 => " AS INTEGER)",
        KeyKind::Int16 => " AS SMALLINT)",
        KeyKind::Float => " AS DOUBLE PRECISION)",
        KeyKind::Uuid => " AS UUID)",
        KeyKind::Date => " AS DATE)",
        KeyKind::Time => " AS TIME)",
        KeyKind::Timestamp => " AS TIMESTAMP)",
        KeyKind::Timestamptz => " AS TIMESTAMPTZ)",
        KeyKind::Decimal | KeyKind::Unsigned => " AS NUMERIC)",
        KeyKind::Json => " AS JSONB)",
        KeyKind::Bool => " AS BOOLEAN)",
        KeyKind::Text | KeyKind::Bytes => " AS TEXT)",
    };
    ("CAST(", close)
}
