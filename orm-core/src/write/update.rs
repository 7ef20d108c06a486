//! `update`: rows of a queryset are changed by one statement.

use diesel::QueryResult;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};

use super::assign::{Assignments, PushAssignments, Target};
use super::rows::{self, NoReadonly, RowsOf, push_where, rows_of};
use super::run::WriteStatement;
use super::touched::{PushTimes, Touched, push_version};
use crate::Result;
use crate::ast::{Chosen, Condition, Filter, OrderBy, Unlocked};
use crate::backend::{Backend, Dialect};
use crate::load::pick::Pick;
use crate::model::{Columns, Model, ModelMeta};
use crate::path::{Joins, Path, Root, push_pairs, push_table};
use crate::queryset::{Distinctness, KeyedSelect, QuerySet, Resume};

/// The alias of the table that is written, where it is read under the queryset's.
const TARGET: &str = "self.target";

/// An update of the rows that meet `W`, by assignments `A`. Made by
/// [`QuerySet::update`], run by [`run`](Self::run).
pub struct Update<M: Touched, W, A> {
    pub(super) rows: RowsOf<M, W>,
    assignments: A,
    times: M::Times,
}

impl<M: Touched, W, A> Update<M, W, A> {
    pub(super) fn new(rows: RowsOf<M, W>, assignments: A) -> Self {
        Self {
            rows,
            assignments,
            times: M::times(),
        }
    }

    /// Refuses what has no meaning.
    pub(super) fn check_all(&self) -> Result<()>
    where
        W: Condition,
        A: Assignments<M>,
    {
        rows::check(&self.rows)?;
        self.assignments.check()
    }

    /// Refuses what has no meaning, in the subqueries of the values.
    pub(super) fn check_assignments(&self) -> Result<()>
    where
        A: Assignments<M>,
    {
        self.assignments.check()
    }

    /// Nothing is set.
    pub(super) fn is_empty(&self) -> bool
    where
        A: Assignments<M>,
    {
        self.assignments.is_empty()
    }
}

impl<M, W, A> Clone for Update<M, W, A>
where
    M: Touched<Unloaded: Clone>,
    W: Clone,
    A: Clone,
{
    fn clone(&self) -> Self {
        Self {
            rows: self.rows.clone(),
            assignments: self.assignments.clone(),
            times: self.times.clone(),
        }
    }
}

impl<M, W, O, D, S, L> QuerySet<M, W, O, D, S, L>
where
    M: Model,
    O: OrderBy<M>,
    D: Distinctness,
    L: Pick<M>,
{
    /// Changes the rows, by one statement that the database runs as a whole: what is calculated
    /// from columns, by `F(…)`, is calculated there, of the row as it is at that moment.
    /// `(assignment, (assignment, ()))`.
    ///
    /// ```
    /// # orm_core::doctest_models!();
    /// # let conn = &mut connection();
    /// let dearer = queryset!(
    ///     Track
    ///         .filter(album.artist.name == "AC/DC")
    ///         .update(unit_price = F(unit_price) + 1.0, genre_id = None)
    /// );
    /// assert_eq!(dearer.run(conn)?, 2); // 1 query
    /// assert!(!queryset!(Track.filter(genre_id == 1)).exists(conn)?);
    /// # Ok::<(), orm_core::Error>(())
    /// ```
    ///
    /// SQL: `UPDATE … SET column = value, … WHERE condition`. A value behind a relation is a
    /// subquery, and so is a condition with one; a slice is `key IN (SELECT key … LIMIT …)`.
    /// Conditions are asked of each row as it is when it is changed, whatever others changed
    /// meanwhile; a slice on PostgreSQL is a list of keys made before, so that two connections may
    /// take the same rows.
    pub fn update<A>(self, assignments: A) -> Update<M, S::Where, A>
    where
        M: NoReadonly + Touched,
        A: Assignments<M>,
        S: Resume<M, W, O, D, L> + Unlocked,
        S::Where: Filter<Says: Chosen<M>>,
    {
        let (condition, _) = self.slice.resume(self.condition, &self.order);
        Update::new(rows_of(condition), assignments)
    }
}

impl<M, W, A> QueryId for Update<M, W, A>
where
    M: Touched,
    W: QueryId,
    A: QueryId,
{
    type QueryId = Update<M, W::QueryId, A::QueryId>;
    const HAS_STATIC_QUERY_ID: bool = W::HAS_STATIC_QUERY_ID && A::HAS_STATIC_QUERY_ID;
}
impl<M, W, A, DB> WriteStatement<DB> for Update<M, W, A>
where
    M: Touched,
    W: Condition,
    A: Assignments<M>,
    Self: QueryFragment<DB> + QueryId + Sync,
    DB: Backend,
{
    fn meta(&self) -> &'static ModelMeta {
        M::META
    }
    fn check(&self) -> Result<()> {
        self.check_all()
    }
    fn is_empty(&self) -> bool {
        self.assignments.is_empty()
    }
}

impl<M, W, A, DB> QueryFragment<DB> for Update<M, W, A>
where
    M: Touched,
    W: Condition + QueryFragment<DB>,
    M::Times: PushTimes<DB>,
    A: PushAssignments<M, DB>,
    RowsOf<M, W>: KeyedSelect<DB>,
    DB: Backend,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql("UPDATE ");
        push_table(M::META, Root::<M>::ALIAS, &mut out)?;
        if out.backend().dialect() == Dialect::Mysql {
            self.push_mysql(out.reborrow())?;
        } else {
            let target = Target {
                alias: None,
                joined: false,
            };
            self.assignments
                .push(None, &mut true, target, out.reborrow())?;
            self.push_touched(target, &mut out)?;
        }
        push_where(&self.rows, out)
    }
}

impl<M, W, A> Update<M, W, A>
where
    M: Touched,
    W: Condition,
    A: Assignments<M>,
{
    /// MySQL joins what is updated, and sets one column after the other: the later ones see
    /// what the earlier ones set. So what reads columns stands first; and where several do,
    /// they read the row under another name than that under which it is set.
    fn push_mysql<'b, DB>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()>
    where
        M::Times: PushTimes<DB>,
        A: PushAssignments<M, DB>,
        DB: Backend,
    {
        let alias = if A::READING > 1 {
            out.push_sql(" INNER JOIN ");
            push_table(M::META, TARGET, &mut out)?;
            out.push_sql(" ON ");
            let key = Columns::KeyOf(M::META);
            push_pairs(TARGET, key, Root::<M>::ALIAS, key, &mut out)?;
            TARGET
        } else {
            Root::<M>::ALIAS
        };
        self.assignments.joins(&mut Joins::new(&mut out))?;
        let target = Target {
            alias: Some(alias),
            joined: true,
        };
        let first = &mut true;
        self.assignments
            .push(Some(true), first, target, out.reborrow())?;
        self.assignments
            .push(Some(false), first, target, out.reborrow())?;
        self.push_touched(target, &mut out)
    }

    fn push_touched<'b, DB>(
        &'b self,
        target: Target,
        out: &mut AstPass<'_, 'b, DB>,
    ) -> QueryResult<()>
    where
        M::Times: PushTimes<DB>,
        DB: Backend,
    {
        let taken = self.assignments.sets();
        self.times.push_times(taken, target, out)?;
        push_version::<M, DB>(taken, target, out)
    }
}
