//! Slots that are loaded already, and into whose rows more is loaded.
//!
//! Rows that several slots share are changed once: before the change they are left in the
//! first of these slots alone, and afterwards the others get them again.

use std::collections::HashMap;
use std::sync::Arc;

use foldhash::fast::RandomState;

use super::{Inline, Loaded, MaybeInline, MaybeShared, Part, Rows, Shared, Whole};

/// A slot that holds rows.
pub trait Held: 'static {
    /// The row.
    type Row;
    /// The slot with other rows.
    type With<T: 'static>: Held<Row = T>;
    /// The rows, to fill their own slots; none where a slot before has them.
    fn rows_mut(&mut self) -> &mut [Self::Row];
    /// Gives the rows of the first slot to its twins as well.
    fn share(_: &mut [&mut Self], _: &[Twin]) {}
}

/// A slot whose rows can be exchanged. Where others may share and keep them, they are `Clone`.
pub trait Exchange: Held {
    /// Leaves shared rows in the first of their slots alone, and tells who had them too.
    fn separate(_: &mut [&mut Self]) -> Vec<Twin> {
        Vec::new()
    }
    /// Exchanges the rows.
    fn exchange<T: 'static>(self, change: impl FnMut(Self::Row) -> T) -> Self::With<T>;
}

/// A slot that has the same rows as one before it, by their places.
pub struct Twin {
    first: usize,
    second: usize,
}

/// Empties all slots but the first that hold the same rows.
fn leave_in_first<S: Default, T>(
    slots: &mut [&mut S],
    shared: impl Fn(&S) -> Option<&Arc<T>>,
) -> Vec<Twin> {
    let mut firsts: HashMap<*const T, usize, RandomState> = HashMap::default();
    let mut twins = Vec::new();
    for (second, slot) in slots.iter_mut().enumerate() {
        let Some(rows) = shared(slot).filter(|rows| Arc::strong_count(rows) > 1) else {
            continue;
        };
        let first = *firsts.entry(Arc::as_ptr(rows)).or_insert(second);
        if first != second {
            **slot = S::default();
            twins.push(Twin { first, second });
        }
    }
    twins
}

fn give_to_twins<S>(slots: &mut [&mut S], twins: &[Twin], again: impl Fn(&mut S) -> S) {
    for twin in twins {
        let rows = slots.get_mut(twin.first).map(|slot| again(slot));
        if let (Some(rows), Some(slot)) = (rows, slots.get_mut(twin.second)) {
            **slot = rows;
        }
    }
}

impl<T: 'static> Held for Loaded<Inline<T>> {
    type Row = T;
    type With<U: 'static> = Loaded<Inline<U>>;
    fn rows_mut(&mut self) -> &mut [T] {
        std::slice::from_mut(&mut self.0.0)
    }
}
impl<T: 'static> Exchange for Loaded<Inline<T>> {
    fn exchange<U: 'static>(self, mut change: impl FnMut(T) -> U) -> Self::With<U> {
        Loaded(Inline(change(self.0.0)))
    }
}

impl<T: 'static> Held for Loaded<MaybeInline<T>> {
    type Row = T;
    type With<U: 'static> = Loaded<MaybeInline<U>>;
    fn rows_mut(&mut self) -> &mut [T] {
        self.0.0.as_mut_slice()
    }
}
impl<T: 'static> Exchange for Loaded<MaybeInline<T>> {
    fn exchange<U: 'static>(self, change: impl FnMut(T) -> U) -> Self::With<U> {
        Loaded(MaybeInline(self.0.0.map(change)))
    }
}

macro_rules! shared {
    ($($slot:ident)*) => { $(
        impl<T: 'static> Held for Loaded<$slot<T>> {
            type Row = T;
            type With<U: 'static> = Loaded<$slot<U>>;
            fn rows_mut(&mut self) -> &mut [T] {
                match self.0.0.as_mut().and_then(Arc::get_mut) {
                    Some(row) => std::slice::from_mut(row),
                    None => &mut [],
                }
            }
            fn share(slots: &mut [&mut Self], twins: &[Twin]) {
                give_to_twins(slots, twins, |slot| Loaded(slot.0.clone()));
            }
        }
        impl<T: Clone + 'static> Exchange for Loaded<$slot<T>> {
            fn separate(slots: &mut [&mut Self]) -> Vec<Twin> {
                let twins = leave_in_first(slots, |slot| slot.0.0.as_ref());
                for row in slots.iter_mut().filter_map(|slot| slot.0.0.as_mut()) {
                    Arc::make_mut(row);
                }
                twins
            }
            fn exchange<U: 'static>(self, mut change: impl FnMut(T) -> U) -> Self::With<U> {
                let row = self.0.0.map(|row| Arc::new(change(Arc::unwrap_or_clone(row))));
                Loaded($slot(row))
            }
        }
    )* };
}
shared!(Shared MaybeShared);

impl<T> Rows<T> {
    fn shared(&self) -> Option<&Arc<Vec<T>>> {
        match self {
            Self::Owned(_) => None,
            Self::Shared(rows) => Some(rows),
        }
    }
    /// The same rows once more.
    fn again(&mut self) -> Self {
        let rows = match std::mem::replace(self, Self::Owned(Vec::new())) {
            Self::Owned(rows) => Arc::new(rows),
            Self::Shared(rows) => rows,
        };
        *self = Self::Shared(rows.clone());
        Self::Shared(rows)
    }
}

macro_rules! many {
    ($($slot:ident)*) => { $(
        impl<T: 'static> Held for $slot<T> {
            type Row = T;
            type With<U: 'static> = $slot<U>;
            fn rows_mut(&mut self) -> &mut [T] {
                match &mut self.0 {
                    Rows::Owned(rows) => rows,
                    Rows::Shared(rows) => match Arc::get_mut(rows) {
                        Some(rows) => rows,
                        None => &mut [],
                    },
                }
            }
            fn share(slots: &mut [&mut Self], twins: &[Twin]) {
                give_to_twins(slots, twins, |slot| $slot(slot.0.again()));
            }
        }
        impl<T: Clone + 'static> Exchange for $slot<T> {
            fn separate(slots: &mut [&mut Self]) -> Vec<Twin> {
                let twins = leave_in_first(slots, |slot| slot.0.shared());
                for slot in slots {
                    if let Rows::Shared(rows) = &mut slot.0 {
                        Arc::make_mut(rows);
                    }
                }
                twins
            }
            fn exchange<U: 'static>(self, change: impl FnMut(T) -> U) -> Self::With<U> {
                $slot(Rows::Owned(self.0.into_vec().into_iter().map(change).collect()))
            }
        }
    )* };
}
many!(Whole Part);
