//! Hooks: code of a model's own around each write of its rows, in the same transaction.
#![doc = include_str!("../../docs/hooks.md")]

use std::error::Error as StdError;

use super::new::Creatable;
use crate::driver::SyncDriver;
use crate::{Error, Result};

/// What a hook gives. An error of any type ends the write, and nothing of it stays.
pub type Hooked = Result<(), Box<dyn StdError + Send + Sync>>;

/// What a model with `#[model(hooks(insert, update, delete))]` does around writes of its rows on
/// a sync connection `C`. Those of which events are called, the attribute says; each does nothing
/// unless it is written.
///
/// What it does on the connection belongs to the write: it is in its transaction.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has hooks, and none for connections of type `{C}`",
    label = "`#[model(hooks(…))]` stands on it",
    note = "write `impl Hooks<{C}> for {Self} {{ … }}`"
)]
pub trait Hooks<C>: Creatable {
    /// Before a row is created. What it changes is written.
    ///
    /// # Errors
    /// Any: then nothing is created.
    fn before_insert(new: &mut Self::New, conn: &mut C) -> Hooked {
        let _ = (new, conn);
        Ok(())
    }
    /// When a row was created, as the database has it.
    ///
    /// # Errors
    /// Any: then nothing was created.
    fn after_insert(row: &Self, conn: &mut C) -> Hooked {
        let _ = (row, conn);
        Ok(())
    }
    /// Before a row is updated, as it is.
    ///
    /// # Errors
    /// Any: then nothing is updated.
    fn before_update(row: &Self, conn: &mut C) -> Hooked {
        let _ = (row, conn);
        Ok(())
    }
    /// When a row was updated, as it is then.
    ///
    /// # Errors
    /// Any: then nothing was updated.
    fn after_update(row: &Self, conn: &mut C) -> Hooked {
        let _ = (row, conn);
        Ok(())
    }
    /// Before a row is deleted.
    ///
    /// # Errors
    /// Any: then nothing is deleted.
    fn before_delete(row: &Self, conn: &mut C) -> Hooked {
        let _ = (row, conn);
        Ok(())
    }
    /// When a row was deleted, as it was.
    ///
    /// # Errors
    /// Any: then nothing was deleted.
    fn after_delete(row: &Self, conn: &mut C) -> Hooked {
        let _ = (row, conn);
        Ok(())
    }
}

/// [`Hooks`] on an async connection `C`; each is written as an `async fn`.
#[cfg(feature = "async")]
#[diagnostic::on_unimplemented(
    message = "`{Self}` has hooks, and none for connections of type `{C}`",
    label = "`#[model(hooks(…))]` stands on it",
    note = "write `impl AsyncHooks<{C}> for {Self} {{ … }}`"
)]
pub trait AsyncHooks<C>: Creatable {
    /// See [`Hooks::before_insert`].
    ///
    /// # Errors
    /// Any: then nothing is created.
    fn before_insert(new: &mut Self::New, conn: &mut C) -> impl Future<Output = Hooked> + Send {
        let _ = (new, conn);
        std::future::ready(Ok(()))
    }
    /// See [`Hooks::after_insert`].
    ///
    /// # Errors
    /// Any: then nothing was created.
    fn after_insert(row: &Self, conn: &mut C) -> impl Future<Output = Hooked> + Send {
        let _ = (row, conn);
        std::future::ready(Ok(()))
    }
    /// See [`Hooks::before_update`].
    ///
    /// # Errors
    /// Any: then nothing is updated.
    fn before_update(row: &Self, conn: &mut C) -> impl Future<Output = Hooked> + Send {
        let _ = (row, conn);
        std::future::ready(Ok(()))
    }
    /// See [`Hooks::after_update`].
    ///
    /// # Errors
    /// Any: then nothing was updated.
    fn after_update(row: &Self, conn: &mut C) -> impl Future<Output = Hooked> + Send {
        let _ = (row, conn);
        std::future::ready(Ok(()))
    }
    /// See [`Hooks::before_delete`].
    ///
    /// # Errors
    /// Any: then nothing is deleted.
    fn before_delete(row: &Self, conn: &mut C) -> impl Future<Output = Hooked> + Send {
        let _ = (row, conn);
        std::future::ready(Ok(()))
    }
    /// See [`Hooks::after_delete`].
    ///
    /// # Errors
    /// Any: then nothing was deleted.
    fn after_delete(row: &Self, conn: &mut C) -> impl Future<Output = Hooked> + Send {
        let _ = (row, conn);
        std::future::ready(Ok(()))
    }
}

/// A model's hooks as writes call them, by a driver `K`. Written by the derive: of a model
/// without hooks all of it does nothing, and the compiler leaves it out.
pub trait CallHooks<C, K>: Creatable {
    /// Those around the creation of a row are called.
    const INSERT: bool = false;
    /// Those around an update.
    const UPDATE: bool = false;
    /// Those around a deletion.
    const DELETE: bool = false;
    /// Calls the hook.
    ///
    /// # Errors
    /// The hook's.
    fn inserting(_: &mut Self::New, _: &mut C) -> impl Future<Output = Result<()>> + Send {
        std::future::ready(Ok(()))
    }
    /// Calls the hook.
    ///
    /// # Errors
    /// The hook's.
    fn at(_: Event, _: &Self, _: &mut C) -> impl Future<Output = Result<()>> + Send {
        std::future::ready(Ok(()))
    }
}

