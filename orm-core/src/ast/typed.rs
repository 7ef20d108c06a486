//! Values that can be selected: their type in Rust, how they are read, whether they may be
//! NULL.

use diesel::deserialize::{self, FromSql};
use diesel::row::Row;
use diesel::sql_types as st;
use diesel::sql_types::is_nullable;

use super::arithmetic::ArithmeticOperator;
use super::{
    Arithmetic, Between, Bind, BoundOwn, Col, Compare, DatePart, Digest, Ex, Expression, InList,
    InQuery, IsNull, Node, Same, TextLookup,
};
use crate::backend::Kind;
use crate::model::{FieldAt, FieldType, Model};
use crate::path::Path;

/// Whether a value may be NULL, as a type.
pub trait Nullness: 'static {
    /// A value of type `T`: itself, or an `Option` of it.
    type Of<T: 'static>: 'static;
    /// Either may be NULL.
    type Or<N: Nullness>: Nullness;
    /// Both may be NULL.
    type And<N: Nullness>: Nullness;
    /// It may be NULL.
    const MAYBE: bool;
    /// Reads a value.
    ///
    /// # Errors
    /// Those of Diesel's deserialization; a NULL where none may be.
    fn read<'r, T, St, DB, R>(row: &R, at: usize) -> deserialize::Result<Self::Of<T>>
    where
        T: FromSql<St, DB> + 'static,
        St: st::SqlType<IsNull = is_nullable::NotNull>,
        DB: diesel::backend::Backend,
        R: Row<'r, DB>;
}

/// It is never NULL.
pub struct NotNull;
/// It may be NULL.
pub struct MayBeNull;

impl Nullness for NotNull {
    type Of<T: 'static> = T;
    type Or<N: Nullness> = N;
    type And<N: Nullness> = Self;
    const MAYBE: bool = false;
    #[inline]
    fn read<'r, T, St, DB, R>(row: &R, at: usize) -> deserialize::Result<T>
    where
        T: FromSql<St, DB> + 'static,
        St: st::SqlType<IsNull = is_nullable::NotNull>,
        DB: diesel::backend::Backend,
        R: Row<'r, DB>,
    {
        row.get_value::<St, T, usize>(at)
    }
}
impl Nullness for MayBeNull {
    type Of<T: 'static> = Option<T>;
    type Or<N: Nullness> = Self;
    type And<N: Nullness> = N;
    const MAYBE: bool = true;
    #[inline]
    fn read<'r, T, St, DB, R>(row: &R, at: usize) -> deserialize::Result<Option<T>>
    where
        T: FromSql<St, DB> + 'static,
        St: st::SqlType<IsNull = is_nullable::NotNull>,
        DB: diesel::backend::Backend,
        R: Row<'r, DB>,
    {
        row.get_value::<st::Nullable<St>, Option<T>, usize>(at)
    }
}

/// An SQL type whose values Rust knows.
#[diagnostic::on_unimplemented(
    message = "values of SQL type `{Self}` have no type in Rust that they are read as",
    label = "which type in Rust is this?"
)]
pub trait TypedAs: 'static {
    /// The type in Rust.
    type Rust: 'static;
    /// The SQL type as which it is read.
    type Stored: st::SqlType<IsNull = is_nullable::NotNull> + 'static;
    /// As what calculated values are cast, so that they are of this very type.
    const KIND: Option<Kind>;
}

macro_rules! typed {
    ($($(#[$cfg:meta])* $sql:ty => $rust:ty, $kind:expr;)*) => { $(
        $(#[$cfg])* impl TypedAs for $sql {
            type Rust = $rust;
            type Stored = $sql;
            const KIND: Option<Kind> = $kind;
        }
    )* };
}
typed! {
    st::Bool => bool, None;
    st::SmallInt => i16, Some(Kind::SmallInt);
    st::Integer => i32, Some(Kind::Integer);
    st::BigInt => i64, Some(Kind::BigInt);
    st::Float => f32, Some(Kind::Float);
    st::Double => f64, Some(Kind::Double);
    st::Text => String, Some(Kind::Text);
    st::Binary => Vec<u8>, Some(Kind::Binary);
    #[cfg(feature = "chrono")] st::Date => chrono::NaiveDate, Some(Kind::Date);
    #[cfg(feature = "chrono")] st::Time => chrono::NaiveTime, Some(Kind::Time);
    #[cfg(feature = "chrono")] st::Timestamp => chrono::NaiveDateTime, Some(Kind::Timestamp);
    #[cfg(feature = "chrono")]
    crate::backend::TimestampSql => chrono::NaiveDateTime, Some(Kind::Timestamp);
    #[cfg(feature = "chrono")]
    crate::backend::TimestamptzSql => chrono::DateTime<chrono::Utc>, Some(Kind::Timestamptz);
    #[cfg(feature = "uuid")] crate::backend::UuidSql => uuid::Uuid, None;
    #[cfg(feature = "numeric")] st::Numeric => bigdecimal::BigDecimal, Some(Kind::Numeric);
    #[cfg(feature = "serde_json")] crate::backend::JsonSql => serde_json::Value, None;
    #[cfg(feature = "mysql-backend")] st::TinyInt => i8, None;
    #[cfg(feature = "mysql-backend")] st::Unsigned<st::TinyInt> => u8, None;
    #[cfg(feature = "mysql-backend")] st::Unsigned<st::SmallInt> => u16, None;
    #[cfg(feature = "mysql-backend")] st::Unsigned<st::Integer> => u32, None;
    #[cfg(feature = "mysql-backend")] st::Unsigned<st::BigInt> => u64, None;
}
impl<T: super::OwnType> TypedAs for T {
    type Rust = T;
    type Stored = <T as FieldType>::Sql;
    const KIND: Option<Kind> = None;
}

/// An expression whose value can be selected.
#[diagnostic::on_unimplemented(
    message = "this cannot be selected",
    label = "a column or a calculation goes here"
)]
pub trait Value: Expression {
    /// The type in Rust of a value that is there.
    type Rust: 'static;
    /// The SQL type as which it is read.
    type Stored: st::SqlType<IsNull = is_nullable::NotNull> + 'static;
    /// Whether it may be NULL.
    type Null: Nullness;
    /// As what it is cast where it is selected, unless the database gives it so anyway.
    const CAST: Option<Kind>;
    /// It is a column as it stands.
    const COLUMN: bool = false;
    /// It is the queryset's own primary key.
    const IS_KEY: bool = false;
    /// It stands for whole rows.
    const STAR: bool = false;
    /// Which it is, for cursors, which must know an order again.
    fn tell(digest: &mut Digest) {
        digest.text(std::any::type_name::<Self>());
    }
}

