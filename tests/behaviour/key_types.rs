//! Keys of every type, as they travel to a batched query and find their way back.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use orm_core::prelude::*;
use uuid::Uuid;

use crate::support::*;

/// Parents and children with one type of key: batched both ways, in bulk, by list and in
/// portions.
macro_rules! keyed {
    ($test:ident, $ty:ty, $sql:literal, [$($literal:literal => $value:expr),+ $(,)?]) => {
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
            let conn = &mut database(concat!(
                "CREATE TABLE parents (id ", $sql, " PRIMARY KEY, place INTEGER NOT NULL);",
                "CREATE TABLE children (id INTEGER PRIMARY KEY, parent_id ", $sql, " NOT NULL, other_id ", $sql, ");",
            ));
            let mut values: Vec<$ty> = Vec::new();
            let all: Vec<(&str, $ty)> = vec![$(($literal, $value)),+];
            let all = all.into_iter().filter(|(literal, _)| possible(&literal.replace("CHAR(0)", "\0")));
            for (place, (literal, value)) in all.enumerate() {
                values.push(value);
                run(conn, &format!(
                    "INSERT INTO parents VALUES ({literal}, {place});
                     INSERT INTO children VALUES ({place}, {literal}, NULL), ({place} + 1000, {literal}, {literal});",
                ));
            }
            let parents = queryset!(Parent.prefetch_related(children.parent, children.other));
            let parents = assert_num_queries!(conn, 4, { parents.load(conn).unwrap() });
            assert_eq!(keys(&parents), values);
            for (place, parent) in parents.iter().enumerate() {
                let place = i32::try_from(place).unwrap();
                assert_eq!(keys(parent.children()), [place + 1000, place]);
                for child in parent.children() {
                    assert_eq!(child.parent().id, parent.id);
                    assert_eq!(child.other().map(|other| other.id.clone()), child.other_id);
                }
            }
            let found = Parent.in_bulk(values.clone(), conn).unwrap();
            assert_eq!(found.len(), values.len());
            for (place, value) in values.iter().enumerate() {
                assert_eq!(usize::try_from(found[value].place).unwrap(), place);
            }
            assert_eq!(keys(&queryset!(Parent.filter(id.in_(&values))).load(conn).unwrap()), values);
            let empty: Vec<$ty> = Vec::new();
            assert_eq!(queryset!(Parent.filter(id.in_(empty))).count(conn).unwrap(), 0);
            let nested = queryset!(Child.filter(parent_id.in_(queryset!(Parent[..1]))).order_by(id));
            assert_eq!(keys(&nested.load(conn).unwrap()), [0, 1000]);
            let portions = queryset!(Parent.prefetch_related(children));
            let portions: Vec<_> = each(portions.chunks(2, conn)).map(Result::unwrap).collect();
            let all: Vec<$ty> = portions.iter().flat_map(|portion| keys(portion)).collect();
            assert_eq!(all, values);
            assert!(portions.iter().flatten().all(|parent| parent.children().len() == 2));
        }
    };
}

keyed!(small_integers, i16, "SMALLINT", ["0" => 0, "-32768" => i16::MIN, "32767" => i16::MAX]);
keyed!(integers, i32, "INTEGER", ["-1" => -1, "0" => 0, "-2147483648" => i32::MIN, "2147483647" => i32::MAX]);
keyed!(big_integers, i64, "BIGINT", [
    "-9223372036854775808" => i64::MIN, "9223372036854775807" => i64::MAX, "0" => 0,
    "9007199254740993" => 9_007_199_254_740_993, "-9007199254740993" => -9_007_199_254_740_993,
]);
keyed!(booleans, bool, "BOOLEAN", ["FALSE" => false, "TRUE" => true]);
keyed!(text, String, "KEYTEXT", [
    "'plain'" => "plain".into(), "''" => String::new(), "' '" => " ".into(), "'trailing '" => "trailing ".into(),
    "'trailing'" => "trailing".into(), "'TRAILING'" => "TRAILING".into(), "'it''s \"so\"\\'" => "it's \"so\"\\".into(),
    "'a' || CHAR(0) || 'b'" => "a\0b".into(), "'a'" => "a".into(), "'a' || CHAR(0)" => "a\0".into(),
    "'[1,2]'" => "[1,2]".into(), "'null'" => "null".into(), "'12'" => "12".into(), "'012'" => "012".into(),
    "'☃ ß é'" => "☃ ß é".into(), "'𝄞👩‍🚀'" => "𝄞👩‍🚀".into(), "'%_'" => "%_".into(),
]);
keyed!(bytes, Vec<u8>, "KEYBLOB", [
    "x''" => vec![], "x'00'" => vec![0], "x'0000'" => vec![0, 0], "x'ff'" => vec![255],
    "x'275c22'" => vec![0x27, 0x5c, 0x22], "x'61'" => b"a".to_vec(),
]);
keyed!(uuids, Uuid, "UUID", [
    "UUID '00000000000000000000000000000000'" => Uuid::nil(), "UUID 'FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF'" => Uuid::max(),
    "UUID '00000000000000000000000000000027'" => Uuid::from_u128(0x27),
]);
keyed!(dates, NaiveDate, "DATE", [
    "'2024-02-29'" => NaiveDate::from_ymd_opt(2024, 2, 29).unwrap(),
    "'0001-01-01'" => NaiveDate::from_ymd_opt(1, 1, 1).unwrap(),
    "'9999-12-31'" => NaiveDate::from_ymd_opt(9999, 12, 31).unwrap(),
]);
keyed!(times, NaiveTime, "TIME", [
    "'00:00:00'" => NaiveTime::MIN,
    "'23:59:59.500'" => NaiveTime::from_hms_milli_opt(23, 59, 59, 500).unwrap(),
    "'01:02:03.000004'" => NaiveTime::from_hms_micro_opt(1, 2, 3, 4).unwrap(),
]);
keyed!(moments, NaiveDateTime, "TIMESTAMP", [
    "'2024-02-29 00:00:00'" => NaiveDate::from_ymd_opt(2024, 2, 29).unwrap().and_time(NaiveTime::MIN),
    "'2024-02-29 12:30:00.250'" => NaiveDate::from_ymd_opt(2024, 2, 29).unwrap().and_hms_milli_opt(12, 30, 0, 250).unwrap(),
]);

