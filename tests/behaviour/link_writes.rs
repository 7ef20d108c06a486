//! Links of many-to-many relations: added, removed, set and cleared.

use std::collections::BTreeSet;

use orm_core::Error;
use orm_core::prelude::*;
use orm_core::write::{Linked, links};

use crate::support::*;

fn changed(added: usize, removed: usize) -> Linked {
    Linked { added, removed }
}

/// How many queries lock the row, before its links are set or cleared.
fn locks() -> usize {
    on(0, 1, 1)
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "books", partial, many_to_many(tags = Tag, through = BookTag))]
pub struct Book {
    pub id: i32,
    pub title: String,
}

impl Book {
    /// `self` is a row that is there as well.
    fn tag(&self, tag: i32, conn: &mut Conn) -> Linked {
        queryset!(self.tags.add(tag)).run(conn).unwrap()
    }
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "tags", many_to_many(books = Book, through = BookTag))]
pub struct Tag {
    pub id: i32,
    pub name: String,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "book_tags", unique(book_id, tag_id), ordering(id))]
pub struct BookTag {
    pub id: i32,
    #[model(foreign_key = Book)]
    pub book_id: i32,
    #[model(foreign_key = Tag)]
    pub tag_id: i32,
    #[model(db_default = "1")]
    pub weight: i32,
    pub note: Option<String>,
}

/// A book's tags, counted.
#[derive(Debug, Clone)]
pub struct Tagged {
    pub n: i64,
}

/// Three books; the first has the tags 1 and 2.
fn library() -> Conn {
    let conn = &mut database(
        "CREATE TABLE books (id INTEGER PRIMARY KEY, title TEXT NOT NULL);
         CREATE TABLE tags (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
         INSERT INTO books VALUES (1, 'Emma'), (2, 'Ulysses'), (3, 'Dune');
         INSERT INTO tags VALUES (1, 'classic'), (2, 'novel'), (3, 'funny'), (4, 'long');",
    );
    let serial = on(
        "INTEGER PRIMARY KEY",
        "SERIAL PRIMARY KEY",
        "INTEGER PRIMARY KEY AUTO_INCREMENT",
    );
    run(
        conn,
        &format!(
            "CREATE TABLE book_tags (id {serial}, book_id INTEGER NOT NULL REFERENCES books (id),
                tag_id INTEGER NOT NULL REFERENCES tags (id), weight INTEGER NOT NULL DEFAULT 1,
                note TEXT, UNIQUE (book_id, tag_id));
             INSERT INTO book_tags (book_id, tag_id, weight, note) VALUES (1, 1, 7, 'old'), (1, 2, 8, NULL), (2, 1, 9, NULL);"
        ),
    );
    std::mem::replace(conn, connect())
}

/// The tags of a book, ascending.
fn tags_of(book: i32, conn: &mut Conn) -> Vec<i32> {
    let tags = queryset!(BookTag.filter(book_id == book).values_list(tag_id));
    let mut tags = tags.load(conn).unwrap();
    tags.sort_unstable();
    tags
}

#[test]
fn what_is_linked_already_is_added_no_second_time() {
    let conn = &mut library();
    let book = queryset!(Book.filter(id == 1)).get(conn).unwrap();
    let tag = queryset!(Tag.filter(id == 3)).get(conn).unwrap();
    let add = queryset!(book.tags.add(&tag));
    let first = assert_num_queries!(conn, 1, { add.run(conn).unwrap() });
    assert_eq!(first, changed(1, 0));
    assert_eq!(add.run(conn).unwrap(), changed(0, 0));
    // Twice in the list, there already, and new.
    let several = queryset!(book.tags.add([4, 1, 4, 3]));
    let several = assert_num_queries!(conn, 1, { several.run(conn).unwrap() });
    assert_eq!(several, changed(1, 0));
    assert_eq!(tags_of(1, conn), [1, 2, 3, 4]);
    // Other rows' links are theirs.
    assert_eq!(tags_of(2, conn), [1]);
    let none: [i32; 0] = [];
    let nothing = queryset!(book.tags.add(none));
    assert_eq!(
        assert_num_queries!(conn, 0, { nothing.run(conn).unwrap() }),
        changed(0, 0)
    );
}

