//! Rows, and beside them rows of a relation under a name: `prefetch_related(recent = …)`.

use std::marker::PhantomData;

use diesel::QueryResult;
use diesel::backend::Backend as DieselBackend;
use diesel::connection::LoadConnection;
use diesel::deserialize;
use diesel::query_builder::AstPass;
use diesel::row::Row;

use super::count::Nat;
use super::fill::FillSpec;
#[cfg(feature = "async")]
use super::fill_async::FillSpecAsync;
#[cfg(feature = "async")]
use super::lane::Lane;
#[cfg(feature = "async")]
use super::pick::FillPickAsync;
use super::pick::{FillPick, Pick, PickOn, PickRow, ReadPick};
use super::pick_values::Beside;
use super::slot::Whole;
use super::spec::{Batch, Names, Spec};
use crate::Result;
use crate::backend::Backend;
use crate::model::{KeysOf, Many, Model, Relation};
use crate::path::Joins;
use crate::queryset::Takes;

/// A to-many relation, whose rows can be loaded under a name besides.
#[diagnostic::on_unimplemented(
    message = "rows of to-many relations are loaded under a name, and this one leads to one row",
    label = "a to-many relation goes here",
    note = "a to-one relation is loaded once: `.select_related(relation)`"
)]
pub trait ManyRows {}
#[diagnostic::do_not_recommend]
impl ManyRows for Many {}

/// What `L` gives, and beside it rows of relation `R`: those of a queryset `Q`.
pub struct WithRows<L, R, Q, F> {
    pub(crate) pick: L,
    pub(crate) batch: Batch<Q>,
    pub(crate) beside: F,
    pub(crate) relation: PhantomData<fn() -> R>,
}
impl<L: Clone, R, Q: Clone, F: Clone> Clone for WithRows<L, R, Q, F> {
    fn clone(&self) -> Self {
        Self {
            pick: self.pick.clone(),
            batch: self.batch.clone(),
            beside: self.beside.clone(),
            relation: PhantomData,
        }
    }
}

/// Where the rows will be.
type SlotOf<R, Q> = <Batch<Q> as Spec<R>>::Loaded;

/// What reads the rows before it, and leaves room.
pub struct WithRowsReader<L, S>(PhantomData<fn() -> (L, S)>);

