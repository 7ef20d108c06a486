//! What groups are made by.
//!
//! A column stands in GROUP BY as it is. What is calculated, the root's rows bring along as
//! one column more, from a derived table under the root's own name: so it is bound and
//! calculated once, and SELECT, GROUP BY, HAVING and ORDER BY speak of the same column.
//! Written out at each place, one value of Rust's would be four binds, which to PostgreSQL
//! and MySQL are four expressions.

use std::marker::PhantomData;

use diesel::QueryResult;
use diesel::backend::Backend as DieselBackend;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};

use crate::ast::{Digest, Ex, Expression, Node, Value};
use crate::backend::{Backend, Dialect, Kind, push_number};
use crate::load::values::{PushValues, ValueList, push_cast};
use crate::model::Model;
use crate::path::{Joins, Path, Root, push_table};

/// The place of a value in a list, as a type.
pub trait Place: 'static {
    /// The place.
    const AT: usize;
}
/// The first.
pub struct First;
/// The one after.
pub struct After<I>(PhantomData<I>);
impl Place for First {
    const AT: usize = 0;
}
impl<I: Place> Place for After<I> {
    const AT: usize = I::AT + 1;
}

/// What groups of `M`'s rows are made by, in place `I`.
pub struct GroupKey<M, I, E> {
    expr: E,
    of: PhantomData<fn() -> (M, I)>,
}

impl<M, I, E: Clone> Clone for GroupKey<M, I, E> {
    fn clone(&self) -> Self {
        Self {
            expr: self.expr.clone(),
            of: PhantomData,
        }
    }
}
impl<M, I, E: Copy> Copy for GroupKey<M, I, E> {}

impl<M: 'static, I: Place, E: QueryId> QueryId for GroupKey<M, I, E> {
    type QueryId = GroupKey<M, I, E::QueryId>;
    const HAS_STATIC_QUERY_ID: bool = E::HAS_STATIC_QUERY_ID;
}
impl<M, I, E: Value> Node for GroupKey<M, I, E> {
    type Scope = E::Scope;
    fn joins<DB: DieselBackend>(&self, joins: &mut Joins<'_, '_, '_, DB>) -> QueryResult<()> {
        if E::COLUMN {
            return self.expr.joins(joins);
        }
        Ok(())
    }
}
impl<M, I, E: Value> Expression for GroupKey<M, I, E> {
    type Sql = E::Sql;
}
impl<M, I, E: Value> Value for GroupKey<M, I, E> {
    type Rust = E::Rust;
    type Stored = E::Stored;
    type Null = E::Null;
    // What is calculated is cast in the derived table. MySQL's HAVING knows it as it stands in
    // SELECT.
    const CAST: Option<Kind> = None;
    fn tell(digest: &mut Digest) {
        E::tell(digest);
    }
}
impl<M, I, E, DB> QueryFragment<DB> for GroupKey<M, I, E>
where
    M: Model,
    I: Place,
    E: Value + QueryFragment<DB>,
    DB: DieselBackend,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        if E::COLUMN {
            return self.expr.walk_ast(out);
        }
        out.push_identifier(Root::<M>::ALIAS)?;
        out.push_sql(".");
        push_name(I::AT, &mut out);
        Ok(())
    }
}

/// `grouped_0`: the calculated column's name.
fn push_name<DB: DieselBackend>(at: usize, out: &mut AstPass<'_, '_, DB>) {
    out.push_sql("grouped_");
    push_number(at as u64, out);
}

/// Values that groups of `M`'s rows can be made by, the first of them in place `I`.
#[diagnostic::on_unimplemented(
    message = "groups cannot be made by this",
    label = "columns and calculations go here",
    note = "of a relation name a column: `group_by(genre.name)`"
)]
pub trait GroupKeys<M, I = First>: ValueList {
    /// The same, as the groups speak of them.
    type Keys: ValueList<Values = Self::Values, Reader = Self::Reader> + Clone;
    /// The same, as the groups speak of them.
    fn keys(self) -> Self::Keys;
}
#[diagnostic::do_not_recommend]
impl<M, I> GroupKeys<M, I> for () {
    type Keys = ();
    fn keys(self) {}
}
#[diagnostic::do_not_recommend]
impl<M, I, E, T> GroupKeys<M, I> for (Ex<E>, T)
where
    M: 'static,
    I: Place,
    E: Value + QueryId + Clone,
    T: GroupKeys<M, After<I>>,
{
    type Keys = (Ex<GroupKey<M, I, E>>, T::Keys);
    fn keys(self) -> Self::Keys {
        let key = GroupKey {
            expr: self.0.0,
            of: PhantomData,
        };
        (Ex(key), self.1.keys())
    }
}

/// Writes what groups are made by.
pub trait PushKeys<DB: Backend>: PushValues<DB> {
    /// One at least is calculated.
    const CALCULATED: bool;
    /// Those that are calculated, as columns of the derived table.
    ///
    /// # Errors
    /// Those of the query builder.
    fn push_calculated<'b>(&'b self, out: AstPass<'_, 'b, DB>) -> QueryResult<()>;
    /// The joins that these need.
    ///
    /// # Errors
    /// Those of the query builder.
    fn calculated_joins(&self, joins: &mut Joins<'_, '_, '_, DB>) -> QueryResult<()>;
}
impl<DB: Backend> PushKeys<DB> for () {
    const CALCULATED: bool = false;
    fn push_calculated<'b>(&'b self, _: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        Ok(())
    }
    fn calculated_joins(&self, _: &mut Joins<'_, '_, '_, DB>) -> QueryResult<()> {
        Ok(())
    }
}
impl<M, I, E, T, DB> PushKeys<DB> for (Ex<GroupKey<M, I, E>>, T)
where
    Self: PushValues<DB>,
    I: Place,
    E: Value + QueryFragment<DB>,
    T: PushKeys<DB>,
    DB: Backend,
{
    const CALCULATED: bool = !E::COLUMN || T::CALCULATED;
    fn push_calculated<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        if !E::COLUMN {
            out.push_sql(", ");
            push_cast(E::CAST, &self.0.0.expr, out.reborrow())?;
            out.push_sql(" AS ");
            push_name(I::AT, &mut out);
        }
        self.1.push_calculated(out)
    }
    fn calculated_joins(&self, joins: &mut Joins<'_, '_, '_, DB>) -> QueryResult<()> {
        if !E::COLUMN {
            self.0.0.expr.joins(joins)?;
        }
        self.1.calculated_joins(joins)
    }
}

/// The root's table, or the derived table that brings along what is calculated.
pub(super) fn push_root<'b, M, K, DB>(keys: &'b K, out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()>
where
    M: Model,
    K: PushKeys<DB>,
    DB: Backend,
{
    let alias = Root::<M>::ALIAS;
    if !K::CALCULATED {
        return push_table(M::META, alias, out);
    }
    out.push_sql("(SELECT ");
    out.push_identifier(alias)?;
    out.push_sql(".*");
    keys.push_calculated(out.reborrow())?;
    out.push_sql(" FROM ");
    push_table(M::META, alias, out)?;
    keys.calculated_joins(&mut Joins::new(out))?;
    if out.backend().dialect() == Dialect::Mysql {
        // Where MySQL 8 dissolves the derived table, its HAVING takes another column for this.
        out.push_sql(" LIMIT 18446744073709551615");
    }
    out.push_sql(") AS ");
    out.push_identifier(alias)
}
