//! A queryset as its keyset pages are asked for: rows with their places, those after a place.

use std::marker::PhantomData;

use diesel::QueryResult;
use diesel::backend::Backend as DieselBackend;
use diesel::connection::LoadConnection;
use diesel::deserialize;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::row::Row;
#[cfg(feature = "async")]
use futures_util::future::BoxFuture;

use super::{ByRef, QuerySet};
use crate::Result;
use crate::ast::{
    And, Condition, Digest, KeysetList, KeysetListOn, KeysetOrder, Node, OrderBy, PlaceValue,
    PushOrder, ReadParts, SliceTo, SomeFilter,
};
use crate::backend::{Backend, Kind, push_number};
use crate::load::count::Yes;
#[cfg(feature = "async")]
use crate::load::lane::Lane;
#[cfg(feature = "async")]
use crate::load::pick::FillPickAsync;
use crate::load::pick::{FillPick, Pick, PickOn, ReadPick};
use crate::load::spec::Names;
use crate::model::Model;
use crate::path::Joins;

/// The key's terms. They are columns and have no size: neither box nor leak cost anything.
fn key_terms<M: Model>() -> &'static M::KeyOrder {
    Box::leak(Box::default())
}

/// Of which order a place is: the model's name, the terms and directions.
pub(super) fn place_of<M: Model, O: KeysetOrder<M>>(order: &O) -> u64 {
    let mut digest = Digest::default();
    digest.text(M::META.name);
    digest.text(if order.is_reversed() { "reversed" } else { "" });
    order.terms().tell(&mut digest);
    if !order.is_total() {
        key_terms::<M>().tell(&mut digest);
    }
    digest.finish()
}

/// Whether these values are a place in the order.
pub(super) fn is_place<M: Model, O: KeysetOrder<M>>(order: &O, parts: &[PlaceValue]) -> bool {
    let (said, key) = (O::Terms::TERMS, M::KeyOrder::TERMS);
    let Some((_, rest)) = parts.split_at_checked(said) else {
        return false;
    };
    rest.len() == key && order.terms().fits(parts) && key_terms::<M>().fits(rest)
}

/// The queryset's order, or the same turned round.
pub struct Turned<'q, O, const BACK: bool>(&'q O);

impl<O: QueryId, const BACK: bool> QueryId for Turned<'_, O, BACK> {
    type QueryId = Turned<'static, O::QueryId, BACK>;
    const HAS_STATIC_QUERY_ID: bool = O::HAS_STATIC_QUERY_ID;
}
impl<M, O: OrderBy<M>, const BACK: bool> OrderBy<M> for Turned<'_, O, BACK> {
    fn is_total(&self) -> bool {
        self.0.is_total()
    }
    fn is_said(&self) -> bool {
        self.0.is_said()
    }
    fn is_models(&self) -> bool {
        self.0.is_models()
    }
    fn is_reversed(&self) -> bool {
        self.0.is_reversed() != BACK
    }
    fn order_joins<DB: DieselBackend>(&self, joins: &mut Joins<'_, '_, '_, DB>) -> QueryResult<()> {
        self.0.order_joins(joins)
    }
    fn check_order(&self) -> crate::Result<()> {
        self.0.check_order()
    }
}
impl<M, O, const BACK: bool, DB> PushOrder<M, DB> for Turned<'_, O, BACK>
where
    O: PushOrder<M, DB>,
    DB: DieselBackend,
{
    fn push_order<'b>(
        &'b self,
        out: AstPass<'_, 'b, DB>,
        first: &mut bool,
        reverse: bool,
    ) -> QueryResult<()> {
        self.0.push_order(out, first, reverse != BACK)
    }
}

/// That a row comes after a place.
pub struct After<'q, M, O, const BACK: bool> {
    order: &'q O,
    parts: &'q [PlaceValue],
    model: PhantomData<fn() -> M>,
}

