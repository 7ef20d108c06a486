//! `&&`, `||`, `!`, and the two arms of an `if`.

use diesel::QueryResult;
use diesel::backend::Backend as DieselBackend;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};

use super::{Asks, Condition, IntoCondition, Node, Says, Scope, static_query_id};
use crate::load::count::{Flag, Yes};
use crate::path::Joins;

macro_rules! connective {
    ($(#[$doc:meta])* $node:ident $sql:literal needs($($side:tt)*)) => {
        $(#[$doc])*
        #[derive(Clone, Copy)]
        pub struct $node<A, B>(pub(crate) A, pub(crate) B);

        static_query_id!($node<A, B>);

        impl<A: Node, B: Node> Node for $node<A, B> {
            type Scope = <A::Scope as Scope>::With<B::Scope>;
            const ASKS: Asks = A::ASKS.and(B::ASKS);
            fn joins<DB: DieselBackend>(&self, joins: &mut Joins<'_, '_, '_, DB>) -> QueryResult<()> {
                self.0.joins(joins)?;
                self.1.joins(joins)
            }
            fn check(&self) -> crate::Result<()> {
                self.0.check()?;
                self.1.check()
            }
            #[allow(unused_variables)]
            fn needs<DB: DieselBackend>(&self, joins: &mut Joins<'_, '_, '_, DB>) -> QueryResult<()> {
                $(self.$side.needs(joins)?;)*
                Ok(())
            }
        }
        impl<A: Condition, B: Condition> Condition for $node<A, B> {
            type Limits = <Yes as Flag>::Or<A::Limits>;
            type Says = <A::Says as Says>::Or<B::Says>;
            fn is_absent(&self) -> bool {
                self.0.is_absent() && self.1.is_absent()
            }
            fn chooses(&self) -> bool {
                self.0.chooses() || self.1.chooses()
            }
        }
        #[diagnostic::do_not_recommend]
        impl<A: Condition, B: Condition> IntoCondition for $node<A, B> {
            type Condition = Self;
            fn into_condition(self) -> Self {
                self
            }
        }
        impl<A, B, DB> QueryFragment<DB> for $node<A, B>
        where
            A: QueryFragment<DB> + Condition,
            B: QueryFragment<DB> + Condition,
            DB: DieselBackend,
        {
            fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
                match (self.0.is_absent(), self.1.is_absent()) {
                    (true, _) => self.1.walk_ast(out),
                    (_, true) => self.0.walk_ast(out),
                    _ => {
                        out.push_sql("(");
                        self.0.walk_ast(out.reborrow())?;
                        out.push_sql($sql);
                        self.1.walk_ast(out.reborrow())?;
                        out.push_sql(")");
                        Ok(())
                    }
                }
            }
        }
    };
}

connective!(
    /// Both.
    And " AND " needs(0 1)
);
connective!(
    /// At least one.
    Or " OR " needs()
);

/// Both.
pub fn and<A, B>(left: A, right: B) -> And<A::Condition, B::Condition>
where
    A: IntoCondition,
    B: IntoCondition,
{
    And(left.into_condition(), right.into_condition())
}

/// At least one.
pub fn or<A, B>(left: A, right: B) -> Or<A::Condition, B::Condition>
where
    A: IntoCondition,
    B: IntoCondition,
{
    Or(left.into_condition(), right.into_condition())
}

/// Exactly the rows that the condition leaves out: `(…) IS NOT TRUE`, so NULL counts as no.
#[derive(Clone, Copy)]
pub struct Not<C>(pub(crate) C);

static_query_id!(Not<C>);

impl<C: Node> Node for Not<C> {
    type Scope = C::Scope;
    const ASKS: Asks = C::ASKS;
    fn joins<DB: DieselBackend>(&self, joins: &mut Joins<'_, '_, '_, DB>) -> QueryResult<()> {
        self.0.joins(joins)
    }
    fn check(&self) -> crate::Result<()> {
        self.0.check()
    }
}
impl<C: Condition> Condition for Not<C> {
    type Limits = Yes;
    type Says = C::Says;
    fn is_absent(&self) -> bool {
        self.0.is_absent()
    }
}
#[diagnostic::do_not_recommend]
impl<C: Condition> IntoCondition for Not<C> {
    type Condition = Self;
    fn into_condition(self) -> Self {
        self
    }
}
impl<C: QueryFragment<DB>, DB: DieselBackend> QueryFragment<DB> for Not<C> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql("(");
        self.0.walk_ast(out.reborrow())?;
        out.push_sql(") IS NOT TRUE");
        Ok(())
    }
}

/// Exactly the rows that the condition leaves out.
pub fn not<C: IntoCondition>(condition: C) -> Not<C::Condition> {
    Not(condition.into_condition())
}

/// Two arms of an `if` or `match` with conditions (or orders) of different types.
#[derive(Clone, Copy)]
pub enum Either<A, B> {
    /// The first.
    A(A),
    /// The other.
    B(B),
}

impl<A: QueryId, B: QueryId> QueryId for Either<A, B> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}
impl<A: Node, B: Node> Node for Either<A, B> {
    type Scope = <A::Scope as Scope>::With<B::Scope>;
    const ASKS: Asks = A::ASKS.and(B::ASKS);
    fn joins<DB: DieselBackend>(&self, joins: &mut Joins<'_, '_, '_, DB>) -> QueryResult<()> {
        match self {
            Self::A(a) => a.joins(joins),
            Self::B(b) => b.joins(joins),
        }
    }
    fn check(&self) -> crate::Result<()> {
        match self {
            Self::A(a) => a.check(),
            Self::B(b) => b.check(),
        }
    }
}
impl<A: Condition, B: Condition> Condition for Either<A, B> {
    type Limits = Yes;
    type Says = <A::Says as Says>::And<B::Says>;
    fn is_absent(&self) -> bool {
        match self {
            Self::A(a) => a.is_absent(),
            Self::B(b) => b.is_absent(),
        }
    }
}
impl<A, B, DB> QueryFragment<DB> for Either<A, B>
where
    A: QueryFragment<DB>,
    B: QueryFragment<DB>,
    DB: DieselBackend,
{
    fn walk_ast<'b>(&'b self, out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        match self {
            Self::A(a) => a.walk_ast(out),
            Self::B(b) => b.walk_ast(out),
        }
    }
}
