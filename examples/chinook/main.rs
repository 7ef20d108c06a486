//! A tour over the Chinook music store: every queryset with its SQL, the number of queries
//! that it ran, and what it found.
//!
//! ```text
//! cargo run --example chinook -- DIR
//! ```
//!
//! The data is not part of this project. DIR is a folder with the eleven tables of the
//! Chinook Database (<https://github.com/lerocha/chinook-database>) as CSV files, named as
//! in `models.rs`: `artist.csv` with the columns `artist_id,name`, and so on. Begin with
//! `models.rs`, then read `tour.rs`.

use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

mod models;
#[path = "../bookshop/show.rs"]
mod show;
#[path = "../bookshop/sql.rs"]
mod sql;
mod store;
mod tour;
mod trim;

fn main() -> ExitCode {
    let Some(folder) = std::env::args_os().nth(1) else {
        eprintln!("usage: cargo run --example chinook -- DIR");
        eprintln!("DIR holds the Chinook Database's tables as CSV files: artist.csv, album.csv, …");
        return ExitCode::from(2);
    };
    match run(Path::new(&folder)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("chinook: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(folder: &Path) -> Result<(), Box<dyn std::error::Error>> {
    let start = Instant::now();
    let (mut conn, rows) = store::open(folder)?;
    println!("{rows} rows in 11 tables, read in {:.1?}.", start.elapsed());
    for stop in tour::STOPS {
        println!("\n{}", stop(&mut conn)?);
    }
    Ok(())
}