impl<M, O, const BACK: bool> QueryId for After<'_, M, O, BACK>
where
    M: Model,
    O: KeysetOrder<M>,
{
    type QueryId = After<'static, M, O::QueryId, BACK>;
    const HAS_STATIC_QUERY_ID: bool =
        O::HAS_STATIC_QUERY_ID && <O::Terms as KeysetList>::STATIC && M::KeyOrder::STATIC;
}
impl<M: Model, O: KeysetOrder<M>, const BACK: bool> Node for After<'_, M, O, BACK> {
    type Scope = <O::Terms as Node>::Scope;
    fn joins<DB: DieselBackend>(&self, joins: &mut Joins<'_, '_, '_, DB>) -> QueryResult<()> {
        self.order.order_joins(joins)
    }
}
impl<M: Model, O: KeysetOrder<M>, const BACK: bool> Condition for After<'_, M, O, BACK> {
    type Limits = Yes;
    type Says = SomeFilter;
}
impl<M, O, const BACK: bool, DB> QueryFragment<DB> for After<'_, M, O, BACK>
where
    M: Model<KeyOrder: KeysetListOn<DB>>,
    O: KeysetOrder<M, Terms: KeysetListOn<DB>>,
    DB: Backend,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        let reverse = self.order.is_reversed() != BACK;
        let said = <O::Terms as KeysetList>::TERMS;
        // The place ends with the key, whether or not the order does.
        let parts = match self.parts.get(..said) {
            Some(parts) if self.order.is_total() => parts,
            _ => self.parts,
        };
        let mut depth = 0;
        let terms = self.order.terms();
        terms.push_after(parts, reverse, &mut depth, out.reborrow())?;
        let rest = parts.get(said..).unwrap_or_default();
        key_terms::<M>().push_after(rest, reverse, &mut depth, out.reborrow())?;
        for _ in 0..depth {
            out.push_sql(")");
        }
        Ok(())
    }
}

/// What a queryset gives, and the place of each row: its terms' values and its key.
pub struct WithPlace<'q, L, O> {
    pick: &'q L,
    order: &'q O,
}

/// What reads both.
pub struct PlaceReader<Rd, T, K>(PhantomData<fn() -> (Rd, T, K)>);

