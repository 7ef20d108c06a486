//! `update`: rows of a queryset are changed by one statement.

use diesel::QueryResult;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};

use super::assign::{Assignments, PushAssignments, Target, bit};
use super::new::{Creatable, New};
use super::rows::{self, NoReadonly, RowsOf, push_planned, push_where, rows_of};
use super::run::WriteStatement;
use super::touched::{PushTimes, Touched, push_version};
use crate::ast::{Asks, Chosen, Condition, Filter, LockedSlice, OrderBy, SlicedLock};
use crate::backend::{Backend, Dialect};
use crate::load::pick::Pick;
use crate::model::{Columns, Model, ModelMeta};
use crate::path::{Joins, Path, Root, push_pairs, push_table};
use crate::queryset::{Distinctness, KeyedSelect, QuerySet, ToWrite};
use crate::{Error, Result};

/// The alias of the table that is written, where it is read under the queryset's.
const TARGET: &str = "self.target";

/// An update of the rows that meet `W`, by assignments `A`. Made by
/// [`QuerySet::update`], run by [`run`](Self::run).
pub struct Update<M: Touched, W, A> {
    pub(super) rows: RowsOf<M, W>,
    assignments: A,
    /// Those of when it was made, which whoever prints it sees.
    times: M::Times,
    validates: bool,
}

impl<M: Touched, W, A> Update<M, W, A> {
    pub(super) fn new(rows: RowsOf<M, W>, assignments: A) -> Self {
        Self {
            rows,
            assignments,
            times: M::times(),
            validates: true,
        }
    }

    /// Updates the rows unasked: the rules of a model with `#[model(validate)]` are passed over.
    #[must_use = "`run` updates them"]
    pub fn unvalidated(mut self) -> Self {
        self.validates = false;
        self
    }

    /// Rules are asked of what is updated.
    pub(super) fn validates(&self) -> bool
    where
        M: Creatable,
    {
        M::New::RULES && self.validates
    }

    /// Which columns are set, a bit each.
    pub(super) fn sets(&self) -> u128
    where
        A: Assignments<M>,
    {
        self.assignments.sets()
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
            validates: self.validates,
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
    /// subquery, and so is a condition with one. Conditions are asked of each row as it is when it
    /// is changed, whatever others changed meanwhile.
    ///
    /// A slice chooses its rows before they are changed, so it locks them where it chooses them,
    /// and two connections take different ones. That is said, by
    /// [`for_update`](Self::for_update); without it no slice is updated:
    ///
    /// ```
    /// # orm_core::doctest_models!();
    /// # let conn = &mut connection();
    /// let next = queryset!(
    ///     Track
    ///         .filter(unit_price < 1.0)
    ///         .order_by(id)[..2]
    ///         .for_update()
    ///         .update(unit_price = 1.0)
    /// );
    /// assert_eq!(next.run(conn)?, 2); // 1 query
    /// # Ok::<(), orm_core::Error>(())
    /// ```
    ///
    /// SQL: `… WHERE key IN (SELECT key … LIMIT … FOR UPDATE)`, with the words of
    /// [`skip_locked`](Self::skip_locked) and [`nowait`](Self::nowait); on SQLite, where no other
    /// connection writes meanwhile, without them.
    pub fn update<A>(self, assignments: A) -> Update<M, S::Where, A>
    where
        M: NoReadonly + Touched,
        A: Assignments<M>,
        S: ToWrite<M, W, O> + LockedSlice + SlicedLock,
        S::Where: Filter<Says: Chosen<M>>,
    {
        let condition = self.slice.to_write(self.condition, &self.order);
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
    M: Touched<Times: PushTimes<DB>>,
    W: Condition + QueryFragment<DB>,
    A: PushAssignments<M, DB>,
    RowsOf<M, W>: KeyedSelect<DB>,
    Self: Sync,
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
    type Now<'u>
        = Now<'u, M, W, A>
    where
        Self: 'u;
    fn now(&self) -> Now<'_, M, W, A> {
        Now {
            update: self,
            times: M::times(),
        }
    }
}

/// An update that is run now.
pub struct Now<'u, M: Touched, W, A> {
    update: &'u Update<M, W, A>,
    times: M::Times,
}
impl<M, W, A> QueryId for Now<'_, M, W, A>
where
    M: Touched,
    W: QueryId,
    A: QueryId,
{
    type QueryId = <Update<M, W, A> as QueryId>::QueryId;
    const HAS_STATIC_QUERY_ID: bool = Update::<M, W, A>::HAS_STATIC_QUERY_ID;
}
impl<M, W, A, DB> QueryFragment<DB> for Now<'_, M, W, A>
where
    M: Touched<Times: PushTimes<DB>>,
    W: Condition + QueryFragment<DB>,
    A: PushAssignments<M, DB>,
    RowsOf<M, W>: KeyedSelect<DB>,
    DB: Backend,
{
    fn walk_ast<'b>(&'b self, out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        self.update.push(&self.times, out)
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
    fn walk_ast<'b>(&'b self, out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        self.push(&self.times, out)
    }
}

