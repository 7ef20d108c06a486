//! What a deletion tells: which rows went, or would go.

use std::fmt;
use std::ptr;

use crate::model::{Model, ModelMeta};

/// The rows that were deleted, by model: those that were asked for, and those that went with
/// them by `on_delete = "cascade"`.
///
/// ```
/// # orm_core::doctest_models!();
/// # let conn = &mut connection();
/// let deleted = queryset!(Track.filter(unit_price < 1.0).delete()).run(conn)?;
/// assert_eq!(deleted.of::<Track>(), deleted.total());
/// for (model, rows) in deleted.by_model() {
///     println!("{rows} of {model}");
/// }
/// # Ok::<(), orm_core::Error>(())
/// ```
#[derive(Clone, Default)]
pub struct Deleted {
    models: Vec<(&'static ModelMeta, usize)>,
}

impl Deleted {
    pub(super) fn add(&mut self, meta: &'static ModelMeta, rows: usize) {
        if rows > 0 {
            self.models.push((meta, rows));
        }
    }

    pub(super) fn add_first(&mut self, meta: &'static ModelMeta, rows: usize) {
        if rows > 0 {
            self.models.insert(0, (meta, rows));
        }
    }

    /// How many rows, of all models.
    #[must_use]
    pub fn total(&self) -> usize {
        self.models.iter().map(|(_, rows)| rows).sum()
    }

    /// How many rows of a model.
    #[must_use]
    pub fn of<M: Model>(&self) -> usize {
        let model = |found: &&(&'static ModelMeta, usize)| ptr::eq(found.0, M::META);
        self.models.iter().find(model).map_or(0, |(_, rows)| *rows)
    }

    /// The models of which rows were deleted, by name, and how many: first the one that was
    /// asked for.
    pub fn by_model(&self) -> impl Iterator<Item = (&'static str, usize)> + '_ {
        self.models.iter().map(|(meta, rows)| (meta.name, *rows))
    }
}

impl fmt::Debug for Deleted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Deleted ")?;
        f.debug_map().entries(self.by_model()).finish()
    }
}

/// What a deletion would do to rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Fate {
    /// They go.
    Deleted,
    /// Their foreign key becomes NULL.
    SetNull,
    /// Their foreign key becomes its default.
    SetDefault,
    /// They stand in the way: nothing is deleted while they are there.
    Restricts,
}

/// Rows of a model to which a deletion would do the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Planned {
    /// The model.
    pub model: &'static str,
    /// The foreign key by which they point at what goes; `None` where they go themselves.
    pub relation: Option<&'static str>,
    /// What becomes of them.
    pub fate: Fate,
    /// How many there are.
    pub rows: usize,
}

/// What a deletion would do, by model and rule; made by `plan`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeletionPlan {
    planned: Vec<Planned>,
}

impl DeletionPlan {
    pub(super) fn new(planned: Vec<Planned>) -> Self {
        Self { planned }
    }

    /// How many rows would be deleted, of all models.
    #[must_use]
    pub fn total(&self) -> usize {
        let goes = |planned: &&Planned| planned.fate == Fate::Deleted;
        self.planned.iter().filter(goes).map(|p| p.rows).sum()
    }

    /// Rows stand in the way, so that it would be an
    /// [`Error::Restricted`](crate::Error::Restricted).
    #[must_use]
    pub fn is_restricted(&self) -> bool {
        self.planned.iter().any(|p| p.fate == Fate::Restricts)
    }

    /// One for each model and rule that has rows.
    pub fn iter(&self) -> impl Iterator<Item = &Planned> {
        self.planned.iter()
    }
}
