//! Any expression of Diesel's as one of ours: `raw(soundex(F(name)))`.

use diesel::QueryResult;
use diesel::backend::Backend as DieselBackend;
use diesel::expression::TypedExpressionType;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::sql_types::{IntoNotNullable, Nullable, SingleValue, SqlType, is_nullable};

use super::{Always, Args, NullRule, Strict};
use crate::ast::{
    Ex, Expression, MayBeNull, Node, NotNull, Nullness, TypedAs, Value, static_query_id,
};
use crate::backend::Kind;
use crate::path::Joins;

/// An SQL type as Diesel says it, with `Nullable` where a value may be NULL.
#[diagnostic::on_unimplemented(
    message = "values of SQL type `{Self}` have no type in Rust that they are read as",
    label = "an expression of another SQL type goes here"
)]
pub trait DieselType: SqlType {
    /// The type without `Nullable`.
    type Bare: TypedAs;
    /// Whether it may be NULL.
    type Null: Nullness;
    /// When a function of this type gives NULL.
    type Rule: NullRule;
}
/// Whether an SQL type of Diesel's is `Nullable`.
pub trait NullMark<S> {
    /// The type without `Nullable`.
    type Bare: TypedAs;
    /// Whether it may be NULL.
    type Null: Nullness;
    /// When a function of this type gives NULL.
    type Rule: NullRule;
}
impl<S: TypedAs> NullMark<S> for is_nullable::NotNull {
    type Bare = S;
    type Null = NotNull;
    type Rule = Strict;
}
impl<S: IntoNotNullable<NotNullable: TypedAs>> NullMark<S> for is_nullable::IsNullable {
    type Bare = S::NotNullable;
    type Null = MayBeNull;
    type Rule = Always;
}
#[diagnostic::do_not_recommend]
impl<S: SqlType<IsNull: NullMark<S>>> DieselType for S {
    type Bare = <S::IsNull as NullMark<S>>::Bare;
    type Null = <S::IsNull as NullMark<S>>::Null;
    type Rule = <S::IsNull as NullMark<S>>::Rule;
}

/// Whether a value may be NULL, as Diesel says it.
pub trait DieselNullness: Nullness {
    /// The SQL type, or `Nullable` of it.
    type Sql<S: SqlType<IsNull = is_nullable::NotNull> + SingleValue + 'static>: TypedExpressionType
        + SqlType
        + 'static;
}
impl DieselNullness for NotNull {
    type Sql<S: SqlType<IsNull = is_nullable::NotNull> + SingleValue + 'static> = S;
}
impl DieselNullness for MayBeNull {
    type Sql<S: SqlType<IsNull = is_nullable::NotNull> + SingleValue + 'static> = Nullable<S>;
}

/// A value of ours inside an expression of Diesel's.
#[derive(Debug, Clone, Copy)]
pub struct Inside<E>(E);

static_query_id!(Inside<E>);
impl<E> diesel::Expression for Inside<E>
where
    E: Value<Stored: SingleValue, Null: DieselNullness>,
{
    type SqlType = <E::Null as DieselNullness>::Sql<E::Stored>;
}
impl<E: QueryFragment<DB>, DB: DieselBackend> QueryFragment<DB> for Inside<E> {
    fn walk_ast<'b>(&'b self, out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        self.0.walk_ast(out)
    }
}

/// The value as an expression of Diesel's: what `F(path)` is inside `raw(…)`.
pub fn inside<E: Clone>(value: &Ex<E>) -> Inside<E> {
    Inside(value.0.clone())
}

/// An expression of Diesel's in which values `A` stand.
#[derive(Debug, Clone, Copy)]
pub struct Raw<D, A> {
    expr: D,
    args: A,
}

impl<D: QueryId, A: 'static> QueryId for Raw<D, A> {
    type QueryId = Raw<D::QueryId, A>;
    const HAS_STATIC_QUERY_ID: bool = D::HAS_STATIC_QUERY_ID;
}
impl<D, A: Args> Node for Raw<D, A> {
    type Scope = A::Scope;
    fn joins<DB: DieselBackend>(&self, joins: &mut Joins<'_, '_, '_, DB>) -> QueryResult<()> {
        self.args.joins(joins)
    }
    fn check(&self) -> crate::Result<()> {
        self.args.check()
    }
}
impl<D: diesel::Expression<SqlType: DieselType>, A: Args> Expression for Raw<D, A> {
    type Sql = <D::SqlType as DieselType>::Bare;
}
impl<D, A> Value for Raw<D, A>
where
    D: diesel::Expression<SqlType: DieselType>,
    A: Args,
{
    type Rust = <<D::SqlType as DieselType>::Bare as TypedAs>::Rust;
    type Stored = <<D::SqlType as DieselType>::Bare as TypedAs>::Stored;
    type Null = <D::SqlType as DieselType>::Null;
    const CAST: Option<Kind> = None;
}
impl<D: QueryFragment<DB>, A, DB: DieselBackend> QueryFragment<DB> for Raw<D, A> {
    fn walk_ast<'b>(&'b self, out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        self.expr.walk_ast(out)
    }
}

/// An expression of Diesel's as one of ours: a function that `define_sql_function!` declares,
/// or a piece of SQL. In `queryset!` it is Rust, but for `F(path)`, a column.
///
/// ```
/// # orm_core::doctest_models!();
/// use diesel::sql_types::{Integer, Text};
///
/// diesel::define_sql_function! {
///     #[sql_name = "INSTR"]
///     fn place(text: Text, part: Text) -> Integer;
/// }
/// let mut conn = connection();
/// let part = "Rock";
/// // WHERE INSTR(title, ?) > 0
/// let found = queryset!(Album.filter(raw(place(F(title), part)) > 0));
/// assert_eq!(found.get(&mut conn)?.title, "Let There Be Rock");
/// # Ok::<(), orm_core::Error>(())
/// ```
///
/// Its SQL type says what it gives: `Nullable<Text>` an `Option<String>`.
pub fn raw<D, A>(expr: D, args: A) -> Ex<Raw<D, A>>
where
    D: diesel::Expression<SqlType: DieselType>,
    A: Args,
{
    Ex(Raw { expr, args })
}
