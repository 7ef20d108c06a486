//! Functions as each database writes them: templates, in which `$0`, `$1`, … stand for the
//! arguments and `$t` for the result's type.

use diesel::QueryResult;
use diesel::backend::Backend as DieselBackend;
use diesel::query_builder::AstPass;

use super::{Backend, Dialect, Kind};

mod date;
mod json;
mod number;
mod text;

pub use date::{UnitKind, difference, now, plus, trunc};
pub use json::{JsonKind, json};
pub use number::{NumberKind, number};
pub use text::{TextFunctionKind, text};

/// What a function's text depends on.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Shape {
    /// Who reads it.
    pub dialect: Dialect,
    /// The result's type.
    pub kind: Option<Kind>,
    /// One of the arguments may be NULL.
    pub nullable: bool,
}

impl Shape {
    /// One of three.
    pub(crate) fn pick<T>(self, sqlite: T, postgres: T, mysql: T) -> T {
        match self.dialect {
            Dialect::Sqlite => sqlite,
            Dialect::Postgres => postgres,
            Dialect::Mysql => mysql,
        }
    }
}

/// A function's text.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub enum Template {
    /// With a place for each argument.
    Call(&'static str),
    /// What stands before, between and behind any number of arguments.
    List(&'static str, &'static str, &'static str),
    /// A list that is NULL where one of the arguments is.
    StrictList(&'static str, &'static str, &'static str),
}

/// The arguments of a call, one after another.
pub trait Arguments<DB: DieselBackend> {
    /// How many there are.
    const LEN: usize;
    /// Writes one of them.
    ///
    /// # Errors
    /// Those of the query builder.
    fn push<'b>(&'b self, at: usize, out: AstPass<'_, 'b, DB>) -> QueryResult<()>;
}

/// Writes a call.
pub(crate) fn push_template<'b, A, DB>(
    template: Template,
    shape: Shape,
    args: &'b A,
    mut out: AstPass<'_, 'b, DB>,
) -> QueryResult<()>
where
    A: Arguments<DB>,
    DB: Backend,
{
    match template {
        Template::Call(text) => push_call(text, shape, args, out),
        Template::List(open, between, close) => push_list([open, between, close], args, &mut out),
        Template::StrictList(open, between, close) => {
            push_list(
                ["CASE WHEN ", " IS NULL OR ", " IS NULL THEN NULL ELSE "],
                args,
                &mut out,
            )?;
            push_list([open, between, close], args, &mut out)?;
            out.push_sql(" END");
            Ok(())
        }
    }
}

fn push_list<'b, A: Arguments<DB>, DB: Backend>(
    [open, between, close]: [&str; 3],
    args: &'b A,
    out: &mut AstPass<'_, 'b, DB>,
) -> QueryResult<()> {
    out.push_sql(open);
    for at in 0..A::LEN {
        if at > 0 {
            out.push_sql(between);
        }
        args.push(at, out.reborrow())?;
    }
    out.push_sql(close);
    Ok(())
}

fn push_call<'b, A: Arguments<DB>, DB: Backend>(
    text: &'static str,
    shape: Shape,
    args: &'b A,
    mut out: AstPass<'_, 'b, DB>,
) -> QueryResult<()> {
    let mut pieces = text.split('$');
    out.push_sql(pieces.next().unwrap_or_default());
    for piece in pieces {
        let (place, rest) = piece.split_at_checked(1).unwrap_or_default();
        match place.parse() {
            Ok(at) => args.push(at, out.reborrow())?,
            Err(_) => {
                let kind = shape.kind.unwrap_or(Kind::Text);
                out.push_sql(shape.dialect.cast_type(kind));
            }
        }
        out.push_sql(rest);
    }
    Ok(())
}
