//! Slots: where a row keeps what was loaded with it.

use std::fmt;
use std::sync::Arc;

use super::keys::Keyed;

mod held;

pub use held::{Exchange, Held, Twin};

/// Nothing is loaded here.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct NotLoaded;

/// A loaded to-one relation, kept as `S` keeps it.
#[derive(Clone, Default, PartialEq)]
pub struct Loaded<S>(pub(crate) S);

/// A row that came by JOIN.
#[derive(Clone, PartialEq)]
pub struct Inline<T>(pub(crate) T);
/// A row that came by JOIN, or none.
#[derive(Clone, PartialEq)]
pub struct MaybeInline<T>(pub(crate) Option<T>);
/// A row that came by a batched query, read once and shared by all that point at it.
/// Empty only between the two queries, which no user sees.
#[derive(PartialEq)]
pub struct Shared<T>(pub(crate) Option<Arc<T>>);
/// The same, or none.
#[derive(PartialEq)]
pub struct MaybeShared<T>(pub(crate) Option<Arc<T>>);

impl<T> Clone for Shared<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}
impl<T> Clone for MaybeShared<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}
impl<T> Default for Shared<T> {
    fn default() -> Self {
        Self(None)
    }
}
impl<T> Default for MaybeShared<T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<S> Loaded<S> {
    /// How the relation is kept.
    pub fn kept(&self) -> &S {
        &self.0
    }
    /// How the relation is kept.
    pub fn into_kept(self) -> S {
        self.0
    }
}
impl<T> Loaded<Inline<T>> {
    /// A row built by hand.
    pub fn with(row: T) -> Self {
        Self(Inline(row))
    }
}
impl<T> Loaded<MaybeInline<T>> {
    /// A row built by hand.
    pub fn with_maybe(row: Option<T>) -> Self {
        Self(MaybeInline(row))
    }
}

/// The rows of a to-many relation, whole or in part.
pub trait SomeRows {
    /// The row.
    type Row;
    /// The rows that were loaded.
    fn shown(&self) -> &[Self::Row];
}
impl<T> SomeRows for [T] {
    type Row = T;
    fn shown(&self) -> &[T] {
        self
    }
}
impl<T> SomeRows for Part<T> {
    type Row = T;
    fn shown(&self) -> &[T] {
        self.0.as_slice()
    }
}

/// A slot of a relation that leads to exactly one row.
pub trait OneSlot {
    /// The row.
    type Row;
    /// The row.
    fn row(&self) -> &Self::Row;
    /// The row, out of the slot: moved, or cloned where it is shared.
    fn into_row(self) -> Self::Row
    where
        Self::Row: Clone;
}
impl<T> OneSlot for Inline<T> {
    type Row = T;
    fn row(&self) -> &T {
        &self.0
    }
    fn into_row(self) -> T {
        self.0
    }
}
impl<T> OneSlot for Shared<T> {
    type Row = T;
    fn row(&self) -> &T {
        match &self.0 {
            Some(row) => row,
            None => unreachable!("rows are handed out when their relations are filled"),
        }
    }
    fn into_row(self) -> T
    where
        T: Clone,
    {
        match self.0 {
            Some(row) => Arc::unwrap_or_clone(row),
            None => unreachable!("rows are handed out when their relations are filled"),
        }
    }
}

/// A slot of a relation that leads to at most one row.
pub trait MaybeSlot {
    /// The row.
    type Row;
    /// The row, if there is one.
    fn row(&self) -> Option<&Self::Row>;
    /// The row, out of the slot: moved, or cloned where it is shared.
    fn into_row(self) -> Option<Self::Row>
    where
        Self::Row: Clone;
}
impl<T> MaybeSlot for MaybeInline<T> {
    type Row = T;
    fn row(&self) -> Option<&T> {
        self.0.as_ref()
    }
    fn into_row(self) -> Option<T> {
        self.0
    }
}
impl<T> MaybeSlot for MaybeShared<T> {
    type Row = T;
    fn row(&self) -> Option<&T> {
        self.0.as_deref()
    }
    fn into_row(self) -> Option<T>
    where
        T: Clone,
    {
        self.0.map(Arc::unwrap_or_clone)
    }
}

/// The rows of a to-many relation: owned, or shared where one row stands in a result twice.
enum Rows<T> {
    Owned(Vec<T>),
    Shared(Arc<Vec<T>>),
}

impl<T> Rows<T> {
    fn as_slice(&self) -> &[T] {
        match self {
            Self::Owned(rows) => rows,
            Self::Shared(rows) => rows,
        }
    }
    fn into_vec(self) -> Vec<T>
    where
        T: Clone,
    {
        match self {
            Self::Owned(rows) => rows,
            Self::Shared(rows) => Arc::unwrap_or_clone(rows),
        }
    }
}
impl<T: Clone> Clone for Rows<T> {
    fn clone(&self) -> Self {
        match self {
            Self::Owned(rows) => Self::Owned(rows.clone()),
            Self::Shared(rows) => Self::Shared(rows.clone()),
        }
    }
}

