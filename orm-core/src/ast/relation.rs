//! Lookups on a relation: there are none, and they are here by name only, to say so.

use super::NoCondition;
use crate::path::Hops;

/// A column, on which lookups can be said: no relation is one.
#[diagnostic::on_unimplemented(
    message = "a relation has no value of its own: name one of its columns, or the field that holds its key",
    label = "not for a relation",
    note = "for example `artist.name == \"x\"`, `artist_id == 1`, `artist_id.is_null()`; of a to-many relation `tracks.any(name == \"x\")`"
)]
pub trait HasValue<T> {}

// Written out, since errors would show a macro that writes them.
impl<P, R> Hops<P, R> {
    #[doc(hidden)]
    #[allow(clippy::should_implement_trait)]
    pub fn eq<T>(self, _: T) -> NoCondition
    where
        Self: HasValue<T>,
    {
        NoCondition
    }

    #[doc(hidden)]
    #[allow(clippy::should_implement_trait)]
    pub fn ne<T>(self, _: T) -> NoCondition
    where
        Self: HasValue<T>,
    {
        NoCondition
    }

    #[doc(hidden)]
    pub fn lt<T>(self, _: T) -> NoCondition
    where
        Self: HasValue<T>,
    {
        NoCondition
    }

    #[doc(hidden)]
    pub fn le<T>(self, _: T) -> NoCondition
    where
        Self: HasValue<T>,
    {
        NoCondition
    }

    #[doc(hidden)]
    pub fn gt<T>(self, _: T) -> NoCondition
    where
        Self: HasValue<T>,
    {
        NoCondition
    }

    #[doc(hidden)]
    pub fn ge<T>(self, _: T) -> NoCondition
    where
        Self: HasValue<T>,
    {
        NoCondition
    }

    #[doc(hidden)]
    pub fn is_null(self) -> NoCondition
    where
        Self: HasValue<()>,
    {
        NoCondition
    }

    #[doc(hidden)]
    pub fn is_not_null(self) -> NoCondition
    where
        Self: HasValue<()>,
    {
        NoCondition
    }
}
