//! How rows that are there change their slots: kept, empty to be filled, or with more in
//! the rows that they hold.

use std::marker::PhantomData;

use diesel::QueryResult;
use diesel::backend::Backend as DieselBackend;
use diesel::connection::LoadConnection;
use diesel::query_builder::AstPass;

use super::rows::{KeepAll, KeepSlot};
use super::{Apply, PutPath};
use crate::Result;
use crate::backend::Backend;
use crate::load::fill::{FillList, FillSpec, Waiting};
#[cfg(feature = "async")]
use crate::load::fill_async::{FillListAsync, FillSpecAsync};
#[cfg(feature = "async")]
use crate::load::lane::Lane;
use crate::load::slot::{Exchange, Held, NotLoaded, Twin};
use crate::load::spec::{Batch, Names, RowOf, Spec, SpecList};
use crate::model::{Model, Relation, RowData, RowParts};
use crate::path::{Joins, Path};

/// A slot that stays, and into whose rows more is loaded: what `L` says.
pub struct Deeper<S, L> {
    specs: L,
    twins: Vec<Twin>,
    slot: PhantomData<fn() -> S>,
}

/// What the rows of a slot hold of their model.
type RecordIn<S> = <<S as Held>::Row as RowParts>::Record;
/// What a row holds, each slot kept.
type Kept<S> = <<<S as Held>::Row as RowParts>::Slots as KeepAll>::Specs;

/// Behind what is loaded the path goes on.
#[diagnostic::do_not_recommend]
impl<R, R2, Rest, Op, S> Apply<R, (R2, Rest), Op> for KeepSlot<S>
where
    S: Held<Row: RowParts<Slots: KeepAll>>,
    Kept<S>: PutPath<(R2, Rest), Op>,
{
    type Out = Deeper<S, <Kept<S> as PutPath<(R2, Rest), Op>>::Out>;
    fn apply(self, op: Op) -> Self::Out {
        Deeper {
            specs: <Kept<S>>::default().put_path(op),
            twins: Vec::new(),
            slot: PhantomData,
        }
    }
}
/// The end of a path is not held already: no slot that is.
#[diagnostic::on_unimplemented(
    message = "these rows hold this relation already",
    label = "loaded already",
    note = "what rows hold stays as it is, and a path may lead on behind it; to load it in another way, load the rows anew"
)]
pub trait NotHeld {}
impl<R, Op, S: Held + NotHeld> Apply<R, (), Op> for KeepSlot<S> {
    type Out = Self;
    fn apply(self, _: Op) -> Self {
        self
    }
}
impl<R, Op, S: NotHeld, L> Apply<R, (), Op> for Deeper<S, L> {
    type Out = Self;
    fn apply(self, _: Op) -> Self {
        self
    }
}
/// A second path goes on there too.
#[diagnostic::do_not_recommend]
impl<R, R2, Rest, Op, S, L> Apply<R, (R2, Rest), Op> for Deeper<S, L>
where
    L: PutPath<(R2, Rest), Op>,
{
    type Out = Deeper<S, L::Out>;
    fn apply(self, op: Op) -> Self::Out {
        Deeper {
            specs: self.specs.put_path(op),
            twins: self.twins,
            slot: PhantomData,
        }
    }
}

impl<R, S, L> Spec<R> for Deeper<S, L>
where
    R: Relation,
    S: Held<Row: RowParts<Model = R::To>>,
    L: SpecList<R::To>,
{
    type Loaded = S::With<RowOf<R::To, L::Loaded, RecordIn<S>>>;
    type Batches = L::Batches;
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

impl<R, S, L, DB> FillSpec<R, DB> for Deeper<S, L>
where
    R: Relation,
    S: Held<Row: RowParts<Model = R::To>>,
    L: FillList<R::To, <R::To as Model>::Relations, DB>,
    DB: Backend,
{
    const ACTIVE: bool = L::ACTIVE;
    fn fill<'k, C: LoadConnection<Backend = DB>>(
        &self,
        mut parents: Vec<Waiting<'k, '_, R::From, Self::Loaded>>,
        conn: &mut C,
    ) -> Result<()> {
        let rows = parents
            .iter_mut()
            .flat_map(|(_, slot)| slot.rows_mut())
            .map(RowParts::parts_mut)
            .collect();
        self.specs.fill(rows, conn)
    }
}

#[cfg(feature = "async")]
impl<R, S, L, DB> FillSpecAsync<R, DB> for Deeper<S, L>
where
    R: Relation,
    S: Held<Row: RowParts<Model = R::To>>,
    L: FillListAsync<R::To, <R::To as Model>::Relations, DB>,
    Self: Spec<R, Loaded = S::With<RowOf<R::To, L::Loaded, RecordIn<S>>>> + Sync,
    S::With<RowOf<R::To, L::Loaded, RecordIn<S>>>: Send,
    DB: Backend,
{
    const ACTIVE: bool = L::ACTIVE;
    fn fill<'a, 'k: 'a, Ln: Lane<Backend = DB>>(
        &'a self,
        parents: Vec<Waiting<'k, 'a, R::From, Self::Loaded>>,
        lane: &'a mut Ln,
    ) -> futures_util::future::BoxFuture<'a, Result<()>> {
        let rows = parents
            .into_iter()
            .flat_map(|(_, slot)| slot.rows_mut())
            .map(RowParts::parts_mut)
            .collect();
        self.specs.fill(rows, lane)
    }
}

