//! `column = value`: what an update sets.

use std::marker::PhantomData;

use diesel::QueryResult;
use diesel::backend::Backend as DieselBackend;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};

use super::MayBeGiven;
use crate::ast::{Asks, Col, Ex, Free, InRow, MayBeNull, Node, Nullness, SameFor, Scope, ValueFor};
use crate::backend::{Backend, Dialect};
use crate::model::{FieldAt, Model};
use crate::path::{Joins, Root, push_column};

/// A column of the rows that are written.
#[diagnostic::on_unimplemented(
    message = "an update sets columns of its own rows, and this is none",
    label = "a column of the model goes here"
)]
pub trait OwnColumn {
    /// The model.
    type Model: Model;
    /// What it holds, as conditions know it.
    type Sql;
    /// Whether it may be NULL.
    type Null: Nullness;
    /// Whether it can be written.
    type Write;
    /// Which of the model's columns it is.
    const AT: usize;
}
#[diagnostic::do_not_recommend]
impl<M: FieldAt<AT> + Model, S, const AT: usize> OwnColumn for Col<Root<M>, S, AT> {
    type Model = M;
    type Sql = S;
    type Null = <M as FieldAt<AT>>::Null;
    type Write = <M as FieldAt<AT>>::Write;
    const AT: usize = AT;
}

/// A value that a column can be set to: whatever it is compared with; and where it may be NULL,
/// an `Option`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no value for a column of type `{S}`",
    label = "the column is `{S}`, and this is `{Self}`",
    note = "an `Option` goes into a column whose field is one; a calculation with columns names them by `F(column)`"
)]
pub trait AssignTo<S, N, K> {
    /// The node.
    type Value: Node + QueryId;
    /// Becomes a node.
    fn into_assigned(self) -> Self::Value;
}

/// As it is compared.
pub struct AsValue<K>(PhantomData<fn() -> K>);
/// As an `Option`.
pub struct AsOption<K>(PhantomData<fn() -> K>);

#[diagnostic::do_not_recommend]
impl<T: ValueFor<S, K>, S, N, K> AssignTo<S, N, AsValue<K>> for T {
    type Value = T::Value;
    fn into_assigned(self) -> T::Value {
        self.into_value()
    }
}
#[diagnostic::do_not_recommend]
impl<T: SameFor<S, K>, S, K> AssignTo<S, MayBeNull, AsOption<K>> for T {
    type Value = Nullable<T::Value>;
    fn into_assigned(self) -> Self::Value {
        Nullable(self.into_same())
    }
}

/// A column that can be NULL.
#[diagnostic::on_unimplemented(
    message = "this column is never NULL",
    label = "`None` goes only into a column whose field is an `Option`"
)]
pub trait TakesNull: Nullness {
    /// NULL.
    fn null<T: 'static>() -> Self::Of<T>;
}
#[diagnostic::do_not_recommend]
impl TakesNull for MayBeNull {
    fn null<T: 'static>() -> Option<T> {
        None
    }
}

/// A value of one row.
#[diagnostic::on_unimplemented(
    message = "an update gives each row a value of its own, and this is one of several rows",
    label = "of the rows that are updated, not of each",
    note = "of a relation's rows: `F(count(tracks))`; of all rows: load it before, `queryset!(Model.aggregate(…))`"
)]
pub trait OfOneRow {}
#[diagnostic::do_not_recommend]
impl OfOneRow for Free {}
#[diagnostic::do_not_recommend]
impl OfOneRow for InRow {}

/// NULL.
#[derive(Clone, Copy)]
pub struct Null;
impl QueryId for Null {
    type QueryId = Self;
    const HAS_STATIC_QUERY_ID: bool = true;
}
impl Node for Null {
    type Scope = Free;
    const ASKS: Asks = Asks::Values;
    fn joins<DB: DieselBackend>(&self, _: &mut Joins<'_, '_, '_, DB>) -> QueryResult<()> {
        Ok(())
    }
}
impl<DB: DieselBackend> QueryFragment<DB> for Null {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql("NULL");
        Ok(())
    }
}

/// A value that may be NULL, bound as Diesel binds it.
#[derive(Clone, Copy)]
pub struct Nullable<V>(V);

impl<V: QueryId> QueryId for Nullable<V> {
    type QueryId = Nullable<V::QueryId>;
    const HAS_STATIC_QUERY_ID: bool = V::HAS_STATIC_QUERY_ID;
}
impl<V> Node for Nullable<V> {
    type Scope = Free;
    const ASKS: Asks = Asks::Values;
    fn joins<DB: DieselBackend>(&self, _: &mut Joins<'_, '_, '_, DB>) -> QueryResult<()> {
        Ok(())
    }
}
impl<V: QueryFragment<DB>, DB: DieselBackend> QueryFragment<DB> for Nullable<V> {
    fn walk_ast<'b>(&'b self, out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        self.0.walk_ast(out)
    }
}

