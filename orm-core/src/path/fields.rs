//! Walking relations by name: what `artist.country` and `tracks` are before they are used.

use std::marker::PhantomData;

use super::{Hop, Path, Root, Sub};
use crate::model::{Arity, Model, Relation, ToOne};

/// A relation seen from a path, not yet walked: what `fields.tracks()` gives.
pub struct Hops<P, R>(PhantomData<fn() -> (P, R)>);

impl<P, R> Clone for Hops<P, R> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<P, R> Copy for Hops<P, R> {}
impl<P, R> Default for Hops<P, R> {
    fn default() -> Self {
        Self(PhantomData)
    }
}

/// In the plain builder a to-one relation is walked by naming what lies behind it:
/// `fields.artist().name()`.
impl<P, R> std::ops::Deref for Hops<P, R>
where
    P: Path,
    R: Relation<From = P::Model>,
    R::Arity: ToOne,
{
    type Target = <R::To as Model>::Fields<Hop<P, R>>;
    fn deref(&self) -> &Self::Target {
        // Fields have no size, so neither the box nor the leak costs anything.
        Box::leak(Box::new(R::To::fields::<Hop<P, R>>()))
    }
}

/// A relation, for steps that walk any kind.
#[diagnostic::on_unimplemented(
    message = "a relation goes here, and this is none",
    label = "not a relation"
)]
pub trait IntoHop: Copy {
    /// Where the relation starts.
    type Parent: Path;
    /// The relation.
    type Rel: Relation<From = <Self::Parent as Path>::Model>;
}

#[diagnostic::do_not_recommend]
impl<P, R> IntoHop for Hops<P, R>
where
    P: Path,
    R: Relation<From = P::Model>,
{
    type Parent = P;
    type Rel = R;
}

/// A relation that leads to at most one row.
#[diagnostic::on_unimplemented(
    message = "a to-many relation leads to many rows: say which of them are meant",
    label = "to-many: `.any(…)`, `.all(…)` or `.none(…)` goes here",
    note = "in a condition write `relation.any(condition)`; rows cannot be ordered or joined by a to-many path"
)]
pub trait LeadsToOne {}
#[diagnostic::do_not_recommend]
impl<R: Relation> LeadsToOne for R where R::Arity: ToOne {}

/// What lies behind a relation.
pub type Behind<H> = <<<H as IntoHop>::Rel as Relation>::To as Model>::Fields<
    Hop<<H as IntoHop>::Parent, <H as IntoHop>::Rel>,
>;

/// Walks a to-one relation, by a JOIN.
pub fn to_one<H: IntoHop<Rel: LeadsToOne>>(_: H) -> Behind<H> {
    <H::Rel as Relation>::To::fields::<Hop<H::Parent, H::Rel>>()
}

/// A to-one relation on the way of `select_related`.
#[diagnostic::on_unimplemented(
    message = "`select_related` joins to-one relations, and this one leads to many rows",
    label = "to-many: a JOIN would repeat every row",
    note = "write `.prefetch_related(…)`: one batched query, however many rows"
)]
pub trait Joinable {}
#[diagnostic::do_not_recommend]
impl<R: Relation> Joinable for R where R::Arity: ToOne {}

/// Walks a to-one relation: for `select_related`.
pub fn join_hop<H: IntoHop<Rel: Joinable>>(_: H) -> Behind<H> {
    <H::Rel as Relation>::To::fields::<Hop<H::Parent, H::Rel>>()
}

/// Walks any relation: for `prefetch_related`.
pub fn hop<H: IntoHop>(_: H) -> Behind<H> {
    <H::Rel as Relation>::To::fields::<Hop<H::Parent, H::Rel>>()
}

/// Walks any relation into a subquery.
pub fn sub<H: IntoHop>(
    _: H,
) -> <<H::Rel as Relation>::To as Model>::Fields<Sub<H::Parent, H::Rel>> {
    <H::Rel as Relation>::To::fields::<Sub<H::Parent, H::Rel>>()
}

/// Walks any relation inside an aggregate: a to-many one leads to each of its rows.
pub fn each<H: IntoHop>(
    _: H,
) -> <<H::Rel as Relation>::To as Model>::Fields<EachOf<H::Parent, H::Rel>> {
    <H::Rel as Relation>::To::fields::<EachOf<H::Parent, H::Rel>>()
}

/// The path behind a relation inside an aggregate.
pub type EachOf<P, R> = <<R as Relation>::Arity as Arity>::Each<P, R>;

/// A path as a list of relations, the first one first.
pub trait PathList<Rest> {
    /// `(R1, (R2, … Rest))`.
    type List;
}

impl<M, Rest> PathList<Rest> for Root<M> {
    type List = Rest;
}
impl<P, R, Rest> PathList<Rest> for Hop<P, R>
where
    P: PathList<(R, Rest)>,
{
    type List = P::List;
}
