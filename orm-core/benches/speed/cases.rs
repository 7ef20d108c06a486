//! The cases: what the three sides are asked, and what they must agree on.

use std::fmt::Debug;
use std::hint::black_box;
use std::path::Path;

use diesel::SqliteConnection;
use diesel::connection::{Connection as _, SimpleConnection};
use orm_core::prelude::*;
use rusqlite::OpenFlags;

use crate::models::*;
use crate::{by_hand, data, ours, raw};

/// Who answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    Diesel,
    Ours,
    Raw,
    /// The driver on a connection that was opened without SQLite's mutex.
    RawNoMutex,
}

pub const SIDES: [Side; 4] = [Side::Diesel, Side::Ours, Side::Raw, Side::RawNoMutex];

/// A connection a side, all opened the same way: SQLite's default, serialized mode.
pub struct World {
    diesel: SqliteConnection,
    ours: SqliteConnection,
    raw: rusqlite::Connection,
    raw_no_mutex: rusqlite::Connection,
}

const PRAGMAS: &str =
    "PRAGMA cache_size = -400000; PRAGMA temp_store = MEMORY; PRAGMA query_only = ON;";

impl World {
    pub fn open(path: &Path) -> Self {
        let diesel = || {
            let mut conn = SqliteConnection::establish(&path.to_string_lossy()).expect("the data");
            conn.batch_execute(PRAGMAS).expect("pragmas");
            conn
        };
        let raw = |mutex: OpenFlags| {
            let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_URI | mutex;
            let conn = rusqlite::Connection::open_with_flags(path, flags).expect("the data");
            conn.execute_batch(PRAGMAS).expect("pragmas");
            conn
        };
        Self {
            diesel: diesel(),
            ours: diesel(),
            raw: raw(OpenFlags::SQLITE_OPEN_FULL_MUTEX),
            raw_no_mutex: raw(OpenFlags::SQLITE_OPEN_NO_MUTEX),
        }
    }
}

/// A question, asked with another value each time.
pub struct Case {
    pub name: &'static str,
    /// The most that we may cost, hand-written Diesel being 1.
    pub goal: f64,
    /// How often it is asked in one measurement.
    pub times: usize,
    run: Box<dyn Fn(&mut World, Side, usize)>,
    check: Box<dyn Fn(&mut World, usize)>,
}

impl Case {
    /// Asks once, and throws the answer away.
    pub fn run(&self, world: &mut World, side: Side, turn: usize) {
        (self.run)(world, side, turn);
    }

    /// Asks all sides, and panics where their answers differ.
    pub fn check(&self, world: &mut World) {
        for turn in 0..self.times.min(7) {
            (self.check)(world, turn);
        }
    }

