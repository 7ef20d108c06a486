//! Keys: what can be one, and how its parts are handed on.

use std::hash::Hash;

/// Takes the parts of keys one after another and makes binds of them.
pub trait KeyEncoder {
    /// A key begins; it has this many parts.
    fn key(&mut self, parts: usize);
    /// A part that is a whole number.
    fn int(&mut self, value: i64);
    /// A part that is a whole number beyond the reach of [`int`](Self::int).
    fn unsigned(&mut self, value: u64);
    /// A part that is true or false.
    fn bool(&mut self, value: bool);
    /// A part that is a floating point number.
    fn float(&mut self, value: f64);
    /// A part that is text.
    fn text(&mut self, value: &str);
    /// A part that is bytes.
    fn bytes(&mut self, value: &[u8]);
    /// A part that is a uuid.
    fn uuid(&mut self, value: [u8; 16]);
    /// A part that is written in ASCII and has no quotes.
    fn plain(&mut self, value: &str);
    /// A date or time, written as chrono writes it.
    fn moment(&mut self, value: &str) {
        self.plain(value);
    }
    /// The key is complete.
    fn end(&mut self);
}

/// What a part of a key is, and so how it travels and compares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyKind {
    /// A whole number.
    Int,
    /// A whole number of 32 bits.
    Int32,
    /// A whole number of 16 bits.
    Int16,
    /// A whole number of 64 bits without a sign.
    Unsigned,
    /// True or false.
    Bool,
    /// A floating point number.
    Float,
    /// Text, compared by the column's collation.
    Text,
    /// Bytes.
    Bytes,
    /// A uuid.
    Uuid,
    /// A date.
    Date,
    /// A time of day.
    Time,
    /// A date and time.
    Timestamp,
    /// A date and time of UTC.
    Timestamptz,
    /// A decimal number.
    Decimal,
    /// JSON.
    Json,
}

impl KeyKind {
    /// What travels as text of any characters.
    pub(super) const fn is_text(self) -> bool {
        matches!(self, Self::Text | Self::Json)
    }

    /// A whole number.
    pub(crate) const fn is_int(self) -> bool {
        matches!(self, Self::Int | Self::Int32 | Self::Int16)
    }
}

/// A type whose values travel in a list, any number of them in one bind.
#[diagnostic::on_unimplemented(
    message = "values of `{Self}` cannot travel in a list",
    label = "not a type for lists"
)]
pub trait ListPart: Clone + Send + Sync + 'static {
    /// What it is.
    const KIND: KeyKind;
    /// Hands its value to the encoder.
    fn encode<E: KeyEncoder + ?Sized>(&self, encoder: &mut E);
}

/// A type that one column of a key may have.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a key",
    label = "not a key type",
    note = "keys are integers, text, bytes, uuids and dates, and tuples of them"
)]
pub trait KeyPart: ListPart + Hash + Eq {}

