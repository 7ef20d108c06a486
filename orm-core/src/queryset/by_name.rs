//! `order_by_name`: an order by names that come with a request.

use super::combined::{Combined, ValuesSide};
use super::sets_order::IntoResultNames;
use super::{Groups, Ordered, QuerySet, Resume, Unsliced};
use crate::ast::{ByName, Filter, HoldOrder, NamedTerms};
use crate::load::pick::Pick;
use crate::model::Model;
use crate::{Error, Result};

/// Names to order by, as a request has them: text with commas between the names, or an
/// iterator of such texts, so an `Option` of one as well.
#[diagnostic::on_unimplemented(
    message = "names to order by are text, and this is none",
    label = "text goes here, such as `\"-title,price\"`",
    note = "a `&str`, a `String`, an `Option` of one, or an iterator of them"
)]
pub trait OrderNames<K> {
    /// Hands over each text.
    ///
    /// # Errors
    /// The first of `take`.
    fn each(self, take: impl FnMut(&str) -> Result<()>) -> Result<()>;
}
/// One text.
pub struct OneText;
/// An iterator of texts.
pub struct Texts;

#[diagnostic::do_not_recommend]
impl<T: AsRef<str>> OrderNames<OneText> for T {
    fn each(self, mut take: impl FnMut(&str) -> Result<()>) -> Result<()> {
        take(self.as_ref())
    }
}
#[diagnostic::do_not_recommend]
impl<I: IntoIterator<Item: AsRef<str>>> OrderNames<Texts> for I {
    fn each(self, mut take: impl FnMut(&str) -> Result<()>) -> Result<()> {
        self.into_iter().try_for_each(|text| take(text.as_ref()))
    }
}

impl<M, W, O, D, S, L> QuerySet<M, W, O, D, S, L>
where
    M: Model,
    L: Pick<M>,
{
    /// In the order that a request names, such as `-title,price`, out of terms that are allowed.
    /// `-` turns a term round. A request that names nothing leaves the order as it was.
    ///
    /// In [`queryset!`](macro@crate::queryset) the terms stand in brackets, each under its own
    /// text or under a name of its own, and `?` behind them:
    ///
    /// ```
    /// # orm_core::doctest_models!();
    /// fn first(sort: &str) -> orm_core::Result<Option<String>> {
    ///     let albums = queryset!(Album.order_by_name(sort, [title, id, artist = artist.name])?);
    ///     Ok(albums.first(&mut connection())?.map(|album| album.title.clone()))
    /// }
    /// assert_eq!(first("-artist")?.as_deref(), Some("Big Ones"));
    /// assert_eq!(first("artist,-title")?.as_deref(), Some("Let There Be Rock"));
    /// // Nothing is named: the model's own order.
    /// assert_eq!(first("")?.as_deref(), Some("Balls to the Wall"));
    /// # Ok::<(), orm_core::Error>(())
    /// ```
    ///
    /// The names choose terms, and are never part of the SQL. Spaces around a name, and empty
    /// names, count for nothing; of a name that is said twice the first time counts. Any
    /// queryset takes it, a boxed one keeps its type.
    ///
    /// SQL: `ORDER BY first DESC, second`. The text is not decided by the type. An order by one
    /// or two names is prepared once for each connection. One by more is prepared each time:
    /// connections keep what they prepare, and there would be thousands of them.
    ///
    /// # Errors
    /// [`Error::OrderName`] for a name that is not allowed, with those that are.
    ///
    /// ```
    /// # orm_core::doctest_models!();
    /// fn sorted(sort: &str) -> orm_core::Result<i64> {
    ///     queryset!(Album.order_by_name(sort, [title, artist.name])?).count(&mut connection())
    /// }
    /// assert_eq!(
    ///     sorted("titel").unwrap_err().to_string(),
    ///     "`Album` cannot be ordered by `titel`: allowed are `title`, `artist.name`",
    /// );
    /// ```
    pub fn order_by_name<K, N, T>(
        self,
        names: N,
        allowed: T,
    ) -> Result<QuerySet<M, S::Where, Ordered<M, S::Where, ByName<O, T>>, D, S::Rest, L>>
    where
        N: OrderNames<K>,
        T: NamedTerms,
        S: Resume<M, W, O, D, L>,
        S::Where: Filter<Held: HoldOrder<M, ByName<O, T>>>,
    {
        let mut named = self
            .resumed()
            .with_order(|before| ByName::new(before, allowed));
        choose_each::<M, _, _, _, _>(&mut named.order, names)?;
        Ok(named.with_order(<S::Where as Filter>::Held::order))
    }
}

impl<M, W, K, L, H, O, S> Groups<M, W, K, L, H, O, S> {
    /// In the order that a request names, out of terms that are allowed:
    /// [`QuerySet::order_by_name`].
    ///
    /// ```
    /// # orm_core::doctest_models!();
    /// let groups = queryset!(Track.group_by(album_id).annotate(n = count()));
    /// let groups = queryset!(groups.order_by_name("-n,album_id", [n, album_id])?);
    /// assert_eq!(groups.first(&mut connection())?.map(|group| group.n), Some(2));
    /// # Ok::<(), orm_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::OrderName`](crate::Error::OrderName) for a name that is not allowed.
    pub fn order_by_name<I, N, T>(
        self,
        names: N,
        allowed: T,
    ) -> Result<Groups<M, W, K, L, H, ByName<O, T>, S>>
    where
        M: Model,
        N: OrderNames<I>,
        T: NamedTerms,
        S: Unsliced,
    {
        let mut named = Ok(());
        let groups = self.with_order(|before| {
            let mut order = ByName::new(before, allowed);
            named = choose_each::<M, _, _, _, _>(&mut order, names);
            order
        });
        named.map(|()| groups)
    }
}

impl<Op, A, B, O, S> Combined<Op, A, B, O, S> {
    /// In the order that a request names, out of selected values that are allowed:
    /// [`QuerySet::order_by_name`].
    ///
    /// ```
    /// # orm_core::doctest_models!();
    /// let names = queryset!(Album.values_list(title).union(queryset!(Artist.values_list(name))));
    /// let names = queryset!(names.order_by_name("-title", [title])?);
    /// assert_eq!(names.first(&mut connection())?.as_deref(), Some("Let There Be Rock"));
    /// # Ok::<(), orm_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::OrderName`](crate::Error::OrderName) for a name that is not allowed.
    pub fn order_by_name<K, N, T, I>(
        self,
        names: N,
        allowed: T,
    ) -> Result<Combined<Op, A, B, ByName<O, T::Names>, S>>
    where
        A: ValuesSide,
        N: OrderNames<K>,
        T: IntoResultNames<A::Exprs, I>,
        S: Unsliced,
    {
        let mut named = self.with_order(|before| ByName::new(before, allowed.into_result_names()));
        choose_each::<A::Model, _, _, _, _>(&mut named.order, names)?;
        Ok(named)
    }
}

/// Chooses the terms that are named.
///
/// # Errors
/// [`Error::OrderName`] for a name that is not allowed.
pub(super) fn choose_each<M, K, N, O, T>(order: &mut ByName<O, T>, names: N) -> Result<()>
where
    M: Model,
    N: OrderNames<K>,
    T: NamedTerms,
{
    names.each(|text| {
        let names = text.split(',').map(str::trim);
        for said in names.filter(|said| !said.is_empty()) {
            if let Err(name) = order.choose(said) {
                return Err(Error::OrderName {
                    model: M::META.name,
                    name: name.to_owned(),
                    allowed: order.allowed().collect(),
                });
            }
        }
        Ok(())
    })
}
