//! The sides of a comparison: what each must answer, and how it is asked.

use orm_core::prelude::*;
use orm_core::{Annotated, One};

use crate::models::*;

/// Answers in plain structs: Diesel by hand, and the raw driver.
pub trait Plain {
    fn point(&mut self, key: i32) -> Book;
    fn list(&mut self, below: f64) -> Vec<(Book, Author, Publisher)>;
    fn children(&mut self, after: i32) -> Vec<(Author, Vec<Book>)>;
    fn many(&mut self, after: i32) -> Vec<(Book, Vec<Tag>)>;
    fn scan(&mut self) -> Vec<(Review, Book)>;
    fn all(&mut self) -> Vec<(Author, Vec<Book>)>;
    fn stream(&mut self) -> Tally;
    fn levels(&mut self, after: i32) -> Vec<(Author, Vec<(Book, Vec<Review>)>)>;
    fn through(&mut self, country: &str) -> Vec<Book>;
    fn tuples(&mut self) -> Vec<(i32, i32, Option<String>)>;
    fn structs(&mut self) -> Vec<Opinion>;
    fn few_tuples(&mut self, below: f64) -> Vec<(String, Option<i32>, String)>;
    fn few_structs(&mut self, below: f64) -> Vec<Card>;
    fn few_counts(&mut self, after: i32) -> Vec<(Author, i64)>;
    fn counts(&mut self, after: i32) -> Vec<(Author, i64)>;
    fn priced(&mut self) -> Vec<(Book, f64)>;
    fn groups(&mut self, above: i64) -> Vec<Rated>;
}

/// Answers in rows.
pub trait Ours {
    fn point(&mut self, key: i32) -> One<BookRow>;
    fn list(&mut self, below: f64) -> Vec<row!(Book.select_related(author, publisher))>;
    fn children(&mut self, after: i32) -> Vec<row!(Author.prefetch_related(books))>;
    fn many(&mut self, after: i32) -> Vec<row!(Book.prefetch_related(tags))>;
    fn scan(&mut self) -> Vec<row!(Review.select_related(book))>;
    fn all(&mut self) -> Vec<row!(Author.prefetch_related(books))>;
    fn stream(&mut self) -> Tally;
    fn levels(&mut self, after: i32) -> Vec<row!(Author.prefetch_related(books.reviews))>;
    fn through(&mut self, country: &str) -> Vec<BookRow>;
    fn tuples(&mut self) -> Vec<(i32, i32, Option<String>)>;
    fn structs(&mut self) -> Vec<Opinion>;
    fn few_tuples(&mut self, below: f64) -> Vec<(String, Option<i32>, String)>;
    fn few_structs(&mut self, below: f64) -> Vec<Card>;
    fn few_counts(&mut self, after: i32) -> Vec<Annotated<AuthorRow, Shelf>>;
    fn counts(&mut self, after: i32) -> Vec<Annotated<AuthorRow, Shelf>>;
    fn priced(&mut self) -> Vec<Annotated<BookRow, Priced>>;
    fn groups(&mut self, above: i64) -> Vec<Rated>;
}

/// Rows and a sum: what a stream of a million is compared by.
#[derive(Debug, Default, PartialEq)]
pub struct Tally {
    rows: i64,
    ids: i64,
    seconds: i64,
    sources: usize,
}

impl Tally {
    pub fn add(&mut self, visit: &Visit) {
        self.rows += 1;
        self.ids += visit.id ^ i64::from(visit.book_id);
        self.seconds += i64::from(visit.seconds);
        self.sources += visit.source.as_ref().map_or(0, String::len);
    }
}

/// A connection, and how what its functions give becomes an answer.
pub struct On<C, W = Directly> {
    pub conn: C,
    pub way: W,
}

/// The functions give results.
pub struct Directly;

impl Directly {
    pub fn answer<T, E: std::fmt::Debug>(&self, result: Result<T, E>) -> T {
        result.unwrap()
    }
}