impl<M: Touched, W, A> Update<M, W, A> {
    fn push<'b, DB>(&'b self, times: &'b M::Times, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()>
    where
        M::Times: PushTimes<DB>,
        W: Condition + QueryFragment<DB>,
        A: PushAssignments<M, DB>,
        RowsOf<M, W>: KeyedSelect<DB>,
        DB: Backend,
    {
        let sets = Sets {
            assignments: &self.assignments,
            times,
        };
        let looks_up = W::ASKS != Asks::Values;
        sets.push_update(0, looks_up, &mut |_, _, _| Ok(()), &mut out)?;
        push_where(&self.rows, out)
    }
}

/// Refuses an update of the key, by which rows are to be found again.
pub(super) fn refuse_key<M: Model>(sets: u128) -> Result<()> {
    match M::META.key.iter().any(|&at| sets & bit(at) != 0) {
        true => Err(Error::SetsKey {
            model: M::META.name,
        }),
        false => Ok(()),
    }
}

/// What an update sets: its assignments, the times of `auto_now`, and the version.
pub(super) struct Sets<'s, M: Touched, A> {
    pub(super) assignments: &'s A,
    pub(super) times: &'s M::Times,
}
impl<M: Touched, A> Clone for Sets<'_, M, A> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<M: Touched, A> Copy for Sets<'_, M, A> {}

/// Writes columns that are set besides: to what they are set is known to the caller.
type Besides<'w, 'b, DB> =
    dyn FnMut(&mut bool, Target, &mut AstPass<'_, 'b, DB>) -> QueryResult<()> + 'w;

impl<'s, M: Touched, A> Sets<'s, M, A> {
    /// `UPDATE table AS self SET …`. Which columns are set besides, `taken` tells; and `looks_up`,
    /// whether the condition asks lists or tables.
    pub(super) fn push_update<DB>(
        self,
        taken: u128,
        looks_up: bool,
        besides: &mut Besides<'_, 's, DB>,
        out: &mut AstPass<'_, 's, DB>,
    ) -> QueryResult<()>
    where
        M::Times: PushTimes<DB>,
        A: PushAssignments<M, DB>,
        DB: Backend,
    {
        out.push_sql("UPDATE ");
        push_table(M::META, Root::<M>::ALIAS, out)?;
        let first = &mut true;
        let target = if out.backend().dialect() == Dialect::Mysql {
            self.push_mysql(looks_up, first, besides, out)?
        } else {
            let target = Target {
                alias: None,
                joined: false,
            };
            besides(first, target, out)?;
            self.assignments.push(None, first, target, out.reborrow())?;
            target
        };
        let taken = taken | self.assignments.sets();
        self.times.push_times(taken, target, out)?;
        push_version::<M, DB>(taken, target, out)
    }

    /// MySQL joins what is updated, and sets one column after the other: the later ones see
    /// what the earlier ones set. So what reads columns stands first; and where several do,
    /// they read the row under another name than that under which it is set.
    fn push_mysql<DB>(
        self,
        looks_up: bool,
        first: &mut bool,
        besides: &mut Besides<'_, 's, DB>,
        out: &mut AstPass<'_, 's, DB>,
    ) -> QueryResult<Target>
    where
        A: PushAssignments<M, DB>,
        DB: Backend,
    {
        let alias = if A::READING > 1 {
            out.push_sql(" INNER JOIN ");
            push_table(M::META, TARGET, out)?;
            out.push_sql(" ON ");
            let key = Columns::KeyOf(M::META);
            push_pairs(TARGET, key, Root::<M>::ALIAS, key, out)?;
            TARGET
        } else {
            if looks_up {
                push_planned(out);
            }
            Root::<M>::ALIAS
        };
        self.assignments.joins(&mut Joins::new(out))?;
        let target = Target {
            alias: Some(alias),
            joined: true,
        };
        self.assignments
            .push(Some(true), first, target, out.reborrow())?;
        besides(first, target, out)?;
        self.assignments
            .push(Some(false), first, target, out.reborrow())?;
        Ok(target)
    }
}
