//! The store as a database: the CSV files of a folder, read into SQLite in memory.
//!
//! A file a table (`artist.csv`, …), with a header row; an empty field is NULL. Values are
//! bound as text, and SQLite's column types make numbers of them where they are numbers.

use std::error::Error;
use std::fs::File;
use std::path::Path;

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::{Nullable, Text};
use orm_core::Model;

use crate::models::{
    Album, Artist, Customer, Employee, Genre, Invoice, InvoiceLine, MediaType, Playlist,
    PlaylistTrack, Track,
};

/// Every foreign key is declared, and every one has an index: going from a row to its
/// children is a search then, and not a scan. The link's second column needs an index of
/// its own, since the primary key's begins with the first.
const SCHEMA: &str = "
CREATE TABLE artist (artist_id INTEGER PRIMARY KEY, name VARCHAR(120));
CREATE TABLE album (
    album_id INTEGER PRIMARY KEY, title VARCHAR(160) NOT NULL,
    artist_id INTEGER NOT NULL REFERENCES artist);
CREATE TABLE genre (genre_id INTEGER PRIMARY KEY, name VARCHAR(120));
CREATE TABLE media_type (media_type_id INTEGER PRIMARY KEY, name VARCHAR(120));
CREATE TABLE playlist (playlist_id INTEGER PRIMARY KEY, name VARCHAR(120));
CREATE TABLE employee (
    employee_id INTEGER PRIMARY KEY,
    last_name VARCHAR(20) NOT NULL, first_name VARCHAR(20) NOT NULL, title VARCHAR(30),
    reports_to INTEGER REFERENCES employee, birth_date TIMESTAMP, hire_date TIMESTAMP,
    address VARCHAR(70), city VARCHAR(40), state VARCHAR(40), country VARCHAR(40),
    postal_code VARCHAR(10), phone VARCHAR(24), fax VARCHAR(24), email VARCHAR(60));
CREATE TABLE customer (
    customer_id INTEGER PRIMARY KEY,
    first_name VARCHAR(40) NOT NULL, last_name VARCHAR(20) NOT NULL, company VARCHAR(80),
    address VARCHAR(70), city VARCHAR(40), state VARCHAR(40), country VARCHAR(40),
    postal_code VARCHAR(10), phone VARCHAR(24), fax VARCHAR(24), email VARCHAR(60) NOT NULL,
    support_rep_id INTEGER REFERENCES employee);
CREATE TABLE invoice (
    invoice_id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL REFERENCES customer,
    invoice_date TIMESTAMP NOT NULL, billing_address VARCHAR(70), billing_city VARCHAR(40),
    billing_state VARCHAR(40), billing_country VARCHAR(40), billing_postal_code VARCHAR(10),
    total NUMERIC(10, 2) NOT NULL);
CREATE TABLE track (
    track_id INTEGER PRIMARY KEY, name VARCHAR(200) NOT NULL,
    album_id INTEGER REFERENCES album, media_type_id INTEGER NOT NULL REFERENCES media_type,
    genre_id INTEGER REFERENCES genre, composer VARCHAR(220), milliseconds INTEGER NOT NULL,
    bytes INTEGER, unit_price NUMERIC(10, 2) NOT NULL);
CREATE TABLE invoice_line (
    invoice_line_id INTEGER PRIMARY KEY, invoice_id INTEGER NOT NULL REFERENCES invoice,
    track_id INTEGER NOT NULL REFERENCES track, unit_price NUMERIC(10, 2) NOT NULL,
    quantity INTEGER NOT NULL);
CREATE TABLE playlist_track (
    playlist_id INTEGER NOT NULL REFERENCES playlist,
    track_id INTEGER NOT NULL REFERENCES track, PRIMARY KEY (playlist_id, track_id));
CREATE INDEX album_artist ON album (artist_id);
CREATE INDEX employee_manager ON employee (reports_to);
CREATE INDEX customer_support_rep ON customer (support_rep_id);
CREATE INDEX invoice_customer ON invoice (customer_id);
CREATE INDEX track_album ON track (album_id);
CREATE INDEX track_media_type ON track (media_type_id);
CREATE INDEX track_genre ON track (genre_id);
CREATE INDEX invoice_line_invoice ON invoice_line (invoice_id);
CREATE INDEX invoice_line_track ON invoice_line (track_id);
CREATE INDEX playlist_track_track ON playlist_track (track_id);
";

/// The store in memory, and its number of rows.
///
/// # Errors
/// A file that is missing or has not the columns of its model, or rows that SQLite refuses
/// (foreign keys are checked).
pub fn open(folder: &Path) -> Result<(SqliteConnection, usize), Box<dyn Error>> {
    let mut conn = SqliteConnection::establish(":memory:")?;
    conn.batch_execute("PRAGMA foreign_keys = ON")?;
    conn.batch_execute(SCHEMA)?;
    let rows = conn.transaction(|conn| -> Result<usize, Box<dyn Error>> {
        // Parents before their children. Managers stand before their reports in the file.
        Ok(table::<Artist>(folder, conn)?
            + table::<Album>(folder, conn)?
            + table::<Genre>(folder, conn)?
            + table::<MediaType>(folder, conn)?
            + table::<Playlist>(folder, conn)?
            + table::<Employee>(folder, conn)?
            + table::<Customer>(folder, conn)?
            + table::<Invoice>(folder, conn)?
            + table::<Track>(folder, conn)?
            + table::<InvoiceLine>(folder, conn)?
            + table::<PlaylistTrack>(folder, conn)?)
    })?;
    conn.batch_execute("ANALYZE")?;
    Ok((conn, rows))
}

/// Reads a model's file into its table. The names come from the model, so that neither the
/// file nor the table can disagree with it unseen.
fn table<M: Model>(folder: &Path, conn: &mut SqliteConnection) -> Result<usize, Box<dyn Error>> {
    let file = folder.join(M::META.table).with_extension("csv");
    let wrong = |error: &dyn std::fmt::Display| format!("{}: {error}", file.display());
    let mut reader = csv::Reader::from_reader(File::open(&file).map_err(|error| wrong(&error))?);
    let columns: Vec<&str> = M::META.columns.iter().map(|column| column.column).collect();
    let header = reader.headers().map_err(|error| wrong(&error))?;
    if header != columns {
        return Err(wrong(&format!("the columns should be {}", columns.join(","))).into());
    }
    let insert = format!(
        "INSERT INTO {} ({}) VALUES ({})",
        M::META.table,
        columns.join(", "),
        vec!["?"; columns.len()].join(", ")
    );
    let mut rows = 0;
    for record in reader.records() {
        let record = record.map_err(|error| wrong(&error))?;
        let mut query = diesel::sql_query(&insert).into_boxed();
        for field in &record {
            query = query.bind::<Nullable<Text>, _>((!field.is_empty()).then_some(field));
        }
        query.execute(conn).map_err(|error| wrong(&error))?;
        rows += 1;
    }
    Ok(rows)
}
