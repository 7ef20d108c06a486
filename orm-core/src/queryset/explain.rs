//! How the database will run a queryset, or did run it, in its own words.

use diesel::QueryResult;
use diesel::RunQueryDsl;
use diesel::connection::LoadConnection;
use diesel::deserialize::{self, FromSql, QueryableByName};
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::row::{NamedRow, Row};
use diesel::sql_types::{Text, Untyped};

use super::{LoadOn, QuerySet, Refined, SelectOn, Selection};
use crate::Result;
use crate::ast::{Nothing, PushSlice};
use crate::backend::{Backend, push_explain};
use crate::driver::{Driver, NoDriver, SyncDriver};
use crate::load::driver;
use crate::load::pick::Pick;
use crate::load::statement::Plain;
use crate::model::Model;

/// What [`QuerySet::explain_with`] is to say.
///
/// | | SQLite | PostgreSQL | MySQL | MariaDB |
/// |---|---|---|---|---|
/// | nothing | `EXPLAIN QUERY PLAN` | `EXPLAIN` | `EXPLAIN FORMAT=JSON` | the same |
/// | `analyze` | an error | `ANALYZE` | `EXPLAIN ANALYZE` | `ANALYZE FORMAT=JSON` |
/// | `verbose` | an error | `VERBOSE` | an error | an error |
/// | `json` | an error | `FORMAT JSON` | always, but with `analyze` | always |
///
/// ```
/// use orm_core::queryset::Explain;
///
/// let all = Explain::new().analyze().verbose().json();
/// assert_ne!(all, Explain::default());
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Explain {
    analyze: bool,
    verbose: bool,
    json: bool,
}

impl Explain {
    /// The plan, and nothing besides.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            analyze: false,
            verbose: false,
            json: false,
        }
    }
    /// Runs the query, and says how long each part took and how many rows it had.
    #[must_use]
    pub const fn analyze(mut self) -> Self {
        self.analyze = true;
        self
    }
    /// Says more: which columns each part gives.
    #[must_use]
    pub const fn verbose(mut self) -> Self {
        self.verbose = true;
        self
    }
    /// As JSON.
    #[must_use]
    pub const fn json(mut self) -> Self {
        self.json = true;
        self
    }
}

/// `EXPLAIN` of what `load` runs.
struct Explained<'q, Q> {
    query: &'q Q,
    options: Explain,
}

impl<Q: QueryId> QueryId for Explained<'_, Q> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}
impl<Q> Query for Explained<'_, Q> {
    type SqlType = Untyped;
}
impl<Q, C> RunQueryDsl<C> for Explained<'_, Q> {}
impl<Q, DB> QueryFragment<DB> for Explained<'_, Q>
where
    Q: SelectOn<DB> + OwnSlice<DB>,
    DB: Backend,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        let Explain {
            analyze,
            verbose,
            json,
        } = self.options;
        push_explain([analyze, verbose, json], &mut out)?;
        self.query
            .push_rows::<Q::Own, Plain>(self.query.slice_of(), out)
    }
}

/// The slice that a queryset has, by reference.
pub trait OwnSlice<DB: diesel::backend::Backend> {
    /// The slice.
    type Own: PushSlice<DB>;
    /// The slice.
    fn slice_of(&self) -> &Self::Own;
}
impl<M, W, O, D, S, L, DB> OwnSlice<DB> for QuerySet<M, W, O, D, S, L>
where
    S: PushSlice<DB>,
    DB: diesel::backend::Backend,
{
    type Own = S;
    fn slice_of(&self) -> &S {
        &self.slice
    }
}

/// A line of a plan.
struct Line {
    id: i64,
    parent: i64,
    text: String,
}

impl<DB> QueryableByName<DB> for Line
where
    DB: Backend,
    String: FromSql<Text, DB>,
{
    fn build<'a>(row: &impl NamedRow<'a, DB>) -> deserialize::Result<Self> {
        // SQLite's plan is a tree: number, parent, something unused, text. Others give text.
        let tree = row.field_count() >= 4;
        let (id, parent) = match tree {
            true => (DB::read_i64(row, 0)?, DB::read_i64(row, 1)?),
            false => (0, 0),
        };
        let at = if tree { 3 } else { 0 };
        let text = Row::get_value::<Text, String, usize>(row, at)?;
        Ok(Self { id, parent, text })
    }
}

/// The lines under each other, those of a tree indented.
fn plan(lines: &[Line]) -> String {
    let mut depths: Vec<(i64, usize)> = Vec::new();
    let mut text = String::new();
    for line in lines {
        let parent = depths.iter().rev().find(|(id, _)| *id == line.parent);
        let depth = match parent {
            Some((_, depth)) if line.id != 0 => depth + 1,
            _ => 0,
        };
        depths.push((line.id, depth));
        if !text.is_empty() {
            text.push('\n');
        }
        text.extend(std::iter::repeat_n("  ", depth));
        text.push_str(&line.text);
    }
    text
}

