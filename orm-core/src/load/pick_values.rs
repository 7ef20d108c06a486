//! Values alone, and rows with values beside them, as what a queryset gives.

use std::marker::PhantomData;

use diesel::QueryResult;
use diesel::backend::Backend as DieselBackend;
use diesel::connection::LoadConnection;
use diesel::deserialize;
use diesel::query_builder::{AstPass, QueryId};
use diesel::row::Row;

use super::count::Z;
#[cfg(feature = "async")]
use super::lane::Lane;
#[cfg(feature = "async")]
use super::pick::FillPickAsync;
use super::pick::{FillPick, Pick, PickOn, PickRow, ReadPick};
use super::spec::Names;
use super::values::{PushValues, ReadValues, ValueList, ValueNames};
use crate::Result;
use crate::backend::Backend;
use crate::model::{KeysOf, Model};
use crate::path::{Joins, Root};
use crate::queryset::Takes;

/// The names of values as later steps say them. Written by `queryset!`.
pub trait FieldsWith<F, E> {
    /// The fields, and the names.
    type Fields;
    /// The fields, and the names.
    fn fields_with(fields: F, exprs: &E) -> Self::Fields;
}
/// No names but the fields'.
impl<F, E> FieldsWith<F, E> for () {
    type Fields = F;
    fn fields_with(fields: F, _: &E) -> F {
        fields
    }
}

/// What becomes of values that stand beside a row.
pub trait Beside<R, V> {
    /// The row with the values.
    type Row: 'static;
    /// Puts them together.
    fn beside(&self, row: R, values: V) -> Self::Row;
}

/// A row, and beside it what was calculated for it: what `annotate` gives.
///
/// It is the row, by `Deref`: its fields and relations are read as before.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Annotated<R, A> {
    /// The row.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub row: R,
    /// What was calculated for it.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub annotation: A,
}
impl<R, A> Annotated<R, A> {
    /// The row, and what was calculated for it.
    pub fn into_parts(self) -> (R, A) {
        (self.row, self.annotation)
    }
}
impl<R, A> std::ops::Deref for Annotated<R, A> {
    type Target = R;
    fn deref(&self) -> &R {
        &self.row
    }
}
impl<R: 'static, V, A: 'static> Beside<R, V> for fn(V) -> A {
    type Row = Annotated<R, A>;
    #[inline]
    fn beside(&self, row: R, values: V) -> Self::Row {
        Annotated {
            row,
            annotation: self(values),
        }
    }
}

/// Values `E` and nothing else, made into what `F` gives.
pub struct Only<N, E, F> {
    pub(crate) exprs: E,
    pub(crate) map: F,
    pub(crate) names: PhantomData<fn() -> N>,
}
impl<N, E: Clone, F: Clone> Clone for Only<N, E, F> {
    fn clone(&self) -> Self {
        Self {
            exprs: self.exprs.clone(),
            map: self.map.clone(),
            names: PhantomData,
        }
    }
}

impl<N, E: Copy, F: Copy> Copy for Only<N, E, F> {}

/// What reads values.
pub struct OnlyReader<N, V>(PhantomData<fn() -> (N, V)>);

