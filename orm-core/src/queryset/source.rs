//! What a queryset can start from.

use super::QuerySet;
use crate::load::pick::Pick;
use crate::model::Model;

/// What `queryset!` can start from: a model's name, a queryset, or rows that are there
/// already (a `Vec` of rows, or a `One` from `get` or `first`), to load more into them.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is nothing that a queryset can start from",
    label = "a model's name, a queryset, a `Vec` of rows or a row from `get` goes here",
    note = "a row out of a collection is no source: that would be one query per row (N+1); load the relation with the rows, or start from the whole `Vec`"
)]
pub trait Source: Sized {
    /// What the steps are methods of.
    type Builder: SourceModel;
    /// Begins.
    fn start(self) -> Self::Builder;
}

/// Whose fields the steps speak of.
pub trait SourceModel {
    /// The model.
    type Model: Model;
    /// Its fields, and the names of what was picked besides.
    type Fields;
    /// Its fields, and the names of what was picked besides.
    fn fields(&self) -> Self::Fields;
}

impl<M: Model, W, O, D, S, L: Pick<M>> SourceModel for QuerySet<M, W, O, D, S, L> {
    type Model = M;
    type Fields = L::Fields;
    fn fields(&self) -> L::Fields {
        self.slots.fields()
    }
}

#[diagnostic::do_not_recommend]
impl<M: Model, W, O, D, S, L: Pick<M>> Source for QuerySet<M, W, O, D, S, L> {
    type Builder = Self;
    fn start(self) -> Self {
        self
    }
}

/// The fields of a queryset's model, by which conditions are said.
///
/// ```
/// # orm_core::doctest_models!();
/// # use orm_core::fields_of;
/// let albums = Album;
/// let fields = fields_of(&albums);
/// let albums = albums.filter(fields.title().icontains("rock"));
/// assert_eq!(albums.count(&mut connection())?, 1);
/// # Ok::<(), orm_core::Error>(())
/// ```
pub fn fields_of<B: SourceModel>(queryset: &B) -> B::Fields {
    queryset.fields()
}
