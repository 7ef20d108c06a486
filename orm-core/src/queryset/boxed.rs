//! Boxed querysets: of one type, whatever is filtered and however they are ordered.

use super::{All, QuerySet};
use crate::ast::{BoxedCondition, BoxedOrder, Condition, ConditionOn, NoSlice, Nothing, OrderOn};
use crate::backend::Backend;
use crate::load::count::{No, Yes};
use crate::load::pick::Pick;
use crate::model::Model;

/// A boxed queryset, by name: of model `M`, for database `DB`; what [`QuerySet::boxed`] gives
/// of one that loads nothing else and is not sliced. `'a` is how long the values live that it
/// borrows, `'static` where it borrows none.
///
/// ```
/// # orm_core::doctest_models!();
/// use diesel::sqlite::Sqlite;
/// use orm_core::BoxedQuerySet;
///
/// fn search<'a>(title: Option<&'a str>, artists: &'a [String]) -> BoxedQuerySet<'a, Album, Sqlite> {
///     let mut albums = queryset!(Album.boxed::<Sqlite>());
///     if let Some(title) = title {
///         albums = queryset!(albums.filter(title.icontains(title)));
///     }
///     for name in artists {
///         albums = queryset!(albums.exclude(artist.name == name));
///     }
///     albums
/// }
///
/// let conn = &mut connection();
/// let without = ["Accept".to_owned()];
/// let found = search(None, &without);
/// assert_eq!(found.count(conn)?, 2);
/// let page = queryset!(found.select_related(artist)[..1]).load(conn)?;
/// assert_eq!(page[0].artist().name, "Aerosmith");
/// # Ok::<(), orm_core::Error>(())
/// ```
pub type BoxedQuerySet<'a, M, DB, L = <M as Model>::Unloaded> =
    QuerySet<M, BoxedCondition<'a, DB>, BoxedOrder<'a, M, DB>, All, NoSlice, L>;

/// A filter that a box may hide: a prefetch must see that its rows are cut for each parent.
#[diagnostic::on_unimplemented(
    message = "a queryset that was refined after its slice cannot be boxed",
    label = "refined after a slice",
    note = "box it first: `queryset!(Album.boxed::<Sqlite>()[..n].filter(…))`"
)]
pub trait Boxable {}
#[diagnostic::do_not_recommend]
impl Boxable for No {}
#[diagnostic::do_not_recommend]
impl Boxable for Yes {}

impl<M, W, O, D, S, L> QuerySet<M, W, O, D, S, L>
where
    M: Model,
    L: Pick<M>,
{
    /// The same rows, with the types of filter and order erased. On what this gives `filter`,
    /// `exclude`, `order_by`, `order_by_name` and `reverse` give the same type back, so that a
    /// variable takes their result again, in an `if` or a loop. All else is as before.
    ///
    /// ```
    /// # orm_core::doctest_models!();
    /// use diesel::sqlite::Sqlite;
    ///
    /// let (word, longest_first) = (Some("a"), true); // out of a request
    ///
    /// let mut tracks = queryset!(Track.select_related(album)).boxed::<Sqlite>();
    /// if let Some(word) = word {
    ///     tracks = queryset!(tracks.filter(name.icontains(word)));
    /// }
    /// if longest_first {
    ///     tracks = queryset!(tracks.order_by(-milliseconds));
    /// }
    /// let tracks = tracks.load(&mut connection())?;
    /// assert_eq!(tracks[0].name, "Amazing");
    /// assert_eq!(tracks[0].album().title, "Big Ones");
    /// # Ok::<(), orm_core::Error>(())
    /// ```
    ///
    /// `DB` is Diesel's type of the database: `diesel::sqlite::Sqlite`, `diesel::pg::Pg`,
    /// `diesel::mysql::Mysql`, or that of an enum of connections. Its connections load it, sync
    /// and async. [`BoxedQuerySet`] is a name for it in signatures.
    ///
    /// What it costs: an allocation for each step, and the prepared statement is found by its
    /// text, which is written at each run, where that of other querysets is found by the type.
    /// A connection keeps one for each text. Conditions that may be absent,
    /// `filter(if let Some(word) = word { … })`, do that too, and need no box: it is for loops,
    /// and for steps that are spread over functions.
    ///
    /// SQL: that of the queryset that is not boxed.
    pub fn boxed<'a, DB>(self) -> <Self as BoxedFor<'a, DB>>::Out
    where
        Self: BoxedFor<'a, DB>,
        W: Condition<Limits: Boxable>,
    {
        self.boxed_for()
    }
}

/// A queryset that can be boxed for database `DB`.
#[diagnostic::on_unimplemented(
    message = "this queryset cannot be boxed for `{DB}`",
    label = "not for `{DB}`",
    note = "`boxed` takes a database and no connection: `diesel::sqlite::Sqlite`, `diesel::pg::Pg` or `diesel::mysql::Mysql`; it must be one of orm-core's features, able to do what the queryset asks"
)]
pub trait BoxedFor<'a, DB> {
    /// The queryset, boxed.
    type Out;
    /// [`QuerySet::boxed`].
    fn boxed_for(self) -> Self::Out;
}

#[diagnostic::do_not_recommend]
impl<'a, M, W, O, D, S, L, DB> BoxedFor<'a, DB> for QuerySet<M, W, O, D, S, L>
where
    DB: Backend,
    W: ConditionOn<DB> + Send + Sync + 'a,
    O: OrderOn<M, DB> + Send + Sync + 'a,
{
    type Out = QuerySet<M, BoxedCondition<'a, DB>, BoxedOrder<'a, M, DB>, D, S, L>;
    fn boxed_for(self) -> Self::Out {
        self.with_condition(BoxedCondition::new)
            .with_order(BoxedOrder::new)
    }
}

/// So that the compiler looks at the database first; see [`Nothing`].
#[diagnostic::do_not_recommend]
impl<Q: Nothing, DB> BoxedFor<'_, DB> for Q {
    type Out = Q;
    fn boxed_for(self) -> Q {
        self
    }
}
