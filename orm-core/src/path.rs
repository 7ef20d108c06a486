//! Paths: how a queryset reaches a table. A path is a type, and its alias a constant.
//!
//! `Root<Album>` is the queryset's own table, `Hop<Root<Album>, artist>` the artist of an
//! album, joined; `Sub<Root<Album>, tracks>` a track of an album inside a quantifier. The
//! same table can stand in a query any number of times, each under the alias of its path.

use std::marker::PhantomData;

use diesel::QueryResult;
use diesel::backend::Backend as DieselBackend;
use diesel::query_builder::AstPass;

use crate::model::{Arity, Columns, Link, Model, Relation};

mod alias;
mod fields;
mod joins;

pub use alias::Alias;
pub use alias::hash;
pub use fields::{
    Behind, Hops, IntoHop, Joinable, LeadsToOne, PathList, hop, join_hop, sub, to_one,
};
pub use joins::{Joins, push_column, push_pairs, push_table};

/// A way from a queryset's table to a table.
pub trait Path: Copy + 'static {
    /// The model it arrives at.
    type Model: Model;
    /// The alias under which the table stands in the query.
    const ALIAS: &'static str;
    /// There may be no row at its end.
    const MAYBE: bool;
    /// Writes the joins that lead here, those not yet written.
    ///
    /// # Errors
    /// Those of the query builder.
    fn join<DB: DieselBackend>(joins: &mut Joins<'_, '_, '_, DB>) -> QueryResult<()>;
}

/// The queryset's own table. `self` is no identifier in Rust, so no relation has its name.
pub struct Root<M>(PhantomData<fn() -> M>);
/// One relation further, by LEFT JOIN.
pub struct Hop<P, R>(PhantomData<fn() -> (P, R)>);
/// One relation further, inside a quantifier's subquery.
pub struct Sub<P, R>(PhantomData<fn() -> (P, R)>);

macro_rules! marker {
    ($name:ident<$($param:ident),*>) => {
        impl<$($param),*> Clone for $name<$($param),*> { fn clone(&self) -> Self { *self } }
        impl<$($param),*> Copy for $name<$($param),*> {}
        impl<$($param),*> Default for $name<$($param),*> { fn default() -> Self { Self(PhantomData) } }
    };
}
marker!(Root<M>);
marker!(Hop<P, R>);
marker!(Sub<P, R>);

impl<M: Model> Path for Root<M> {
    type Model = M;
    const ALIAS: &'static str = "self";
    const MAYBE: bool = false;
    fn join<DB: DieselBackend>(_: &mut Joins<'_, '_, '_, DB>) -> QueryResult<()> {
        Ok(())
    }
}

impl<P, R> Hop<P, R>
where
    P: Path,
    R: Relation<From = P::Model>,
{
    const NAME: Alias = Alias::join(P::ALIAS, R::NAME);
}

impl<P, R> Path for Hop<P, R>
where
    P: Path,
    R: Relation<From = P::Model>,
{
    type Model = R::To;
    const ALIAS: &'static str = Self::NAME.as_str();
    const MAYBE: bool = P::MAYBE || <R::Arity as Arity>::MAYBE;

    fn join<DB: DieselBackend>(joins: &mut Joins<'_, '_, '_, DB>) -> QueryResult<()> {
        P::join(joins)?;
        if joins.is_new(const { alias::hash(Self::ALIAS) })? {
            let keyword = joins.keyword();
            let out = joins.out();
            out.push_sql(keyword);
            push_table(R::To::META, Self::ALIAS, out)?;
            out.push_sql(" ON ");
            push_pairs(
                Self::ALIAS,
                <R::Link as Link>::matched(),
                P::ALIAS,
                <R::Link as Link>::source(),
                out,
            )?;
        }
        Ok(())
    }
}

impl<P, R> Sub<P, R>
where
    P: Path,
    R: Relation<From = P::Model>,
{
    const NAME: Alias = Alias::join(P::ALIAS, R::NAME);
    const LINK: Alias = Alias::link(P::ALIAS, R::NAME);
}

impl<P, R> Path for Sub<P, R>
where
    P: Path,
    R: Relation<From = P::Model>,
{
    type Model = R::To;
    const ALIAS: &'static str = Self::NAME.as_str();
    const MAYBE: bool = false;
    fn join<DB: DieselBackend>(_: &mut Joins<'_, '_, '_, DB>) -> QueryResult<()> {
        Ok(())
    }
}

impl<P, R> Sub<P, R>
where
    P: Path,
    R: Relation<From = P::Model>,
{
    /// The subquery's FROM.
    pub(crate) fn push_from<DB: DieselBackend>(out: &mut AstPass<'_, '_, DB>) -> QueryResult<()> {
        match <R::Link as Link>::VIA {
            None => push_table(R::To::META, Self::ALIAS, out),
            Some(via) => {
                push_table(via.meta, Self::LINK.as_str(), out)?;
                out.push_sql(" INNER JOIN ");
                push_table(R::To::META, Self::ALIAS, out)?;
                out.push_sql(" ON ");
                push_pairs(
                    Self::ALIAS,
                    Columns::KeyOf(R::To::META),
                    Self::LINK.as_str(),
                    Columns::Names(via.target),
                    out,
                )
            }
        }
    }

    /// The condition that ties the subquery's rows to the outer row.
    pub(crate) fn push_correlation<DB: DieselBackend>(
        out: &mut AstPass<'_, '_, DB>,
    ) -> QueryResult<()> {
        let near = match <R::Link as Link>::VIA {
            None => Self::ALIAS,
            Some(_) => Self::LINK.as_str(),
        };
        push_pairs(
            near,
            <R::Link as Link>::matched(),
            P::ALIAS,
            <R::Link as Link>::source(),
            out,
        )
    }
}
