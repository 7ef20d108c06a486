//! SQL functions as typed nodes: a function is a type, its arguments are a list of nodes, and
//! its text is a template, which `backend::function` has for each database.

use std::marker::PhantomData;

use diesel::QueryResult;
use diesel::backend::Backend as DieselBackend;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};

use super::{Ex, Expression, Free, MayBeNull, Node, NotNull, Nullness, Scope, TypedAs, Value};
use crate::backend::function::{Arguments, Shape, Template, push_template};
use crate::backend::{Backend, Dialect, Kind};
use crate::path::Joins;

mod argument;
mod case;
mod cast;
mod choose;
mod custom;
mod date;
#[cfg(feature = "serde_json")]
mod json;
mod number;
mod raw;
mod search;
mod text;

pub use argument::{
    Argument, As, Branch, CommonWith, IsNumber, IsText, IsWhole, IsWhole32, TypedValue, value,
};
pub use case::{Case, CasePart, NoElse, PushCase, Truth, case, truth};
pub use cast::{Cast, CastFrom, CastTo, cast};
pub use choose::{
    Coalesce, Greatest, Least, Nullif, coalesce, coalesce_with, greatest, greatest_with, least,
    least_with, nullif,
};
pub use custom::{Custom, SqlFunction, SqlTypes, Takes, call};
pub use date::{
    DateDifference, IsMoment, Plus, Trunc, date_of, days_between, seconds_between, start_of,
    time_of, units,
};
#[cfg(feature = "chrono")]
pub use date::{Now, now};
#[cfg(feature = "serde_json")]
pub use json::{IsJson, JsonAs, JsonPath};
pub use number::{
    Math, NumberFunction, abs, ceil, exp, floor, ln, log10, modulo, power, round, round_to, sign,
    sqrt,
};
pub use raw::{DieselNullness, DieselType, Inside, NullMark, Raw, inside, raw};
pub use search::{Search, SearchRank, Searches, search, search_rank};
pub use text::{
    TextFunction, concat, concat_with, left, length, lower, lpad, ltrim, position, repeat, replace,
    reverse, right, rpad, rtrim, substring, substring_from, trim, upper,
};

/// When the result of a function is NULL.
pub trait NullRule: 'static {
    /// Whether it may be, of these arguments.
    type Of<A: Args>: Nullness;
    /// It is wherever one of the arguments is.
    const STRICT: bool;
}
/// Where one of the arguments is NULL.
pub struct Strict;
/// Where all of them are.
pub struct IfAll;
/// By itself too.
pub struct Always;
/// Never.
pub struct Never;
impl NullRule for Strict {
    type Of<A: Args> = A::Null;
    const STRICT: bool = true;
}
impl NullRule for IfAll {
    type Of<A: Args> = A::AllNull;
    const STRICT: bool = false;
}
impl NullRule for Always {
    type Of<A: Args> = MayBeNull;
    const STRICT: bool = true;
}
impl NullRule for Never {
    type Of<A: Args> = NotNull;
    const STRICT: bool = false;
}

/// A function, as a type.
pub trait Function: 'static {
    /// When its result is NULL.
    type Null: NullRule;
    /// Its text.
    fn template(shape: Shape) -> Template;
}

/// The arguments of a function: `(((), first), second)`.
pub trait Args: QueryId {
    /// On what they depend.
    type Scope: Scope;
    /// Whether one of them may be NULL.
    type Null: Nullness;
    /// Whether all of them may be NULL.
    type AllNull: Nullness;
    /// Another type than `S` is among them.
    fn mixed<S: TypedAs>() -> bool;
    /// Writes the joins that they need.
    ///
    /// # Errors
    /// Those of the query builder.
    fn joins<DB: DieselBackend>(&self, joins: &mut Joins<'_, '_, '_, DB>) -> QueryResult<()>;
    /// Writes the joins without which one of them is NULL.
    ///
    /// # Errors
    /// Those of the query builder.
    fn needs<DB: DieselBackend>(&self, joins: &mut Joins<'_, '_, '_, DB>) -> QueryResult<()>;
    /// [`Node::check`] of each.
    ///
    /// # Errors
    /// [`Error::Slice`](crate::Error::Slice).
    fn check(&self) -> crate::Result<()> {
        Ok(())
    }
}
impl Args for () {
    type Scope = Free;
    type Null = NotNull;
    type AllNull = MayBeNull;
    fn mixed<S: TypedAs>() -> bool {
        false
    }
    fn joins<DB: DieselBackend>(&self, _: &mut Joins<'_, '_, '_, DB>) -> QueryResult<()> {
        Ok(())
    }
    fn needs<DB: DieselBackend>(&self, _: &mut Joins<'_, '_, '_, DB>) -> QueryResult<()> {
        Ok(())
    }
}
impl<A: Args, E: Value + QueryId> Args for (A, E) {
    type Scope = <A::Scope as Scope>::With<E::Scope>;
    type Null = <A::Null as Nullness>::Or<E::Null>;
    type AllNull = <A::AllNull as Nullness>::And<E::Null>;
    fn mixed<S: TypedAs>() -> bool {
        mixed::<E, S>() || A::mixed::<S>()
    }
    fn joins<DB: DieselBackend>(&self, joins: &mut Joins<'_, '_, '_, DB>) -> QueryResult<()> {
        self.0.joins(joins)?;
        self.1.joins(joins)
    }
    fn needs<DB: DieselBackend>(&self, joins: &mut Joins<'_, '_, '_, DB>) -> QueryResult<()> {
        self.0.needs(joins)?;
        self.1.needs(joins)
    }
    fn check(&self) -> crate::Result<()> {
        self.0.check()?;
        self.1.check()
    }
}
impl<DB: DieselBackend> Arguments<DB> for () {
    const LEN: usize = 0;
    fn push<'b>(&'b self, _: usize, _: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        Ok(())
    }
}
#[diagnostic::do_not_recommend]
impl<A, E, DB> Arguments<DB> for (A, E)
where
    A: Arguments<DB>,
    E: QueryFragment<DB>,
    DB: DieselBackend,
{
    const LEN: usize = A::LEN + 1;
    fn push<'b>(&'b self, at: usize, out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        if at == A::LEN {
            self.1.walk_ast(out)
        } else {
            self.0.push(at, out)
        }
    }
}

