//! The steps that lock rows: `for_update`, `for_share`, `of`, `nowait`, `skip_locked`.

use std::marker::PhantomData;

use super::{All, QuerySet};
use crate::ast::{ForShare, ForUpdate, Lock, Locked, NotNull, Unlocked, Waiting, Waits};
use crate::load::pick::Pick;
use crate::model::{Model, Relation, ToOne};
use crate::path::{Hop, Hops, Path};

/// A relation whose rows can be locked with the queryset's: to-one, and never missing.
#[diagnostic::on_unimplemented(
    message = "`of` locks rows of a relation that leads to exactly one row, and this one does not",
    label = "a foreign key that is never NULL goes here, and such ones behind it",
    note = "databases lock no row that may be missing from the result: load the relation's rows by a queryset of their own, with `for_update()`"
)]
pub trait LockPath<M> {
    /// The path.
    type Path: Path;
}
#[diagnostic::do_not_recommend]
impl<M, P, R> LockPath<M> for Hops<P, R>
where
    P: Path,
    R: Relation<From = P::Model>,
    R::Arity: ToOne,
    Hop<P, R>: Path<Null = NotNull>,
{
    type Path = Hop<P, R>;
}

impl<M, W, O, D, S, L> QuerySet<M, W, O, D, S, L> {
    fn relocked<S2>(self, change: impl FnOnce(S) -> S2) -> QuerySet<M, W, O, D, S2, L> {
        QuerySet {
            condition: self.condition,
            order: self.order,
            slice: change(self.slice),
            slots: self.slots,
            types: PhantomData,
        }
    }
}

impl<M, W, O, S, L> QuerySet<M, W, O, All, S, L>
where
    M: Model,
    L: Pick<M>,
{
    /// Locks the rows that are loaded until the transaction ends: others that would change or
    /// lock them wait. Rows that are loaded with them are not locked, unless
    /// [`of`](QuerySet::of) says so.
    ///
    /// ```no_run
    /// # orm_core::doctest_models!();
    /// # #[cfg(feature = "postgres")]
    /// # fn example(conn: &mut diesel::PgConnection) -> orm_core::Result<()> {
    /// // A queue that several workers empty: each takes tracks that no other one has.
    /// atomic(conn, |conn| {
    ///     let queue = queryset!(Track.order_by(id)[..10].for_update().skip_locked());
    ///     for track in &queue.load(conn)? {
    ///         println!("{}", track.name);
    ///     }
    ///     Ok::<(), orm_core::Error>(())
    /// })?;
    /// // The same by the one statement that marks them.
    /// let next = queryset!(
    ///     Track
    ///         .filter(unit_price > 0.0)
    ///         .order_by(id)[..10]
    ///         .for_update()
    ///         .skip_locked()
    ///         .update(unit_price = 0.0)
    /// );
    /// for track in &next.returning().run(conn)? {
    ///     println!("{}", track.name);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// SQL: PostgreSQL `… FOR UPDATE OF "self"`, MySQL `… FOR UPDATE OF self`, MariaDB
    /// `… FOR UPDATE`, which locks the rows of joined tables as well. On SQLite, which locks its
    /// whole file, a terminal does not compile: begin the transaction by `transaction(conn).immediate()`.
    ///
    /// Terminals that load rows by one query lock them: `load`, `get`, `first`, `last`,
    /// `iterator`. `count` and `exists` lock nothing. An update and a deletion of a slice lock its
    /// rows where they choose them, on SQLite by the file's lock.
    ///
    /// # Errors
    /// Of terminals: [`Error::NoTransaction`](crate::Error::NoTransaction) outside of a
    /// transaction, where the lock would be gone as soon as it is there.
    pub fn for_update(self) -> QuerySet<M, W, O, All, Locked<S, Lock<ForUpdate, Waiting, ()>>, L>
    where
        S: Unlocked,
    {
        self.relocked(Locked::new)
    }

    /// Locks the rows that are loaded against changes until the transaction ends; others may
    /// read them, and lock them in the same way. See [`for_update`](Self::for_update).
    ///
    /// SQL: PostgreSQL and MySQL `… FOR SHARE OF …`, MariaDB `… LOCK IN SHARE MODE`.
    pub fn for_share(self) -> QuerySet<M, W, O, All, Locked<S, Lock<ForShare, Waiting, ()>>, L>
    where
        S: Unlocked,
    {
        self.relocked(Locked::new)
    }
}

impl<M, W, O, D, S, L> QuerySet<M, W, O, D, S, L>
where
    M: Model,
    L: Pick<M>,
{
    /// Locks the rows of a relation as well, which is joined for it: `for_update().of(artist)`.
    ///
    /// SQL: `… INNER JOIN artists … FOR UPDATE OF "self", "artist"`.
    pub fn of<H>(self, relation: H) -> QuerySet<M, W, O, D, S::Of<H::Path>, L>
    where
        H: LockPath<M>,
        S: Waits,
    {
        let _ = relation;
        self.relocked(Waits::of)
    }

    /// Rows that others have locked are an error at once, by which
    /// [`Error::is_lock_not_available`](crate::Error::is_lock_not_available).
    ///
    /// SQL: `… FOR UPDATE … NOWAIT`.
    pub fn nowait(self) -> QuerySet<M, W, O, D, S::NoWait, L>
    where
        S: Waits,
    {
        self.relocked(Waits::no_wait)
    }

    /// Rows that others have locked are left out.
    ///
    /// SQL: `… FOR UPDATE … SKIP LOCKED`.
    pub fn skip_locked(self) -> QuerySet<M, W, O, D, S::SkipLocked, L>
    where
        S: Waits,
    {
        self.relocked(Waits::skip_locked)
    }
}
