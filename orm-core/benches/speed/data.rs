//! The bench's own data: the same on every machine, with skews as real data has them.
//!
//! A few authors wrote many books and most wrote few, some books have hundreds of reviews
//! and a third none, and tags follow Zipf's law. Some texts hold what is not ASCII.

use std::path::Path;

use rusqlite::{Connection, params};

pub const COUNTRIES: i32 = 40;
pub const PUBLISHERS: i32 = 2_000;
pub const AUTHORS: i32 = 10_000;
pub const BOOKS: i32 = 40_000;
const TAGS: i32 = 4_000;
const REVIEWS: i32 = 100_000;
pub const VISITS: i64 = 1_000_000;

pub const SCHEMA: &str = "
    CREATE TABLE countries (id INTEGER PRIMARY KEY NOT NULL, code TEXT NOT NULL UNIQUE, name TEXT NOT NULL);
    CREATE TABLE publishers (id INTEGER PRIMARY KEY NOT NULL, name TEXT NOT NULL, founded INTEGER);
    CREATE TABLE authors (id INTEGER PRIMARY KEY NOT NULL, name TEXT NOT NULL, born INTEGER, score DOUBLE PRECISION,
        country_id INTEGER REFERENCES countries (id));
    CREATE TABLE books (id INTEGER PRIMARY KEY NOT NULL, isbn TEXT NOT NULL UNIQUE, title TEXT NOT NULL,
        author_id INTEGER NOT NULL REFERENCES authors (id),
        publisher_id INTEGER NOT NULL REFERENCES publishers (id),
        pages INTEGER, price DOUBLE PRECISION NOT NULL, in_print BOOLEAN NOT NULL);
    CREATE TABLE tags (id INTEGER PRIMARY KEY NOT NULL, name TEXT NOT NULL);
    CREATE TABLE book_tags (book_id INTEGER NOT NULL REFERENCES books (id),
        tag_id INTEGER NOT NULL REFERENCES tags (id), weight INTEGER NOT NULL,
        PRIMARY KEY (book_id, tag_id));
    CREATE TABLE reviews (id INTEGER PRIMARY KEY NOT NULL, book_id INTEGER NOT NULL REFERENCES books (id),
        stars INTEGER NOT NULL, title TEXT, body TEXT NOT NULL);
    CREATE TABLE visits (id INTEGER PRIMARY KEY NOT NULL, book_id INTEGER NOT NULL REFERENCES books (id),
        seconds INTEGER NOT NULL, source TEXT);";

pub const INDEXES: &str = "
    CREATE INDEX countries_name ON countries (name);
    CREATE INDEX authors_country ON authors (country_id);
    CREATE INDEX books_author ON books (author_id);
    CREATE INDEX books_publisher ON books (publisher_id);
    CREATE INDEX books_title ON books (title);
    CREATE INDEX book_tags_tag ON book_tags (tag_id);
    CREATE INDEX reviews_book ON reviews (book_id);
    CREATE INDEX visits_book ON visits (book_id);
    ANALYZE;";

/// Splitmix64: small, and good enough for made-up shops.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }
    fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }
    fn below(&mut self, end: i32) -> i32 {
        (self.unit() * f64::from(end)) as i32
    }
    fn one_in(&mut self, n: u64) -> bool {
        self.next().is_multiple_of(n)
    }
    /// An id from 1 to `n` with weight 1/rank; the heavy ones lie anywhere.
    fn zipf(&mut self, n: i32) -> i32 {
        let rank = (f64::from(n).powf(self.unit()) as i32 - 1).clamp(0, n - 1);
        scatter(rank, n)
    }
    /// An id from 1 to `n` with weight 1/√rank.
    fn root(&mut self, n: i32) -> i32 {
        let rank = (f64::from(n) * self.unit().powi(2)) as i32;
        scatter(rank.min(n - 1), n)
    }
    fn words(&mut self, from: usize, to: usize) -> String {
        const WORDS: [&str; 24] = [
            "river",
            "glass",
            "winter",
            "house",
            "of",
            "the",
            "silent",
            "paper",
            "north",
            "a",
            "garden",
            "letters",
            "from",
            "night",
            "crossing",
            "Ångström",
            "naïve",
            "50%",
            "l'été",
            "東京",
            "song",
            "under",
            "stone",
            "light",
        ];
        let count = from + (self.next() as usize) % (to - from + 1);
        let mut text = String::new();
        for at in 0..count {
            if at > 0 {
                text.push(' ');
            }
            text.push_str(WORDS[(self.next() as usize) % WORDS.len()]);
        }
        text
    }
}

