//! Aliases, put together at compile time.

use std::marker::PhantomData;

use super::Path;
use crate::backend::Dialect;
use crate::model::{Model, has_quotes};

/// PostgreSQL cuts identifiers at 63 bytes; longer aliases are hashed, never cut.
const MAX: usize = 63;
/// An alias in quotes, the dot, and the quote of a column.
const LEAD_ROOM: usize = MAX + 4;
/// The same with a column of MySQL's 64 bytes behind it, and its quote.
const COLUMN_ROOM: usize = LEAD_ROOM + MAX + 2;

/// The alias of a path: the names of its relations, joined by `__`.
#[derive(Debug, Clone, Copy)]
pub struct Alias<const ROOM: usize = MAX> {
    bytes: [u8; ROOM],
    len: usize,
}

impl Alias {
    /// The alias of relation `name` seen from the path with alias `parent`.
    pub const fn join(parent: &str, name: &str) -> Self {
        if is_root(parent) {
            Self::build(&["", "", name])
        } else {
            Self::build(&[parent, "__", name])
        }
    }

    /// The alias of the table between two sides; the dot keeps it apart from any relation's name.
    pub const fn link(parent: &str, name: &str) -> Self {
        Self::build(&[parent, ".", name])
    }

    /// A name with a number behind it.
    pub const fn numbered(name: &str, number: usize) -> Self {
        let mut alias = Self::build(&[name, "", ""]);
        let mut unit = 1;
        while number / unit >= 10 {
            unit *= 10;
        }
        while unit > 0 {
            alias = alias.push(&[b'0' + (number / unit % 10) as u8]);
            unit /= 10;
        }
        alias
    }

    const fn build(parts: &[&str; 3]) -> Self {
        let mut total = 0;
        let mut part = 0;
        while part < parts.len() {
            total += parts[part].len();
            part += 1;
        }
        let mut alias = Self::EMPTY;
        if total <= MAX {
            let mut part = 0;
            while part < parts.len() {
                alias = alias.push(parts[part].as_bytes());
                part += 1;
            }
            return alias;
        }
        // The end of a path tells more than its beginning, but cutting may split a
        // character; a hash of the whole is enough to tell aliases apart.
        let mut hash = FNV_OFFSET;
        let mut part = 0;
        while part < parts.len() {
            hash = fnv(hash, parts[part].as_bytes());
            part += 1;
        }
        alias = alias.push(b"path__");
        let mut digit = 16;
        while digit > 0 {
            digit -= 1;
            let nibble = ((hash >> (digit * 4)) & 15) as u8;
            alias = alias.push(&[if nibble < 10 {
                b'0' + nibble
            } else {
                b'a' + nibble - 10
            }]);
        }
        alias
    }
}

impl Alias<COLUMN_ROOM> {
    /// A column behind an alias, both in quotes; nothing, where its name is not plain.
    const fn column(alias: &str, column: &str, quote: &[u8]) -> Self {
        if !is_plain(column) {
            return Self::EMPTY;
        }
        let lead = Self::lead(alias, quote);
        lead.push(column.as_bytes()).push(quote)
    }
}

impl<const ROOM: usize> Alias<ROOM> {
    const EMPTY: Self = Self {
        bytes: [0; ROOM],
        len: 0,
    };

    /// An alias in quotes, a dot and a quote.
    const fn lead(alias: &str, quote: &[u8]) -> Self {
        assert!(!has_quotes(alias), "an alias is made of identifiers");
        let quoted = Self::EMPTY.push(quote).push(alias.as_bytes()).push(quote);
        quoted.push(b".").push(quote)
    }

    const fn push(mut self, bytes: &[u8]) -> Self {
        let mut at = 0;
        while at < bytes.len() {
            self.bytes[self.len] = bytes[at];
            self.len += 1;
            at += 1;
        }
        self
    }

    /// The alias as text.
    pub const fn as_str(&self) -> &str {
        match std::str::from_utf8(self.bytes.split_at(self.len).0) {
            Ok(text) => text,
            Err(_) => panic!("an alias is made of whole names"),
        }
    }
}

