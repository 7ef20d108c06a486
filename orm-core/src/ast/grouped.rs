//! Values of groups, as later steps speak of them: what groups are made by, and aggregates
//! under the name that they were given.

use diesel::QueryResult;
use diesel::backend::Backend as DieselBackend;
use diesel::query_builder::{AstPass, QueryFragment};

use super::{Ex, Expression, Node, Scope, Value, static_query_id};
use crate::backend::Kind;
use crate::path::Joins;

/// A value of a group, which is to a group what a column is to a row.
#[derive(Clone, Copy)]
pub struct Grouped<E>(pub(crate) E);

static_query_id!(Grouped<E>);

impl<E: Node> Node for Grouped<E> {
    type Scope = <E::Scope as Scope>::Grouped;
    fn joins<DB: DieselBackend>(&self, joins: &mut Joins<'_, '_, '_, DB>) -> QueryResult<()> {
        self.0.joins(joins)
    }
    fn check(&self) -> crate::Result<()> {
        self.0.check()
    }
}
impl<E: Expression> Expression for Grouped<E> {
    type Sql = E::Sql;
}
impl<E: Value> Value for Grouped<E> {
    type Rust = E::Rust;
    type Stored = E::Stored;
    type Null = E::Null;
    const CAST: Option<Kind> = E::CAST;
}
impl<E: QueryFragment<DB>, DB: DieselBackend> QueryFragment<DB> for Grouped<E> {
    fn walk_ast<'b>(&'b self, out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        self.0.walk_ast(out)
    }
}

/// Expressions as values of groups.
pub trait GroupedList {
    /// The same, of groups.
    type Grouped;
    /// The same, of groups.
    fn grouped(&self) -> Self::Grouped;
}
impl GroupedList for () {
    type Grouped = ();
    fn grouped(&self) {}
}
impl<E: Clone, T: GroupedList> GroupedList for (Ex<E>, T) {
    type Grouped = (Ex<Grouped<E>>, T::Grouped);
    fn grouped(&self) -> Self::Grouped {
        (Ex(Grouped(self.0.0.clone())), self.1.grouped())
    }
}
