//! `annotate`: values beside each row, or aggregates beside the values that make groups.

use std::marker::PhantomData;

use super::group_keys::GroupKeys;
use super::{All, FirstOfEach, Groups, QuerySet, Unsliced, Windows};
use crate::ast::{Free, InGroup, InRow, InWindow, NoSlice, Nothing, OfRows, Unlocked};
use crate::load::pick_values::{Only, With};
use crate::load::values::ValueList;

/// What `annotate` makes of queryset `Q` with values of this scope.
#[diagnostic::on_unimplemented(
    message = "an aggregate of the rows themselves is no value of each of them",
    label = "of all rows, not of one",
    note = "of all rows: `.aggregate(n = count())`; of groups: `.group_by(field).annotate(n = count())`; of a relation's rows: `count(tracks)`; beside each row: `count().over(partition_by(field))`"
)]
pub trait Annotates<Q, N, E, F> {
    /// The queryset with the values.
    type Out;
    /// Adds them.
    fn annotate(queryset: Q, exprs: E, beside: F) -> Self::Out;
}

fn with<L, N, E, F>(pick: L, exprs: E, beside: F) -> With<L, N, E, F> {
    With {
        pick,
        exprs,
        beside,
        names: PhantomData,
    }
}

macro_rules! of_rows {
    ($($scope:ty)*) => { $(
        #[diagnostic::do_not_recommend]
        impl<M, W, O, D, S, L, N, E, F> Annotates<QuerySet<M, W, O, D, S, L>, N, E, F> for $scope {
            type Out = QuerySet<M, W, O, D, S, With<L, N, E, F>>;
            fn annotate(queryset: QuerySet<M, W, O, D, S, L>, exprs: E, beside: F) -> Self::Out {
                queryset.with_slots(|pick| with(pick, exprs, beside))
            }
        }
    )* };
}
of_rows!(Free InRow);

/// Windows: what they look over is what the queryset gives.
#[diagnostic::do_not_recommend]
impl<M, W, O, D, S, L, N, E, F> Annotates<QuerySet<M, W, O, D, S, L>, N, E, F> for InWindow
where
    D: NotDistinct,
    S: Unsliced + Unlocked,
{
    type Out = Windows<QuerySet<M, W, O, All, NoSlice, With<L, N, E, F>>>;
    fn annotate(queryset: QuerySet<M, W, O, D, S, L>, exprs: E, beside: F) -> Self::Out {
        Windows(
            queryset
                .plain()
                .with_slots(|pick| with(pick, exprs, beside)),
        )
    }
}

/// Rows that were not made distinct.
#[diagnostic::on_unimplemented(
    message = "a window looks over rows before DISTINCT makes one of equal ones",
    label = "goes without `distinct()`"
)]
pub trait NotDistinct {}
#[diagnostic::do_not_recommend]
impl NotDistinct for All {}
#[diagnostic::do_not_recommend]
impl NotDistinct for FirstOfEach {}

impl<M, W, O, D: NotDistinct, S: Unsliced, L> QuerySet<M, W, O, D, S, L> {
    fn plain(self) -> QuerySet<M, W, O, All, NoSlice, L> {
        QuerySet {
            condition: self.condition,
            order: self.order,
            slice: NoSlice,
            slots: self.slots,
            types: PhantomData,
        }
    }
}

/// What `values` makes of queryset `Q` with values of this scope.
#[diagnostic::on_unimplemented(
    message = "an aggregate of the rows themselves is no value of each of them",
    label = "of all rows, not of one",
    note = "of all rows: `.aggregate(n = count())`; of groups: `.values(field).annotate(n = count())`; of a relation's rows: `count(tracks)`; beside each row: `count().over(partition_by(field))`"
)]
pub trait Selects<Q, N, E, F> {
    /// The queryset of the values.
    type Out;
    /// Selects them.
    fn select(queryset: Q, exprs: E, map: F) -> Self::Out;
}

fn only<N, E, F>(exprs: E, map: F) -> Only<N, E, F> {
    Only {
        exprs,
        map,
        names: PhantomData,
    }
}

