//! The store, opened once and copied for every test; and small helpers for groups.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::PathBuf;
use std::sync::OnceLock;

use bigdecimal::BigDecimal;
use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

/// What a test returns.
pub type Checked = orm_core::Result<()>;

/// The folder that `CHINOOK_DIR` names. The first call says whether there is one: straight
/// to the terminal, since the harness keeps what a test that passes prints.
fn folder() -> Option<&'static PathBuf> {
    static FOLDER: OnceLock<Option<PathBuf>> = OnceLock::new();
    FOLDER
        .get_or_init(|| {
            let folder = std::env::var_os("CHINOOK_DIR").filter(|dir| !dir.is_empty());
            let line = match &folder {
                Some(_) => "chinook: runs on the store that CHINOOK_DIR names\n",
                None => "chinook: did not run, CHINOOK_DIR is not set\n",
            };
            // A terminal that is gone is no reason to fail.
            let _ = std::io::stderr().write_all(line.as_bytes());
            folder.map(PathBuf::from)
        })
        .as_ref()
}

/// A connection to the store; `None` where there is no data, and nothing is to be tested.
pub fn store() -> Option<SqliteConnection> {
    static STORE: OnceLock<Vec<u8>> = OnceLock::new();
    let folder = folder()?;
    let bytes = STORE.get_or_init(|| {
        let (mut conn, rows) = crate::store::open(folder).expect("the store opens");
        assert_eq!(rows, 15_607);
        conn.serialize_database_to_buffer().to_vec()
    });
    let mut conn = SqliteConnection::establish(":memory:").expect("SQLite opens");
    conn.deserialize_readonly_database_from_buffer(bytes)
        .expect("the copy opens");
    Some(conn)
}

/// An amount as written.
pub fn money(text: &str) -> BigDecimal {
    text.parse().expect("a decimal")
}

/// Midnight of a day.
pub fn day(year: i32, month: u32, day: u32) -> NaiveDateTime {
    let date = NaiveDate::from_ymd_opt(year, month, day).expect("a day");
    date.and_hms_opt(0, 0, 0).expect("midnight")
}

/// A name that the schema allows to be NULL, and the data always gives.
pub fn named(name: &Option<String>) -> &str {
    name.as_deref().expect("no name is NULL")
}

/// How often each value stands in a list.
pub fn tally<K: Ord>(values: impl IntoIterator<Item = K>) -> BTreeMap<K, usize> {
    let mut counts = BTreeMap::new();
    for value in values {
        *counts.entry(value).or_insert(0) += 1;
    }
    counts
}

/// The sum of each group.
pub fn sums<K: Ord>(values: impl IntoIterator<Item = (K, BigDecimal)>) -> BTreeMap<K, BigDecimal> {
    let mut sums = BTreeMap::new();
    for (key, value) in values {
        *sums.entry(key).or_insert_with(BigDecimal::default) += value;
    }
    sums
}

/// The `n` groups with the greatest values, equal ones in the order of their keys.
pub fn top<K: Ord, V: Ord>(groups: BTreeMap<K, V>, n: usize) -> Vec<(K, V)> {
    let mut groups: Vec<(K, V)> = groups.into_iter().collect();
    groups.sort_by(|a, b| b.1.cmp(&a.1)); // stable: keys stay in order
    groups.truncate(n);
    groups
}
