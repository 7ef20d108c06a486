//! SQLite.

use diesel::QueryResult;
use diesel::query_builder::{AstPass, QueryFragment};
use diesel::row::Row;
use diesel::serialize::{IsNull, Output, ToSql};
use diesel::sql_types::{BigInt, Text};
use diesel::sqlite::Sqlite;

use super::{Backend, EncodeKey, KEYS, KeyEncoder, KeyKind, KeyList, PartKind, TextKind};

impl Backend for Sqlite {
    const RANDOM: &'static str = "RANDOM()";
    // SQLite plans for the value of a plain `LIMIT ?`, and for that compiles the statement
    // again each time it is bound. It does not look behind the sign.
    const LIMIT: &'static str = " LIMIT +";
    const NO_LIMIT: &'static str = " LIMIT -1";
    const NULL_SAFE_EQUAL: &'static str = " IS ";
    const NO_ORDER: &'static str = "NULL";
    // SQLite never reorders a CROSS JOIN: it starts at the keys and looks each up, also
    // when its statistics tempt it to scan the table first.
    const KEY_JOIN: &'static str = " CROSS JOIN ";
    // LEFT, so that a link that points nowhere is seen and not skipped.
    const LINK_JOIN: &'static str = " LEFT JOIN ";

    fn push_i64<'b>(value: &'b i64, out: &mut AstPass<'_, 'b, Self>) -> QueryResult<()> {
        out.push_bind_param::<BigInt, i64>(value)
    }

    fn read_i64<'r, R: Row<'r, Self>>(row: &R, at: usize) -> diesel::deserialize::Result<i64> {
        row.get_value::<BigInt, i64, usize>(at)
    }

    /// LIKE ignores the case of ASCII letters whether asked to or not, and stops at a NUL;
    /// INSTR does neither. Only ASCII letters have a case for SQLite's LOWER.
    fn text_lookup<'b, E, V>(
        kind: TextKind,
        expr: &'b E,
        value: &'b V,
        mut out: AstPass<'_, 'b, Self>,
    ) -> QueryResult<()>
    where
        E: QueryFragment<Self>,
        V: QueryFragment<Self>,
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

    fn date_part<'b, E>(
        part: PartKind,
        expr: &'b E,
        mut out: AstPass<'_, 'b, Self>,
    ) -> QueryResult<()>
    where
        E: QueryFragment<Self>,
    {
        out.push_sql(match part {
            PartKind::Year => "CAST(STRFTIME('%Y', ",
            PartKind::Month => "CAST(STRFTIME('%m', ",
            PartKind::Day => "CAST(STRFTIME('%d', ",
            PartKind::WeekDay => "(1 + CAST(STRFTIME('%w', ",
            PartKind::Hour => "CAST(STRFTIME('%H', ",
            PartKind::Minute => "CAST(STRFTIME('%M', ",
            PartKind::Second => "CAST(STRFTIME('%S', ",
        });
        expr.walk_ast(out.reborrow())?;
        out.push_sql(if part == PartKind::WeekDay {
            ") AS INTEGER))"
        } else {
            ") AS INTEGER)"
        });
        Ok(())
    }

    fn order<'b, E>(
        expr: &'b E,
        descending: bool,
        nulls_first: Option<bool>,
        mut out: AstPass<'_, 'b, Self>,
    ) -> QueryResult<()>
    where
        E: QueryFragment<Self>,
    {
        expr.walk_ast(out.reborrow())?;
        if descending {
            out.push_sql(" DESC");
        }
        match nulls_first {
            Some(true) => out.push_sql(" NULLS FIRST"),
            Some(false) => out.push_sql(" NULLS LAST"),
            None => {}
        }
        Ok(())
    }

    fn push_keys<'b, K: EncodeKey>(
        keys: &'b KeyList<K>,
        out: &mut AstPass<'_, 'b, Self>,
    ) -> QueryResult<()> {
        out.push_sql("JSON_EACH(");
        out.push_bind_param::<Text, _>(keys)?;
        out.push_sql(") AS ");
        out.push_identifier(KEYS)
    }

    fn push_ordinal(out: &mut AstPass<'_, '_, Self>) -> QueryResult<()> {
        out.push_identifier(KEYS)?;
        out.push_sql(".\"key\"");
        Ok(())
    }

    fn push_key_part(
        kinds: &[KeyKind],
        part: usize,
        out: &mut AstPass<'_, '_, Self>,
    ) -> QueryResult<()> {
        let kind = kinds.get(part).copied().unwrap_or(KeyKind::Int);
        let (open, close) = decode(kind);
        out.push_sql(open);
        if kinds.len() == 1 {
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

    fn push_values<'b, K: EncodeKey>(
        values: &'b KeyList<K>,
        out: &mut AstPass<'_, 'b, Self>,
    ) -> QueryResult<()> {
        let (open, close) = decode(K::KINDS.first().copied().unwrap_or(KeyKind::Int));
        out.push_sql("SELECT ");
        out.push_sql(open);
        out.push_sql("\"value\"");
        out.push_sql(close);
        out.push_sql(" FROM JSON_EACH(");
        out.push_bind_param::<Text, _>(values)?;
        out.push_sql(")");
        Ok(())
    }
}

