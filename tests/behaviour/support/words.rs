//! The SQL of the tests' fixtures, written once. It is SQL that all databases take, but for
//! these words, which stand for what each of them calls it:
//!
//! | word | means |
//! |---|---|
//! | `TEXT` | any text, compared by its characters |
//! | `KEYTEXT` | text that a key may consist of |
//! | `ANYCASE` | the same, with `a` and `A` equal |
//! | `BLOB`, `KEYBLOB` | bytes, and bytes that a key may consist of |
//! | `UUID`, `UUID '…'` | a UUID, of 32 hexadecimal digits |
//! | `DOUBLE`, `FLOAT`, `NUMERIC` | floating point of 8 and 4 bytes, decimals |
//! | `TIME`, `TIMESTAMP`, `TIMESTAMPTZ` | to the microsecond |
//! | `INSTANT '…'` | such a time, in UTC |
//! | `JSON` | JSON |
//! | `x'…'` | bytes |

use super::{DIALECT, Dialect, on};

/// SQL for the database of the tests.
pub fn translated(sql: &str) -> String {
    let mut out = String::with_capacity(sql.len() + 200);
    let mut rest = sql;
    while let Some(first) = rest.chars().next() {
        let end = match first {
            '\'' | '"' => quoted(rest),
            _ if first.is_ascii_alphanumeric() => rest
                .find(|c: char| !c.is_ascii_alphanumeric() && c != '_')
                .unwrap_or(rest.len()),
            _ => first.len_utf8(),
        };
        let (token, after) = rest.split_at(end);
        rest = after;
        if let Some(literal) = after.trim_start().strip_prefix('\'') {
            let inner = literal.split('\'').next().unwrap();
            let written = match token {
                "x" => Some(on(
                    format!("x'{inner}'"),
                    format!("'\\x{inner}'"),
                    format!("x'{inner}'"),
                )),
                "UUID" => Some(on(
                    format!("x'{inner}'"),
                    format!("'{inner}'"),
                    format!("x'{inner}'"),
                )),
                "INSTANT" => Some(on(
                    format!("'{inner}+00:00'"),
                    format!("'{inner}+00:00'"),
                    format!("'{inner}'"),
                )),
                _ => None,
            };
            if let Some(written) = written {
                out.push_str(&written);
                rest = &literal[inner.len() + 1..];
                continue;
            }
        }
        out.push_str(word(token));
    }
    match DIALECT {
        // The mode in which `"` quotes names, and `\` is a character as any other.
        Dialect::Mysql => format!(
            "SET @mode = @@sql_mode, sql_mode = CONCAT(@@sql_mode, ',ANSI_QUOTES,NO_BACKSLASH_ESCAPES,PIPES_AS_CONCAT');
             {out}; SET sql_mode = @mode"
        )
        .replace(";;", ";"),
        Dialect::Postgres if out.contains("pg_temp.anycase") => format!(
            "CREATE COLLATION IF NOT EXISTS pg_temp.anycase
                (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
             {out}"
        ),
        _ => out,
    }
}

/// The length of what is quoted here.
fn quoted(sql: &str) -> usize {
    let quote = sql.chars().next().unwrap();
    sql[1..].find(quote).map_or(sql.len(), |at| at + 2)
}

fn word(token: &str) -> &str {
    match token {
        "TEXT" => on("TEXT", "TEXT COLLATE \"C\"", "TEXT"),
        "KEYTEXT" => on("TEXT", "TEXT COLLATE \"C\"", "VARCHAR(191)"),
        "ANYCASE" => on(
            "TEXT COLLATE NOCASE",
            "TEXT COLLATE pg_temp.anycase",
            "VARCHAR(191) COLLATE utf8mb4_general_ci",
        ),
        "BLOB" => on("BLOB", "BYTEA", "BLOB"),
        "KEYBLOB" => on("BLOB", "BYTEA", "VARBINARY(191)"),
        "UUID" => on("BLOB", "UUID", "BINARY(16)"),
        "DOUBLE" => on("DOUBLE", "DOUBLE PRECISION", "DOUBLE"),
        "FLOAT" => on("FLOAT", "REAL", "FLOAT"),
        "NUMERIC" => on("NUMERIC", "NUMERIC", "NUMERIC(30, 10)"),
        "TIME" => on("TIME", "TIME", "TIME(6)"),
        "TIMESTAMP" => on("TIMESTAMP", "TIMESTAMP", "DATETIME(6)"),
        "TIMESTAMPTZ" => on("TEXT", "TIMESTAMPTZ", "DATETIME(6)"),
        "JSON" => on("TEXT", "JSON", "JSON"),
        other => other,
    }
}
