//! Writing a queryset as SQL.

use diesel::QueryResult;
use diesel::backend::Backend as DieselBackend;
use diesel::query_builder::{AstPass, Query, QueryFragment};
use diesel::sql_types::Untyped;

use super::select_keys::push_keys_and_table;
use super::sliced::push_end;
use super::{Distinctness, QuerySet, Refined, Selection};
use crate::ast::{
    Condition, OrderBy, PushOrder, PushSlice, Slice, push_distinct_order, push_order_by,
};
use crate::backend::{Backend, push_in_list, push_ordinal};
use crate::load::pick::{Pick, PickOn};
use crate::load::spec::{ALL, Names, push_name, push_row};
use crate::load::statement::{Mode, Plain};
use crate::model::{ByKey, KeyList, KeyRef, Link, Model, is_int};
use crate::path::{Joins, Path, Root, push_column, push_table};

/// The alias of the row number where a slice is cut for each parent.
const ROW: &str = "self.row";

/// A queryset that can be written for a database.
pub trait SelectOn<DB: Backend>: Selection {
    /// `SELECT` the rows under a slice of the caller's.
    ///
    /// # Errors
    /// Those of the query builder.
    fn push_rows<'b, Sl: PushSlice<DB>, Md: Mode>(
        &'b self,
        slice: &'b Sl,
        out: AstPass<'_, 'b, DB>,
    ) -> QueryResult<()>;
    /// `SELECT COUNT(*)`.
    ///
    /// # Errors
    /// Those of the query builder.
    fn push_count<'b>(&'b self, out: AstPass<'_, 'b, DB>) -> QueryResult<()>;
    /// `SELECT 1 … LIMIT 1`.
    ///
    /// # Errors
    /// Those of the query builder.
    fn push_exists<'b>(&'b self, out: AstPass<'_, 'b, DB>) -> QueryResult<()>;
}

/// A queryset of rows of a model, which have a key, that can be written for a database.
pub trait KeyedSelect<DB: Backend>: SelectOn<DB> {
    /// `SELECT` the primary key.
    ///
    /// # Errors
    /// Those of the query builder.
    fn push_key<'b>(&'b self, out: AstPass<'_, 'b, DB>) -> QueryResult<()>;
    /// `SELECT` the primary key in total order.
    ///
    /// # Errors
    /// Those of the query builder.
    fn push_keys_in_order<'b>(&'b self, out: AstPass<'_, 'b, DB>) -> QueryResult<()>;
    /// `SELECT` the rows that listed keys lead to, with the place of their key, unless the
    /// rows hold the key themselves.
    ///
    /// # Errors
    /// Those of the query builder.
    fn push_children<'b, K, Key>(
        &'b self,
        keys: &'b KeyList<Key>,
        out: AstPass<'_, 'b, DB>,
    ) -> QueryResult<()>
    where
        K: Link<To = Self::Model>,
        Key: KeyRef;
    /// `SELECT 1`, if there is a row with the listed key.
    ///
    /// # Errors
    /// Those of the query builder.
    fn push_contains<'b, Key: KeyRef>(
        &'b self,
        keys: &'b KeyList<Key>,
        out: AstPass<'_, 'b, DB>,
    ) -> QueryResult<()>;
}

