//! Cursors: a place in an order, as opaque text.

use std::fmt;
use std::str::FromStr;

use crate::ast::{Digest, PlaceValue};
use crate::error::{CursorFault, Error};

/// The format's version, the first byte of each.
const VERSION: u8 = 1;
const PLAIN: u8 = 0;
#[cfg(feature = "signed-cursors")]
const SIGNED: u8 = 1;

/// A place in the order of a queryset: where a keyset page ended, or began. What
/// [`QuerySet::page_after`](crate::QuerySet::page_after) gives and takes.
///
/// As text it is opaque, and safe in URLs: `cursor.to_string()`, `text.parse::<Cursor>()`; with
/// the feature `serde` it serializes as that text. The text says of which order it is, and ends
/// with a checksum: a text that was cut, changed or taken from another list is
/// [`Error::Cursor`], never other rows. Its values are bound, never part of SQL.
///
/// The checksum finds mistakes, not malice: whoever knows how may make a cursor to any place,
/// and read the values of the order out of one (a date, a price: what the last row of a page
/// shows). Where that matters, sign it: `Cursor::signed`, with the feature `signed-cursors`.
///
/// ```
/// use orm_core::queryset::Cursor;
/// use orm_core::Error;
///
/// let wrong = "not-a-cursor".parse::<Cursor>();
/// assert!(matches!(wrong, Err(Error::Cursor(_))));
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Cursor {
    pub(super) order: u64,
    pub(super) parts: Vec<PlaceValue>,
}

impl Cursor {
    /// The text without what proves it.
    fn body(&self, kind: u8) -> Vec<u8> {
        let mut bytes = vec![VERSION, kind];
        bytes.extend_from_slice(&self.order.to_le_bytes());
        for part in &self.parts {
            part.write(&mut bytes);
        }
        bytes
    }

    fn from_body(mut bytes: &[u8]) -> Option<Self> {
        let (order, rest) = bytes.split_first_chunk::<8>()?;
        bytes = rest;
        let mut parts = Vec::new();
        while !bytes.is_empty() {
            parts.push(PlaceValue::read(&mut bytes)?);
        }
        Some(Self {
            order: u64::from_le_bytes(*order),
            parts,
        })
    }

    /// A cursor out of bytes of this kind, of which the last are proven by `holds`.
    fn proven(
        text: &str,
        kind: u8,
        proof: usize,
        holds: impl FnOnce(&[u8], &[u8]) -> bool,
    ) -> Result<Self, CursorFault> {
        let bytes = decode(text).ok_or(CursorFault::Malformed)?;
        let at = bytes.len().checked_sub(proof);
        let (body, proof) = at
            .and_then(|at| bytes.split_at_checked(at))
            .ok_or(CursorFault::Malformed)?;
        let [version, found, rest @ ..] = body else {
            return Err(CursorFault::Malformed);
        };
        if *version != VERSION {
            return Err(CursorFault::Version);
        }
        if *found != kind || !holds(body, proof) {
            return Err(CursorFault::Tampered);
        }
        Self::from_body(rest).ok_or(CursorFault::Malformed)
    }
}

fn checksum(body: &[u8]) -> [u8; 8] {
    let mut digest = Digest::default();
    digest.bytes(body);
    digest.finish().to_le_bytes()
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut bytes = self.body(PLAIN);
        bytes.extend_from_slice(&checksum(&bytes));
        f.write_str(&encode(&bytes))
    }
}

impl FromStr for Cursor {
    type Err = Error;
    fn from_str(text: &str) -> Result<Self, Error> {
        let holds = |body: &[u8], sum: &[u8]| checksum(body) == *sum;
        Self::proven(text, PLAIN, 8, holds).map_err(Error::Cursor)
    }
}

#[cfg(feature = "signed-cursors")]
mod signed {
    use hmac::{Hmac, KeyInit, Mac};
    use sha2::Sha256;

    use super::{Cursor, Error, SIGNED, encode};

    impl Cursor {
        /// The text, signed with a key of yours by HMAC-SHA-256: only who knows the key can
        /// make one. (It can be read; nothing in it is encrypted.)
        ///
        /// ```
        /// # orm_core::doctest_models!();
        /// use orm_core::queryset::Cursor;
        ///
        /// let key = b"32 random bytes out of the configuration";
        /// let page = Album.page_after(None, 1, &mut connection())?;
        /// let text = page.next.unwrap().signed(key);
        /// let cursor = Cursor::from_signed(&text, key)?;
        /// let page = Album.page_after(Some(&cursor), 1, &mut connection())?;
        /// assert_eq!(page.items[0].title, "Big Ones");
        /// assert!(Cursor::from_signed(&text, b"another key").is_err());
        /// # Ok::<(), orm_core::Error>(())
        /// ```
        #[must_use]
        pub fn signed(&self, key: &[u8]) -> String {
            let mut bytes = self.body(SIGNED);
            let signature = mac(key, &bytes).finalize().into_bytes();
            bytes.extend_from_slice(&signature);
            encode(&bytes)
        }

