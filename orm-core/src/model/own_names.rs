//! Names of values beside a row: none hides a field of the model.

use crate::ast::{Ex, Free, InBoth, InGroup, InMany, InRow, InWindow, Mixed, Node, Ungrouped};

/// The names of a model's columns and relations, and further names of values before them.
pub trait ModelFields {
    /// The model's names alone.
    type Fields;
    /// The model's names alone.
    fn model_fields(&self) -> Self::Fields;
}

/// The model's names alone.
pub fn model_fields<F: ModelFields>(fields: &F) -> F::Fields {
    fields.model_fields()
}

/// What a name means to a model that has no such field.
pub struct NoField;

/// The scope of a value whose name may mean `N` to the model: nothing. A group is no row, so
/// that an aggregate may well be called as the column that it is of.
#[diagnostic::on_unimplemented(
    message = "an annotation has a name of its own, and the model has a field of this name already",
    label = "a column or relation of the model has this name",
    note = "it would hide that one: give the value another name, `track_count = count(tracks)`"
)]
pub trait MayBeNamed<N> {}
#[diagnostic::do_not_recommend]
impl<N> MayBeNamed<N> for InGroup {}
macro_rules! of_rows {
    ($([$($param:ident),*] $scope:ty;)*) => { $(
        #[diagnostic::do_not_recommend]
        impl<$($param),*> MayBeNamed<NoField> for $scope {}
    )* };
}
of_rows! {
    [] Free;
    [] InRow;
    [] InWindow;
    [] Mixed;
    [] Ungrouped;
    [P, R] InMany<P, R>;
    [P, R, B] InBoth<P, R, B>;
}

/// The value, whose name means `N` to the model.
pub fn under_new_name<N, E: Node<Scope: MayBeNamed<N>>>(_: N, value: Ex<E>) -> Ex<E> {
    value
}
