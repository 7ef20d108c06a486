//! `title = t` of `create`: which fields are given, known by type, and their values.

use std::any::Any;
use std::borrow::Cow;
use std::marker::PhantomData;

use super::Null;
use super::assign::TakesNull;
use super::new::put;
use crate::ast::{Col, DecimalLiteral, Ex, Nullness};
use crate::model::{FieldAt, ForeignKey, Key, Model, RowParts};
use crate::path::{Hops, Root};

/// The type of field number `AT`, with its `Option`.
pub type FieldOf<M, const AT: usize> =
    <<M as FieldAt<AT>>::Null as Nullness>::Of<<M as FieldAt<AT>>::Rust>;

/// A field's place, as a type.
pub struct Place<const AT: usize>;

/// Values for fields, handed out by the field's place.
pub trait Values {
    /// Puts the value for field number `at` into the slot, an `Option` of the field's type.
    fn take(&mut self, at: usize, slot: &mut dyn Any);
}

/// A value for a field of type `T`: one of that type, a reference to one, a `&str` for a
/// `String`; for an `Option` what would be in it, too.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no value for a field of type `{T}`",
    label = "the field is a `{T}`, and this is a `{Self}`"
)]
pub trait GiveField<T, K> {
    /// Becomes one.
    fn give(self) -> T;
}

/// How a value becomes one of the field's type.
pub struct Itself;
/// A reference.
pub struct Borrowed;
/// Text.
pub struct AsText;
/// What an `Option` holds.
pub struct Held<K>(PhantomData<fn() -> K>);
/// An `Option` of a reference.
pub struct MaybeBorrowed;
/// A number with a fraction in the user's source.
pub struct Written;

#[diagnostic::do_not_recommend]
impl<T> GiveField<T, Itself> for T {
    fn give(self) -> T {
        self
    }
}
#[diagnostic::do_not_recommend]
impl<T: Clone> GiveField<T, Borrowed> for &T {
    fn give(self) -> T {
        self.clone()
    }
}
#[diagnostic::do_not_recommend]
impl GiveField<String, AsText> for &str {
    fn give(self) -> String {
        self.to_owned()
    }
}
#[diagnostic::do_not_recommend]
impl GiveField<Vec<u8>, AsText> for &[u8] {
    fn give(self) -> Vec<u8> {
        self.to_vec()
    }
}
#[diagnostic::do_not_recommend]
impl<T, V: GiveField<T, K>, K> GiveField<Option<T>, Held<K>> for V {
    fn give(self) -> Option<T> {
        Some(self.give())
    }
}
#[diagnostic::do_not_recommend]
impl<T: Clone> GiveField<Option<T>, MaybeBorrowed> for Option<&T> {
    fn give(self) -> Option<T> {
        self.cloned()
    }
}
#[diagnostic::do_not_recommend]
impl GiveField<Option<String>, AsText> for Option<&str> {
    fn give(self) -> Option<String> {
        self.map(str::to_owned)
    }
}
#[diagnostic::do_not_recommend]
impl<T> GiveField<Option<T>, Written> for Null {
    fn give(self) -> Option<T> {
        None
    }
}
#[diagnostic::do_not_recommend]
impl GiveField<String, AsText> for Cow<'_, str> {
    fn give(self) -> String {
        self.into_owned()
    }
}
#[diagnostic::do_not_recommend]
impl GiveField<Vec<u8>, AsText> for Cow<'_, [u8]> {
    fn give(self) -> Vec<u8> {
        self.into_owned()
    }
}
#[diagnostic::do_not_recommend]
impl GiveField<Option<String>, AsText> for Option<Cow<'_, str>> {
    fn give(self) -> Option<String> {
        self.map(Cow::into_owned)
    }
}
#[diagnostic::do_not_recommend]
impl GiveField<f64, Written> for DecimalLiteral {
    fn give(self) -> f64 {
        self.value
    }
}
#[diagnostic::do_not_recommend]
impl GiveField<f32, Written> for DecimalLiteral {
    fn give(self) -> f32 {
        self.value as f32
    }
}
#[cfg(feature = "numeric")]
#[diagnostic::do_not_recommend]
impl GiveField<bigdecimal::BigDecimal, Written> for DecimalLiteral {
    fn give(self) -> bigdecimal::BigDecimal {
        bigdecimal::BigDecimal::new(self.digits.into(), self.scale)
    }
}

/// A row whose key a foreign key can hold: `&author`, a model or a row of it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no reference to a row of `{M}`",
    label = "a `&{M}` or a reference to a row of it goes here",
    note = "a key is given to the column that holds it"
)]
pub trait RowRef<M: Model, K> {
    /// Its key.
    fn own_key(self) -> M::Key;
}
/// A plain model.
pub struct ByModel;
/// A row.
pub struct ByRow;
#[diagnostic::do_not_recommend]
impl<M: Model> RowRef<M, ByModel> for &M {
    fn own_key(self) -> M::Key {
        M::Key::owned(self.key())
    }
}
#[diagnostic::do_not_recommend]
impl<M: Model, R: RowParts<Model = M>> RowRef<M, ByRow> for &R {
    fn own_key(self) -> M::Key {
        M::Key::owned(self.key())
    }
}

