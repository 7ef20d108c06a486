//! A schema for each test on each database, and the checks that every type goes through.

use std::cmp::Ordering;
use std::ops::{Deref, DerefMut};
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

use diesel::connection::SimpleConnection;
use diesel::prelude::*;

/// A database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Db {
    Sqlite,
    Postgres,
    Mysql,
}
pub use Db::*;

impl Db {
    /// One of three.
    pub fn pick<T>(self, sqlite: T, postgres: T, mysql: T) -> T {
        match self {
            Sqlite => sqlite,
            Postgres => postgres,
            Mysql => mysql,
        }
    }

    /// A statement with its binds as this database writes them.
    pub fn binds(self, sql: &str) -> String {
        if self != Postgres {
            return sql.to_owned();
        }
        let mut written = String::new();
        for (at, piece) in sql.split('?').enumerate() {
            if at > 0 {
                written += &format!("${at}");
            }
            written += piece;
        }
        written
    }
}

/// A connection to a schema of its own, which goes when it goes.
pub struct Own<C: SimpleConnection> {
    pub db: Db,
    /// The schema's name; a file's on SQLite, or empty.
    pub name: String,
    /// What a second connection to the same runs first.
    pub enter: String,
    conn: C,
}

impl<C: SimpleConnection> Own<C> {
    /// Runs statements that give nothing back.
    pub fn run(&mut self, sql: &str) {
        if let Err(error) = self.conn.batch_execute(sql) {
            panic!("{error}\n{sql}");
        }
    }
}

impl<C: SimpleConnection> Deref for Own<C> {
    type Target = C;
    fn deref(&self) -> &C {
        &self.conn
    }
}
impl<C: SimpleConnection> DerefMut for Own<C> {
    fn deref_mut(&mut self) -> &mut C {
        &mut self.conn
    }
}
impl<C: SimpleConnection> Drop for Own<C> {
    fn drop(&mut self) {
        let name = &self.name;
        let dropped = match self.db {
            Sqlite if name.is_empty() => Ok(()),
            Sqlite => {
                let _ = std::fs::remove_file(name);
                Ok(())
            }
            Postgres => self
                .conn
                .batch_execute(&format!("DROP SCHEMA {name} CASCADE")),
            Mysql => self.conn.batch_execute(&format!("DROP DATABASE {name}")),
        };
        assert!(dropped.is_ok() || std::thread::panicking(), "{dropped:?}");
    }
}

fn name() -> String {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    format!(
        "orm_types_{}_{}",
        std::process::id(),
        NEXT.fetch_add(1, Relaxed)
    )
}

/// Where the PostgreSQL server is.
pub fn postgres_url() -> String {
    std::env::var("ORM_TEST_POSTGRES")
        .unwrap_or_else(|_| "postgres://root@127.0.0.1/test".to_owned())
}

/// Where the MySQL or MariaDB server is.
pub fn mysql_url() -> String {
    std::env::var("ORM_TEST_MYSQL").unwrap_or_else(|_| "mysql://root@127.0.0.1/test".to_owned())
}

pub fn sqlite() -> Own<SqliteConnection> {
    Own {
        db: Sqlite,
        name: String::new(),
        enter: String::new(),
        conn: SqliteConnection::establish(":memory:").expect("SQLite opens"),
    }
}

/// SQLite in a file, for a second connection.
pub fn sqlite_file() -> Own<SqliteConnection> {
    let path = std::env::temp_dir().join(name());
    let name = path.to_str().expect("a path of characters").to_owned();
    Own {
        db: Sqlite,
        enter: String::new(),
        conn: SqliteConnection::establish(&name).expect("SQLite opens"),
        name,
    }
}

pub fn postgres() -> Own<PgConnection> {
    let url = postgres_url();
    let conn = PgConnection::establish(&url).unwrap_or_else(|error| {
        panic!("no PostgreSQL at {url} (ORM_TEST_POSTGRES names another): {error}")
    });
    let name = name();
    let mut own = Own {
        db: Postgres,
        enter: format!("SET search_path TO {name}"),
        name,
        conn,
    };
    let made = format!("CREATE SCHEMA {}; {}", own.name, own.enter);
    own.run(&made);
    own
}

