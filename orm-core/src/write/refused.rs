//! What has no rows that could be written: the steps are there by name, to say so.
//!
//! Written out, since the compiler shows the place, and of a macro would show the whole.

use crate::queryset::{Combined, Groups, Ranked, Windows};

/// Groups, values, rows with windows, and what is loaded already.
pub struct Calculated;

/// What has rows of a table that can be written.
#[diagnostic::on_unimplemented(
    message = "only the rows of a queryset can be updated and deleted, and these are none",
    label = "nothing that the database could find and write",
    note = "say which rows by a filter: `queryset!(Model.filter(…).delete())`"
)]
pub trait RowsToWrite<T> {}

#[doc(hidden)]
impl<Mo, W, K, L, H, O, S> Groups<Mo, W, K, L, H, O, S> {
    pub fn update<T>(self, _: T) -> Self
    where
        Calculated: RowsToWrite<T>,
    {
        self
    }

    pub fn set<T>(self, _: T) -> Self
    where
        Calculated: RowsToWrite<T>,
    {
        self
    }

    pub fn delete<T>(self) -> Self
    where
        Calculated: RowsToWrite<T>,
    {
        self
    }
}

#[doc(hidden)]
impl<Op, A, B, O, S> Combined<Op, A, B, O, S> {
    pub fn update<T>(self, _: T) -> Self
    where
        Calculated: RowsToWrite<T>,
    {
        self
    }

    pub fn set<T>(self, _: T) -> Self
    where
        Calculated: RowsToWrite<T>,
    {
        self
    }

    pub fn delete<T>(self) -> Self
    where
        Calculated: RowsToWrite<T>,
    {
        self
    }
}

#[doc(hidden)]
impl<Q> Windows<Q> {
    pub fn update<T>(self, _: T) -> Self
    where
        Calculated: RowsToWrite<T>,
    {
        self
    }

    pub fn set<T>(self, _: T) -> Self
    where
        Calculated: RowsToWrite<T>,
    {
        self
    }

    pub fn delete<T>(self) -> Self
    where
        Calculated: RowsToWrite<T>,
    {
        self
    }
}

#[doc(hidden)]
impl<Q, L, H, O, S> Ranked<Q, L, H, O, S> {
    pub fn update<T>(self, _: T) -> Self
    where
        Calculated: RowsToWrite<T>,
    {
        self
    }

    pub fn set<T>(self, _: T) -> Self
    where
        Calculated: RowsToWrite<T>,
    {
        self
    }

    pub fn delete<T>(self) -> Self
    where
        Calculated: RowsToWrite<T>,
    {
        self
    }
}