/// A field and the value that it is given.
pub struct Given<M, P, T> {
    value: Option<T>,
    field: PhantomData<fn() -> (M, P)>,
}

impl<M, P, T> Given<M, P, T> {
    pub(super) fn new(value: Option<T>) -> Self {
        Self {
            value,
            field: PhantomData,
        }
    }
}

// The parameters of their own make an unmet bound one error, with the trait's text.
impl<M: Model, S, const AT: usize> Ex<Col<Root<M>, S, AT>> {
    #[doc(hidden)]
    pub fn writable<W>(self) -> Self
    where
        M: FieldAt<AT, Write = W>,
        W: MayBeGiven,
    {
        self
    }

    #[doc(hidden)]
    pub fn give<V, K>(self, value: V) -> Given<M, Place<AT>, FieldOf<M, AT>>
    where
        M: FieldAt<AT>,
        V: GiveField<FieldOf<M, AT>, K>,
    {
        Given::new(Some(value.give()))
    }

    /// `title = None`.
    #[doc(hidden)]
    pub fn give_null<N>(self) -> Given<M, Place<AT>, N::Of<M::Rust>>
    where
        M: FieldAt<AT, Null = N>,
        N: TakesNull,
    {
        Given::new(Some(N::null()))
    }
}
impl<M: Model, F> Hops<Root<M>, F> {
    #[doc(hidden)]
    pub fn writable(self) -> Self {
        self
    }

    #[doc(hidden)]
    pub fn give_null<N, const AT: usize>(self) -> Given<M, Place<AT>, N::Of<M::Rust>>
    where
        M: FieldAt<AT, Null = N>,
        F: ForeignKey<From = M, Places = Place<AT>>,
        N: TakesNull,
    {
        Given::new(Some(N::null()))
    }

    #[doc(hidden)]
    pub fn give<V, K, T, const AT: usize>(self, value: V) -> Given<M, Place<AT>, FieldOf<M, AT>>
    where
        M: FieldAt<AT>,
        F: ForeignKey<From = M, Places = Place<AT>>,
        V: RowRef<F::To, K>,
        <F::To as Model>::Key: GiveField<FieldOf<M, AT>, T>,
    {
        Given::new(Some(value.own_key().give()))
    }
}

/// A column that is no relation.
#[diagnostic::on_unimplemented(
    message = "a relation and its foreign key are one column, which is set twice",
    label = "this column is set already",
    note = "give the row, `relation = &row`, or its key, `relation_id = key`"
)]
pub trait NoRelation {}
#[diagnostic::do_not_recommend]
impl<E> NoRelation for Ex<E> {}

/// Refuses a relation beside a column that is called like its foreign key: what `queryset!` writes.
pub fn apart<P: NoRelation>(_: P) {}

/// A field that can be written.
#[diagnostic::on_unimplemented(
    message = "this column is never written: the database calculates it",
    label = "a generated column",
    note = "`#[model(generated)]` stands on its field"
)]
pub trait MayBeGiven {}
/// A field that can be written.
pub struct Writable;
/// A field of the primary key.
pub struct OfKey;
/// A field with `#[model(generated)]`.
pub struct Generated;
#[diagnostic::do_not_recommend]
impl MayBeGiven for Writable {}
#[diagnostic::do_not_recommend]
impl MayBeGiven for OfKey {}

impl<M, T: 'static, const AT: usize> Values for Given<M, Place<AT>, T> {
    fn take(&mut self, at: usize, slot: &mut dyn Any) {
        if at == AT {
            put(&mut self.value, slot);
        }
    }
}
/// An `if` without `else`: the values, or none. They are not known to be there.
pub struct MaybeGiven<L>(pub Option<L>);
impl<L: Values> Values for MaybeGiven<L> {
    fn take(&mut self, at: usize, slot: &mut dyn Any) {
        if let Some(some) = &mut self.0 {
            some.take(at, slot);
        }
    }
}
impl Values for () {
    fn take(&mut self, _: usize, _: &mut dyn Any) {}
}
impl<H: Values, T: Values> Values for (H, T) {
    fn take(&mut self, at: usize, slot: &mut dyn Any) {
        self.0.take(at, slot);
        self.1.take(at, slot);
    }
}

/// The field is the first of the list.
pub struct Here;
/// The field stands further back.
pub struct Further<I>(PhantomData<fn() -> I>);

/// A list in which field number `AT` is given. The derive asks it for each field that needs a
/// value, by a trait that names the field.
pub trait Gives<const AT: usize, I> {}
#[diagnostic::do_not_recommend]
impl<M, T, Rest, const AT: usize> Gives<AT, Here> for (Given<M, Place<AT>, T>, Rest) {}
#[diagnostic::do_not_recommend]
impl<H, Rest: Gives<AT, I>, I, const AT: usize> Gives<AT, Further<I>> for (H, Rest) {}
