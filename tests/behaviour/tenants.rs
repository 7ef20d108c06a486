//! Models whose rows belong to tenants: no row of another one is ever seen, on whatever way.

use orm_core::Error;
use orm_core::prelude::*;

use crate::support::*;

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "authors", tenant = org_id, has_many(books = Book::author))]
pub struct Author {
    pub id: i32,
    pub org_id: i32,
    pub name: String,
    /// Countries are everybody's.
    #[model(foreign_key = Country)]
    pub country_id: Option<i32>,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(
    table = "books",
    tenant = org_id,
    has_many(loans = Loan::book),
    many_to_many(tags = Tag, through = BookTag)
)]
pub struct Book {
    pub id: i32,
    pub org_id: i32,
    pub title: String,
    #[model(foreign_key = Author)]
    pub author_id: i32,
    #[model(foreign_key = Book, relation = "sequel")]
    pub sequel_id: Option<i32>,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "loans", tenant = owner)]
pub struct Loan {
    pub id: i32,
    /// As wide as no other's.
    pub owner: i64,
    #[model(foreign_key = Book)]
    pub book_id: i32,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "tags", tenant = org_id, many_to_many(books = Book, through = BookTag))]
pub struct Tag {
    pub id: i32,
    pub org_id: i32,
    pub name: String,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "book_tags", tenant = org_id, primary_key(book_id, tag_id))]
pub struct BookTag {
    pub org_id: i32,
    #[model(foreign_key = Book)]
    pub book_id: i32,
    #[model(foreign_key = Tag)]
    pub tag_id: i32,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "notes", tenant = org)]
pub struct Note {
    pub id: i32,
    pub org: String,
    pub text: String,
}

condition! {
    fn by(name: &str) for Book = author.name == name;
}

/// Two tenants, 7 and 8, and no row that is linked with one of the other.
fn library() -> Conn {
    database(
        "CREATE TABLE countries (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
         CREATE TABLE authors (id INTEGER PRIMARY KEY, org_id INTEGER NOT NULL, name TEXT NOT NULL, country_id INTEGER);
         CREATE TABLE books (id INTEGER PRIMARY KEY, org_id INTEGER NOT NULL, title TEXT NOT NULL,
            author_id INTEGER NOT NULL, sequel_id INTEGER);
         CREATE TABLE loans (id INTEGER PRIMARY KEY, owner BIGINT NOT NULL, book_id INTEGER NOT NULL);
         CREATE TABLE tags (id INTEGER PRIMARY KEY, org_id INTEGER NOT NULL, name TEXT NOT NULL);
         CREATE TABLE book_tags (org_id INTEGER NOT NULL, book_id INTEGER NOT NULL, tag_id INTEGER NOT NULL,
            PRIMARY KEY (book_id, tag_id));
         CREATE TABLE notes (id INTEGER PRIMARY KEY, org TEXT NOT NULL, text TEXT NOT NULL);
         INSERT INTO countries VALUES (1, 'Norway');
         INSERT INTO authors VALUES (1, 7, 'Ann', 1), (2, 8, 'Bob', NULL), (3, 7, 'Cid', NULL);
         INSERT INTO books VALUES (1, 7, 'One', 1, 2), (2, 7, 'Two', 1, NULL), (3, 8, 'Three', 2, NULL);
         INSERT INTO loans VALUES (1, 7, 1), (2, 8, 3), (3, 7, 2);
         INSERT INTO tags VALUES (1, 7, 'old'), (2, 8, 'new');
         INSERT INTO book_tags VALUES (7, 1, 1), (8, 3, 2);
         INSERT INTO notes VALUES (1, 'a', 'x'), (2, 'b', 'y');",
    )
}

/// The same, and every link once more to a row of the other tenant.
fn mixed_up() -> Conn {
    let mut conn = library();
    run(
        &mut conn,
        "INSERT INTO books VALUES (4, 7, 'Stolen', 2, NULL), (5, 8, 'Sequel', 2, 1);
         INSERT INTO loans VALUES (4, 8, 1);
         INSERT INTO book_tags VALUES (7, 2, 2);",
    );
    conn
}

