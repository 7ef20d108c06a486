//! Databases that are there for one test.

use std::sync::atomic::{AtomicUsize, Ordering};

use diesel::connection::SimpleConnection;
use diesel::dsl::sql;
use diesel::sql_types::Bool;
use diesel::{Connection, PgConnection, RunQueryDsl};

/// A database without tables. It is dropped with this.
pub struct Database {
    pub url: String,
    name: String,
    /// Where the server is, for PostgreSQL.
    server: Option<String>,
}

/// What no other test's database is named, in this process or in another.
fn own_name() -> String {
    static NUMBER: AtomicUsize = AtomicUsize::new(0);
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    format!("axum_api_{}_{number}", std::process::id())
}

impl Database {
    /// In a temporary file.
    pub fn sqlite() -> Self {
        let name = own_name();
        let file = std::env::temp_dir().join(format!("{name}.sqlite"));
        Self {
            url: file.display().to_string(),
            name,
            server: None,
        }
    }

    /// On the server that `ORM_TEST_POSTGRES` names, after whose database it is named.
    pub fn postgres() -> Self {
        let server = std::env::var("ORM_TEST_POSTGRES");
        let server = server.unwrap_or_else(|_| "postgres://root@127.0.0.1/test".to_owned());
        let (place, options) = match server.split_once('?') {
            Some((place, options)) => (place, format!("?{options}")),
            None => (server.as_str(), String::new()),
        };
        let (host, of_the_run) = place.rsplit_once('/').expect("a URL with a database");
        let name = format!("{of_the_run}_{}", own_name());
        let database = Self {
            url: format!("{host}/{name}{options}"),
            name,
            server: Some(server),
        };
        database.on_server(&format!("CREATE DATABASE {}", database.name));
        database
    }

    /// Ends all connections to it.
    pub fn cut_connections(&self) {
        self.on_server(&format!(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{}'",
            self.name
        ));
    }

    /// A connection that keeps others from reading books.
    pub fn lock_books(&self) -> PgConnection {
        let mut conn = PgConnection::establish(&self.url).expect("PostgreSQL answers");
        let lock = "BEGIN; LOCK TABLE books";
        conn.batch_execute(lock).expect(lock);
        conn
    }

    /// Whether a statement waits for a lock.
    pub fn is_waited_for(&self) -> bool {
        let waits = format!(
            "SELECT EXISTS (SELECT FROM pg_stat_activity
             WHERE datname = '{}' AND wait_event_type = 'Lock')",
            self.name
        );
        let server = self.server.as_deref().expect("a database of a server");
        let mut conn = PgConnection::establish(server).expect("PostgreSQL answers");
        sql::<Bool>(&waits).get_result(&mut conn).expect(&waits)
    }

    /// Gives it a name by which nobody finds it.
    pub fn hide(&self) {
        self.cut_connections();
        self.on_server(&format!(
            "ALTER DATABASE {0} RENAME TO {0}_hidden",
            self.name
        ));
    }

    /// Gives it its own name again.
    pub fn show(&self) {
        self.on_server(&format!(
            "ALTER DATABASE {0}_hidden RENAME TO {0}",
            self.name
        ));
    }

    fn on_server(&self, sql: &str) {
        let server = self.server.as_deref().expect("a database of a server");
        let mut conn = PgConnection::establish(server).expect("PostgreSQL answers");
        conn.batch_execute(sql).expect(sql);
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        let Some(server) = &self.server else {
            let _ = std::fs::remove_file(&self.url);
            return;
        };
        // After a test that failed it may have either name. A panic here would hide the test's.
        if let Ok(mut conn) = PgConnection::establish(server) {
            for suffix in ["", "_hidden"] {
                let name = format!("{}{suffix}", self.name);
                let _ = conn.batch_execute(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
            }
        }
    }
}
