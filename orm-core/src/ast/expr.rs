//! `Ex`: what a field or a calculation is in the builder, with every lookup as a method.

use diesel::QueryResult;
use diesel::backend::Backend as DieselBackend;
use diesel::query_builder::{AstPass, QueryFragment};
use diesel::sql_types::Text;

use super::compare::{Eq, Ge, Gt, Le, Lt, Ne};
use super::date::{self, DatePart, HasDate, HasTime};
use super::list::InSource;
use super::text::{self, TextLookup, TextMatch};
use super::{
    Asks, Between, Compare, Expression, IsNull, Node, Same, SameFor, Unlocked, ValueFor,
    static_query_id,
};
use crate::path::{Joins, Path};

/// An expression on which lookups can be said: `fields.title().icontains("x")`.
///
/// The lookups are inherent methods, so that no glob import makes them ambiguous. Each
/// gives a condition (or, for [`year`](Ex::year) and its like, a number).
#[derive(Clone, Copy, Default)]
pub struct Ex<E>(pub E);

static_query_id!(Ex<E>);

impl<E: Node> Node for Ex<E> {
    type Scope = E::Scope;
    const ASKS: Asks = E::ASKS;
    fn joins<DB: DieselBackend>(&self, joins: &mut Joins<'_, '_, '_, DB>) -> QueryResult<()> {
        self.0.joins(joins)
    }
    fn check(&self) -> crate::Result<()> {
        self.0.check()
    }
    fn needs<DB: DieselBackend>(&self, joins: &mut Joins<'_, '_, '_, DB>) -> QueryResult<()> {
        self.0.needs(joins)
    }
}
impl<E: Expression> Expression for Ex<E> {
    type Sql = E::Sql;
}
impl<E: QueryFragment<DB>, DB: DieselBackend> QueryFragment<DB> for Ex<E> {
    fn walk_ast<'b>(&'b self, out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        self.0.walk_ast(out)
    }
}

/// A column as an expression; what the derive's field methods give.
pub fn column<P: Path, S, const AT: usize>() -> Ex<super::Col<P, S, AT>> {
    Ex(super::Col::default())
}

// The lookups are written out one by one: from a macro they would be shown with the macro
// around them in every error about a value.
impl<E: Expression> Ex<E> {
    /// `= value`. NULL equals nothing.
    pub fn eq<T, K>(self, value: T) -> Ex<Compare<Eq, E, T::Value>>
    where
        T: ValueFor<E::Sql, K>,
    {
        Ex(Compare::new(self.0, value.into_value()))
    }

    /// `<> value`. Rows with NULL are not among them; `!(… == value)` has them.
    pub fn ne<T, K>(self, value: T) -> Ex<Compare<Ne, E, T::Value>>
    where
        T: ValueFor<E::Sql, K>,
    {
        Ex(Compare::new(self.0, value.into_value()))
    }

    /// `< value`.
    pub fn lt<T, K>(self, value: T) -> Ex<Compare<Lt, E, T::Value>>
    where
        T: ValueFor<E::Sql, K>,
    {
        Ex(Compare::new(self.0, value.into_value()))
    }

    /// `<= value`.
    pub fn le<T, K>(self, value: T) -> Ex<Compare<Le, E, T::Value>>
    where
        T: ValueFor<E::Sql, K>,
    {
        Ex(Compare::new(self.0, value.into_value()))
    }

    /// `> value`.
    pub fn gt<T, K>(self, value: T) -> Ex<Compare<Gt, E, T::Value>>
    where
        T: ValueFor<E::Sql, K>,
    {
        Ex(Compare::new(self.0, value.into_value()))
    }

    /// `>= value`.
    pub fn ge<T, K>(self, value: T) -> Ex<Compare<Ge, E, T::Value>>
    where
        T: ValueFor<E::Sql, K>,
    {
        Ex(Compare::new(self.0, value.into_value()))
    }

    /// Between two values, both included.
    pub fn between<A, B, K, L>(self, low: A, high: B) -> Ex<Between<E, A::Value, B::Value>>
    where
        A: ValueFor<E::Sql, K>,
        B: ValueFor<E::Sql, L>,
    {
        Ex(Between::new(self.0, low.into_value(), high.into_value()))
    }

    /// Is NULL.
    pub fn is_null(self) -> Ex<IsNull<E, true>> {
        Ex(IsNull(self.0))
    }

    /// Is not NULL.
    pub fn is_not_null(self) -> Ex<IsNull<E, false>> {
        Ex(IsNull(self.0))
    }

    /// Equal, or both NULL: for an `Option` on the right.
    pub fn same<T, K>(self, value: T) -> Ex<Same<E, T::Value>>
    where
        T: SameFor<E::Sql, K>,
    {
        Ex(Same::new(self.0, value.into_same()))
    }

