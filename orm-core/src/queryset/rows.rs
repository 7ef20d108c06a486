//! Rows that are there already as a source: more is loaded into them.

use std::marker::PhantomData;

use diesel::QueryResult;
use diesel::backend::Backend as DieselBackend;
use diesel::connection::LoadConnection;
use diesel::query_builder::AstPass;

use super::fill_rows::{FillRowsOn, Grown};
use super::grow::{GrowList, regrow, slots_mut};
use super::slots::ListOf;
use super::{
    Apply, BatchPath, BatchWith, JoinPath, OrderFor, PutPath, QuerySet, Refined, SelectPath,
    Selection, Source, SourceModel,
};
use crate::Result;
use crate::backend::Backend;
use crate::driver::Driver;
use crate::load::count::Z;
use crate::load::fill::{FillSpec, Waiting};
#[cfg(feature = "async")]
use crate::load::fill_async::FillSpecAsync;
#[cfg(feature = "async")]
use crate::load::lane::Lane;
use crate::load::pick::PickRow;
use crate::load::slot::NotLoaded;
use crate::load::spec::{Batch, BatchedAs, Limits, Names, RowOf, SelectedRow, Spec};
use crate::model::{Model, Relation, RowParts, Single};
use crate::path::{IntoHop, Joins, Path, PathList};

/// Loaded rows, and what shall be loaded into them.
pub struct RowSet<V, M, L> {
    rows: V,
    slots: L,
    model: PhantomData<fn() -> M>,
}

/// `Keep` for every slot of a list.
pub trait KeepAll {
    /// The list.
    type Specs: Default;
}
impl KeepAll for () {
    type Specs = ();
}
impl<H, T: KeepAll> KeepAll for (H, T) {
    type Specs = (KeepSlot<H>, T::Specs);
}
/// A slot that stays as it is.
pub struct KeepSlot<S>(PhantomData<fn() -> S>);
impl<S> Default for KeepSlot<S> {
    fn default() -> Self {
        Self(PhantomData)
    }
}

impl<R: Relation, S: 'static> Spec<R> for KeepSlot<S> {
    type Loaded = S;
    type Batches = Z;
    type Reader = ();
    fn joins<P: Path<Model = R::From>, DB: DieselBackend>(
        _: &mut Joins<'_, '_, '_, DB>,
    ) -> QueryResult<()> {
        Ok(())
    }
    fn columns<P: Path<Model = R::From>, DB: Backend>(
        _: &mut Names<'_>,
        _: &mut AstPass<'_, '_, DB>,
    ) -> QueryResult<()> {
        Ok(())
    }
}
#[cfg(feature = "async")]
impl<R: Relation, S: Send + 'static, DB: Backend> FillSpecAsync<R, DB> for KeepSlot<S> {
    const ACTIVE: bool = false;
    fn fill<'a, 'k: 'a, Ln: Lane<Backend = DB>>(
        &'a self,
        _: Vec<Waiting<'k, 'a, R::From, S>>,
        _: &'a mut Ln,
    ) -> futures_util::future::BoxFuture<'a, Result<()>> {
        crate::load::fill_async::done()
    }
}
impl<R: Relation, S: 'static, DB: Backend> FillSpec<R, DB> for KeepSlot<S> {
    const ACTIVE: bool = false;
    fn fill<'k, C: LoadConnection<Backend = DB>>(
        &self,
        _: Vec<Waiting<'k, '_, R::From, S>>,
        _: &mut C,
    ) -> Result<()> {
        Ok(())
    }
}

// What is loaded into rows comes by a batched query, also where `select_related` is said.

#[diagnostic::do_not_recommend]
impl<R, Rest, Op> Apply<R, Rest, Op> for KeepSlot<NotLoaded>
where
    NotLoaded: ApplyLater<R, Rest, Op>,
{
    type Out = <NotLoaded as ApplyLater<R, Rest, Op>>::Out;
    fn apply(self, op: Op) -> Self::Out {
        NotLoaded.apply_later(op)
    }
}

