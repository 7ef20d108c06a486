//! Keys of every type, one, three and 2,000 of them, on their way to a batched query and back.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};
use diesel::prelude::*;
use diesel::sql_types as st;
use orm_core::backend::{TimestampSql, UuidSql};
use orm_core::prelude::*;
use uuid::Uuid;

fn day(n: usize) -> NaiveDate {
    NaiveDate::from_ymd_opt(1950, 1, 1).unwrap() + TimeDelta::days(n as i64)
}
fn text(n: usize) -> String {
    ["a'\"\\", "ü", "☃", "𝄞", " ", "%"][n % 6].repeat(n % 3) + &n.to_string()
}

/// Parents and children: from each to the other, and in bulk.
macro_rules! keyed {
    ($name:ident: $ty:ty as $sql:ty, $columns:expr, $most:literal, $make:expr, $($db:ident)+) => {
        mod $name {
            use super::*;

            #[derive(Model, Debug)]
            #[model(table = "parents", ordering(place), has_many(children = Child::parent))]
            struct Parent {
                id: $ty,
                place: i32,
            }
            #[derive(Model, Debug)]
            #[model(table = "children", ordering(-id))]
            struct Child {
                id: i32,
                #[model(foreign_key = Parent)]
                parent_id: $ty,
                #[model(foreign_key = Parent)]
                other_id: Option<$ty>,
            }
            $(
                #[test]
                fn $db() {
                    let own = &mut $crate::support::$db();
                    let db = own.db;
                    let columns: [&str; 3] = $columns;
                    let column = db.pick(columns[0], columns[1], columns[2]);
                    own.run(&format!(
                        "CREATE TABLE parents (id {column} NOT NULL PRIMARY KEY, place INTEGER NOT NULL);
                         CREATE TABLE children (id INTEGER PRIMARY KEY, parent_id {column} NOT NULL, other_id {column})"
                    ));
                    own.run("CREATE INDEX of_parent ON children (parent_id)");
                    let make: fn(usize) -> $ty = $make;
                    let conn = &mut **own;
                    conn.transaction(|conn| {
                        for place in 0..$most {
                            let key = make(place as usize);
                            diesel::sql_query(db.binds("INSERT INTO parents VALUES (?, ?)"))
                                .bind::<$sql, _>(&key)
                                .bind::<st::Integer, _>(place)
                                .execute(conn)?;
                            for (id, other) in [(place, None), (place + 10_000, Some(&key))] {
                                diesel::sql_query(db.binds("INSERT INTO children VALUES (?, ?, ?)"))
                                    .bind::<st::Integer, _>(id)
                                    .bind::<$sql, _>(&key)
                                    .bind::<st::Nullable<$sql>, _>(other)
                                    .execute(conn)?;
                            }
                        }
                        QueryResult::Ok(())
                    })
                    .unwrap();
                    for keys in [1, 3, $most].map(|keys: i32| keys.min($most)) {
                        let parents = queryset!(Parent.filter(place < keys).prefetch_related(children.parent, children.other));
                        let parents = assert_num_queries!(conn, 4, { parents.load(conn).unwrap() });
                        assert_eq!(parents.len(), keys as usize);
                        for (place, parent) in parents.iter().enumerate() {
                            assert_eq!(parent.id, make(place));
                            let place = place as i32;
                            let ids: Vec<i32> = parent.children().iter().map(|child| child.id).collect();
                            assert_eq!(ids, [place + 10_000, place]);
                            for child in parent.children() {
                                assert_eq!(child.parent().place, place);
                                assert_eq!(child.other().map(|other| other.place), child.other_id.as_ref().map(|_| place));
                            }
                        }
                        let wanted: Vec<$ty> = (0..keys as usize).map(make).collect();
                        assert_eq!(Parent.in_bulk(wanted, conn).unwrap().len(), keys as usize);
                    }
                }
            )+
        }
    };
}
keyed!(integers: i32 as st::Integer, ["INTEGER"; 3], 2000, |n| n as i32 * 7 - 700, sqlite postgres mysql);
keyed!(longs: i64 as st::BigInt, ["BIGINT"; 3], 2000, |n| i64::MAX - n as i64, sqlite postgres mysql);
keyed!(unsigned_longs: u64 as st::Unsigned<st::BigInt>, ["BIGINT UNSIGNED"; 3], 2000, |n| u64::MAX - n as u64, mysql);
keyed!(unsigned_bytes: u8 as st::Unsigned<st::TinyInt>, ["TINYINT UNSIGNED"; 3], 200, |n| 255 - n as u8, mysql);
keyed!(texts: String as st::Text, ["TEXT", "TEXT", "VARCHAR(60) COLLATE utf8mb4_bin"], 2000, text, sqlite postgres mysql);
keyed!(uuids: Uuid as UuidSql, ["BLOB", "UUID", "BINARY(16)"], 2000, |n| Uuid::from_u128(n as u128 * 0x1234_5678_9abc_def1), sqlite postgres mysql);
keyed!(bytes: Vec<u8> as st::Binary, ["BLOB", "BYTEA", "VARBINARY(60)"], 2000, |n| [&[0, 0x27, 0xff, 0x20][..n % 5], &(n as u32).to_be_bytes()].concat(), sqlite postgres mysql);
keyed!(dates: NaiveDate as st::Date, ["DATE"; 3], 2000, day, sqlite postgres mysql);
keyed!(times: NaiveTime as st::Time, ["TIME", "TIME", "TIME(6)"], 2000, |n| NaiveTime::MIN + TimeDelta::microseconds(n as i64 * 40_000_001), sqlite postgres mysql);
keyed!(timestamps: NaiveDateTime as TimestampSql, ["TIMESTAMP", "TIMESTAMP", "DATETIME(6)"], 2000, |n| day(n * 15).and_hms_micro_opt(1, 2, 3, n as u32).unwrap(), sqlite postgres mysql);
keyed!(booleans: bool as st::Bool, ["BOOLEAN"; 3], 2, |n| n == 1, sqlite postgres mysql);