pub fn mysql() -> Own<MysqlConnection> {
    let url = mysql_url();
    let conn = MysqlConnection::establish(&url).unwrap_or_else(|error| {
        panic!("no MySQL or MariaDB at {url} (ORM_TEST_MYSQL names another): {error}")
    });
    let name = name();
    let mut own = Own {
        db: Mysql,
        enter: format!("USE {name}"),
        name,
        conn,
    };
    let made = format!(
        "CREATE DATABASE {} CHARACTER SET utf8mb4; {}",
        own.name, own.enter
    );
    own.run(&made);
    own
}

/// How values compare, as the databases compare them.
pub trait Value: Clone {
    /// The very same value.
    fn same(&self, other: &Self) -> bool;
    /// As `=` sees it.
    fn equals(&self, other: &Self) -> bool {
        self.order(other) == Ordering::Equal
    }
    /// As `<` sees it.
    fn order(&self, other: &Self) -> Ordering;
}

macro_rules! values {
    ($($ty:ty)*) => { $(
        impl Value for $ty {
            fn same(&self, other: &Self) -> bool { self == other }
            fn order(&self, other: &Self) -> Ordering { self.cmp(other) }
        }
    )* };
}
values! {
    i8 i16 i32 i64 u8 u16 u32 u64 bool String Vec<u8> uuid::Uuid bigdecimal::BigDecimal
    chrono::NaiveDate chrono::NaiveTime chrono::NaiveDateTime chrono::DateTime<chrono::Utc>
}

/// NaN is greater than all else where it exists, and equals itself.
macro_rules! floats {
    ($($ty:ty)*) => { $(
        impl Value for $ty {
            fn same(&self, other: &Self) -> bool {
                self.to_bits() == other.to_bits() || self.is_nan() && other.is_nan()
            }
            fn order(&self, other: &Self) -> Ordering {
                self.partial_cmp(other).unwrap_or_else(|| self.is_nan().cmp(&other.is_nan()))
            }
        }
    )* };
}
floats! { f32 f64 }

/// The numbers of the values for which something holds; row -1 holds the first value.
pub fn where_<T>(values: &[T], holds: impl Fn(&T) -> bool) -> Vec<i32> {
    let mut ids: Vec<i32> = Vec::new();
    if holds(&values[0]) {
        ids.push(-1);
    }
    ids.extend(
        (0..values.len())
            .filter(|at| holds(&values[*at]))
            .map(|at| at as i32),
    );
    ids
}

/// The keys of rows.
#[macro_export]
macro_rules! ids {
    ($queryset:expr, $conn:expr) => {
        $queryset
            .load($conn)
            .unwrap()
            .iter()
            .map(|row| row.id)
            .collect::<Vec<_>>()
    };
}

/// Goes through all that a queryset does with a type's values, on each database.
#[macro_export]
macro_rules! scalar {
    ($name:ident: $ty:ty as $sql:ty, $columns:expr, $values:expr, many $many:expr) => {
        scalar!($name: $ty as $sql, $columns, $values, many $many, sqlite postgres mysql);
    };
    ($name:ident: $ty:ty as $sql:ty, $columns:expr, $values:expr, many $many:expr, $($db:ident)+) => {
        mod $name {
            use super::*;

            #[derive(Model, Debug, Clone, PartialEq)]
            #[model(table = "samples", ordering(id))]
            struct Sample {
                id: i32,
                value: $ty,
                maybe: Option<$ty>,
            }
            $(
                #[test]
                fn $db() {
                    let own = &mut $crate::support::$db();
                    $crate::scalar_checks!(own, $ty, $sql, $columns, $values, $many);
                }
            )+
        }
    };
}