/// All rows of a to-many relation.
pub struct Whole<T>(Rows<T>);

/// Some rows of a to-many relation: a filter or a slice left the others out. It can be
/// walked and shown, but it has no `len` and no `is_empty`, since those would be taken for
/// the relation's.
///
/// ```
/// # orm_core::doctest_models!();
/// # let conn = &mut connection();
/// let albums = queryset!(Album.prefetch_related(tracks.order_by(-milliseconds)[..1])).load(conn)?;
/// for longest in albums[0].tracks() {
///     println!("{}", longest.name);
/// }
/// assert_eq!(albums[0].tracks().shown().len(), 1);
/// # Ok::<(), orm_core::Error>(())
/// ```
pub struct Part<T>(Rows<T>);

impl<T> Whole<T> {
    /// The rows.
    pub fn rows(&self) -> &[T] {
        self.0.as_slice()
    }
    /// The rows, out of the slot: moved, or cloned where they are shared.
    pub fn into_rows(self) -> Vec<T>
    where
        T: Clone,
    {
        self.0.into_vec()
    }
}

impl<T> Part<T> {
    /// The rows that were loaded.
    pub fn shown(&self) -> &[T] {
        self.0.as_slice()
    }
    /// Walks the rows that were loaded.
    pub fn iter(&self) -> std::slice::Iter<'_, T> {
        self.0.as_slice().iter()
    }
    /// Answers that a part does not know.
    #[doc(hidden)]
    pub fn len<K>(&self) -> usize
    where
        Self: KnowsAll<K>,
    {
        self.shown().len()
    }
    /// The same.
    #[doc(hidden)]
    pub fn is_empty<K>(&self) -> bool
    where
        Self: KnowsAll<K>,
    {
        self.shown().is_empty()
    }
    /// The rows that were loaded, out of the slot.
    pub fn into_shown(self) -> Vec<T>
    where
        T: Clone,
    {
        self.0.into_vec()
    }
}
/// The rows of a relation, all of them: no [`Part`] has them.
#[diagnostic::on_unimplemented(
    message = "a filter or a slice left rows out, so a part does not know how many there are",
    label = "not known of a part",
    note = "`.shown()` is the slice of the rows that were loaded; for all of them prefetch the relation without filter and slice"
)]
pub trait KnowsAll<K> {}

impl<'p, T> IntoIterator for &'p Part<T> {
    type Item = &'p T;
    type IntoIter = std::slice::Iter<'p, T>;
    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

macro_rules! many {
    ($($slot:ident)*) => { $(
        impl<T> Default for $slot<T> {
            fn default() -> Self { Self(Rows::Owned(Vec::new())) }
        }
        impl<T: Clone> Clone for $slot<T> {
            fn clone(&self) -> Self { Self(self.0.clone()) }
        }
        impl<T: PartialEq> PartialEq for $slot<T> {
            fn eq(&self, other: &Self) -> bool { self.0.as_slice() == other.0.as_slice() }
        }
        impl<T: fmt::Debug> fmt::Debug for $slot<T> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { self.0.as_slice().fmt(f) }
        }
        #[cfg(feature = "serde")]
        impl<T: serde::Serialize> serde::Serialize for $slot<T> {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                self.0.as_slice().serialize(serializer)
            }
        }
        impl<T> From<Vec<T>> for $slot<T> {
            fn from(rows: Vec<T>) -> Self { Self(Rows::Owned(rows)) }
        }
        impl<T> BatchStore<T> for $slot<T> {
            fn distribute(children: Vec<Keyed<T>>, parents: &mut [Target<'_, Self>], keys: usize) -> Option<usize> {
                distribute_many(children, parents, keys, |slot, rows| slot.0 = rows);
                None
            }
        }
    )* };
}
many!(Whole Part);

macro_rules! transparent {
    ($($slot:ident)*) => { $(
        impl<T: fmt::Debug> fmt::Debug for $slot<T> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { self.0.fmt(f) }
        }
        #[cfg(feature = "serde")]
        impl<T: serde::Serialize> serde::Serialize for $slot<T> {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                self.0.serialize(serializer)
            }
        }
    )* };
}
transparent!(Loaded Inline MaybeInline);

macro_rules! shared {
    ($($slot:ident)*) => { $(
        impl<T: fmt::Debug> fmt::Debug for $slot<T> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { self.0.as_deref().fmt(f) }
        }
        #[cfg(feature = "serde")]
        impl<T: serde::Serialize> serde::Serialize for $slot<T> {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                self.0.as_deref().serialize(serializer)
            }
        }
    )* };
}
shared!(Shared MaybeShared);