#[test]
fn rows_and_keys_of_any_kind_are_taken() {
    let conn = &mut library();
    let tags = queryset!(Tag.order_by(id)).load(conn).unwrap();
    let rows = queryset!(Book.prefetch_related(tags).order_by(id))
        .load(conn)
        .unwrap();
    let plain: Book = (*rows[2]).clone();
    let add_all = |conn: &mut Conn| {
        let all = tags_of(3, conn);
        queryset!(plain.tags.clear()).run(conn).unwrap();
        all
    };
    // Of a plain model, a reference, and rows of a collection.
    assert_eq!(plain.tag(1, conn), changed(1, 0));
    let by_reference = &plain;
    queryset!(by_reference.tags.add(tags[1].id))
        .run(conn)
        .unwrap();
    for row in &rows[2..] {
        queryset!(row.tags.add(&tags[2])).run(conn).unwrap();
    }
    queryset!(rows[2].tags.add(&tags[3])).run(conn).unwrap();
    assert_eq!(add_all(conn), [1, 2, 3, 4]);
    // Vectors, slices, arrays and iterators, of rows, references and keys.
    queryset!(plain.tags.add(&tags)).run(conn).unwrap();
    assert_eq!(add_all(conn), [1, 2, 3, 4]);
    queryset!(plain.tags.add(&tags[1..])).run(conn).unwrap();
    assert_eq!(add_all(conn), [2, 3, 4]);
    queryset!(
        plain
            .tags
            .add(tags.iter().filter(|tag| tag.name.contains('n')))
    )
    .run(conn)
    .unwrap();
    assert_eq!(add_all(conn), [2, 3, 4]);
    queryset!(plain.tags.add([&tags[0], &tags[3]]))
        .run(conn)
        .unwrap();
    assert_eq!(add_all(conn), [1, 4]);
    queryset!(plain.tags.add(BTreeSet::from([2, 3])))
        .run(conn)
        .unwrap();
    assert_eq!(add_all(conn), [2, 3]);
    queryset!(plain.tags.add(Some(4))).run(conn).unwrap();
    assert_eq!(add_all(conn), [4]);
    let partly = queryset!(Tag.filter(id == 2)).get(conn).unwrap();
    let book = queryset!(Book.filter(id == 3).only(id)).get(conn).unwrap();
    queryset!(book.tags.add(partly)).run(conn).unwrap();
    let counted = queryset!(Book.filter(id == 3).annotate(Tagged { n: count(tags) }))
        .get(conn)
        .unwrap();
    assert_eq!(counted.annotation.n, 1);
    queryset!(counted.tags.add(1)).run(conn).unwrap();
    assert_eq!(add_all(conn), [1, 2]);
    // From the other side, and without the macro.
    let tag = &tags[0];
    queryset!(tag.books.add(&rows)).run(conn).unwrap();
    assert_eq!(tags_of(3, conn), [1]);
    let write = links(&plain, fields_of(&Book).tags()).remove(tags);
    assert_eq!(write.run(conn).unwrap(), changed(0, 1));
}

#[test]
fn further_columns_are_of_new_links_alone() {
    let conn = &mut library();
    let book = queryset!(Book.filter(id == 1)).get(conn).unwrap();
    let weight = 4;
    let add = queryset!(book.tags.add([1, 3], weight = weight + 1, note = "new"));
    assert_eq!(add.run(conn).unwrap(), changed(1, 0));
    let rows = queryset!(
        BookTag
            .filter(book_id == 1)
            .values_list(tag_id, weight, note)
    );
    let expected = [
        (1, 7, Some("old".to_owned())),
        (2, 8, None),
        (3, 5, Some("new".to_owned())),
    ];
    assert_eq!(rows.load(conn).unwrap(), expected);
    // An `Option`, NULL, and what is perhaps set.
    for weight in [None, Some(6)] {
        queryset!(book.tags.remove(3)).run(conn).unwrap();
        let note = weight.map(|weight: i32| weight.to_string());
        let add = queryset!(book.tags.add(
            3,
            note = note.clone(),
            if let Some(w) = weight {
                weight = w
            }
        ));
        assert_eq!(add.run(conn).unwrap(), changed(1, 0));
        assert_eq!(rows.load(conn).unwrap()[2], (3, weight.unwrap_or(1), note));
    }
    let set = queryset!(book.tags.set([2, 4], note = None, weight = 3));
    assert_eq!(set.run(conn).unwrap(), changed(1, 2));
    assert_eq!(rows.load(conn).unwrap(), [(2, 8, None), (4, 3, None)]);
}

#[test]
fn set_writes_the_difference_alone() {
    let conn = &mut library();
    let book = queryset!(Book.filter(id == 1)).get(conn).unwrap();
    let kept = queryset!(BookTag.filter(book_id == 1 && tag_id == 2))
        .get(conn)
        .unwrap();
    let set = queryset!(book.tags.set([2, 3, 4, 3]));
    let done = assert_num_queries!(conn, 2 + locks(), { set.run(conn).unwrap() });
    assert_eq!(done, changed(2, 1));
    assert_eq!(tags_of(1, conn), [2, 3, 4]);
    let now = queryset!(BookTag.filter(book_id == 1 && tag_id == 2))
        .get(conn)
        .unwrap();
    assert_eq!(now, kept);
    assert_eq!(set.run(conn).unwrap(), changed(0, 0));
    // To none: all are gone, by one query.
    let none: Vec<Tag> = Vec::new();
    let set = queryset!(book.tags.set(none));
    assert_eq!(
        assert_num_queries!(conn, 1 + locks(), { set.run(conn).unwrap() }),
        changed(0, 3)
    );
    assert!(tags_of(1, conn).is_empty());
    assert_eq!(tags_of(2, conn), [1]);
}

