//! Options: levels proven by a second connection, read-only, and where they may stand.

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::result::{DatabaseErrorKind, Error::DatabaseError};
use diesel::sql_types::{Integer, Text};
use diesel_async::{AsyncMysqlConnection, AsyncPgConnection, SimpleAsyncConnection};
use orm_core::prelude::*;
use orm_core::transaction;
use orm_core::{Error, Result};

use crate::support::{Log, establish, establish_async, mysql_url, postgres_url};

#[derive(QueryableByName)]
struct Number {
    #[diesel(sql_type = Integer)]
    n: i32,
}

#[derive(QueryableByName)]
struct Setting {
    #[diesel(sql_type = Text)]
    value: String,
}

/// Two connections and a table that holds 1; dropped in the end.
macro_rules! with_table {
    ($conn:ty, $url:expr, $table:literal, |$one:ident, $other:ident| $body:block) => {{
        let $one = &mut establish::<$conn>(&$url);
        let $other = &mut establish::<$conn>(&$url);
        let set_up = concat!(
            "DROP TABLE IF EXISTS ", $table, "; CREATE TABLE ", $table,
            " (n INTEGER PRIMARY KEY); INSERT INTO ", $table, " VALUES (1)"
        );
        $one.batch_execute(set_up).unwrap();
        $body
        $one.batch_execute(concat!("DROP TABLE ", $table)).unwrap();
    }};
}

/// The number before and after another connection changed it.
macro_rules! reads_twice {
    ($table:literal, $conn:ident, $other:ident) => {{
        let read = concat!("SELECT n FROM ", $table);
        let before = diesel::sql_query(read).get_result::<Number>($conn)?.n;
        $other.batch_execute(concat!("UPDATE ", $table, " SET n = n + 1"))?;
        let after = diesel::sql_query(read).get_result::<Number>($conn)?.n;
        Ok::<_, Error>(after - before)
    }};
}

macro_rules! levels {
    ($($name:ident $conn:ty, $url:expr, $table:literal;)*) => { $(
        #[test]
        fn $name() {
            with_table!($conn, $url, $table, |conn, other| {
                let committed = transaction(conn)
                    .read_committed()
                    .run(|conn| reads_twice!($table, conn, other));
                assert_eq!(committed.unwrap(), 1);
                let repeatable = transaction(conn)
                    .repeatable_read()
                    .run(|conn| reads_twice!($table, conn, other));
                assert_eq!(repeatable.unwrap(), 0);
                // An option is of one transaction only.
                let committed = transaction(conn)
                    .read_committed()
                    .read_only()
                    .run(|conn| reads_twice!($table, conn, other));
                assert_eq!(committed.unwrap(), 1);
            });
        }
    )* };
}
levels! {
    levels_of_postgres PgConnection, postgres_url(), "tx_levels";
    levels_of_mysql MysqlConnection, mysql_url(), "tx_levels";
}

#[test]
fn read_only_refuses_a_write() {
    let refused = |wrote: Result<()>| {
        let Err(Error::Database(DatabaseError(kind, _))) = wrote else {
            panic!("{wrote:?}");
        };
        assert!(
            matches!(kind, DatabaseErrorKind::ReadOnlyTransaction),
            "{kind:?}"
        );
    };
    with_table!(
        PgConnection,
        postgres_url(),
        "tx_read_only",
        |conn, _other| {
            let write = "INSERT INTO tx_read_only VALUES (2)";
            refused(
                transaction(conn)
                    .read_only()
                    .run(|conn| Ok(conn.batch_execute(write)?)),
            );
            conn.batch_execute(write).unwrap();
        }
    );
    with_table!(
        MysqlConnection,
        mysql_url(),
        "tx_read_only",
        |conn, _other| {
            let write = "INSERT INTO tx_read_only VALUES (2)";
            refused(transaction(conn).read_only().run(|conn| {
                diesel::sql_query(write).execute(conn)?;
                Ok(())
            }));
            conn.batch_execute(write).unwrap();
        }
    );
}