/// Composite keys.
macro_rules! composite {
    ($name:ident: $a:ty, $b:ty, $columns:expr, $make_a:expr, $make_b:expr) => {
        mod $name {
            use super::*;

            #[derive(Model, Debug)]
            #[model(table = "parents", primary_key(a, b), ordering(place), has_many(children = Child::parent))]
            struct Parent {
                a: $a,
                b: $b,
                place: i32,
            }
            #[derive(Model, Debug)]
            #[model(table = "children", ordering(-id), foreign_key(parent = Parent, fields(pa, pb)))]
            struct Child {
                id: i32,
                pa: $a,
                pb: $b,
            }
            composite!(@on sqlite 0, $a, $b, $columns, $make_a, $make_b);
            composite!(@on postgres 1, $a, $b, $columns, $make_a, $make_b);
            composite!(@on mysql 2, $a, $b, $columns, $make_a, $make_b);
        }
    };
    (@on $db:ident $at:literal, $a:ty, $b:ty, $columns:expr, $make_a:expr, $make_b:expr) => {
        #[test]
        fn $db() {
            let own = &mut $crate::support::$db();
            let db = own.db;
            let columns: [[&str; 2]; 3] = $columns;
            let [a, b] = columns[$at];
            own.run(&format!(
                "CREATE TABLE parents (a {a} NOT NULL, b {b} NOT NULL, place INTEGER NOT NULL, PRIMARY KEY (a, b));
                 CREATE TABLE children (id INTEGER PRIMARY KEY, pa {a} NOT NULL, pb {b} NOT NULL)"
            ));
            own.run("CREATE INDEX of_parent ON children (pa, pb)");
            let (make_a, make_b): (fn(usize) -> $a, fn(usize) -> $b) = ($make_a, $make_b);
            let conn = &mut **own;
            conn.transaction(|conn| {
                for place in 0..2000_i32 {
                    let (a, b) = (make_a(place as usize), make_b(place as usize));
                    for (id, sql) in [(place, "INSERT INTO parents VALUES (?, ?, ?)"), (place, "INSERT INTO children (pa, pb, id) VALUES (?, ?, ?)")] {
                        diesel::sql_query(db.binds(sql))
                            .bind::<<$a as orm_core::model::FieldType>::Sql, _>(&a)
                            .bind::<<$b as orm_core::model::FieldType>::Sql, _>(&b)
                            .bind::<st::Integer, _>(id)
                            .execute(conn)?;
                    }
                }
                QueryResult::Ok(())
            })
            .unwrap();
            for keys in [1, 3, 2000] {
                let parents = queryset!(Parent.filter(place < keys).prefetch_related(children.parent));
                let parents = assert_num_queries!(conn, 3, { parents.load(conn).unwrap() });
                assert_eq!(parents.len(), keys as usize);
                for parent in &parents {
                    let ids: Vec<i32> = parent.children().iter().map(|child| child.id).collect();
                    assert_eq!(ids, [parent.place]);
                    assert_eq!(parent.children()[0].parent().place, parent.place);
                }
            }
        }
    };
}
composite!(whole_and_text: i32, String,
    [["INTEGER", "TEXT"], ["INTEGER", "TEXT"], ["INTEGER", "VARCHAR(60) COLLATE utf8mb4_bin"]], |n| n as i32 % 10, text);
composite!(text_and_text: String, String,
    [["TEXT"; 2], ["TEXT"; 2], ["VARCHAR(60) COLLATE utf8mb4_bin"; 2]], |n| text(n % 7), text);
composite!(text_and_date: String, NaiveDate,
    [["TEXT", "DATE"], ["TEXT", "DATE"], ["VARCHAR(60) COLLATE utf8mb4_bin", "DATE"]], |n| text(n % 7), day);
