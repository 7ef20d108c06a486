//! `distinct_on`: of rows with equal values the first of the order, by PostgreSQL's DISTINCT ON.

use diesel::QueryResult;
use diesel::query_builder::{AstPass, QueryFragment};

use super::{All, Anywhere, Distinctness, QuerySet, Resume, Selection};
use crate::ast::{
    Among, BoxedOrder, ByName, CheckKeys, Condition, OfRows, OrderBy, PushOrder, Reversed, Said,
    Slice, Unlocked, push_order_after, static_query_id,
};
use crate::backend::Backend;
use crate::load::count::WholeTable;
use crate::load::pick::Pick;
use crate::load::spec::{push_name, push_place};
use crate::load::values::{PushValues, ValueList};
use crate::model::Model;
use crate::path::{Joins, Path, Root, push_column, push_table};

/// SELECT, of rows that DISTINCT ON chose.
pub struct FirstOfEach;
impl Distinctness for FirstOfEach {
    const DISTINCT: bool = false;
    type Place = PostgresAlone;
}
/// PostgreSQL alone.
pub struct PostgresAlone;

/// A database that has DISTINCT ON.
pub trait HasDistinctOn {}
#[cfg(feature = "postgres-backend")]
impl HasDistinctOn for diesel::pg::Pg {}

/// Whether a queryset may be loaded from any database, or from PostgreSQL alone.
#[diagnostic::on_unimplemented(
    message = "`distinct_on` is PostgreSQL's `DISTINCT ON`, which the database `{DB}` does not have",
    label = "`distinct_on` is for PostgreSQL alone",
    note = "on every database a window does it: `.annotate(place = row_number().over(partition_by(album_id), order_by(-milliseconds))).filter(place == 1)`",
    note = "or the rows of each parent: `Album.prefetch_related(tracks.order_by(-milliseconds)[..1])`"
)]
pub trait HasPlace<DB> {}
#[diagnostic::do_not_recommend]
impl<DB> HasPlace<DB> for Anywhere {}
#[diagnostic::do_not_recommend]
impl<DB: HasDistinctOn> HasPlace<DB> for PostgresAlone {}

/// An order that was said: it chooses which row stays.
#[diagnostic::on_unimplemented(
    message = "`distinct_on` keeps the first row of each, and no order says which one that is",
    label = "write `order_by(…)` before it",
    note = "an `order_by` behind it orders the rows that stayed"
)]
pub trait Chooses {}
#[diagnostic::do_not_recommend]
impl<L> Chooses for Said<L> {}
#[diagnostic::do_not_recommend]
impl<O> Chooses for Reversed<O> {}
#[diagnostic::do_not_recommend]
impl<O, T> Chooses for ByName<O, T> {}
#[diagnostic::do_not_recommend]
impl<M, DB> Chooses for BoxedOrder<'_, M, DB> {}

/// Rows of which DISTINCT ON can choose.
#[diagnostic::on_unimplemented(
    message = "`distinct_on` chooses among rows, and `distinct()` before it has made one of equal ones",
    label = "goes without `distinct()`"
)]
pub trait NotYetDistinct {}
#[diagnostic::do_not_recommend]
impl NotYetDistinct for All {}
#[diagnostic::do_not_recommend]
impl NotYetDistinct for FirstOfEach {}

/// The keys of the first rows of each.
#[derive(Clone, Copy)]
pub struct FirstKeys<Q, E> {
    queryset: Q,
    on: E,
}
static_query_id!(FirstKeys<Q, E>);

impl<Q: Selection, E> CheckKeys for FirstKeys<Q, E> {
    fn check_keys(&self) -> crate::Result<()> {
        self.queryset.check()
    }
}

/// The rows that DISTINCT ON chose among those of a queryset.
pub type AmongFirst<M, W, O, S, E> =
    Among<M, FirstKeys<QuerySet<M, W, O, All, S, <M as Model>::Unloaded>, E>, WholeTable>;

