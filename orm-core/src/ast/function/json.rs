//! Values out of JSON columns: `payload.json_text("customer.name")`.

use std::fmt::Write as _;
use std::marker::PhantomData;

use diesel::sql_types as st;

use super::{Always, Call3, Function, call3};
use crate::ast::value::AsDiesel;
use crate::ast::{Ex, Value, ValueFor};
use crate::backend::JsonSql;
use crate::backend::function::{JsonKind, Shape, Template, json};

/// A value at a path, as a type.
pub struct JsonAs<K>(PhantomData<fn() -> K>);

/// As what a value is read.
pub trait Kind: 'static {
    /// The kind as data.
    const KIND: JsonKind;
}
macro_rules! kinds {
    ($($name:ident)*) => { $(
        /// As what a value is read.
        pub struct $name;
        impl Kind for $name { const KIND: JsonKind = JsonKind::$name; }
    )* };
}
kinds! { Json Text Int Float Bool }

impl<K: Kind> Function for JsonAs<K> {
    type Null = Always;
    fn template(shape: Shape) -> Template {
        json(K::KIND, shape)
    }
}

/// The SQL type of JSON.
#[diagnostic::on_unimplemented(
    message = "a path leads into a JSON column, and this is `{Self}`",
    label = "`{Self}` is no JSON"
)]
pub trait IsJson {}
#[diagnostic::do_not_recommend]
impl IsJson for JsonSql {}

type Bound = <String as ValueFor<st::Text, AsDiesel>>::Value;
/// The value of a JSON column at a path.
pub type JsonPath<K, E, S> = Ex<Call3<JsonAs<K>, E, Bound, Bound, S>>;

/// The path as each of the databases reads it.
fn at<K, E, S>(column: Ex<E>, path: &str) -> JsonPath<K, E, S> {
    let bound = |text: String| Ex(ValueFor::<st::Text, AsDiesel>::into_value(text));
    call3(column, bound(path.to_owned()), bound(dollar_path(path)))
}

/// `a.0.b` → `$."a"[0]."b"`: a name stands as a JSON text, a number is a place in an array.
fn dollar_path(path: &str) -> String {
    let mut out = String::from("$");
    for part in path.split('.').filter(|_| !path.is_empty()) {
        if !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()) {
            let _ = write!(out, "[{part}]");
        } else {
            let _ = write!(out, ".{}", serde_json::Value::from(part));
        }
    }
    out
}

// Written out one by one, as the lookups are: errors show these lines.
impl<E: Value> Ex<E> {
    /// The JSON at a path: names and places in arrays, counted from 0, joined by dots. NULL
    /// where the path leads nowhere. SQL: `column #> path`.
    pub fn json(self, path: impl AsRef<str>) -> JsonPath<Json, E, JsonSql>
    where
        E::Sql: IsJson,
    {
        at(self, path.as_ref())
    }
    /// The text at a path; NULL where there is none. SQL: `column #>> path`.
    pub fn json_text(self, path: impl AsRef<str>) -> JsonPath<Text, E, st::Text>
    where
        E::Sql: IsJson,
    {
        at(self, path.as_ref())
    }
    /// The number at a path, a fraction cut off; NULL where there is none.
    /// SQL: `CAST(column #>> path AS bigint)`.
    pub fn json_int(self, path: impl AsRef<str>) -> JsonPath<Int, E, st::BigInt>
    where
        E::Sql: IsJson,
    {
        at(self, path.as_ref())
    }
    /// The number at a path; NULL where there is none.
    /// SQL: `CAST(column #>> path AS double precision)`.
    pub fn json_float(self, path: impl AsRef<str>) -> JsonPath<Float, E, st::Double>
    where
        E::Sql: IsJson,
    {
        at(self, path.as_ref())
    }
    /// The `true` or `false` at a path; NULL where there is none.
    /// SQL: `CAST(column #>> path AS boolean)`.
    pub fn json_bool(self, path: impl AsRef<str>) -> JsonPath<Bool, E, st::Bool>
    where
        E::Sql: IsJson,
    {
        at(self, path.as_ref())
    }
}

#[cfg(test)]
mod tests {
    use super::dollar_path;

    #[test]
    fn paths_are_written_as_json_texts() {
        assert_eq!(dollar_path(""), "$");
        assert_eq!(dollar_path("a.0.b c"), r#"$."a"[0]."b c""#);
        assert_eq!(dollar_path(r#"a"\.$"#), r#"$."a\"\\"."$""#);
    }
}
