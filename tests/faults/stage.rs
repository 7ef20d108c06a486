//! A test's own tables on a server, and the proxy on the way to them.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use orm_core::prelude::*;

use crate::proxy::Proxy;

#[derive(Model, Debug, Clone, PartialEq)]
#[model(
    table = "shelves",
    has_many(books = Book::shelf),
    many_to_many(labels = Label, through = ShelfLabel)
)]
pub struct Shelf {
    pub id: i32,
    pub name: String,
}

#[derive(Model, Debug, Clone, PartialEq)]
pub struct Book {
    pub id: i32,
    pub title: String,
    #[model(foreign_key = Shelf, on_delete = "cascade")]
    pub shelf_id: i32,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(many_to_many(shelves = Shelf, through = ShelfLabel))]
pub struct Label {
    pub id: i32,
    pub name: String,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "shelf_labels", primary_key(shelf_id, label_id))]
pub struct ShelfLabel {
    #[model(foreign_key = Shelf)]
    pub shelf_id: i32,
    #[model(foreign_key = Label)]
    pub label_id: i32,
}

/// Shelves and books that are there, and the length of a title: so a load of all books is
/// some hundred kilobytes.
pub const SHELVES: i64 = 3;
pub const BOOKS: i64 = 1000;
const TITLE: usize = 300;

/// Time enough for whatever does not wait, on a busy machine too.
const SOON: Duration = Duration::from_secs(10);

#[derive(Clone, Copy, PartialEq)]
pub enum Database {
    Postgres,
    Mysql,
}

impl Database {
    /// The server that tests use, found once.
    fn server(self) -> &'static Url {
        static FOUND: [OnceLock<Url>; 2] = [const { OnceLock::new() }; 2];
        let (at, variable, defaults): (_, _, &[_]) = match self {
            Self::Postgres => (
                0,
                "ORM_TEST_POSTGRES",
                &[
                    "postgres://root@127.0.0.1:5432/postgres",
                    "postgres://postgres@127.0.0.1:5432/postgres",
                ],
            ),
            Self::Mysql => (1, "ORM_TEST_MYSQL", &["mysql://root@127.0.0.1:3306/mysql"]),
        };
        FOUND[at].get_or_init(|| {
            let given = std::env::var(variable).ok();
            let tried: Vec<&str> = match &given {
                Some(url) => vec![url.as_str()],
                None => defaults.to_vec(),
            };
            tried
                .iter()
                .map(|url| Url::new(url))
                .find(|url| self.run(&url.text(), "SELECT 1").is_ok())
                .unwrap_or_else(|| {
                    panic!("no server at {tried:?}: use tests/run, or set {variable}")
                })
        })
    }

    /// Runs statements on a connection of their own.
    fn run(self, url: &str, sql: &str) -> Result<(), Box<dyn std::error::Error>> {
        match self {
            Self::Postgres => PgConnection::establish(url)?.batch_execute(sql)?,
            Self::Mysql => MysqlConnection::establish(url)?.batch_execute(sql)?,
        }
        Ok(())
    }
}

/// A database's URL in its parts.
#[derive(Clone)]
pub struct Url {
    /// `scheme://user:password@`
    start: String,
    /// `host:port`
    pub host: String,
    database: String,
    /// `name=value`s
    settings: Vec<String>,
}

impl Url {
    pub fn new(url: &str) -> Self {
        let (scheme, rest) = url.split_once("://").expect("a URL");
        let (rest, settings) = rest.split_once('?').unwrap_or((rest, ""));
        let (authority, database) = rest.split_once('/').unwrap_or((rest, ""));
        let (user, host) = authority.rsplit_once('@').unwrap_or(("", authority));
        let port = if scheme == "mysql" { 3306 } else { 5432 };
        let host = if host.rsplit(']').next().unwrap_or_default().contains(':') {
            host.to_owned()
        } else {
            format!("{host}:{port}")
        };
        Self {
            start: format!(
                "{scheme}://{user}{}",
                if user.is_empty() { "" } else { "@" }
            ),
            host,
            database: database.to_owned(),
            settings: settings
                .split('&')
                .filter(|s| !s.is_empty())
                .map(str::to_owned)
                .collect(),
        }
    }

    pub fn text(&self) -> String {
        let Self {
            start,
            host,
            database,
            settings,
        } = self;
        let mark = if settings.is_empty() { "" } else { "?" };
        format!("{start}{host}/{database}{mark}{}", settings.join("&"))
    }
}

/// Tables of a test's own, and a proxy before them.
pub struct Stage {
    database: Database,
    name: String,
    direct: Url,
    pub proxy: Proxy,
}

impl Stage {
    pub fn new(database: Database) -> Self {
        Self::on(database, database.server().clone())
    }