impl<M, L, O> Pick<M> for WithPlace<'_, L, O>
where
    M: Model,
    L: Pick<M>,
    O: KeysetOrder<M>,
{
    type Fields = L::Fields;
    type Raw = (L::Raw, Vec<PlaceValue>);
    type Row = (L::Row, Vec<PlaceValue>);
    type One = (L::Row, Vec<PlaceValue>);
    type Batches = L::Batches;
    type Reader = PlaceReader<
        L::Reader,
        <O::Terms as KeysetList>::Reader,
        <M::KeyOrder as KeysetList>::Reader,
    >;
    type Types = L::Types;
    type Id = WithPlace<'static, L::Id, O::QueryId>;
    const STATIC: bool = L::STATIC && O::HAS_STATIC_QUERY_ID;
    const ROWS: bool = L::ROWS;
    fn fields(&self) -> L::Fields {
        self.pick.fields()
    }
    #[inline]
    fn shape(&self, (raw, place): Self::Raw) -> Self::Row {
        (self.pick.shape(raw), place)
    }
    fn alone(row: Self::Row) -> Self::One {
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
impl<M, L, O, DB> PickOn<M, DB> for WithPlace<'_, L, O>
where
    M: Model<KeyOrder: KeysetListOn<DB>>,
    L: PickOn<M, DB>,
    O: KeysetOrder<M, Terms: KeysetListOn<DB>>,
    DB: Backend,
{
    fn columns<'b>(
        &'b self,
        first: bool,
        names: &mut Names<'_>,
        mut out: AstPass<'_, 'b, DB>,
    ) -> QueryResult<()> {
        self.pick.columns(first, names, out.reborrow())?;
        let terms = self.order.terms();
        if <O::Terms as KeysetList>::SHAPES > 1 {
            out.push_sql(", CAST(");
            push_number(terms.shape().unsigned_abs(), &mut out);
            out.push_sql(" AS ");
            out.push_sql(out.backend().dialect().cast_type(Kind::BigInt));
            out.push_sql(")");
        }
        terms.push_values(out.reborrow())?;
        key_terms::<M>().push_values(out)
    }
}
#[diagnostic::do_not_recommend]
impl<M, Rd, T, K, DB> ReadPick<M, DB> for PlaceReader<Rd, T, K>
where
    M: Model,
    Rd: ReadPick<M, DB>,
    T: ReadParts<DB>,
    K: ReadParts<DB>,
    DB: Backend,
{
    type Raw = (Rd::Raw, Vec<PlaceValue>);
    fn read<'r, Rw: Row<'r, DB>>(row: &Rw, at: &mut usize) -> deserialize::Result<Self::Raw> {
        let raw = Rd::read(row, at)?;
        let mut shape = 0;
        if T::SHAPES > 1 {
            shape = DB::read_i64(row, *at)?;
            *at += 1;
        }
        let mut parts = Vec::new();
        T::read(row, at, shape, &mut parts)?;
        K::read(row, at, 0, &mut parts)?;
        Ok((raw, parts))
    }
}
#[diagnostic::do_not_recommend]
impl<M, L, O, DB> FillPick<M, DB> for WithPlace<'_, L, O>
where
    M: Model,
    L: FillPick<M, DB>,
    Self: PickOn<M, DB, Raw = (L::Raw, Vec<PlaceValue>)>,
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
impl<M, L, O, DB> FillPickAsync<M, DB> for WithPlace<'_, L, O>
where
    M: Model,
    L: FillPickAsync<M, DB>,
    O: Sync,
    Self: PickOn<M, DB, Raw = (L::Raw, Vec<PlaceValue>)>,
    DB: Backend,
{
    const ACTIVE: bool = L::ACTIVE;
    fn fill<'a, Ln: Lane<Backend = DB>>(
        &'a self,
        raws: Vec<&'a mut Self::Raw>,
        lane: &'a mut Ln,
    ) -> BoxFuture<'a, Result<()>> {
        let raws = raws.into_iter().map(|raw| &mut raw.0).collect();
        self.pick.fill(raws, lane)
    }
}

/// A queryset's rows with their places, in a direction, those that `W` leaves.
pub type Places<'q, M, W, O, D, L, const BACK: bool> =
    QuerySet<M, W, Turned<'q, O, BACK>, D, SliceTo, WithPlace<'q, L, O>>;

fn places<'q, M, W, O, D, S, L, W2, const BACK: bool>(
    queryset: &'q QuerySet<M, W, O, D, S, L>,
    condition: W2,
    slice: SliceTo,
) -> Places<'q, M, W2, O, D, L, BACK> {
    QuerySet {
        condition,
        order: Turned(&queryset.order),
        slice,
        slots: WithPlace {
            pick: &queryset.slots,
            order: &queryset.order,
        },
        types: PhantomData,
    }
}

/// The first rows; the last, where it goes back.
pub(super) fn start<'q, M, W, O, D, S, L, const BACK: bool>(
    queryset: &'q QuerySet<M, W, O, D, S, L>,
    slice: SliceTo,
) -> Places<'q, M, ByRef<'q, W>, O, D, L, BACK> {
    places(queryset, ByRef(&queryset.condition), slice)
}

/// The rows after a place; before it, where it goes back.
pub(super) fn after<'q, M, W, O, D, S, L, const BACK: bool>(
    queryset: &'q QuerySet<M, W, O, D, S, L>,
    parts: &'q [PlaceValue],
    slice: SliceTo,
) -> Places<'q, M, And<ByRef<'q, W>, After<'q, M, O, BACK>>, O, D, L, BACK> {
    let after = After {
        order: &queryset.order,
        parts,
        model: PhantomData,
    };
    places(queryset, And(ByRef(&queryset.condition), after), slice)
}
