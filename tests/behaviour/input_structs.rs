//! Structs of the user's as rows that are created, and as what changes of rows.

use std::borrow::Cow;

use orm_core::prelude::*;

use crate::support::*;

#[derive(Choice, Debug, Clone, Copy, PartialEq)]
#[choice(rename_all = "lowercase")]
pub enum State {
    New,
    Used,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "books")]
pub struct Book {
    pub id: i32,
    pub title: String,
    pub author_id: i32,
    #[model(default = 9.5)]
    pub price: f64,
    #[model(db_default = "1")]
    pub stock: i64,
    pub note: Option<String>,
    #[model(default = Some("new".to_owned()))]
    pub shelf: Option<String>,
    pub cover: Option<Vec<u8>>,
    #[model(default = State::New)]
    pub state: State,
    #[model(column = "kind")]
    pub r#type: Option<i32>,
    pub printed: Option<chrono::NaiveDate>,
}

fn books() -> Conn {
    let id = on(
        "INTEGER PRIMARY KEY",
        "SERIAL PRIMARY KEY",
        "INTEGER PRIMARY KEY AUTO_INCREMENT",
    );
    let bytes = on("BLOB", "BYTEA", "BLOB");
    database(&format!(
        "CREATE TABLE books (id {id}, title TEXT NOT NULL, author_id INTEGER NOT NULL,
            price DOUBLE NOT NULL, stock BIGINT NOT NULL DEFAULT 1, note TEXT, shelf TEXT,
            cover {bytes}, state VARCHAR(10) NOT NULL, kind INTEGER, printed DATE);
         INSERT INTO books (title, author_id, price, stock, note, state, kind) VALUES
            ('One', 1, 1.0, 10, 'first', 'new', 1), ('Two', 1, 2.0, 20, NULL, 'used', NULL),
            ('Three', 2, 3.0, 30, 'third', 'new', 3);"
    ))
}

fn book(id: i32, conn: &mut Conn) -> Book {
    queryset!(Book.filter(id == { id }))
        .get(conn)
        .unwrap()
        .into_model()
}

#[derive(Insert, Patch, Debug, Clone, Default, PartialEq)]
#[model(for = Book)]
struct Form {
    title: String,
    author_id: i32,
    price: Option<f64>,
    note: Option<Option<String>>,
    shelf: Option<Option<String>>,
}

#[test]
fn a_form_becomes_a_row() {
    let conn = &mut books();
    let form = Form {
        title: "Four".to_owned(),
        author_id: 3,
        ..Form::default()
    };
    let create = queryset!(Book.create(form.clone()));
    let row = create.run(conn).unwrap();
    assert_eq!((row.id, row.title.as_str(), row.author_id), (4, "Four", 3));
    // What is left alone has its default.
    assert_eq!((row.price, row.stock, row.state), (9.5, 1, State::New));
    assert_eq!(
        (row.note.as_deref(), row.shelf.as_deref()),
        (None, Some("new"))
    );
    let form = Form {
        price: Some(0.5),
        note: Some(Some("x".to_owned())),
        shelf: Some(None),
        ..form
    };
    let row = Book.create(form).run(conn).unwrap();
    assert_eq!((row.price, row.note.as_deref()), (0.5, Some("x")));
    assert_eq!(row.shelf, None);
}

/// What is borrowed, renamed, or called as Rust calls something else.
#[derive(Insert)]
#[model(for = Book)]
struct Borrowed<'a> {
    #[model(field = title)]
    name: &'a str,
    #[model(field = author_id)]
    author: &'a i32,
    note: Option<Cow<'a, str>>,
    shelf: Option<Option<&'a str>>,
    cover: Option<&'a [u8]>,
    state: State,
    stock: Option<i64>,
    r#type: Option<i32>,
    printed: Option<chrono::NaiveDate>,
}

#[test]
fn a_form_may_borrow_and_rename() {
    let conn = &mut books();
    let printed = chrono::NaiveDate::from_ymd_opt(2024, 2, 29);
    let form = Borrowed {
        name: "It's",
        author: &2,
        note: Some(Cow::Borrowed("a note")),
        shelf: Some(Some("B")),
        cover: Some(&[0, 255]),
        state: State::Used,
        stock: None,
        r#type: Some(7),
        printed,
    };
    let created = Book.create(form).run(conn).unwrap();
    let row = book(created.id, conn);
    assert_eq!(row, created.into_model());
    assert_eq!(
        (row.title.as_str(), row.author_id, row.stock),
        ("It's", 2, 1)
    );
    assert_eq!(row.note.as_deref(), Some("a note"));
    assert_eq!(row.shelf.as_deref(), Some("B"));
    assert_eq!(row.cover.as_deref(), Some(&[0, 255][..]));
    assert_eq!(
        (row.state, row.r#type, row.printed),
        (State::Used, Some(7), printed)
    );
}

#[test]
fn many_forms_become_rows() {
    let conn = &mut books();
    let forms: Vec<Form> = (0..3)
        .map(|at| Form {
            title: format!("Book {at}"),
            author_id: at,
            price: (at == 1).then_some(0.25),
            ..Form::default()
        })
        .collect();
    let rows = Book.bulk_create(forms).run(conn).unwrap();
    let prices: Vec<f64> = rows.iter().map(|row| row.price).collect();
    assert_eq!(prices, [9.5, 0.25, 9.5]);
}

#[derive(Patch, Default)]
#[model(for = Book)]
struct Edit<'a> {
    title: Option<&'a str>,
    price: Option<f64>,
    note: Option<Option<String>>,
    #[model(field = r#type)]
    kind: Option<Option<i32>>,
    cover: Option<Cow<'a, [u8]>>,
    state: Option<State>,
    printed: Option<Option<chrono::NaiveDate>>,
}

