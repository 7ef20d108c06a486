//! Field and key types on enums of connections.

use std::str::FromStr as _;

use bigdecimal::BigDecimal;
use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::serialize::{self, Output, ToSql};
use diesel::sql_types::Text;
use orm_core::backend::Dialect;
use orm_core::prelude::*;
use serde_json::json;
use uuid::Uuid;

use crate::multi::connect;
use crate::support::*;

/// A type whose impls are for each database; `multi_connection!` adds those for the enum.
#[derive(Debug, Clone, Copy, PartialEq, Eq, AsExpression, FromSqlRow)]
#[diesel(sql_type = Text)]
pub enum Stage {
    Draft,
    Printed,
}

macro_rules! stage_on {
    ($($db:ty)*) => { $(
        impl FromSql<Text, $db> for Stage {
            fn from_sql(
                bytes: <$db as diesel::backend::Backend>::RawValue<'_>,
            ) -> deserialize::Result<Self> {
                match <String as FromSql<Text, $db>>::from_sql(bytes)?.as_str() {
                    "draft" => Ok(Self::Draft),
                    "printed" => Ok(Self::Printed),
                    other => Err(format!("no stage: {other}").into()),
                }
            }
        }
        impl ToSql<Text, $db> for Stage {
            fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, $db>) -> serialize::Result {
                let text = match self {
                    Self::Draft => "draft",
                    Self::Printed => "printed",
                };
                <str as ToSql<Text, $db>>::to_sql(text, out)
            }
        }
    )* };
}
stage_on!(diesel::sqlite::Sqlite diesel::pg::Pg diesel::mysql::Mysql);

/// A type whose impls are for any database.
#[derive(Debug, Clone, PartialEq, Eq, AsExpression, FromSqlRow)]
#[diesel(sql_type = Text)]
pub struct Name(String);

impl<DB: diesel::backend::Backend> FromSql<Text, DB> for Name
where
    String: FromSql<Text, DB>,
{
    fn from_sql(bytes: DB::RawValue<'_>) -> deserialize::Result<Self> {
        String::from_sql(bytes).map(Self)
    }
}
impl<DB: diesel::backend::Backend> ToSql<Text, DB> for Name
where
    str: ToSql<Text, DB>,
{
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result {
        self.0.as_str().to_sql(out)
    }
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "samples", ordering(id))]
pub struct Sample {
    id: i32,
    flag: bool,
    small: i16,
    big: i64,
    single: f32,
    double: f64,
    text: String,
    bytes: Vec<u8>,
    date: NaiveDate,
    time: NaiveTime,
    moment: NaiveDateTime,
    instant: DateTime<Utc>,
    amount: BigDecimal,
    uuid: Uuid,
    json: serde_json::Value,
    #[model(sql_type = Text)]
    stage: Stage,
    #[model(sql_type = Text)]
    name: Name,
    maybe_flag: Option<bool>,
    maybe_instant: Option<DateTime<Utc>>,
    maybe_amount: Option<BigDecimal>,
    maybe_uuid: Option<Uuid>,
    maybe_json: Option<serde_json::Value>,
    #[model(sql_type = Text)]
    maybe_stage: Option<Stage>,
}

/// What the columns are called in a dialect, and how a value of bytes is written.
fn samples(dialect: Dialect) -> Place {
    let (blob, instant, uuid, json, zone) = match dialect {
        Dialect::Postgres => ("BYTEA", "TIMESTAMPTZ", "UUID", "JSON", "+00:00"),
        Dialect::Mysql => ("BLOB", "DATETIME(6)", "BINARY(16)", "JSON", ""),
        _ => ("BLOB", "TEXT", "BLOB", "TEXT", "+00:00"),
    };
    let moment = if dialect == Dialect::Mysql {
        "DATETIME(6)"
    } else {
        "TIMESTAMP"
    };
    let time = if dialect == Dialect::Mysql {
        "TIME(6)"
    } else {
        "TIME"
    };
    let bytes = |hex: &str| match dialect {
        Dialect::Postgres => format!("'\\x{hex}'"),
        _ => format!("x'{hex}'"),
    };
    let a_uuid = match dialect {
        Dialect::Postgres => format!("'{}'", Uuid::from_u128(7)),
        _ => format!("x'{:032x}'", 7),
    };
    let raw = bytes("00ff27");
    Place::with(
        dialect,
        &format!(
            "CREATE TABLE samples (id INTEGER PRIMARY KEY, flag BOOLEAN NOT NULL, small SMALLINT NOT NULL,
                big BIGINT NOT NULL, single REAL NOT NULL, {double} DOUBLE PRECISION NOT NULL,
                text VARCHAR(99) NOT NULL, bytes {blob} NOT NULL, date DATE NOT NULL, time {time} NOT NULL,
                moment {moment} NOT NULL, instant {instant} NOT NULL, amount DECIMAL(20, 4) NOT NULL,
                uuid {uuid} NOT NULL, json {json} NOT NULL, stage VARCHAR(9) NOT NULL, name VARCHAR(9) NOT NULL,
                maybe_flag BOOLEAN, maybe_instant {instant}, maybe_amount DECIMAL(20, 4), maybe_uuid {uuid},
                maybe_json {json}, maybe_stage VARCHAR(9));
             INSERT INTO samples VALUES (1, TRUE, -7, 9007199254740993, 1.5, 0.1, 'it''s ☃', {raw}, '2024-02-29',
                '12:30:15.250', '2024-02-29 12:30:15.250', '2024-02-29 12:30:15.250{zone}', 1234567.5, {a_uuid},
                '{{\"a\": [1, null]}}', 'draft', 'one', FALSE, '2024-02-29 12:30:15.250{zone}', -0.5, {a_uuid},
                '[true]', 'printed');
             INSERT INTO samples VALUES (2, FALSE, 0, 0, 0, 0, '', {empty}, '2000-01-01', '00:00:00',
                '2000-01-01 00:00:00', '2000-01-01 00:00:00{zone}', 0, {a_uuid}, '1', 'printed', 'two',
                NULL, NULL, NULL, NULL, NULL, NULL);",
            double = match dialect {
                Dialect::Mysql => "`double`",
                _ => "double",
            },
            empty = bytes(""),
        ),
    )
}