#[test]
fn rows_of_one_tenant_are_found() {
    let conn = &mut library();
    let rows = queryset!(Book.for_tenant(7).order_by(id))
        .load(conn)
        .unwrap();
    assert_eq!(keys(&rows), [1, 2]);
    let org = 8;
    let mine = queryset!(Book.for_tenant(org));
    assert_eq!(mine.count(conn).unwrap(), 1);
    assert_eq!(mine.get(conn).unwrap().title, "Three");
    assert!(!queryset!(Book.for_tenant(9)).exists(conn).unwrap());
    assert_eq!(queryset!(mine.filter(id < 3)).count(conn).unwrap(), 0);
    assert_eq!(mine.in_bulk([1, 3], conn).unwrap().len(), 1);
    assert_eq!(queryset!(Book.unscoped()).count(conn).unwrap(), 3);
    assert_eq!(
        Book.unscoped()
            .filter(fields_of(&Book).id().lt(3))
            .count(conn)
            .unwrap(),
        2
    );
    let name = String::from("b");
    let rows = queryset!(Note.for_tenant(&name)).load(conn).unwrap();
    assert_eq!(rows[0].text, "y");
    let everybody_s = Country.count(conn).unwrap();
    assert_eq!(everybody_s, 1);
}

fn mine(org: i32) -> impl QuerySetOf<Book> {
    queryset!(Book.for_tenant(org).order_by(-id))
}

#[test]
fn a_function_gives_the_rows_of_a_tenant() {
    let conn = &mut library();
    let rows = queryset!(mine(7).filter(by("Ann"))).load(conn).unwrap();
    assert_eq!(keys(&rows), [2, 1]);
    let loans = queryset!(
        Loan.for_tenant(7_i64)
            .filter(book_id.in_(queryset!(mine(7).filter(id < 2))))
    );
    assert_eq!(loans.count(conn).unwrap(), 1);
}

#[test]
fn relations_lead_to_rows_of_the_same_tenant() {
    let conn = &mut library();
    let rows = queryset!(
        Book.for_tenant(7)
            .order_by(id)
            .select_related(author.country, sequel)
            .prefetch_related(loans, tags)
    )
    .load(conn)
    .unwrap();
    assert_eq!(rows[0].author().name, "Ann");
    assert_eq!(rows[0].author().country().unwrap().name, "Norway");
    assert_eq!(rows[0].sequel().unwrap().id, 2);
    assert_eq!(rows[0].loans().len(), 1);
    assert_eq!(rows[0].tags()[0].name, "old");
    let rows = queryset!(
        Author
            .unscoped()
            .order_by(id)
            .prefetch_related(books.loans, country)
    )
    .load(conn)
    .unwrap();
    let books: Vec<usize> = rows.iter().map(|row| row.books().len()).collect();
    assert_eq!(books, [2, 1, 0]);
    assert_eq!(rows[1].books()[0].loans()[0].id, 2);
}

#[test]
fn a_join_finds_no_row_of_another_tenant() {
    let conn = &mut mixed_up();
    let stolen = queryset!(Book.for_tenant(7).select_related(author))
        .load(conn)
        .wait();
    assert!(
        matches!(
            stolen,
            Err(Error::DanglingForeignKey {
                model: "Book",
                relation: "author",
                ..
            })
        ),
        "{stolen:?}"
    );
    let sequel = queryset!(Book.unscoped().filter(id == 5).select_related(sequel))
        .load(conn)
        .wait();
    assert!(matches!(
        sequel,
        Err(Error::DanglingForeignKey {
            relation: "sequel",
            ..
        })
    ));
    // Conditions do not see it either.
    assert_eq!(
        queryset!(Book.for_tenant(7).filter(author.name == "Bob"))
            .count(conn)
            .unwrap(),
        0
    );
    assert_eq!(
        queryset!(Book.for_tenant(7).filter(by("Bob")))
            .count(conn)
            .unwrap(),
        0
    );
    assert_eq!(
        queryset!(Book.for_tenant(7).filter(author.matches(id > 0)))
            .count(conn)
            .unwrap(),
        2
    );
    let named = queryset!(Book.for_tenant(7).order_by(id).values_list(author.name))
        .load(conn)
        .wait();
    assert!(matches!(named, Err(Error::Field { .. })), "{named:?}");
}

