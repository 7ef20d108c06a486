//! The API as the tests see it: a server, its database, and what is read in its answers.

use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::time::Duration;

use diesel_async::SimpleAsyncConnection;
use serde_json::{Value, json};

use crate::client::{self, Reply};
use crate::databases::Database;
use crate::db::{Limits, Pools, on};
use crate::server;

/// The API on a port of its own, with a database of its own.
pub struct Api {
    pub address: SocketAddr,
    pub pools: Pools,
    pub database: Database,
}

/// Two connections, and no long wait for one.
pub const LIMITS: Limits = Limits {
    connections: 2,
    wait: Duration::from_secs(2),
};

impl Api {
    pub async fn start(database: Database) -> Self {
        // A server may take a while to make the connection that fills the database.
        let patient = Limits {
            wait: Duration::from_secs(20),
            ..LIMITS
        };
        let pools = Pools::open(&database.url, patient).await.unwrap();
        pools.fill().await.unwrap();
        let pools = Pools::open(&database.url, LIMITS).await.unwrap();
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(axum::serve(listener, server::router(pools.clone())).into_future());
        Self {
            address,
            pools,
            database,
        }
    }

    pub async fn get(&self, path: &str) -> Reply {
        client::get(self.address, "GET", path).await
    }

    /// The body of an answer that is one.
    pub async fn ok(&self, path: &str) -> Value {
        let reply = self.get(path).await;
        assert_eq!(
            (reply.status, reply.kind.as_str()),
            (200, "application/json"),
            "{path}"
        );
        reply.body
    }

    pub async fn run(&self, sql: &str) {
        let mut conn = self.pools.get().await.unwrap();
        on!(conn => conn.batch_execute(sql)).unwrap();
    }

    /// The numbers that a statement of SQL gives.
    pub async fn numbers(&self, sql: &str) -> Vec<i64> {
        #[derive(diesel::QueryableByName)]
        struct Number {
            #[diesel(sql_type = diesel::sql_types::Integer)]
            id: i32,
        }
        let mut conn = self.pools.get().await.unwrap();
        let numbers: Vec<Number> =
            on!(conn => diesel_async::RunQueryDsl::load(diesel::sql_query(sql), conn)).unwrap();
        numbers.into_iter().map(|number| number.id.into()).collect()
    }

    /// The numbers of the books on all pages from a first one on.
    pub async fn ids_of_pages(&self, first: &str) -> Vec<Vec<i64>> {
        let mut pages = Vec::new();
        let mut next = Some(first.to_owned());
        while let Some(path) = next {
            let page = self.ok(&path).await;
            pages.push(ids(&page["books"]));
            next = page["next"].as_str().map(str::to_owned);
            assert!(pages.len() <= 400, "the pages of {first} do not end");
        }
        pages
    }

    /// The problem document that a request is answered with.
    pub async fn problem(&self, path: &str, status: u16) -> String {
        problem_of(self.get(path).await, status, path)
    }
}

pub fn problem_of(reply: Reply, status: u16, path: &str) -> String {
    assert_eq!(reply.status, status, "{path}: {}", reply.body);
    assert_eq!(reply.kind, "application/problem+json", "{path}");
    assert_eq!(
        members(&reply.body),
        ["detail", "status", "title", "type"],
        "{path}"
    );
    assert_eq!(
        (&reply.body["type"], &reply.body["status"]),
        (&json!("about:blank"), &json!(status))
    );
    let title = reply.body["title"].as_str().unwrap();
    let titles = [
        (400, "Bad Request"),
        (404, "Not Found"),
        (405, "Method Not Allowed"),
        (500, "Internal Server Error"),
        (503, "Service Unavailable"),
    ];
    assert!(titles.contains(&(status, title)), "{path}: {title}");
    reply.body["detail"].as_str().unwrap().to_owned()
}

pub fn ids(rows: &Value) -> Vec<i64> {
    let rows = rows.as_array().unwrap().iter();
    rows.map(|row| row["id"].as_i64().unwrap()).collect()
}

/// The names of an object's members, sorted.
pub fn members(object: &Value) -> Vec<&str> {
    let mut names: Vec<&str> = object
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    names.sort();
    names
}

/// The names of rows, in their order.
pub fn names(rows: &Value) -> Vec<&str> {
    let rows = rows.as_array().unwrap().iter();
    rows.map(|row| row["name"].as_str().unwrap()).collect()
}

pub const FIELDS: [&str; 8] = [
    "author_id",
    "id",
    "language",
    "publisher_id",
    "sequel_of_id",
    "title",
    "translation_of_id",
    "year",
];

/// A book's own members and these, sorted.
pub fn with<'s>(more: &[&'s str]) -> Vec<&'s str> {
    let all: BTreeSet<&str> = FIELDS.iter().chain(more).copied().collect();
    all.into_iter().collect()
}
