//! Rows: a model and what was loaded with it.

use std::fmt;

use super::{Model, ModelMeta};

/// A model and its slots; the derive's row types wrap it.
#[derive(Clone)]
pub struct RowData<M, L> {
    /// The model.
    pub model: M,
    /// What was loaded with it.
    pub slots: L,
}

impl<M: PartialEq, L: PartialEq<K>, K> PartialEq<RowData<M, K>> for RowData<M, L> {
    fn eq(&self, other: &RowData<M, K>) -> bool {
        self.model == other.model && self.slots == other.slots
    }
}

/// A row of a result.
pub struct Item;
/// A row that came alone, from `get` or `first`: more can be loaded into it. (More loaded
/// into a row of a collection would be a query per row.)
pub struct Single;

/// A row that came alone, from `get` or `first`.
pub type One<R> = <R as RowParts>::One;

/// What the core knows of a row type.
pub trait RowParts: Sized {
    /// The model.
    type Model: Model;
    /// Its slots.
    type Slots: 'static;
    /// The same, as it comes from `get`.
    type One: RowParts<Model = Self::Model, Slots = Self::Slots>;
    /// Wraps.
    fn from_data(data: RowData<Self::Model, Self::Slots>) -> Self;
    /// Looks inside.
    fn data(&self) -> &RowData<Self::Model, Self::Slots>;
    /// Looks inside.
    fn data_mut(&mut self) -> &mut RowData<Self::Model, Self::Slots>;
    /// Unwraps.
    fn into_data(self) -> RowData<Self::Model, Self::Slots>;
    /// The model and the slots, apart.
    fn parts_mut(&mut self) -> (&Self::Model, &mut Self::Slots) {
        let data = self.data_mut();
        (&data.model, &mut data.slots)
    }
}

/// What can be put into a row built by hand: a plain model, or a row of it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is neither a `{M}` nor a row of it",
    label = "a `{M}` goes here"
)]
pub trait IntoRow<M> {
    /// The row.
    type Row: RowParts<Model = M>;
    /// Becomes a row.
    fn into_row(self) -> Self::Row;
}

/// `Vec<Row>::into_models()`: the plain models, without what was loaded with them.
pub trait IntoModels {
    /// The model.
    type Model;
    /// The plain models.
    fn into_models(self) -> Vec<Self::Model>;
}
impl<R: RowParts> IntoModels for Vec<R> {
    type Model = R::Model;
    fn into_models(self) -> Vec<R::Model> {
        self.into_iter().map(|row| row.into_data().model).collect()
    }
}

/// Shows the loaded slots of a list by name.
pub trait DebugSlots {
    /// Adds a field for each loaded slot.
    fn debug_slots(&self, meta: &ModelMeta, at: usize, out: &mut fmt::DebugStruct<'_, '_>);
}
impl DebugSlots for () {
    fn debug_slots(&self, _: &ModelMeta, _: usize, _: &mut fmt::DebugStruct<'_, '_>) {}
}
impl<H: DebugSlot, T: DebugSlots> DebugSlots for (H, T) {
    fn debug_slots(&self, meta: &ModelMeta, at: usize, out: &mut fmt::DebugStruct<'_, '_>) {
        if let (Some(value), Some(relation)) = (self.0.shown(), meta.relations.get(at)) {
            out.field(relation.name, value);
        }
        self.1.debug_slots(meta, at + 1, out);
    }
}

/// One slot as `Debug` shows it.
pub trait DebugSlot {
    /// `None` where nothing is loaded.
    fn shown(&self) -> Option<&dyn fmt::Debug>;
}

impl<M: Model + fmt::Debug, L: DebugSlots> fmt::Debug for RowData<M, L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = f.debug_struct("Row");
        out.field(M::META.name, &self.model);
        self.slots.debug_slots(M::META, 0, &mut out);
        out.finish()
    }
}
