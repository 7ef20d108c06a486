//! `delete`: rows of a queryset, and what goes with them.

use orm_core::error::ViolationKind;
use orm_core::prelude::*;
use orm_core::write::{Deleted, DeletionPlan, Fate};
use orm_core::{Error, Restriction};

use crate::support::*;

#[derive(Model, Debug, Clone, PartialEq)]
#[model(
    table = "authors",
    partial,
    has_many(books = Book::author, edited = Book::editor, awards = Award::author),
    has_many(visits = Visit::author, logs = Log::author, quotes = Quote::author),
    has_one(bio = Bio::author)
)]
pub struct Author {
    pub id: i32,
    pub name: String,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(
    table = "books",
    has_many(chapters = Chapter::book),
    many_to_many(tags = Tag, through = BookTag)
)]
pub struct Book {
    pub id: i32,
    #[model(foreign_key = Author, on_delete = "cascade")]
    pub author_id: i32,
    #[model(foreign_key = Author, on_delete = "set_null")]
    pub editor_id: Option<i32>,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "bios")]
pub struct Bio {
    #[model(primary_key, one_to_one = Author, on_delete = "cascade")]
    pub author_id: i32,
    pub text: String,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "chapters", has_many(quotes = Quote::chapter))]
pub struct Chapter {
    pub id: i32,
    #[model(foreign_key = Book, on_delete = "cascade")]
    pub book_id: i32,
}

/// Of a chapter that may not go without it, and of an author with whom it goes.
#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "quotes", primary_key(chapter_id, author_id))]
pub struct Quote {
    #[model(foreign_key = Chapter, on_delete = "restrict")]
    pub chapter_id: i32,
    #[model(foreign_key = Author, on_delete = "cascade")]
    pub author_id: i32,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "awards")]
pub struct Award {
    pub id: String,
    #[model(foreign_key = Author, on_delete = "restrict")]
    pub author_id: i32,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "visits")]
pub struct Visit {
    pub id: i32,
    #[model(foreign_key = Author, on_delete = "set_default", db_default = "1")]
    pub author_id: i32,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "logs")]
pub struct Log {
    pub id: i32,
    #[model(foreign_key = Author)]
    pub author_id: i32,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "tags", many_to_many(books = Book, through = BookTag))]
pub struct Tag {
    pub id: i32,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "book_tags", primary_key(book_id, tag_id))]
pub struct BookTag {
    #[model(foreign_key = Book)]
    pub book_id: i32,
    #[model(foreign_key = Tag)]
    pub tag_id: i32,
}

/// Constraints stand in the database too, so that a wrong order is an error there.
fn library() -> Conn {
    database(
        "CREATE TABLE authors (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
         CREATE TABLE books (id INTEGER PRIMARY KEY, author_id INTEGER NOT NULL, editor_id INTEGER,
            FOREIGN KEY (author_id) REFERENCES authors (id), FOREIGN KEY (editor_id) REFERENCES authors (id));
         CREATE TABLE bios (author_id INTEGER PRIMARY KEY, text TEXT NOT NULL,
            FOREIGN KEY (author_id) REFERENCES authors (id));
         CREATE TABLE chapters (id INTEGER PRIMARY KEY, book_id INTEGER NOT NULL,
            FOREIGN KEY (book_id) REFERENCES books (id));
         CREATE TABLE quotes (chapter_id INTEGER NOT NULL, author_id INTEGER NOT NULL, PRIMARY KEY (chapter_id, author_id),
            FOREIGN KEY (chapter_id) REFERENCES chapters (id), FOREIGN KEY (author_id) REFERENCES authors (id));
         CREATE TABLE awards (id VARCHAR(20) PRIMARY KEY, author_id INTEGER NOT NULL,
            FOREIGN KEY (author_id) REFERENCES authors (id));
         CREATE TABLE visits (id INTEGER PRIMARY KEY, author_id INTEGER NOT NULL DEFAULT 1,
            FOREIGN KEY (author_id) REFERENCES authors (id));
         CREATE TABLE logs (id INTEGER PRIMARY KEY, author_id INTEGER NOT NULL);
         CREATE TABLE tags (id INTEGER PRIMARY KEY);
         CREATE TABLE book_tags (book_id INTEGER NOT NULL, tag_id INTEGER NOT NULL, PRIMARY KEY (book_id, tag_id),
            FOREIGN KEY (book_id) REFERENCES books (id), FOREIGN KEY (tag_id) REFERENCES tags (id));
         INSERT INTO authors VALUES (1, 'Anon'), (2, 'Bea'), (3, 'Cem'), (4, 'Dot');
         INSERT INTO books VALUES (1, 2, 3), (2, 2, NULL), (3, 3, 2), (4, 4, 2);
         INSERT INTO bios VALUES (2, 'b'), (3, 'c');
         INSERT INTO chapters VALUES (1, 1), (2, 1), (3, 2), (4, 3), (5, 4);
         INSERT INTO quotes VALUES (1, 2), (4, 2);
         INSERT INTO awards VALUES ('booker', 3), ('nobel', 3);
         INSERT INTO visits VALUES (1, 2), (2, 3);
         INSERT INTO logs VALUES (1, 2), (2, 4);
         INSERT INTO tags VALUES (1), (2);
         INSERT INTO book_tags VALUES (1, 1), (1, 2), (2, 1), (3, 1);",
    )
}

