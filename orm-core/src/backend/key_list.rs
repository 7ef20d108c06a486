//! Lists of keys on their way to the database, in the shape that it takes.

use std::sync::OnceLock;

use diesel::backend::Backend as DieselBackend;
use diesel::serialize::{Output, Result as Serialized, ToSql};

use super::number::with_digits;
use super::{EncodeKey, KeyEncoder};

/// What is sent for a list of keys. Logs show how many keys it holds: a hundred thousand of
/// them would fill a log.
#[derive(Clone, Default)]
pub struct Listed<T> {
    sent: T,
    keys: usize,
}

impl<T> Listed<T> {
    /// What is sent.
    pub fn sent(&self) -> &T {
        &self.sent
    }
}

impl<T> std::fmt::Debug for Listed<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "<{} keys>", self.keys)
    }
}

impl<T: ToSql<ST, DB>, ST, DB: DieselBackend> ToSql<ST, DB> for Listed<T> {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> Serialized {
        self.sent.to_sql(out)
    }
}

/// Keys on their way to the database.
///
/// What is sent is made from them once, when the statement is first written for a database.
pub struct KeyList<K> {
    /// The keys.
    pub keys: Vec<K>,
    json: OnceLock<Listed<String>>,
    columns: OnceLock<Vec<Column>>,
    segments: OnceLock<Segments>,
}

impl<K> KeyList<K> {
    /// A list of these.
    pub fn new(keys: Vec<K>) -> Self {
        Self {
            keys,
            json: OnceLock::new(),
            columns: OnceLock::new(),
            segments: OnceLock::new(),
        }
    }
}

impl<K: Clone> Clone for KeyList<K> {
    fn clone(&self) -> Self {
        Self::new(self.keys.clone())
    }
}

impl<K> std::fmt::Debug for KeyList<K> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "<{} keys>", self.keys.len())
    }
}

impl<K: EncodeKey> KeyList<K> {
    /// One JSON text: `[1,2,3]`, `["6162",…]`, `[[1,"6162"],…]`. Text and bytes are in
    /// hexadecimal digits, so that no NUL, quote or half character is lost.
    pub fn json(&self) -> &Listed<String> {
        self.json.get_or_init(|| {
            let mut json = Json::with_capacity(self.keys.len());
            for key in &self.keys {
                key.encode_key(&mut json);
            }
            Listed {
                sent: json.finish(),
                keys: self.keys.len(),
            }
        })
    }

    /// One column a part.
    pub fn columns(&self) -> &[Column] {
        self.columns.get_or_init(|| {
            let mut columns = Columns {
                columns: K::KINDS.iter().map(|kind| Column::of(*kind)).collect(),
                at: 0,
            };
            for key in &self.keys {
                key.encode_key(&mut columns);
            }
            columns.columns
        })
    }

    /// A JSON text in which text is told by its place in one of the strings beside it.
    pub fn segments(&self) -> &Segments {
        self.segments.get_or_init(|| {
            let mut segments = Segments::with_capacity(self.keys.len(), K::KINDS);
            for key in &self.keys {
                key.encode_key(&mut segments);
            }
            segments.json.text.push(']');
            segments.sent = Listed {
                sent: std::mem::take(&mut segments.json.text),
                keys: self.keys.len(),
            };
            segments
        })
    }
}

/// `[1,2,3]`, `["6162",…]`, `[[1,"6162"],…]`.
pub(super) struct Json {
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