/// The end of the text, compared byte by byte: SQLite's LENGTH stops at a NUL, and its
/// SUBSTR of an empty blob is NULL.
fn ends_with<'b, E, V>(
    expr: &'b E,
    value: &'b V,
    [open, close]: [&str; 2],
    mut out: AstPass<'_, 'b, Sqlite>,
) -> QueryResult<()>
where
    E: QueryFragment<Sqlite>,
    V: QueryFragment<Sqlite>,
{
    let mut bytes = |before: &str, node: &'b dyn QueryFragment<Sqlite>, after: &str| {
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

/// Text and bytes travel hex-encoded, so that no NUL, quote or half character is lost.
fn decode(kind: KeyKind) -> (&'static str, &'static str) {
    match kind {
        KeyKind::Int => ("", ""),
        KeyKind::Text => ("CAST(UNHEX(", ") AS TEXT)"),
        KeyKind::Bytes => ("UNHEX(", ")"),
    }
}

impl<K: EncodeKey> ToSql<Text, Sqlite> for KeyList<K> {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> diesel::serialize::Result {
        let mut json = Json::with_capacity(self.0.len());
        for key in &self.0 {
            key.encode_key(&mut json);
        }
        out.set_value(json.finish());
        Ok(IsNull::No)
    }
}

/// `[1,2,3]`, `["6162",…]`, `[[1,"6162"],…]`.
struct Json {
    text: String,
    composite: bool,
}

impl Json {
    fn with_capacity(keys: usize) -> Self {
        let mut text = String::with_capacity(2 + keys * 8);
        text.push('[');
        Self {
            text,
            composite: false,
        }
    }

    fn separate(&mut self) {
        if !self.text.ends_with('[') {
            self.text.push(',');
        }
    }

    fn finish(mut self) -> String {
        self.text.push(']');
        self.text
    }

    fn digits(&mut self, value: i64) {
        let mut buffer = [0_u8; 20];
        let mut at = buffer.len();
        let mut rest = value.unsigned_abs();
        loop {
            at -= 1;
            buffer[at] = b'0' + (rest % 10) as u8;
            rest /= 10;
            if rest == 0 {
                break;
            }
        }
        if value < 0 {
            self.text.push('-');
        }
        self.text
            .push_str(std::str::from_utf8(&buffer[at..]).unwrap_or("0"));
    }
}

impl KeyEncoder for Json {
    fn key(&mut self, parts: usize) {
        self.composite = parts > 1;
        if self.composite {
            self.separate();
            self.text.push('[');
        }
    }
    fn int(&mut self, value: i64) {
        self.separate();
        self.digits(value);
    }
    fn text(&mut self, value: &str) {
        self.bytes(value.as_bytes());
    }
    fn bytes(&mut self, value: &[u8]) {
        const HEX: &[u8; 16] = b"0123456789ABCDEF";
        self.separate();
        self.text.push('"');
        for byte in value {
            self.text.push(HEX[usize::from(byte >> 4)] as char);
            self.text.push(HEX[usize::from(byte & 15)] as char);
        }
        self.text.push('"');
    }
    fn end(&mut self) {
        if self.composite {
            self.text.push(']');
        }
    }
}