impl<M, N, E, A> Pick<M> for Only<N, E, fn(E::Values) -> A>
where
    M: Model,
    N: ValueNames + FieldsWith<M::Fields<Root<M>>, E>,
    E: ValueList<QueryId: 'static>,
    A: 'static,
{
    type Fields = N::Fields;
    type Raw = E::Values;
    type Row = A;
    type One = A;
    type Batches = Z;
    type Reader = OnlyReader<N, E::Reader>;
    type Types = ();
    type Id = <E as QueryId>::QueryId;
    const STATIC: bool = E::HAS_STATIC_QUERY_ID;
    const ROWS: bool = false;
    const WIDTH: usize = E::LEN;
    fn fields(&self) -> N::Fields {
        N::fields_with(M::fields::<Root<M>>(), &self.exprs)
    }
    #[inline]
    fn shape(&self, raw: E::Values) -> A {
        (self.map)(raw)
    }
    fn alone(row: A) -> A {
        row
    }
    fn joins<DB: DieselBackend>(&self, joins: &mut Joins<'_, '_, '_, DB>) -> QueryResult<()> {
        self.exprs.joins(joins)
    }
    fn check(&self) -> crate::Result<()> {
        self.exprs.check()
    }
}
#[diagnostic::do_not_recommend]
impl<M, N, E, A, DB> PickOn<M, DB> for Only<N, E, fn(E::Values) -> A>
where
    M: Model,
    N: ValueNames + FieldsWith<M::Fields<Root<M>>, E>,
    E: PushValues<DB, QueryId: 'static, Reader: ReadValues<DB, Values = E::Values>>,
    A: 'static,
    DB: Backend,
{
    fn columns<'b>(
        &'b self,
        first: bool,
        names: &mut Names<'_>,
        out: AstPass<'_, 'b, DB>,
    ) -> QueryResult<()> {
        self.exprs.push_values(first, names, out)
    }
}
#[diagnostic::do_not_recommend]
impl<M, N, V, DB> ReadPick<M, DB> for OnlyReader<N, V>
where
    M: Model,
    N: ValueNames,
    V: ReadValues<DB>,
    DB: Backend,
{
    type Raw = V::Values;
    #[inline]
    fn read<'r, Rw: Row<'r, DB>>(row: &Rw, at: &mut usize) -> deserialize::Result<V::Values> {
        V::read(row, at, M::META, N::NAMES)
    }
}
#[diagnostic::do_not_recommend]
impl<M, N, E, F, DB> FillPick<M, DB> for Only<N, E, F>
where
    M: Model,
    Self: PickOn<M, DB>,
    DB: Backend,
{
    const ACTIVE: bool = false;
    fn fill<C: LoadConnection<Backend = DB>>(
        &self,
        _: Vec<&mut Self::Raw>,
        _: &mut C,
    ) -> Result<()> {
        Ok(())
    }
}
#[cfg(feature = "async")]
#[diagnostic::do_not_recommend]
impl<M, N, E, F, DB> FillPickAsync<M, DB> for Only<N, E, F>
where
    M: Model,
    Self: PickOn<M, DB, Raw: Send> + Sync,
    DB: Backend,
{
    const ACTIVE: bool = false;
    fn fill<'a, Ln: Lane<Backend = DB>>(
        &'a self,
        _: Vec<&'a mut Self::Raw>,
        _: &'a mut Ln,
    ) -> futures_util::future::BoxFuture<'a, Result<()>> {
        super::fill_async::done()
    }
}

/// What `L` gives, and beside it the values `E`.
pub struct With<L, N, E, F> {
    pub(crate) pick: L,
    pub(crate) exprs: E,
    pub(crate) beside: F,
    pub(crate) names: PhantomData<fn() -> N>,
}
impl<L: Clone, N, E: Clone, F: Clone> Clone for With<L, N, E, F> {
    fn clone(&self) -> Self {
        Self {
            pick: self.pick.clone(),
            exprs: self.exprs.clone(),
            beside: self.beside.clone(),
            names: PhantomData,
        }
    }
}

impl<L: Copy, N, E: Copy, F: Copy> Copy for With<L, N, E, F> {}

/// What reads them.
pub struct WithReader<L, N, V>(PhantomData<fn() -> (L, N, V)>);

