//! Rows that are given several times.

use std::collections::HashMap;

use crate::model::{KeyRefOf, Model};

/// Rows, each once: of one that was given several times the last.
pub(super) struct Last<'r, M> {
    pub(super) rows: Vec<&'r M>,
    /// Where each was given, and those that were given again.
    again: Option<Again>,
}
struct Again {
    /// The place of each row.
    at: Vec<usize>,
    /// The place of a row that is given again behind it, and that of the last.
    of: Vec<(usize, usize)>,
}

impl<'r, M: Model> Last<'r, M> {
    pub(super) fn of(all: &[&'r M]) -> Self {
        let mut last: HashMap<KeyRefOf<'_, M>, usize> = HashMap::with_capacity(all.len());
        for (at, row) in all.iter().enumerate() {
            last.insert(row.key(), at);
        }
        if last.len() == all.len() {
            return Self {
                rows: all.to_vec(),
                again: None,
            };
        }
        let (mut rows, mut at, mut of) = (Vec::new(), Vec::new(), Vec::new());
        for (place, row) in all.iter().enumerate() {
            match last.get(&row.key()) {
                Some(&last) if last != place => of.push((place, last)),
                _ => {
                    rows.push(*row);
                    at.push(place);
                }
            }
        }
        let again = Some(Again { at, of });
        Self { rows, again }
    }

    /// Where these rows were given.
    pub(super) fn places(&self, of: Vec<usize>) -> Vec<usize> {
        let Some(again) = &self.again else {
            return of;
        };
        let mut places: Vec<usize> = of.iter().map(|&at| again.at[at]).collect();
        let earlier = again.of.iter();
        let earlier = earlier.filter(|(_, last)| places.binary_search(last).is_ok());
        let earlier: Vec<usize> = earlier.map(|(place, _)| *place).collect();
        places.extend(earlier);
        places.sort_unstable();
        places
    }
}