/// A fixed permutation of the ranks: 7919 is prime to every table's size.
fn scatter(rank: i32, n: i32) -> i32 {
    (i64::from(rank) * 7919 % i64::from(n)) as i32 + 1
}

/// Writes the database.
pub fn write(path: &Path) -> rusqlite::Result<()> {
    let conn = Connection::open(path)?;
    conn.execute_batch(
        "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA foreign_keys = OFF; BEGIN;",
    )?;
    conn.execute_batch(SCHEMA)?;
    shop(&conn, &mut Dice(1))?;
    readers(&conn, &mut Dice(2))?;
    conn.execute_batch(INDEXES)?;
    conn.execute_batch("COMMIT;")
}

fn shop(conn: &Connection, dice: &mut Dice) -> rusqlite::Result<()> {
    let mut add = conn.prepare("INSERT INTO countries VALUES (?, ?, ?)")?;
    for id in 1..=COUNTRIES {
        add.execute(params![id, format!("{id:02}"), format!("Country {id}")])?;
    }
    let mut add = conn.prepare("INSERT INTO publishers VALUES (?, ?, ?)")?;
    for id in 1..=PUBLISHERS {
        let founded = (!dice.one_in(5)).then(|| 1800 + dice.below(220));
        add.execute(params![id, dice.words(1, 3), founded])?;
    }
    let mut add = conn.prepare("INSERT INTO authors VALUES (?, ?, ?, ?, ?)")?;
    for id in 1..=AUTHORS {
        let born = (!dice.one_in(8)).then(|| 1850 + dice.below(150));
        let score = (!dice.one_in(3)).then(|| f64::from(dice.below(40)) / 4.0);
        let country = (!dice.one_in(10)).then(|| dice.zipf(COUNTRIES));
        add.execute(params![id, dice.words(2, 3), born, score, country])?;
    }
    let mut add = conn.prepare("INSERT INTO books VALUES (?, ?, ?, ?, ?, ?, ?, ?)")?;
    for id in 1..=BOOKS {
        let isbn = format!("978{:010}", i64::from(id) * 7919);
        let (author, publisher) = (dice.root(AUTHORS), dice.zipf(PUBLISHERS));
        let pages = (!dice.one_in(7)).then(|| 60 + dice.below(900));
        let price = f64::from(100 + dice.below(8000)) / 100.0;
        let in_print = !dice.one_in(4);
        add.execute(params![
            id,
            isbn,
            dice.words(2, 7),
            author,
            publisher,
            pages,
            price,
            in_print
        ])?;
    }
    let mut add = conn.prepare("INSERT INTO tags VALUES (?, ?)")?;
    for id in 1..=TAGS {
        add.execute(params![id, dice.words(1, 2)])?;
    }
    let mut add = conn.prepare("INSERT OR IGNORE INTO book_tags VALUES (?, ?, ?)")?;
    for id in 1..=BOOKS {
        for _ in 0..dice.below(8) {
            add.execute(params![id, dice.zipf(TAGS), dice.below(100)])?;
        }
    }
    Ok(())
}

fn readers(conn: &Connection, dice: &mut Dice) -> rusqlite::Result<()> {
    let mut add = conn.prepare("INSERT INTO reviews VALUES (?, ?, ?, ?, ?)")?;
    for id in 1..=REVIEWS {
        let stars = 5 - dice.below(3) * dice.below(2) - dice.below(2);
        let title = (!dice.one_in(4)).then(|| dice.words(1, 4));
        add.execute(params![
            id,
            dice.root(BOOKS),
            stars,
            title,
            dice.words(3, 25)
        ])?;
    }
    let mut add = conn.prepare("INSERT INTO visits VALUES (?, ?, ?, ?)")?;
    for id in 1..=VISITS {
        let source = (!dice.one_in(3)).then(|| dice.words(1, 1));
        add.execute(params![id, dice.root(BOOKS), dice.below(1800), source])?;
    }
    Ok(())
}
