//! Functions of the user's own: `call(SoundsLike, name, "Smith")`, and as a lookup
//! `name.lookup(SoundsLike, "Smith")`.

use std::marker::PhantomData;

use super::{Args, Call, DieselType, Function};
use crate::ast::{Ex, TypedAs, Value};
use crate::backend::Dialect;
use crate::backend::function::{Shape, Template};

/// A function of your own, or a lookup: an SQL text for arguments of these SQL types.
///
/// The text is decided by the database alone; values go into it as arguments, never as text.
///
/// ```
/// # orm_core::doctest_models!();
/// use diesel::sql_types::{Bool, Text};
/// use orm_core::ast::SqlFunction;
/// use orm_core::backend::Dialect;
///
/// /// The text is as long as another.
/// struct AsLongAs;
/// impl SqlFunction<(Text, Text)> for AsLongAs {
///     type Sql = Bool;
///     fn sql(dialect: Dialect) -> &'static str {
///         match dialect {
///             Dialect::Sqlite => "(LENGTH($0) = LENGTH($1))",
///             _ => "(CHAR_LENGTH($0) = CHAR_LENGTH($1))",
///         }
///     }
/// }
///
/// let mut conn = connection();
/// // As a lookup: the argument is Rust. (SQL: WHERE (LENGTH(name) = LENGTH(?)))
/// let six = queryset!(Artist.filter(name.lookup(AsLongAs, "sixsix")));
/// assert_eq!(six.get(&mut conn)?.name, "Accept");
/// // As a function: its arguments are the database's.
/// let same = queryset!(Album.filter(call(AsLongAs, title, artist.name)));
/// assert_eq!(same.count(&mut conn)?, 0);
/// # Ok::<(), orm_core::Error>(())
/// ```
pub trait SqlFunction<A>: 'static {
    /// The result's SQL type: `Nullable<…>` where it may be NULL though no argument is.
    type Sql: DieselType;
    /// Its text: `$0`, `$1`, … are the arguments. A text with an operator stands in
    /// parentheses. A `$` stands for nothing else.
    fn sql(dialect: Dialect) -> &'static str;
}

/// The user's function `F`.
pub struct Custom<F, A>(PhantomData<fn() -> (F, A)>);

impl<F: SqlFunction<A>, A: 'static> Function for Custom<F, A> {
    type Null = <F::Sql as DieselType>::Rule;
    fn template(shape: Shape) -> Template {
        Template::Call(F::sql(shape.dialect))
    }
}

/// The SQL types of arguments: `(Text, Integer)`.
pub trait SqlTypes: Args {
    /// The types.
    type Types: 'static;
}
macro_rules! sql_types {
    ($($nested:ty => $($name:ident)*;)*) => { $(
        impl<$($name: Value + diesel::query_builder::QueryId),*> SqlTypes for $nested {
            type Types = ($($name::Sql,)*);
        }
    )* };
}
sql_types! {
    () => ;
    ((), T0) => T0;
    (((), T0), T1) => T0 T1;
    ((((), T0), T1), T2) => T0 T1 T2;
    (((((), T0), T1), T2), T3) => T0 T1 T2 T3;
}

/// A function of the user's that takes arguments of these SQL types.
#[diagnostic::on_unimplemented(
    message = "the function `{Self}` does not take arguments of types `{A}`",
    label = "not of these types",
    note = "implement `SqlFunction<{A}>` for it"
)]
pub trait Takes<A> {
    /// The function.
    type Function: Function;
    /// What it gives.
    type Sql: TypedAs;
}
#[diagnostic::do_not_recommend]
impl<F: SqlFunction<A>, A: 'static> Takes<A> for F {
    type Function = Custom<F, A>;
    type Sql = <F::Sql as DieselType>::Bare;
}

/// Calls a function of the user's.
pub fn call<F, A>(
    function: F,
    args: A,
) -> Ex<Call<<F as Takes<A::Types>>::Function, A, <F as Takes<A::Types>>::Sql>>
where
    A: SqlTypes,
    F: Takes<A::Types>,
{
    drop(function);
    Ex(Call::new(args))
}