/// What a spec becomes in rows that are there already.
pub trait ApplyLater<R, Rest, Op> {
    /// The spec.
    type Out;
    /// Makes it.
    fn apply_later(self, op: Op) -> Self::Out;
}
impl<R, Rest> ApplyLater<R, Rest, BatchPath> for NotLoaded
where
    Self: Apply<R, Rest, BatchPath>,
{
    type Out = <Self as Apply<R, Rest, BatchPath>>::Out;
    fn apply_later(self, op: BatchPath) -> Self::Out {
        self.apply(op)
    }
}
impl<R, Rest, Q> ApplyLater<R, Rest, BatchWith<Q>> for NotLoaded
where
    Self: Apply<R, Rest, BatchWith<Q>>,
{
    type Out = <Self as Apply<R, Rest, BatchWith<Q>>>::Out;
    fn apply_later(self, op: BatchWith<Q>) -> Self::Out {
        self.apply(op)
    }
}
impl<R: Relation> ApplyLater<R, (), JoinPath> for NotLoaded {
    type Out = Batch<super::AllOf<R::To>>;
    fn apply_later(self, _: JoinPath) -> Self::Out {
        Batch(QuerySet::every())
    }
}
impl<R, R2, Rest> ApplyLater<R, (R2, Rest), JoinPath> for NotLoaded
where
    R: Relation,
    <R::To as Model>::Unloaded: PutPath<(R2, Rest), JoinPath>,
{
    type Out = Batch<
        QuerySet<
            R::To,
            <R::To as Model>::Scope,
            crate::ast::ModelOrder,
            super::All,
            crate::ast::NoSlice,
            <<R::To as Model>::Unloaded as PutPath<(R2, Rest), JoinPath>>::Out,
        >,
    >;
    fn apply_later(self, op: JoinPath) -> Self::Out {
        Batch(QuerySet::every().with_slots(|slots: <R::To as Model>::Unloaded| slots.put_path(op)))
    }
}

impl<V, M: Model, L> SourceModel for RowSet<V, M, L> {
    type Model = M;
    type Fields = M::Fields<crate::path::Root<M>>;
    fn fields(&self) -> Self::Fields {
        M::fields::<crate::path::Root<M>>()
    }
}

#[diagnostic::do_not_recommend]
impl<R> Source for Vec<R>
where
    R: RowParts,
    R::Slots: KeepAll,
{
    type Builder = RowSet<Vec<R>, R::Model, <R::Slots as KeepAll>::Specs>;
    fn start(self) -> Self::Builder {
        RowSet {
            rows: self,
            slots: Default::default(),
            model: PhantomData,
        }
    }
}

/// A row from `get` or `first` as a source; the derive's row types say that they are one.
pub type OneRowSet<R> =
    RowSet<Alone<R>, <R as RowParts>::Model, <<R as RowParts>::Slots as KeepAll>::Specs>;

/// Begins with a row from `get` or `first`.
pub fn start_row<R: RowParts<Slots: KeepAll>>(row: R) -> OneRowSet<R> {
    RowSet {
        rows: Alone(row),
        slots: Default::default(),
        model: PhantomData,
    }
}

/// Rows that the database has still to choose: none that are a source already.
#[diagnostic::on_unimplemented(
    message = "these rows are loaded already: the database neither chooses nor orders them",
    label = "not a step for rows that are there",
    note = "rows take `select_related` and `prefetch_related`, which load more into them; choose among them in Rust, or filter the queryset that they come from"
)]
pub trait StillInDatabase<C> {}

/// One row, held as a source.
pub struct Alone<R>(R);

impl<R> Alone<R> {
    pub(crate) fn row(&self) -> &R {
        &self.0
    }
}

/// Rows in a container that keeps its shape when more is loaded.
pub trait Container {
    /// The model.
    type Model: Model;
    /// The slots before.
    type Slots: 'static;
    /// The container of rows with other slots.
    type With<L: 'static>;
    /// The slots of every row.
    fn slots_mut(&mut self) -> Vec<&mut Self::Slots>;
    /// Changes every row.
    fn grow<L: 'static>(self, grow: impl FnMut(Self::Slots) -> L) -> Self::With<L>;
    /// The changed rows, to be filled.
    fn grown_mut<L: 'static>(rows: &mut Self::With<L>) -> Vec<Waiting<'_, '_, Self::Model, L>>;
}

impl<R: RowParts> Container for Vec<R> {
    type Model = R::Model;
    type Slots = R::Slots;
    type With<L: 'static> = Vec<RowOf<R::Model, L, R::Record>>;
    fn slots_mut(&mut self) -> Vec<&mut R::Slots> {
        self.iter_mut().map(slots_mut).collect()
    }
    fn grow<L: 'static>(self, mut grow: impl FnMut(R::Slots) -> L) -> Self::With<L> {
        self.into_iter().map(|row| regrow(row, &mut grow)).collect()
    }
    fn grown_mut<L: 'static>(rows: &mut Self::With<L>) -> Vec<Waiting<'_, '_, R::Model, L>> {
        rows.iter_mut().map(RowParts::parts_mut).collect()
    }
}

