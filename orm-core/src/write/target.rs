//! What a write can start from: whatever a queryset does, and a row that is there.

use crate::model::{Key, Model, Record, RowParts};
use crate::path::Root;
use crate::queryset::{Alone, RowSet, Source, SourceModel};

/// What a step that writes can stand behind at once: what a queryset starts from, or one row
/// that is there. `K` says which of these, and the compiler finds it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is nothing that can be updated or deleted",
    label = "a queryset, or a row that is lent, goes here",
    note = "a row that is there is lent: `let row = &row; queryset!(row.delete())`; many rows are said by a filter: `queryset!(Model.filter(…).delete())`"
)]
pub trait WriteSource<K>: Sized {
    /// What the steps are methods of.
    type Builder: SourceModel;
    /// Begins.
    fn start_write(self) -> Self::Builder;
}

/// Whatever a queryset starts from.
pub struct AsQuerySet;
/// A row that a queryset gave.
pub struct AsRow;
/// A plain model.
pub struct AsModel;

#[diagnostic::do_not_recommend]
impl<S: Source> WriteSource<AsQuerySet> for S {
    type Builder = S::Builder;
    fn start_write(self) -> S::Builder {
        self.start()
    }
}
#[diagnostic::do_not_recommend]
impl<R: RowParts> WriteSource<AsRow> for &R {
    type Builder = RowTarget<R::Model>;
    fn start_write(self) -> Self::Builder {
        RowTarget {
            key: Key::owned(self.key()),
            version: R::Model::version_in(self.data().model.keys()),
        }
    }
}
#[diagnostic::do_not_recommend]
impl<M: Model> WriteSource<AsModel> for &M {
    type Builder = RowTarget<M>;
    fn start_write(self) -> Self::Builder {
        RowTarget {
            key: Key::owned(self.key()),
            version: M::version_in(self.keys()),
        }
    }
}

/// One row that is there, of which its key is known.
pub struct RowTarget<M: Model> {
    pub(super) key: M::Key,
    /// How often it was updated when it was read, where a field counts that.
    pub(super) version: i64,
}

impl<M: Model> SourceModel for RowTarget<M> {
    type Model = M;
    type Fields = M::Fields<Root<M>>;
    fn fields(&self) -> Self::Fields {
        M::fields()
    }
}

/// Rows that are there and are one.
#[diagnostic::on_unimplemented(
    message = "only the rows of a queryset can be updated and deleted, and one row that is there",
    label = "these are rows that are loaded already",
    note = "say which rows by a filter: `queryset!(Model.filter(…).delete())`"
)]
pub trait OneToWrite {
    /// The model.
    type Model: Model<Key = Self::Key>;
    /// Its key.
    type Key;
    /// The row.
    fn target(&self) -> RowTarget<Self::Model>;
}
#[diagnostic::do_not_recommend]
impl<R: RowParts> OneToWrite for Alone<R> {
    type Model = R::Model;
    type Key = <R::Model as Model>::Key;
    fn target(&self) -> RowTarget<R::Model> {
        RowTarget {
            key: Key::owned(self.row().key()),
            version: R::Model::version_in(self.row().data().model.keys()),
        }
    }
}

impl<V, M: Model, L> RowSet<V, M, L> {
    /// The row, for a step that writes it.
    pub(super) fn target(&self) -> RowTarget<M>
    where
        V: OneToWrite<Model = M>,
    {
        self.rows().target()
    }
}