fn first() -> Sample {
    let moment: NaiveDateTime = "2024-02-29T12:30:15.250".parse().unwrap();
    Sample {
        id: 1,
        flag: true,
        small: -7,
        big: 9_007_199_254_740_993,
        single: 1.5,
        double: 0.1,
        text: "it's ☃".into(),
        bytes: vec![0, 255, 0x27],
        date: moment.date(),
        time: moment.time(),
        moment,
        instant: moment.and_utc(),
        amount: BigDecimal::from_str("1234567.5").unwrap(),
        uuid: Uuid::from_u128(7),
        json: json!({"a": [1, null]}),
        stage: Stage::Draft,
        name: Name("one".into()),
        maybe_flag: Some(false),
        maybe_instant: Some(moment.and_utc()),
        maybe_amount: Some(BigDecimal::from_str("-0.5").unwrap()),
        maybe_uuid: Some(Uuid::from_u128(7)),
        maybe_json: Some(json!([true])),
        maybe_stage: Some(Stage::Printed),
    }
}

#[test]
fn fields_of_every_type_are_read_and_bound() {
    for dialect in DATABASES {
        let place = samples(dialect);
        let conn = &mut connect(&place);
        let rows = Sample.load(conn).unwrap().into_models();
        let one = first();
        assert_eq!(rows[0], one, "{dialect:?}");
        let two = &rows[1];
        assert!(!two.flag && two.bytes.is_empty() && two.json == json!(1));
        assert_eq!(
            (two.maybe_flag, two.maybe_uuid, two.maybe_stage),
            (None, None, None)
        );
        assert_eq!(
            (&two.maybe_json, &two.maybe_amount, two.maybe_instant),
            (&None, &None, None)
        );

        macro_rules! finds {
            ($($condition:expr => $ids:expr;)*) => { $(
                let found = queryset!(Sample.filter($condition)).load(conn).unwrap();
                assert_eq!(keys(&found), $ids, "{dialect:?}: {}", stringify!($condition));
            )* };
        }
        let (unknown, none) = (Uuid::nil(), None::<Uuid>);
        finds! {
            flag == true => [1];
            small == one.small && big == one.big && single == one.single => [1];
            double == one.double && text == &one.text && bytes == &one.bytes => [1];
            date == one.date && time == one.time && moment == one.moment => [1];
            date.year() == 2024 && moment.hour() == 12 => [1];
            instant == one.instant => [1];
            instant < one.instant => [2];
            amount == &one.amount => [1];
            amount > 0.5 => [1];
            uuid == one.uuid => [1, 2];
            uuid == unknown => Vec::<i32>::new();
            stage == Stage::Draft => [1];
            name == Name("two".into()) => [2];
            maybe_flag == false => [1];
            maybe_instant.is_null() => [2];
            maybe_uuid.same(one.maybe_uuid) => [1];
            maybe_uuid.same(none) => [2];
            maybe_stage.same(Some(Stage::Printed)) => [1];
            maybe_stage.same(None::<Stage>) => [2];
            uuid.in_([unknown, one.uuid]) => [1, 2];
            instant.in_([one.instant]) => [1];
            amount.in_([one.amount.clone()]) => [1];
            text.in_(["☃", "it's ☃"]) => [1];
            double.in_([0.1, 7.0]) => [1];
            double.in_([f64::INFINITY, f64::NEG_INFINITY, f64::NAN, 0.0]) => [2];
            flag.in_([false]) => [2];
        }
    }
}