#[test]
fn links_are_removed_and_cleared() {
    let conn = &mut library();
    let book = queryset!(Book.filter(id == 1)).get(conn).unwrap();
    let remove = queryset!(book.tags.remove([2, 3, 999]));
    assert_eq!(
        assert_num_queries!(conn, 1, { remove.run(conn).unwrap() }),
        changed(0, 1)
    );
    assert_eq!(remove.run(conn).unwrap(), changed(0, 0));
    let none: &[Tag] = &[];
    let nothing = queryset!(book.tags.remove(none));
    assert_eq!(
        assert_num_queries!(conn, 0, { nothing.run(conn).unwrap() }),
        changed(0, 0)
    );
    let clear = queryset!(book.tags.clear());
    assert_eq!(
        assert_num_queries!(conn, 1 + locks(), { clear.run(conn).unwrap() }),
        changed(0, 1)
    );
    assert_eq!(clear.run(conn).unwrap(), changed(0, 0));
    assert_eq!(tags_of(2, conn), [1]);
}

/// Which may be a view, or a table that one has no right to lock.
#[test]
fn rows_of_a_readonly_model_are_not_locked() {
    #[derive(Model, Debug, Clone, PartialEq)]
    #[model(table = "books", readonly, many_to_many(tags = Tag, through = Mark))]
    struct Shelved {
        id: i32,
    }
    #[derive(Model, Debug, Clone, PartialEq)]
    #[model(table = "book_tags", unique(book_id, tag_id))]
    struct Mark {
        id: i32,
        #[model(foreign_key = Shelved)]
        book_id: i32,
        #[model(foreign_key = Tag)]
        tag_id: i32,
    }
    let conn = &mut library();
    let book = Shelved { id: 1 };
    let set = queryset!(book.tags.set([2, 3]));
    let done = assert_num_queries!(conn, 2, { set.run(conn).unwrap() });
    assert_eq!(done, changed(1, 1));
    let clear = queryset!(book.tags.clear());
    let done = assert_num_queries!(conn, 1, { clear.run(conn).unwrap() });
    assert_eq!(done, changed(0, 2));
}

#[test]
fn a_key_that_no_row_has_is_a_violation() {
    let conn = &mut library();
    let book = queryset!(Book.filter(id == 1)).get(conn).unwrap();
    let add = queryset!(book.tags.add([3, 999])).run(conn).wait();
    assert!(matches!(add, Err(Error::Violation(_))), "{add:?}");
    // Nothing of a `set` that fails is kept.
    let set = queryset!(book.tags.set([3, 999])).run(conn).wait();
    assert!(matches!(set, Err(Error::Violation(_))), "{set:?}");
    assert_eq!(tags_of(1, conn), [1, 2]);
}

#[test]
fn ten_thousand_keys_are_one_statement() {
    let conn = &mut library();
    let tags: Vec<String> = (5..15_000).map(|id| format!("({id}, 'more')")).collect();
    run(
        conn,
        &format!("INSERT INTO tags VALUES {};", tags.join(", ")),
    );
    let book = queryset!(Book.filter(id == 3)).get(conn).unwrap();
    let add = queryset!(book.tags.add(1..10_001));
    assert_eq!(
        assert_num_queries!(conn, 1, { add.run(conn).unwrap() }),
        changed(10_000, 0)
    );
    assert_eq!(add.run(conn).unwrap(), changed(0, 0));
    let set = queryset!(book.tags.set(5_001..15_000));
    assert_eq!(
        assert_num_queries!(conn, 2 + locks(), { set.run(conn).unwrap() }),
        changed(4_999, 5_000)
    );
    let remove = queryset!(book.tags.remove(1..14_999));
    assert_eq!(
        assert_num_queries!(conn, 1, { remove.run(conn).unwrap() }),
        changed(0, 9_998)
    );
    assert_eq!(tags_of(3, conn), [14_999]);
}

#[test]
fn a_write_belongs_to_the_transaction_around() {
    let conn = &mut library();
    let book = queryset!(Book.filter(id == 1)).get(conn).unwrap();
    let undone = transaction(conn, |conn| -> Result<(), Error> {
        let set = queryset!(book.tags.set([2, 3, 4]));
        assert_eq!(set.run(conn).unwrap(), changed(2, 1));
        assert_eq!(tags_of(1, conn), [2, 3, 4]);
        Err(Error::RolledBack)
    });
    assert!(undone.is_err());
    assert_eq!(tags_of(1, conn), [1, 2]);
    // A `set` that fails undoes itself alone.
    let kept = transaction(conn, |conn| -> Result<(), Error> {
        queryset!(book.tags.add(4)).run(conn).unwrap();
        let set = queryset!(book.tags.set([2, 999])).run(conn).wait();
        assert!(set.is_err());
        Ok(())
    });
    kept.unwrap();
    assert_eq!(tags_of(1, conn), [1, 2, 4]);
}