impl<M, W, O, D, S, L> QuerySet<M, W, O, D, S, L>
where
    M: Model,
    W: Condition,
    O: OrderBy<M>,
    D: Distinctness,
    S: Slice,
    L: Pick<M>,
{
    /// The joins of the filter, and where asked of the order and of what is loaded.
    pub(super) fn push_joins<DB: Backend>(
        &self,
        loaded: bool,
        ordered: bool,
        out: &mut AstPass<'_, '_, DB>,
    ) -> QueryResult<()> {
        let joins = &mut Joins::new(out);
        joins.inner(|joins| self.condition.needs(joins))?;
        if loaded {
            joins.inner(|joins| self.slice.lock_joins(joins))?;
            self.slots.joins(joins)?;
        }
        self.condition.joins(joins)?;
        if ordered {
            self.order.order_joins(joins)?;
        }
        Ok(())
    }

    pub(super) fn push_where<'b, DB>(&'b self, out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()>
    where
        W: QueryFragment<DB>,
        DB: Backend,
    {
        if self.condition.is_absent() {
            return Ok(());
        }
        out.push_sql(" WHERE ");
        self.condition.walk_ast(out.reborrow())
    }

    /// The filter, and that the link's column holds one of these keys.
    fn push_where_in<'b, K, Key, DB>(
        &'b self,
        keys: &'b KeyList<Key>,
        out: &mut AstPass<'_, 'b, DB>,
    ) -> QueryResult<()>
    where
        K: Link<To = M>,
        Key: KeyRef,
        W: QueryFragment<DB>,
        DB: Backend,
    {
        out.push_sql(" WHERE ");
        push_column(Root::<M>::ALIAS, K::matched().get(0), out)?;
        push_in_list(keys, out)?;
        if self.condition.is_absent() {
            return Ok(());
        }
        out.push_sql(" AND ");
        self.condition.walk_ast(out.reborrow())
    }

    /// The model's own columns of the queryset's rows, in a slice: what aggregates of a slice
    /// take together.
    pub(super) fn push_whole_rows<'b, DB>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()>
    where
        W: QueryFragment<DB>,
        O: PushOrder<M, DB>,
        S: PushSlice<DB>,
        DB: Backend,
    {
        out.push_sql(Self::select());
        push_row::<Root<M>, DB>(ALL, true, &mut None, &mut out)?;
        self.push_behind_columns(out)
    }

    /// What follows the columns of the queryset's rows, in total order.
    fn push_behind_columns<'b, DB>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()>
    where
        W: QueryFragment<DB>,
        O: PushOrder<M, DB>,
        S: PushSlice<DB>,
        DB: Backend,
    {
        if self.ranked(true, &out) {
            self.push_rank(true, false, &mut out)?;
        }
        out.push_sql(" FROM ");
        push_table(M::META, Root::<M>::ALIAS, &mut out)?;
        self.push_joins(false, true, &mut out)?;
        self.push_where(&mut out)?;
        self.push_order(true, false, out.reborrow())?;
        self.slice.push_limit(out)
    }

    fn push_key_columns<DB: DieselBackend>(out: &mut AstPass<'_, '_, DB>) -> QueryResult<()> {
        for (at, column) in M::META.key_columns().enumerate() {
            if at > 0 {
                out.push_sql(", ");
            }
            push_column(Root::<M>::ALIAS, column, out)?;
        }
        Ok(())
    }

    /// DISTINCT rows whose order the database takes only as one of their values.
    fn ranked<DB: Backend>(&self, total: bool, out: &AstPass<'_, '_, DB>) -> bool {
        let has_order = self.order.is_said() || total;
        D::DISTINCT && L::ROWS && has_order && out.backend().dialect().distinct_orders_by_selected()
    }

    /// Writes `, DENSE_RANK() …`: the place of a row in the order. Equal rows have one.
    fn push_rank<'b, DB: Backend>(
        &'b self,
        total: bool,
        reverse: bool,
        out: &mut AstPass<'_, 'b, DB>,
    ) -> QueryResult<()>
    where
        O: PushOrder<M, DB>,
    {
        out.push_sql(", DENSE_RANK() OVER (");
        push_order_by::<M, O, DB>(&self.order, total, reverse, out.reborrow())?;
        out.push_sql(") AS ");
        out.push_identifier(ROW)
    }

    /// Writes ` ORDER BY …`: the order, or the rank that was selected for it.
    pub(super) fn push_order<'b, DB: Backend>(
        &'b self,
        total: bool,
        reverse: bool,
        mut out: AstPass<'_, 'b, DB>,
    ) -> QueryResult<()>
    where
        O: PushOrder<M, DB>,
    {
        if self.ranked(total, &out) {
            out.push_sql(" ORDER BY ");
            return out.push_identifier(ROW);
        }
        if D::DISTINCT && !L::ROWS {
            return push_distinct_order::<M, O, DB>(&self.order, L::WIDTH, total, reverse, out);
        }
        push_order_by::<M, O, DB>(&self.order, total, reverse, out)
    }

    /// `SELECT` the rows under a slice of the caller's, with names where they are asked for.
    pub(super) fn push_select<'b, Sl, Md, DB>(
        &'b self,
        slice: &'b Sl,
        names: &mut Names<'_>,
        mut out: AstPass<'_, 'b, DB>,
    ) -> QueryResult<()>
    where
        W: QueryFragment<DB>,
        O: PushOrder<M, DB>,
        L: PickOn<M, DB>,
        Sl: PushSlice<DB>,
        Md: Mode,
        DB: Backend,
    {
        let total = Md::TOTAL || S::SLICED;
        let ordered = Md::ORDERED || S::SLICED;
        out.push_sql(Self::select());
        self.slots.columns(true, names, out.reborrow())?;
        if ordered && self.ranked(total, &out) {
            self.push_rank(total, Md::REVERSE, &mut out)?;
        }
        out.push_sql(" FROM ");
        push_table(M::META, Root::<M>::ALIAS, &mut out)?;
        self.push_joins(true, ordered, &mut out)?;
        self.push_where(&mut out)?;
        if ordered {
            self.push_order(total, Md::REVERSE, out.reborrow())?;
        }
        push_end::<S, Sl, Md, DB>(slice, out.reborrow())?;
        Ok(())
    }

    pub(super) fn select() -> &'static str {
        if D::DISTINCT {
            "SELECT DISTINCT "
        } else {
            "SELECT "
        }
    }
}