        /// A cursor out of a signed text.
        ///
        /// # Errors
        /// [`Error::Cursor`] for all other texts, those that are not signed included.
        pub fn from_signed(text: &str, key: &[u8]) -> Result<Self, Error> {
            // `verify_slice` takes the same time wherever the first wrong byte is.
            let holds =
                |body: &[u8], signature: &[u8]| mac(key, body).verify_slice(signature).is_ok();
            Self::proven(text, SIGNED, 32, holds).map_err(Error::Cursor)
        }
    }

    fn mac(key: &[u8], body: &[u8]) -> Hmac<Sha256> {
        // A key may have any length: longer ones are hashed, which `new_from_slice` does.
        let mut mac = Hmac::<Sha256>::new_from_slice(key)
            .unwrap_or_else(|_| unreachable!("a key of HMAC may have any length"));
        mac.update(body);
        mac
    }
}

#[cfg(feature = "serde")]
mod as_text {
    use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

    use super::Cursor;

    impl Serialize for Cursor {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            serializer.collect_str(self)
        }
    }
    impl<'de> Deserialize<'de> for Cursor {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
            text.parse().map_err(de::Error::custom)
        }
    }
}

/// The letters of base64 for URLs.
const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

fn encode(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let mut bits = 0_u32;
        for at in 0..3 {
            bits = bits << 8 | u32::from(chunk.get(at).copied().unwrap_or(0));
        }
        for at in 0..=chunk.len() {
            let six = (bits >> (18 - 6 * at)) & 63;
            text.push(char::from(LETTERS[six as usize]));
        }
    }
    text
}

/// The bytes of a text that `encode` can have written, and of no other.
fn decode(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    for chunk in text.as_bytes().chunks(4) {
        let mut bits = 0_u32;
        for at in 0..4 {
            let six = match chunk.get(at) {
                Some(letter) => LETTERS.iter().position(|known| known == letter)?,
                None => 0,
            };
            bits = bits << 6 | u32::try_from(six).ok()?;
        }
        let [_, a, b, c] = bits.to_be_bytes();
        bytes.extend_from_slice([a, b, c].get(..chunk.len().checked_sub(1)?)?);
    }
    // One letter alone holds no byte, and bits that are left over are zero.
    (encode(&bytes) == text).then_some(bytes)
}

#[cfg(test)]
mod tests {
    use super::{Cursor, PlaceValue, decode, encode};
    use crate::error::{CursorFault, Error};

    fn cursor() -> Cursor {
        Cursor {
            order: 0x0123_4567_89ab_cdef,
            parts: vec![
                PlaceValue::Text("Ünïcode \0 \"quoted\"".to_owned()),
                PlaceValue::Null,
                PlaceValue::F64(-0.5),
                PlaceValue::Absent,
                PlaceValue::I64(i64::MIN),
                PlaceValue::Bytes(vec![0, 255]),
            ],
        }
    }

    #[test]
    fn bytes_come_back_from_text() {
        for len in 0..70 {
            let bytes: Vec<u8> = (0..len).map(|at| (at * 37 + len) as u8).collect();
            assert_eq!(decode(&encode(&bytes)), Some(bytes));
        }
        for wrong in ["A", "AB=", "AB==", "A B", "AAAAA", "é", "AB"] {
            let again = decode(wrong).map(|bytes| encode(&bytes));
            assert!(again.is_none_or(|again| again == wrong), "{wrong}");
        }
    }

    #[test]
    fn a_cursor_comes_back_from_its_text() {
        let text = cursor().to_string();
        assert_eq!(text.parse::<Cursor>().unwrap(), cursor());
        assert!(
            text.bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
        );
    }

    #[test]
    fn no_changed_text_is_a_cursor() {
        let text = cursor().to_string();
        for at in 0..text.len() {
            for letter in ["A", "_", "z", "'", "%"] {
                let mut changed = text.clone();
                changed.replace_range(at..=at, letter);
                if changed != text {
                    assert!(changed.parse::<Cursor>().is_err(), "{changed}");
                }
            }
            assert!(text[..at].parse::<Cursor>().is_err());
            assert!(text[at + 1..].parse::<Cursor>().is_err());
        }
        assert!(format!("{text}AAAA").parse::<Cursor>().is_err());
        let Err(Error::Cursor(fault)) = "".parse::<Cursor>() else {
            panic!("no text is no cursor");
        };
        assert_eq!(fault, CursorFault::Malformed);
    }

    #[cfg(feature = "signed-cursors")]
    #[test]
    fn a_signature_is_of_its_key() {
        let text = cursor().signed(b"key");
        assert_eq!(Cursor::from_signed(&text, b"key").unwrap(), cursor());
        assert!(Cursor::from_signed(&text, b"kez").is_err());
        assert!(text.parse::<Cursor>().is_err());
        assert!(Cursor::from_signed(&cursor().to_string(), b"key").is_err());
        let mut changed = text.clone();
        changed.replace_range(5..=5, if &text[5..=5] == "A" { "B" } else { "A" });
        assert!(Cursor::from_signed(&changed, b"key").is_err());
    }
}