#[macro_export]
macro_rules! scalar_checks {
    ($own:ident, $ty:ty, $sql:ty, $columns:expr, $values:expr, $many:expr) => {
        use diesel::prelude::*;
        use diesel::sql_types::{Integer, Nullable};
        let db = $own.db;
        let [sqlite, postgres, mysql]: [&str; 3] = $columns;
        let column = db.pick(sqlite, postgres, mysql);
        $own.run(&format!(
            "CREATE TABLE samples (id INTEGER PRIMARY KEY, value {column} NOT NULL, maybe {column})"
        ));
        let values: Vec<$ty> = $values(db);
        let conn = &mut **$own;
        let insert = db.binds("INSERT INTO samples (id, value, maybe) VALUES (?, ?, ?)");
        let rows = values.iter().enumerate().map(|(at, value)| (at as i32, value, Some(value)));
        for (id, value, maybe) in rows.chain([(-1, &values[0], None)]) {
            diesel::sql_query(&insert)
                .bind::<Integer, _>(id)
                .bind::<$sql, _>(value)
                .bind::<Nullable<$sql>, _>(maybe)
                .execute(conn)
                .unwrap_or_else(|error| panic!("{error}: {value:.100?}"));
        }

        // What goes in comes out.
        let rows = queryset!(Sample.filter(id >= 0).order_by(id)).load(conn).unwrap();
        assert_eq!(rows.len(), values.len());
        for (row, value) in rows.iter().zip(&values) {
            assert!(row.value.same(value), "{:.100?} is not {value:.100?}", row.value);
            assert!(row.maybe.as_ref().unwrap().same(value));
        }
        assert_eq!($crate::ids!(queryset!(Sample.filter(maybe.is_null())), conn), [-1]);
        assert_eq!($crate::ids!(queryset!(Sample.filter(maybe.same(None::<$ty>))), conn), [-1]);

        // It compares.
        for v in &values {
            let equal = where_(&values, |other| other.equals(v));
            let filled: Vec<i32> = equal.iter().copied().filter(|id| *id >= 0).collect();
            assert_eq!($crate::ids!(queryset!(Sample.filter(value == v)), conn), equal, "{v:.100?}");
            assert_eq!($crate::ids!(queryset!(Sample.filter(maybe == v)), conn), filled, "{v:.100?}");
            assert_eq!($crate::ids!(queryset!(Sample.filter(value.in_([v]))), conn), equal, "{v:.100?}");
            assert_eq!($crate::ids!(queryset!(Sample.filter(maybe.in_([v.clone()]))), conn), filled);
            assert_eq!($crate::ids!(queryset!(Sample.filter(value.between(v, v))), conn), equal);
            let some = Some(v.clone());
            assert_eq!($crate::ids!(queryset!(Sample.filter(maybe.same(&some))), conn), filled);
            assert_eq!($crate::ids!(queryset!(Sample.filter(value.same(some))), conn), equal);
            let less = where_(&values, |other| other.order(v).is_lt());
            assert_eq!($crate::ids!(queryset!(Sample.filter(value < v)), conn), less, "{v:.100?}");
            let rest = queryset!(Sample.exclude(maybe == v));
            assert_eq!(rest.count(conn).unwrap() as usize, values.len() + 1 - filled.len());
        }
        let mut sorted: Vec<usize> = (0..values.len()).collect();
        sorted.sort_by(|a, b| values[*a].order(&values[*b]));
        let sorted: Vec<i32> = sorted.into_iter().map(|at| at as i32).collect();
        assert_eq!($crate::ids!(queryset!(Sample.filter(id >= 0).order_by(value, id)), conn), sorted);
        let nulls_first: Vec<i32> = std::iter::once(-1).chain(sorted).collect();
        assert_eq!($crate::ids!(queryset!(Sample.order_by(maybe, id)), conn), nulls_first);

        // Lists of any length.
        assert_eq!(queryset!(Sample.filter(value.in_(&values))).count(conn).unwrap() as usize, values.len() + 1);
        let many: Vec<$ty> = (0..45_000_usize).map($many).collect();
        let listed = where_(&values, |value| many.iter().any(|listed| listed.equals(value)));
        assert_eq!($crate::ids!(queryset!(Sample.filter(value.in_(&many))), conn), listed);
        let all = many.into_iter().chain(values.iter().cloned());
        assert_eq!(queryset!(Sample.filter(value.in_(all))).count(conn).unwrap() as usize, values.len() + 1);
        let none: [$ty; 0] = [];
        assert_eq!(queryset!(Sample.filter(value.in_(none))).count(conn).unwrap(), 0);

        // A NULL where none may be.
        $own.run(&format!(
            "DROP TABLE samples; CREATE TABLE samples (id INTEGER PRIMARY KEY, value {column}, maybe {column});
             INSERT INTO samples VALUES (1, NULL, NULL)"
        ));
        match queryset!(Sample.order_by(id)).load(&mut **$own) {
            Err(orm_core::Error::Field { model: "Sample", field: "value", .. }) => {}
            other => panic!("{other:?}"),
        }
    };
}