fn by_model(deleted: &Deleted) -> Vec<(&'static str, usize)> {
    let mut all: Vec<_> = deleted.by_model().collect();
    all[1..].sort_unstable();
    all
}

fn planned(plan: &DeletionPlan) -> Vec<(&'static str, Option<&'static str>, Fate, usize)> {
    plan.iter()
        .map(|p| (p.model, p.relation, p.fate, p.rows))
        .collect()
}

#[test]
fn rows_to_which_nothing_points_are_deleted_by_one_statement() {
    let conn = &mut store();
    let third = queryset!(PlaylistTrack.filter(track_id == 3).delete());
    let deleted = assert_num_queries!(conn, 1, { third.run(conn).unwrap() });
    assert_eq!((deleted.total(), deleted.of::<PlaylistTrack>()), (2, 2));
    assert_eq!(deleted.of::<Track>(), 0);
    assert_eq!(by_model(&deleted), [("PlaylistTrack", 2)]);
    assert_eq!(PlaylistTrack.count(conn).unwrap(), 7);
    assert_eq!(third.run(conn).unwrap().total(), 0);
    let through = queryset!(
        PlaylistTrack
            .filter(track.album.artist.name == "Accept")
            .delete()
    );
    assert_num_queries!(conn, 1, {
        assert_eq!(through.run(conn).unwrap().total(), 2);
    });
    let excluded = queryset!(PlaylistTrack.exclude(playlist_id == 3).delete());
    assert_eq!(excluded.run(conn).unwrap().total(), 4);
    let all = queryset!(PlaylistTrack.all().delete());
    assert_eq!(all.run(conn).unwrap().total(), 1);
}

#[test]
fn the_statement_is_what_one_would_write() {
    let found = sql(&queryset!(PlaylistTrack.filter(track_id == 3).delete()));
    let (found, _) = found.split_once(" -- ").unwrap();
    let expected = on(
        "DELETE FROM `playlist_tracks` AS `self` WHERE `self`.`track_id` = ?",
        "DELETE FROM \"playlist_tracks\" AS \"self\" WHERE \"self\".\"track_id\" = $1",
        "DELETE `self` FROM `playlist_tracks` AS `self` WHERE `self`.`track_id` = ?",
    );
    assert_eq!(found, expected);
}

#[test]
fn what_points_at_the_rows_goes_or_is_emptied() {
    let conn = &mut library();
    let bea = queryset!(Author.filter(name == "Bea").delete());
    let plan = bea.plan(conn).unwrap();
    assert_eq!((plan.total(), plan.is_restricted()), (12, false));
    assert_eq!(Author.count(conn).unwrap(), 4);
    // The keys; two rules that restrict; the editor and the visits; six models.
    let deleted = assert_num_queries!(conn, 11, { bea.run(conn).unwrap() });
    assert_eq!(
        by_model(&deleted),
        [
            ("Author", 1),
            ("Bio", 1),
            ("Book", 2),
            ("BookTag", 3),
            ("Chapter", 3),
            ("Quote", 2)
        ]
    );
    assert_eq!(deleted.total(), plan.total());
    let books = queryset!(Book.order_by(id).values_list(id, editor_id));
    assert_eq!(books.load(conn).unwrap(), [(3, None), (4, None)]);
    let visits = queryset!(Visit.order_by(id).values_list(author_id));
    assert_eq!(visits.load(conn).unwrap(), [1, 3]);
    // No rule was said: that is the database's.
    assert_eq!(Log.count(conn).unwrap(), 2);
    let orphans = queryset!(Chapter.exclude(book.id.is_not_null()).values_list(id));
    assert!(orphans.load(conn).unwrap().is_empty());
    assert_eq!(
        queryset!(BookTag.values_list(book_id)).load(conn).unwrap(),
        [3]
    );
    assert_eq!(Tag.count(conn).unwrap(), 2);
    assert_eq!(Bio.count(conn).unwrap(), 1);
}

