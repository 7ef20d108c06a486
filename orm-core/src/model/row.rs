//! Rows: a model and what was loaded with it.

use std::fmt;

use super::{Model, ModelMeta};

/// The keys of a row of `M`, borrowed.
pub type KeysOf<'m, M> = <M as Model>::Keys<'m>;

/// What a row holds of its model: the model itself, or some of its fields.
pub trait Record: Sized + 'static {
    /// The model.
    type Model: Model;
    /// The fields by which rows are put together: they are never left out.
    fn keys(&self) -> KeysOf<'_, Self::Model>;
}

/// A model, or some of its fields, and the slots; the derive's row types wrap it.
#[derive(Clone)]
pub struct RowData<H, L> {
    /// The model, or some of its fields.
    pub model: H,
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
    /// What it holds of the model.
    type Record: Record<Model = Self::Model>;
    /// Its slots.
    type Slots: 'static;
    /// The same, as it comes from `get`.
    type One: RowParts<Model = Self::Model, Record = Self::Record, Slots = Self::Slots>;
    /// Wraps.
    fn from_data(data: RowData<Self::Record, Self::Slots>) -> Self;
    /// Looks inside.
    fn data(&self) -> &RowData<Self::Record, Self::Slots>;
    /// Looks inside.
    fn data_mut(&mut self) -> &mut RowData<Self::Record, Self::Slots>;
    /// Unwraps.
    fn into_data(self) -> RowData<Self::Record, Self::Slots>;
    /// The row's primary key.
    fn key(&self) -> super::KeyRefOf<'_, Self::Model> {
        Self::Model::key_in(self.data().model.keys())
    }
    /// The keys and the slots, apart.
    #[inline]
    fn parts_mut(&mut self) -> (KeysOf<'_, Self::Model>, &mut Self::Slots) {
        let data = self.data_mut();
        (data.model.keys(), &mut data.slots)
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
    type Model = R::Record;
    fn into_models(self) -> Vec<R::Record> {
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

impl<H: Record + fmt::Debug, L: DebugSlots> fmt::Debug for RowData<H, L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = f.debug_struct("Row");
        let meta = H::Model::META;
        out.field(meta.name, &self.model);
        self.slots.debug_slots(meta, 0, &mut out);
        out.finish()
    }
}