/// What happens, or has happened, to a row that is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Event {
    Inserted,
    Updating,
    Updated,
    Deleting,
    Deleted,
}

/// A model without hooks.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has hooks, which are called with each row that was created",
    label = "`count_only` reads no rows back",
    note = "leave it out; or write `.without_hooks()` before it, so that none is called"
)]
pub trait Unhooked {
    /// Nothing. (A parameter of the method is found by it: the bound then has this text.)
    type Nothing;
}

/// The error of a hook, as the write's.
fn told(error: Box<dyn StdError + Send + Sync>) -> Error {
    match error.downcast::<Error>() {
        Ok(error) => *error,
        Err(error) => match error.downcast::<diesel::result::Error>() {
            Ok(error) => (*error).into(),
            Err(error) => Error::Hook(error),
        },
    }
}

/// Calls the hooks of a sync connection.
#[doc(hidden)]
pub fn call_inserting<M: Hooks<C>, C>(new: &mut M::New, conn: &mut C) -> Result<()> {
    M::before_insert(new, conn).map_err(told)
}
#[doc(hidden)]
pub fn call_at<M: Hooks<C>, C>(event: Event, row: &M, conn: &mut C) -> Result<()> {
    let done = match event {
        Event::Inserted => M::after_insert(row, conn),
        Event::Updating => M::before_update(row, conn),
        Event::Updated => M::after_update(row, conn),
        Event::Deleting => M::before_delete(row, conn),
        Event::Deleted => M::after_delete(row, conn),
    };
    done.map_err(told)
}

/// Calls the hooks of an async connection.
#[cfg(feature = "async")]
#[doc(hidden)]
pub async fn call_inserting_async<M, C>(new: &mut M::New, conn: &mut C) -> Result<()>
where
    M: AsyncHooks<C>,
    C: Send,
{
    M::before_insert(new, conn).await.map_err(told)
}
#[cfg(feature = "async")]
#[doc(hidden)]
pub async fn call_at_async<M, C>(event: Event, row: &M, conn: &mut C) -> Result<()>
where
    M: AsyncHooks<C> + Sync,
    C: Send,
{
    let done = match event {
        Event::Inserted => M::after_insert(row, conn).await,
        Event::Updating => M::before_update(row, conn).await,
        Event::Updated => M::after_update(row, conn).await,
        Event::Deleting => M::before_delete(row, conn).await,
        Event::Deleted => M::after_delete(row, conn).await,
    };
    done.map_err(told)
}

/// The driver of sync connections, for the derive.
pub type OnSync = SyncDriver;

/// The hooks of a model as the derive says them.
#[cfg(not(feature = "async"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __hooks {
    ($model:ty, $insert:literal, $update:literal, $delete:literal) => {
        $crate::__hooks_sync!($model, $insert, $update, $delete);
    };
}
/// The hooks of a model as the derive says them.
#[cfg(feature = "async")]
#[doc(hidden)]
#[macro_export]
macro_rules! __hooks {
    ($model:ty, $insert:literal, $update:literal, $delete:literal) => {
        $crate::__hooks_sync!($model, $insert, $update, $delete);
        impl<C: ::core::marker::Send, P: 'static>
            $crate::__private::CallHooks<C, $crate::driver::AsyncDriver<P>> for $model
        where
            $model: $crate::AsyncHooks<C>,
        {
            const INSERT: bool = $insert;
            const UPDATE: bool = $update;
            const DELETE: bool = $delete;
            async fn inserting(
                new: &mut Self::New,
                conn: &mut C,
            ) -> ::core::result::Result<(), $crate::Error> {
                $crate::__private::call_inserting_async::<Self, C>(new, conn).await
            }
            async fn at(
                event: $crate::__private::Event,
                row: &Self,
                conn: &mut C,
            ) -> ::core::result::Result<(), $crate::Error> {
                $crate::__private::call_at_async::<Self, C>(event, row, conn).await
            }
        }
    };
}
#[doc(hidden)]
#[macro_export]
macro_rules! __hooks_sync {
    ($model:ty, $insert:literal, $update:literal, $delete:literal) => {
        impl<C: ::core::marker::Send> $crate::__private::CallHooks<C, $crate::__private::OnSync>
            for $model
        where
            $model: $crate::Hooks<C>,
        {
            const INSERT: bool = $insert;
            const UPDATE: bool = $update;
            const DELETE: bool = $delete;
            async fn inserting(
                new: &mut Self::New,
                conn: &mut C,
            ) -> ::core::result::Result<(), $crate::Error> {
                $crate::__private::call_inserting::<Self, C>(new, conn)
            }
            async fn at(
                event: $crate::__private::Event,
                row: &Self,
                conn: &mut C,
            ) -> ::core::result::Result<(), $crate::Error> {
                $crate::__private::call_at::<Self, C>(event, row, conn)
            }
        }
    };
}
