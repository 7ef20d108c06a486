//! Keys: what can be one, and how a list of them travels to the database in one bind.

use std::hash::Hash;

/// Takes the parts of keys one after another and makes one bind of them.
///
/// Every backend has its own; see [`crate::backend::Backend::push_keys`].
pub trait KeyEncoder {
    /// A key begins; it has this many parts.
    fn key(&mut self, parts: usize);
    /// A part that is a whole number.
    fn int(&mut self, value: i64);
    /// A part that is text.
    fn text(&mut self, value: &str);
    /// A part that is bytes.
    fn bytes(&mut self, value: &[u8]);
    /// The key is complete.
    fn end(&mut self);
}

/// How the parts of a key compare in the database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyKind {
    /// A whole number.
    Int,
    /// Text, compared by the column's collation.
    Text,
    /// Bytes.
    Bytes,
}

/// A type that one column of a key may have.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be part of a key",
    label = "not a key type",
    note = "keys are integers, text, bytes, uuids and dates, and tuples of them"
)]
pub trait KeyPart: Hash + Eq + Clone + Send + Sync + 'static {
    /// How it compares.
    const KIND: KeyKind;
    /// Hands its value to the encoder.
    fn encode<E: KeyEncoder + ?Sized>(&self, encoder: &mut E);
}

macro_rules! int_keys {
    ($($ty:ty)*) => { $(
        #[diagnostic::do_not_recommend]
        impl KeyPart for $ty {
            const KIND: KeyKind = KeyKind::Int;
            #[inline]
            fn encode<E: KeyEncoder + ?Sized>(&self, encoder: &mut E) { encoder.int(i64::from(*self)); }
        }
    )* };
}
int_keys!(i16 i32 i64 bool);

#[diagnostic::do_not_recommend]
impl KeyPart for String {
    const KIND: KeyKind = KeyKind::Text;
    fn encode<E: KeyEncoder + ?Sized>(&self, encoder: &mut E) {
        encoder.text(self);
    }
}

#[diagnostic::do_not_recommend]
impl KeyPart for Vec<u8> {
    const KIND: KeyKind = KeyKind::Bytes;
    fn encode<E: KeyEncoder + ?Sized>(&self, encoder: &mut E) {
        encoder.bytes(self);
    }
}

#[diagnostic::do_not_recommend]
#[cfg(feature = "uuid")]
impl KeyPart for uuid::Uuid {
    const KIND: KeyKind = KeyKind::Bytes;
    fn encode<E: KeyEncoder + ?Sized>(&self, encoder: &mut E) {
        encoder.bytes(self.as_bytes());
    }
}

#[cfg(feature = "chrono")]
mod dates {
    use super::{KeyEncoder, KeyKind, KeyPart};

    // The formats in which Diesel writes these types to SQLite.
    macro_rules! date_keys {
        ($($ty:ty, $format:literal;)*) => { $(
            #[diagnostic::do_not_recommend]
            impl KeyPart for $ty {
                const KIND: KeyKind = KeyKind::Text;
                fn encode<E: KeyEncoder + ?Sized>(&self, encoder: &mut E) {
                    encoder.text(&self.format($format).to_string());
                }
            }
        )* };
    }
    date_keys! {
        chrono::NaiveDate, "%F";
        chrono::NaiveTime, "%T%.f";
        chrono::NaiveDateTime, "%F %T%.f";
    }
}

/// What can be handed to an encoder: a key, owned or borrowed.
pub trait EncodeKey {
    /// The kinds of its parts.
    const KINDS: &'static [KeyKind];
    /// Hands its parts to the encoder.
    fn encode_key<E: KeyEncoder + ?Sized>(&self, encoder: &mut E);
}

/// Keys on their way to the database, all in one bind.
#[derive(Clone)]
pub struct KeyList<K>(pub Vec<K>);

impl<K> std::fmt::Debug for KeyList<K> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "<{} keys>", self.0.len())
    }
}

/// A value of a list, owned.
#[derive(Clone)]
pub struct OwnedPart<T>(pub T);

impl<T: KeyPart> EncodeKey for OwnedPart<T> {
    const KINDS: &'static [KeyKind] = &[T::KIND];
    fn encode_key<E: KeyEncoder + ?Sized>(&self, encoder: &mut E) {
        encoder.key(1);
        self.0.encode(encoder);
        encoder.end();
    }
}

/// A key borrowed from a row.
pub trait KeyRef: EncodeKey + Copy + Hash + Eq {
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
        KeyPart::encode(*self, encoder);
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
    /// The same, borrowed.
    type Ref<'a>: KeyRef;
    /// Borrows the key.
    fn borrowed(&self) -> Self::Ref<'_>;
    /// Clones a borrowed key.
    fn owned(key: Self::Ref<'_>) -> Self;
}

#[diagnostic::do_not_recommend]
impl<K: KeyPart> Key for K {
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
                $(KeyPart::encode(self.$at, encoder);)+
                encoder.end();
            }
        }
        #[diagnostic::do_not_recommend]
        impl<$($name: KeyPart),+> Key for ($($name,)+) {
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
    fn text(&mut self, value: &str) {
        self.part(&format!("{value:?}"));
    }
    fn bytes(&mut self, value: &[u8]) {
        let hex: String = value.iter().map(|byte| format!("{byte:02x}")).collect();
        self.part(&format!("x'{hex}'"));
    }
    fn end(&mut self) {}
}
