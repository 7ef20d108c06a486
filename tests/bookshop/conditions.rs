//! Conditions and slices on to-many relations, answered by the database and by plain Rust.

use std::collections::{BTreeMap, BTreeSet};

use diesel::SqliteConnection;
use orm_core::prelude::*;

use crate::models::*;
use crate::shop;

/// Every row that conditions look at.
pub struct Everything {
    pub authors: Vec<Author>,
    pub books: Vec<Book>,
    reviews: Vec<Review>,
    /// The genres of each book, by its id.
    genres: BTreeMap<i32, Vec<String>>,
}

impl Everything {
    pub fn of(conn: &mut SqliteConnection) -> Self {
        let genres: BTreeMap<i32, String> = (Genre.load(conn).unwrap().into_models().into_iter())
            .map(|genre| (genre.id, genre.name))
            .collect();
        let mut of_book: BTreeMap<i32, Vec<String>> = BTreeMap::new();
        for link in BookGenre.load(conn).unwrap() {
            of_book
                .entry(link.book_id)
                .or_default()
                .push(genres[&link.genre_id].clone());
        }
        Self {
            authors: queryset!(Author.order_by(id))
                .load(conn)
                .unwrap()
                .into_models(),
            books: queryset!(Book.order_by(id))
                .load(conn)
                .unwrap()
                .into_models(),
            reviews: Review.load(conn).unwrap().into_models(),
            genres: of_book,
        }
    }

    fn books_of(&self, author: &Author) -> impl Iterator<Item = &Book> {
        self.books
            .iter()
            .filter(move |book| book.author_id == author.id)
    }

    fn stars_of(&self, book: &Book) -> impl Iterator<Item = i32> {
        let of_book = self
            .reviews
            .iter()
            .filter(move |review| review.book_id == book.id);
        of_book.map(|review| review.stars)
    }

    fn has_genre(&self, book: &Book, genre: &str) -> bool {
        self.genres
            .get(&book.id)
            .is_some_and(|genres| genres.iter().any(|name| name == genre))
    }

    fn translated(&self, book: &Book) -> bool {
        self.books
            .iter()
            .any(|other| other.translation_of_id == Some(book.id))
    }

    /// The ids of the authors for whom this holds.
    fn authors_where(&self, holds: impl Fn(&Author) -> bool) -> Vec<i32> {
        self.authors
            .iter()
            .filter(|author| holds(author))
            .map(|author| author.id)
            .collect()
    }

    /// The ids of the books for which this holds.
    fn books_where(&self, holds: impl Fn(&Book) -> bool) -> Vec<i32> {
        self.books
            .iter()
            .filter(|book| holds(book))
            .map(|book| book.id)
            .collect()
    }
}

/// The ids that a queryset finds, sorted, each as often as it comes. There must be some, and
/// not all, or the condition would prove nothing.
macro_rules! ids {
    ($conn:expr, $model:ident$(.$step:ident($($condition:tt)*))+) => {{
        let rows = queryset!($model$(.$step($($condition)*))+).load($conn).unwrap();
        let mut ids: Vec<i32> = rows.iter().map(|row| row.id).collect();
        ids.sort_unstable();
        assert!(!ids.is_empty() && (ids.len() as i64) < $model.count($conn).unwrap());
        ids
    }};
}

#[test]
fn any_finds_what_rust_finds() {
    let conn = &mut shop();
    let all = Everything::of(conn);
    assert_eq!(
        ids!(
            conn,
            Author.filter(books.any(genres.any(name == "Fantasy")))
        ),
        all.authors_where(|author| all
            .books_of(author)
            .any(|book| all.has_genre(book, "Fantasy"))),
    );
    assert_eq!(
        ids!(conn, Book.filter(reviews.any())),
        all.books_where(|book| all.stars_of(book).next().is_some()),
    );
}

#[test]
fn one_row_for_two_conditions_is_not_two_rows() {
    let conn = &mut shop();
    let all = Everything::of(conn);
    let short = |book: &Book| all.has_genre(book, "Short stories");
    let late = |book: &Book| book.year > 1960;
    let one = ids!(
        conn,
        Author.filter(books.any(genres.any(name == "Short stories") && year > 1960))
    );
    assert_eq!(
        one,
        all.authors_where(|author| all.books_of(author).any(|book| short(book) && late(book))),
    );
    let two = ids!(
        conn,
        Author.filter(books.any(genres.any(name == "Short stories")) && books.any(year > 1960))
    );
    assert_eq!(
        two,
        all.authors_where(|author| {
            all.books_of(author).any(short) && all.books_of(author).any(late)
        }),
    );
    assert_ne!(one, two);
}