/// A value as a literal of a dialect.
trait Literal {
    fn literal(&self, dialect: Dialect) -> String;
}
macro_rules! written {
    ($($ty:ty)*) => { $(
        impl Literal for $ty {
            fn literal(&self, _: Dialect) -> String {
                format!("{self}")
            }
        }
    )* };
}
macro_rules! quoted {
    ($($ty:ty)*) => { $(
        impl Literal for $ty {
            fn literal(&self, _: Dialect) -> String {
                format!("'{self}'")
            }
        }
    )* };
}
written!(i32 i64 bool BigDecimal);
quoted!(NaiveDate NaiveTime NaiveDateTime);

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
impl Literal for Vec<u8> {
    fn literal(&self, dialect: Dialect) -> String {
        match dialect {
            Dialect::Postgres => format!("'\\x{}'", hex(self)),
            _ => format!("x'{}'", hex(self)),
        }
    }
}
impl Literal for String {
    fn literal(&self, dialect: Dialect) -> String {
        let hex = hex(self.as_bytes());
        match dialect {
            Dialect::Postgres => format!("CONVERT_FROM('\\x{hex}', 'UTF8')"),
            Dialect::Mysql => format!("CONVERT(x'{hex}' USING utf8mb4)"),
            _ => format!("CAST(x'{hex}' AS TEXT)"),
        }
    }
}
impl Literal for Uuid {
    fn literal(&self, dialect: Dialect) -> String {
        match dialect {
            Dialect::Postgres => format!("'{self}'"),
            _ => format!("x'{}'", hex(self.as_bytes())),
        }
    }
}
/// Parents and children with one type of key: batched both ways, in bulk and by list. The
/// column's types are those of SQLite, PostgreSQL and MySQL.
macro_rules! keyed {
    ($test:ident, $ty:ty, $sqlite:literal $postgres:literal $mysql:literal, $values:expr) => {
        #[test]
        fn $test() {
            #[derive(Model, Debug, Clone, PartialEq)]
            #[model(table = "parents", ordering(place), has_many(children = Child::parent))]
            struct Parent {
                id: $ty,
                place: i32,
            }
            #[derive(Model, Debug, Clone, PartialEq)]
            #[model(table = "children", ordering(-id))]
            struct Child {
                id: i32,
                #[model(foreign_key = Parent)]
                parent_id: $ty,
                #[model(foreign_key = Parent)]
                other_id: Option<$ty>,
            }
            let values: Vec<$ty> = $values.into();
            for dialect in DATABASES {
                let column = match dialect {
                    Dialect::Postgres => $postgres,
                    Dialect::Mysql => $mysql,
                    _ => $sqlite,
                };
                let mut sql = format!(
                    "CREATE TABLE parents (id {column} PRIMARY KEY, place INTEGER NOT NULL);
                     CREATE TABLE children (id INTEGER PRIMARY KEY, parent_id {column} NOT NULL,
                        other_id {column});"
                );
                for (place, value) in values.iter().enumerate() {
                    let value = value.literal(dialect);
                    sql += &format!(
                        "INSERT INTO parents VALUES ({value}, {place});
                         INSERT INTO children VALUES ({place}, {value}, NULL),
                            ({place} + 1000, {value}, {value});"
                    );
                }
                let place = Place::with(dialect, &sql);
                let conn = &mut connect(&place);
                let parents = queryset!(Parent.prefetch_related(children.parent, children.other));
                let parents = assert_num_queries!(conn, 4, { parents.load(conn).unwrap() });
                assert_eq!(keys(&parents), values, "{dialect:?}");
                for (place, parent) in parents.iter().enumerate() {
                    let place = i32::try_from(place).unwrap();
                    assert_eq!(
                        keys(parent.children()),
                        [place + 1000, place],
                        "{dialect:?}"
                    );
                    for child in parent.children() {
                        assert_eq!(child.parent().id, parent.id);
                        assert_eq!(child.other().map(|other| other.id.clone()), child.other_id);
                    }
                }
                let found = Parent.in_bulk(values.clone(), conn).unwrap();
                assert_eq!(found.len(), values.len(), "{dialect:?}");
                let listed = queryset!(Parent.filter(id.in_(&values)))
                    .load(conn)
                    .unwrap();
                assert_eq!(keys(&listed), values, "{dialect:?}");
                let empty: Vec<$ty> = Vec::new();
                assert_eq!(
                    queryset!(Parent.filter(id.in_(empty))).count(conn).unwrap(),
                    0
                );
            }
        }
    };
}

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