/// `column = value`.
pub struct Assign<C, V> {
    pub(super) value: V,
    column: PhantomData<fn() -> C>,
}
impl<C, V> Assign<C, V> {
    pub(super) fn new(value: V) -> Self {
        Self {
            value,
            column: PhantomData,
        }
    }
}
impl<C, V: Clone> Clone for Assign<C, V> {
    fn clone(&self) -> Self {
        Self {
            value: self.value.clone(),
            column: PhantomData,
        }
    }
}
impl<C: 'static, V: QueryId> QueryId for Assign<C, V> {
    type QueryId = Assign<C, V::QueryId>;
    const HAS_STATIC_QUERY_ID: bool = V::HAS_STATIC_QUERY_ID;
}

/// `column = value`: what `queryset!` writes.
// The parameter of its own makes a wrong value one error, and not another of the type returned.
pub fn assign<C, V, K, N>(_: Ex<C>, value: V) -> Assign<C, N>
where
    C: OwnColumn<Write: MayBeGiven>,
    V: AssignTo<C::Sql, C::Null, K, Value = N>,
    N: Node<Scope: OfOneRow>,
{
    Assign {
        value: value.into_assigned(),
        column: PhantomData,
    }
}

/// `column = None`.
pub fn assign_null<C: OwnColumn<Null: TakesNull, Write: MayBeGiven>>(_: Ex<C>) -> Assign<C, Null> {
    Assign {
        value: Null,
        column: PhantomData,
    }
}

/// An `if` without `else`: the assignments, or none.
#[derive(Clone, Copy)]
pub struct Perhaps<L>(pub Option<L>);
impl<L: QueryId> QueryId for Perhaps<L> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

/// Where the columns stand that are set.
#[derive(Clone, Copy)]
pub struct Target {
    /// Their table's alias, where it is said.
    pub(super) alias: Option<&'static str>,
    /// Whether what stands around may hold the joins, or each value brings its own.
    pub(super) joined: bool,
}

/// Assignments, one or several: `(first, (second, ()))`.
pub trait Assignments<M>: QueryId {
    /// How many of them read columns of the row.
    const READING: usize;
    /// The joins that the values need.
    ///
    /// # Errors
    /// Those of the query builder.
    fn joins<DB: DieselBackend>(&self, joins: &mut Joins<'_, '_, '_, DB>) -> QueryResult<()>;
    /// Refuses slices that have no meaning, in the subqueries of it.
    ///
    /// # Errors
    /// [`Error::Slice`](crate::Error::Slice).
    fn check(&self) -> crate::Result<()>;
    /// Nothing is set.
    fn is_empty(&self) -> bool;
    /// Which columns are set, a bit each; of those beyond the 128th nothing is known.
    fn sets(&self) -> u128 {
        0
    }
}

/// The bit of a column.
pub(super) const fn bit(at: usize) -> u128 {
    if at < 128 { 1 << at } else { 0 }
}

/// Those of several columns.
pub(super) const fn bits(mut places: &[usize]) -> u128 {
    let mut bits = 0;
    while let [at, rest @ ..] = places {
        bits |= bit(*at);
        places = rest;
    }
    bits
}

/// Assignments on a database.
pub trait PushAssignments<M, DB: Backend>: Assignments<M> {
    /// Writes those that read columns, or those that do not, or all.
    ///
    /// # Errors
    /// Those of the query builder.
    fn push<'b>(
        &'b self,
        which: Option<bool>,
        first: &mut bool,
        target: Target,
        out: AstPass<'_, 'b, DB>,
    ) -> QueryResult<()>;
}

impl<M> Assignments<M> for () {
    const READING: usize = 0;
    fn joins<DB: DieselBackend>(&self, _: &mut Joins<'_, '_, '_, DB>) -> QueryResult<()> {
        Ok(())
    }
    fn check(&self) -> crate::Result<()> {
        Ok(())
    }
    fn is_empty(&self) -> bool {
        true
    }
}
impl<M, DB: Backend> PushAssignments<M, DB> for () {
    fn push<'b>(
        &'b self,
        _: Option<bool>,
        _: &mut bool,
        _: Target,
        _: AstPass<'_, 'b, DB>,
    ) -> QueryResult<()> {
        Ok(())
    }
}

