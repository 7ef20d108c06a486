//! The plan of a batched query: parents' keys, each once, and the place of each parent's key.

use std::collections::HashMap;

use foldhash::fast::RandomState;

use super::slot::Target;
use crate::model::{Key, KeyList, Link};

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
    /// Collects the keys. Keys that come in as many different values as there are parents
    /// (primary keys, nearly always) are found so without hashing when they ascend.
    pub fn new(parents: impl ExactSizeIterator<Item = &'m K::From>) -> Self {
        let mut keys: Vec<LinkKey<'m, K>> = Vec::with_capacity(parents.len());
        let mut ordinals = Vec::with_capacity(parents.len());
        let mut places: HashMap<LinkKey<'m, K>, usize, RandomState> = HashMap::default();
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
            let place = *places.entry(key).or_insert(next);
            if place == next {
                keys.push(key);
            }
            ordinals.push(Some(place));
        }
        Self {
            keys: KeyList(keys),
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
