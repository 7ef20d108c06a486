//! Names of values beside a row: none hides a field of the model.

use super::Model;
use crate::ast::{Ex, InGroup, Mixed, Node};
use crate::path::{At, Hops, Path};

/// The names of the model's columns and relations alone, without those of values.
pub fn fields_at<P: Path>(_: At<P>) -> <P::Model as Model>::Fields<P> {
    P::Model::fields::<P>()
}

/// What a name means to a model that has no such field.
pub struct NoField;

/// What the name of a value in scope `S` may mean to the model: nothing. A group is no row, so
/// that an aggregate may well be called as the column that it is of.
#[diagnostic::on_unimplemented(
    message = "an annotation has a name of its own, and the model has a field of this name already",
    label = "a column or relation of the model has this name",
    note = "it would hide that one: give the value another name, `track_count = count(tracks)`"
)]
pub trait NewName<S> {}
#[diagnostic::do_not_recommend]
impl<S> NewName<S> for NoField {}
macro_rules! of_groups {
    ($([$($param:ident),*] $field:ty, $scope:ty;)*) => { $(
        #[diagnostic::do_not_recommend]
        impl<$($param),*> NewName<$scope> for $field {}
    )* };
}
// Were there one scope alone, the compiler would only say that another one is not this.
of_groups! {
    [E] Ex<E>, InGroup;
    [E] Ex<E>, Mixed;
    [P, R] Hops<P, R>, InGroup;
    [P, R] Hops<P, R>, Mixed;
}

/// The value, whose name means `N` to the model.
pub fn under_new_name<N: NewName<E::Scope>, E: Node>(_: N, value: Ex<E>) -> Ex<E> {
    value
}
