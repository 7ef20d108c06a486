//! Values of an order as a cursor holds them: read from a row, bound again, and written as
//! bytes in between.

use diesel::sql_types as st;

#[cfg(feature = "chrono")]
use crate::backend::AsStored;
use crate::backend::Kind;

/// A number that stays the same from build to build: FNV-1a of 64 bits.
#[derive(Debug, Clone, Copy)]
pub struct Digest(u64);

impl Default for Digest {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Digest {
    /// Takes bytes in.
    pub fn bytes(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    /// Takes a text in, and where it ends.
    pub fn text(&mut self, text: &str) {
        self.bytes(text.as_bytes());
        self.bytes(&[0xff]);
    }
    /// The number.
    #[must_use]
    pub fn finish(self) -> u64 {
        self.0
    }
}

/// An SQL type whose values have a place in an order that a cursor can name.
#[diagnostic::on_unimplemented(
    message = "keyset pages cannot go by values of SQL type `{Self}`",
    label = "no cursor holds such a value",
    note = "cursors hold numbers, text, bytes, booleans, dates, times and uuids; order by one of these, or write `.page(number, size, &mut conn)`"
)]
pub trait KeysetSql: 'static {
    /// As what it is read and bound.
    type Read: st::SqlType<IsNull = st::is_nullable::NotNull> + 'static;
    /// A value that was read.
    type Rust: 'static;
    /// A value that is bound.
    type Bound: 'static;
    /// As what it is cast where it is selected, whatever it is.
    const CAST: Option<Kind> = None;
    /// Becomes part of a cursor.
    fn part(value: Self::Rust) -> PlaceValue;
    /// Out of a cursor.
    fn value(part: &PlaceValue) -> Option<&Self::Bound>;
}

