//! A queryset seen through a reference: the same rows, with another slice, order or condition,
//! and nothing cloned.

use std::marker::PhantomData;

use diesel::QueryResult;
use diesel::backend::Backend as DieselBackend;
use diesel::connection::LoadConnection;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
#[cfg(feature = "async")]
use futures_util::future::BoxFuture;

use super::{All, QuerySet};
use crate::Result;
use crate::ast::{Condition, Node, OrderBy, PushOrder};
use crate::backend::Backend;
#[cfg(feature = "async")]
use crate::load::lane::Lane;
#[cfg(feature = "async")]
use crate::load::pick::FillPickAsync;
use crate::load::pick::{FillPick, Pick, PickOn};
use crate::load::spec::Names;
use crate::model::Model;
use crate::path::Joins;

/// A part of a queryset, borrowed. Its text, and so its query id, is the part's own.
pub struct ByRef<'q, T>(pub(crate) &'q T);

impl<T> Clone for ByRef<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for ByRef<'_, T> {}

/// A queryset with its parts borrowed and a slice of its own.
pub type View<'q, M, W, O, S, L, D = All> =
    QuerySet<M, ByRef<'q, W>, ByRef<'q, O>, D, S, ByRef<'q, L>>;

impl<M, W, O, D, S, L> QuerySet<M, W, O, D, S, L> {
    /// The same rows under another slice.
    pub(crate) fn view<S2>(&self, slice: S2) -> View<'_, M, W, O, S2, L, D> {
        QuerySet {
            condition: ByRef(&self.condition),
            order: ByRef(&self.order),
            slice,
            slots: ByRef(&self.slots),
            types: PhantomData,
        }
    }
}

impl<T: QueryId> QueryId for ByRef<'_, T> {
    type QueryId = T::QueryId;
    const HAS_STATIC_QUERY_ID: bool = T::HAS_STATIC_QUERY_ID;
}
impl<T: Node> Node for ByRef<'_, T> {
    type Scope = T::Scope;
    fn joins<DB: DieselBackend>(&self, joins: &mut Joins<'_, '_, '_, DB>) -> QueryResult<()> {
        self.0.joins(joins)
    }
    fn check(&self) -> crate::Result<()> {
        self.0.check()
    }
    fn needs<DB: DieselBackend>(&self, joins: &mut Joins<'_, '_, '_, DB>) -> QueryResult<()> {
        self.0.needs(joins)
    }
}
impl<T: Condition> Condition for ByRef<'_, T> {
    type Limits = T::Limits;
    type Says = T::Says;
    fn is_absent(&self) -> bool {
        self.0.is_absent()
    }
    fn chooses(&self) -> bool {
        self.0.chooses()
    }
}
impl<T: QueryFragment<DB>, DB: DieselBackend> QueryFragment<DB> for ByRef<'_, T> {
    fn walk_ast<'b>(&'b self, out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        self.0.walk_ast(out)
    }
}

impl<M, O: OrderBy<M>> OrderBy<M> for ByRef<'_, O> {
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
        self.0.is_reversed()
    }
    fn order_joins<DB: DieselBackend>(&self, joins: &mut Joins<'_, '_, '_, DB>) -> QueryResult<()> {
        self.0.order_joins(joins)
    }
    fn check_order(&self) -> crate::Result<()> {
        self.0.check_order()
    }
}
impl<M, O: PushOrder<M, DB>, DB: DieselBackend> PushOrder<M, DB> for ByRef<'_, O> {
    fn push_order<'b>(
        &'b self,
        out: AstPass<'_, 'b, DB>,
        first: &mut bool,
        reverse: bool,
    ) -> QueryResult<()> {
        self.0.push_order(out, first, reverse)
    }
}

impl<M: Model, L: Pick<M>> Pick<M> for ByRef<'_, L> {
    type Fields = L::Fields;
    type Raw = L::Raw;
    type Row = L::Row;
    type One = L::One;
    type Batches = L::Batches;
    type Reader = L::Reader;
    type Types = L::Types;
    type Id = L::Id;
    const STATIC: bool = L::STATIC;
    const ROWS: bool = L::ROWS;
    fn fields(&self) -> L::Fields {
        self.0.fields()
    }
    #[inline]
    fn shape(&self, raw: L::Raw) -> L::Row {
        self.0.shape(raw)
    }
    fn alone(row: L::Row) -> L::One {
        L::alone(row)
    }
    fn joins<DB: DieselBackend>(&self, joins: &mut Joins<'_, '_, '_, DB>) -> QueryResult<()> {
        self.0.joins(joins)
    }
    fn check(&self) -> crate::Result<()> {
        self.0.check()
    }
}
#[diagnostic::do_not_recommend]
impl<M: Model, L: PickOn<M, DB>, DB: Backend> PickOn<M, DB> for ByRef<'_, L> {
    fn columns<'b>(
        &'b self,
        first: bool,
        names: &mut Names<'_>,
        out: AstPass<'_, 'b, DB>,
    ) -> QueryResult<()> {
        self.0.columns(first, names, out)
    }
}
#[diagnostic::do_not_recommend]
impl<M: Model, L: FillPick<M, DB>, DB: Backend> FillPick<M, DB> for ByRef<'_, L> {
    const ACTIVE: bool = L::ACTIVE;
    fn fill<C: LoadConnection<Backend = DB>>(
        &self,
        raws: Vec<&mut L::Raw>,
        conn: &mut C,
    ) -> Result<()> {
        self.0.fill(raws, conn)
    }
}
#[cfg(feature = "async")]
#[diagnostic::do_not_recommend]
impl<M: Model, L: FillPickAsync<M, DB>, DB: Backend> FillPickAsync<M, DB> for ByRef<'_, L> {
    const ACTIVE: bool = L::ACTIVE;
    fn fill<'a, Ln: Lane<Backend = DB>>(
        &'a self,
        raws: Vec<&'a mut L::Raw>,
        lane: &'a mut Ln,
    ) -> BoxFuture<'a, Result<()>> {
        self.0.fill(raws, lane)
    }
}