    /// `plain` turns our rows into what the other two give; `tidy` undoes what no one asked
    /// for, an order of rows that the database chose.
    fn new<T: PartialEq + Debug + 'static, R: 'static>(
        (name, goal, times): (&'static str, f64, usize),
        diesel: impl Fn(&mut SqliteConnection, usize) -> T + Copy + 'static,
        ours: impl Fn(&mut SqliteConnection, usize) -> R + Copy + 'static,
        plain: impl Fn(R) -> T + 'static,
        tidy: fn(&mut T),
        raw: impl Fn(&rusqlite::Connection, usize) -> T + Copy + 'static,
    ) -> Self {
        let run = move |world: &mut World, side: Side, turn: usize| match side {
            Side::Diesel => drop(black_box(diesel(&mut world.diesel, turn))),
            Side::Ours => drop(black_box(ours(&mut world.ours, turn))),
            Side::Raw => drop(black_box(raw(&world.raw, turn))),
            Side::RawNoMutex => drop(black_box(raw(&world.raw_no_mutex, turn))),
        };
        let check = move |world: &mut World, turn: usize| {
            let mut answers = [
                diesel(&mut world.diesel, turn),
                plain(ours(&mut world.ours, turn)),
                raw(&world.raw, turn),
            ];
            answers.iter_mut().for_each(tidy);
            let [by_hand, by_us, by_driver] = &answers;
            assert!(by_us == by_hand, "{name}: ours differs from Diesel's");
            assert!(
                by_driver == by_hand,
                "{name}: the driver's differs from Diesel's"
            );
        };
        Self {
            name,
            goal,
            times,
            run: Box::new(run),
            check: Box::new(check),
        }
    }
}

/// The value of a turn: everywhere between 0 and `end`.
fn spread(turn: usize, end: i32) -> i32 {
    (turn as i64 * 7919 % i64::from(end)) as i32
}

fn country(turn: usize) -> String {
    format!("Country {}", 1 + spread(turn, data::COUNTRIES))
}

/// Rows and a sum: what a stream of a million is compared by.
#[derive(Debug, Default, PartialEq)]
struct Tally {
    rows: i64,
    ids: i64,
    seconds: i64,
    sources: usize,
}

impl Tally {
    fn add(&mut self, visit: &Visit) {
        self.rows += 1;
        self.ids += visit.id ^ i64::from(visit.book_id);
        self.seconds += i64::from(visit.seconds);
        self.sources += visit.source.as_ref().map_or(0, String::len);
    }
}

/// Rows of a relation that the parent was loaded with, as pairs.
fn with_books(rows: Vec<row!(Author.prefetch_related(books))>) -> Vec<(Author, Vec<Book>)> {
    let pair = |row: row!(Author.prefetch_related(books))| {
        let books = row.books().iter().map(|book| (**book).clone()).collect();
        (row.into_model(), books)
    };
    rows.into_iter().map(pair).collect()
}

/// All of them.
pub fn all() -> Vec<Case> {
    vec![
        point(),
        list(),
        children(),
        many(),
        scan(),
        all_children(),
        stream(),
        levels(),
        through(),
    ]
}

fn point() -> Case {
    let key = |turn| 1 + spread(turn, data::BOOKS);
    Case::new(
        ("point query by key", 1.0, 1000),
        move |conn, turn| by_hand::point(conn, key(turn)).unwrap(),
        move |conn, turn| ours::point(conn, key(turn)).unwrap(),
        |row| row.into_model(),
        |_| {},
        move |conn, turn| raw::point(conn, key(turn)).unwrap(),
    )
}

fn list() -> Case {
    let below = |turn| f64::from(20 + spread(turn, 60));
    Case::new(
        ("list of 20, two joins", 1.0, 200),
        move |conn, turn| by_hand::list(conn, below(turn)).unwrap(),
        move |conn, turn| ours::list(conn, below(turn)).unwrap(),
        |rows| {
            let triple = |row: row!(Book.select_related(author, publisher))| {
                let author = row.author().clone().into_model();
                let publisher = row.publisher().clone().into_model();
                (row.into_model(), author, publisher)
            };
            rows.into_iter().map(triple).collect()
        },
        |_| {},
        move |conn, turn| raw::list(conn, below(turn)).unwrap(),
    )
}

fn children() -> Case {
    let after = |turn| spread(turn, data::AUTHORS - 100);
    Case::new(
        ("100 parents with children", 0.9, 30),
        move |conn, turn| by_hand::children(conn, after(turn)).unwrap(),
        move |conn, turn| ours::children(conn, after(turn)).unwrap(),
        with_books,
        |_| {},
        move |conn, turn| raw::children(conn, after(turn)).unwrap(),
    )
}

fn many() -> Case {
    let after = |turn| spread(turn, data::BOOKS - 100);
    Case::new(
        ("100 rows, many-to-many", 0.8, 30),
        move |conn, turn| by_hand::many(conn, after(turn)).unwrap(),
        move |conn, turn| ours::many(conn, after(turn)).unwrap(),
        |rows| {
            let pair = |row: row!(Book.prefetch_related(tags))| {
                let tags = row.tags().iter().map(|tag| (**tag).clone()).collect();
                (row.into_model(), tags)
            };
            rows.into_iter().map(pair).collect()
        },
        |_| {},
        move |conn, turn| raw::many(conn, after(turn)).unwrap(),
    )
}

fn scan() -> Case {
    Case::new(
        ("scan of 100,000, a join", 1.0, 1),
        |conn, _| by_hand::scan(conn).unwrap(),
        |conn, _| ours::scan(conn).unwrap(),
        |rows| {
            let pair = |row: row!(Review.select_related(book))| {
                let book = row.book().clone().into_model();
                (row.into_model(), book)
            };
            rows.into_iter().map(pair).collect()
        },
        |_| {},
        |conn, _| raw::scan(conn).unwrap(),
    )
}

fn all_children() -> Case {
    Case::new(
        ("10,000 parents, all children", 0.9, 1),
        |conn, _| by_hand::all(conn).unwrap(),
        |conn, _| ours::all(conn).unwrap(),
        with_books,
        |_| {},
        |conn, _| raw::all(conn).unwrap(),
    )
}

fn stream() -> Case {
    Case::new(
        ("stream of 1,000,000", 1.0, 1),
        |conn, _| {
            let mut tally = Tally::default();
            by_hand::stream(conn, |visit| tally.add(visit)).unwrap();
            tally
        },
        |conn, _| {
            let mut tally = Tally::default();
            ours::stream(conn, |visit| tally.add(&visit)).unwrap();
            tally
        },
        |tally| tally,
        |_| {},
        |conn, _| {
            let mut tally = Tally::default();
            raw::stream(conn, |visit| tally.add(visit)).unwrap();
            tally
        },
    )
}

fn levels() -> Case {
    let after = |turn| spread(turn, data::AUTHORS - 100);
    Case::new(
        ("three levels nested", 0.9, 10),
        move |conn, turn| by_hand::levels(conn, after(turn)).unwrap(),
        move |conn, turn| ours::levels(conn, after(turn)).unwrap(),
        |rows| {
            let book = |row: &row!(Book.prefetch_related(reviews))| {
                let reviews = row
                    .reviews()
                    .iter()
                    .map(|review| (**review).clone())
                    .collect();
                ((**row).clone(), reviews)
            };
            let author = |row: row!(Author.prefetch_related(books.reviews))| {
                let books = row.books().iter().map(book).collect();
                (row.into_model(), books)
            };
            rows.into_iter().map(author).collect()
        },
        |_| {},
        move |conn, turn| raw::levels(conn, after(turn)).unwrap(),
    )
}

fn through() -> Case {
    Case::new(
        ("filter through a relation", 1.0, 10),
        |conn, turn| by_hand::through(conn, &country(turn)).unwrap(),
        |conn, turn| ours::through(conn, &country(turn)).unwrap(),
        |rows| rows.into_models(),
        |books| books.sort_by_key(|book| book.id),
        |conn, turn| raw::through(conn, &country(turn)).unwrap(),
    )
}