impl<M, L, N, E, F> Pick<M> for With<L, N, E, F>
where
    M: Model,
    L: Pick<M>,
    N: ValueNames + FieldsWith<L::Fields, E>,
    E: ValueList<QueryId: 'static>,
    F: Beside<L::Row, E::Values>,
{
    type Fields = N::Fields;
    type Raw = (L::Raw, E::Values);
    type Row = F::Row;
    type One = F::Row;
    type Batches = L::Batches;
    type Reader = WithReader<L::Reader, N, E::Reader>;
    type Types = L::Types;
    type Id = (L::Id, <E as QueryId>::QueryId);
    const STATIC: bool = L::STATIC && E::HAS_STATIC_QUERY_ID;
    const ROWS: bool = L::ROWS;
    const WIDTH: usize = if L::ROWS { 0 } else { L::WIDTH + E::LEN };
    fn fields(&self) -> N::Fields {
        N::fields_with(self.pick.fields(), &self.exprs)
    }
    #[inline]
    fn shape(&self, (row, values): Self::Raw) -> F::Row {
        self.beside.beside(self.pick.shape(row), values)
    }
    fn alone(row: F::Row) -> F::Row {
        row
    }
    fn joins<DB: DieselBackend>(&self, joins: &mut Joins<'_, '_, '_, DB>) -> QueryResult<()> {
        self.pick.joins(joins)?;
        self.exprs.joins(joins)
    }
    fn check(&self) -> crate::Result<()> {
        self.pick.check()?;
        self.exprs.check()
    }
}
#[diagnostic::do_not_recommend]
impl<M, L, N, E, F> PickRow<M> for With<L, N, E, F>
where
    M: Model,
    L: PickRow<M>,
    Self: Pick<M, Raw = (L::Raw, E::Values)>,
    E: ValueList,
{
    #[inline]
    fn keys(raw: &Self::Raw) -> KeysOf<'_, M> {
        L::keys(&raw.0)
    }
}
#[diagnostic::do_not_recommend]
impl<M, L, N, E, F, DB> PickOn<M, DB> for With<L, N, E, F>
where
    M: Model,
    L: PickOn<M, DB>,
    N: ValueNames + FieldsWith<L::Fields, E>,
    E: PushValues<DB, QueryId: 'static, Reader: ReadValues<DB, Values = E::Values>>,
    F: Beside<L::Row, E::Values>,
    DB: Backend,
{
    fn columns<'b>(
        &'b self,
        first: bool,
        names: &mut Names<'_>,
        mut out: AstPass<'_, 'b, DB>,
    ) -> QueryResult<()> {
        self.pick.columns(first, names, out.reborrow())?;
        self.exprs.push_values(false, names, out)
    }
}
#[diagnostic::do_not_recommend]
impl<M, L, N, V, DB> ReadPick<M, DB> for WithReader<L, N, V>
where
    M: Model,
    L: ReadPick<M, DB>,
    N: ValueNames,
    V: ReadValues<DB>,
    DB: Backend,
{
    type Raw = (L::Raw, V::Values);
    const FIELDS: u128 = L::FIELDS;
    #[inline]
    fn read<'r, Rw: Row<'r, DB>>(row: &Rw, at: &mut usize) -> deserialize::Result<Self::Raw> {
        let raw = L::read(row, at)?;
        Ok((raw, V::read(row, at, M::META, N::NAMES)?))
    }
}
#[diagnostic::do_not_recommend]
impl<M, L, N, E, F, DB> FillPick<M, DB> for With<L, N, E, F>
where
    M: Model,
    L: FillPick<M, DB>,
    E: ValueList,
    Self: PickOn<M, DB, Raw = (L::Raw, E::Values)>,
    DB: Backend,
{
    const ACTIVE: bool = L::ACTIVE;
    fn fill<C: LoadConnection<Backend = DB>>(
        &self,
        raws: Vec<&mut Self::Raw>,
        conn: &mut C,
    ) -> Result<()> {
        let raws = raws.into_iter().map(|raw| &mut raw.0).collect();
        self.pick.fill(raws, conn)
    }
}
#[cfg(feature = "async")]
#[diagnostic::do_not_recommend]
impl<M, L, N, E, F, DB> FillPickAsync<M, DB> for With<L, N, E, F>
where
    M: Model,
    L: FillPickAsync<M, DB>,
    E: ValueList,
    Self: PickOn<M, DB, Raw = (L::Raw, E::Values)> + Sync,
    <Self as Pick<M>>::Raw: Send,
    DB: Backend,
{
    const ACTIVE: bool = L::ACTIVE;
    fn fill<'a, Ln: Lane<Backend = DB>>(
        &'a self,
        raws: Vec<&'a mut Self::Raw>,
        lane: &'a mut Ln,
    ) -> futures_util::future::BoxFuture<'a, Result<()>> {
        let raws = raws.into_iter().map(|raw| &mut raw.0).collect();
        self.pick.fill(raws, lane)
    }
}

/// More is loaded with the rows.
#[diagnostic::do_not_recommend]
impl<List, Op, L, N, E, F> Takes<List, Op> for With<L, N, E, F>
where
    L: Takes<List, Op>,
{
    type Out = With<L::Out, N, E, F>;
    fn take(self, op: Op) -> Self::Out {
        With {
            pick: self.pick.take(op),
            exprs: self.exprs,
            beside: self.beside,
            names: PhantomData,
        }
    }
}
