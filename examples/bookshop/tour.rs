//! The tour: what querysets can do, one stop after another.

use std::ops::Deref;

use diesel::SqliteConnection;
use orm_core::Result;
use orm_core::prelude::*;

use crate::models::*;
use crate::show::{Stop, cells, visit};

/// A stop of the tour.
pub type Visit = fn(&mut SqliteConnection) -> Result<Stop>;

/// The stops, in order.
pub const STOPS: &[Visit] = &[
    page,
    shelves,
    levels,
    family,
    top_three,
    quantifiers,
    by_hand,
    by_queryset,
];

/// What is in the shop.
pub fn welcome(conn: &mut SqliteConnection) -> Result<String> {
    Ok(format!(
        "A bookshop in memory: {} books by {} authors from {} countries, {} reviews, {} orders.\n",
        Book.count(conn)?,
        Author.count(conn)?,
        queryset!(Country.filter(authors.any())).count(conn)?,
        Review.count(conn)?,
        Order.count(conn)?,
    ))
}

/// Both relations come by JOIN, so one query does. A book without a publisher is among the rows:
/// `exclude` leaves out what `filter` would find, and nothing else.
pub fn page(conn: &mut SqliteConnection) -> Result<Stop> {
    let (stop, books) = visit!("1. The second page of ten, with two joins", conn, {
        let (page, size) = (1, 10);
        queryset!(
            Book.filter(year >= 1950 && language.in_(["French", "German", "Spanish"]))
                .exclude(publisher.name.icontains("verlag"))
                .order_by(-year, author.name)
                .select_related(author, publisher)[page * size..(page + 1) * size]
        )
        .load(conn)?
    });
    let rows = books.iter().map(|book| {
        let publisher = book.publisher().map_or("", |publisher| &publisher.name);
        cells![book.title, book.author().name, book.year, publisher]
    });
    Ok(stop.table(["Title", "Author", "Year", "Publisher"], rows))
}

/// Two to-many relations, one below the other: a query each, whatever the number of rows.
pub fn shelves(conn: &mut SqliteConnection) -> Result<Stop> {
    let (stop, authors) = visit!("2. Authors with their books and genres", conn, {
        queryset!(
            Author
                .filter(country.name == "Poland")
                .prefetch_related(books.genres)
        )
        .load(conn)?
    });
    let mut rows = Vec::new();
    for author in &authors {
        for book in author.books() {
            rows.push(cells![author.name, book.year, book.title, genres_of(book)]);
        }
    }
    Ok(stop.table(["Author", "Year", "Book", "Genres"], rows))
}

/// Country, author, book, review, customer. Paths that begin alike share their queries:
/// authors and books are read once.
pub fn levels(conn: &mut SqliteConnection) -> Result<Stop> {
    let (stop, countries) = visit!("3. Five levels deep: from a country to a customer", conn, {
        queryset!(
            Country
                .filter(name.in_(["Finland", "Iceland"]))
                .prefetch_related(authors.books.genres, authors.books.reviews.customer)
        )
        .load(conn)?
    });
    let mut rows = Vec::new();
    for country in &countries {
        for author in country.authors() {
            for book in author.books() {
                let (genres, reviews) = (genres_of(book), book.reviews());
                let best = reviews.first().map_or(String::new(), |best| {
                    format!("{} of 5, {}", best.stars, best.customer().name)
                });
                let (country, author) = (&country.name, &author.name);
                rows.push(cells![
                    country,
                    author,
                    book.title,
                    genres,
                    reviews.len(),
                    best
                ]);
            }
        }
    }
    Ok(stop.table(
        ["Country", "Author", "Book", "Genres", "Reviews", "Best"],
        rows,
    ))
}

/// One table five times in a queryset: the books themselves, two joins, two batches. There is
/// no alias to declare.
pub fn family(conn: &mut SqliteConnection) -> Result<Stop> {
    let (stop, books) = visit!(
        "4. Sequels and translations: books related to books",
        conn,
        {
            queryset!(
                Book.filter(author.name == "Liu Cixin")
                    .select_related(sequel_of, translation_of)
                    .prefetch_related(sequels, translations)
            )
            .load(conn)?
        }
    );
    let rows = books.iter().map(|book| {
        let before = book.sequel_of().map_or("", |before| &before.title);
        let original = book.translation_of().map_or("", |original| &original.title);
        let (after, translations) = (titles(book.sequels()), titles(book.translations()));
        cells![book.title, before, after, original, translations]
    });
    Ok(stop.table(
        [
            "Book",
            "Sequel of",
            "Sequels",
            "Translation of",
            "Translations",
        ],
        rows,
    ))
}

