//! Text keys under collations for which other texts are equal: who belongs to whom is what the
//! database's own join says.

use diesel::prelude::*;
use diesel::sql_types::{Integer, Text};
use orm_core::prelude::*;

use crate::support::*;

#[derive(Model, Debug)]
#[model(table = "parents", has_many(children = Child::parent))]
struct Parent {
    #[model(primary_key)]
    code: String,
}
#[derive(Model, Debug)]
#[model(table = "children", ordering(id))]
struct Child {
    id: i32,
    #[model(foreign_key = Parent, relation = "parent")]
    parent_code: String,
}

#[derive(QueryableByName, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Pair {
    #[diesel(sql_type = Text)]
    code: String,
    #[diesel(sql_type = Integer)]
    id: i32,
}

macro_rules! collated {
    ($($test:ident: $db:ident $prepare:literal $column:literal $texts:expr, equal $equal:literal;)*) => { $(
        #[test]
        fn $test() {
            let own = &mut $db();
            let db = own.db;
            if !$prepare.is_empty() {
                own.run($prepare);
            }
            own.run(&format!(
                "CREATE TABLE parents (code {0} NOT NULL PRIMARY KEY);
                 CREATE TABLE children (id INTEGER PRIMARY KEY, parent_code {0} NOT NULL)", $column
            ));
            let conn = &mut **own;
            for (id, text) in $texts.into_iter().enumerate() {
                // What equals an earlier one is no key of its own.
                let _ = diesel::sql_query(db.binds("INSERT INTO parents VALUES (?)"))
                    .bind::<Text, _>(text)
                    .execute(conn);
                diesel::sql_query(db.binds("INSERT INTO children VALUES (?, ?)"))
                    .bind::<Integer, _>(id as i32)
                    .bind::<Text, _>(text)
                    .execute(conn)
                    .unwrap();
            }
            let pairs = "SELECT p.code, c.id FROM parents p JOIN children c ON c.parent_code = p.code";
            let mut expected: Vec<Pair> = diesel::sql_query(pairs).load(conn).unwrap();
            expected.sort();
            let parents = queryset!(Parent.prefetch_related(children)).load(conn).unwrap();
            let mut loaded: Vec<Pair> = Vec::new();
            for parent in &parents {
                loaded.extend(parent.children().iter().map(|child| Pair { code: parent.code.clone(), id: child.id }));
            }
            loaded.sort();
            assert_eq!(loaded, expected);
            // The collation did find some texts equal that are not the same, where it is to.
            assert_eq!(parents.len() < $texts.len(), $equal);
            // And back, where every child finds its parent.
            let children = queryset!(Child.prefetch_related(parent)).load(conn).unwrap();
            let mut back: Vec<Pair> = children
                .iter()
                .map(|child| Pair { code: child.parent().code.clone(), id: child.id })
                .collect();
            back.sort();
            assert_eq!(back, expected);
            let listed = queryset!(Child.filter(parent_code.in_([$texts[0]]))).count(conn).unwrap();
            let compared = queryset!(Child.filter(parent_code == $texts[0])).count(conn).unwrap();
            assert_eq!(listed, compared);
            // A list's condition that no index serves, and its complement.
            let rest = queryset!(Child.exclude(parent_code.in_([$texts[0]]))).count(conn).unwrap();
            assert_eq!(rest + compared, children.len() as i64);
        }
    )* };
}
collated! {
    nocase_on_sqlite: sqlite "" "TEXT COLLATE NOCASE" ["abc", "ABC", "aBc", "b", "B ", "B", "é", "É"], equal true;
    no_case_and_no_accents_on_postgresql: postgres
        "CREATE COLLATION blunt (provider = icu, locale = 'und-u-ks-level1', deterministic = false)"
        "TEXT COLLATE blunt" ["abc", "ABC", "aBc", "b", "é", "É", "e", "E", "ß", "ss", "☃"], equal true;
    general_ci_on_mysql: mysql "" "VARCHAR(40) COLLATE utf8mb4_general_ci"
        ["abc", "ABC", "aBc", "b", "b  ", "é", "É", "e", "ß", "s", "☃", "𝄞"], equal true;
    unicode_ci_on_mysql: mysql "" "VARCHAR(40) COLLATE utf8mb4_unicode_ci"
        ["abc", "ABC", "aBc", "b", "b  ", "é", "É", "e", "ß", "ss", "☃", "𝄞"], equal true;
    padded_bin_on_mysql: mysql "" "VARCHAR(40) COLLATE utf8mb4_bin" ["a", "a ", "a  ", "A", "b", " b"], equal true;
    nopad_bin_on_mysql: mysql "" "VARCHAR(40) COLLATE utf8mb4_nopad_bin" ["a", "a ", "a  ", "A", "b", " b"], equal false;
    another_collation_of_the_session_on_mysql: mysql "SET NAMES utf8mb4 COLLATE utf8mb4_unicode_ci"
        "VARCHAR(40) COLLATE utf8mb4_bin" ["abc", "ABC", "é", "É", "e"], equal false;
}

