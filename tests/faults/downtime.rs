//! A server of our own that is stopped while loads run on it.

use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use diesel::prelude::*;
use orm_core::prelude::*;

use crate::stage::{Database, Shelf, Stage, Url, assert_lost};

/// A throw-away server.
struct Server {
    kind: &'static str,
    folder: PathBuf,
}

impl Server {
    /// Starts one, where its binaries are installed.
    fn start(kind: &'static str) -> Option<(Self, Url)> {
        let folder =
            std::env::temp_dir().join(format!("orm-test-faults-{}-{kind}", std::process::id()));
        let server = Self { kind, folder };
        let out = server
            .own("start")
            .stderr(Stdio::inherit())
            .output()
            .unwrap();
        let url = String::from_utf8(out.stdout).unwrap();
        out.status.success().then(|| (server, Url::new(url.trim())))
    }

    fn stop(&self) {
        assert!(self.own("stop").status().unwrap().success());
    }

    fn own(&self, what: &str) -> Command {
        let mut command = Command::new("bash");
        command
            .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/run.d/own.sh"))
            .args([what, self.kind])
            .arg(&self.folder)
            .stdin(Stdio::null());
        command
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Once more for a test that failed before it.
        drop(self.own("stop").status());
        drop(std::fs::remove_dir_all(&self.folder));
    }
}

/// Two loads wait for a table that is locked, one on each client, when the server stops.
/// Where no server can be started, all connections are cut instead and none is taken.
macro_rules! stopped {
    ($name:ident, $database:ident $kind:literal, $sync:ty, $async:ty, $lock:literal) => {
        #[test]
        fn $name() {
            let server = Server::start($kind);
            let stage = match &server {
                Some((_, url)) => Stage::on(Database::$database, url.clone()),
                None => {
                    eprintln!("no binaries of a {} server: its stop is the proxy's", $kind);
                    Stage::new(Database::$database)
                }
            };
            // Past the proxy where the server is a real one.
            let url = if server.is_some() {
                stage.direct_url()
            } else {
                stage.url()
            };
            let mut holder = <$sync>::establish(&url).unwrap();
            diesel::connection::SimpleConnection::batch_execute(&mut holder, $lock).unwrap();

            let shelves = queryset!(Shelf.prefetch_related(books));
            let start = Instant::now();
            thread::scope(|scope| {
                let loads = [
                    scope.spawn(|| {
                        shelves
                            .load(&mut <$sync>::establish(&url).unwrap())
                            .unwrap_err()
                    }),
                    scope.spawn(|| {
                        let runtime = tokio::runtime::Builder::new_current_thread()
                            .enable_all()
                            .build()
                            .unwrap();
                        runtime.block_on(async {
                            let mut conn =
                                <$async as diesel_async::AsyncConnection>::establish(&url)
                                    .await
                                    .unwrap();
                            shelves.load(&mut conn).await.unwrap_err()
                        })
                    }),
                ];
                // Both have had their shelves and wait for books; if not, they fail all the same.
                thread::sleep(Duration::from_millis(500));
                assert!(loads.iter().all(|load| !load.is_finished()));
                match &server {
                    Some((server, _)) => server.stop(),
                    None => {
                        stage.proxy.refuse(true);
                        stage.proxy.cut_all();
                    }
                }
                for load in loads {
                    assert_lost(&load.join().unwrap());
                }
            });
            assert!(
                start.elapsed() < Duration::from_secs(15),
                "{:?}",
                start.elapsed()
            );
            assert!(<$sync>::establish(&url).is_err(), "the server is gone");
        }
    };
}
stopped!(
    postgres, Postgres "postgres", diesel::PgConnection, diesel_async::AsyncPgConnection,
    "BEGIN; LOCK TABLE books"
);
stopped!(
    mysql, Mysql "mysql", diesel::MysqlConnection, diesel_async::AsyncMysqlConnection,
    "LOCK TABLES books WRITE"
);