/// A slice in a prefetch counts for each parent. What is loaded in part has a type of its
/// own, without `len`: nobody takes three books for all of them.
pub fn top_three(conn: &mut SqliteConnection) -> Result<Stop> {
    let (stop, authors) = visit!("5. The three latest books of each author", conn, {
        let (from, to) = (1920, 1923);
        queryset!(
            Author
                .filter(born.between(from, to))
                .order_by(born, name)
                .prefetch_related(books.filter(translation_of_id.is_null()).order_by(-year)[..3])
        )
        .load(conn)?
    });
    let mut rows = Vec::new();
    for author in &authors {
        for book in author.books() {
            rows.push(cells![
                author.name,
                author.born.unwrap_or(0),
                book.year,
                book.title
            ]);
        }
    }
    Ok(stop.table(["Author", "Born", "Year", "Book"], rows))
}

/// A condition on a to-many relation says whether it must hold for any, for all or for none
/// of the rows. It is an EXISTS: no author comes twice.
pub fn quantifiers(conn: &mut SqliteConnection) -> Result<Stop> {
    let (stop, authors) = visit!("6. Conditions with any, all and none", conn, {
        queryset!(
            Author
                .filter(
                    books.any(genres.any(name == "Fantasy") && reviews.any(stars == 5))
                        && books.all(year > 1900)
                        && books.none(reviews.any(stars <= 1))
                )
                .select_related(country)
                .prefetch_related(books)
        )
        .load(conn)?
    });
    let rows = authors.iter().map(|author| {
        let country = author.country().map_or("", |country| &country.name);
        let first_year = author
            .books()
            .iter()
            .map(|book| book.year)
            .min()
            .unwrap_or(0);
        cells![author.name, country, author.books().len(), first_year]
    });
    Ok(stop.table(["Author", "Country", "Books", "First in"], rows))
}

/// An order's number, and the title and price of each line.
pub type Bill = (i32, Vec<(String, i32)>);

/// The page by hand, and its first orders.
pub fn by_hand(conn: &mut SqliteConnection) -> Result<Stop> {
    let (stop, bills) = bills_by_hand(conn)?;
    let mut rows = Vec::new();
    for (order, lines) in bills.iter().take(3) {
        for (title, cents) in lines {
            let price = format!("{}.{:02} €", cents / 100, cents % 100);
            rows.push(cells![order, title, price]);
        }
    }
    Ok(stop.table(["Order", "Book", "Price"], rows))
}

/// The same page by one queryset, and what that saves.
pub fn by_queryset(conn: &mut SqliteConnection) -> Result<Stop> {
    let (by_hand, hand_bills) = bills_by_hand(conn)?;
    let (stop, bills) = bills_by_queryset(conn)?;
    let row = |way: &str, stop: &Stop, bills: &[Bill]| {
        let lines: usize = bills.iter().map(|(_, lines)| lines.len()).sum();
        let rows = format!("{} orders, {lines} lines", bills.len());
        cells![way, rows, stop.queries.len(), stop.milliseconds()]
    };
    let rows = [
        row("by hand", &by_hand, &hand_bills),
        row("by queryset", &stop, &bills),
    ];
    Ok(stop.table(["Way", "Rows", "Queries", "Time"], rows))
}

/// A query for the page, one for each order, and one for each line: the N+1 queries that other
/// ORMs run behind a field access. Here none can run unless it stands in the source.
pub fn bills_by_hand(conn: &mut SqliteConnection) -> Result<(Stop, Vec<Bill>)> {
    Ok(visit!(
        "7. Five hundred orders with their books, by hand",
        conn,
        {
            let mut bills = Vec::new();
            for order in queryset!(Order.order_by(id)[..500]).load(conn)? {
                let mut lines = Vec::new();
                for line in queryset!(OrderLine.filter(order_id == order.id)).load(conn)? {
                    let book = queryset!(Book.filter(id == line.book_id)).get(conn)?;
                    lines.push((book.title.clone(), line.copies * line.cents));
                }
                bills.push((order.id, lines));
            }
            bills
        }
    ))
}

/// A query for the page, one for all lines, and one for all books. Reading `order.lines()` and
/// `line.book()` runs none, and would not compile if they had not been loaded.
pub fn bills_by_queryset(conn: &mut SqliteConnection) -> Result<(Stop, Vec<Bill>)> {
    Ok(visit!(
        "8. The same five hundred orders, by a queryset",
        conn,
        {
            let orders = queryset!(Order.order_by(id).prefetch_related(lines.book)[..500]);
            let mut bills = Vec::new();
            for order in &orders.load(conn)? {
                let mut lines = Vec::new();
                for line in order.lines() {
                    lines.push((line.book().title.clone(), line.copies * line.cents));
                }
                bills.push((order.id, lines));
            }
            bills
        }
    ))
}

/// Any row of a book will do, as long as its genres are loaded; without them, the call does
/// not compile.
fn genres_of(book: &has!(Book: genres)) -> String {
    let names: Vec<&str> = book
        .genres()
        .iter()
        .map(|genre| genre.name.as_str())
        .collect();
    names.join(", ")
}

/// Any rows of books will do.
fn titles(books: &[impl Deref<Target = Book>]) -> String {
    let titles: Vec<&str> = books.iter().map(|book| book.title.as_str()).collect();
    titles.join(", ")
}