impl<M, H: Assignments<M>, T: Assignments<M>> Assignments<M> for (H, T) {
    const READING: usize = H::READING + T::READING;
    fn joins<DB: DieselBackend>(&self, joins: &mut Joins<'_, '_, '_, DB>) -> QueryResult<()> {
        self.0.joins(joins)?;
        self.1.joins(joins)
    }
    fn check(&self) -> crate::Result<()> {
        self.0.check()?;
        self.1.check()
    }
    fn is_empty(&self) -> bool {
        self.0.is_empty() && self.1.is_empty()
    }
    fn sets(&self) -> u128 {
        self.0.sets() | self.1.sets()
    }
}
impl<M, H, T, DB> PushAssignments<M, DB> for (H, T)
where
    H: PushAssignments<M, DB>,
    T: PushAssignments<M, DB>,
    DB: Backend,
{
    fn push<'b>(
        &'b self,
        which: Option<bool>,
        first: &mut bool,
        target: Target,
        mut out: AstPass<'_, 'b, DB>,
    ) -> QueryResult<()> {
        self.0.push(which, first, target, out.reborrow())?;
        self.1.push(which, first, target, out)
    }
}

impl<M, L: Assignments<M>> Assignments<M> for Perhaps<L> {
    const READING: usize = L::READING;
    fn joins<DB: DieselBackend>(&self, joins: &mut Joins<'_, '_, '_, DB>) -> QueryResult<()> {
        self.0.as_ref().map_or(Ok(()), |some| some.joins(joins))
    }
    fn check(&self) -> crate::Result<()> {
        self.0.as_ref().map_or(Ok(()), Assignments::check)
    }
    fn is_empty(&self) -> bool {
        self.0.as_ref().is_none_or(Assignments::is_empty)
    }
    fn sets(&self) -> u128 {
        self.0.as_ref().map_or(0, Assignments::sets)
    }
}
impl<M, L: PushAssignments<M, DB>, DB: Backend> PushAssignments<M, DB> for Perhaps<L> {
    fn push<'b>(
        &'b self,
        which: Option<bool>,
        first: &mut bool,
        target: Target,
        out: AstPass<'_, 'b, DB>,
    ) -> QueryResult<()> {
        match &self.0 {
            Some(some) => some.push(which, first, target, out),
            None => Ok(()),
        }
    }
}

impl<C, V> Assignments<C::Model> for Assign<C, V>
where
    C: OwnColumn + 'static,
    V: Node + QueryId,
{
    const READING: usize = if <V::Scope as Scope>::FREE { 0 } else { 1 };
    fn joins<DB: DieselBackend>(&self, joins: &mut Joins<'_, '_, '_, DB>) -> QueryResult<()> {
        self.value.joins(joins)
    }
    fn check(&self) -> crate::Result<()> {
        self.value.check()
    }
    fn is_empty(&self) -> bool {
        false
    }
    fn sets(&self) -> u128 {
        bit(C::AT)
    }
}
impl<C, V, DB> PushAssignments<C::Model, DB> for Assign<C, V>
where
    C: OwnColumn + 'static,
    V: Node + QueryId + QueryFragment<DB>,
    DB: Backend,
{
    fn push<'b>(
        &'b self,
        which: Option<bool>,
        first: &mut bool,
        target: Target,
        mut out: AstPass<'_, 'b, DB>,
    ) -> QueryResult<()> {
        let reads = <Self as Assignments<C::Model>>::READING == 1;
        if which.is_some_and(|wanted| wanted != reads) {
            return Ok(());
        }
        out.push_sql(if *first { " SET " } else { ", " });
        *first = false;
        let columns = C::Model::META.columns;
        let column = columns.get(C::AT).map_or("", |column| column.column);
        match target.alias {
            Some(alias) => push_column(alias, column, &mut out)?,
            None => out.push_identifier(column)?,
        }
        out.push_sql(" = ");
        if V::ASKS != Asks::Tables || target.joined {
            return self.value.walk_ast(out);
        }
        out.push_sql("(SELECT ");
        self.value.walk_ast(out.reborrow())?;
        push_from_one_row(&mut out);
        self.value.joins(&mut Joins::new(&mut out))?;
        out.push_sql(")");
        Ok(())
    }
}

/// The FROM of a subquery that looks at the row around, and at what is joined to that.
pub(super) fn push_from_one_row<DB: Backend>(out: &mut AstPass<'_, '_, DB>) {
    debug_assert!(out.backend().dialect() != Dialect::Mysql);
    out.push_sql(" FROM (SELECT 1) AS one_row");
}