    /// The same on a server that is not the tests' usual one.
    pub fn on(database: Database, server: Url) -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        // Named after the run's own database, tests/run drops what a killed test leaves.
        let run = if server.database.starts_with("orm_test_") {
            &server.database
        } else {
            "orm_test"
        };
        let name = format!("{run}_faults_{}_{count}", std::process::id());
        let mut direct = server.clone();
        let made = match database {
            Database::Postgres => {
                direct
                    .settings
                    .push(format!("options=-csearch_path%3D{name}"));
                direct.settings.push(format!("application_name={name}"));
                direct.settings.push("sslmode=disable".to_owned()); // the proxy reads along
                format!("CREATE SCHEMA {name}")
            }
            Database::Mysql => {
                direct.database.clone_from(&name);
                direct.settings.push("prefer_socket=false".to_owned()); // not past the proxy
                format!("CREATE DATABASE {name} CHARACTER SET utf8mb4")
            }
        };
        database.run(&server.text(), &made).unwrap();
        let proxy = Proxy::new(&direct.host);
        let stage = Self {
            database,
            name,
            direct,
            proxy,
        };
        stage.run(&tables());
        stage
    }

    /// The way to the tables through the proxy.
    pub fn url(&self) -> String {
        let host = format!("127.0.0.1:{}", self.proxy.port());
        Url {
            host,
            ..self.direct.clone()
        }
        .text()
    }

    /// The way that no fault is on.
    pub fn direct_url(&self) -> String {
        self.direct.text()
    }

    /// Runs statements on a connection of their own, where no fault is.
    pub fn run(&self, sql: &str) {
        self.database.run(&self.direct_url(), sql).unwrap();
    }

    /// Ends all connections of the test, as an administrator does.
    pub fn end_connections(&self) {
        use diesel::sql_query;
        let url = self.direct_url();
        match self.database {
            Database::Postgres => {
                let ended = sql_query(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                     WHERE application_name = current_setting('application_name') AND pid <> pg_backend_pid()",
                )
                .execute(&mut PgConnection::establish(&url).unwrap());
                assert_eq!(ended, Ok(1));
            }
            Database::Mysql => {
                let conn = &mut MysqlConnection::establish(&url).unwrap();
                let others: Vec<Other> = sql_query(
                    "SELECT CAST(id AS SIGNED) AS id FROM information_schema.processlist
                     WHERE db = DATABASE() AND id <> CONNECTION_ID()",
                )
                .load(conn)
                .unwrap();
                assert!(!others.is_empty());
                for Other { id } in others {
                    conn.batch_execute(&format!("KILL {id}")).unwrap();
                }
            }
        }
    }

    /// How many shelves another connection sees whose number is at least this.
    pub fn shelves_from(&self, least: i32) -> i64 {
        let shelves = queryset!(Shelf.filter(id >= least));
        match self.database {
            Database::Postgres => {
                shelves.count(&mut PgConnection::establish(&self.direct_url()).unwrap())
            }
            Database::Mysql => {
                shelves.count(&mut MysqlConnection::establish(&self.direct_url()).unwrap())
            }
        }
        .unwrap()
    }

    /// The labels of the first shelf that another connection sees.
    pub fn labels(&self) -> Vec<i32> {
        let links = queryset!(ShelfLabel.filter(shelf_id == 1).order_by(label_id));
        let links = match self.database {
            Database::Postgres => {
                links.load(&mut PgConnection::establish(&self.direct_url()).unwrap())
            }
            Database::Mysql => {
                links.load(&mut MysqlConnection::establish(&self.direct_url()).unwrap())
            }
        };
        links.unwrap().iter().map(|link| link.label_id).collect()
    }

    /// Does this, which must not wait for what never comes: were it to, its connection is cut
    /// in the end and the test fails.
    #[track_caller]
    pub fn soon<T>(&self, work: impl FnOnce() -> T) -> T {
        let start = Instant::now();
        let out = thread::scope(|scope| {
            let (done, wait) = std::sync::mpsc::channel::<()>();
            scope.spawn(move || {
                if wait.recv_timeout(SOON) == Err(std::sync::mpsc::RecvTimeoutError::Timeout) {
                    self.proxy.cut_all();
                }
            });
            let out = work();
            drop(done);
            out
        });
        let took = start.elapsed();
        assert!(took < SOON, "it took {took:?}");
        out
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        self.proxy.cut_all();
        let sql = match self.database {
            Database::Postgres => format!("DROP SCHEMA {} CASCADE", self.name),
            Database::Mysql => format!("DROP DATABASE {}", self.name),
        };
        // The server may be gone by now: that is what some tests are about.
        drop(self.database.run(&self.direct_url(), &sql));
    }
}

#[derive(diesel::QueryableByName)]
struct Other {
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    id: i64,
}

fn tables() -> String {
    let books: Vec<String> = (1..=BOOKS)
        .map(|id| format!("({id}, '{}', {})", "x".repeat(TITLE), id % SHELVES + 1))
        .collect();
    format!(
        "CREATE TABLE shelves (id INTEGER PRIMARY KEY, name VARCHAR(50) NOT NULL);
         CREATE TABLE books (id INTEGER PRIMARY KEY, title VARCHAR(500) NOT NULL, shelf_id INTEGER NOT NULL);
         CREATE TABLE labels (id INTEGER PRIMARY KEY, name VARCHAR(50) NOT NULL);
         CREATE TABLE shelf_labels (shelf_id INTEGER NOT NULL, label_id INTEGER NOT NULL,
            PRIMARY KEY (shelf_id, label_id));
         INSERT INTO labels VALUES (1, 'old'), (2, 'new'), (3, 'dear');
         INSERT INTO shelf_labels VALUES (1, 1), (1, 2);
         INSERT INTO shelves VALUES (1, 'Poems'), (2, 'Plays'), (3, 'Novels');
         INSERT INTO books VALUES {};",
        books.join(", ")
    )
}

/// A typed error that says that the connection is lost.
#[track_caller]
pub fn assert_lost(error: &orm_core::Error) {
    assert!(
        error.is_connection_lost(),
        "not told as a lost connection: {error:?}"
    );
}
