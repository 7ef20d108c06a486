//! `update`: rows of a queryset are changed by one statement.

use std::marker::PhantomData;

use diesel::QueryResult;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};

use super::assign::{Assignments, PushAssignments, Target, push_from_one_row};
use super::run::WriteStatement;
use crate::ast::{Condition, ModelOrder, NoSlice, OrderBy, Unlocked, push_key_in};
use crate::backend::{Backend, Dialect};
use crate::load::count::Flag;
use crate::load::pick::Pick;
use crate::model::{Columns, Model, ModelMeta};
use crate::path::{Joins, Path, Root, push_pairs, push_table};
use crate::queryset::{
    All, Combined, Distinctness, Groups, KeyedSelect, QuerySet, Ranked, Resume, RowSet, Windows,
};
use crate::{Error, Result};

/// The alias of the table that is written, where it is read under the queryset's.
const TARGET: &str = "self.target";

/// A model that is written: any but those with `#[model(readonly)]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is never written",
    label = "its rows are only read",
    note = "`#[model(readonly)]` stands on `{Self}`"
)]
pub trait NoReadonly {}

/// The rows that a write is of: those that meet a condition.
type RowsOf<M, W> = QuerySet<M, W, ModelOrder, All, NoSlice, <M as Model>::Unloaded>;

/// An update of the rows that meet `W`, by assignments `A`. Made by
/// [`QuerySet::update`], run by [`run`](Self::run).
pub struct Update<M: Model, W, A> {
    rows: RowsOf<M, W>,
    assignments: A,
}

impl<M, W, A> Clone for Update<M, W, A>
where
    M: Model<Unloaded: Clone>,
    W: Clone,
    A: Clone,
{
    fn clone(&self) -> Self {
        Self {
            rows: self.rows.clone(),
            assignments: self.assignments.clone(),
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
        M: NoReadonly,
        A: Assignments<M>,
        S: Resume<M, W, O, D, L> + Unlocked,
    {
        let (condition, _) = self.slice.resume(self.condition, &self.order);
        Update {
            rows: QuerySet {
                condition,
                order: ModelOrder,
                slice: NoSlice,
                slots: M::Unloaded::default(),
                types: PhantomData,
            },
            assignments,
        }
    }
}

/// What has rows of a table that can be written: no groups, and no rows that are there.
#[diagnostic::on_unimplemented(
    message = "`update` writes the rows of a queryset, and these are none",
    label = "nothing that the database could find and write",
    note = "say which rows by a filter: `queryset!(Model.filter(…).update(…))`"
)]
pub trait RowsToWrite<Q> {}

macro_rules! no_rows {
    ($(<$($param:ident),*> $builder:ty;)*) => { $(
        impl<$($param),*> $builder {
            #[doc(hidden)]
            pub fn update<New: RowsToWrite<Self>>(self, _: New) -> Self {
                self
            }
            #[doc(hidden)]
            pub fn set<New: RowsToWrite<Self>>(self, _: New) -> Self {
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
    <V, M, L> RowSet<V, M, L>;
}

impl<M, W, A> QueryId for Update<M, W, A>
where
    M: Model,
    W: QueryId,
    A: QueryId,
{
    type QueryId = Update<M, W::QueryId, A::QueryId>;
    const HAS_STATIC_QUERY_ID: bool = W::HAS_STATIC_QUERY_ID && A::HAS_STATIC_QUERY_ID;
}
impl<M, W, A, DB> WriteStatement<DB> for Update<M, W, A>
where
    M: Model,
    W: Condition,
    A: Assignments<M>,
    Self: QueryFragment<DB> + QueryId + Sync,
    DB: Backend,
{
    fn meta(&self) -> &'static ModelMeta {
        M::META
    }
    fn check(&self) -> Result<()> {
        self.rows.condition.check()?;
        self.assignments.check()?;
        // A condition that was said and is absent must not mean all rows.
        if <W::Limits as Flag>::SOME && self.rows.condition.is_absent() {
            return Err(Error::NoFilter {
                model: M::META.name,
            });
        }
        Ok(())
    }
    fn is_empty(&self) -> bool {
        self.assignments.is_empty()
    }
}

impl<M, W, A, DB> QueryFragment<DB> for Update<M, W, A>
where
    M: Model,
    W: Condition + QueryFragment<DB>,
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
        }
        self.push_where(out)
    }
}

impl<M, W, A> Update<M, W, A>
where
    M: Model,
    W: Condition,
    A: Assignments<M>,
{
    /// MySQL joins what is updated, and sets one column after the other: the later ones see
    /// what the earlier ones set. So what reads columns stands first; and where several do,
    /// they read the row under another name than that under which it is set.
    fn push_mysql<'b, DB>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()>
    where
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
        self.assignments.push(Some(false), first, target, out)
    }

    /// The condition, of the row as it is when it is written: a list of keys made before would
    /// not notice that another connection has changed the row meanwhile.
    fn push_where<'b, DB>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()>
    where
        W: QueryFragment<DB>,
        RowsOf<M, W>: KeyedSelect<DB>,
        DB: Backend,
    {
        let condition = &self.rows.condition;
        if condition.is_absent() {
            return Ok(());
        }
        out.push_sql(" WHERE ");
        if W::PLAIN {
            return condition.walk_ast(out);
        }
        if out.backend().dialect() == Dialect::Mysql {
            return self.push_among_keys(out);
        }
        out.push_sql("EXISTS (SELECT 1");
        push_from_one_row(&mut out);
        condition.joins(&mut Joins::new(&mut out))?;
        out.push_sql(" WHERE ");
        condition.walk_ast(out.reborrow())?;
        out.push_sql(")");
        Ok(())
    }

    /// MySQL reads the table that it writes only in a derived one, which the limit keeps it
    /// from dissolving.
    fn push_among_keys<'b, DB>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()>
    where
        RowsOf<M, W>: KeyedSelect<DB>,
        DB: Backend,
    {
        push_key_in::<M, _>(&mut out)?;
        out.push_sql("SELECT * FROM (");
        self.rows.push_key(out.reborrow())?;
        out.push_sql(out.backend().dialect().no_limit());
        out.push_sql(") AS chosen)");
        Ok(())
    }
}
