//! A struct of the user's for rows that are to be created: what `#[derive(Insert)]` writes.

use super::given::{FieldOf, Generated, GiveField, Given, MayBeGiven, OfKey, Place, Writable};
use crate::ast::{Col, Ex};
use crate::model::FieldAt;
use crate::path::Root;

/// Field number `AT` of `M`.
// A relation has a method beside the columns', and would otherwise be a type that does not match.
#[diagnostic::on_unimplemented(
    message = "a struct of input has columns, and this is a relation",
    label = "a relation, not a column",
    note = "name the field of its foreign key"
)]
pub trait InputColumn<M, const AT: usize> {}
#[diagnostic::do_not_recommend]
impl<M, S, const AT: usize> InputColumn<M, AT> for Ex<Col<Root<M>, S, AT>> {}

/// A field that each new row must give.
pub struct Required;
/// The same of a column of the primary key.
pub struct RequiredKey;
#[diagnostic::do_not_recommend]
impl MayBeGiven for Required {}
#[diagnostic::do_not_recommend]
impl MayBeGiven for RequiredKey {}

/// A field that a new row may leave alone.
#[diagnostic::on_unimplemented(
    message = "this field has no default, so each new row gives it, and an `Option` could leave it alone",
    label = "an `Option`, and no default",
    note = "take the `Option` away, or give the model's field a default: `#[model(default = …)]`"
)]
pub trait MayBeLeft {}
#[diagnostic::do_not_recommend]
impl MayBeLeft for Writable {}
#[diagnostic::do_not_recommend]
impl MayBeLeft for OfKey {}
// That it is never written is told once, by `MayBeGiven`.
#[diagnostic::do_not_recommend]
impl MayBeLeft for Generated {}

/// A field that is always given.
pub fn input<C, M, V, K, W, const AT: usize>(_: C, value: V) -> Given<M, Place<AT>, FieldOf<M, AT>>
where
    C: InputColumn<M, AT>,
    M: FieldAt<AT, Write = W>,
    W: MayBeGiven,
    V: GiveField<FieldOf<M, AT>, K>,
{
    Given::new(Some(value.give()))
}

/// A field that is left alone where the value is `None`.
pub fn input_maybe<C, M, V, K, W, const AT: usize>(
    _: C,
    value: Option<V>,
) -> Given<M, Place<AT>, FieldOf<M, AT>>
where
    C: InputColumn<M, AT>,
    M: FieldAt<AT, Write = W>,
    W: MayBeGiven + MayBeLeft,
    V: GiveField<FieldOf<M, AT>, K>,
{
    Given::new(value.map(V::give))
}