#[tokio::test]
async fn read_only_refuses_a_write_async() {
    let set_up = "DROP TABLE IF EXISTS tx_read_async; CREATE TABLE tx_read_async (n INTEGER)";
    let write = "INSERT INTO tx_read_async VALUES (2)";
    let conn = &mut establish_async::<AsyncPgConnection>(&postgres_url()).await;
    conn.batch_execute(set_up).await.unwrap();
    let wrote: Result<()> = transaction(conn)
        .repeatable_read()
        .read_only()
        .run(async |conn| Ok(conn.batch_execute(write).await?))
        .await;
    assert!(
        wrote
            .unwrap_err()
            .to_string()
            .contains("read-only transaction")
    );
    conn.batch_execute("DROP TABLE tx_read_async")
        .await
        .unwrap();

    let conn = &mut establish_async::<AsyncMysqlConnection>(&mysql_url()).await;
    conn.batch_execute(set_up).await.unwrap();
    let wrote: Result<()> = transaction(conn)
        .repeatable_read()
        .read_only()
        .run(async |conn| Ok(conn.batch_execute(write).await?))
        .await;
    assert!(
        wrote
            .unwrap_err()
            .to_string()
            .contains("READ ONLY transaction")
    );
    conn.batch_execute("DROP TABLE tx_read_async")
        .await
        .unwrap();
}

#[test]
fn postgres_says_what_it_was_told() {
    let conn = &mut establish::<PgConnection>(&postgres_url());
    let log = Log::default();
    orm_core::instrument::observe(conn, log.statements());
    let told = transaction(conn)
        .serializable()
        .read_only()
        .deferrable()
        .run(|conn| {
            [
                "transaction_isolation",
                "transaction_read_only",
                "transaction_deferrable",
            ]
            .map(|name| {
                diesel::sql_query(format!("SELECT current_setting('{name}') AS value"))
                    .get_result::<Setting>(conn)
                    .map(|setting| setting.value)
            })
            .into_iter()
            .collect::<QueryResult<Vec<_>>>()
        });
    assert_eq!(told.unwrap(), ["serializable", "on", "on"]);
    assert_eq!(
        log.take()[0],
        "BEGIN ISOLATION LEVEL SERIALIZABLE READ ONLY DEFERRABLE"
    );
}

#[test]
fn mysql_says_the_level_before_it_begins() {
    let conn = &mut establish::<MysqlConnection>(&mysql_url());
    let log = Log::default();
    orm_core::instrument::observe(conn, log.statements());
    transaction(conn)
        .serializable()
        .read_only()
        .run(|_| Ok::<_, Error>(()))
        .unwrap();
    assert_eq!(
        log.take(),
        [
            "SET TRANSACTION ISOLATION LEVEL SERIALIZABLE; START TRANSACTION READ ONLY",
            "COMMIT"
        ]
    );
}

#[test]
fn options_are_the_outermosts() {
    let conn = &mut establish::<PgConnection>(&postgres_url());
    let ran = atomic(conn, |conn| {
        let inner = transaction(conn)
            .read_only()
            .serializable()
            .run(|_| Ok::<_, Error>(()));
        assert!(matches!(
            inner,
            Err(Error::TransactionOpen {
                option: "serializable()"
            })
        ));
        assert_eq!(
            inner.unwrap_err().to_string(),
            "`serializable()` is chosen when a transaction begins, and one is open here: write \
             it on the outermost `atomic`"
        );
        // Nothing happened to the one that is open.
        atomic(conn, |_| Ok::<_, Error>(()))
    });
    ran.unwrap();
    let plain: Result<()> = conn.transaction(|conn| transaction(conn).read_only().run(|_| Ok(())));
    assert!(matches!(
        plain,
        Err(Error::TransactionOpen {
            option: "read_only()"
        })
    ));
}

#[tokio::test]
async fn options_are_the_outermosts_async() {
    let conn = &mut establish_async::<AsyncMysqlConnection>(&mysql_url()).await;
    let ran: Result<()> = atomic(conn, async |conn| {
        transaction(conn).read_only().run(async |_| Ok(())).await
    })
    .await;
    assert!(matches!(
        ran,
        Err(Error::TransactionOpen {
            option: "read_only()"
        })
    ));
}
