//! What becomes of a row's links, statement by statement.

use diesel::query_builder::QueryId;
use diesel::result::{DatabaseErrorKind, Error::DatabaseError};

use super::statements::{AllBut, Delete, Every, Insert, Keys, Lock, Locked, Which, is_unique};
use super::values::PushLinkValues;
use super::{Change, Linked, ManyToMany};
use crate::backend::{Backend, KeyList};
use crate::model::{Model, Relation};
use crate::write::insert::InsertOn;
use crate::write::session::Session;
use crate::{Error, Result};

/// The links that are wanted, or not.
pub(super) struct Wanted<R: Relation, A> {
    pub(super) change: Change,
    pub(super) from: Keys<R::From>,
    pub(super) to: Keys<R::To>,
    pub(super) values: A,
}

impl<R: ManyToMany, A> Wanted<R, A> {
    /// The number of links that were not there.
    pub(super) async fn insert<S: Session<Db: InsertOn>>(&self, session: &mut S) -> Result<usize>
    where
        A: PushLinkValues<R::Table, S::Db> + QueryId + Send + Sync,
    {
        match self.insert_these(&self.to, session).await {
            Err(error) if is_conflict(&error) && !S::Db::CONFLICT_KEY && is_unique::<R>() => {
                let outside = session.begin().await?;
                let added = self.one_by_one(session).await;
                session.end(outside, added).await
            }
            inserted => inserted,
        }
    }

    /// Looks again at each link by itself: what another connection has inserted meanwhile is
    /// there now, and so is what the database takes for the same as one before it in the list. A
    /// conflict that remains is one with another key.
    async fn one_by_one<S: Session>(&self, session: &mut S) -> Result<usize>
    where
        A: PushLinkValues<R::Table, S::Db> + QueryId + Send + Sync,
    {
        let mut added = 0;
        for key in &self.to.keys {
            let one = KeyList::new(vec![key.clone()]);
            added += match self.insert_these(&one, session).await {
                Err(error) if is_conflict(&error) => self.insert_these(&one, session).await?,
                inserted => inserted?,
            };
        }
        Ok(added)
    }

    async fn insert_these<S: Session>(&self, to: &Keys<R::To>, session: &mut S) -> Result<usize>
    where
        A: PushLinkValues<R::Table, S::Db> + QueryId + Send + Sync,
    {
        let (from, values) = (&self.from, &self.values);
        session.execute(&Insert::<R, A> { from, to, values }).await
    }

    pub(super) async fn delete<Wh: Which, S: Session>(&self, session: &mut S) -> Result<Linked>
    where
        A: Sync,
    {
        Ok(Linked {
            added: 0,
            removed: session.execute(&Delete::<_, _, Wh>::new(self)).await?,
        })
    }

    /// These and no others, which may be none at all.
    pub(super) async fn replace<S: Session<Db: InsertOn>>(&self, session: &mut S) -> Result<Linked>
    where
        A: PushLinkValues<R::Table, S::Db> + QueryId + Send + Sync,
    {
        // Nobody is said to have the right to lock rows that are never written to.
        let locks = S::Db::LOCKS_ROWS && !R::From::META.readonly;
        if !locks && self.to.keys.is_empty() {
            return self.delete::<Every, S>(session).await;
        }
        let outside = session.begin().await?;
        let changed = self.replace_inside(locks, session).await;
        session.end(outside, changed).await
    }

    /// Links that another connection has not committed yet are not seen, and so not deleted: its
    /// list and this one would both be there. So the row is locked first, in a statement of its
    /// own, since one that waits may see what was there before it did.
    async fn replace_inside<S: Session<Db: InsertOn>>(
        &self,
        locks: bool,
        session: &mut S,
    ) -> Result<Linked>
    where
        A: PushLinkValues<R::Table, S::Db> + QueryId + Send + Sync,
    {
        if locks {
            let _: Vec<Locked> = session.load(&Lock::<R>(&self.from)).await?;
        }
        if self.to.keys.is_empty() {
            return self.delete::<Every, S>(session).await;
        }
        let gone = self.delete::<AllBut, S>(session).await?;
        let added = self.insert(session).await?;
        Ok(Linked { added, ..gone })
    }
}

/// Whether a unique key was violated.
fn is_conflict(error: &Error) -> bool {
    matches!(
        error,
        Error::Database(DatabaseError(DatabaseErrorKind::UniqueViolation, _))
    )
}