#[test]
fn a_batch_refuses_rows_of_another_tenant() {
    let conn = &mut mixed_up();
    let refused = |model: &str, target: &str, result: orm_core::Result<usize>| match result {
        Err(Error::OtherTenant {
            model: m,
            target: t,
        }) => assert_eq!((m, t), (model, target)),
        other => panic!("{other:?}"),
    };
    let books = queryset!(Book.for_tenant(7).prefetch_related(author))
        .load(conn)
        .wait();
    refused("Book", "Author", books.map(|rows| rows.len()));
    let loans = queryset!(Book.for_tenant(7).prefetch_related(loans))
        .load(conn)
        .wait();
    refused("Book", "Loan", loans.map(|rows| rows.len()));
    let tags = queryset!(Book.for_tenant(7).prefetch_related(tags))
        .load(conn)
        .wait();
    refused("Book", "Tag", tags.map(|rows| rows.len()));
    let all = queryset!(Author.unscoped().prefetch_related(books))
        .load(conn)
        .wait();
    refused("Author", "Book", all.map(|rows| rows.len()));
    let deep = queryset!(Author.for_tenant(7).prefetch_related(books.loans))
        .load(conn)
        .wait();
    refused("Book", "Loan", deep.map(|rows| rows.len()));
    // One key in rows of two tenants.
    run(conn, "INSERT INTO books VALUES (6, 8, 'Too', 1, NULL)");
    let two = queryset!(
        Book.unscoped()
            .filter(author_id == 1)
            .prefetch_related(author)
    )
    .load(conn)
    .wait();
    refused("Book", "Author", two.map(|rows| rows.len()));
    let rows = queryset!(Book.for_tenant(7).filter(id == 2))
        .load(conn)
        .unwrap();
    let more = queryset!(rows.prefetch_related(tags)).load(conn).wait();
    refused("Book", "Tag", more.map(|rows| rows.len()));
}

#[test]
fn quantifiers_and_aggregates_see_the_tenant_s_own_rows() {
    let conn = &mut mixed_up();
    let rows = queryset!(Author.unscoped().filter(books.any(title == "Stolen")))
        .load(conn)
        .unwrap();
    assert_eq!(rows.len(), 0);
    let rows = queryset!(Book.unscoped().filter(loans.any(id == 4)))
        .load(conn)
        .unwrap();
    assert_eq!(rows.len(), 0);
    let rows = queryset!(Book.for_tenant(7).filter(tags.any(name == "new")))
        .load(conn)
        .unwrap();
    assert_eq!(rows.len(), 0);
    let rows = queryset!(Book.for_tenant(7).filter(tags.any()).order_by(id))
        .load(conn)
        .unwrap();
    assert_eq!(keys(&rows), [1]);
    let rows = queryset!(Author.for_tenant(8).annotate(
        books_of_it = count(books),
        loans_of_it = count(books.loans),
        tags_of_it = count(books.tags)
    ))
    .load(conn)
    .unwrap();
    assert_eq!(
        (rows[0].books_of_it, rows[0].loans_of_it, rows[0].tags_of_it),
        (2, 1, 1)
    );
}

#[test]
fn the_texts_say_so() {
    let text = |shown: String| {
        shown
            .split(" -- binds: ")
            .next()
            .unwrap()
            .replace('`', "\"")
    };
    let bind = on("?", "$1", "?");
    let joined = text(sql(&queryset!(
        Book.for_tenant(7).filter(author.matches(name == "x"))
    )));
    assert!(
        joined.contains(r#"INNER JOIN "authors" AS "author" ON "author"."id" = "self"."author_id" AND "author"."org_id" = "self"."org_id""#),
        "{joined}"
    );
    assert!(
        joined.contains(&format!(r#"WHERE ("self"."org_id" = {bind} AND "#)),
        "{joined}"
    );
    let some = text(sql(&queryset!(Book.unscoped().filter(loans.any()))));
    assert!(
        some.contains(
            r#"WHERE "loans"."book_id" = "self"."id" AND "loans"."owner" = "self"."org_id")"#
        ),
        "{some}"
    );
    let country = text(sql(&queryset!(
        Author.unscoped().filter(country.name == "x")
    )));
    assert!(!country.contains("org_id\" ="), "{country}");
}

#[test]
fn the_statement_is_found_by_type() {
    use diesel::query_builder::QueryId;
    fn is_static<Q: QueryId>(_: &Q) -> bool {
        Q::HAS_STATIC_QUERY_ID
    }
    assert!(is_static(&queryset!(
        Book.for_tenant(7).select_related(author)
    )));
    assert!(is_static(&queryset!(
        Note.for_tenant("a").filter(text == "x")
    )));
}