#[test]
fn the_plan_tells_models_and_rules() {
    let conn = &mut library();
    let plan = queryset!(Author.filter(id.in_([2, 3])).delete())
        .plan(conn)
        .unwrap();
    let mut planned = planned(&plan);
    planned.sort_unstable_by_key(|planned| (planned.0, planned.1));
    assert_eq!(
        planned,
        [
            ("Author", None, Fate::Deleted, 2),
            ("Award", Some("author"), Fate::Restricts, 2),
            ("Bio", None, Fate::Deleted, 2),
            ("Book", None, Fate::Deleted, 3),
            ("Book", Some("editor"), Fate::SetNull, 3),
            ("BookTag", None, Fate::Deleted, 4),
            ("Chapter", None, Fate::Deleted, 4),
            ("Quote", None, Fate::Deleted, 2),
            ("Visit", Some("author"), Fate::SetDefault, 2),
        ]
    );
    assert!(plan.is_restricted());
    assert_eq!(plan.total(), 17);
}

#[test]
fn what_stands_in_the_way_is_listed_and_nothing_deleted() {
    let conn = &mut library();
    let error = queryset!(Author.filter(id > 1).delete()).run(conn).wait();
    let Err(Error::Restricted { model, by, .. }) = error else {
        panic!("{error:?}")
    };
    assert_eq!(model, "Author");
    let [
        Restriction {
            model,
            relation,
            rows,
            keys,
            ..
        },
    ] = &by[..]
    else {
        panic!("{by:?}")
    };
    assert_eq!((*model, *relation, *rows), ("Award", "author", 2));
    assert_eq!(keys, &["booker", "nobel"]);
    let text = Error::Restricted {
        model,
        by: by.clone(),
    }
    .to_string();
    assert!(
        text.contains("2 by `Award.author` (key booker; nobel)"),
        "{text}"
    );
    // Chapters have quotes of others: a key of two columns.
    let error = queryset!(Book.filter(author.name == "Cem").delete())
        .run(conn)
        .wait();
    let Err(Error::Restricted { by, .. }) = error else {
        panic!("{error:?}")
    };
    assert_eq!((by[0].model, by[0].rows), ("Quote", 1));
    assert_eq!(by[0].keys, ["4, 2"]);
    for (count, expected) in [
        (Author.count(conn).unwrap(), 4),
        (Book.count(conn).unwrap(), 4),
        (Chapter.count(conn).unwrap(), 5),
        (
            queryset!(Book.filter(editor_id.is_null()))
                .count(conn)
                .unwrap(),
            1,
        ),
    ] {
        assert_eq!(count, expected);
    }
}

#[test]
fn a_violated_constraint_deletes_nothing() {
    let conn = &mut library();
    run(
        conn,
        "CREATE TABLE guards (id INTEGER PRIMARY KEY, author_id INTEGER NOT NULL,
            FOREIGN KEY (author_id) REFERENCES authors (id));
         INSERT INTO guards VALUES (1, 2);",
    );
    if DIALECT == Dialect::Sqlite {
        run(conn, "PRAGMA foreign_keys = ON;");
    }
    let error = queryset!(Author.filter(id == 2).delete()).run(conn).wait();
    match error {
        Err(Error::Violation(violation)) => assert_eq!(violation.kind, ViolationKind::ForeignKey),
        other => panic!("{other:?}"),
    }
    assert_eq!(Book.count(conn).unwrap(), 4);
    assert_eq!(Quote.count(conn).unwrap(), 2);
}

#[test]
fn inside_a_transaction_it_is_part_of_it() {
    let conn = &mut library();
    let undone: Result<(), Error> = transaction(conn, |conn| {
        // What is refused undoes itself alone.
        let refused = queryset!(Author.filter(id == 3).delete()).run(conn).wait();
        assert!(matches!(refused, Err(Error::Restricted { .. })));
        let deleted = queryset!(Author.filter(id == 2).delete())
            .run(conn)
            .wait()?;
        assert_eq!(deleted.of::<Chapter>(), 3);
        Err(Error::DoesNotExist { model: "Author" })
    });
    assert!(undone.is_err());
    assert_eq!(Author.count(conn).unwrap(), 4);
    assert_eq!(Chapter.count(conn).unwrap(), 5);
}

#[test]
fn a_row_that_is_there_is_deleted() {
    let conn = &mut library();
    let bea = queryset!(Author.filter(id == 2)).get(conn).unwrap();
    let again = bea.clone();
    let deleted = queryset!(bea.delete()).run(conn).unwrap();
    assert_eq!(deleted.of::<Author>(), 1);
    assert_eq!(deleted.of::<Chapter>(), 3);
    let lent = &again;
    assert_eq!(queryset!(lent.delete()).run(conn).unwrap().total(), 0);
    let books = queryset!(Book.order_by(id)).load(conn).unwrap();
    let row = &books[1];
    assert_eq!(queryset!(row.delete()).plan(conn).unwrap().total(), 2);
    assert_eq!(queryset!(row.delete()).run(conn).unwrap().total(), 2);
    // A plain model, and one to which nothing points.
    let log = &Log {
        id: 2,
        author_id: 4,
    };
    assert_num_queries!(conn, 1, {
        assert_eq!(queryset!(log.delete()).run(conn).unwrap().total(), 1);
    });
    // Rows of some fields.
    let dot = queryset!(Author.filter(id == 4).only(name))
        .get(conn)
        .unwrap();
    assert_eq!(queryset!(dot.delete()).run(conn).unwrap().of::<Author>(), 1);
}