macro_rules! values_of_rows {
    ($($scope:ty)*) => { $(
        #[diagnostic::do_not_recommend]
        impl<M, W, O, D, S, L, N, E, F> Selects<QuerySet<M, W, O, D, S, L>, N, E, F> for $scope {
            type Out = QuerySet<M, W, O, D, S, Only<N, E, F>>;
            fn select(queryset: QuerySet<M, W, O, D, S, L>, exprs: E, map: F) -> Self::Out {
                queryset.with_slots(|_| only(exprs, map))
            }
        }
    )* };
}
values_of_rows!(Free InRow);

#[diagnostic::do_not_recommend]
impl<M, W, O, D, S, L, N, E, F> Selects<QuerySet<M, W, O, D, S, L>, N, E, F> for InWindow
where
    D: NotDistinct,
    S: Unsliced + Unlocked,
{
    type Out = Windows<QuerySet<M, W, O, All, NoSlice, Only<N, E, F>>>;
    fn select(queryset: QuerySet<M, W, O, D, S, L>, exprs: E, map: F) -> Self::Out {
        Windows(queryset.plain().with_slots(|_| only(exprs, map)))
    }
}

impl<Q: MakesGroups<N, E, F>, N, E, F> Annotates<Q, N, E, F> for InGroup {
    type Out = Q::Groups;
    fn annotate(queryset: Q, exprs: E, beside: F) -> Q::Groups {
        queryset.grouped(exprs, beside)
    }
}

/// Values that make groups, where aggregates stand beside them: as in Django.
#[diagnostic::on_unimplemented(
    message = "an aggregate of the rows themselves is no value of each of them",
    label = "of all rows, not of one",
    note = "of all rows: `.aggregate(n = count())`; of groups: `.group_by(field).annotate(n = count())`; of a relation's rows: `count(tracks)`; beside each row: `count().over(partition_by(field))`"
)]
pub trait MakesGroups<N, E, F> {
    /// The groups.
    type Groups;
    /// The groups.
    fn grouped(self, exprs: E, beside: F) -> Self::Groups;
}
#[diagnostic::do_not_recommend]
impl<M, W, O, D, N0, E0, F0, N, E, F> MakesGroups<N, E, F>
    for QuerySet<M, W, O, D, NoSlice, Only<N0, E0, F0>>
where
    E0: GroupKeys<M, Scope: OfRows>,
{
    type Groups = Groups<M, W, E0::Keys, With<Only<N0, E0::Keys, F0>, N, E, F>>;
    fn grouped(self, exprs: E, beside: F) -> Self::Groups {
        self.into_groups()
            .with_pick(|pick| with(pick, exprs, beside))
    }
}
#[diagnostic::do_not_recommend]
impl<T: Nothing, N, E, F> MakesGroups<N, E, F> for T {
    type Groups = ();
    fn grouped(self, _: E, _: F) {}
}

impl<M, W, O, D, S, L> QuerySet<M, W, O, D, S, L> {
    /// Values beside each row: the rows are [`Annotated`](crate::Annotated) by what `map` gives.
    /// In [`queryset!`](macro@crate::queryset) a value has a name that no column or relation of
    /// the model has, since later steps would not find that one any more; an aggregate of groups
    /// may be called as its column, `group_by(genre_id).annotate(price = max(price))`.
    ///
    /// SQL: `SELECT columns, first, second FROM …`.
    pub fn annotate<N, E, A>(
        self,
        exprs: E,
        map: fn(E::Values) -> A,
    ) -> <E::Scope as Annotates<Self, N, E, fn(E::Values) -> A>>::Out
    where
        E: ValueList,
        E::Scope: Annotates<Self, N, E, fn(E::Values) -> A>,
    {
        <E::Scope as Annotates<_, N, E, _>>::annotate(self, exprs, map)
    }

    /// The same, with another way to put a row and its values together.
    pub fn annotate_as<N, E, F>(
        self,
        exprs: E,
        beside: F,
    ) -> <E::Scope as Annotates<Self, N, E, F>>::Out
    where
        E: ValueList,
        E::Scope: Annotates<Self, N, E, F>,
    {
        <E::Scope as Annotates<_, N, E, _>>::annotate(self, exprs, beside)
    }
}
