//! The root of a subquery that was written as a queryset inside another.

use std::marker::PhantomData;

use diesel::QueryResult;
use diesel::backend::Backend as DieselBackend;

use super::{Hop, Joins, Path, Root};
use crate::ast::{Asc, Col, Desc, Free, NotNull};
use crate::model::Model;

/// The own table of a subquery that stands in `D - 1` others. Its alias is another one than
/// that of the querysets around, so that `outer(…)` names theirs.
pub struct Inner<M, const D: usize>(PhantomData<fn() -> M>);

impl<M, const D: usize> Clone for Inner<M, D> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<M, const D: usize> Copy for Inner<M, D> {}

impl<M: Model, const D: usize> Path for Inner<M, D> {
    type Model = M;
    const ALIAS: &'static str = match D {
        1 => "self.1",
        2 => "self.2",
        3 => "self.3",
        4 => "self.4",
        _ => panic!("subqueries stand in each other up to four deep"),
    };
    const MAYBE: bool = false;
    type Null = NotNull;
    /// To the querysets around its rows are no matter: only what `outer` names there is.
    type Scope = Free;
    const DEPTH: usize = D;
    fn join<DB: DieselBackend>(_: &mut Joins<'_, '_, '_, DB>) -> QueryResult<()> {
        Ok(())
    }
}

/// Paths that start at a queryset's own table, and what consists of them, started at `P`:
/// a model's own order inside a subquery.
pub trait Reroot<P> {
    /// The same, from `P`.
    type Out;
}
impl<M, P> Reroot<P> for Root<M> {
    type Out = P;
}
impl<Q: Reroot<P>, R, P> Reroot<P> for Hop<Q, R> {
    type Out = Hop<Q::Out, R>;
}
impl<Q: Reroot<P>, S, const AT: usize, P> Reroot<P> for Col<Q, S, AT> {
    type Out = Col<Q::Out, S, AT>;
}
impl<E: Reroot<P>, N, P> Reroot<P> for Asc<E, N> {
    type Out = Asc<E::Out, N>;
}
impl<E: Reroot<P>, N, P> Reroot<P> for Desc<E, N> {
    type Out = Desc<E::Out, N>;
}
impl<P> Reroot<P> for () {
    type Out = ();
}
impl<H: Reroot<P>, T: Reroot<P>, P> Reroot<P> for (H, T) {
    type Out = (H::Out, T::Out);
}