/// Names in the quotes of each database: text that is there before the query runs. An async
/// connection writes a statement anew at every run, and Diesel's own way looks for quotes in each
/// name and copies it: a third of what a short statement cost.
#[derive(Debug)]
pub(crate) struct Quoted {
    double: &'static str,
    back: &'static str,
}

impl Quoted {
    /// The text in the quotes of a dialect.
    #[inline]
    pub(crate) const fn of(&self, dialect: Dialect) -> &'static str {
        match dialect {
            Dialect::Postgres => self.double,
            Dialect::Sqlite | Dialect::Mysql => self.back,
        }
    }
}

/// What goes before each column of path `P`: `"alias"."`.
pub(crate) struct LeadOf<P>(PhantomData<P>);

impl<P: Path> LeadOf<P> {
    const DOUBLE: Alias<LEAD_ROOM> = Alias::lead(P::ALIAS, b"\"");
    const BACK: Alias<LEAD_ROOM> = Alias::lead(P::ALIAS, b"`");
    pub(crate) const LEAD: &'static Quoted = &Quoted {
        double: Self::DOUBLE.as_str(),
        back: Self::BACK.as_str(),
    };
}

/// Column number `AT` of path `P`: `"alias"."column"`.
pub(crate) struct ColumnOf<P, const AT: usize>(PhantomData<P>);

impl<P: Path, const AT: usize> ColumnOf<P, AT> {
    const DOUBLE: Alias<COLUMN_ROOM> = Alias::column(P::ALIAS, Self::NAME, b"\"");
    const BACK: Alias<COLUMN_ROOM> = Alias::column(P::ALIAS, Self::NAME, b"`");
    /// The column's name.
    pub(crate) const NAME: &'static str = {
        let columns = P::Model::META.columns;
        if AT < columns.len() {
            columns[AT].column
        } else {
            ""
        }
    };
    /// The name is written between quotes as it is.
    pub(crate) const PLAIN: bool = is_plain(Self::NAME);
    /// What is written for it, if its name is plain.
    pub(crate) const TEXT: &'static Quoted = &Quoted {
        double: Self::DOUBLE.as_str(),
        back: Self::BACK.as_str(),
    };
}

/// Whether a name is written between quotes as it is: one of a database's length, without quotes.
const fn is_plain(name: &str) -> bool {
    name.len() <= MAX + 1 && !has_quotes(name)
}

const fn is_root(alias: &str) -> bool {
    matches!(alias.as_bytes(), b"self")
}

const FNV_OFFSET: u64 = 0xcbf2_9ce4_8422_2325;

const fn fnv(mut hash: u64, bytes: &[u8]) -> u64 {
    let mut at = 0;
    while at < bytes.len() {
        hash = (hash ^ bytes[at] as u64).wrapping_mul(0x0000_0100_0000_01b3);
        at += 1;
    }
    hash
}

/// The hash by which aliases and relation names are told apart.
pub const fn hash(text: &str) -> u64 {
    fnv(FNV_OFFSET, text.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::Alias;

    #[test]
    fn joins_names_and_leaves_the_root_out() {
        assert_eq!(Alias::join("self", "artist").as_str(), "artist");
        assert_eq!(Alias::join("artist", "country").as_str(), "artist__country");
        assert_eq!(Alias::link("self", "tags").as_str(), "self.tags");
    }

    #[test]
    fn numbers_are_written_out() {
        assert_eq!(Alias::numbered("self.w", 0).as_str(), "self.w0");
        assert_eq!(Alias::numbered("self.w", 307).as_str(), "self.w307");
    }

    #[test]
    fn long_aliases_are_hashed_and_stay_apart() {
        let long = "a_relation_with_a_rather_long_name_that_goes_on_and_on";
        let one = Alias::join(long, "publisher");
        let two = Alias::join(long, "publishes");
        assert!(one.as_str().len() <= 63 && one.as_str().starts_with("path__"));
        assert_ne!(one.as_str(), two.as_str());
    }
}