#[test]
fn a_slice_is_deleted() {
    let conn = &mut library();
    let last = queryset!(Book.order_by(-id)[..1].for_update().delete());
    assert_eq!(last.run(conn).unwrap().of::<Book>(), 1);
    assert_eq!(
        queryset!(Book.order_by(id).values_list(id))
            .load(conn)
            .unwrap(),
        [1, 2, 3]
    );
    let links = queryset!(
        BookTag.order_by(book_id, tag_id)[1..3]
            .for_update()
            .delete()
    );
    assert_num_queries!(conn, 1, {
        assert_eq!(links.run(conn).unwrap().total(), 2);
    });
    let bad = -1;
    let error = queryset!(Book.order_by(id)[..bad].for_update().delete())
        .run(conn)
        .wait();
    assert!(matches!(error, Err(Error::Slice { model: "Book" })));
}

#[test]
fn a_condition_that_looks_at_what_goes_is_asked_before() {
    let conn = &mut library();
    run(conn, "DELETE FROM quotes;");
    let with_chapters = queryset!(Book.filter(chapters.any()).delete());
    let deleted = with_chapters.run(conn).unwrap();
    assert_eq!((deleted.of::<Book>(), deleted.of::<Chapter>()), (4, 5));
}

#[test]
fn an_absent_condition_does_not_mean_all_rows() {
    let conn = &mut store();
    let wanted: Option<i32> = None;
    let links = PlaylistTrack.boxed::<Backend>();
    let links = queryset!(links.filter(if let Some(wanted) = wanted {
        track_id == wanted
    }));
    let all = queryset!(links.delete());
    assert_num_queries!(conn, 0, {
        let error = all.run(conn).wait();
        assert!(matches!(
            error,
            Err(Error::NoFilter {
                model: "PlaylistTrack"
            })
        ));
    });
    let said = queryset!(
        PlaylistTrack
            .all()
            .filter(if let Some(wanted) = wanted {
                track_id == wanted
            })
            .delete()
    );
    assert_eq!(said.run(conn).unwrap().total(), 9);
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "org_orders", tenant = org, default_scope = open, has_many(lines = Line::order))]
pub struct Order {
    pub id: i32,
    pub org: i32,
    pub closed: bool,
}
condition! {
    pub fn open() for Order = !closed;
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "order_lines", tenant = org, default_scope = shown)]
pub struct Line {
    pub id: i32,
    pub org: i32,
    pub hidden: bool,
    #[model(foreign_key = Order, on_delete = "cascade")]
    pub order_id: i32,
}
condition! {
    pub fn shown() for Line = !hidden;
}

#[test]
fn tenants_and_default_scopes_say_whose_rows_go() {
    let conn = &mut database(
        "CREATE TABLE org_orders (id INTEGER PRIMARY KEY, org INTEGER NOT NULL, closed BOOLEAN NOT NULL);
         CREATE TABLE order_lines (id INTEGER PRIMARY KEY, org INTEGER NOT NULL, hidden BOOLEAN NOT NULL, order_id INTEGER NOT NULL);
         INSERT INTO org_orders VALUES (1, 1, FALSE), (2, 1, TRUE), (3, 2, FALSE);
         INSERT INTO order_lines VALUES (1, 1, FALSE, 1), (2, 1, TRUE, 1), (3, 1, FALSE, 2), (4, 2, FALSE, 3);",
    );
    let wanted: Option<i32> = None;
    let orders = queryset!(Order.for_tenant(1)).boxed::<Backend>();
    let orders = queryset!(orders.filter(if let Some(wanted) = wanted {
        id == wanted
    }));
    let absent = queryset!(orders.delete());
    assert!(matches!(
        absent.run(conn).wait(),
        Err(Error::NoFilter { model: "Order" })
    ));
    // What points at them goes whether it is in scope or not: no orphans are left.
    let deleted = queryset!(Order.for_tenant(1).all().delete())
        .run(conn)
        .unwrap();
    assert_eq!((deleted.of::<Order>(), deleted.of::<Line>()), (1, 2));
    let left = queryset!(Order.unscoped().order_by(id).values_list(id));
    assert_eq!(left.load(conn).unwrap(), [2, 3]);
    let left = queryset!(Line.unscoped().order_by(id).values_list(id));
    assert_eq!(left.load(conn).unwrap(), [3, 4]);
}