/// Both traits' methods are a module's functions of the same names.
macro_rules! answers {
    (plain, $side:ty, $($module:ident)::+) => {
        impl $crate::sides::Plain for $side {
            $crate::sides::answers! { $($module)::+ =>
                point(key: i32) -> Book,
                list(below: f64) -> Vec<(Book, Author, Publisher)>,
                children(after: i32) -> Vec<(Author, Vec<Book>)>,
                many(after: i32) -> Vec<(Book, Vec<Tag>)>,
                scan() -> Vec<(Review, Book)>,
                all() -> Vec<(Author, Vec<Book>)>,
                levels(after: i32) -> Vec<(Author, Vec<(Book, Vec<Review>)>)>,
                through(country: &str) -> Vec<Book>,
                tuples() -> Vec<(i32, i32, Option<String>)>,
                structs() -> Vec<Opinion>,
                few_tuples(below: f64) -> Vec<(String, Option<i32>, String)>,
                few_structs(below: f64) -> Vec<Card>,
                few_counts(after: i32) -> Vec<(Author, i64)>,
                counts(after: i32) -> Vec<(Author, i64)>,
                priced() -> Vec<(Book, f64)>,
                groups(above: i64) -> Vec<Rated>,
            }
            fn stream(&mut self) -> $crate::sides::Tally {
                let mut tally = $crate::sides::Tally::default();
                let each = |visit: &Visit| tally.add(visit);
                self.way.answer($($module)::+::stream(&mut self.conn, each));
                tally
            }
        }
    };
    (ours, $side:ty, $($module:ident)::+) => {
        impl $crate::sides::Ours for $side {
            $crate::sides::answers! { $($module)::+ =>
                point(key: i32) -> One<BookRow>,
                list(below: f64) -> Vec<row!(Book.select_related(author, publisher))>,
                children(after: i32) -> Vec<row!(Author.prefetch_related(books))>,
                many(after: i32) -> Vec<row!(Book.prefetch_related(tags))>,
                scan() -> Vec<row!(Review.select_related(book))>,
                all() -> Vec<row!(Author.prefetch_related(books))>,
                levels(after: i32) -> Vec<row!(Author.prefetch_related(books.reviews))>,
                through(country: &str) -> Vec<BookRow>,
                tuples() -> Vec<(i32, i32, Option<String>)>,
                structs() -> Vec<Opinion>,
                few_tuples(below: f64) -> Vec<(String, Option<i32>, String)>,
                few_structs(below: f64) -> Vec<Card>,
                few_counts(after: i32) -> Vec<Annotated<AuthorRow, Shelf>>,
                counts(after: i32) -> Vec<Annotated<AuthorRow, Shelf>>,
                priced() -> Vec<Annotated<BookRow, Priced>>,
                groups(above: i64) -> Vec<Rated>,
            }
            fn stream(&mut self) -> $crate::sides::Tally {
                let mut tally = $crate::sides::Tally::default();
                let each = |visit: VisitRow| tally.add(&visit);
                self.way.answer($($module)::+::stream(&mut self.conn, each));
                tally
            }
        }
    };
    ($module:path => $($name:ident($($arg:ident: $type:ty)?) -> $answer:ty,)*) => { $(
        fn $name(&mut self $(, $arg: $type)?) -> $answer {
            use $module as module;
            self.way.answer(module::$name(&mut self.conn $(, $arg)?))
        }
    )* };
}
pub(crate) use answers;

/// Who answers.
pub enum Asked {
    Plain(Box<dyn Plain>),
    Ours(Box<dyn Ours>),
}

/// A column of the tables.
pub struct Side {
    pub name: &'static str,
    /// The number of the side that it is compared with: hand-written Diesel of its kind.
    pub base: usize,
    pub asked: Asked,
}

impl Side {
    pub fn plain(name: &'static str, base: usize, side: impl Plain + 'static) -> Self {
        let asked = Asked::Plain(Box::new(side));
        Self { name, base, asked }
    }

    pub fn ours(name: &'static str, base: usize, side: impl Ours + 'static) -> Self {
        let asked = Asked::Ours(Box::new(side));
        Self { name, base, asked }
    }

    pub fn is_ours(&self) -> bool {
        matches!(self.asked, Asked::Ours(_))
    }
}
