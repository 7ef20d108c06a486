//! FOR UPDATE and FOR SHARE: the tail of a statement, behind its LIMIT.

use std::marker::PhantomData;

use diesel::QueryResult;
use diesel::backend::Backend as DieselBackend;
use diesel::query_builder::{AstPass, QueryId};

use super::{NoSlice, PushSlice, Slice, SliceFrom, SliceFromTo, SliceTo};
use crate::backend::{Backend, Dialect, push_lock};
use crate::driver::{Driver, NoDriver, SyncDriver};
use crate::path::{Joins, Path};

/// A slice whose rows are locked, in the way that `K` says.
pub struct Locked<S, K> {
    slice: S,
    kind: PhantomData<fn() -> K>,
}

impl<S: Clone, K> Clone for Locked<S, K> {
    fn clone(&self) -> Self {
        Self::new(self.slice.clone())
    }
}
impl<S: Copy, K> Copy for Locked<S, K> {}

impl<S, K> Locked<S, K> {
    pub(crate) fn new(slice: S) -> Self {
        Self {
            slice,
            kind: PhantomData,
        }
    }

    /// The slice alone.
    pub(crate) fn into_slice(self) -> S {
        self.slice
    }
}

impl<S: QueryId, K: 'static> QueryId for Locked<S, K> {
    type QueryId = Locked<S::QueryId, K>;
    const HAS_STATIC_QUERY_ID: bool = S::HAS_STATIC_QUERY_ID;
}

/// How rows are locked: strength, waiting, and which other rows.
pub struct Lock<St, Wt, Of>(PhantomData<fn() -> (St, Wt, Of)>);

/// How rows are locked, in words of SQL.
pub trait LockKind: 'static {
    /// FOR UPDATE, or FOR SHARE.
    const UPDATE: bool;
    /// What is done about rows that others have locked.
    const WAITING: &'static str;
    /// The relations whose rows are locked besides.
    type Of: LockPaths;
    /// It is a write's own.
    const OF_WRITE: bool = false;
}

/// The lock of a write whose rows a slice chooses: without it two connections would choose the
/// same, and one would write what the other has changed. (On MySQL, which locks what a write reads
/// for sharing, each would wait for the other.)
pub struct OfWrite<K>(PhantomData<fn() -> K>);
impl<K: LockKind> LockKind for OfWrite<K> {
    const UPDATE: bool = K::UPDATE;
    const WAITING: &'static str = K::WAITING;
    type Of = K::Of;
    const OF_WRITE: bool = true;
}

/// Nobody else may change or lock the rows.
pub struct ForUpdate;
/// Nobody else may change the rows.
pub struct ForShare;
/// Others' locks are waited for.
pub struct Waiting;
/// Others' locks are an error.
pub struct NoWait;
/// Rows that others have locked are left out.
pub struct SkipLocked;

macro_rules! kinds {
    ($($strength:ident $update:literal, $waiting:ident $words:literal;)*) => { $(
        impl<Of: LockPaths> LockKind for Lock<$strength, $waiting, Of> {
            const UPDATE: bool = $update;
            const WAITING: &'static str = $words;
            type Of = Of;
        }
    )* };
}
kinds! {
    ForUpdate true, Waiting "";
    ForUpdate true, NoWait " NOWAIT";
    ForUpdate true, SkipLocked " SKIP LOCKED";
    ForShare false, Waiting "";
    ForShare false, NoWait " NOWAIT";
    ForShare false, SkipLocked " SKIP LOCKED";
}

/// Paths whose rows are locked: `(first, (second, ()))`.
pub trait LockPaths: 'static {
    /// Writes the joins.
    ///
    /// # Errors
    /// Those of the query builder.
    fn joins<DB: DieselBackend>(joins: &mut Joins<'_, '_, '_, DB>) -> QueryResult<()>;
    /// Writes `, alias` for each.
    ///
    /// # Errors
    /// Those of the query builder.
    fn names<DB: DieselBackend>(out: &mut AstPass<'_, '_, DB>) -> QueryResult<()>;
}
impl LockPaths for () {
    fn joins<DB: DieselBackend>(_: &mut Joins<'_, '_, '_, DB>) -> QueryResult<()> {
        Ok(())
    }
    fn names<DB: DieselBackend>(_: &mut AstPass<'_, '_, DB>) -> QueryResult<()> {
        Ok(())
    }
}
impl<P: Path, T: LockPaths> LockPaths for (P, T) {
    fn joins<DB: DieselBackend>(joins: &mut Joins<'_, '_, '_, DB>) -> QueryResult<()> {
        T::joins(joins)?;
        P::join(joins)
    }
    fn names<DB: DieselBackend>(out: &mut AstPass<'_, '_, DB>) -> QueryResult<()> {
        T::names(out)?;
        out.push_sql(", ");
        out.push_identifier(P::ALIAS)
    }
}

impl<S: Slice, K: LockKind> Slice for Locked<S, K> {
    const SLICED: bool = S::SLICED;
    const LOCKED: bool = true;
    type Limits = S::Limits;
    type Top = S::Top;
    fn top(&self, count: i64) -> S::Top {
        self.slice.top(count)
    }
    fn is_valid(&self) -> bool {
        self.slice.is_valid()
    }
    fn lock_joins<DB: DieselBackend>(&self, joins: &mut Joins<'_, '_, '_, DB>) -> QueryResult<()> {
        K::Of::joins(joins)
    }
}

