//! Querysets of models whose rows are marked as deleted, `#[model(soft_delete = field)]`.

use super::QuerySet;
use crate::ast::{And, Marked, NoSlice, SoftScoped, only_deleted};
use crate::model::Model;
use crate::path::Root;

impl<M: Model, W, O, D, L> QuerySet<M, W, O, D, NoSlice, L> {
    /// Also the rows that are marked as deleted, of a model with
    /// `#[model(soft_delete = field)]`, whose querysets leave them out. Its default scope, if it
    /// has another, stays.
    #[doc = include_str!("../../docs/soft_delete.md")]
    // The parameter of its own makes an unmet bound one with a text.
    pub fn with_deleted<U>(self) -> QuerySet<M, U, O, D, NoSlice, L>
    where
        W: SoftScoped<M, WithDeleted = U>,
    {
        self.with_condition(SoftScoped::with_deleted)
    }

    /// The rows that are marked as deleted and no others; see
    /// [`with_deleted`](Self::with_deleted).
    pub fn only_deleted<U>(self) -> QuerySet<M, And<U, Marked<Root<M>, true>>, O, D, NoSlice, L>
    where
        W: SoftScoped<M, WithDeleted = U>,
    {
        self.with_condition(|filter| only_deleted(SoftScoped::with_deleted(filter)))
    }
}