macro_rules! parts {
    ($($(#[$cfg:meta])* $ty:ty: $kind:ident, |$value:ident, $encoder:ident| $encode:expr;)*) => { $(
        $(#[$cfg])*
        #[diagnostic::do_not_recommend]
        impl ListPart for $ty {
            const KIND: KeyKind = KeyKind::$kind;
            #[inline]
            fn encode<E: KeyEncoder + ?Sized>(&self, $encoder: &mut E) {
                let $value = self;
                $encode;
            }
        }
    )* };
}

parts! {
    i16: Int16, |value, encoder| encoder.int(i64::from(*value));
    i32: Int32, |value, encoder| encoder.int(i64::from(*value));
    i64: Int, |value, encoder| encoder.int(*value);
    i8: Int, |value, encoder| encoder.int(i64::from(*value));
    u8: Int, |value, encoder| encoder.int(i64::from(*value));
    u16: Int, |value, encoder| encoder.int(i64::from(*value));
    u32: Int, |value, encoder| encoder.int(i64::from(*value));
    u64: Unsigned, |value, encoder| encoder.unsigned(*value);
    bool: Bool, |value, encoder| encoder.bool(*value);
    f32: Float, |value, encoder| encoder.float(f64::from(*value));
    f64: Float, |value, encoder| encoder.float(*value);
    String: Text, |value, encoder| encoder.text(value);
    Vec<u8>: Bytes, |value, encoder| encoder.bytes(value);
    #[cfg(feature = "uuid")]
    uuid::Uuid: Uuid, |value, encoder| encoder.uuid(value.into_bytes());
    // The formats in which Diesel writes these types to SQLite; the others parse them.
    #[cfg(feature = "chrono")]
    chrono::NaiveDate: Date, |value, encoder| encoder.moment(&value.format("%F").to_string());
    #[cfg(feature = "chrono")]
    chrono::NaiveTime: Time, |value, encoder| encoder.moment(&value.format("%T%.f").to_string());
    #[cfg(feature = "chrono")]
    chrono::NaiveDateTime: Timestamp, |value, encoder| encoder.moment(&value.format("%F %T%.f").to_string());
    #[cfg(feature = "chrono")]
    chrono::DateTime<chrono::Utc>: Timestamptz, |value, encoder| {
        encoder.moment(&value.format("%F %T%.f%:z").to_string());
    };
    #[cfg(feature = "numeric")]
    bigdecimal::BigDecimal: Decimal, |value, encoder| encoder.plain(&value.to_plain_string());
    #[cfg(feature = "serde_json")]
    serde_json::Value: Json, |value, encoder| encoder.text(&value.to_string());
}

macro_rules! key_parts {
    ($($(#[$cfg:meta])* $ty:ty;)*) => { $(
        $(#[$cfg])*
        #[diagnostic::do_not_recommend]
        impl KeyPart for $ty {}
    )* };
}

key_parts! {
    i8;
    u8;
    u16;
    u32;
    u64;
    i16;
    i32;
    i64;
    bool;
    String;
    Vec<u8>;
    #[cfg(feature = "uuid")]
    uuid::Uuid;
    #[cfg(feature = "chrono")]
    chrono::NaiveDate;
    #[cfg(feature = "chrono")]
    chrono::NaiveTime;
    #[cfg(feature = "chrono")]
    chrono::NaiveDateTime;
}

/// What can be handed to an encoder: a key, owned or borrowed.
pub trait EncodeKey {
    /// The kinds of its parts.
    const KINDS: &'static [KeyKind];
    /// Hands its parts to the encoder.
    fn encode_key<E: KeyEncoder + ?Sized>(&self, encoder: &mut E);
}

/// A value of a list, owned.
#[derive(Clone)]
pub struct OwnedPart<T>(pub T);

impl<T: ListPart> EncodeKey for OwnedPart<T> {
    const KINDS: &'static [KeyKind] = &[T::KIND];
    fn encode_key<E: KeyEncoder + ?Sized>(&self, encoder: &mut E) {
        encoder.key(1);
        self.0.encode(encoder);
        encoder.end();
    }
}

/// A key borrowed from a row.
pub trait KeyRef: EncodeKey + Copy + Hash + Eq + Send + Sync {
    /// For error texts.
    fn describe(self) -> String {
        let mut text = Describe(String::new());
        self.encode_key(&mut text);
        text.0
    }
}

impl<K: KeyPart> KeyRef for &K {}
impl<K: KeyPart> EncodeKey for &K {
    const KINDS: &'static [KeyKind] = &[K::KIND];
    #[inline]
    fn encode_key<E: KeyEncoder + ?Sized>(&self, encoder: &mut E) {
        encoder.key(1);
        ListPart::encode(*self, encoder);
        encoder.end();
    }
}

/// A key as a value: one column's type, or a tuple of up to four.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a key",
    label = "not a key type",
    note = "keys are integers, text, bytes, uuids and dates, and tuples of them"
)]
pub trait Key: Hash + Eq + Clone + Send + Sync + 'static {
    /// The type, where the derive names it: what is wrong with it then has the text that it
    /// has everywhere, and the compiler says one text of one place once.
    type Itself: Key;
    /// The same, borrowed.
    type Ref<'a>: KeyRef;
    /// Borrows the key.
    fn borrowed(&self) -> Self::Ref<'_>;
    /// Clones a borrowed key.
    fn owned(key: Self::Ref<'_>) -> Self;
}

#[diagnostic::do_not_recommend]
impl<K: KeyPart> Key for K {
    type Itself = K;
    type Ref<'a> = &'a K;
    fn borrowed(&self) -> &K {
        self
    }
    fn owned(key: &K) -> Self {
        key.clone()
    }
}

macro_rules! tuple_keys {
    ($(($n:literal $($name:ident $at:tt)+))*) => { $(
        impl<$($name: KeyPart),+> KeyRef for ($(&$name,)+) {}
        impl<$($name: KeyPart),+> EncodeKey for ($(&$name,)+) {
            const KINDS: &'static [KeyKind] = &[$($name::KIND),+];
            fn encode_key<Enc: KeyEncoder + ?Sized>(&self, encoder: &mut Enc) {
                encoder.key($n);
                $(ListPart::encode(self.$at, encoder);)+
                encoder.end();
            }
        }
        #[diagnostic::do_not_recommend]
        impl<$($name: KeyPart),+> Key for ($($name,)+) {
            type Itself = Self;
            type Ref<'a> = ($(&'a $name,)+);
            fn borrowed(&self) -> Self::Ref<'_> { ($(&self.$at,)+) }
            fn owned(key: Self::Ref<'_>) -> Self { ($(key.$at.clone(),)+) }
        }
    )* };
}
tuple_keys! {
    (2 A 0 B 1)
    (3 A 0 B 1 C 2)
    (4 A 0 B 1 C 2 D 3)
}

/// Writes keys as a person reads them.
struct Describe(String);

impl Describe {
    fn part(&mut self, text: &str) {
        if !self.0.is_empty() {
            self.0.push_str(", ");
        }
        self.0.push_str(text);
    }
}

impl KeyEncoder for Describe {
    fn key(&mut self, _: usize) {}
    fn int(&mut self, value: i64) {
        self.part(&value.to_string());
    }
    fn unsigned(&mut self, value: u64) {
        self.part(&value.to_string());
    }
    fn bool(&mut self, value: bool) {
        self.part(&value.to_string());
    }
    fn float(&mut self, value: f64) {
        self.part(&value.to_string());
    }
    fn text(&mut self, value: &str) {
        self.part(&format!("{value:?}"));
    }
    fn uuid(&mut self, value: [u8; 16]) {
        self.bytes(&value);
    }
    fn plain(&mut self, value: &str) {
        self.part(value);
    }
    fn bytes(&mut self, value: &[u8]) {
        let hex: String = value.iter().map(|byte| format!("{byte:02x}")).collect();
        self.part(&format!("x'{hex}'"));
    }
    fn end(&mut self) {}
}