impl<M, W, O, S, L, E, DB> QueryFragment<DB> for FirstKeys<QuerySet<M, W, O, All, S, L>, E>
where
    M: Model,
    W: Condition + QueryFragment<DB>,
    O: PushOrder<M, DB>,
    S: Slice,
    L: Pick<M>,
    E: PushValues<DB>,
    // (Terminals refuse other databases in better words. This is for where a queryset stands
    // inside of something else.)
    DB: Backend + HasDistinctOn,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        // Calculations go by their places: a bind that is said twice is two values to PostgreSQL.
        let (from, to) = (M::META.key.len(), M::META.key.len() + E::LEN);
        let push_places = |from: usize, to: usize, out: &mut AstPass<'_, 'b, DB>| {
            for place in from..to {
                if place > from {
                    out.push_sql(", ");
                }
                push_place(place, out);
            }
        };
        out.push_sql("SELECT ");
        push_places(0, from, &mut out);
        out.push_sql(" FROM (SELECT DISTINCT ON (");
        push_places(from, to, &mut out);
        out.push_sql(") ");
        let mut named = 0;
        let mut names = Some(&mut named);
        for (at, column) in M::META.key_columns().enumerate() {
            if at > 0 {
                out.push_sql(", ");
            }
            push_column(Root::<M>::ALIAS, column, &mut out)?;
            push_name(&mut names, &mut out);
        }
        self.on.push_values(false, &mut names, out.reborrow())?;
        out.push_sql(" FROM ");
        push_table(M::META, Root::<M>::ALIAS, &mut out)?;
        let QuerySet {
            condition, order, ..
        } = &self.queryset;
        let joins = &mut Joins::new(&mut out);
        joins.inner(|joins| condition.needs(joins))?;
        condition.joins(joins)?;
        order.order_joins(joins)?;
        self.on.joins(joins)?;
        self.queryset.push_where(&mut out)?;
        out.push_sql(" ORDER BY ");
        push_places(from, to, &mut out);
        push_order_after::<M, O, DB>(order, false, true, false, out.reborrow())?;
        out.push_sql(") AS ");
        out.push_identifier("self.part")
    }
}

impl<M, W, O, D, S, L> QuerySet<M, W, O, D, S, L>
where
    M: Model,
    L: Pick<M>,
{
    /// Of the rows that are equal in these values the first one of the order, on PostgreSQL:
    /// `(first, (second, ()))`. In [`queryset!`](macro@crate::queryset) they are columns, paths
    /// through to-one relations, or calculations:
    ///
    /// ```no_run
    /// # orm_core::doctest_models!();
    /// # #[cfg(feature = "postgres")]
    /// # fn example(conn: &mut diesel::PgConnection) -> orm_core::Result<()> {
    /// // The longest track of each album, the longest of all first.
    /// let longest = queryset!(Track.order_by(-milliseconds).distinct_on(album_id));
    /// for track in queryset!(longest.select_related(album)[..10]).load(conn)? {
    ///     println!("{}: {}", track.album().title, track.name);
    /// }
    /// println!("{} albums have tracks", longest.count(conn)?);
    /// // Of these the cheap ones, by name.
    /// queryset!(longest.filter(unit_price < 1.0).order_by(name)).load(conn)?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// What was said before it chooses: the filter, the slice, and the order, which must be said
    /// and is made total by the key. Each step behind it is one of the chosen rows: a filter
    /// leaves some of them out, another order only orders them. `count`, aggregates, groups and
    /// windows see the chosen rows alone. The order need not begin with these values, as it must
    /// in SQL: of equal ones it is the first all the same.
    ///
    /// A terminal on another database does not compile. There, and here too, a window chooses:
    ///
    /// ```
    /// # orm_core::doctest_models!();
    /// let longest = queryset!(Track
    ///     .annotate(place = row_number().over(partition_by(album_id), order_by(-milliseconds)))
    ///     .filter(place == 1)
    ///     .order_by(-milliseconds));
    /// assert_eq!(longest.load(&mut connection())?[0].name, "Overdose");
    /// # Ok::<(), orm_core::Error>(())
    /// ```
    ///
    /// SQL: `WHERE key IN (SELECT key FROM (SELECT DISTINCT ON (value) … ORDER BY value, order,
    /// key))`.
    pub fn distinct_on<E>(
        self,
        on: E,
    ) -> QuerySet<M, AmongFirst<M, S::Where, O, S::Rest, E>, O, FirstOfEach, S::Rest, L>
    where
        E: ValueList<Scope: OfRows>,
        O: OrderBy<M> + Chooses + Clone,
        D: NotYetDistinct,
        S: Resume<M, W, O, D, L> + Unlocked,
        S::Rest: Copy,
    {
        let resumed = self.resumed();
        let queryset = QuerySet {
            condition: resumed.condition,
            order: resumed.order.clone(),
            slice: resumed.slice,
            slots: M::Unloaded::default(),
            types: std::marker::PhantomData,
        };
        QuerySet {
            condition: Among::new(FirstKeys { queryset, on }),
            order: resumed.order,
            slice: resumed.slice,
            slots: resumed.slots,
            types: std::marker::PhantomData,
        }
    }
}
