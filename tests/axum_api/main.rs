//! The web example over HTTP, on SQLite and on PostgreSQL: what it answers, and by how many
//! queries.

use std::time::Duration;

mod answers;
mod api;
#[path = "../../examples/axum_api/authors.rs"]
mod authors;
#[path = "../../examples/axum_api/books.rs"]
mod books;
mod client;
#[path = "../../examples/bookshop/data.rs"]
mod data;
mod databases;
#[path = "../../examples/axum_api/db.rs"]
mod db;
#[path = "../../examples/bookshop/models.rs"]
mod models;
mod pages;
#[path = "../../examples/axum_api/params.rs"]
mod params;
#[path = "../../examples/axum_api/problem.rs"]
mod problem;
mod problems;
#[path = "../../examples/axum_api/server.rs"]
mod server;

use api::Api;
use databases::Database;
use db::Pools;

/// The same tests on each database.
macro_rules! on_both {
    ($($file:ident { $($test:ident)* })*) => {
        mod sqlite {
            use super::{Api, Database};
            $($(#[tokio::test] async fn $test() {
                super::$file::$test(Api::start(Database::sqlite()).await).await;
            })*)*
        }
        mod postgres {
            use super::{Api, Database};
            $($(#[tokio::test] async fn $test() {
                super::$file::$test(Api::start(Database::postgres()).await).await;
            })*)*
        }
    };
}
on_both! {
    answers {
        a_list_holds_what_was_loaded
        a_book_comes_with_all_around_it
        an_author_comes_with_books_and_genres
        filters_narrow_and_combine
        no_number_of_rows_changes_the_number_of_queries
    }
    pages {
        both_ways_to_page_give_every_book_once
        a_place_stays_right_when_books_come_and_go
    }
    problems {
        a_wrong_parameter_is_named
        what_is_not_there_is_a_problem_too
        nothing_of_the_inside_is_told
        a_request_that_gets_no_connection_is_told_to_come_again
    }
}

#[tokio::test]
async fn a_server_that_went_away_is_unavailable_until_it_is_back() {
    let api = Api::start(Database::postgres()).await;
    api.ok("/books/1").await;
    api.database.cut_connections();
    api.ok("/books/1").await;
    api.database.hide();
    assert!(api.problem("/books/1", 503).await.contains("Try again"));
    api.database.show();
    api.ok("/books/1").await;
}

#[tokio::test]
async fn a_request_whose_connection_is_cut_is_told_to_come_again() {
    let api = Api::start(Database::postgres()).await;
    let lock = api.database.lock_books();
    let waiting = tokio::spawn(client::get(api.address, "GET", "/books/1"));
    while !api.database.is_waited_for() {
        assert!(!waiting.is_finished(), "books are locked");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    api.database.cut_connections();
    let detail = api::problem_of(waiting.await.unwrap(), 503, "/books/1");
    assert!(detail.contains("Try again"), "{detail}");
    drop(lock);
    api.ok("/books/1").await;
}

#[tokio::test]
async fn a_filled_database_is_left_as_it_is() {
    let api = Api::start(Database::sqlite()).await;
    api.run("UPDATE books SET title = 'Mine' WHERE id = 1")
        .await;
    api.pools.fill().await.unwrap();
    assert_eq!(api.ok("/books/1").await["title"], "Mine");
}

/// How often a connection was asked for.
fn asked_for_connections(pools: &Pools) -> u64 {
    match pools {
        Pools::Sqlite(pool) => pool.state().statistics.get_started,
        Pools::Postgres(pool) => pool.state().statistics.get_started,
    }
}

#[cfg(unix)]
#[tokio::test]
async fn a_server_that_is_told_to_stop_answers_first() {
    let api = Api::start(Database::sqlite()).await;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let server = tokio::spawn(server::serve(listener, api.pools.clone()));
    assert_eq!(client::get(address, "GET", "/books/1").await.status, 200);
    // A request that waits for a connection while the server is told to stop.
    let taken = (
        api.pools.get().await.unwrap(),
        api.pools.get().await.unwrap(),
    );
    let asked = asked_for_connections(&api.pools);
    let waiting = tokio::spawn(client::get(address, "GET", "/books/2"));
    while asked_for_connections(&api.pools) == asked {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let process = std::process::id().to_string();
    let told = std::process::Command::new("kill")
        .args(["-TERM", &process])
        .status()
        .unwrap();
    assert!(told.success());
    tokio::time::sleep(Duration::from_millis(100)).await;
    assert!(!server.is_finished());
    drop(taken);
    assert_eq!(waiting.await.unwrap().status, 200);
    let ended = tokio::time::timeout(Duration::from_secs(5), server).await;
    ended.expect("the server ends").unwrap().unwrap();
    assert!(tokio::net::TcpStream::connect(address).await.is_err());
}