#[test]
fn a_patch_sets_what_it_has() {
    let conn = &mut books();
    let nothing = Edit::default();
    assert_num_queries!(conn, 0, {
        let none = queryset!(Book.filter(id == 1).set(&nothing));
        assert_eq!(none.run(conn).unwrap(), 0);
    });
    let before = book(1, conn);
    let title = String::from("Uno");
    let patch = Edit {
        title: Some(&title),
        price: Some(4.5),
        ..Edit::default()
    };
    let set = queryset!(Book.filter(id == 1).set(&patch));
    assert_num_queries!(conn, 1, {
        assert_eq!(set.run(conn).unwrap(), 1);
    });
    let expected = Book {
        title: title.clone(),
        price: 4.5,
        ..before
    };
    assert_eq!(book(1, conn), expected);
    assert_eq!(book(2, conn).title, "Two");
}

#[test]
fn an_option_in_an_option_can_be_null() {
    let conn = &mut books();
    let printed = chrono::NaiveDate::from_ymd_opt(1999, 12, 31);
    let patch = Edit {
        note: Some(None),
        kind: Some(Some(9)),
        cover: Some(Cow::Owned(vec![1, 2])),
        state: Some(State::Used),
        printed: Some(printed),
        ..Edit::default()
    };
    queryset!(Book.filter(id == 1).set(&patch))
        .run(conn)
        .unwrap();
    let row = book(1, conn);
    assert_eq!((row.title.as_str(), row.note), ("One", None));
    assert_eq!((row.r#type, row.cover), (Some(9), Some(vec![1, 2])));
    assert_eq!((row.state, row.printed), (State::Used, printed));
    let patch = Edit {
        note: Some(Some("back".to_owned())),
        kind: Some(None),
        ..Edit::default()
    };
    queryset!(Book.filter(id == 1).set(&patch))
        .run(conn)
        .unwrap();
    let row = book(1, conn);
    assert_eq!((row.note.as_deref(), row.r#type), (Some("back"), None));
}

#[test]
fn one_patch_serves_several_querysets() {
    let conn = &mut books();
    let patch = Edit {
        price: Some(7.0),
        ..Edit::default()
    };
    let through = queryset!(Book.filter(title.startswith("T")).set(&patch));
    assert_eq!(through.run(conn).unwrap(), 2);
    let sliced = queryset!(Book.order_by(id)[..1].for_update().set(&patch));
    assert_eq!(sliced.run(conn).unwrap(), 1);
    assert_eq!(queryset!(Book.filter(price == 7.0)).count(conn).unwrap(), 3);
    let all = queryset!(Book.all().set(&patch));
    assert_eq!(all.run(conn).unwrap(), 3);
    // The typed builder has the step too.
    let built = queryset!(Book.filter(id == 3)).set(&patch);
    assert_eq!(built.run(conn).unwrap(), 1);
}

/// All of it is always set, so its statement is known by its type.
#[derive(Patch)]
#[model(for = Book)]
struct Whole<'a> {
    title: &'a str,
    note: Cow<'a, str>,
    author_id: &'a i32,
}

#[test]
fn fields_without_options_are_always_set() {
    let conn = &mut books();
    for (id, title) in [(1, "a"), (2, "b")] {
        let patch = Whole {
            title,
            note: title.into(),
            author_id: &id,
        };
        queryset!(Book.filter(id == id).set(&patch))
            .run(conn)
            .unwrap();
        let row = book(id, conn);
        assert_eq!(
            (row.title.as_str(), row.note.as_deref()),
            (title, Some(title))
        );
        assert_eq!(row.author_id, id);
    }
    assert_eq!(book(3, conn).title, "Three");
}

#[test]
fn one_struct_creates_and_changes() {
    let conn = &mut books();
    let form = Form {
        title: "Same".to_owned(),
        author_id: 5,
        note: Some(None),
        ..Form::default()
    };
    let set = queryset!(Book.filter(id == 3).set(&form));
    assert_eq!(set.run(conn).unwrap(), 1);
    let row = book(3, conn);
    assert_eq!(
        (row.title.as_str(), row.author_id, row.note),
        ("Same", 5, None)
    );
    assert_eq!(row.price, 3.0);
    let created = Book.create(form).run(conn).unwrap();
    assert_eq!((created.title.as_str(), created.price), ("Same", 9.5));
}

#[test]
fn the_statement_is_that_of_update() {
    let patch = Edit {
        title: Some("x"),
        note: Some(None),
        ..Edit::default()
    };
    let found = sql(&queryset!(Book.filter(id == 1).set(&patch)));
    let (found, _) = found.split_once(" -- ").unwrap();
    let expected = on(
        "UPDATE `books` AS `self` SET `title` = ?, `note` = ? WHERE `self`.`id` = ?",
        "UPDATE \"books\" AS \"self\" SET \"title\" = $1, \"note\" = $2 WHERE \"self\".\"id\" = $3",
        "UPDATE `books` AS `self` SET `self`.`title` = ?, `self`.`note` = ? WHERE `self`.`id` = ?",
    );
    assert_eq!(found, expected);
}