impl<M, L, R, Q, F> Pick<M> for WithRows<L, R, Q, F>
where
    M: Model,
    L: PickRow<M>,
    R: Relation<From = M>,
    Batch<Q>: Spec<R>,
    F: Beside<L::Row, (SlotOf<R, Q>, ())>,
{
    type Fields = L::Fields;
    type Raw = (L::Raw, SlotOf<R, Q>);
    type Row = F::Row;
    type One = F::Row;
    type Batches = <L::Batches as Nat>::Plus<<Batch<Q> as Spec<R>>::Batches>;
    type Reader = WithRowsReader<L::Reader, SlotOf<R, Q>>;
    type Types = L::Types;
    type Id = L::Id;
    const STATIC: bool = L::STATIC;
    const ROWS: bool = L::ROWS;
    fn fields(&self) -> L::Fields {
        self.pick.fields()
    }
    #[inline]
    fn shape(&self, (row, rows): Self::Raw) -> F::Row {
        self.beside.beside(self.pick.shape(row), (rows, ()))
    }
    fn alone(row: F::Row) -> F::Row {
        row
    }
    fn joins<DB: DieselBackend>(&self, joins: &mut Joins<'_, '_, '_, DB>) -> QueryResult<()> {
        self.pick.joins(joins)
    }
    fn check(&self) -> crate::Result<()> {
        self.pick.check()
    }
}
#[diagnostic::do_not_recommend]
impl<M, L, R, Q, F> PickRow<M> for WithRows<L, R, Q, F>
where
    M: Model,
    L: PickRow<M>,
    R: Relation<From = M>,
    Batch<Q>: Spec<R>,
    F: Beside<L::Row, (SlotOf<R, Q>, ())>,
{
    #[inline]
    fn keys(raw: &Self::Raw) -> KeysOf<'_, M> {
        L::keys(&raw.0)
    }
}
#[diagnostic::do_not_recommend]
impl<M, L, R, Q, F, DB> PickOn<M, DB> for WithRows<L, R, Q, F>
where
    M: Model,
    L: PickOn<M, DB> + PickRow<M>,
    R: Relation<From = M>,
    Batch<Q>: Spec<R, Loaded: Default>,
    F: Beside<L::Row, (SlotOf<R, Q>, ())>,
    DB: Backend,
{
    fn columns<'b>(
        &'b self,
        first: bool,
        names: &mut Names<'_>,
        out: AstPass<'_, 'b, DB>,
    ) -> QueryResult<()> {
        self.pick.columns(first, names, out)
    }
}
#[diagnostic::do_not_recommend]
impl<M, L, S, DB> ReadPick<M, DB> for WithRowsReader<L, S>
where
    M: Model,
    L: ReadPick<M, DB>,
    S: Default + 'static,
    DB: Backend,
{
    type Raw = (L::Raw, S);
    const FIELDS: u128 = L::FIELDS;
    #[inline]
    fn read<'r, Rw: Row<'r, DB>>(row: &Rw, at: &mut usize) -> deserialize::Result<Self::Raw> {
        Ok((L::read(row, at)?, S::default()))
    }
}
#[diagnostic::do_not_recommend]
impl<M, L, R, Q, F, DB> FillPick<M, DB> for WithRows<L, R, Q, F>
where
    M: Model,
    L: FillPick<M, DB> + PickRow<M>,
    R: Relation<From = M>,
    Batch<Q>: FillSpec<R, DB>,
    Self: PickOn<M, DB, Raw = (L::Raw, SlotOf<R, Q>)>,
    DB: Backend,
{
    const ACTIVE: bool = true;
    fn fill<C: LoadConnection<Backend = DB>>(
        &self,
        mut raws: Vec<&mut Self::Raw>,
        conn: &mut C,
    ) -> Result<()> {
        if L::ACTIVE {
            let rows = raws.iter_mut().map(|raw| &mut raw.0).collect();
            self.pick.fill(rows, conn)?;
        }
        let waiting = raws
            .into_iter()
            .map(|(row, slot)| (L::keys(row), slot))
            .collect();
        self.batch.fill(waiting, conn)
    }
}
#[cfg(feature = "async")]
#[diagnostic::do_not_recommend]
impl<M, L, R, Q, F, DB> FillPickAsync<M, DB> for WithRows<L, R, Q, F>
where
    M: Model,
    L: FillPickAsync<M, DB> + PickRow<M>,
    R: Relation<From = M>,
    Batch<Q>: FillSpecAsync<R, DB>,
    Self: PickOn<M, DB, Raw = (L::Raw, SlotOf<R, Q>)> + Sync,
    <Self as Pick<M>>::Raw: Send,
    DB: Backend,
{
    const ACTIVE: bool = true;
    fn fill<'a, Ln: Lane<Backend = DB>>(
        &'a self,
        mut raws: Vec<&'a mut Self::Raw>,
        lane: &'a mut Ln,
    ) -> futures_util::future::BoxFuture<'a, Result<()>> {
        Box::pin(async move {
            if L::ACTIVE {
                let rows = raws.iter_mut().map(|raw| &mut raw.0).collect();
                self.pick.fill(rows, &mut *lane).await?;
            }
            let waiting = raws
                .into_iter()
                .map(|(row, slot)| (L::keys(row), slot))
                .collect();
            self.batch.fill(waiting, lane).await
        })
    }
}

/// More is loaded with the rows.
#[diagnostic::do_not_recommend]
impl<List, Op, L, R2, Q, F> Takes<List, Op> for WithRows<L, R2, Q, F>
where
    L: Takes<List, Op>,
{
    type Out = WithRows<L::Out, R2, Q, F>;
    fn take(self, op: Op) -> Self::Out {
        WithRows {
            pick: self.pick.take(op),
            batch: self.batch,
            beside: self.beside,
            relation: PhantomData,
        }
    }
}

/// Under a name of its own it is read as a slice.
impl<T> std::ops::Deref for Whole<T> {
    type Target = [T];
    fn deref(&self) -> &[T] {
        self.rows()
    }
}
impl<'r, T> IntoIterator for &'r Whole<T> {
    type Item = &'r T;
    type IntoIter = std::slice::Iter<'r, T>;
    fn into_iter(self) -> Self::IntoIter {
        self.rows().iter()
    }
}
