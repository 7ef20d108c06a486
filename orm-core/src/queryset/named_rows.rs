//! `prefetch_related(recent = tracks.order_by(-id)[..3])`: rows of a relation under a name.

use std::marker::PhantomData;

use super::{OrderFor, QuerySet, Refined, Selection};
use crate::load::pick::PickRow;
use crate::load::pick_listed::{ManyRows, WithRows};
use crate::load::spec::{Batch, BatchedAs, Limits, SelectedRow};
use crate::model::{Model, Relation};
use crate::path::{IntoHop, Root};

impl<M: Model, W, O, D, S, L> QuerySet<M, W, O, D, S, L> {
    /// Loads the rows of a to-many relation that a queryset gives, beside each row: `beside`
    /// puts them together. [`queryset!`](macro@crate::queryset) writes it, for
    /// `prefetch_related(name = relation.…)`, as often as there are names:
    ///
    /// ```
    /// # orm_core::doctest_models!();
    /// # let conn = &mut connection();
    /// let albums = queryset!(
    ///     Album.order_by(id).prefetch_related(
    ///         longest = tracks.order_by(-milliseconds)[..1],
    ///         by_name = tracks.order_by(name),
    ///     )
    /// );
    /// let albums = albums.load(conn)?; // 3 queries
    /// assert_eq!(albums[0].title, "Let There Be Rock");
    /// assert_eq!(albums[0].longest.shown()[0].name, "Overdose");
    /// assert_eq!(albums[0].by_name.len(), 2);
    /// # Ok::<(), orm_core::Error>(())
    /// ```
    ///
    /// SQL: that of `prefetch_related`, once a name.
    pub fn prefetch_named<H, Q, F>(
        self,
        relation: H,
        queryset: Q,
        beside: F,
    ) -> QuerySet<M, W, O, D, S, WithRows<L, H::Rel, Q, F>>
    where
        H: IntoHop<Parent = Root<M>>,
        Q: Refined<Slots: PickRow<<Q as Selection>::Model>>,
        Q::Order: OrderFor<Q::Slice, Q::Model>,
        <H::Rel as Relation>::Arity: ManyRows + BatchedAs<Limits<Q>, SelectedRow<Q>>,
    {
        let _ = relation;
        self.with_slots(|pick| WithRows {
            pick,
            batch: Batch(queryset),
            beside,
            relation: PhantomData,
        })
    }
}
