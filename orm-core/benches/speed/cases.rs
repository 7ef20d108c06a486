//! The cases: what all sides are asked, and what they must agree on.

use std::fmt::Debug;
use std::hint::black_box;

use orm_core::Annotated;
use orm_core::prelude::*;

use crate::data;
use crate::models::*;
use crate::sides::{Asked, Ours, Plain, Side};

/// A question, asked with another value each time.
pub struct Case {
    pub name: &'static str,
    /// The most that we may cost on SQLite, hand-written Diesel being 1.
    pub goal: f64,
    /// How often it is asked in one measurement.
    pub times: usize,
    run: Box<dyn Fn(&mut Asked, usize)>,
    check: Box<dyn Fn(&mut [Side], usize)>,
}

impl Case {
    /// Before turns that are measured. Reading leaves nothing that is to be undone.
    pub fn ready(&self, _: &mut Side) {}

    /// Asks once, and throws the answer away.
    pub fn run(&self, side: &mut Side, turn: usize) {
        (self.run)(&mut side.asked, turn);
    }

    /// Asks all sides, and panics where their answers differ.
    pub fn check(&self, sides: &mut [Side]) {
        for turn in 0..self.times.min(7) {
            (self.check)(sides, turn);
        }
    }

    /// `turned` makes of our rows what the others give; `tidy` undoes what no one asked for,
    /// an order of rows that the database chose.
    fn new<T: PartialEq + Debug + 'static, R: 'static>(
        (name, goal, times): (&'static str, f64, usize),
        plain: impl Fn(&mut dyn Plain, usize) -> T + Copy + 'static,
        ours: impl Fn(&mut dyn Ours, usize) -> R + Copy + 'static,
        turned: impl Fn(R) -> T + 'static,
        tidy: fn(&mut T),
    ) -> Self {
        let run = move |asked: &mut Asked, turn: usize| match asked {
            Asked::Plain(side) => drop(black_box(plain(&mut **side, turn))),
            Asked::Ours(side) => drop(black_box(ours(&mut **side, turn))),
        };
        let check = move |sides: &mut [Side], turn: usize| {
            let mut answers = sides.iter_mut().map(|side| {
                let mut answer = match &mut side.asked {
                    Asked::Plain(side) => plain(&mut **side, turn),
                    Asked::Ours(side) => turned(ours(&mut **side, turn)),
                };
                tidy(&mut answer);
                (side.name, answer)
            });
            let (first, expected) = answers.next().expect("a side");
            for (other, answer) in answers {
                assert!(
                    answer == expected,
                    "{name}: {other}'s differs from {first}'s"
                );
            }
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

/// Rows of a relation that the parent was loaded with, as pairs.
fn with_books(rows: Vec<row!(Author.prefetch_related(books))>) -> Vec<(Author, Vec<Book>)> {
    let pair = |row: row!(Author.prefetch_related(books))| {
        let books = row.books().iter().map(|book| (**book).clone()).collect();
        (row.into_model(), books)
    };
    rows.into_iter().map(pair).collect()
}

/// Authors and what was counted beside them, as pairs.
fn with_counts(rows: Vec<Annotated<AuthorRow, Shelf>>) -> Vec<(Author, i64)> {
    let pair = |row: Annotated<AuthorRow, Shelf>| {
        let (author, shelf) = row.into_parts();
        (author.into_model(), shelf.titles)
    };
    rows.into_iter().map(pair).collect()
}

fn books_by_id(authors: &mut Vec<(Author, Vec<Book>)>) {
    authors.sort_by_key(|(author, _)| author.id);
    for (_, books) in authors {
        books.sort_by_key(|book| book.id);
    }
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
        tuples(),
        structs(),
        few_tuples(),
        few_structs(),
        few_counts(),
        counts(),
        priced(),
        groups(),
    ]
}

fn point() -> Case {
    let key = |turn| 1 + spread(turn, data::BOOKS);
    Case::new(
        ("point query by key", 1.0, 1000),
        move |side, turn| side.point(key(turn)),
        move |side, turn| side.point(key(turn)),
        |row| row.into_model(),
        |_| {},
    )
}

fn list() -> Case {
    let below = |turn| f64::from(20 + spread(turn, 60));
    Case::new(
        ("list of 20, two joins", 1.0, 200),
        move |side, turn| side.list(below(turn)),
        move |side, turn| side.list(below(turn)),
        |rows| {
            let triple = |row: row!(Book.select_related(author, publisher))| {
                let author = row.author().clone().into_model();
                let publisher = row.publisher().clone().into_model();
                (row.into_model(), author, publisher)
            };
            rows.into_iter().map(triple).collect()
        },
        |_| {},
    )
}

fn children() -> Case {
    let after = |turn| spread(turn, data::AUTHORS - 100);
    Case::new(
        ("100 parents with children", 0.9, 30),
        move |side, turn| side.children(after(turn)),
        move |side, turn| side.children(after(turn)),
        with_books,
        books_by_id,
    )
}

fn many() -> Case {
    let after = |turn| spread(turn, data::BOOKS - 100);
    Case::new(
        ("100 rows, many-to-many", 0.8, 30),
        move |side, turn| side.many(after(turn)),
        move |side, turn| side.many(after(turn)),
        |rows| {
            let pair = |row: row!(Book.prefetch_related(tags))| {
                let tags = row.tags().iter().map(|tag| (**tag).clone()).collect();
                (row.into_model(), tags)
            };
            rows.into_iter().map(pair).collect()
        },
        |books| {
            for (_, tags) in books {
                tags.sort_by_key(|tag| tag.id);
            }
        },
    )
}

fn scan() -> Case {
    Case::new(
        ("scan of 100,000, a join", 1.0, 1),
        |side, _| side.scan(),
        |side, _| side.scan(),
        |rows| {
            let pair = |row: row!(Review.select_related(book))| {
                let book = row.book().clone().into_model();
                (row.into_model(), book)
            };
            rows.into_iter().map(pair).collect()
        },
        |_| {},
    )
}

fn all_children() -> Case {
    Case::new(
        ("10,000 parents, all children", 0.9, 1),
        |side, _| side.all(),
        |side, _| side.all(),
        with_books,
        books_by_id,
    )
}

fn stream() -> Case {
    Case::new(
        ("stream of 1,000,000", 1.0, 1),
        |side, _| side.stream(),
        |side, _| side.stream(),
        |tally| tally,
        |_| {},
    )
}

fn levels() -> Case {
    let after = |turn| spread(turn, data::AUTHORS - 100);
    Case::new(
        ("three levels nested", 0.9, 10),
        move |side, turn| side.levels(after(turn)),
        move |side, turn| side.levels(after(turn)),
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
        |authors| {
            for (_, books) in authors {
                books.sort_by_key(|(book, _)| book.id);
                for (_, reviews) in books {
                    reviews.sort_by_key(|review| review.id);
                }
            }
        },
    )
}

fn through() -> Case {
    Case::new(
        ("filter through a relation", 1.0, 10),
        |side, turn| side.through(&country(turn)),
        |side, turn| side.through(&country(turn)),
        |rows| rows.into_models(),
        |books| books.sort_by_key(|book| book.id),
    )
}

fn tuples() -> Case {
    Case::new(
        ("values_list of 100,000", 1.0, 1),
        |side, _| side.tuples(),
        |side, _| side.tuples(),
        |rows| rows,
        |_| {},
    )
}

fn structs() -> Case {
    Case::new(
        ("select of 100,000", 1.0, 1),
        |side, _| side.structs(),
        |side, _| side.structs(),
        |rows| rows,
        |_| {},
    )
}

fn few_tuples() -> Case {
    let below = |turn| f64::from(20 + spread(turn, 60));
    Case::new(
        ("values_list of 20, a join", 1.0, 200),
        move |side, turn| side.few_tuples(below(turn)),
        move |side, turn| side.few_tuples(below(turn)),
        |rows| rows,
        |_| {},
    )
}

fn few_structs() -> Case {
    let below = |turn| f64::from(20 + spread(turn, 60));
    Case::new(
        ("select of 20, a join", 1.0, 200),
        move |side, turn| side.few_structs(below(turn)),
        move |side, turn| side.few_structs(below(turn)),
        |rows| rows,
        |_| {},
    )
}

fn few_counts() -> Case {
    let after = |turn| spread(turn, data::AUTHORS - 20);
    Case::new(
        ("annotate, counts for 20", 1.0, 100),
        move |side, turn| side.few_counts(after(turn)),
        move |side, turn| side.few_counts(after(turn)),
        with_counts,
        |_| {},
    )
}

fn counts() -> Case {
    let after = |turn| spread(turn, data::AUTHORS - 1000);
    Case::new(
        ("annotate, counts for 1,000", 1.0, 10),
        move |side, turn| side.counts(after(turn)),
        move |side, turn| side.counts(after(turn)),
        with_counts,
        |_| {},
    )
}

fn priced() -> Case {
    Case::new(
        ("annotate, a product, 40,000", 1.0, 1),
        |side, _| side.priced(),
        |side, _| side.priced(),
        |rows| {
            let pair = |row: Annotated<BookRow, Priced>| {
                let (book, priced) = row.into_parts();
                (book.into_model(), priced.gross)
            };
            rows.into_iter().map(pair).collect()
        },
        |_| {},
    )
}

fn groups() -> Case {
    let above = |turn| i64::from(spread(turn, 10));
    Case::new(
        ("group_by over 100,000", 1.0, 3),
        move |side, turn| side.groups(above(turn)),
        move |side, turn| side.groups(above(turn)),
        |rows| rows,
        |_| {},
    )
}
