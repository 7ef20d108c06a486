//! `Ex`: what a field or a calculation is in the builder, with every lookup as a method.

use diesel::QueryResult;
use diesel::backend::Backend as DieselBackend;
use diesel::query_builder::{AstPass, QueryFragment};
use diesel::sql_types::Text;

use super::compare::{Eq, Ge, Gt, Le, Lt, Ne};
use super::date::{self, DatePart, HasDate, HasTime};
use super::list::InSource;
use super::text::{self, TextLookup, TextMatch};
use super::{Between, Compare, Expression, IsNull, Node, Same, SameFor, ValueFor, static_query_id};
use crate::path::{Joins, Path};

/// An expression on which lookups can be said: `fields.title().icontains("x")`.
///
/// The lookups are inherent methods, so that no glob import makes them ambiguous. Each
/// gives a condition (or, for [`year`](Ex::year) and its like, a number).
#[derive(Clone, Copy, Default)]
pub struct Ex<E>(pub E);

static_query_id!(Ex<E>);

impl<E: Node> Node for Ex<E> {
    fn joins<DB: DieselBackend>(&self, joins: &mut Joins<'_, '_, '_, DB>) -> QueryResult<()> {
        self.0.joins(joins)
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

macro_rules! comparisons {
    ($($(#[$doc:meta])* $method:ident $op:ident;)*) => { $(
        $(#[$doc])*
        pub fn $method<T, K>(self, value: T) -> Ex<Compare<$op, E, T::Value>>
        where
            T: ValueFor<E::Sql, K>,
        {
            Ex(Compare::new(self.0, value.into_value()))
        }
    )* };
}

macro_rules! text_lookups {
    ($($(#[$doc:meta])* $method:ident $op:ident;)*) => { $(
        $(#[$doc])*
        pub fn $method<T, K>(self, value: T) -> Ex<TextLookup<text::$op, E, T::Value>>
        where
            E::Sql: TextMatch<T>,
            T: ValueFor<Text, K>,
            T::Value: Clone,
        {
            Ex(TextLookup::new(self.0, value.into_value()))
        }
    )* };
}

macro_rules! date_parts {
    ($($bound:ident { $($(#[$doc:meta])* $method:ident $part:ident;)* })*) => { $($(
        $(#[$doc])*
        pub fn $method(self) -> Ex<DatePart<date::$part, E>> where E::Sql: $bound {
            Ex(DatePart::new(self.0))
        }
    )*)* };
}

impl<E: Expression> Ex<E> {
    comparisons! {
        /// `= value`. NULL equals nothing.
        eq Eq;
        /// `<> value`. Rows with NULL are not among them; `!(… == value)` has them.
        ne Ne;
        /// `< value`.
        lt Lt;
        /// `<= value`.
        le Le;
        /// `> value`.
        gt Gt;
        /// `>= value`.
        ge Ge;
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
        T: InSource<E, K>,
    {
        Ex(values.into_condition(self.0))
    }

    text_lookups! {
        /// Contains the text, letter case told apart.
        contains Contains;
        /// Contains the text, letter case ignored.
        icontains IContains;
        /// Begins with the text.
        startswith StartsWith;
        /// Begins with the text, letter case ignored.
        istartswith IStartsWith;
        /// Ends with the text.
        endswith EndsWith;
        /// Ends with the text, letter case ignored.
        iendswith IEndsWith;
        /// Equals the text, letter case ignored.
        iexact IExact;
        /// Matches the regular expression.
        regex Regex;
        /// Matches the regular expression, letter case ignored.
        iregex IRegex;
    }

    date_parts! {
        HasDate {
        /// The year, four digits.
        year Year;
        /// The month, 1 to 12.
        month Month;
        /// The day of the month.
        day Day;
        /// The day of the week, Sunday 1 to Saturday 7, as in Django.
        week_day WeekDay;
        }
        HasTime {
        /// The hour, 0 to 23.
        hour Hour;
        /// The minute.
        minute Minute;
        /// The second, without its fraction.
        second Second;
        }
    }
}