impl<R: RowParts> Container for Alone<R> {
    type Model = R::Model;
    type Slots = R::Slots;
    type With<L: 'static> = <R::Model as Model>::Row<L, Single, R::Record>;
    fn slots_mut(&mut self) -> Vec<&mut R::Slots> {
        vec![slots_mut(&mut self.0)]
    }
    fn grow<L: 'static>(self, grow: impl FnMut(R::Slots) -> L) -> Self::With<L> {
        regrow(self.0, grow)
    }
    fn grown_mut<L: 'static>(row: &mut Self::With<L>) -> Vec<Waiting<'_, '_, R::Model, L>> {
        vec![row.parts_mut()]
    }
}

impl<V, M: Model, L> RowSet<V, M, L> {
    pub(crate) fn rows(&self) -> &V {
        &self.rows
    }

    fn with_slots<L2>(self, change: impl FnOnce(L) -> L2) -> RowSet<V, M, L2> {
        RowSet {
            rows: self.rows,
            slots: change(self.slots),
            model: PhantomData,
        }
    }

    /// Answers that rows which are there already are not chosen by the database.
    #[doc(hidden)]
    pub fn filter<C>(self, _: C) -> Self
    where
        Self: StillInDatabase<C>,
    {
        self
    }

    /// The same.
    #[doc(hidden)]
    pub fn exclude<C>(self, _: C) -> Self
    where
        Self: StillInDatabase<C>,
    {
        self
    }

    /// The same.
    #[doc(hidden)]
    pub fn order_by<C>(self, _: C) -> Self
    where
        Self: StillInDatabase<C>,
    {
        self
    }

    /// The same.
    #[doc(hidden)]
    pub fn only<C>(self, _: C) -> Self
    where
        Self: StillInDatabase<C>,
    {
        self
    }

    /// The same.
    #[doc(hidden)]
    pub fn defer<C>(self, _: C) -> Self
    where
        Self: StillInDatabase<C>,
    {
        self
    }

    /// Loads a to-one relation into the rows, by a batched query.
    pub fn select_related<H>(
        self,
        relation: H,
    ) -> RowSet<V, M, <L as PutPath<H::List, JoinPath>>::Out>
    where
        H: SelectPath<M>,
        L: PutPath<H::List, JoinPath>,
    {
        let _ = relation;
        self.with_slots(|slots| slots.put_path(JoinPath))
    }

    /// Loads a relation into the rows, by a batched query for each hop of its path.
    pub fn prefetch_related<H>(
        self,
        relation: H,
    ) -> RowSet<V, M, <L as PutPath<ListOf<H>, BatchPath>>::Out>
    where
        H: IntoHop,
        H::Parent: PathList<(H::Rel, ())>,
        L: PutPath<ListOf<H>, BatchPath>,
    {
        let _ = relation;
        self.with_slots(|slots| slots.put_path(BatchPath))
    }

    /// Loads the rows of a relation that a queryset gives, by a batched query.
    pub fn prefetch_with<H, Q>(
        self,
        relation: H,
        queryset: Q,
    ) -> RowSet<V, M, <L as PutPath<ListOf<H>, BatchWith<Q>>>::Out>
    where
        H: IntoHop,
        H::Parent: PathList<(H::Rel, ())>,
        Q: Refined<Slots: PickRow<<Q as Selection>::Model>>,
        Q::Order: OrderFor<Q::Slice, Q::Model>,
        Limits<Q>: super::ForEachParent,
        <H::Rel as Relation>::Arity: BatchedAs<Limits<Q>, SelectedRow<Q>>,
        L: PutPath<ListOf<H>, BatchWith<Q>>,
    {
        let _ = relation;
        self.with_slots(|slots| slots.put_path(BatchWith(queryset)))
    }

    /// Loads, one query for each relation, and gives the rows back with what was loaded.
    ///
    /// # Errors
    /// Those of the database, and a foreign key that points nowhere.
    pub fn load<'c, C, K: Driver>(self, conn: &'c mut C) -> K::Out<'c, Grown<V, L>>
    where
        V: Container<Model = M> + 'c,
        L: GrowList<V::Model, <V::Model as Model>::Relations, V::Slots> + FillRowsOn<V, C, K> + 'c,
    {
        let Self {
            mut rows,
            mut slots,
            ..
        } = self;
        if L::DEEPER {
            slots.separate(rows.slots_mut());
        }
        let filled = slots.fill_rows(rows.grow(L::grow), conn);
        K::then(filled, |(slots, mut rows)| {
            if L::DEEPER {
                let grown = V::grown_mut(&mut rows);
                slots.share(grown.into_iter().map(|(_, slots)| slots).collect());
            }
            Ok(rows)
        })
    }
}
