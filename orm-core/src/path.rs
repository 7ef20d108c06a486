//! Paths: how a queryset reaches a table. A path is a type, and its alias a constant.
//!
//! `Root<Album>` is the queryset's own table, `Hop<Root<Album>, artist>` the artist of an
//! album, joined; `Sub<Root<Album>, tracks>` a track of an album inside a quantifier. The
//! same table can stand in a query any number of times, each under the alias of its path.

use std::marker::PhantomData;

use diesel::QueryResult;
use diesel::backend::Backend as DieselBackend;

use crate::ast::{InRow, NotNull, Nullness, Scope, Ungrouped};
use crate::model::{Arity, Columns, Link, Model, Relation};

mod alias;
mod fields;
mod inner;
mod joins;
mod row;

pub use alias::Alias;
pub use alias::hash;
pub(crate) use alias::{ColumnOf, LeadOf, Quoted};
pub use fields::{
    Behind, Hops, IntoHop, Joinable, LeadsToOne, PathList, each, hop, join_hop, sub, to_one,
};
pub use inner::{Inner, Reroot};
pub use joins::{JoinSink, Joins, Sink, push_column, push_pairs, push_table};
use joins::{push_same_tenant, push_scope};
pub use row::{AsRow, At};

/// A way from a queryset's table to a table.
pub trait Path: Copy + 'static {
    /// The model it arrives at.
    type Model: Model;
    /// The alias under which the table stands in the query.
    const ALIAS: &'static str;
    /// There may be no row at its end.
    const MAYBE: bool;
    /// The same as a type.
    type Null: Nullness;
    /// On what its columns depend.
    type Scope: Scope;
    /// In how many subqueries it stands that were written as querysets. Its joins are of
    /// the FROM there, and of no other.
    const DEPTH: usize = 0;
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
/// One relation further, to each of its rows: inside an aggregate.
pub struct Each<P, R>(PhantomData<fn() -> (P, R)>);
/// One relation further, inside a quantifier's subquery.
pub struct Sub<P, R>(PhantomData<fn() -> (P, R)>);

/// The queryset's own table, whose rows were grouped.
pub struct GroupRoot<M>(PhantomData<fn() -> M>);

macro_rules! marker {
    ($name:ident<$($param:ident),*>) => {
        impl<$($param),*> Clone for $name<$($param),*> { fn clone(&self) -> Self { *self } }
        impl<$($param),*> Copy for $name<$($param),*> {}
        impl<$($param),*> Default for $name<$($param),*> { fn default() -> Self { Self(PhantomData) } }
    };
}
marker!(Root<M>);
marker!(GroupRoot<M>);
marker!(Hop<P, R>);
marker!(Sub<P, R>);
marker!(Each<P, R>);

impl<M: Model> Path for Root<M> {
    type Model = M;
    const ALIAS: &'static str = "self";
    const MAYBE: bool = false;
    type Null = NotNull;
    type Scope = InRow;
    fn join<DB: DieselBackend>(_: &mut Joins<'_, '_, '_, DB>) -> QueryResult<()> {
        Ok(())
    }
}

impl<M: Model> Path for GroupRoot<M> {
    type Model = M;
    const ALIAS: &'static str = Root::<M>::ALIAS;
    const MAYBE: bool = false;
    type Null = NotNull;
    type Scope = Ungrouped;
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
    type Null = <P::Null as Nullness>::Or<<R::Arity as Arity>::Null>;
    type Scope = P::Scope;
    const DEPTH: usize = P::DEPTH;

    fn join<DB: DieselBackend>(joins: &mut Joins<'_, '_, '_, DB>) -> QueryResult<()> {
        if Self::DEPTH != joins.depth() {
            return Ok(());
        }
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
            push_same_tenant(Self::ALIAS, R::To::META, P::ALIAS, R::From::META, out)?;
            push_scope::<Self, _>(out)?;
        }
        Ok(())
    }
}

impl<P, R> Path for Each<P, R>
where
    P: Path,
    R: Relation<From = P::Model>,
{
    type Model = R::To;
    const ALIAS: &'static str = Sub::<P, R>::NAME.as_str();
    const MAYBE: bool = false;
    type Null = NotNull;
    type Scope = <P::Scope as Scope>::Each<P, R>;
    const DEPTH: usize = P::DEPTH;
    /// The first of them is the subquery's FROM; those behind it are joined.
    fn join<DB: DieselBackend>(joins: &mut Joins<'_, '_, '_, DB>) -> QueryResult<()> {
        if !<P::Scope as Scope>::MANY {
            return Ok(());
        }
        P::join(joins)?;
        if joins.is_new(const { alias::hash(Self::ALIAS) })? {
            let out = joins.out();
            out.push_sql(" INNER JOIN ");
            Sub::<P, R>::push_joined(out)?;
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
    type Null = NotNull;
    type Scope = InRow;
    const DEPTH: usize = P::DEPTH;
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
    pub(crate) fn push_from<Out: Sink + ?Sized>(out: &mut Out) -> QueryResult<()> {
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

    /// The tables with the condition that ties them to the row before, for a join.
    fn push_joined<Out: JoinSink + ?Sized>(out: &mut Out) -> QueryResult<()> {
        match <R::Link as Link>::VIA {
            None => {
                push_table(R::To::META, Self::ALIAS, out)?;
                out.push_sql(" ON ");
                Self::push_correlation(out)
            }
            Some(via) => {
                push_table(via.meta, Self::LINK.as_str(), out)?;
                out.push_sql(" ON ");
                Self::push_near(out)?;
                out.push_sql(" INNER JOIN ");
                push_table(R::To::META, Self::ALIAS, out)?;
                out.push_sql(" ON ");
                push_pairs(
                    Self::ALIAS,
                    Columns::KeyOf(R::To::META),
                    Self::LINK.as_str(),
                    Columns::Names(via.target),
                    out,
                )?;
                push_same_tenant(Self::ALIAS, R::To::META, P::ALIAS, R::From::META, out)?;
                push_scope::<Self, _>(out)
            }
        }
    }

    /// The condition that ties the subquery's rows to the outer row.
    pub(crate) fn push_correlation<Out: JoinSink + ?Sized>(out: &mut Out) -> QueryResult<()> {
        Self::push_near(out)?;
        push_same_tenant(Self::ALIAS, R::To::META, P::ALIAS, R::From::META, out)?;
        push_scope::<Self, _>(out)
    }

    /// The same of the table beside the outer one, which is the link's where there is one.
    fn push_near<Out: Sink + ?Sized>(out: &mut Out) -> QueryResult<()> {
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
