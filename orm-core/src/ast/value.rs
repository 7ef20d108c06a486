//! Values of Rust on the right of a lookup.

use diesel::QueryResult;
use diesel::backend::Backend as DieselBackend;
use diesel::expression::AsExpression;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::sql_types as st;

use super::{AsNothing, Asks, Ex, Expression, Free, NoCondition, Node, Nothing};
use crate::backend::Backend;
use crate::path::Joins;

/// A value that a column of SQL type `S` can be compared with: whatever Diesel binds to
/// it, by value or by reference; a literal; or `F(path)`, another column.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no value for a column of type `{S}`",
    label = "the column is `{S}`, and this is `{Self}`",
    note = "for an `Option` write `is_null()`, `same(option)`, or `if let Some(value) = option {{ … }}`: in SQL nothing equals NULL"
)]
pub trait ValueFor<S, K> {
    /// The node.
    type Value: Node + QueryId;
    /// Becomes a node.
    fn into_value(self) -> Self::Value;
}

/// How a type comes to be a value.
pub struct AsDiesel;
/// An expression of ours.
pub struct AsField;
/// A literal in the user's source.
pub struct AsLiteral;

#[diagnostic::do_not_recommend]
impl<T: Nothing, S> ValueFor<S, AsNothing> for T {
    type Value = NoCondition;
    fn into_value(self) -> NoCondition {
        NoCondition
    }
}

#[diagnostic::do_not_recommend]
impl<T, S> ValueFor<S, AsDiesel> for T
where
    S: st::SqlType + diesel::expression::TypedExpressionType,
    T: AsExpression<S>,
    T::Expression: QueryId,
{
    type Value = Bind<T::Expression>;
    fn into_value(self) -> Self::Value {
        Bind(self.as_expression())
    }
}

#[diagnostic::do_not_recommend]
impl<E, S> ValueFor<S, AsField> for Ex<E>
where
    E: Expression<Sql = S> + QueryId,
{
    type Value = E;
    fn into_value(self) -> E {
        self.0
    }
}

/// Any Diesel expression as a leaf; it needs no table of ours.
#[derive(Clone, Copy)]
pub struct Bind<E>(pub E);

impl<E: QueryId> QueryId for Bind<E> {
    type QueryId = Bind<E::QueryId>;
    const HAS_STATIC_QUERY_ID: bool = E::HAS_STATIC_QUERY_ID;
}
impl<E> Node for Bind<E> {
    type Scope = Free;
    const ASKS: Asks = Asks::Values;
    fn joins<DB: DieselBackend>(&self, _: &mut Joins<'_, '_, '_, DB>) -> QueryResult<()> {
        Ok(())
    }
}
impl<E, DB> QueryFragment<DB> for Bind<E>
where
    E: QueryFragment<DB> + diesel::Expression<SqlType: 'static>,
    DB: Backend,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        let (open, close) = out.backend().dialect().around_bind::<E::SqlType>();
        out.push_sql(open);
        self.0.walk_ast(out.reborrow())?;
        out.push_sql(close);
        Ok(())
    }
}
impl<E: diesel::Expression> Expression for Bind<E>
where
    E::SqlType: 'static,
{
    type Sql = E::SqlType;
}

/// A whole number in the user's source: it takes the column's type.
#[derive(Debug, Clone, Copy)]
pub struct IntegerLiteral<T>(pub T);

/// A number with a fraction in the user's source: exact on a decimal column.
#[derive(Debug, Clone, Copy)]
pub struct DecimalLiteral {
    /// The number.
    pub value: f64,
    /// Its digits without the point.
    pub digits: i64,
    /// How many of them stand behind the point.
    pub scale: i64,
}

macro_rules! literals {
    ($($(#[$cfg:meta])* $literal:ty => $sql:ty, $value:ty, $this:ident $convert:expr;)*) => { $(
        $(#[$cfg])*
        #[diagnostic::do_not_recommend]
        impl ValueFor<$sql, AsLiteral> for $literal {
            type Value = Bind<<$value as AsExpression<$sql>>::Expression>;
            fn into_value(self) -> Self::Value {
                let $this = self;
                let value: $value = $convert;
                Bind(AsExpression::<$sql>::as_expression(value))
            }
        }
    )* };
}

literals! {
    IntegerLiteral<i16> => st::SmallInt, i16, this this.0;
    IntegerLiteral<i32> => st::Integer, i32, this this.0;
    IntegerLiteral<i64> => st::BigInt, i64, this this.0;
    #[cfg(feature = "mysql-backend")]
    IntegerLiteral<i8> => st::TinyInt, i8, this this.0;
    #[cfg(feature = "mysql-backend")]
    IntegerLiteral<u8> => st::Unsigned<st::TinyInt>, u8, this this.0;
    #[cfg(feature = "mysql-backend")]
    IntegerLiteral<u16> => st::Unsigned<st::SmallInt>, u16, this this.0;
    #[cfg(feature = "mysql-backend")]
    IntegerLiteral<u32> => st::Unsigned<st::Integer>, u32, this this.0;
    #[cfg(feature = "mysql-backend")]
    IntegerLiteral<u64> => st::Unsigned<st::BigInt>, u64, this this.0;
    IntegerLiteral<i32> => st::Double, f64, this f64::from(this.0);
    IntegerLiteral<i16> => st::Float, f32, this f32::from(this.0);
    #[cfg(feature = "numeric")]
    IntegerLiteral<i64> => st::Numeric, bigdecimal::BigDecimal, this bigdecimal::BigDecimal::from(this.0);
    DecimalLiteral => st::Double, f64, this this.value;
    DecimalLiteral => st::Float, f32, this this.value as f32;
    #[cfg(feature = "numeric")]
    DecimalLiteral => st::Numeric, bigdecimal::BigDecimal, this bigdecimal::BigDecimal::new(this.digits.into(), this.scale);
}

/// An `Option` that `same` compares with, as Diesel binds it.
#[diagnostic::on_unimplemented(
    message = "`same` takes an `Option` of the column's type `{S}`, and this is `{Self}`",
    label = "the column is `{S}`, and this is `{Self}`"
)]
pub trait SameFor<S, K> {
    /// The node.
    type Value: QueryId;
    /// Becomes a node.
    fn into_same(self) -> Self::Value;
}

// Diesel takes an `Option` of anything for a nullable column, and finds out only when the
// query is written: what is inside is asked here.
macro_rules! options {
    ($($(#[$doc:meta])* $option:ty => $inner:ty, $marker:ident;)*) => { $(
        $(#[$doc])*
        pub struct $marker;

        #[diagnostic::do_not_recommend]
        impl<'v, T, S> SameFor<S, $marker> for $option
        where
            S: st::SqlType<IsNull = st::is_nullable::NotNull>
                + diesel::expression::TypedExpressionType,
            st::Nullable<S>: diesel::expression::TypedExpressionType,
            $inner: AsExpression<S>,
            $option: AsExpression<st::Nullable<S>>,
            <$option as AsExpression<st::Nullable<S>>>::Expression: QueryId,
        {
            type Value = <$option as AsExpression<st::Nullable<S>>>::Expression;
            fn into_same(self) -> Self::Value {
                self.as_expression()
            }
        }
    )* };
}
options! {
    /// An `Option`.
    Option<T> => T, AsOption;
    /// A borrowed `Option`.
    &'v Option<T> => &'v T, AsBorrowedOption;
}
#[diagnostic::do_not_recommend]
impl<T: Nothing, S> SameFor<S, AsNothing> for T {
    type Value = NoCondition;
    fn into_same(self) -> NoCondition {
        NoCondition
    }
}