impl<M, W, O, D, S, L, DB> SelectOn<DB> for QuerySet<M, W, O, D, S, L>
where
    M: Model,
    W: Condition + QueryFragment<DB>,
    O: PushOrder<M, DB>,
    D: Distinctness,
    S: PushSlice<DB>,
    L: PickOn<M, DB>,
    DB: Backend,
{
    fn push_rows<'b, Sl: PushSlice<DB>, Md: Mode>(
        &'b self,
        slice: &'b Sl,
        mut out: AstPass<'_, 'b, DB>,
    ) -> QueryResult<()> {
        self.push_select::<Sl, Md, DB>(slice, &mut None, out.reborrow())?;
        self.slice.push_lock(Root::<M>::ALIAS, out)
    }

    fn push_count<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        let derived = S::SLICED || D::DISTINCT;
        out.push_sql("SELECT COUNT(*) FROM ");
        if derived {
            // Whole rows are distinct exactly where their keys are.
            out.push_sql("(");
            out.push_sql(Self::select());
            if L::ROWS || !D::DISTINCT {
                Self::push_key_columns(&mut out)?;
            } else {
                let mut named = 0;
                self.slots
                    .columns(true, &mut Some(&mut named), out.reborrow())?;
            }
            if S::SLICED && self.ranked(true, &out) {
                self.push_rank(true, false, &mut out)?;
            }
            out.push_sql(" FROM ");
        }
        push_table(M::META, Root::<M>::ALIAS, &mut out)?;
        self.push_joins(D::DISTINCT && !L::ROWS, S::SLICED, &mut out)?;
        self.push_where(&mut out)?;
        if derived {
            if S::SLICED {
                self.push_order(true, false, out.reborrow())?;
                self.slice.push_limit(out.reborrow())?;
            }
            out.push_sql(") AS ");
            out.push_identifier("rows")?;
        }
        Ok(())
    }

    fn push_exists<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql("SELECT 1 FROM ");
        push_table(M::META, Root::<M>::ALIAS, &mut out)?;
        self.push_joins(false, false, &mut out)?;
        self.push_where(&mut out)?;
        if S::SLICED {
            self.slice.push_limit(out)
        } else {
            out.push_sql(" LIMIT 1");
            Ok(())
        }
    }
}

