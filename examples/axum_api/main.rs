//! A JSON API over the bookshop: axum, diesel-async, a pool of connections.
//!
//! ```sh
//! cargo run --example axum_api                                    # SQLite, in a temporary file
//! DATABASE_URL=postgres://localhost/books cargo run --example axum_api    # an empty database
//!
//! curl 'localhost:3000/books?author=tolkien&order=-year&per_page=5'
//! curl 'localhost:3000/books?genre=fantasy&page=2'
//! curl 'localhost:3000/books/130'
//! curl 'localhost:3000/authors/3'
//! ```
//!
//! Begin with `books.rs`. The tables, the models and the rows are those of the example
//! `bookshop`; `tests/axum_api.rs` drives the API over HTTP.

use std::env;
use std::error::Error;

use tokio::net::TcpListener;

mod authors;
mod books;
#[path = "../bookshop/data.rs"]
#[allow(dead_code)] // The bookshop in memory is the other example's.
mod data;
mod db;
#[path = "../bookshop/models.rs"]
mod models;
mod params;
mod problem;
mod server;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let file = env::temp_dir().join("bookshop.sqlite");
    let url = env::var("DATABASE_URL").unwrap_or_else(|_| file.display().to_string());
    let address = env::var("ADDRESS").unwrap_or_else(|_| "127.0.0.1:3000".to_owned());

    let pools = db::Pools::open(&url, db::Limits::default()).await?;
    pools.fill().await?;
    let listener = TcpListener::bind(address).await?;
    println!("http://{}/books", listener.local_addr()?);
    server::serve(listener, pools).await?;
    Ok(())
}
