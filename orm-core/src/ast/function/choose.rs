//! One value of several: `coalesce(nickname, name)`, `greatest(a, b)`, `nullif(a, b)`.

use super::{
    Always, Branch, Call, Call1, Call2, Function, IfAll, Strict, TypedValue, call1, call2,
};
use crate::ast::Ex;
use crate::backend::function::{Shape, Template};

/// The first that is there.
pub struct Coalesce;
/// The largest.
pub struct Greatest;
/// The smallest.
pub struct Least;
/// The first, unless it equals the second.
pub struct Nullif;

impl Function for Coalesce {
    type Null = IfAll;
    fn template(_: Shape) -> Template {
        Template::List("COALESCE(", ", ", ")")
    }
}
/// NULL where one is: PostgreSQL's leave NULLs aside.
fn extreme(shape: Shape, sqlite: &'static str, others: &'static str) -> Template {
    let (open, between, close) = (shape.pick(sqlite, others, others), ", ", ")");
    if shape.nullable {
        shape.pick(
            Template::List(open, between, close),
            Template::StrictList(open, between, close),
            Template::List(open, between, close),
        )
    } else {
        Template::List(open, between, close)
    }
}
impl Function for Greatest {
    type Null = Strict;
    fn template(shape: Shape) -> Template {
        extreme(shape, "MAX(", "GREATEST(")
    }
}
impl Function for Least {
    type Null = Strict;
    fn template(shape: Shape) -> Template {
        extreme(shape, "MIN(", "LEAST(")
    }
}
impl Function for Nullif {
    type Null = Always;
    fn template(_: Shape) -> Template {
        Template::Call("NULLIF($0, $1)")
    }
}

/// The first value; [`coalesce_with`] adds others. NULL where all of them are.
/// SQL: `COALESCE(a, b)`.
pub fn coalesce<E: TypedValue>(value: Ex<E>) -> Ex<Call1<Coalesce, E, E::Sql>> {
    call1(value)
}
/// One more value.
pub fn coalesce_with<A, S, T, K>(
    before: Ex<Call<Coalesce, A, S>>,
    value: T,
) -> Ex<Call<Coalesce, (A, T::Expr), T::Output>>
where
    T: Branch<S, K>,
{
    Ex(Call::new((before.0.args, value.into_branch())))
}
/// The first value; [`greatest_with`] adds others. NULL where one of them is.
/// SQL: `GREATEST(a, b)`, on SQLite `MAX(a, b)`.
pub fn greatest<E: TypedValue>(value: Ex<E>) -> Ex<Call1<Greatest, E, E::Sql>> {
    call1(value)
}
/// One more value.
pub fn greatest_with<A, S, T, K>(
    before: Ex<Call<Greatest, A, S>>,
    value: T,
) -> Ex<Call<Greatest, (A, T::Expr), T::Output>>
where
    T: Branch<S, K>,
{
    Ex(Call::new((before.0.args, value.into_branch())))
}
/// The first value; [`least_with`] adds others. NULL where one of them is.
/// SQL: `LEAST(a, b)`, on SQLite `MIN(a, b)`.
pub fn least<E: TypedValue>(value: Ex<E>) -> Ex<Call1<Least, E, E::Sql>> {
    call1(value)
}
/// One more value.
pub fn least_with<A, S, T, K>(
    before: Ex<Call<Least, A, S>>,
    value: T,
) -> Ex<Call<Least, (A, T::Expr), T::Output>>
where
    T: Branch<S, K>,
{
    Ex(Call::new((before.0.args, value.into_branch())))
}
/// The first value, and NULL where it equals the second. SQL: `NULLIF(a, b)`.
pub fn nullif<E, T, K>(value: Ex<E>, other: T) -> Ex<Call2<Nullif, E, T::Expr, E::Sql>>
where
    E: TypedValue,
    T: Branch<E::Sql, K>,
{
    call2(value, Ex(other.into_branch()))
}
