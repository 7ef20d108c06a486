//! The plan of a batched query: parents' keys, each once, and the place of each parent's key.

use std::collections::HashMap;

use foldhash::fast::RandomState;

use super::slot::Target;
use crate::model::{EncodeKey, Key, KeyEncoder, KeyList, KeysOf, Link, Model, is_int};
use crate::{Error, Result};

/// A child and the place of its key in the list.
pub struct Keyed<T> {
    /// The place.
    pub ordinal: usize,
    /// The row.
    pub row: T,
}

/// A borrowed key of link `K`.
pub type LinkKey<'m, K> = <<K as Link>::Key as Key>::Ref<'m>;

/// The keys of some parents, each once.
pub struct Plan<'m, K: Link> {
    /// What travels to the database.
    pub keys: KeyList<LinkKey<'m, K>>,
    /// The place of each parent's key; `None` where it is NULL.
    pub ordinals: Vec<Option<usize>>,
}

impl<'m, K: Link> Plan<'m, K> {
    /// Collects the keys. Integers that ascend, as primary keys mostly do, are all different
    /// and need no hashing.
    pub fn new(parents: impl ExactSizeIterator<Item = KeysOf<'m, K::From>>) -> Self {
        let mut keys: Vec<LinkKey<'m, K>> = Vec::with_capacity(parents.len());
        let mut ordinals = Vec::with_capacity(parents.len());
        let mut places: Option<HashMap<LinkKey<'m, K>, usize, RandomState>> = None;
        for parent in parents {
            let Some(key) = K::source_key(parent) else {
                ordinals.push(None);
                continue;
            };
            if keys.last() == Some(&key) {
                ordinals.push(Some(keys.len() - 1));
                continue;
            }
            let next = keys.len();
            let ascends =
                is_int::<K::Key>() && keys.last().is_none_or(|last| int(last) < int(&key));
            if ascends && places.is_none() {
                keys.push(key);
                ordinals.push(Some(next));
                continue;
            }
            let places = places.get_or_insert_with(|| {
                keys.iter()
                    .enumerate()
                    .map(|(at, key)| (*key, at))
                    .collect()
            });
            let place = *places.entry(key).or_insert(next);
            if place == next {
                keys.push(key);
            }
            ordinals.push(Some(place));
        }
        Self {
            keys: KeyList::new(keys),
            ordinals,
        }
    }

    /// The parents' slots with the places of their keys.
    pub fn targets<'p, S: 'p>(&self, slots: impl Iterator<Item = &'p mut S>) -> Vec<Target<'p, S>> {
        self.ordinals
            .iter()
            .zip(slots)
            .map(|(&ordinal, slot)| Target { ordinal, slot })
            .collect()
    }
}

/// Finds the places of children that hold the key themselves.
///
/// # Errors
/// [`Error::Field`], where the key that was read is not the one by which
/// the database found the row: no child is left out without a word.
pub fn place<K, T>(
    keys: &[LinkKey<'_, K>],
    children: &mut [Keyed<T>],
    keys_of: impl Fn(&T) -> KeysOf<'_, K::To>,
) -> Result<()>
where
    K: Link,
{
    let key_of = |child: &Keyed<T>| K::target_key(keys_of(&child.row)).map(|key| int(&key));
    // Most children come in the order of the keys.
    let mut at = 0;
    let in_order = children.iter_mut().all(|child| {
        let wanted = key_of(child);
        while keys.get(at).is_some_and(|key| Some(int(key)) != wanted) {
            at += 1;
        }
        child.ordinal = at;
        at < keys.len()
    });
    if in_order {
        return Ok(());
    }
    let places: HashMap<i64, usize, RandomState> = keys
        .iter()
        .enumerate()
        .map(|(at, key)| (int(key), at))
        .collect();
    for child in children {
        let place = key_of(child).and_then(|key| places.get(&key));
        child.ordinal = *place.ok_or_else(|| Error::Field {
            model: K::To::META.name,
            field: K::matched().get(0),
            reason: "it is not the key by which the database found the row".to_owned(),
        })?;
    }
    Ok(())
}

/// A key that is one integer.
#[inline]
fn int(key: &impl EncodeKey) -> i64 {
    let mut value = Int(0);
    key.encode_key(&mut value);
    value.0
}

struct Int(i64);

impl KeyEncoder for Int {
    fn key(&mut self, _: usize) {}
    #[inline]
    fn int(&mut self, value: i64) {
        self.0 = value;
    }
    fn unsigned(&mut self, _: u64) {}
    fn bool(&mut self, _: bool) {}
    fn float(&mut self, _: f64) {}
    fn text(&mut self, _: &str) {}
    fn bytes(&mut self, _: &[u8]) {}
    fn uuid(&mut self, _: [u8; 16]) {}
    fn plain(&mut self, _: &str) {}
    fn end(&mut self) {}
}
