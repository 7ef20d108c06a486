//! What aggregates take, and the functions that make them.

use std::marker::PhantomData;

use super::aggregate::{
    Aggregate, AggregateOf, Aggregates, Avg, Count, CountDistinct, Max, Min, Over, Star, Sum,
};
use super::{Ex, Free, InRow, IntoCondition, NoCondition, Node, SameMany, Ungrouped, Value};
use crate::model::{Many, Relation};
use crate::path::{Each, Hops, Path};

/// What aggregate `F` takes: a column or a calculation.
#[diagnostic::on_unimplemented(
    message = "an aggregate takes a column or a calculation, and this is none",
    label = "name a column",
    note = "of a relation: `sum(tracks.milliseconds)`; `count(tracks)` counts its rows"
)]
pub trait Aggregable<F> {
    /// The aggregate.
    type Node;
    /// The aggregate.
    fn aggregate(self) -> Ex<Self::Node>;
}
impl<F, E> Aggregable<F> for Ex<E>
where
    E: Value,
    E::Scope: Aggregates,
    F: AggregateOf<E>,
{
    type Node = <E::Scope as Aggregates>::Node<F, E>;
    fn aggregate(self) -> Ex<Self::Node> {
        Ex(E::Scope::node(self.0))
    }
}

/// What can be counted: values that are there, or the rows of a to-many relation.
#[diagnostic::on_unimplemented(
    message = "this cannot be counted",
    label = "a to-many relation or a column goes here",
    note = "of a to-one relation count a column: `count(artist.id)`"
)]
pub trait Countable {
    /// The aggregate.
    type Node;
    /// The aggregate.
    fn counted(self) -> Ex<Self::Node>;
}
#[diagnostic::do_not_recommend]
impl<E> Countable for Ex<E>
where
    E: Value,
    E::Scope: Aggregates,
{
    type Node = <E::Scope as Aggregates>::Node<Count, E>;
    fn counted(self) -> Ex<Self::Node> {
        Ex(E::Scope::node(self.0))
    }
}
#[diagnostic::do_not_recommend]
impl<P, R> Countable for Hops<P, R>
where
    P: Path,
    R: Relation<From = P::Model, Arity = Many>,
    <Each<P, R> as Path>::Scope: Aggregates,
{
    type Node = <<Each<P, R> as Path>::Scope as Aggregates>::Node<Count, Star<Each<P, R>>>;
    fn counted(self) -> Ex<Self::Node> {
        Ex(<Each<P, R> as Path>::Scope::node(Star::new()))
    }
}

/// How many rows.
pub fn count_rows() -> Ex<Aggregate<Count, Star<()>>> {
    Ex(Aggregate {
        expr: Star::new(),
        condition: NoCondition,
        function: PhantomData,
    })
}

/// How many values are there, or how many rows a relation has.
pub fn count<T: Countable>(value: T) -> Ex<T::Node> {
    value.counted()
}

// Written out one by one: from a macro they would be shown with the macro around them in
// every error about a value.

/// How many different values are there.
pub fn count_distinct<T: Aggregable<CountDistinct>>(value: T) -> Ex<T::Node> {
    value.aggregate()
}

/// The sum; NULL of no values.
pub fn sum<T: Aggregable<Sum>>(value: T) -> Ex<T::Node> {
    value.aggregate()
}

/// The mean; NULL of no values.
pub fn avg<T: Aggregable<Avg>>(value: T) -> Ex<T::Node> {
    value.aggregate()
}

/// The smallest; NULL of no values.
pub fn min<T: Aggregable<Min>>(value: T) -> Ex<T::Node> {
    value.aggregate()
}

/// The largest; NULL of no values.
pub fn max<T: Aggregable<Max>>(value: T) -> Ex<T::Node> {
    value.aggregate()
}

/// What a condition inside an aggregate of the rows themselves may depend on.
#[diagnostic::on_unimplemented(
    message = "this aggregate takes the rows themselves together, and the condition is of a relation's rows",
    label = "of a relation's rows",
    note = "a condition on a relation takes a quantifier: `.filter(tracks.any(…))`"
)]
pub trait OwnRows {}
#[diagnostic::do_not_recommend]
impl OwnRows for Free {}
#[diagnostic::do_not_recommend]
impl OwnRows for InRow {}
#[diagnostic::do_not_recommend]
impl OwnRows for Ungrouped {}

impl<F, E> Ex<Aggregate<F, E>> {
    /// Of those rows alone that meet the condition.
    pub fn only_where<C>(self, condition: C) -> Ex<Aggregate<F, E, C::Condition>>
    where
        C: IntoCondition<Condition: Node<Scope: OwnRows>>,
    {
        Ex(Aggregate {
            expr: self.0.expr,
            condition: condition.into_condition(),
            function: PhantomData,
        })
    }
}
impl<F, E, P, R> Ex<Over<F, E, NoCondition, P, R>> {
    /// Of those rows alone that meet the condition.
    pub fn only_where<C>(self, condition: C) -> Ex<Over<F, E, C::Condition, P, R>>
    where
        C: IntoCondition<Condition: Node<Scope: SameMany<P, R>>>,
    {
        Ex(Over {
            expr: self.0.expr,
            condition: condition.into_condition(),
            types: PhantomData,
        })
    }
}
