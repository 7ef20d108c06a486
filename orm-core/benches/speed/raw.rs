//! The cases by the driver alone: prepared statements and columns by number. The limit.

use rusqlite::{CachedStatement, Connection, Params, Result, Row};

use crate::models::*;

macro_rules! book_columns {
    () => {
        "b.id, b.isbn, b.title, b.author_id, b.publisher_id, b.pages, b.price, b.in_print"
    };
}
macro_rules! author_columns {
    () => {
        "a.id, a.name, a.born, a.score, a.country_id"
    };
}
macro_rules! review_columns {
    () => {
        "r.id, r.book_id, r.stars, r.title, r.body"
    };
}

fn book(row: &Row<'_>, at: usize) -> Result<Book> {
    Ok(Book {
        id: row.get(at)?,
        isbn: row.get(at + 1)?,
        title: row.get(at + 2)?,
        author_id: row.get(at + 3)?,
        publisher_id: row.get(at + 4)?,
        pages: row.get(at + 5)?,
        price: row.get(at + 6)?,
        in_print: row.get(at + 7)?,
    })
}

fn author(row: &Row<'_>, at: usize) -> Result<Author> {
    Ok(Author {
        id: row.get(at)?,
        name: row.get(at + 1)?,
        born: row.get(at + 2)?,
        score: row.get(at + 3)?,
        country_id: row.get(at + 4)?,
    })
}

fn review(row: &Row<'_>, at: usize) -> Result<Review> {
    Ok(Review {
        id: row.get(at)?,
        book_id: row.get(at + 1)?,
        stars: row.get(at + 2)?,
        title: row.get(at + 3)?,
        body: row.get(at + 4)?,
    })
}

