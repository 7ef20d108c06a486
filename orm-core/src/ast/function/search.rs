//! Full-text search, which is PostgreSQL's: `search(body, "two words")`.

use diesel::QueryResult;
use diesel::backend::Backend as DieselBackend;
use diesel::query_builder::{AstPass, QueryFragment};
use diesel::sql_types as st;

use super::IsText;
use crate::ast::{Ex, Expression, Node, Nullness, Scope, Value, static_query_id};
use crate::backend::{Backend, Kind};
use crate::path::Joins;

/// A database that searches texts for words.
#[diagnostic::on_unimplemented(
    message = "full-text search is PostgreSQL's, and `{Self}` has none",
    label = "no full-text search",
    note = "`icontains` looks for a text on every database"
)]
pub trait Searches: Backend {}
#[cfg(feature = "postgres-backend")]
impl Searches for diesel::pg::Pg {}

macro_rules! searches {
    ($($(#[$doc:meta])* $name:ident $open:literal $between:literal $sql:ty, $rust:ty, $cast:expr;)*) => { $(
        $(#[$doc])*
        #[derive(Clone, Copy)]
        pub struct $name<T, Q>(T, Q);
        static_query_id!($name<T, Q>);
        impl<T: Node, Q: Node> Node for $name<T, Q> {
            type Scope = <T::Scope as Scope>::With<Q::Scope>;
            fn joins<DB: DieselBackend>(&self, joins: &mut Joins<'_, '_, '_, DB>) -> QueryResult<()> {
                self.0.joins(joins)?;
                self.1.joins(joins)
            }
            fn check(&self) -> crate::Result<()> {
                self.0.check()?;
                self.1.check()
            }
            fn needs<DB: DieselBackend>(&self, joins: &mut Joins<'_, '_, '_, DB>) -> QueryResult<()> {
                self.0.needs(joins)?;
                self.1.needs(joins)
            }
        }
        impl<T: Node, Q: Node> Expression for $name<T, Q> {
            type Sql = $sql;
        }
        impl<T: Value, Q: Value> Value for $name<T, Q> {
            type Rust = $rust;
            type Stored = $sql;
            type Null = <T::Null as Nullness>::Or<Q::Null>;
            const CAST: Option<Kind> = $cast;
        }
        impl<T, Q, DB> QueryFragment<DB> for $name<T, Q>
        where
            T: QueryFragment<DB>,
            Q: QueryFragment<DB>,
            DB: Searches,
        {
            fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
                out.push_sql($open);
                self.0.walk_ast(out.reborrow())?;
                out.push_sql($between);
                self.1.walk_ast(out.reborrow())?;
                out.push_sql("))");
                Ok(())
            }
        }
    )* };
}
searches! {
    /// Whether the words are in a text.
    Search "(TO_TSVECTOR(" ") @@ PLAINTO_TSQUERY(" st::Bool, bool, None;
    /// How well a text fits the words.
    SearchRank "TS_RANK(TO_TSVECTOR(" "), PLAINTO_TSQUERY(" st::Float, f32, Some(Kind::Float);
}

/// All words of the query are in the text, in any form and order, as the server's
/// `default_text_search_config` has it. SQL:
/// `(TO_TSVECTOR(text) @@ PLAINTO_TSQUERY(query))`.
pub fn search<T, Q>(text: Ex<T>, query: Ex<Q>) -> Ex<Search<T, Q>>
where
    T: Value<Sql: IsText>,
    Q: Value<Sql: IsText>,
{
    Ex(Search(text.0, query.0))
}
/// How well the text fits the words: 0 where they are not in it.
/// SQL: `TS_RANK(TO_TSVECTOR(text), PLAINTO_TSQUERY(query))`.
pub fn search_rank<T, Q>(text: Ex<T>, query: Ex<Q>) -> Ex<SearchRank<T, Q>>
where
    T: Value<Sql: IsText>,
    Q: Value<Sql: IsText>,
{
    Ex(SearchRank(text.0, query.0))
}
