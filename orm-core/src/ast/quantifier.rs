//! `any`, `all`, `none`: conditions on the rows of a to-many relation, by EXISTS, so that
//! rows never multiply.

use std::marker::PhantomData;

use diesel::QueryResult;
use diesel::backend::Backend as DieselBackend;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};

use super::{Condition, IntoCondition, NoCondition, Node, SomeFilter};
use crate::backend::Backend;
use crate::load::count::Yes;
use crate::model::Relation;
use crate::path::{IntoHop, Joins, Path, Sub};

/// Which quantifier, as a type.
pub trait Quantifier: 'static {
    /// EXISTS or NOT EXISTS.
    const EXISTS: bool;
    /// The inner condition is turned round.
    const NEGATED: bool;
}

/// There is one.
pub struct Any;
/// There is none.
pub struct Nobody;
/// There is none of which it is not so.
pub struct All;

impl Quantifier for Any {
    const EXISTS: bool = true;
    const NEGATED: bool = false;
}
impl Quantifier for Nobody {
    const EXISTS: bool = false;
    const NEGATED: bool = false;
}
impl Quantifier for All {
    const EXISTS: bool = false;
    const NEGATED: bool = true;
}

/// `EXISTS (SELECT 1 FROM … WHERE …)` over relation `R` of path `P`.
pub struct Exists<Q, P, R, C> {
    condition: C,
    types: PhantomData<fn() -> (Q, P, R)>,
}

impl<Q, P, R, C: Clone> Clone for Exists<Q, P, R, C> {
    fn clone(&self) -> Self {
        Self {
            condition: self.condition.clone(),
            types: PhantomData,
        }
    }
}

impl<Q: 'static, P: 'static, R: 'static, C: QueryId> QueryId for Exists<Q, P, R, C> {
    type QueryId = Exists<Q, P, R, C::QueryId>;
    const HAS_STATIC_QUERY_ID: bool = C::HAS_STATIC_QUERY_ID;
}

impl<Q, P: Path, R, C: Node> Node for Exists<Q, P, R, C> {
    type Scope = P::Scope;
    fn joins<DB: DieselBackend>(&self, joins: &mut Joins<'_, '_, '_, DB>) -> QueryResult<()> {
        P::join(joins)
    }
    fn check(&self) -> crate::Result<()> {
        self.condition.check()
    }
}

impl<Q: Quantifier, P: Path, R: 'static, C: Condition> Condition for Exists<Q, P, R, C> {
    type Limits = Yes;
    type Says = SomeFilter;
    /// `all` of an absent condition asks nothing; `any` and `none` still ask for a row.
    fn is_absent(&self) -> bool {
        Q::NEGATED && self.condition.is_absent()
    }
}
#[diagnostic::do_not_recommend]
impl<Q: Quantifier, P: Path, R: 'static, C: Condition> IntoCondition for Exists<Q, P, R, C> {
    type Condition = Self;
    fn into_condition(self) -> Self {
        self
    }
}

impl<Q, P, R, C, DB> QueryFragment<DB> for Exists<Q, P, R, C>
where
    Q: Quantifier,
    P: Path,
    R: Relation<From = P::Model>,
    C: Condition + QueryFragment<DB>,
    DB: Backend,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql(if Q::EXISTS {
            "EXISTS (SELECT 1 FROM "
        } else {
            "NOT EXISTS (SELECT 1 FROM "
        });
        Sub::<P, R>::push_from(&mut out)?;
        let joins = &mut Joins::new(&mut out).at_depth(P::DEPTH);
        if !Q::NEGATED {
            joins.inner(|joins| self.condition.needs(joins))?;
        }
        self.condition.joins(joins)?;
        out.push_sql(" WHERE ");
        Sub::<P, R>::push_correlation(&mut out)?;
        if !self.condition.is_absent() {
            out.push_sql(if Q::NEGATED { " AND (" } else { " AND " });
            self.condition.walk_ast(out.reborrow())?;
            if Q::NEGATED {
                out.push_sql(") IS NOT TRUE");
            }
        }
        out.push_sql(")");
        Ok(())
    }
}

/// What a quantifier gives: over relation `H`.
type Over<Q, H, C> =
    Exists<Q, <H as IntoHop>::Parent, <H as IntoHop>::Rel, <C as IntoCondition>::Condition>;

fn over<Q, P, R, C: IntoCondition>(condition: C) -> Exists<Q, P, R, C::Condition> {
    Exists {
        condition: condition.into_condition(),
        types: PhantomData,
    }
}

/// At least one row of the relation meets the condition.
pub fn any<H: IntoHop, C: IntoCondition>(_: H, condition: C) -> Over<Any, H, C> {
    over(condition)
}

/// Every row of the relation meets the condition; of no rows, all do.
pub fn all<H: IntoHop, C: IntoCondition>(_: H, condition: C) -> Over<All, H, C> {
    over(condition)
}

/// No row of the relation meets the condition.
pub fn none<H: IntoHop, C: IntoCondition>(_: H, condition: C) -> Over<Nobody, H, C> {
    over(condition)
}

#[diagnostic::do_not_recommend]
impl IntoCondition for NoCondition {
    type Condition = Self;
    fn into_condition(self) -> Self {
        self
    }
}

/// There is a row.
pub fn any_row<H: IntoHop>(relation: H) -> Over<Any, H, NoCondition> {
    any(relation, NoCondition)
}

/// There is no row.
pub fn none_row<H: IntoHop>(relation: H) -> Over<Nobody, H, NoCondition> {
    none(relation, NoCondition)
}