    fn digits(&mut self, number: u64) {
        with_digits(number, |digits| self.text.push_str(digits));
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
        if value < 0 {
            self.text.push('-');
        }
        self.digits(value.unsigned_abs());
    }
    fn unsigned(&mut self, value: u64) {
        self.separate();
        self.digits(value);
    }
    fn bool(&mut self, value: bool) {
        self.int(i64::from(value));
    }
    /// A number without digits equals nothing where numbers travel so; an infinite one is
    /// written as a number that no double holds.
    fn float(&mut self, value: f64) {
        use std::fmt::Write as _;
        self.separate();
        let written = if value.is_nan() {
            self.text.write_str("null")
        } else if value.is_infinite() {
            self.text
                .write_str(if value > 0.0 { "9e999" } else { "-9e999" })
        } else {
            write!(self.text, "{value:e}")
        };
        // Writing to a `String` never fails.
        debug_assert!(written.is_ok());
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
    fn uuid(&mut self, value: [u8; 16]) {
        self.bytes(&value);
    }
    fn plain(&mut self, value: &str) {
        self.separate();
        self.text.push('"');
        self.text.push_str(value);
        self.text.push('"');
    }
    fn end(&mut self) {
        if self.composite {
            self.text.push(']');
        }
    }
}

/// One part of all keys, for databases that have arrays.
#[derive(Debug)]
pub enum Column {
    /// Whole numbers.
    Int(Listed<Vec<i64>>),
    /// Booleans.
    Bool(Listed<Vec<bool>>),
    /// Floating point numbers.
    Float(Listed<Vec<f64>>),
    /// Text, and what is cast from text.
    Text(Listed<Vec<String>>),
    /// Bytes.
    Bytes(Listed<Vec<Vec<u8>>>),
    /// Uuids, in hexadecimal digits.
    Uuid(Listed<Vec<String>>),
}

impl Column {
    fn of(kind: super::KeyKind) -> Self {
        use super::KeyKind;
        match kind {
            KeyKind::Int | KeyKind::Int32 | KeyKind::Int16 => Self::Int(Listed::default()),
            KeyKind::Bool => Self::Bool(Listed::default()),
            KeyKind::Float => Self::Float(Listed::default()),
            KeyKind::Bytes => Self::Bytes(Listed::default()),
            KeyKind::Uuid => Self::Uuid(Listed::default()),
            KeyKind::Text
            | KeyKind::Json
            | KeyKind::Unsigned
            | KeyKind::Date
            | KeyKind::Time
            | KeyKind::Timestamp
            | KeyKind::Timestamptz
            | KeyKind::Decimal => Self::Text(Listed::default()),
        }
    }
}

struct Columns {
    columns: Vec<Column>,
    at: usize,
}

impl Columns {
    fn push(&mut self, push: impl FnOnce(&mut Column)) {
        if let Some(column) = self.columns.get_mut(self.at) {
            push(column);
        }
        self.at += 1;
    }
}

macro_rules! push_to {
    ($self:ident, $variant:ident, $value:expr) => {
        $self.push(|column| {
            if let Column::$variant(values) = column {
                values.sent.push($value);
                values.keys += 1;
            }
        })
    };
}

impl KeyEncoder for Columns {
    fn key(&mut self, _: usize) {
        self.at = 0;
    }
    fn int(&mut self, value: i64) {
        push_to!(self, Int, value);
    }
    fn unsigned(&mut self, value: u64) {
        push_to!(self, Text, value.to_string());
    }
    fn bool(&mut self, value: bool) {
        push_to!(self, Bool, value);
    }
    fn float(&mut self, value: f64) {
        push_to!(self, Float, value);
    }
    fn text(&mut self, value: &str) {
        push_to!(self, Text, value.to_owned());
    }
    fn bytes(&mut self, value: &[u8]) {
        push_to!(self, Bytes, value.to_vec());
    }
    fn uuid(&mut self, value: [u8; 16]) {
        push_to!(
            self,
            Uuid,
            value.iter().map(|byte| format!("{byte:02x}")).collect()
        );
    }
    fn plain(&mut self, value: &str) {
        push_to!(self, Text, value.to_owned());
    }
    fn moment(&mut self, value: &str) {
        push_to!(self, Text, of_postgres(value));
    }
    fn end(&mut self) {}
}

/// A moment without what is smaller than a microsecond, which these databases have not: where
/// a value is bound by itself it is cut off, and in a list it would be rounded. The pieces
/// before and behind the cut.
fn micros(value: &str) -> (&str, &str) {
    let Some(point) = value.find('.') else {
        return (value, "");
    };
    let (head, fraction) = value.split_at(point + 1);
    let digits = fraction
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(fraction.len());
    let (cut, tail) = (digits.min(6), &fraction[digits..]);
    (&value[..head.len() + cut], tail)
}

/// A moment as PostgreSQL reads it: years before the first are counted from 1 and end in `BC`,
/// and those beyond 9999 have no sign.
fn of_postgres(value: &str) -> String {
    let (head, tail) = micros(value.trim_start_matches('+'));
    let year = head
        .get(1..)
        .and_then(|rest| rest.find('-'))
        .and_then(|dash| head.get(..=dash));
    match year.and_then(|year| Some((year, year.parse::<i32>().ok()?))) {
        Some((written, year)) if year < 1 => {
            let rest = &head[written.len()..];
            format!("{:04}{rest}{tail} BC", 1 - year)
        }
        _ => format!("{head}{tail}"),
    }
}

/// How many strings the text of keys is spread over: a place far behind in a long string
/// takes long to find.
pub const SEGMENTS: usize = 32;

/// Keys whose text is told by its place.
pub struct Segments {
    json: Json,
    sent: Listed<String>,
    flat: bool,
    texts: Vec<Listed<String>>,
    /// The characters in each text.
    lengths: Vec<usize>,
    next: usize,
}

impl Segments {
    fn with_capacity(keys: usize, kinds: &[super::KeyKind]) -> Self {
        Self {
            json: Json::with_capacity(keys),
            sent: Listed::default(),
            flat: matches!(kinds, [kind] if !kind.is_text()),
            texts: vec![Listed::default(); SEGMENTS],
            lengths: vec![0; SEGMENTS],
            next: 0,
        }
    }

    /// The JSON text. Text in it is three numbers: which string, from which character,
    /// counted from 1, and how many.
    pub fn json(&self) -> &Listed<String> {
        &self.sent
    }

    /// The strings.
    pub fn texts(&self) -> &[Listed<String>] {
        &self.texts
    }
}

impl KeyEncoder for Segments {
    fn key(&mut self, _: usize) {
        if !self.flat {
            self.json.separate();
            self.json.text.push('[');
        }
    }
    fn int(&mut self, value: i64) {
        self.json.int(value);
    }
    fn unsigned(&mut self, value: u64) {
        self.json.unsigned(value);
    }
    fn bool(&mut self, value: bool) {
        self.json.bool(value);
    }
    fn float(&mut self, value: f64) {
        self.json.float(value);
    }
    fn text(&mut self, value: &str) {
        let segment = self.next;
        self.next = (segment + 1) % SEGMENTS;
        let characters = value.chars().count();
        if let (Some(text), Some(length)) =
            (self.texts.get_mut(segment), self.lengths.get_mut(segment))
        {
            let start = *length + 1;
            text.sent.push_str(value);
            text.keys += 1;
            *length += characters;
            for number in [segment + 1, start, characters] {
                self.json.int(i64::try_from(number).unwrap_or(i64::MAX));
            }
        }
    }
    fn bytes(&mut self, value: &[u8]) {
        self.json.bytes(value);
    }
    fn uuid(&mut self, value: [u8; 16]) {
        self.json.uuid(value);
    }
    fn plain(&mut self, value: &str) {
        self.json.plain(value);
    }
    fn moment(&mut self, value: &str) {
        let (head, tail) = micros(value);
        self.json.plain(&format!("{head}{tail}"));
    }
    fn end(&mut self) {
        if !self.flat {
            self.json.text.push(']');
        }
    }
}
