//! Whether rows were chosen: what a write asks for, so that a forgotten filter is not all rows.

use diesel::QueryResult;
use diesel::backend::Backend as DieselBackend;
use diesel::query_builder::{AstPass, QueryFragment};

use super::{And, Asks, Condition, Filter, Node, Scoped, Typed, static_query_id};
use crate::load::count::No;
use crate::path::Joins;

/// It was said which rows of `M` are written: by `filter`, `exclude`, a slice, or `all`. The
/// default scope and the tenant say whose rows are seen, and choose none of them.
#[diagnostic::on_unimplemented(
    message = "every row of `{M}` would be written: no filter says which",
    label = "which rows?",
    note = "write `.filter(…)` before it, or `.all()` for every row: `{M}.all()`",
    note = "an `if` without `else` is no filter, since every row would be written where it does not hold: `.all()` before it says that this is meant",
    note = "what a function returns as `impl QuerySetOf<…>` does not tell whether it is filtered: `.all()` behind it means every row that it gives"
)]
pub trait Chosen<M> {}
#[diagnostic::do_not_recommend]
impl<M> Chosen<M> for SomeFilter {}

/// Whether a condition chooses rows, as far as its type tells. (Of boxed ones, and of what a
/// function returns for a condition by name, that is known at run time.)
pub trait Says {
    /// Of two conditions, where both are asked.
    type Or<B: Says>: Says;
    /// Of two, where it is one or the other.
    type And<B: Says>: Says;
    /// Of one that may be absent, beside this.
    type OrMaybe: Says;
}
/// Rows were chosen.
pub struct SomeFilter;
/// Perhaps: it is an `if` without `else`.
pub struct MaybeFilter;
/// None were: all rows are there that the model's name stands for.
pub struct NoFilter;
impl Says for SomeFilter {
    type Or<B: Says> = Self;
    type And<B: Says> = B;
    type OrMaybe = Self;
}
impl Says for MaybeFilter {
    type Or<B: Says> = B::OrMaybe;
    type And<B: Says> = Self;
    type OrMaybe = Self;
}
impl Says for NoFilter {
    type Or<B: Says> = B;
    type And<B: Says> = Self;
    type OrMaybe = MaybeFilter;
}

macro_rules! around_a_filter {
    ($($name:ident $says:ident { $($more:item)* })*) => { $(
        static_query_id!($name<C>);

        impl<C: Node> Node for $name<C> {
            type Scope = C::Scope;
            const ASKS: Asks = C::ASKS;
            fn joins<DB: DieselBackend>(&self, joins: &mut Joins<'_, '_, '_, DB>) -> QueryResult<()> {
                self.0.joins(joins)
            }
            fn needs<DB: DieselBackend>(&self, joins: &mut Joins<'_, '_, '_, DB>) -> QueryResult<()> {
                self.0.needs(joins)
            }
            fn check(&self) -> crate::Result<()> {
                self.0.check()
            }
        }
        impl<C: Condition> Condition for $name<C> {
            type Says = $says;
            fn is_absent(&self) -> bool {
                self.0.is_absent()
            }
            $($more)*
        }
        impl<C: Condition> Filter for $name<C> {
            type Held = Typed;
        }
        impl<C: QueryFragment<DB>, DB: DieselBackend> QueryFragment<DB> for $name<C> {
            fn walk_ast<'b>(&'b self, out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
                self.0.walk_ast(out)
            }
        }
    )* };
}

/// A filter `C`, and it was said that every row is meant which meets it.
#[derive(Clone, Copy)]
pub struct EveryRow<C>(pub(crate) C);

/// The rows of one tenant, in the default scope.
#[derive(Clone, Copy)]
pub struct InTenant<C>(pub(crate) C);

around_a_filter! {
    EveryRow SomeFilter {
        type Limits = C::Limits;
        fn chooses(&self) -> bool {
            true
        }
    }
    InTenant NoFilter {
        type Limits = No;
        fn chooses(&self) -> bool {
            false
        }
    }
}

#[diagnostic::do_not_recommend]
impl<M, C: Scoped<M>> Scoped<M> for EveryRow<C> {
    type Unscoped = EveryRow<C::Unscoped>;
    fn unscoped(self) -> Self::Unscoped {
        EveryRow(self.0.unscoped())
    }
}
#[diagnostic::do_not_recommend]
impl<M, A: Scoped<M>, C> Scoped<M> for InTenant<And<A, C>> {
    type Unscoped = InTenant<And<A::Unscoped, C>>;
    fn unscoped(self) -> Self::Unscoped {
        InTenant(self.0.unscoped())
    }
}