/// Keys that differ in Rust and are one to the database.
#[test]
fn the_database_decides_which_keys_are_equal() {
    #[derive(Model, Debug, Clone, PartialEq)]
    #[model(table = "lands", ordering(code), has_many(towns = Town::land))]
    struct Land {
        #[model(primary_key)]
        code: String,
    }
    #[derive(Model, Debug, Clone, PartialEq)]
    #[model(table = "towns", ordering(id))]
    struct Town {
        id: i32,
        #[model(foreign_key = Land, relation = "land")]
        land_code: String,
    }
    let conn = &mut database(
        "CREATE TABLE lands (code ANYCASE PRIMARY KEY);
         CREATE TABLE towns (id INTEGER PRIMARY KEY, land_code ANYCASE NOT NULL);
         INSERT INTO lands VALUES ('At'), ('DE');
         INSERT INTO towns VALUES (1, 'at'), (2, 'AT'), (3, 'De'), (4, 'At');",
    );
    let joined = queryset!(Town.select_related(land)).load(conn).unwrap();
    let batched = queryset!(Town.prefetch_related(land)).load(conn).unwrap();
    for (a, b) in joined.iter().zip(&batched) {
        assert_eq!(a.land().code, b.land().code);
    }
    assert_eq!(batched[0].land().code, "At");
    let lands = queryset!(Land.prefetch_related(towns)).load(conn).unwrap();
    assert_eq!(keys(lands[0].towns()), [1, 2, 4]);
    assert_eq!(keys(lands[1].towns()), [3]);
    let found = Land
        .in_bulk(["de".into(), "AT".into(), "xx".into()], conn)
        .unwrap();
    assert_eq!(found.len(), 2);
    assert_eq!(found["AT"].code, "At");
    assert_eq!(
        queryset!(Town.filter(land_code.in_(["aT"])))
            .count(conn)
            .unwrap(),
        3
    );
}

/// A key of a user's own type: it says how it travels.
#[test]
fn a_key_may_be_of_a_type_of_the_user_s_own() {
    use diesel::deserialize::FromSqlRow;
    use diesel::expression::AsExpression;
    use diesel::sql_types::Text;
    use orm_core::model::{KeyEncoder, KeyKind, KeyPart, ListPart};

    #[derive(Debug, Clone, PartialEq, Eq, Hash, AsExpression, FromSqlRow)]
    #[diesel(sql_type = Text)]
    struct Code(String);
    impl KeyPart for Code {}
    impl ListPart for Code {
        const KIND: KeyKind = KeyKind::Text;
        fn encode<E: KeyEncoder + ?Sized>(&self, encoder: &mut E) {
            encoder.text(&self.0);
        }
    }
    impl<DB: diesel::backend::Backend> diesel::deserialize::FromSql<Text, DB> for Code
    where
        String: diesel::deserialize::FromSql<Text, DB>,
    {
        fn from_sql(bytes: DB::RawValue<'_>) -> diesel::deserialize::Result<Self> {
            String::from_sql(bytes).map(Self)
        }
    }
    #[derive(Model, Debug, Clone, PartialEq)]
    #[model(table = "lands", has_many(towns = Town::land))]
    struct Land {
        #[model(primary_key, sql_type = Text)]
        code: Code,
    }
    #[derive(Model, Debug, Clone, PartialEq)]
    #[model(table = "towns")]
    struct Town {
        id: i32,
        #[model(foreign_key = Land, sql_type = Text)]
        land_id: Code,
    }
    let conn = &mut database(
        "CREATE TABLE lands (code KEYTEXT PRIMARY KEY);
         CREATE TABLE towns (id INTEGER PRIMARY KEY, land_id TEXT NOT NULL);
         INSERT INTO lands VALUES ('at'); INSERT INTO towns VALUES (1, 'at'), (2, 'at');",
    );
    let lands = queryset!(Land.prefetch_related(towns.land))
        .load(conn)
        .unwrap();
    assert_eq!(lands[0].towns().len(), 2);
    assert_eq!(lands[0].towns()[1].land().code, Code("at".into()));
}