/// The slots of a row.
pub(super) fn slots_mut<R: RowParts>(row: &mut R) -> &mut R::Slots {
    row.parts_mut().1
}

/// The row with other slots.
pub(super) fn regrow<R, T>(row: R, mut grow: impl FnMut(R::Slots) -> T::Slots) -> T
where
    R: RowParts,
    T: RowParts<Model = R::Model, Record = R::Record>,
{
    let RowData { model, slots } = row.into_data();
    T::from_data(RowData {
        model,
        slots: grow(slots),
    })
}

/// Turns old slots into new ones.
#[diagnostic::on_unimplemented(
    message = "a path leads through loaded rows that others may share, and their model is not `Clone`",
    label = "loads more into rows that may be shared",
    note = "write `#[derive(Clone)]` on the models of the loaded relations that the path leads through, or load those that are to-one by `select_related`"
)]
pub trait GrowList<M: Model, Rels, Old>: SpecList<M, Rels> {
    /// Something is loaded into rows that are held.
    const DEEPER: bool;
    /// Leaves rows that several slots share in one of them alone.
    fn separate(&mut self, old: Vec<&mut Old>);
    /// The new slots.
    fn grow(old: Old) -> Self::Loaded;
    /// Gives shared rows back to all their slots.
    fn share(&self, new: Vec<&mut Self::Loaded>);
}
#[diagnostic::do_not_recommend]
impl<M: Model> GrowList<M, (), ()> for () {
    const DEEPER: bool = false;
    fn separate(&mut self, _: Vec<&mut ()>) {}
    fn grow((): ()) {}
    fn share(&self, _: Vec<&mut ()>) {}
}
#[diagnostic::do_not_recommend]
impl<M, R, Rest, H, T, Old, OldRest> GrowList<M, (R, Rest), (Old, OldRest)> for (H, T)
where
    M: Model,
    R: Relation<From = M>,
    H: Grow<R, Old>,
    T: GrowList<M, Rest, OldRest>,
{
    const DEEPER: bool = H::DEEPER || T::DEEPER;
    fn separate(&mut self, mut old: Vec<&mut (Old, OldRest)>) {
        if H::DEEPER {
            self.0
                .separate(old.iter_mut().map(|slots| &mut slots.0).collect());
        }
        if T::DEEPER {
            self.1
                .separate(old.into_iter().map(|slots| &mut slots.1).collect());
        }
    }
    fn grow(old: (Old, OldRest)) -> Self::Loaded {
        (H::grow(old.0), T::grow(old.1))
    }
    fn share(&self, mut new: Vec<&mut Self::Loaded>) {
        if H::DEEPER {
            self.0
                .share(new.iter_mut().map(|slots| &mut slots.0).collect());
        }
        if T::DEEPER {
            self.1
                .share(new.into_iter().map(|slots| &mut slots.1).collect());
        }
    }
}

/// Turns an old slot into a new one.
pub trait Grow<R: Relation, Old>: Spec<R> {
    /// Something is loaded into rows that are held.
    const DEEPER: bool = false;
    /// Leaves rows that several slots share in one of them alone.
    fn separate(&mut self, _: Vec<&mut Old>) {}
    /// The new slot.
    fn grow(old: Old) -> Self::Loaded;
    /// Gives shared rows back to all their slots.
    fn share(&self, _: Vec<&mut Self::Loaded>) {}
}
impl<R: Relation, S: 'static> Grow<R, S> for KeepSlot<S> {
    fn grow(old: S) -> S {
        old
    }
}
impl<R: Relation, Q> Grow<R, NotLoaded> for Batch<Q>
where
    Self: Spec<R, Loaded: Default>,
{
    fn grow(_: NotLoaded) -> Self::Loaded {
        Default::default()
    }
}
impl<R, S, L> Grow<R, S> for Deeper<S, L>
where
    R: Relation,
    S: Exchange<Row: RowParts<Model = R::To>>,
    L: GrowList<R::To, <R::To as Model>::Relations, <S::Row as RowParts>::Slots>,
{
    const DEEPER: bool = true;
    fn separate(&mut self, mut old: Vec<&mut S>) {
        self.twins = S::separate(&mut old);
        if L::DEEPER {
            let rows = old.into_iter().flat_map(|slot| slot.rows_mut());
            self.specs.separate(rows.map(slots_mut).collect());
        }
    }
    fn grow(old: S) -> Self::Loaded {
        old.exchange(|row| regrow(row, L::grow))
    }
    fn share(&self, mut new: Vec<&mut Self::Loaded>) {
        if L::DEEPER {
            let rows = new.iter_mut().flat_map(|slot| slot.rows_mut());
            self.specs.share(rows.map(slots_mut).collect());
        }
        Held::share(&mut new, &self.twins);
    }
}
