//! The further columns of a link: `add(tags, weight = 5)`.

use diesel::QueryResult;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};

use crate::ast::{Ex, Free, Node};
use crate::backend::Backend;
use crate::model::Model;
use crate::write::assign::{Assign, AssignTo, OwnColumn, Perhaps};

/// A value that needs no row.
#[diagnostic::on_unimplemented(
    message = "a new link has no columns yet whose values could be used",
    label = "this looks at a row, and there is none",
    note = "values of Rust go here: `add(tags, weight = 5)`"
)]
pub trait OfNoRow {}
#[diagnostic::do_not_recommend]
impl OfNoRow for Free {}

/// `column = value` of new links: what `queryset!` writes.
pub fn link_value<C, V, K, N>(_: Ex<C>, value: V) -> Assign<C, N>
where
    C: OwnColumn,
    V: AssignTo<C::Sql, C::Null, K, Value = N>,
    N: Node<Scope: OfNoRow>,
{
    Assign::new(value.into_assigned())
}

/// What is written of the values.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Half {
    /// The columns' names.
    Columns,
    /// The values.
    Values,
}

/// Values of columns of `L`, one or several: `(first, (second, ()))`.
pub trait LinkValues<L>: QueryId {
    /// Refuses slices that have no meaning, in the subqueries of it.
    ///
    /// # Errors
    /// [`Error::Slice`](crate::Error::Slice).
    fn check(&self) -> crate::Result<()>;
}

/// Values of columns on a database.
pub trait PushLinkValues<L, DB: Backend>: LinkValues<L> {
    /// Writes the columns, or the values, a comma before each.
    ///
    /// # Errors
    /// Those of the query builder.
    fn push<'b>(&'b self, half: Half, out: AstPass<'_, 'b, DB>) -> QueryResult<()>;
}

impl<L> LinkValues<L> for () {
    fn check(&self) -> crate::Result<()> {
        Ok(())
    }
}
impl<L, DB: Backend> PushLinkValues<L, DB> for () {
    fn push<'b>(&'b self, _: Half, _: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        Ok(())
    }
}

impl<L, H: LinkValues<L>, T: LinkValues<L>> LinkValues<L> for (H, T) {
    fn check(&self) -> crate::Result<()> {
        self.0.check()?;
        self.1.check()
    }
}
impl<L, H, T, DB> PushLinkValues<L, DB> for (H, T)
where
    H: PushLinkValues<L, DB>,
    T: PushLinkValues<L, DB>,
    DB: Backend,
{
    fn push<'b>(&'b self, half: Half, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        self.0.push(half, out.reborrow())?;
        self.1.push(half, out)
    }
}

impl<L, V: LinkValues<L>> LinkValues<L> for Perhaps<V> {
    fn check(&self) -> crate::Result<()> {
        self.0.as_ref().map_or(Ok(()), LinkValues::check)
    }
}
impl<L, V: PushLinkValues<L, DB>, DB: Backend> PushLinkValues<L, DB> for Perhaps<V> {
    fn push<'b>(&'b self, half: Half, out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        self.0.as_ref().map_or(Ok(()), |some| some.push(half, out))
    }
}

impl<C, V> LinkValues<C::Model> for Assign<C, V>
where
    C: OwnColumn + 'static,
    V: Node + QueryId,
{
    fn check(&self) -> crate::Result<()> {
        self.value.check()
    }
}
impl<C, V, DB> PushLinkValues<C::Model, DB> for Assign<C, V>
where
    C: OwnColumn + 'static,
    V: Node + QueryId + QueryFragment<DB>,
    DB: Backend,
{
    fn push<'b>(&'b self, half: Half, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql(", ");
        match half {
            Half::Columns => {
                let column = C::Model::META.columns.get(C::AT);
                out.push_identifier(column.map_or("", |column| column.column))
            }
            Half::Values => self.value.walk_ast(out),
        }
    }
}
