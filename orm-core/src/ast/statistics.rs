//! Aggregates that not every database has, or has under another name: deviations and
//! variances, texts and arrays put together.

use diesel::QueryResult;
use diesel::backend::Backend as DieselBackend;
use diesel::query_builder::{AstPass, QueryFragment};
use diesel::sql_types as st;

#[cfg(any(feature = "postgres-backend", feature = "mysql-backend"))]
use super::aggregate::Argument;
use super::aggregate::PushCall;
use super::{
    Aggregable, AggregateFunction, AggregateOf, Condition, Ex, Expression, MayBeNull, Node, Scope,
    Summable, TypedAs, Value, ValueFor, static_query_id,
};
use crate::backend::{Backend, Kind};
use crate::path::Joins;

macro_rules! statistics {
    ($($(#[$doc:meta])* $make:ident $name:ident $open:literal;)*) => { $(
        $(#[$doc])*
        #[derive(Clone, Copy)]
        pub struct $name;
        impl AggregateFunction for $name {
            const OPEN: &'static str = $open;
            type Null = MayBeNull;
        }
        static_query_id!($name);
        impl<E: Expression<Sql: Summable>> AggregateOf<E> for $name {
            type Sql = <E::Sql as Summable>::Mean;
            type Rust = <<E::Sql as Summable>::Mean as TypedAs>::Rust;
            type Stored = <<E::Sql as Summable>::Mean as TypedAs>::Stored;
            const EXACT: Option<Kind> = <<E::Sql as Summable>::Mean as TypedAs>::KIND;
            const CAST: Option<Kind> = None;
        }
        $(#[$doc])*
        pub fn $make<T: Aggregable<$name>>(value: T) -> Ex<T::Node> {
            value.aggregate()
        }
        on_servers!($name);
    )* };
}

/// SQLite has none of them.
macro_rules! on_servers {
    ($name:ident) => {
        #[cfg(feature = "postgres-backend")]
        on_servers!($name diesel::pg::Pg);
        #[cfg(feature = "mysql-backend")]
        on_servers!($name diesel::mysql::Mysql);
    };
    ($name:ident $db:ty) => {
        impl<E: Argument<$db>> PushCall<$db, E> for $name {
            fn push_call<'b, C>(
                expr: &'b E,
                condition: &'b C,
                out: AstPass<'_, 'b, $db>,
            ) -> QueryResult<()>
            where
                C: Condition + QueryFragment<$db>,
            {
                super::aggregate::push_plain_call::<Self, E, C, $db>(expr, condition, out)
            }
        }
    };
}

statistics! {
    /// The standard deviation of a sample; NULL of fewer than two values.
    stddev StdDev "STDDEV_SAMP(";
    /// The standard deviation of all there are; NULL of no values.
    stddev_pop StdDevPop "STDDEV_POP(";
    /// The variance of a sample; NULL of fewer than two values.
    variance Variance "VAR_SAMP(";
    /// The variance of all there are; NULL of no values.
    variance_pop VariancePop "VAR_POP(";
}

/// A text and what stands between it and the next.
#[derive(Clone, Copy)]
pub struct Separated<E, V> {
    expr: E,
    separator: V,
}
static_query_id!(Separated<E, V>);
impl<E: Node, V: Node> Node for Separated<E, V> {
    type Scope = <E::Scope as Scope>::With<V::Scope>;
    fn joins<DB: DieselBackend>(&self, joins: &mut Joins<'_, '_, '_, DB>) -> QueryResult<()> {
        self.expr.joins(joins)?;
        self.separator.joins(joins)
    }
    fn check(&self) -> crate::Result<()> {
        self.expr.check()?;
        self.separator.check()
    }
}
impl<E: Expression, V: Node> Expression for Separated<E, V> {
    type Sql = E::Sql;
}
impl<E: Value, V: Node> Value for Separated<E, V> {
    type Rust = E::Rust;
    type Stored = E::Stored;
    type Null = E::Null;
    const CAST: Option<Kind> = E::CAST;
}

/// Texts put together; NULL of no texts.
#[derive(Clone, Copy)]
pub struct StringAgg;
impl AggregateFunction for StringAgg {
    const OPEN: &'static str = "";
    type Null = MayBeNull;
}
static_query_id!(StringAgg);
impl<E: Expression<Sql = st::Text>, V> AggregateOf<Separated<E, V>> for StringAgg {
    type Sql = st::Text;
    type Rust = String;
    type Stored = st::Text;
    const EXACT: Option<Kind> = None;
    const CAST: Option<Kind> = None;
}
impl<E, V, DB> PushCall<DB, Separated<E, V>> for StringAgg
where
    E: QueryFragment<DB>,
    V: QueryFragment<DB>,
    DB: Backend,
{
    fn push_call<'b, C>(
        value: &'b Separated<E, V>,
        condition: &'b C,
        out: AstPass<'_, 'b, DB>,
    ) -> QueryResult<()>
    where
        C: Condition + QueryFragment<DB>,
    {
        let condition = (!condition.is_absent()).then_some(condition);
        crate::backend::string_agg(&value.expr, &value.separator, condition, out)
    }
}

/// Texts put together with a separator, in the order of the texts; NULL of no texts.
pub fn string_agg<E, V, K>(
    value: Ex<E>,
    separator: V,
) -> Ex<<Ex<Separated<E, V::Value>> as Aggregable<StringAgg>>::Node>
where
    E: Value<Sql = st::Text>,
    V: ValueFor<st::Text, K>,
    Ex<Separated<E, V::Value>>: Aggregable<StringAgg>,
{
    Ex(Separated {
        expr: value.0,
        separator: separator.into_value(),
    })
    .aggregate()
}

#[cfg(feature = "postgres-backend")]
pub use arrays::{ArrayAgg, array_agg};

#[cfg(feature = "postgres-backend")]
mod arrays {
    use diesel::pg::Pg;

    use super::*;
    use crate::ast::NotNull;

    /// Values put together in an array; NULL of no rows.
    #[derive(Clone, Copy)]
    pub struct ArrayAgg;
    impl AggregateFunction for ArrayAgg {
        const OPEN: &'static str = "ARRAY_AGG(";
        type Null = MayBeNull;
    }
    static_query_id!(ArrayAgg);
    impl<E: Value<Null = NotNull>> AggregateOf<E> for ArrayAgg {
        type Sql = st::Array<E::Sql>;
        type Rust = Vec<E::Rust>;
        type Stored = st::Array<E::Stored>;
        const EXACT: Option<Kind> = None;
        const CAST: Option<Kind> = None;
    }
    impl<E: Argument<Pg>> PushCall<Pg, E> for ArrayAgg {
        fn push_call<'b, C>(
            expr: &'b E,
            condition: &'b C,
            mut out: AstPass<'_, 'b, Pg>,
        ) -> QueryResult<()>
        where
            C: Condition + QueryFragment<Pg>,
        {
            out.push_sql("ARRAY_AGG(");
            expr.walk_ast(out.reborrow())?;
            out.push_sql(" ORDER BY ");
            expr.walk_ast(out.reborrow())?;
            out.push_sql(")");
            if condition.is_absent() {
                return Ok(());
            }
            out.push_sql(" FILTER (WHERE ");
            condition.walk_ast(out.reborrow())?;
            out.push_sql(")");
            Ok(())
        }
    }

    /// Values put together in an array, in their order; NULL of no rows. PostgreSQL alone.
    pub fn array_agg<T: Aggregable<ArrayAgg>>(value: T) -> Ex<T::Node> {
        value.aggregate()
    }
}