#[derive(QueryableByName)]
struct Status {
    #[diesel(sql_type = Text, column_name = Value)]
    value: String,
}

/// How many rows MariaDB has looked at in this session, by any way.
fn rows_read(conn: &mut MysqlConnection) -> i64 {
    let status: Vec<Status> = diesel::sql_query("SHOW SESSION STATUS LIKE 'Handler_read%'")
        .load(conn)
        .unwrap();
    status
        .iter()
        .map(|row| row.value.parse::<i64>().unwrap())
        .sum()
}

/// A lookup by listed keys goes by the column's index and not through the table.
#[test]
fn lookups_by_keys_use_the_index_on_mysql() {
    #[derive(Model, Debug)]
    #[model(table = "owners", has_many(things = Thing::owner, names = Name::owner))]
    struct Owner {
        id: i32,
        #[allow(dead_code)] // read by the database alone
        place: i32,
    }
    #[derive(Model, Debug)]
    #[model(table = "things")]
    struct Thing {
        id: i32,
        #[model(foreign_key = Owner)]
        owner_id: i32,
    }
    #[derive(Model, Debug)]
    #[model(table = "names")]
    struct Name {
        id: i32,
        #[model(foreign_key = Owner)]
        owner_id: i32,
    }
    let own = &mut mysql();
    own.run(
        "CREATE TABLE owners (id INTEGER PRIMARY KEY, place INTEGER NOT NULL);
         CREATE TABLE things (id INTEGER PRIMARY KEY, owner_id INTEGER NOT NULL, KEY (owner_id));
         CREATE TABLE names (id INTEGER PRIMARY KEY, owner_id INTEGER NOT NULL);
         CREATE TABLE parents (code VARCHAR(40) COLLATE utf8mb4_general_ci PRIMARY KEY);
         CREATE TABLE children (id INTEGER PRIMARY KEY, parent_code VARCHAR(40) COLLATE utf8mb4_general_ci NOT NULL, KEY (parent_code))",
    );
    for (table, row) in [
        ("owners", "({n}, {n})"),
        ("things", "({n}, {n})"),
        ("names", "({n}, {n})"),
        ("parents", "('key {n}')"),
        ("children", "({n}, 'KEY {n}')"),
    ] {
        let rows: Vec<String> = (1..=5000)
            .map(|n| row.replace("{n}", &n.to_string()))
            .collect();
        own.run(&format!("INSERT INTO {table} VALUES {}", rows.join(", ")));
    }
    let conn = &mut **own;
    let few = queryset!(Owner.filter(id <= 3)).load(conn).unwrap();
    let before = rows_read(conn);
    let few = queryset!(few.prefetch_related(things)).load(conn).unwrap();
    let read = rows_read(conn) - before;
    assert_eq!(few[2].things().len(), 1);
    assert!(read < 500, "{read} rows read for three integer keys");
    // What it would be without: the measure sees a scan.
    let before = rows_read(conn);
    queryset!(few.prefetch_related(names)).load(conn).unwrap();
    let read = rows_read(conn) - before;
    assert!(read > 4_000, "{read} rows read without an index");

    let few = queryset!(Parent.filter(code.in_(["key 1", "key 2", "key 3"])))
        .load(conn)
        .unwrap();
    let before = rows_read(conn);
    let few = queryset!(few.prefetch_related(children))
        .load(conn)
        .unwrap();
    let read = rows_read(conn) - before;
    assert_eq!(few[2].children().len(), 1);
    assert!(read < 500, "{read} rows read for three text keys");
}

/// A column of another character set than the connection's compares with single values and
/// with lists of what it can hold; keys of a batched query are no constants, which MariaDB does not convert.
#[test]
fn keys_of_another_character_set_are_an_error_on_mysql() {
    let own = &mut mysql();
    own.run(
        "CREATE TABLE parents (code VARCHAR(40) CHARACTER SET latin1 PRIMARY KEY);
         CREATE TABLE children (id INTEGER PRIMARY KEY, parent_code VARCHAR(40) CHARACTER SET latin1 NOT NULL);
         INSERT INTO parents VALUES ('é'), ('b'); INSERT INTO children VALUES (1, 'é'), (2, 'É'), (3, 'b')",
    );
    let conn = &mut **own;
    assert_eq!(
        ids!(queryset!(Child.filter(parent_code == "é")), conn),
        [1, 2]
    );
    assert_eq!(
        ids!(queryset!(Child.filter(parent_code.in_(["é", "ü"]))), conn),
        [1, 2]
    );
    assert_eq!(
        ids!(queryset!(Child.exclude(parent_code.in_(["é", "ü"]))), conn),
        [3]
    );
    match queryset!(Parent.prefetch_related(children)).load(conn) {
        Err(orm_core::Error::Database(diesel::result::Error::DatabaseError(_, told))) => {
            assert!(
                told.message().contains("Illegal mix of collations"),
                "{}",
                told.message()
            );
        }
        other => panic!("{other:?}"),
    }
}