#[test]
fn all_finds_what_rust_finds() {
    let conn = &mut shop();
    let all = Everything::of(conn);
    let liked = ids!(conn, Book.filter(reviews.all(stars >= 4)));
    assert_eq!(
        liked,
        all.books_where(|book| all.stars_of(book).all(|stars| stars >= 4))
    );
    // Books without a review are among them, until one is asked for.
    let reviewed = ids!(conn, Book.filter(reviews.any() && reviews.all(stars >= 4)));
    assert!(reviewed.len() < liked.len());
    // NULL is not above 1950: a book without a publisher does not count as one.
    assert_eq!(
        ids!(conn, Author.filter(books.all(publisher_id > 0))),
        all.authors_where(|author| all.books_of(author).all(|book| book.publisher_id.is_some())),
    );
}

#[test]
fn none_finds_what_rust_finds() {
    let conn = &mut shop();
    let all = Everything::of(conn);
    let untranslated = ids!(conn, Author.filter(books.none(translations.any())));
    assert_eq!(
        untranslated,
        all.authors_where(|author| !all.books_of(author).any(|book| all.translated(book))),
    );
    assert_eq!(
        ids!(conn, Author.exclude(books.any(translations.any()))),
        untranslated
    );
}

#[test]
fn quantifiers_nest_and_join() {
    let conn = &mut shop();
    let all = Everything::of(conn);
    assert_eq!(
        ids!(
            conn,
            Author.filter(
                books.any(genres.any(name == "Fantasy") && reviews.any(stars == 5))
                    && books.all(year > 1900)
                    && books.none(reviews.any(stars <= 1))
            )
        ),
        all.authors_where(|author| {
            let books = || all.books_of(author);
            books().any(|book| {
                all.has_genre(book, "Fantasy") && all.stars_of(book).any(|stars| stars == 5)
            }) && books().all(|book| book.year > 1900)
                && !books().any(|book| all.stars_of(book).any(|stars| stars <= 1))
        }),
    );
}

#[test]
fn exclude_is_the_exact_complement_of_filter() {
    let conn = &mut shop();
    let found = ids!(
        conn,
        Book.filter(publisher.country.name == "United Kingdom")
    );
    let left = ids!(
        conn,
        Book.exclude(publisher.country.name == "United Kingdom")
    );
    let both: BTreeSet<i32> = found.iter().chain(&left).copied().collect();
    assert_eq!((both.len(), found.len() + left.len()), (370, 370));
}

#[test]
fn the_top_three_are_those_of_every_author() {
    let conn = &mut shop();
    let all = Everything::of(conn);
    let latest = queryset!(
        Author
            .order_by(id)
            .prefetch_related(books.order_by(-year, title)[..3])
    );
    let latest = assert_num_queries!(conn, 2, { latest.load(conn).unwrap() });
    assert_eq!(latest.len(), all.authors.len());
    for author in &latest {
        let mut books: Vec<&Book> = all.books_of(author).collect();
        books.sort_by_key(|book| (-book.year, &book.title));
        books.truncate(3);
        let shown: Vec<&Book> = author.books().iter().map(|book| &**book).collect();
        assert_eq!(shown, books, "{}", author.name);
    }
}

#[test]
fn the_top_three_reviews_are_those_of_every_book() {
    let conn = &mut shop();
    let all = Everything::of(conn);
    let best = queryset!(
        Book.order_by(id)
            .prefetch_related(reviews.order_by(-stars)[..3])
    );
    let best = assert_num_queries!(conn, 2, { best.load(conn).unwrap() });
    for book in &best {
        let mut stars: Vec<i32> = all.stars_of(book).collect();
        stars.sort_unstable_by(|one, other| other.cmp(one));
        stars.truncate(3);
        let shown: Vec<i32> = book.reviews().iter().map(|review| review.stars).collect();
        assert_eq!(shown, stars, "{}", book.title);
    }
}