impl<M, W, O, D, S, L, DB> KeyedSelect<DB> for QuerySet<M, W, O, D, S, L>
where
    M: Model,
    W: Condition + QueryFragment<DB>,
    O: PushOrder<M, DB>,
    D: Distinctness,
    S: PushSlice<DB>,
    L: PickOn<M, DB>,
    DB: Backend,
{
    fn push_key<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        let ranked = S::SLICED && self.ranked(true, &out);
        let derived = ranked || S::SLICED && !out.backend().dialect().limits_in_subquery();
        if derived {
            out.push_sql("SELECT ");
            for (at, column) in M::META.key_columns().enumerate() {
                if at > 0 {
                    out.push_sql(", ");
                }
                out.push_identifier(column)?;
            }
            out.push_sql(" FROM (");
        }
        out.push_sql(Self::select());
        Self::push_key_columns(&mut out)?;
        if ranked {
            self.push_rank(true, false, &mut out)?;
        }
        out.push_sql(" FROM ");
        push_table(M::META, Root::<M>::ALIAS, &mut out)?;
        self.push_joins(false, S::SLICED, &mut out)?;
        self.push_where(&mut out)?;
        if S::SLICED {
            self.push_order(true, false, out.reborrow())?;
            self.slice.push_limit(out.reborrow())?;
            self.slice
                .push_write_lock(Root::<M>::ALIAS, out.reborrow())?;
        }
        if derived {
            out.push_sql(") AS ");
            out.push_identifier("self.part")?;
        }
        Ok(())
    }

    fn push_keys_in_order<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql(Self::select());
        Self::push_key_columns(&mut out)?;
        self.push_behind_columns(out)
    }

    fn push_children<'b, K, Key>(
        &'b self,
        keys: &'b KeyList<Key>,
        mut out: AstPass<'_, 'b, DB>,
    ) -> QueryResult<()>
    where
        K: Link<To = M>,
        Key: KeyRef,
    {
        let mut named = 0;
        let mut names = S::SLICED.then_some(&mut named);
        if S::SLICED {
            out.push_sql("SELECT * FROM (");
        }
        out.push_sql(Self::select());
        if !K::TELLS_KEY {
            push_ordinal(&mut out)?;
            push_name(&mut names, &mut out);
        }
        self.slots
            .columns(K::TELLS_KEY, &mut names, out.reborrow())?;
        if S::SLICED {
            // Equal rows have one rank, so that DISTINCT makes one of them: the order is total.
            out.push_sql(if D::DISTINCT {
                ", DENSE_RANK() OVER (PARTITION BY "
            } else {
                ", ROW_NUMBER() OVER (PARTITION BY "
            });
            push_ordinal(&mut out)?;
            push_order_by::<M, O, DB>(&self.order, true, false, out.reborrow())?;
            out.push_sql(") AS ");
            out.push_identifier(ROW)?;
        }
        let ordered = S::SLICED || !K::ONE_EACH;
        if ordered && !S::SLICED && self.ranked(false, &out) {
            self.push_rank(false, false, &mut out)?;
        }
        out.push_sql(" FROM ");
        if K::TELLS_KEY && !S::SLICED && out.backend().dialect().keys_in_where() {
            push_table(M::META, Root::<M>::ALIAS, &mut out)?;
            self.push_joins(true, ordered, &mut out)?;
            self.push_where_in::<K, Key, DB>(keys, &mut out)?;
        } else {
            push_keys_and_table::<K, Key, DB>(keys, &mut out)?;
            self.push_joins(true, ordered, &mut out)?;
            self.push_where(&mut out)?;
        }
        if S::SLICED {
            out.push_sql(") AS ");
            out.push_identifier("self.part")?;
            self.slice.push_window(ROW, out.reborrow())?;
            out.push_sql(" ORDER BY ");
            out.push_identifier(ROW)?;
            return Ok(());
        }
        if !ordered {
            return Ok(());
        }
        self.push_order(false, false, out)
    }

    fn push_contains<'b, Key: KeyRef>(
        &'b self,
        keys: &'b KeyList<Key>,
        mut out: AstPass<'_, 'b, DB>,
    ) -> QueryResult<()> {
        out.push_sql("SELECT 1 FROM ");
        if out.backend().dialect().keys_in_where() && is_int::<M::Key>() {
            push_table(M::META, Root::<M>::ALIAS, &mut out)?;
            self.push_joins(false, false, &mut out)?;
            self.push_where_in::<ByKey<M>, Key, DB>(keys, &mut out)?;
        } else {
            push_keys_and_table::<ByKey<M>, Key, DB>(keys, &mut out)?;
            self.push_joins(false, false, &mut out)?;
            self.push_where(&mut out)?;
        }
        out.push_sql(" LIMIT 1");
        Ok(())
    }
}

// A queryset is a Diesel query: `debug_query` prints it.

impl<M, W, O, D, S, L> Query for QuerySet<M, W, O, D, S, L> {
    type SqlType = Untyped;
}

impl<M, W, O, D, S, L, DB> QueryFragment<DB> for QuerySet<M, W, O, D, S, L>
where
    Self: SelectOn<DB> + Refined<Slice = S>,
    S: PushSlice<DB>,
    DB: Backend,
{
    fn walk_ast<'b>(&'b self, out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        self.push_rows::<S, Plain>(&self.slice, out)
    }
}