    /// One of these values. Of no values: nothing is. One bind, whatever their number.
    pub fn in_<T, K>(self, values: T) -> Ex<T::Condition>
    where
        T: InSource<E, K, Slice: Unlocked>,
    {
        Ex(values.into_condition(self.0))
    }

    /// Contains the text, letter case told apart.
    pub fn contains<T, K>(self, value: T) -> Ex<TextLookup<text::Contains, E, T::Value>>
    where
        E::Sql: TextMatch<T>,
        T: ValueFor<Text, K, Value: Clone>,
    {
        Ex(TextLookup::new(self.0, value.into_value()))
    }

    /// Contains the text, letter case ignored.
    pub fn icontains<T, K>(self, value: T) -> Ex<TextLookup<text::IContains, E, T::Value>>
    where
        E::Sql: TextMatch<T>,
        T: ValueFor<Text, K, Value: Clone>,
    {
        Ex(TextLookup::new(self.0, value.into_value()))
    }

    /// Begins with the text.
    pub fn startswith<T, K>(self, value: T) -> Ex<TextLookup<text::StartsWith, E, T::Value>>
    where
        E::Sql: TextMatch<T>,
        T: ValueFor<Text, K, Value: Clone>,
    {
        Ex(TextLookup::new(self.0, value.into_value()))
    }

    /// Begins with the text, letter case ignored.
    pub fn istartswith<T, K>(self, value: T) -> Ex<TextLookup<text::IStartsWith, E, T::Value>>
    where
        E::Sql: TextMatch<T>,
        T: ValueFor<Text, K, Value: Clone>,
    {
        Ex(TextLookup::new(self.0, value.into_value()))
    }

    /// Ends with the text.
    pub fn endswith<T, K>(self, value: T) -> Ex<TextLookup<text::EndsWith, E, T::Value>>
    where
        E::Sql: TextMatch<T>,
        T: ValueFor<Text, K, Value: Clone>,
    {
        Ex(TextLookup::new(self.0, value.into_value()))
    }

    /// Ends with the text, letter case ignored.
    pub fn iendswith<T, K>(self, value: T) -> Ex<TextLookup<text::IEndsWith, E, T::Value>>
    where
        E::Sql: TextMatch<T>,
        T: ValueFor<Text, K, Value: Clone>,
    {
        Ex(TextLookup::new(self.0, value.into_value()))
    }

    /// Equals the text, letter case ignored.
    pub fn iexact<T, K>(self, value: T) -> Ex<TextLookup<text::IExact, E, T::Value>>
    where
        E::Sql: TextMatch<T>,
        T: ValueFor<Text, K, Value: Clone>,
    {
        Ex(TextLookup::new(self.0, value.into_value()))
    }

    /// Matches the regular expression.
    pub fn regex<T, K>(self, value: T) -> Ex<TextLookup<text::Regex, E, T::Value>>
    where
        E::Sql: TextMatch<T>,
        T: ValueFor<Text, K, Value: Clone>,
    {
        Ex(TextLookup::new(self.0, value.into_value()))
    }

    /// Matches the regular expression, letter case ignored.
    pub fn iregex<T, K>(self, value: T) -> Ex<TextLookup<text::IRegex, E, T::Value>>
    where
        E::Sql: TextMatch<T>,
        T: ValueFor<Text, K, Value: Clone>,
    {
        Ex(TextLookup::new(self.0, value.into_value()))
    }

    /// The year, four digits.
    pub fn year(self) -> Ex<DatePart<date::Year, E>>
    where
        E::Sql: HasDate,
    {
        Ex(DatePart::new(self.0))
    }

    /// The month, 1 to 12.
    pub fn month(self) -> Ex<DatePart<date::Month, E>>
    where
        E::Sql: HasDate,
    {
        Ex(DatePart::new(self.0))
    }

    /// The day of the month.
    pub fn day(self) -> Ex<DatePart<date::Day, E>>
    where
        E::Sql: HasDate,
    {
        Ex(DatePart::new(self.0))
    }

    /// The day of the week, Sunday 1 to Saturday 7, as in Django.
    pub fn week_day(self) -> Ex<DatePart<date::WeekDay, E>>
    where
        E::Sql: HasDate,
    {
        Ex(DatePart::new(self.0))
    }

    /// The hour, 0 to 23.
    pub fn hour(self) -> Ex<DatePart<date::Hour, E>>
    where
        E::Sql: HasTime,
    {
        Ex(DatePart::new(self.0))
    }

    /// The minute.
    pub fn minute(self) -> Ex<DatePart<date::Minute, E>>
    where
        E::Sql: HasTime,
    {
        Ex(DatePart::new(self.0))
    }

    /// The second, without its fraction.
    pub fn second(self) -> Ex<DatePart<date::Second, E>>
    where
        E::Sql: HasTime,
    {
        Ex(DatePart::new(self.0))
    }
}