macro_rules! parts {
    ($(
        $(#[$cfg:meta])* $tag:literal $name:ident($rust:ty) = $sql:ty;
            |$value:ident| $write:expr, |$bytes:ident| $read:expr;
    )*) => {
        /// A value of an order.
        #[derive(Debug, Clone, PartialEq)]
        #[non_exhaustive]
        #[allow(missing_docs)]
        pub enum PlaceValue {
            /// The term is not there.
            Absent,
            Null,
            $($(#[$cfg])* $name($rust),)*
        }

        impl PlaceValue {
            /// Writes it: a tag, how many bytes, the bytes.
            pub(crate) fn write(&self, out: &mut Vec<u8>) {
                match self {
                    Self::Absent => out.push(0),
                    Self::Null => out.push(1),
                    $($(#[$cfg])* Self::$name($value) => {
                        let bytes: Vec<u8> = $write;
                        out.push($tag);
                        let len = u32::try_from(bytes.len()).unwrap_or(u32::MAX);
                        out.extend_from_slice(&len.to_le_bytes());
                        out.extend_from_slice(&bytes);
                    })*
                }
            }

            /// Reads one, and moves `from` behind it.
            pub(crate) fn read(from: &mut &[u8]) -> Option<Self> {
                let (tag, rest) = from.split_first()?;
                *from = rest;
                if *tag < 2 {
                    return Some(if *tag == 0 { Self::Absent } else { Self::Null });
                }
                let (len, rest) = from.split_first_chunk::<4>()?;
                let (bytes, rest) = rest.split_at_checked(usize::try_from(u32::from_le_bytes(*len)).ok()?)?;
                *from = rest;
                match *tag {
                    $($(#[$cfg])* $tag => {
                        let $bytes = bytes;
                        let value: Option<$rust> = $read;
                        value.map(Self::$name)
                    })*
                    _ => None,
                }
            }
        }

        $(
            $(#[$cfg])*
            impl KeysetSql for $sql {
                type Read = $sql;
                type Rust = $rust;
                type Bound = $rust;
                fn part(value: $rust) -> PlaceValue { PlaceValue::$name(value) }
                fn value(part: &PlaceValue) -> Option<&$rust> {
                    match part {
                        PlaceValue::$name(value) => Some(value),
                        _ => None,
                    }
                }
            }
        )*
    };
}

fn number<const N: usize>(bytes: &[u8]) -> Option<[u8; N]> {
    bytes.try_into().ok()
}
fn text(bytes: &[u8]) -> Option<&str> {
    std::str::from_utf8(bytes).ok()
}

parts! {
    2 Bool(bool) = st::Bool; |value| vec![u8::from(*value)], |bytes| number::<1>(bytes).map(|[byte]| byte != 0);
    3 I16(i16) = st::SmallInt; |value| value.to_le_bytes().to_vec(), |bytes| number(bytes).map(i16::from_le_bytes);
    4 I32(i32) = st::Integer; |value| value.to_le_bytes().to_vec(), |bytes| number(bytes).map(i32::from_le_bytes);
    5 I64(i64) = st::BigInt; |value| value.to_le_bytes().to_vec(), |bytes| number(bytes).map(i64::from_le_bytes);
    6 F64(f64) = st::Double; |value| value.to_le_bytes().to_vec(), |bytes| number(bytes).map(f64::from_le_bytes);
    7 Text(String) = st::Text; |value| value.as_bytes().to_vec(), |bytes| text(bytes).map(str::to_owned);
    8 Bytes(Vec<u8>) = st::Binary; |value| value.clone(), |bytes| Some(bytes.to_vec());
    #[cfg(feature = "chrono")]
    9 Date(AsStored<chrono::NaiveDate>) = st::Date; |value| value.write(), |bytes| AsStored::read(bytes);
    #[cfg(feature = "chrono")]
    10 Time(AsStored<chrono::NaiveTime>) = st::Time; |value| value.write(), |bytes| AsStored::read(bytes);
    #[cfg(feature = "chrono")]
    11 Timestamp(AsStored<chrono::NaiveDateTime>) = crate::backend::TimestampSql;
        |value| value.write(), |bytes| AsStored::read(bytes);
    #[cfg(feature = "chrono")]
    12 Timestamptz(AsStored<chrono::DateTime<chrono::Utc>>) = crate::backend::TimestamptzSql;
        |value| value.write(), |bytes| AsStored::read(bytes);
    #[cfg(feature = "uuid")]
    13 Uuid(uuid::Uuid) = crate::backend::UuidSql; |value| value.as_bytes().to_vec(), |bytes| uuid::Uuid::from_slice(bytes).ok();
    #[cfg(feature = "numeric")]
    14 Decimal(bigdecimal::BigDecimal) = st::Numeric; |value| value.to_string().into_bytes(), |bytes| text(bytes)?.parse().ok();
    #[cfg(feature = "mysql-backend")]
    15 I8(i8) = st::TinyInt; |value| value.to_le_bytes().to_vec(), |bytes| number(bytes).map(i8::from_le_bytes);
    #[cfg(feature = "mysql-backend")]
    16 U8(u8) = st::Unsigned<st::TinyInt>; |value| vec![*value], |bytes| number(bytes).map(u8::from_le_bytes);
    #[cfg(feature = "mysql-backend")]
    17 U16(u16) = st::Unsigned<st::SmallInt>; |value| value.to_le_bytes().to_vec(), |bytes| number(bytes).map(u16::from_le_bytes);
    #[cfg(feature = "mysql-backend")]
    18 U32(u32) = st::Unsigned<st::Integer>; |value| value.to_le_bytes().to_vec(), |bytes| number(bytes).map(u32::from_le_bytes);
    #[cfg(feature = "mysql-backend")]
    19 U64(u64) = st::Unsigned<st::BigInt>; |value| value.to_le_bytes().to_vec(), |bytes| number(bytes).map(u64::from_le_bytes);
}

#[cfg(feature = "chrono")]
impl KeysetSql for st::Timestamp {
    type Read = Self;
    type Rust = AsStored<chrono::NaiveDateTime>;
    type Bound = AsStored<chrono::NaiveDateTime>;
    fn part(value: Self::Rust) -> PlaceValue {
        PlaceValue::Timestamp(value)
    }
    fn value(part: &PlaceValue) -> Option<&Self::Bound> {
        crate::backend::TimestampSql::value(part)
    }
}

/// Numbers of 4 bytes are read with 8: SQLite keeps 8, and MySQL calculates with 8.
impl KeysetSql for st::Float {
    type Read = st::Double;
    type Rust = f64;
    type Bound = f64;
    const CAST: Option<Kind> = Some(Kind::Double);
    fn part(value: f64) -> PlaceValue {
        PlaceValue::F64(value)
    }
    fn value(part: &PlaceValue) -> Option<&f64> {
        st::Double::value(part)
    }
}

/// The names of an enum of PostgreSQL's; the database knows their order.
impl KeysetSql for crate::model::EnumSql {
    type Read = Self;
    type Rust = String;
    type Bound = String;
    fn part(value: String) -> PlaceValue {
        PlaceValue::Text(value)
    }
    fn value(part: &PlaceValue) -> Option<&String> {
        st::Text::value(part)
    }
}