/// The type in Rust of a selected value: an `Option` where it may be NULL.
pub type Out<E> = <<E as Value>::Null as Nullness>::Of<<E as Value>::Rust>;

impl<P, S, const AT: usize> Value for Col<P, S, AT>
where
    P: Path<Model: FieldAt<AT>>,
    S: 'static,
{
    type Rust = <P::Model as FieldAt<AT>>::Rust;
    type Stored = <P::Model as FieldAt<AT>>::Stored;
    type Null = <P::Null as Nullness>::Or<<P::Model as FieldAt<AT>>::Null>;
    const CAST: Option<Kind> = None;
    const COLUMN: bool = true;
    const IS_KEY: bool = Self::IS_ROOT_KEY;
    fn tell(digest: &mut Digest) {
        let column = P::Model::META.columns.get(AT);
        digest.text(P::ALIAS);
        digest.text(column.map_or("", |column| column.column));
    }
}

#[diagnostic::do_not_recommend]
impl<E: Value> Value for Ex<E> {
    type Rust = E::Rust;
    type Stored = E::Stored;
    type Null = E::Null;
    const CAST: Option<Kind> = E::CAST;
    const COLUMN: bool = E::COLUMN;
}

impl<E> Value for Bind<E>
where
    E: diesel::Expression<SqlType: TypedAs>,
{
    type Rust = <E::SqlType as TypedAs>::Rust;
    type Stored = <E::SqlType as TypedAs>::Stored;
    type Null = NotNull;
    const CAST: Option<Kind> = None;
}

impl<S: 'static, T: 'static> Expression for BoundOwn<S, T> {
    type Sql = S;
}
impl<S, T> Value for BoundOwn<S, T>
where
    S: st::SqlType<IsNull = is_nullable::NotNull> + 'static,
    T: 'static,
{
    type Rust = T;
    type Stored = S;
    type Null = NotNull;
    const CAST: Option<Kind> = None;
}

impl<Op, L, R, S> Value for Arithmetic<Op, L, R, S>
where
    Op: ArithmeticOperator,
    L: Value,
    R: Value,
    S: TypedAs,
{
    type Rust = S::Rust;
    type Stored = S::Stored;
    type Null = <<Op::Null as Nullness>::Or<L::Null> as Nullness>::Or<R::Null>;
    const CAST: Option<Kind> = S::KIND;
}

impl<P, E: Value> Value for DatePart<P, E> {
    type Rust = i32;
    type Stored = st::Integer;
    type Null = E::Null;
    const CAST: Option<Kind> = Some(Kind::Integer);
}

/// Conditions as values.
macro_rules! truths {
    ($($node:ident < $($param:ident $(: $bound:ident)?),* $(; $null:ident: $constant:ty)? > => $nullness:ty;)*) => { $(
        impl<$($param $(: $bound)?,)* $(const $null: $constant)?> Value for $node<$($param,)* $($null)?>
        where
            Self: Expression<Sql = st::Bool>,
        {
            type Rust = bool;
            type Stored = st::Bool;
            type Null = $nullness;
            const CAST: Option<Kind> = None;
        }
    )* };
}
truths! {
    Compare<Op, L: Value, R: Value> => <L::Null as Nullness>::Or<R::Null>;
    Between<E: Value, A: Value, B: Value> => <<E::Null as Nullness>::Or<A::Null> as Nullness>::Or<B::Null>;
    IsNull<E: Node; NULL: bool> => NotNull;
    Same<E: Node, V> => NotNull;
    TextLookup<Op, E: Value, V: Value> => <E::Null as Nullness>::Or<V::Null>;
    InList<E: Value, L> => E::Null;
    InQuery<E: Value, Q> => MayBeNull;
}
