//! Regular expressions on SQLite, which leaves them to the program.

use std::cell::RefCell;

use diesel::sql_types::{Nullable, Text};
use diesel::sqlite::SqliteConnection;
use regex::Regex;

#[diesel::declare_sql_function]
#[allow(missing_docs)]
extern "SQL" {
    #[sql_name = "regexp"]
    fn regexp(pattern: Nullable<Text>, text: Nullable<Text>) -> Nullable<Bool>;
}

thread_local! {
    /// The pattern of the last row: a query asks for the same one row after row.
    static LAST: RefCell<Option<(String, Regex)>> = const { RefCell::new(None) };
}

/// Gives a SQLite connection the operator `REGEXP`, which the lookups `regex` and `iregex`
/// need: syntax and Unicode rules are those of the crate `regex`. A pattern that is none
/// matches nothing.
///
/// ```
/// # orm_core::doctest_models!();
/// let mut conn = connection();
/// orm_core::backend::register_regex(&mut conn)?;
/// let albums = queryset!(Album.filter(title.iregex(r"^b(ig|alls)\b")));
/// assert_eq!(albums.count(&mut conn)?, 2);
/// # Ok::<(), orm_core::Error>(())
/// ```
///
/// # Errors
/// Those of SQLite, when it takes no function.
pub fn register_regex(conn: &mut SqliteConnection) -> crate::Result<()> {
    regexp_utils::register_impl(conn, |pattern: Option<String>, text: Option<String>| {
        Some(matches(&pattern?, &text?))
    })?;
    Ok(())
}

fn matches(pattern: &str, text: &str) -> bool {
    LAST.with_borrow_mut(|last| {
        if last.as_ref().is_none_or(|(known, _)| known != pattern) {
            *last = Regex::new(pattern)
                .ok()
                .map(|regex| (pattern.to_owned(), regex));
        }
        last.as_ref().is_some_and(|(_, regex)| regex.is_match(text))
    })
}