impl<S: PushSlice<DB>, K: LockKind, DB: Backend> PushSlice<DB> for Locked<S, K> {
    fn push_limit<'b>(&'b self, out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        self.slice.push_limit(out)
    }
    fn push_window<'b>(&'b self, row: &str, out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        self.slice.push_window(row, out)
    }
    fn push_write_lock<'b>(&'b self, root: &str, out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        // SQLite locks its file as a whole.
        if K::OF_WRITE && out.backend().dialect() != Dialect::Sqlite {
            return self.push_lock(root, out);
        }
        Ok(())
    }
    fn push_lock<'b>(&'b self, root: &str, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        push_lock(K::UPDATE, K::WAITING, root, K::Of::names::<DB>, &mut out)
    }
}

/// Rows that are not locked.
#[diagnostic::on_unimplemented(
    message = "this does not go together with `for_update` or `for_share`",
    label = "the rows are locked",
    note = "rows are locked by the one query of `load`, `get`, `first`, `last` or `iterator`, and not by a part of it"
)]
pub trait Unlocked {}

/// Rows that are locked, and for others' locks nothing was said yet.
#[diagnostic::on_unimplemented(
    message = "`of`, `nowait` and `skip_locked` say more of a lock, and there is none before them",
    label = "write `for_update()` or `for_share()` before it",
    note = "`nowait()` or `skip_locked()` is said once, after `of`"
)]
pub trait Waits {
    /// The same, where others' locks are an error.
    type NoWait;
    /// The same, where rows that others have locked are left out.
    type SkipLocked;
    /// The same, and rows at path `P` are locked as well.
    type Of<P: Path>;
    /// Others' locks are an error.
    fn no_wait(self) -> Self::NoWait;
    /// Rows that others have locked are left out.
    fn skip_locked(self) -> Self::SkipLocked;
    /// Rows at path `P` are locked as well.
    fn of<P: Path>(self) -> Self::Of<P>;
}
#[diagnostic::do_not_recommend]
impl<S, St, Of> Waits for Locked<S, Lock<St, Waiting, Of>> {
    type NoWait = Locked<S, Lock<St, NoWait, Of>>;
    type SkipLocked = Locked<S, Lock<St, SkipLocked, Of>>;
    type Of<P: Path> = Locked<S, Lock<St, Waiting, (P, Of)>>;
    fn no_wait(self) -> Self::NoWait {
        Locked::new(self.slice)
    }
    fn skip_locked(self) -> Self::SkipLocked {
        Locked::new(self.slice)
    }
    fn of<P: Path>(self) -> Self::Of<P> {
        Locked::new(self.slice)
    }
}

/// Rows that are written: not those of a slice, unless it locks them.
#[diagnostic::on_unimplemented(
    message = "a slice chooses its rows before they are written, and another connection may choose the same",
    label = "of a slice whose rows are not locked",
    note = "lock them where they are chosen, by `for_update()` after the slice: `….order_by(id)[..10].for_update()`, and in a queue `.for_update().skip_locked()`"
)]
pub trait LockedSlice {}
#[diagnostic::do_not_recommend]
impl LockedSlice for NoSlice {}
#[diagnostic::do_not_recommend]
impl<S, K> LockedSlice for Locked<S, K> {}

/// Rows that are written: locked only where a slice chooses them, and against everybody.
#[diagnostic::on_unimplemented(
    message = "a write locks its rows by itself: only those of a slice are locked by a word before it, and that is `for_update`",
    label = "locked for a write",
    note = "leave `for_update()`, `for_share()` or `of(…)` out; of a slice: `….order_by(id)[..10].for_update()`"
)]
pub trait SlicedLock {}
#[diagnostic::do_not_recommend]
impl SlicedLock for NoSlice {}
macro_rules! sliced_locks {
    ($($slice:ty)*) => { $(
        #[diagnostic::do_not_recommend]
        impl SlicedLock for $slice {}
        #[diagnostic::do_not_recommend]
        impl<Wt> SlicedLock for Locked<$slice, Lock<ForUpdate, Wt, ()>> {}
    )* };
}
sliced_locks!(SliceTo SliceFrom SliceFromTo);

/// A database that locks rows.
pub trait LocksRows {}
#[cfg(feature = "postgres-backend")]
impl LocksRows for diesel::pg::Pg {}
#[cfg(feature = "mysql-backend")]
impl LocksRows for diesel::mysql::Mysql {}

/// Connections on which the rows of slice `Self` can be locked, if they are to be.
#[diagnostic::on_unimplemented(
    message = "`for_update` and `for_share` lock rows, and the database of `{C}` has no locks of rows",
    label = "SQLite locks its whole file",
    note = "take that lock from the beginning of a transaction, and leave `for_update` out: `transaction(conn).immediate().run(|conn| …)`"
)]
pub trait LockOn<C, K: Driver = SyncDriver> {}

macro_rules! unlocked {
    ($($slice:ty)*) => { $(
        #[diagnostic::do_not_recommend]
        impl Unlocked for $slice {}
        #[diagnostic::do_not_recommend]
        impl<C, K: Driver> LockOn<C, K> for $slice {}
    )* };
}
unlocked!(NoSlice SliceTo SliceFrom SliceFromTo);

#[diagnostic::do_not_recommend]
impl<S, L, C> LockOn<C, SyncDriver> for Locked<S, L> where C: diesel::Connection<Backend: LocksRows> {}
#[cfg(feature = "async")]
#[diagnostic::do_not_recommend]
impl<S, L, C, P: 'static> LockOn<C, crate::driver::AsyncDriver<P>> for Locked<S, L> where
    C: diesel_async::AsyncConnectionCore<Backend: LocksRows>
{
}
#[diagnostic::do_not_recommend]
impl<S, L, C: super::Nothing> LockOn<C, NoDriver> for Locked<S, L> {}