fn rows<T>(
    mut statement: CachedStatement<'_>,
    params: impl Params,
    read: impl FnMut(&Row<'_>) -> Result<T>,
) -> Result<Vec<T>> {
    statement.query_map(params, read)?.collect()
}

/// `[1,2,3]`.
fn json(keys: impl Iterator<Item = i32>) -> String {
    use std::fmt::Write;
    let mut text = String::from("[");
    for key in keys {
        let comma = if text.len() > 1 { "," } else { "" };
        let _ = write!(text, "{comma}{key}");
    }
    text + "]"
}

/// Children into their parents: the statement gives the place of the parent's key first.
fn group<T>(
    parents: usize,
    mut statement: CachedStatement<'_>,
    keys: &str,
    read: impl Fn(&Row<'_>) -> Result<T>,
) -> Result<Vec<Vec<T>>> {
    let mut groups: Vec<Vec<T>> = std::iter::repeat_with(Vec::new).take(parents).collect();
    let mut rows = statement.query([keys])?;
    while let Some(row) = rows.next()? {
        let at = row.get::<_, u32>(0)? as usize;
        groups[at].push(read(row)?);
    }
    Ok(groups)
}

pub fn point(conn: &Connection, key: i32) -> Result<Book> {
    let mut statement = conn.prepare_cached(concat!(
        "SELECT ",
        book_columns!(),
        " FROM books b WHERE id = ?"
    ))?;
    statement.query_row([key], |row| book(row, 0))
}

pub fn list(conn: &Connection, below: f64) -> Result<Vec<(Book, Author, Publisher)>> {
    let statement = conn.prepare_cached(concat!(
        "SELECT ",
        book_columns!(),
        ", ",
        author_columns!(),
        ", p.id, p.name, p.founded FROM books b
         JOIN authors a ON a.id = b.author_id JOIN publishers p ON p.id = b.publisher_id
         WHERE b.price < ? AND b.in_print = 1 ORDER BY b.title, b.id LIMIT 20"
    ))?;
    rows(statement, [below], |row| {
        let publisher = Publisher {
            id: row.get(13)?,
            name: row.get(14)?,
            founded: row.get(15)?,
        };
        Ok((book(row, 0)?, author(row, 8)?, publisher))
    })
}

fn some_authors(conn: &Connection, after: i32) -> Result<Vec<Author>> {
    let statement = conn.prepare_cached(concat!(
        "SELECT ",
        author_columns!(),
        " FROM authors a WHERE id > ? ORDER BY id LIMIT 100"
    ))?;
    rows(statement, [after], |row| author(row, 0))
}

fn with_books(conn: &Connection, authors: Vec<Author>) -> Result<Vec<(Author, Vec<Book>)>> {
    let statement = conn.prepare_cached(concat!(
        "SELECT k.key, ",
        book_columns!(),
        " FROM json_each(?) k CROSS JOIN books b ON b.author_id = k.value"
    ))?;
    let keys = json(authors.iter().map(|author| author.id));
    let books = group(authors.len(), statement, &keys, |row| book(row, 1))?;
    Ok(authors.into_iter().zip(books).collect())
}

pub fn children(conn: &Connection, after: i32) -> Result<Vec<(Author, Vec<Book>)>> {
    with_books(conn, some_authors(conn, after)?)
}

pub fn many(conn: &Connection, after: i32) -> Result<Vec<(Book, Vec<Tag>)>> {
    let statement = conn.prepare_cached(concat!(
        "SELECT ",
        book_columns!(),
        " FROM books b WHERE id > ? ORDER BY id LIMIT 100"
    ))?;
    let books = rows(statement, [after], |row| book(row, 0))?;
    let statement = conn.prepare_cached(
        "SELECT k.key, t.id, t.name FROM json_each(?) k
         CROSS JOIN book_tags l ON l.book_id = k.value JOIN tags t ON t.id = l.tag_id",
    )?;
    let keys = json(books.iter().map(|book| book.id));
    let tags = group(books.len(), statement, &keys, |row| {
        Ok(Tag {
            id: row.get(1)?,
            name: row.get(2)?,
        })
    })?;
    Ok(books.into_iter().zip(tags).collect())
}

pub fn scan(conn: &Connection) -> Result<Vec<(Review, Book)>> {
    let statement = conn.prepare_cached(concat!(
        "SELECT ",
        review_columns!(),
        ", ",
        book_columns!(),
        " FROM reviews r JOIN books b ON b.id = r.book_id ORDER BY r.id"
    ))?;
    rows(statement, [], |row| Ok((review(row, 0)?, book(row, 5)?)))
}

pub fn all(conn: &Connection) -> Result<Vec<(Author, Vec<Book>)>> {
    let statement =
        conn.prepare_cached(concat!("SELECT ", author_columns!(), " FROM authors a"))?;
    with_books(conn, rows(statement, [], |row| author(row, 0))?)
}

pub fn stream(conn: &Connection, mut each: impl FnMut(&Visit)) -> Result<()> {
    let mut statement = conn.prepare_cached("SELECT id, book_id, seconds, source FROM visits")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        each(&Visit {
            id: row.get(0)?,
            book_id: row.get(1)?,
            seconds: row.get(2)?,
            source: row.get(3)?,
        });
    }
    Ok(())
}

pub fn levels(conn: &Connection, after: i32) -> Result<Vec<(Author, Vec<(Book, Vec<Review>)>)>> {
    let authors = some_authors(conn, after)?;
    let statement = conn.prepare_cached(concat!(
        "SELECT k.key, ",
        book_columns!(),
        " FROM json_each(?) k CROSS JOIN books b ON b.author_id = k.value"
    ))?;
    let keys = json(authors.iter().map(|author| author.id));
    let books = rows(statement, [keys], |row| {
        Ok((row.get::<_, u32>(0)? as usize, book(row, 1)?))
    })?;
    let statement = conn.prepare_cached(concat!(
        "SELECT k.key, ",
        review_columns!(),
        " FROM json_each(?) k CROSS JOIN reviews r ON r.book_id = k.value"
    ))?;
    let keys = json(books.iter().map(|(_, book)| book.id));
    let reviews = group(books.len(), statement, &keys, |row| review(row, 1))?;
    let mut nested: Vec<(Author, Vec<(Book, Vec<Review>)>)> = authors
        .into_iter()
        .map(|author| (author, Vec::new()))
        .collect();
    for ((at, book), reviews) in books.into_iter().zip(reviews) {
        nested[at].1.push((book, reviews));
    }
    Ok(nested)
}

pub fn through(conn: &Connection, country: &str) -> Result<Vec<Book>> {
    let statement = conn.prepare_cached(concat!(
        "SELECT ",
        book_columns!(),
        " FROM books b JOIN authors a ON a.id = b.author_id
         JOIN countries c ON c.id = a.country_id WHERE c.name = ?"
    ))?;
    rows(statement, [country], |row| book(row, 0))
}

fn opinion(row: &Row<'_>) -> Result<Opinion> {
    Ok(Opinion {
        id: row.get(0)?,
        stars: row.get(1)?,
        title: row.get(2)?,
        body: row.get(3)?,
    })
}

pub fn tuples(conn: &Connection) -> Result<Vec<(i32, i32, Option<String>)>> {
    let statement = conn.prepare_cached("SELECT id, stars, title FROM reviews ORDER BY id")?;
    rows(statement, [], |row| {
        Ok((row.get(0)?, row.get(1)?, row.get(2)?))
    })
}

pub fn structs(conn: &Connection) -> Result<Vec<Opinion>> {
    let statement =
        conn.prepare_cached("SELECT id, stars, title, body FROM reviews ORDER BY id")?;
    rows(statement, [], opinion)
}

const CARDS: &str = "SELECT b.title, b.pages, a.name FROM books b JOIN authors a
     ON a.id = b.author_id WHERE b.price < ? ORDER BY b.title, b.id LIMIT 20";

pub fn few_tuples(conn: &Connection, below: f64) -> Result<Vec<(String, Option<i32>, String)>> {
    rows(conn.prepare_cached(CARDS)?, [below], |row| {
        Ok((row.get(0)?, row.get(1)?, row.get(2)?))
    })
}

pub fn few_structs(conn: &Connection, below: f64) -> Result<Vec<Card>> {
    rows(conn.prepare_cached(CARDS)?, [below], |row| {
        Ok(Card {
            title: row.get(0)?,
            pages: row.get(1)?,
            author: row.get(2)?,
        })
    })
}

macro_rules! counted {
    ($conn:ident, $after:ident, $limit:literal) => {{
        let statement = $conn.prepare_cached(concat!(
            "SELECT ",
            author_columns!(),
            ", (SELECT COUNT(*) FROM books b WHERE b.author_id = a.id)
             FROM authors a WHERE id > ? ORDER BY id LIMIT ",
            $limit
        ))?;
        rows(statement, [$after], |row| {
            Ok((author(row, 0)?, row.get(5)?))
        })
    }};
}

pub fn few_counts(conn: &Connection, after: i32) -> Result<Vec<(Author, i64)>> {
    counted!(conn, after, 20)
}

pub fn counts(conn: &Connection, after: i32) -> Result<Vec<(Author, i64)>> {
    counted!(conn, after, 1000)
}

pub fn priced(conn: &Connection) -> Result<Vec<(Book, f64)>> {
    let statement = conn.prepare_cached(concat!(
        "SELECT ",
        book_columns!(),
        ", b.price * 1.2 FROM books b ORDER BY b.id"
    ))?;
    rows(statement, [], |row| Ok((book(row, 0)?, row.get(8)?)))
}

pub fn groups(conn: &Connection, above: i64) -> Result<Vec<Rated>> {
    let statement = conn.prepare_cached(
        "SELECT book_id, COUNT(*), SUM(stars) FROM reviews GROUP BY book_id
         HAVING COUNT(*) > ? ORDER BY COUNT(*) DESC, book_id",
    )?;
    rows(statement, [above], |row| {
        Ok(Rated {
            book_id: row.get(0)?,
            reviews: row.get(1)?,
            stars: row.get(2)?,
        })
    })
}