/// A queryset that can be explained on a connection.
#[diagnostic::on_unimplemented(
    message = "this queryset cannot be explained on `{C}`",
    label = "not a connection on which it can be loaded",
    note = "lend a connection of Diesel or diesel-async by `&mut`; of a pool, what its `get()` gives"
)]
pub trait ExplainOn<C, K: Driver = SyncDriver>: LoadOn<C, K> {
    /// The plan.
    ///
    /// # Errors
    /// Those of [`QuerySet::explain_with`].
    fn explain_on<'c>(&'c self, options: Explain, conn: &'c mut C) -> K::Out<'c, String>;
}

#[diagnostic::do_not_recommend]
impl<Q, C> ExplainOn<C, SyncDriver> for Q
where
    Q: LoadOn<C, SyncDriver> + SelectOn<C::Backend> + OwnSlice<C::Backend>,
    C: LoadConnection,
    C::Backend: Backend + 'static,
    String: FromSql<Text, C::Backend>,
{
    fn explain_on<'c>(&'c self, options: Explain, conn: &'c mut C) -> Result<String> {
        self.check()?;
        let statement = Explained {
            query: self,
            options,
        };
        let lines: Vec<Line> = driver::run(statement, conn)?;
        Ok(plan(&lines))
    }
}

#[cfg(feature = "async")]
#[diagnostic::do_not_recommend]
impl<Q, C, P, DB> ExplainOn<C, crate::driver::AsyncDriver<P>> for Q
where
    Q: LoadOn<C, crate::driver::AsyncDriver<P>> + SelectOn<DB> + OwnSlice<DB> + Sync,
    C: diesel_async::AsyncConnectionCore<Backend = DB> + crate::load::lane::AsLane<P>,
    DB: Backend + 'static,
    P: 'static,
    String: FromSql<Text, DB>,
{
    fn explain_on<'c>(
        &'c self,
        options: Explain,
        conn: &'c mut C,
    ) -> futures_util::future::BoxFuture<'c, Result<String>> {
        Box::pin(async move {
            self.check()?;
            let statement = Explained {
                query: self,
                options,
            };
            let lines: Vec<Line> = crate::load::run_async::run(statement, &mut conn.lane()).await?;
            Ok(plan(&lines))
        })
    }
}

/// For no connection: see the impl of [`LoadOn`] for it.
#[diagnostic::do_not_recommend]
impl<Q: LoadOn<C, NoDriver>, C: Nothing> ExplainOn<C, NoDriver> for Q {
    fn explain_on<'c>(&'c self, _: Explain, _: &'c mut C) -> Result<String> {
        Ok(String::new())
    }
}

impl<M, W, O, D, S, L> QuerySet<M, W, O, D, S, L>
where
    M: Model,
    L: Pick<M>,
    Self: Refined + Selection,
{
    /// How the database will run the query of [`load`](Self::load), in its own words: text to
    /// read, and to log, whose form is the database's and its version's. Of batched relations
    /// nothing is said: their queries depend on the rows that come.
    ///
    /// ```
    /// # orm_core::doctest_models!();
    /// let plan = queryset!(Album.filter(id == 1)).explain(&mut connection())?;
    /// assert_eq!(plan, "SEARCH self USING INTEGER PRIMARY KEY (rowid=?)");
    /// # Ok::<(), orm_core::Error>(())
    /// ```
    ///
    /// The SQL itself is Diesel's to print: `diesel::debug_query::<Sqlite, _>(&queryset)`.
    ///
    /// SQL: `EXPLAIN QUERY PLAN SELECT …` on SQLite, `EXPLAIN SELECT …` on PostgreSQL,
    /// `EXPLAIN FORMAT=JSON SELECT …` on MySQL and MariaDB, whose tables of a plan differ.
    ///
    /// # Errors
    /// [`Error::Database`](crate::Error::Database), [`Error::Slice`](crate::Error::Slice).
    pub fn explain<'c, C, K: Driver>(&'c self, conn: &'c mut C) -> K::Out<'c, String>
    where
        Self: ExplainOn<C, K>,
    {
        self.explain_on(Explain::new(), conn)
    }

    /// The same with [`options`](Explain).
    ///
    /// ```
    /// # orm_core::doctest_models!();
    /// use orm_core::queryset::Explain;
    ///
    /// let plan = Album.explain_with(Explain::new().analyze(), &mut connection());
    /// assert!(matches!(plan, Err(orm_core::Error::NoExplain { option: "analyze", .. })));
    /// ```
    ///
    /// # Errors
    /// [`Error::NoExplain`](crate::Error::NoExplain) for an option that the database does not
    /// have, and those of [`explain`](Self::explain).
    pub fn explain_with<'c, C, K: Driver>(
        &'c self,
        options: Explain,
        conn: &'c mut C,
    ) -> K::Out<'c, String>
    where
        Self: ExplainOn<C, K>,
    {
        self.explain_on(options, conn)
    }
}
