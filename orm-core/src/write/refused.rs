//! What has no rows that could be written: the steps are there by name, to say so.

use crate::queryset::{Combined, Groups, Ranked, Windows};

/// What has rows of a table that can be written: no groups, no values.
#[diagnostic::on_unimplemented(
    message = "only the rows of a queryset can be updated and deleted, and these are none",
    label = "nothing that the database could find and write",
    note = "say which rows by a filter: `queryset!(Model.filter(…).delete())`"
)]
pub trait RowsToWrite<T> {}

macro_rules! no_rows {
    ($(<$($param:ident),*> $builder:ty;)*) => { $(
        #[doc(hidden)]
        impl<$($param),*> $builder {
            pub fn update<T>(self, _: T) -> Self
            where
                Self: RowsToWrite<T>,
            {
                self
            }

            pub fn delete<T>(self) -> Self
            where
                Self: RowsToWrite<T>,
            {
                self
            }
        }
    )* };
}
no_rows! {
    <Mo, W, K, L, H, O, S> Groups<Mo, W, K, L, H, O, S>;
    <Op, A, B, O, S> Combined<Op, A, B, O, S>;
    <Q> Windows<Q>;
    <Q, L, H, O, S> Ranked<Q, L, H, O, S>;
}
