//! A path as a value, and a path whose end is one row whatever lies before it.

use std::marker::PhantomData;

use diesel::QueryResult;
use diesel::backend::Backend as DieselBackend;

use super::{Joins, Path};
use crate::ast::InRow;

/// A path, as a value: where fields stand.
pub struct At<P>(PhantomData<fn() -> P>);

impl<P> Clone for At<P> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<P> Copy for At<P> {}
impl<P> Default for At<P> {
    fn default() -> Self {
        Self(PhantomData)
    }
}

/// The same path, seen from one of the rows that it leads to. A named condition is checked
/// once for all paths, so it takes them as they look from there.
pub struct AsRow<P>(PhantomData<fn() -> P>);

impl<P> Clone for AsRow<P> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<P> Copy for AsRow<P> {}

impl<P: Path> Path for AsRow<P> {
    type Model = P::Model;
    const ALIAS: &'static str = P::ALIAS;
    const MAYBE: bool = P::MAYBE;
    type Null = P::Null;
    type Scope = InRow;
    const DEPTH: usize = P::DEPTH;
    fn join<DB: DieselBackend>(joins: &mut Joins<'_, '_, '_, DB>) -> QueryResult<()> {
        P::join(joins)
    }
}
