//! `in_`: one of these values, one bind whatever their number; or one of a queryset's keys.

use diesel::QueryResult;
use diesel::backend::Backend as DieselBackend;
use diesel::expression::AsExpression;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::sql_types as st;

use super::{Asks, Bind, CheckKeys, Expression, NoSlice, Node};
use crate::backend::{Backend, push_in_list};
use crate::load::pick::PickRow;
use crate::load::statement::KeysOf;
use crate::model::Model;
use crate::model::{KeyList, ListPart, OwnedPart};
use crate::path::Joins;
use crate::queryset::QuerySet;

/// What `in_` takes: an iterable of values, or a queryset.
#[diagnostic::on_unimplemented(
    message = "`in_` looks in values of the column's type, or in a queryset whose keys have it",
    label = "neither an iterable of such values nor such a queryset",
    note = "a type of your own says `impl orm_core::OwnValue for … {{}}` to stand in lists"
)]
pub trait InSource<E, K> {
    /// The condition.
    type Condition: Node;
    /// The queryset's slice; of values there is none.
    type Slice;
    /// Builds the condition.
    fn into_condition(self, expr: E) -> Self::Condition;
}

/// Values.
pub struct Values;
/// A queryset.
pub struct Subquery;

impl<E, I> InSource<E, Values> for I
where
    E: Expression,
    I: IntoIterator,
    I::Item: InItem<E::Sql>,
{
    type Condition = InList<E, <I::Item as InItem<E::Sql>>::List>;
    type Slice = NoSlice;
    fn into_condition(self, expr: E) -> Self::Condition {
        InList {
            expr,
            list: <I::Item as InItem<E::Sql>>::collect(self.into_iter()),
        }
    }
}

/// A value that can stand in a list for a column of SQL type `S`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no value for a column of type `{S}`",
    label = "the column is `{S}`, and the list holds `{Self}`"
)]
pub trait InItem<S>: Sized {
    /// The list.
    type List;
    /// Collects it.
    fn collect(values: impl Iterator<Item = Self>) -> Self::List;
}

/// A type of your own that is stored by Diesel's traits (`#[model(sql_type = …)]`), for lists:
/// `status.in_([Status::Open, Status::Held])` wants `impl OwnValue for Status {}`. Each value is
/// a bind of its own.
pub trait OwnValue {}
impl<T: OwnValue> OwnValue for &T {}

/// Values of a type of the user's own.
pub struct OwnValues;

#[diagnostic::do_not_recommend]
impl<E, I> InSource<E, OwnValues> for I
where
    E: Expression,
    E::Sql: st::SqlType + diesel::expression::TypedExpressionType,
    I: IntoIterator,
    I::Item: OwnValue + AsExpression<E::Sql>,
{
    type Condition = InList<E, ManyBinds<Bind<<I::Item as AsExpression<E::Sql>>::Expression>>>;
    type Slice = NoSlice;
    fn into_condition(self, expr: E) -> Self::Condition {
        let values = self.into_iter().map(|value| Bind(value.as_expression()));
        InList {
            expr,
            list: ManyBinds(values.collect()),
        }
    }
}

/// `value IN (…)`.
#[derive(Clone)]
pub struct InList<E, L> {
    expr: E,
    list: L,
}

impl<E: Node, L> Node for InList<E, L> {
    type Scope = E::Scope;
    const ASKS: Asks = E::ASKS.and(Asks::Lists);
    fn joins<DB: DieselBackend>(&self, joins: &mut Joins<'_, '_, '_, DB>) -> QueryResult<()> {
        self.expr.joins(joins)
    }
    fn check(&self) -> crate::Result<()> {
        self.expr.check()
    }
}
impl<E: Node, L> Expression for InList<E, L> {
    type Sql = st::Bool;
}
impl<E: QueryId, L: ListId> QueryId for InList<E, L> {
    type QueryId = InList<E::QueryId, L::Id>;
    const HAS_STATIC_QUERY_ID: bool = E::HAS_STATIC_QUERY_ID && L::STATIC;
}
impl<E, L, DB> QueryFragment<DB> for InList<E, L>
where
    E: QueryFragment<DB>,
    L: QueryFragment<DB>,
    DB: Backend,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        self.expr.walk_ast(out.reborrow())?;
        self.list.walk_ast(out)
    }
}

/// Whether a list's text depends on its length.
pub trait ListId {
    /// The type that stands for the text.
    type Id: 'static;
    /// The text is decided by the type.
    const STATIC: bool;
}

/// Values that travel as one bind.
#[derive(Clone)]
pub struct OneBind<T>(KeyList<OwnedPart<T>>);

impl<T: 'static> ListId for OneBind<T> {
    type Id = OneBind<T>;
    const STATIC: bool = true;
}
impl<T: ListPart, DB: Backend> QueryFragment<DB> for OneBind<T> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        push_in_list(&self.0, &mut out)
    }
}

impl<T: ListPart> FromIterator<T> for OneBind<T> {
    fn from_iter<I: IntoIterator<Item = T>>(values: I) -> Self {
        Self(KeyList::new(values.into_iter().map(OwnedPart).collect()))
    }
}

/// Values that each are a bind, for types of the user's own: the text depends on their number.
#[derive(Clone)]
pub struct ManyBinds<E>(Vec<E>);

impl<E> ListId for ManyBinds<E> {
    type Id = ();
    const STATIC: bool = false;
}
impl<E: QueryFragment<DB>, DB: DieselBackend> QueryFragment<DB> for ManyBinds<E> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.unsafe_to_cache_prepared();
        out.push_sql(if self.0.is_empty() {
            " IN (NULL"
        } else {
            " IN ("
        });
        for (at, value) in self.0.iter().enumerate() {
            if at > 0 {
                out.push_sql(", ");
            }
            value.walk_ast(out.reborrow())?;
        }
        out.push_sql(")");
        Ok(())
    }
}

