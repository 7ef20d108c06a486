//! The bookshop's database: facts from the CSVs; customers, reviews and orders made up.

use std::error::Error;

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::{Nullable, Text};
use diesel::sqlite::Sqlite;

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
    conn.batch_execute(include_str!("schema.sql"))?;
    conn.transaction(|conn| {
        let countries = load(conn, "countries", include_str!("data/countries.csv"))?;
        load(conn, "authors", include_str!("data/authors.csv"))?;
        load(conn, "publishers", include_str!("data/publishers.csv"))?;
        let books = load(conn, "books", include_str!("data/books.csv"))?;
        load(conn, "genres", include_str!("data/genres.csv"))?;
        load(conn, "book_genres", include_str!("data/book_genres.csv"))?;
        make_up(conn, &countries, &books)
    })?;
    Ok(conn)
}

/// Every record of a file into its table; gives the records' first fields, their keys.
fn load(
    conn: &mut SqliteConnection,
    table: &str,
    csv: &str,
) -> Result<Vec<String>, Box<dyn Error>> {
    let mut keys = Vec::new();
    for record in csv::Reader::from_reader(csv.as_bytes()).records() {
        let fields: Vec<String> = record?.iter().map(str::to_owned).collect();
        insert(conn, table, &fields)?;
        keys.extend(fields.into_iter().next());
    }
    Ok(keys)
}

/// One row. An empty field is NULL, and SQLite makes a number of the text where the column
/// is one.
fn insert(conn: &mut SqliteConnection, table: &str, fields: &[String]) -> QueryResult<usize> {
    let marks = vec!["?"; fields.len()].join(", ");
    let sql = format!("INSERT INTO {table} VALUES ({marks})");
    let mut query = diesel::sql_query(sql).into_boxed::<Sqlite>();
    for field in fields {
        query = query.bind::<Nullable<Text>, _>((!field.is_empty()).then_some(field));
    }
    query.execute(conn)
}

/// Customers, what they think of the books, and what they ordered.
fn make_up(
    conn: &mut SqliteConnection,
    countries: &[String],
    books: &[String],
) -> Result<(), Box<dyn Error>> {
    let mut dice = Dice(SEED);
    let mut customers = Vec::new();
    for last in LAST_NAMES {
        for first in FIRST_NAMES {
            let id = (customers.len() + 1).to_string();
            let country = dice.pick(countries).clone();
            insert(
                conn,
                "customers",
                &[id.clone(), format!("{first} {last}"), country],
            )?;
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
                conn,
                "reviews",
                &[next(), book.clone(), customer, stars.to_string()],
            )?;
        }
    }

    for order in 1..=ORDERS {
        let order = order.to_string();
        let year = 2016 + dice.below(10);
        let customer = dice.pick(&customers).clone();
        insert(conn, "orders", &[order.clone(), customer, year.to_string()])?;
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
            insert(conn, "order_lines", &row)?;
        }
    }
    Ok(())
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