/// A slot that a JOIN fills while the row is read.
pub trait InlineStore<T>: Sized {
    /// The slot of this row; `None` where exactly one is wanted and there is none.
    fn from_joined(row: Option<T>) -> Option<Self>;
    /// The row, to fill its own slots.
    fn joined_mut(&mut self) -> Option<&mut T>;
}
impl<T> InlineStore<T> for Loaded<Inline<T>> {
    fn from_joined(row: Option<T>) -> Option<Self> {
        row.map(|row| Self(Inline(row)))
    }
    fn joined_mut(&mut self) -> Option<&mut T> {
        Some(&mut self.0.0)
    }
}
impl<T> InlineStore<T> for Loaded<MaybeInline<T>> {
    fn from_joined(row: Option<T>) -> Option<Self> {
        Some(Self(MaybeInline(row)))
    }
    fn joined_mut(&mut self) -> Option<&mut T> {
        self.0.0.as_mut()
    }
}

/// A parent that waits for its children: the place of its key in the list, and its slot.
pub struct Target<'p, S> {
    /// `None` where the key is NULL.
    pub ordinal: Option<usize>,
    /// The slot.
    pub slot: &'p mut S,
}

/// A slot that a batched query fills.
pub trait BatchStore<T>: Default {
    /// Gives the children to the parents. The place of a key is returned that should have
    /// a row and has none.
    fn distribute(
        children: Vec<Keyed<T>>,
        parents: &mut [Target<'_, Self>],
        keys: usize,
    ) -> Option<usize>;
}

fn by_key<T>(children: Vec<Keyed<T>>, keys: usize) -> Vec<Option<Arc<T>>> {
    let mut rows: Vec<Option<Arc<T>>> = std::iter::repeat_with(|| None).take(keys).collect();
    for child in children {
        if let Some(place) = rows.get_mut(child.ordinal) {
            *place = Some(Arc::new(child.row));
        }
    }
    rows
}

impl<T> BatchStore<T> for Loaded<Shared<T>> {
    fn distribute(
        children: Vec<Keyed<T>>,
        parents: &mut [Target<'_, Self>],
        keys: usize,
    ) -> Option<usize> {
        let rows = by_key(children, keys);
        for parent in parents {
            let at = parent.ordinal?;
            match rows.get(at) {
                Some(Some(row)) => parent.slot.0.0 = Some(row.clone()),
                _ => return Some(at),
            }
        }
        None
    }
}
impl<T> BatchStore<T> for Loaded<MaybeShared<T>> {
    fn distribute(
        children: Vec<Keyed<T>>,
        parents: &mut [Target<'_, Self>],
        keys: usize,
    ) -> Option<usize> {
        let rows = by_key(children, keys);
        let mut missing = None;
        for parent in parents {
            if let Some(at) = parent.ordinal {
                match rows.get(at) {
                    Some(Some(row)) => parent.slot.0.0 = Some(row.clone()),
                    _ => missing = Some(at),
                }
            }
        }
        missing
    }
}

/// Children go to their parent by index. Where two parents have one key they share the rows.
fn distribute_many<T, S>(
    children: Vec<Keyed<T>>,
    parents: &mut [Target<'_, S>],
    keys: usize,
    put: impl Fn(&mut S, Rows<T>),
) {
    let mut counts = vec![0_usize; keys];
    for child in &children {
        if let Some(count) = counts.get_mut(child.ordinal) {
            *count += 1;
        }
    }
    let mut groups: Vec<Vec<T>> = counts.into_iter().map(Vec::with_capacity).collect();
    for child in children {
        if let Some(group) = groups.get_mut(child.ordinal) {
            group.push(child.row);
        }
    }
    if parents.len() == keys && parents.iter().all(|parent| parent.ordinal.is_some()) {
        // As many parents as keys: every key has one.
        for parent in parents {
            if let Some(group) = parent.ordinal.and_then(|at| groups.get_mut(at)) {
                put(parent.slot, Rows::Owned(std::mem::take(group)));
            }
        }
        return;
    }
    let groups: Vec<Arc<Vec<T>>> = groups.into_iter().map(Arc::new).collect();
    for parent in parents {
        if let Some(group) = parent.ordinal.and_then(|at| groups.get(at)) {
            put(parent.slot, Rows::Shared(group.clone()));
        }
    }
}

macro_rules! debug_slot {
    ($($slot:ident)*) => { $(
        impl<T: fmt::Debug> crate::model::DebugSlot for $slot<T> {
            fn shown(&self) -> Option<&dyn fmt::Debug> { Some(self) }
        }
    )* };
}
debug_slot!(Loaded Whole Part);
impl crate::model::DebugSlot for NotLoaded {
    fn shown(&self) -> Option<&dyn fmt::Debug> {
        None
    }
}