macro_rules! key_items {
    ($($(#[cfg($cfg:meta)])? $sql:ty, $owned:ty { $($item:ty => $convert:expr;)* })*) => { $(
        $(#[cfg($cfg)])? const _: () = { $(
        #[diagnostic::do_not_recommend]
        impl InItem<$sql> for $item {
            type List = OneBind<$owned>;
            fn collect(values: impl Iterator<Item = Self>) -> Self::List {
                values.map($convert).collect()
            }
        }
        )* };
    )* };
}

key_items! {
    st::SmallInt, i16 { i16 => |v| v; &i16 => |v| *v; }
    st::Integer, i32 { i32 => |v| v; &i32 => |v| *v; }
    st::BigInt, i64 { i64 => |v| v; &i64 => |v| *v; }
    st::Bool, bool { bool => |v| v; &bool => |v| *v; }
    st::Float, f32 { f32 => |v| v; &f32 => |v| *v; }
    st::Double, f64 { f64 => |v| v; &f64 => |v| *v; }
    st::Text, String { String => |v| v; &String => |v| v.clone(); &str => str::to_owned; &&str => |v| (*v).to_owned(); }
    st::Binary, Vec<u8> { Vec<u8> => |v| v; &Vec<u8> => |v| v.clone(); &[u8] => <[u8]>::to_vec; }
    #[cfg(feature = "uuid")]
    crate::backend::UuidSql, uuid::Uuid { uuid::Uuid => |v| v; &uuid::Uuid => |v| *v; }
    #[cfg(feature = "chrono")]
    st::Date, chrono::NaiveDate { chrono::NaiveDate => |v| v; &chrono::NaiveDate => |v| *v; }
    #[cfg(feature = "chrono")]
    st::Time, chrono::NaiveTime { chrono::NaiveTime => |v| v; &chrono::NaiveTime => |v| *v; }
    #[cfg(feature = "chrono")]
    st::Timestamp, chrono::NaiveDateTime { chrono::NaiveDateTime => |v| v; &chrono::NaiveDateTime => |v| *v; }
    #[cfg(feature = "chrono")]
    crate::backend::TimestampSql, chrono::NaiveDateTime {
        chrono::NaiveDateTime => |v| v; &chrono::NaiveDateTime => |v| *v;
    }
    #[cfg(feature = "chrono")]
    crate::backend::TimestamptzSql, chrono::DateTime<chrono::Utc> {
        chrono::DateTime<chrono::Utc> => |v| v; &chrono::DateTime<chrono::Utc> => |v| *v;
    }
    #[cfg(feature = "mysql-backend")]
    st::TinyInt, i8 { i8 => |v| v; &i8 => |v| *v; }
    #[cfg(feature = "mysql-backend")]
    st::Unsigned<st::TinyInt>, u8 { u8 => |v| v; &u8 => |v| *v; }
    #[cfg(feature = "mysql-backend")]
    st::Unsigned<st::SmallInt>, u16 { u16 => |v| v; &u16 => |v| *v; }
    #[cfg(feature = "mysql-backend")]
    st::Unsigned<st::Integer>, u32 { u32 => |v| v; &u32 => |v| *v; }
    #[cfg(feature = "mysql-backend")]
    st::Unsigned<st::BigInt>, u64 { u64 => |v| v; &u64 => |v| *v; }
    #[cfg(feature = "serde_json")]
    crate::backend::JsonSql, serde_json::Value { serde_json::Value => |v| v; &serde_json::Value => |v| v.clone(); }
    #[cfg(feature = "numeric")]
    st::Numeric, bigdecimal::BigDecimal { bigdecimal::BigDecimal => |v| v; &bigdecimal::BigDecimal => |v| v.clone(); }
}

/// `value IN (SELECT key FROM …)`.
#[derive(Clone)]
pub struct InQuery<E, Q> {
    expr: E,
    query: Q,
}

impl<E, Q> InQuery<E, Q> {
    pub(crate) fn new(expr: E, query: Q) -> Self {
        Self { expr, query }
    }
}

super::static_query_id!(InQuery<E, Q>);

impl<E: Node, Q: CheckKeys> Node for InQuery<E, Q> {
    type Scope = E::Scope;
    fn joins<DB: DieselBackend>(&self, joins: &mut Joins<'_, '_, '_, DB>) -> QueryResult<()> {
        self.expr.joins(joins)
    }
    fn check(&self) -> crate::Result<()> {
        self.expr.check()?;
        self.query.check_keys()
    }
}
impl<E: Node, Q: CheckKeys> Expression for InQuery<E, Q> {
    type Sql = st::Bool;
}
impl<E, Q, DB> QueryFragment<DB> for InQuery<E, Q>
where
    E: QueryFragment<DB>,
    Q: QueryFragment<DB>,
    DB: DieselBackend,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        self.expr.walk_ast(out.reborrow())?;
        out.push_sql(" IN (");
        self.query.walk_ast(out.reborrow())?;
        out.push_sql(")");
        Ok(())
    }
}

#[diagnostic::do_not_recommend]
impl<E, M, W, O, D, S, L> InSource<E, Subquery> for QuerySet<M, W, O, D, S, L>
where
    E: Expression,
    M: Model,
    M::Key: InItem<E::Sql>,
    L: PickRow<M>,
    KeysOf<Self>: CheckKeys,
{
    type Condition = InQuery<E, KeysOf<Self>>;
    type Slice = S;
    fn into_condition(self, expr: E) -> Self::Condition {
        InQuery::new(expr, KeysOf(self))
    }
}
