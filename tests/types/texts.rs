//! Text, bytes, uuids.

use diesel::sql_types as st;
use orm_core::prelude::*;
use uuid::Uuid;

use crate::support::*;

scalar!(texts: String as st::Text,
    ["TEXT", "TEXT COLLATE \"C\"", "LONGTEXT COLLATE utf8mb4_nopad_bin"],
    |db| {
        let mut values: Vec<String> = [
            "", "a", "A", "a ", " a", "'", "\"", "\\", "it's \\'quoted\\'", "%", "_", "\n\r\t", "null", "ß",
            "naïve ☃", "𝄞", "\u{1F469}\u{200D}\u{1F680}", "\u{10FFFF}", "\u{1}", "e\u{301}", "é", "?", "$1",
        ]
        .map(str::to_owned)
        .to_vec();
        if db != Postgres {
            values.extend(["\0", "a\0b", "a\0"].map(str::to_owned));
        }
        values.push("ü".repeat(1 << 19));
        values
    }, many |n| format!("{n}-ü-'"));

scalar!(bytes: Vec<u8> as st::Binary, ["BLOB", "BYTEA", "LONGBLOB"],
    |_| vec![
        vec![], vec![0], vec![0, 0], vec![0xff], (0..=255).collect(), b"'\\%".to_vec(), b"a".to_vec(), b"A".to_vec(),
        b"a ".to_vec(), vec![7; 1 << 20],
    ], many |n| (n as u32).to_be_bytes().to_vec());

scalar!(uuids: Uuid as orm_core::backend::UuidSql, ["BLOB", "UUID", "BINARY(16)"],
    |_| vec![Uuid::nil(), Uuid::max(), Uuid::from_u128(1), Uuid::from_u128(0x2027_5c22_0000_ff80_7f00_0000_0000_0020)],
    many |n| Uuid::from_u128(n as u128 + 2));

/// PostgreSQL has no NUL in text: its own error, and no text that was cut.
#[test]
fn a_nul_in_text_is_an_error_on_postgresql() {
    #[derive(Model, Debug)]
    #[model(table = "samples")]
    struct Sample {
        id: i32,
        #[allow(dead_code)] // read by the database alone
        value: String,
    }
    let own = &mut postgres();
    own.run("CREATE TABLE samples (id INTEGER PRIMARY KEY, value TEXT NOT NULL); INSERT INTO samples VALUES (1, 'a')");
    let compared = queryset!(Sample.filter(value == "a\0")).load(&mut **own);
    let listed = queryset!(Sample.filter(value.in_(["a\0"]))).load(&mut **own);
    for result in [compared, listed] {
        match result {
            Err(orm_core::Error::Database(diesel::result::Error::DatabaseError(_, told))) => {
                assert!(told.message().contains("0x00"), "{}", told.message());
            }
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(Sample.count(&mut **own).unwrap(), 1);
}
