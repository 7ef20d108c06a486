//! Default scopes: what every queryset of a model starts with, and relations to it.

use orm_core::Error;
use orm_core::prelude::*;

use crate::support::*;

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "authors", default_scope = active, has_many(books = Book::author))]
pub struct Author {
    pub id: i32,
    pub name: String,
    pub retired: bool,
}

/// A constant that a scope compares with.
const LIVE: &str = "live";

#[derive(Model, Debug, Clone, PartialEq)]
#[model(
    table = "books",
    default_scope = scopes::published,
    many_to_many(tags = Tag, through = BookTag)
)]
pub struct Book {
    pub id: i32,
    pub title: String,
    pub state: String,
    pub pages: Option<i32>,
    #[model(foreign_key = Author)]
    pub author_id: i32,
    #[model(foreign_key = Book, relation = "sequel")]
    pub sequel_id: Option<i32>,
}

mod scopes {
    use super::*;
    condition! {
        /// Values are bound in JOINs as well.
        pub fn published() for Book = state == LIVE && (pages.is_null() || pages > 10);
    }
}

condition! {
    fn active() for Author = !retired;
    fn called(name: &str) for Book = title == name;
    fn shown() for Note = !hidden;
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "tags", many_to_many(books = Book, through = BookTag))]
pub struct Tag {
    pub id: i32,
    pub name: String,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "book_tags", primary_key(book_id, tag_id))]
pub struct BookTag {
    #[model(foreign_key = Book)]
    pub book_id: i32,
    #[model(foreign_key = Tag)]
    pub tag_id: i32,
}

/// One that has a tenant as well.
#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "notes", tenant = org, default_scope = shown, has_many(replies = Reply::note))]
pub struct Note {
    pub id: i32,
    pub org: i32,
    pub hidden: bool,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "replies", tenant = org)]
pub struct Reply {
    pub id: i32,
    pub org: i32,
    #[model(foreign_key = Note)]
    pub note_id: i32,
}