/// A call of function `F`, which gives a value of SQL type `S`.
pub struct Call<F, A, S> {
    pub(crate) args: A,
    types: PhantomData<fn() -> (F, S)>,
}

impl<F, A, S> Call<F, A, S> {
    pub(crate) fn new(args: A) -> Self {
        Self {
            args,
            types: PhantomData,
        }
    }
}
impl<F, A: Clone, S> Clone for Call<F, A, S> {
    fn clone(&self) -> Self {
        Self::new(self.args.clone())
    }
}
impl<F, A: Copy, S> Copy for Call<F, A, S> {}

impl<F: 'static, A: QueryId, S: 'static> QueryId for Call<F, A, S> {
    type QueryId = Call<F, A::QueryId, S>;
    const HAS_STATIC_QUERY_ID: bool = A::HAS_STATIC_QUERY_ID;
}
impl<F: Function, A: Args, S> Node for Call<F, A, S> {
    type Scope = A::Scope;
    fn joins<DB: DieselBackend>(&self, joins: &mut Joins<'_, '_, '_, DB>) -> QueryResult<()> {
        self.args.joins(joins)
    }
    fn check(&self) -> crate::Result<()> {
        self.args.check()
    }
    fn needs<DB: DieselBackend>(&self, joins: &mut Joins<'_, '_, '_, DB>) -> QueryResult<()> {
        if F::Null::STRICT {
            self.args.needs(joins)
        } else {
            Ok(())
        }
    }
}
impl<F: Function, A: Args, S: 'static> Expression for Call<F, A, S> {
    type Sql = S;
}
impl<F: Function, A: Args, S: TypedAs> Value for Call<F, A, S> {
    type Rust = S::Rust;
    type Stored = S::Stored;
    type Null = <F::Null as NullRule>::Of<A>;
    const CAST: Option<Kind> = number_kind(S::KIND);
}
impl<F, A, S, DB> QueryFragment<DB> for Call<F, A, S>
where
    F: Function,
    A: Args + Arguments<DB>,
    S: TypedAs,
    DB: Backend,
{
    fn walk_ast<'b>(&'b self, out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        let shape = Shape {
            dialect: out.backend().dialect(),
            kind: S::KIND,
            nullable: A::Null::MAYBE,
        };
        let template = F::template(shape);
        let mixed = !matches!(template, Template::Call(_)) && A::mixed::<S>();
        push_widened::<S, DB>(mixed, out, |out| {
            push_template(template, shape, &self.args, out)
        })
    }
}

/// Values of `E` are of another type than those of `S`.
pub(crate) fn mixed<E: Value, S: TypedAs>() -> bool {
    std::any::TypeId::of::<E::Stored>() != std::any::TypeId::of::<S::Stored>()
}

/// One value of several types: where a value of SQLite's keeps its own, a whole number becomes
/// one with a fraction, or its division would be another.
pub(crate) fn push_widened<'a, 'b, S: TypedAs, DB: Backend>(
    mixed: bool,
    mut out: AstPass<'a, 'b, DB>,
    write: impl FnOnce(AstPass<'_, 'b, DB>) -> QueryResult<()>,
) -> QueryResult<()> {
    let fraction = matches!(S::KIND, Some(Kind::Float | Kind::Double | Kind::Numeric));
    if !mixed || !fraction || out.backend().dialect() != Dialect::Sqlite {
        return write(out);
    }
    out.push_sql("CAST(");
    write(out.reborrow())?;
    out.push_sql(" AS REAL)");
    Ok(())
}

/// Numbers are cast where they are selected: databases give wider ones.
pub(crate) const fn number_kind(kind: Option<Kind>) -> Option<Kind> {
    match kind {
        Some(
            Kind::SmallInt
            | Kind::Integer
            | Kind::BigInt
            | Kind::Float
            | Kind::Double
            | Kind::Numeric,
        ) => kind,
        _ => None,
    }
}

/// A call with one argument.
pub(crate) type Call1<F, A, S> = Call<F, ((), A), S>;
/// A call with two arguments.
pub(crate) type Call2<F, A, B, S> = Call<F, (((), A), B), S>;
/// A call with three arguments.
pub(crate) type Call3<F, A, B, C, S> = Call<F, ((((), A), B), C), S>;

pub(crate) fn call1<F, A, S>(a: Ex<A>) -> Ex<Call1<F, A, S>> {
    Ex(Call::new(((), a.0)))
}
pub(crate) fn call2<F, A, B, S>(a: Ex<A>, b: Ex<B>) -> Ex<Call2<F, A, B, S>> {
    Ex(Call::new((((), a.0), b.0)))
}
pub(crate) fn call3<F, A, B, C, S>(a: Ex<A>, b: Ex<B>, c: Ex<C>) -> Ex<Call3<F, A, B, C, S>> {
    Ex(Call::new(((((), a.0), b.0), c.0)))
}
