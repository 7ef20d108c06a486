//! Functions of the user's: Diesel's, pieces of SQL, and lookups.

use diesel::sql_types::{Bool, Double, Integer, Nullable, Text};
use orm_core::ast::SqlFunction;
use orm_core::prelude::*;

use crate::support::*;

diesel::define_sql_function! {
    /// The number of a text's first character.
    #[sql_name = "ASCII"]
    fn ascii(text: Text) -> Integer;
}
diesel::define_sql_function! {
    /// The same on SQLite.
    #[sql_name = "UNICODE"]
    fn unicode(text: Text) -> Integer;
}
diesel::define_sql_function! {
    /// A text in small letters, or none.
    #[sql_name = "LOWER"]
    fn lowered(text: Nullable<Text>) -> Nullable<Text>;
}
diesel::define_sql_function! {
    /// One in the place of another.
    #[sql_name = "REPLACE"]
    fn replaced(text: Text, from: Text, to: Text) -> Text;
}

#[test]
fn functions_that_diesel_declares() {
    let conn = &mut store();
    let (a, b) = ("a", String::from("b"));
    let names = queryset!(
        Artist
            .filter(raw(replaced(F(name), "c", "k")).contains("k"))
            .order_by(id)
            .values_list(raw(replaced(F(lower(name)), a, &b)))
    );
    assert_eq!(names.load(conn).unwrap(), ["bccept"]);
    // Its SQL type says that it may be NULL.
    let composers: Vec<Option<String>> =
        queryset!(Track.order_by(id).values_list(raw(lowered(F(composer)))))
            .load(conn)
            .unwrap();
    assert_eq!(
        composers[..3],
        [Some("young".to_owned()), Some("young".to_owned()), None]
    );
    let countries = queryset!(
        Album
            .order_by(id)
            .values_list(raw(lowered(F(artist.country.name))))
    );
    assert_eq!(
        countries.load(conn).unwrap()[0].as_deref(),
        Some("australia")
    );
    let first: Vec<i32> = match DIALECT {
        Dialect::Sqlite => queryset!(Artist.order_by(id).values_list(raw(unicode(F(name)))))
            .load(conn)
            .unwrap(),
        _ => queryset!(Artist.order_by(id).values_list(raw(ascii(F(name)))))
            .load(conn)
            .unwrap(),
    };
    assert_eq!(first, [65, 65, 65, 78]);
    // In an order, inside another function, in a quantifier.
    let rows = queryset!(Artist.order_by(-length(raw(replaced(F(name), "c", "ccc"))), id));
    assert_eq!(keys(&rows.load(conn).unwrap()), [2, 3, 4, 1]);
    let found =
        queryset!(Album.filter(tracks.any(raw(replaced(F(name), "Dog", "Cat")) == "Cat Eat Cat")));
    assert_eq!(keys(&found.load(conn).unwrap()), [4]);
}

#[test]
fn pieces_of_sql() {
    let conn = &mut store();
    let answer = queryset!(Artist.values_list(raw(diesel::dsl::sql::<Integer>("40 + 2")))[..1]);
    assert_eq!(answer.load(conn).unwrap(), [42]);
    let yes = queryset!(Artist.filter(raw(diesel::dsl::sql::<Bool>("1 = 1")) && id > 2));
    assert_eq!(yes.count(conn).unwrap(), 2);
}

/// As long as a number says.
struct HasLength;
impl SqlFunction<(Text, Integer)> for HasLength {
    type Sql = Bool;
    fn sql(dialect: Dialect) -> &'static str {
        match dialect {
            Dialect::Sqlite => "(LENGTH($0) = $1)",
            _ => "(CHAR_LENGTH($0) = $1)",
        }
    }
}
/// A mean of two numbers, or NULL where it is zero.
struct Mean;
impl SqlFunction<(Double, Double)> for Mean {
    type Sql = Nullable<Double>;
    fn sql(_: Dialect) -> &'static str {
        "NULLIF(($0 + $1) / 2, 0)"
    }
}

#[test]
fn lookups_of_the_user_s() {
    let conn = &mut store();
    let long = queryset!(Artist.filter(name.lookup(HasLength, 6)).order_by(id));
    assert_eq!(keys(&long.load(conn).unwrap()), [2, 4]);
    let number = 5;
    let short = queryset!(Artist.filter(lower(name).lookup(HasLength, number)));
    assert_eq!(keys(&short.load(conn).unwrap()), [1]);
    let not = queryset!(
        Artist
            .exclude(name.lookup(HasLength, F(id * 3)))
            .order_by(id)
    );
    assert_eq!(keys(&not.load(conn).unwrap()), [1, 4]);
    let of_albums = queryset!(Album.filter(artist.name.lookup(HasLength, 9)));
    assert_eq!(keys(&of_albums.load(conn).unwrap()), [5]);
}

#[test]
fn functions_of_the_user_s() {
    let conn = &mut store();
    let means: Vec<Option<f64>> =
        queryset!(Track.order_by(id).values_list(call(Mean, price, 1.01))[..2])
            .load(conn)
            .unwrap();
    assert_eq!(means, [Some(1.0), Some(1.0)]);
    let found = queryset!(Track.filter(call(Mean, price, price) > 1 && call(HasLength, name, 8)));
    assert_eq!(keys(&found.load(conn).unwrap()), [7]);
}