/// Of two authors and five books one author and two books are outside their scopes.
fn library() -> Conn {
    database(
        "CREATE TABLE authors (id INTEGER PRIMARY KEY, name TEXT NOT NULL, retired BOOLEAN NOT NULL);
         CREATE TABLE books (id INTEGER PRIMARY KEY, title TEXT NOT NULL, state TEXT NOT NULL, pages INTEGER,
            author_id INTEGER NOT NULL, sequel_id INTEGER);
         CREATE TABLE tags (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
         CREATE TABLE book_tags (book_id INTEGER NOT NULL, tag_id INTEGER NOT NULL, PRIMARY KEY (book_id, tag_id));
         CREATE TABLE notes (id INTEGER PRIMARY KEY, org INTEGER NOT NULL, hidden BOOLEAN NOT NULL);
         CREATE TABLE replies (id INTEGER PRIMARY KEY, org INTEGER NOT NULL, note_id INTEGER NOT NULL);
         INSERT INTO authors VALUES (1, 'Ann', FALSE), (2, 'Bob', TRUE);
         INSERT INTO books VALUES (1, 'One', 'live', 20, 1, NULL), (2, 'Two', 'draft', 20, 1, NULL),
            (3, 'Three', 'live', NULL, 1, 1), (4, 'Four', 'live', 5, 1, NULL), (5, 'Five', 'live', 50, 2, NULL);
         INSERT INTO tags VALUES (1, 'old'), (2, 'new');
         INSERT INTO book_tags VALUES (1, 1), (2, 1), (2, 2), (3, 1);
         INSERT INTO notes VALUES (1, 7, FALSE), (2, 7, TRUE), (3, 8, FALSE);
         INSERT INTO replies VALUES (1, 7, 1), (2, 7, 2), (3, 8, 3);",
    )
}

#[test]
fn querysets_start_in_the_scope() {
    let conn = &mut library();
    assert_eq!(Book.count(conn).unwrap(), 3);
    assert_eq!(sorted_keys(&Book.load(conn).unwrap()), [1, 3, 5]);
    let rows = queryset!(Book.filter(pages > 10).order_by(-id))
        .load(conn)
        .unwrap();
    assert_eq!(keys(&rows), [5, 1]);
    assert!(!queryset!(Book.filter(id == 2)).exists(conn).unwrap());
    let rows = queryset!(Book.exclude(id == 1).order_by(id))
        .load(conn)
        .unwrap();
    assert_eq!(keys(&rows), [3, 5]);
    assert_eq!(
        queryset!(Book.order_by(id)[1..])
            .first(conn)
            .unwrap()
            .unwrap()
            .id,
        3
    );
    assert_eq!(Book.in_bulk([1, 2, 3], conn).unwrap().len(), 2);
    let total = queryset!(Book.aggregate(n = count())).get(conn).unwrap();
    assert_eq!(total.n, 3);
    let groups = queryset!(
        Book.group_by(author_id)
            .annotate(n = count())
            .order_by(author_id)
    );
    let groups = groups.load(conn).unwrap();
    assert_eq!(
        groups.iter().map(|group| group.n).collect::<Vec<_>>(),
        [2, 1]
    );
    let titles = queryset!(Book.values_list(title).order_by(title))
        .load(conn)
        .unwrap();
    assert_eq!(titles, ["Five", "One", "Three"]);
    assert_eq!(orm_core::model::<Book>().count(conn).unwrap(), 3);
}

fn live() -> impl QuerySetOf<Book> {
    queryset!(Book.filter(pages.is_null()))
}

#[test]
fn querysets_are_made_of_scoped_ones() {
    let conn = &mut library();
    assert_eq!(live().get(conn).unwrap().id, 3);
    let rows = queryset!(
        Book.filter(id < 3)
            .union(queryset!(Book.unscoped().filter(id == 4)))
            .order_by(id)
    );
    assert_eq!(keys(&rows.load(conn).unwrap()), [1, 4]);
    let rows = queryset!(Author.filter(id.in_(queryset!(Book.values_list(author_id)))));
    assert_eq!(keys(&rows.load(conn).unwrap()), [1]);
    let rows = queryset!(
        Tag.filter(exists(Book.filter(id == outer(id))))
            .order_by(id)
    );
    assert_eq!(keys(&rows.load(conn).unwrap()), [1]);
    let rows = queryset!(
        Tag.filter(exists(Book.unscoped().filter(id == outer(id))))
            .order_by(id)
    );
    assert_eq!(keys(&rows.load(conn).unwrap()), [1, 2]);
    let boxed = queryset!(Book.boxed::<Backend>().filter(id < 3));
    assert_eq!(keys(&boxed.load(conn).unwrap()), [1]);
}

#[test]
fn unscoped_is_all_rows() {
    let conn = &mut library();
    assert_eq!(Book.unscoped().count(conn).unwrap(), 5);
    let rows = queryset!(Book.unscoped().filter(called("Two")))
        .load(conn)
        .unwrap();
    assert_eq!(keys(&rows), [2]);
    let rows = queryset!(Book.filter(id < 3).order_by(id).unscoped());
    assert_eq!(keys(&rows.load(conn).unwrap()), [1, 2]);
    // What relations lead to is in its own scope all the same.
    let rows = queryset!(Book.unscoped().filter(author.name == "Bob"));
    assert_eq!(rows.count(conn).unwrap(), 0);
}

#[test]
fn to_many_relations_lead_into_the_scope() {
    let conn = &mut library();
    let ann = queryset!(Author.prefetch_related(books)).get(conn).unwrap();
    assert_eq!(sorted_keys(ann.books()), [1, 3]);
    let all = queryset!(Author.prefetch_related(books.unscoped().order_by(id)))
        .get(conn)
        .unwrap();
    assert_eq!(keys(all.books()), [1, 2, 3, 4]);
    let some = queryset!(Author.prefetch_related(books.filter(id > 1)))
        .get(conn)
        .unwrap();
    assert_eq!(
        some.books().iter().map(|book| book.id).collect::<Vec<_>>(),
        [3]
    );
    let tags = queryset!(Tag.order_by(id).prefetch_related(books))
        .load(conn)
        .unwrap();
    assert_eq!(
        tags.iter().map(|tag| tag.books().len()).collect::<Vec<_>>(),
        [2, 0]
    );
    let tags = queryset!(Tag.filter(books.any())).load(conn).unwrap();
    assert_eq!(keys(&tags), [1]);
    assert_eq!(
        queryset!(Tag.filter(books.none(called("Two"))))
            .count(conn)
            .unwrap(),
        2
    );
    assert_eq!(
        queryset!(Tag.filter(books.all(id != 2)))
            .count(conn)
            .unwrap(),
        2
    );
    let counted = queryset!(Tag.order_by(id).annotate(n = count(books)))
        .load(conn)
        .unwrap();
    assert_eq!(counted.iter().map(|tag| tag.n).collect::<Vec<_>>(), [2, 0]);
    let rows = Author.load(conn).unwrap();
    let rows = queryset!(rows.prefetch_related(books)).load(conn).unwrap();
    assert_eq!(sorted_keys(rows[0].books()), [1, 3]);
    let pages = queryset!(Tag.order_by(id).values_list(sum(books.pages)))
        .load(conn)
        .unwrap();
    assert_eq!(pages, [Some(20), None]);
    let beside = queryset!(Book.order_by(id).values_list(count(tags.books)));
    assert_eq!(beside.load(conn).unwrap(), [2, 2, 0]);
}

#[test]
fn to_one_relations_lead_into_the_scope() {
    let conn = &mut library();
    let rows = queryset!(Book.filter(author.name == "Ann").order_by(id))
        .load(conn)
        .unwrap();
    assert_eq!(keys(&rows), [1, 3]);
    // A row that is out of scope is none.
    let rows = queryset!(Book.filter(author.id.is_null()))
        .load(conn)
        .unwrap();
    assert_eq!(keys(&rows), [5]);
    let rows = queryset!(Book.filter(sequel.title == "One" && author.matches(active())));
    assert_eq!(keys(&rows.load(conn).unwrap()), [3]);
    let loaded = queryset!(
        Book.filter(author.id.is_not_null())
            .order_by(id)
            .select_related(author, sequel)
    );
    let loaded = loaded.load(conn).unwrap();
    assert_eq!(loaded[1].author().name, "Ann");
    assert_eq!(loaded[1].sequel().unwrap().id, 1);
    // What is loaded must be there.
    let joined = queryset!(Book.select_related(author))
        .load(conn)
        .unwrap_err();
    assert!(matches!(
        joined,
        Error::DanglingForeignKey {
            relation: "author",
            ..
        }
    ));
    let batched = queryset!(Book.prefetch_related(author))
        .load(conn)
        .unwrap_err();
    assert!(matches!(
        batched,
        Error::DanglingForeignKey {
            relation: "author",
            ..
        }
    ));
    let all = queryset!(Book.order_by(id).prefetch_related(author.unscoped()))
        .load(conn)
        .unwrap();
    assert_eq!(all[2].author().name, "Bob");
}

#[test]
fn a_tenant_and_a_scope() {
    let conn = &mut library();
    let rows = queryset!(Note.for_tenant(7)).load(conn).unwrap();
    assert_eq!(keys(&rows), [1]);
    let rows = queryset!(Note.for_tenant(7).unscoped().order_by(id))
        .load(conn)
        .unwrap();
    assert_eq!(keys(&rows), [1, 2]);
    assert_eq!(Note.unscoped().count(conn).unwrap(), 3);
    assert_eq!(
        queryset!(Note.unscoped().filter(shown()))
            .count(conn)
            .unwrap(),
        2
    );
    let rows = queryset!(Reply.for_tenant(7).filter(note.id > 0))
        .load(conn)
        .unwrap();
    assert_eq!(keys(&rows), [1]);
    let rows = queryset!(Note.unscoped().order_by(id).prefetch_related(replies))
        .load(conn)
        .unwrap();
    assert_eq!(
        rows.iter()
            .map(|note| note.replies().len())
            .collect::<Vec<_>>(),
        [1, 1, 1]
    );
}

#[test]
fn the_sql_of_a_scope() {
    let conn = &mut library();
    let joined = queryset!(Book.filter(author.name == "Ann"));
    let text = sql(&joined);
    let quoted = |text: &str| text.replace(['"', '`'], "");
    assert!(
        quoted(&text)
            .contains("AS author ON author.id = self.author_id AND (author.retired) IS NOT TRUE"),
        "{text}"
    );
    // Each time the same statement.
    for _ in 0..2 {
        assert_eq!(joined.count(conn).unwrap(), 2);
        assert_eq!(queryset!(Tag.filter(books.any())).count(conn).unwrap(), 1);
    }
}
