//! The tables of the bench, as ours and as Diesel's, and the values that are written.

use diesel::prelude::*;
use orm_core::prelude::*;

diesel::table! { authors (id) { id -> Integer, name -> Text, } }
diesel::table! {
    items (id) {
        id -> Integer,
        title -> Text,
        pages -> Integer,
        subtitle -> Nullable<Text>,
        price -> Double,
        in_print -> Bool,
        author_id -> Integer,
    }
}
diesel::table! {
    products (id) {
        id -> Integer,
        name -> Text,
        stock -> Integer,
        label -> Nullable<Text>,
        price -> Double,
        on_sale -> Bool,
        author_id -> Integer,
    }
}

/// `SERIAL` is PostgreSQL's word for what an INTEGER PRIMARY KEY is on SQLite.
pub const SCHEMA: &str = "
    CREATE TABLE authors (id SERIAL PRIMARY KEY NOT NULL, name TEXT NOT NULL);
    CREATE TABLE items (id SERIAL PRIMARY KEY NOT NULL, title TEXT NOT NULL, pages INTEGER NOT NULL,
        subtitle TEXT, price DOUBLE PRECISION NOT NULL, in_print BOOLEAN NOT NULL,
        author_id INTEGER NOT NULL REFERENCES authors (id));
    CREATE TABLE products (id SERIAL PRIMARY KEY NOT NULL, name TEXT NOT NULL UNIQUE,
        stock INTEGER NOT NULL, label TEXT, price DOUBLE PRECISION NOT NULL,
        on_sale BOOLEAN NOT NULL, author_id INTEGER NOT NULL REFERENCES authors (id));";

/// Authors and products: both databases can count.
pub const ROWS: &str = "
    WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 1000)
        INSERT INTO authors (name) SELECT 'Author ' || n FROM n;
    WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 10000)
        INSERT INTO products (name, stock, label, price, on_sale, author_id)
        SELECT 'Product ' || n, n % 90, CASE WHEN n % 3 = 0 THEN NULL ELSE 'Label ' || n END,
            n * 0.25, n % 4 = 0, 1 + n % 1000 FROM n;";

/// How many rows a bulk is.
pub const MANY: i32 = 10_000;

#[derive(Model, Queryable, Selectable, Identifiable, Debug, Clone, PartialEq)]
pub struct Author {
    pub id: i32,
    pub name: String,
}

#[derive(Model, Queryable, Selectable, Identifiable, Debug, Clone, PartialEq)]
pub struct Item {
    pub id: i32,
    pub title: String,
    pub pages: i32,
    pub subtitle: Option<String>,
    pub price: f64,
    pub in_print: bool,
    #[model(foreign_key = Author)]
    pub author_id: i32,
}

#[derive(Model, Queryable, Selectable, Identifiable, Debug, Clone, PartialEq)]
pub struct Product {
    pub id: i32,
    #[model(unique)]
    pub name: String,
    pub stock: i32,
    pub label: Option<String>,
    pub price: f64,
    pub on_sale: bool,
    #[model(foreign_key = Author)]
    pub author_id: i32,
}

/// An item that is to be created, as Diesel takes it.
#[derive(Insertable, Debug, Clone)]
#[diesel(table_name = items)]
pub struct Given {
    pub title: String,
    pub pages: i32,
    pub subtitle: Option<String>,
    pub price: f64,
    pub in_print: bool,
    pub author_id: i32,
}

impl Given {
    pub fn number(n: i32) -> Self {
        Self {
            title: format!("Title {n}"),
            pages: n % 900,
            subtitle: (n % 3 != 0).then(|| format!("Subtitle {n}")),
            price: f64::from(n) / 100.0,
            in_print: n % 4 != 0,
            author_id: 1 + n % 1000,
        }
    }
}

impl From<Given> for NewItem {
    fn from(given: Given) -> Self {
        Self {
            id: None,
            title: given.title,
            pages: given.pages,
            subtitle: given.subtitle,
            price: given.price,
            in_print: given.in_print,
            author_id: given.author_id,
        }
    }
}

/// An item whose fields are all written, so that many are one statement: where a field is an
/// `Option`, Diesel leaves NULL to the column's default otherwise.
#[derive(Insertable)]
#[diesel(table_name = items, treat_none_as_default_value = false)]
pub struct Whole<'g> {
    title: &'g str,
    pages: i32,
    subtitle: Option<&'g str>,
    price: f64,
    in_print: bool,
    author_id: i32,
}

impl<'g> From<&'g Given> for Whole<'g> {
    fn from(given: &'g Given) -> Self {
        Self {
            title: &given.title,
            pages: given.pages,
            subtitle: given.subtitle.as_deref(),
            price: given.price,
            in_print: given.in_print,
            author_id: given.author_id,
        }
    }
}

/// A product that is to be there, as Diesel takes it.
#[derive(Insertable, Debug)]
#[diesel(table_name = products)]
pub struct GivenProduct {
    pub name: String,
    pub stock: i32,
    pub label: Option<String>,
    pub price: f64,
    pub on_sale: bool,
    pub author_id: i32,
}
