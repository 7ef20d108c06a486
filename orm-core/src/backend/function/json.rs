//! Values out of JSON: `$0` is the JSON, `$1` the path as PostgreSQL splits it, `$2` the path
//! as SQLite and MySQL read it. A value of another type than the one asked for is NULL.

use super::{Shape, Template};

/// As what a value is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum JsonKind {
    Json,
    Text,
    Int,
    Float,
    Bool,
}

/// The texts.
pub fn json(as_kind: JsonKind, shape: Shape) -> Template {
    Template::Call(match as_kind {
        JsonKind::Json => shape.pick(
            "($0 -> $2)",
            "($0 #> STRING_TO_ARRAY($1, '.'))",
            "JSON_EXTRACT($0, $2)",
        ),
        JsonKind::Text => shape.pick(
            "CASE JSON_TYPE($0, $2) WHEN 'text' THEN ($0 ->> $2) END",
            "CASE JSONB_TYPEOF(CAST($0 AS jsonb) #> STRING_TO_ARRAY($1, '.')) WHEN 'string' THEN ($0 #>> STRING_TO_ARRAY($1, '.')) END",
            "CASE JSON_TYPE(JSON_EXTRACT($0, $2)) WHEN 'STRING' THEN JSON_UNQUOTE(JSON_EXTRACT($0, $2)) END",
        ),
        JsonKind::Int => shape.pick(
            "CASE WHEN JSON_TYPE($0, $2) IN ('integer', 'real') THEN CAST(($0 ->> $2) AS INTEGER) END",
            "CASE JSONB_TYPEOF(CAST($0 AS jsonb) #> STRING_TO_ARRAY($1, '.')) WHEN 'number' THEN CAST(TRUNC(CAST(($0 #>> STRING_TO_ARRAY($1, '.')) AS numeric)) AS bigint) END",
            "CASE WHEN JSON_TYPE(JSON_EXTRACT($0, $2)) IN ('INTEGER', 'UNSIGNED INTEGER', 'DOUBLE', 'DECIMAL') THEN CAST(TRUNCATE(CAST(JSON_UNQUOTE(JSON_EXTRACT($0, $2)) AS DECIMAL(65, 30)), 0) AS SIGNED) END",
        ),
        JsonKind::Float => shape.pick(
            "CASE WHEN JSON_TYPE($0, $2) IN ('integer', 'real') THEN CAST(($0 ->> $2) AS REAL) END",
            "CASE JSONB_TYPEOF(CAST($0 AS jsonb) #> STRING_TO_ARRAY($1, '.')) WHEN 'number' THEN CAST(($0 #>> STRING_TO_ARRAY($1, '.')) AS double precision) END",
            "CASE WHEN JSON_TYPE(JSON_EXTRACT($0, $2)) IN ('INTEGER', 'UNSIGNED INTEGER', 'DOUBLE', 'DECIMAL') THEN CAST(JSON_UNQUOTE(JSON_EXTRACT($0, $2)) AS DOUBLE) END",
        ),
        JsonKind::Bool => shape.pick(
            "CASE WHEN JSON_TYPE($0, $2) IN ('true', 'false') THEN ($0 ->> $2) END",
            "CASE JSONB_TYPEOF(CAST($0 AS jsonb) #> STRING_TO_ARRAY($1, '.')) WHEN 'boolean' THEN CAST(($0 #>> STRING_TO_ARRAY($1, '.')) AS boolean) END",
            "CASE JSON_TYPE(JSON_EXTRACT($0, $2)) WHEN 'BOOLEAN' THEN (JSON_UNQUOTE(JSON_EXTRACT($0, $2)) = 'true') END",
        ),
    })
}
