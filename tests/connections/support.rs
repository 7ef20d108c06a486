//! A database for each test, and the models that the tests share.

use std::sync::atomic::{AtomicU32, Ordering};

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use orm_core::backend::Dialect;
use orm_core::prelude::*;

/// The databases that every test runs on.
pub const DATABASES: [Dialect; 3] = [Dialect::Sqlite, Dialect::Postgres, Dialect::Mysql];

/// A database that is gone with this value.
pub struct Place {
    pub dialect: Dialect,
    /// Where connections find it.
    pub url: String,
    name: String,
}

fn server(variable: &str, default: &str) -> String {
    std::env::var(variable).unwrap_or_else(|_| default.to_owned())
}

/// Runs statements on the server where places are made.
fn on_server(dialect: Dialect, sql: &str) {
    let (variable, url) = match dialect {
        Dialect::Postgres => (
            "ORM_TEST_POSTGRES",
            server("ORM_TEST_POSTGRES", "postgres://root@127.0.0.1/test"),
        ),
        _ => (
            "ORM_TEST_MYSQL",
            server("ORM_TEST_MYSQL", "mysql://root@127.0.0.1/test"),
        ),
    };
    let done = match dialect {
        Dialect::Postgres => PgConnection::establish(&url).map(|mut conn| conn.batch_execute(sql)),
        _ => MysqlConnection::establish(&url).map(|mut conn| conn.batch_execute(sql)),
    };
    match done {
        Ok(done) => done.unwrap(),
        Err(error) => panic!("no server answers at {url} ({variable}): {error}"),
    }
}

impl Place {
    /// An empty database.
    pub fn empty(dialect: Dialect) -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let name = format!("orm_connections_{}_{number}", std::process::id());
        let url = match dialect {
            Dialect::Postgres => {
                on_server(dialect, &format!("CREATE SCHEMA {name}"));
                let url = server("ORM_TEST_POSTGRES", "postgres://root@127.0.0.1/test");
                let sign = if url.contains('?') { '&' } else { '?' };
                format!("{url}{sign}options=-csearch_path%3D{name}")
            }
            Dialect::Mysql => {
                on_server(
                    dialect,
                    &format!("CREATE DATABASE {name} CHARACTER SET utf8mb4"),
                );
                let url = server("ORM_TEST_MYSQL", "mysql://root@127.0.0.1/test");
                let end = url.rfind('/').expect("a URL names its database");
                format!("{}/{name}", &url[..end])
            }
            _ => {
                let file = std::env::temp_dir().join(format!("{name}.sqlite"));
                file.to_str().expect("a path in UTF-8").to_owned()
            }
        };
        Self { dialect, url, name }
    }

    /// A database with what these statements make.
    pub fn with(dialect: Dialect, sql: &str) -> Self {
        let place = Self::empty(dialect);
        place.run(sql);
        place
    }

    /// Runs statements that give nothing back.
    pub fn run(&self, sql: &str) {
        match self.dialect {
            Dialect::Postgres => self.postgres().batch_execute(sql).unwrap(),
            Dialect::Mysql => self.mysql().batch_execute(sql).unwrap(),
            _ => self.sqlite().batch_execute(sql).unwrap(),
        }
    }

    pub fn sqlite(&self) -> SqliteConnection {
        SqliteConnection::establish(&self.url).unwrap()
    }
    pub fn postgres(&self) -> PgConnection {
        PgConnection::establish(&self.url).unwrap()
    }
    pub fn mysql(&self) -> MysqlConnection {
        MysqlConnection::establish(&self.url).unwrap()
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        match self.dialect {
            Dialect::Postgres => on_server(
                self.dialect,
                &format!(
                    "SET client_min_messages = warning; DROP SCHEMA {} CASCADE",
                    self.name
                ),
            ),
            Dialect::Mysql => on_server(self.dialect, &format!("DROP DATABASE {}", self.name)),
            _ => std::fs::remove_file(&self.url).unwrap(),
        }
    }
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(has_many(albums = Album::artist))]
pub struct Artist {
    pub id: i32,
    pub name: String,
    pub born: Option<i32>,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "albums", ordering(title), has_many(tracks = Track::album))]
pub struct Album {
    pub id: i32,
    pub title: String,
    #[model(foreign_key = Artist)]
    pub artist_id: i32,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(ordering(id))]
pub struct Track {
    pub id: i32,
    pub name: String,
    #[model(foreign_key = Album)]
    pub album_id: i32,
}

/// Three artists, five albums, seven tracks.
pub fn store(dialect: Dialect) -> Place {
    Place::with(
        dialect,
        "CREATE TABLE artists (id INTEGER PRIMARY KEY, name VARCHAR(99) NOT NULL, born INTEGER);
         CREATE TABLE albums (id INTEGER PRIMARY KEY, title VARCHAR(99) NOT NULL, artist_id INTEGER NOT NULL);
         CREATE TABLE tracks (id INTEGER PRIMARY KEY, name VARCHAR(99) NOT NULL, album_id INTEGER NOT NULL);
         INSERT INTO artists VALUES (1, 'AC/DC', 1973), (2, 'Accept', NULL), (3, 'Aerosmith', 1970);
         INSERT INTO albums VALUES (1, 'For Those About To Rock', 1), (2, 'Balls to the Wall', 2),
            (3, 'Restless and Wild', 2), (4, 'Let There Be Rock', 1), (5, 'Big Ones', 3);
         INSERT INTO tracks VALUES (1, 'Put The Finger On You', 1), (2, 'Evil Walks', 1),
            (3, 'Balls to the Wall', 2), (4, 'Fast As a Shark', 3), (5, 'Restless and Wild', 3),
            (6, 'Dog Eat Dog', 4), (7, 'Overdose', 4);",
    )
}

/// The primary keys of rows, in their order.
pub fn keys<R>(rows: &[R]) -> Vec<<R::Model as orm_core::Model>::Key>
where
    R: orm_core::model::RowParts,
{
    use orm_core::model::Key;
    rows.iter().map(|row| Key::owned(row.key())).collect()
}
