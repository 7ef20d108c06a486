//! The bookshop's database: facts from the CSVs; customers, reviews and orders made up.

use std::error::Error;
use std::fmt::Write;

use diesel::connection::SimpleConnection;
use diesel::prelude::*;

/// The tables and indexes, where they are not there yet. The same for every database.
pub const SCHEMA: &str = include_str!("schema.sql");
/// What the made-up rows begin with: they are the same in every run.
const SEED: u64 = 1922;
const ORDERS: u64 = 600;
const FIRST_NAMES: [&str; 12] = [
    "Ada", "Bruno", "Chiara", "Dmitri", "Elif", "Fatou", "Goran", "Hana", "Igor", "Jun", "Kaisa",
    "Luís",
];
const LAST_NAMES: [&str; 10] = [
    "Amsel", "Berg", "Costa", "Dubois", "Eriksen", "Fischer", "Garcia", "Horák", "Ivanov", "Jones",
];

/// A database in memory, with everything in it.
pub fn bookshop() -> Result<SqliteConnection, Box<dyn Error>> {
    let mut conn = SqliteConnection::establish(":memory:")?;
    conn.batch_execute("PRAGMA foreign_keys = ON")?;
    conn.batch_execute(SCHEMA)?;
    let rows = rows()?;
    conn.transaction(|conn| conn.batch_execute(&rows))?;
    Ok(conn)
}

/// Statements that insert every row. The same for every database.
pub fn rows() -> csv::Result<String> {
    let mut sql = String::new();
    let countries = copy(&mut sql, "countries", include_str!("data/countries.csv"))?;
    copy(&mut sql, "authors", include_str!("data/authors.csv"))?;
    copy(&mut sql, "publishers", include_str!("data/publishers.csv"))?;
    let books = copy(&mut sql, "books", include_str!("data/books.csv"))?;
    copy(&mut sql, "genres", include_str!("data/genres.csv"))?;
    copy(
        &mut sql,
        "book_genres",
        include_str!("data/book_genres.csv"),
    )?;
    make_up(&mut sql, &countries, &books);
    Ok(sql)
}

/// Every record of a file into its table; gives the records' first fields, their keys.
fn copy(sql: &mut String, table: &str, csv: &str) -> csv::Result<Vec<String>> {
    let mut keys = Vec::new();
    for record in csv::Reader::from_reader(csv.as_bytes()).records() {
        let fields: Vec<String> = record?.iter().map(str::to_owned).collect();
        insert(sql, table, &fields);
        keys.extend(fields.into_iter().next());
    }
    Ok(keys)
}

/// One row. An empty field is NULL, and the database makes a number of a quoted text where the
/// column is one.
fn insert(sql: &mut String, table: &str, fields: &[String]) {
    let literal = |field: &String| match field.as_str() {
        "" => "NULL".to_owned(),
        text => format!("'{}'", text.replace('\'', "''")),
    };
    let values: Vec<String> = fields.iter().map(literal).collect();
    // Writing to a `String` does not fail.
    let _ = writeln!(sql, "INSERT INTO {table} VALUES ({});", values.join(", "));
}

/// Customers, what they think of the books, and what they ordered.
fn make_up(sql: &mut String, countries: &[String], books: &[String]) {
    let mut dice = Dice(SEED);
    let mut customers = Vec::new();
    for last in LAST_NAMES {
        for first in FIRST_NAMES {
            let id = (customers.len() + 1).to_string();
            let country = dice.pick(countries).clone();
            insert(
                sql,
                "customers",
                &[id.clone(), format!("{first} {last}"), country],
            );
            customers.push(id);
        }
    }

    let mut ids = 1..;
    let mut next = || {
        ids.next()
            .map_or_else(String::new, |id: u64| id.to_string())
    };
    for book in books {
        // From none to five reviews; the better of two throws, since people buy what they like.
        for _ in 0..dice.below(6) {
            let stars = 1 + dice.below(5).max(dice.below(5));
            let customer = dice.pick(&customers).clone();
            insert(
                sql,
                "reviews",
                &[next(), book.clone(), customer, stars.to_string()],
            );
        }
    }

    for order in 1..=ORDERS {
        let order = order.to_string();
        let year = 2016 + dice.below(10);
        let customer = dice.pick(&customers).clone();
        insert(sql, "orders", &[order.clone(), customer, year.to_string()]);
        for _ in 0..=dice.below(4) {
            let book = dice.pick(books).clone();
            let copies = 1 + dice.below(3);
            let cents = 799 + 100 * dice.below(25);
            let row = [
                next(),
                order.clone(),
                book,
                copies.to_string(),
                cents.to_string(),
            ];
            insert(sql, "order_lines", &row);
        }
    }
}

/// A linear congruential generator (Knuth's MMIX): small, and the same on every machine.
struct Dice(u64);

impl Dice {
    /// A number below `sides`.
    fn below(&mut self, sides: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }

    fn pick<'t, T>(&mut self, from: &'t [T]) -> &'t T {
        &from[self.below(from.len() as u64) as usize]
    }
}