keyed!(small_whole_numbers, i32, "INTEGER" "INTEGER" "INTEGER", [3, -1, i32::MAX, i32::MIN, 0]);
keyed!(whole_numbers, i64, "BIGINT" "BIGINT" "BIGINT", [
    1, i64::MAX, i64::MIN, 9_007_199_254_740_993, -9_007_199_254_740_993
]);
keyed!(booleans, bool, "BOOLEAN" "BOOLEAN" "BOOLEAN", [true, false]);
keyed!(text, String, "TEXT" "TEXT" "VARCHAR(99) COLLATE utf8mb4_bin", [
    "plain", "", " lead", "a", "A", "it's \"so\"\\", "[1,2]", "null", "12", "012", "☃ ß é", "𝄞👩‍🚀", "%_"
].map(String::from));
keyed!(bytes, Vec<u8>, "BLOB" "BYTEA" "VARBINARY(99)", [
    vec![], vec![0], vec![0, 0], vec![255], vec![0x27, 0x5c, 0x22], b"a".to_vec()
]);
keyed!(uuids, Uuid, "BLOB" "UUID" "BINARY(16)", [Uuid::nil(), Uuid::max(), Uuid::from_u128(0x27)]);
keyed!(dates, NaiveDate, "DATE" "DATE" "DATE", [
    date("2024-02-29"), date("0001-01-01"), date("9999-12-31")
]);
keyed!(times, NaiveTime, "TIME" "TIME" "TIME(6)", [
    NaiveTime::MIN,
    NaiveTime::from_hms_milli_opt(23, 59, 59, 500).unwrap(),
    NaiveTime::from_hms_micro_opt(1, 2, 3, 4).unwrap(),
]);
keyed!(moments, NaiveDateTime, "TIMESTAMP" "TIMESTAMP" "DATETIME(6)", [
    date("2024-02-29").and_time(NaiveTime::MIN),
    date("2024-02-29").and_hms_milli_opt(12, 30, 0, 250).unwrap(),
]);

/// Text and numbers in one key, hostile text among them.
#[test]
fn composite_keys() {
    #[derive(Model, Debug, Clone, PartialEq)]
    #[model(table = "rooms", primary_key(house, floor, door), has_many(beds = Bed::room))]
    struct Room {
        house: String,
        floor: i64,
        door: Uuid,
    }
    #[derive(Model, Debug, Clone, PartialEq)]
    #[model(table = "beds", ordering(id), foreign_key(room = Room, fields(house, floor, door)))]
    struct Bed {
        id: i32,
        house: String,
        floor: i64,
        door: Option<Uuid>,
    }
    for dialect in DATABASES {
        let (text, uuid) = match dialect {
            Dialect::Postgres => ("TEXT", "UUID"),
            Dialect::Mysql => ("VARCHAR(99) COLLATE utf8mb4_bin", "BINARY(16)"),
            _ => ("TEXT", "BLOB"),
        };
        let columns = format!("house {text} NOT NULL, floor BIGINT NOT NULL, door {uuid}");
        let mut sql = format!(
            "CREATE TABLE rooms ({columns} NOT NULL, PRIMARY KEY (house, floor, door));
             CREATE TABLE beds (id INTEGER PRIMARY KEY, {columns});"
        );
        let rooms = [("a", 1, 1), ("a", 1, 2), ("A", 1, 1), ("\"],[☃", -1, 1)];
        for (at, (house, floor, door)) in rooms.iter().enumerate() {
            let house = house.to_string().literal(dialect);
            let door = Uuid::from_u128(*door).literal(dialect);
            sql += &format!(
                "INSERT INTO rooms VALUES ({house}, {floor}, {door});
                 INSERT INTO beds VALUES ({at}, {house}, {floor}, {door}),
                    ({at} + 10, {house}, {floor}, {door}), ({at} + 20, {house}, {floor}, NULL);"
            );
        }
        let place = Place::with(dialect, &sql);
        let conn = &mut connect(&place);
        let found = queryset!(Room.prefetch_related(beds.room));
        let found = assert_num_queries!(conn, 3, { found.load(conn).unwrap() });
        assert_eq!(found.len(), 4);
        for (at, (house, floor, door)) in rooms.iter().enumerate() {
            let is_it = |room: &&RoomRow<_>| {
                room.house == *house && room.floor == *floor && room.door == Uuid::from_u128(*door)
            };
            let room = found.iter().find(is_it).unwrap();
            let at = i32::try_from(at).unwrap();
            assert_eq!(keys(room.beds()), [at, at + 10], "{dialect:?}");
            assert_eq!(room.beds()[0].room().unwrap().house, *house);
        }
        let key = ("A".to_owned(), 1, Uuid::from_u128(1));
        let bulk = Room.in_bulk([key.clone()], conn).unwrap();
        assert_eq!(bulk[&key].house, "A");
        assert_eq!(bulk.len(), 1);
    }
}
