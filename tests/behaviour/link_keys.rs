//! Links between rows whose keys are of every type.

use orm_core::prelude::*;
use orm_core::write::Linked;
use uuid::Uuid;

use crate::support::*;

fn changed(added: usize, removed: usize) -> Linked {
    Linked { added, removed }
}

/// Both sides' keys of one type, from and to a link table that says nothing of being unique.
macro_rules! keyed {
    ($test:ident, $ty:ty, $sql:literal, $from:expr, [$a:expr, $b:expr, $c:expr]) => {
        #[test]
        fn $test() {
            #[derive(Model, Debug, Clone, PartialEq)]
            #[model(table = "lefts", many_to_many(rights = Right, through = Both))]
            struct Left {
                #[model(primary_key)]
                code: $ty,
            }
            #[derive(Model, Debug, Clone, PartialEq)]
            #[model(table = "rights", ordering(place))]
            struct Right {
                #[model(primary_key)]
                code: $ty,
                place: i32,
            }
            #[derive(Model, Debug, Clone, PartialEq)]
            #[model(table = "boths")]
            struct Both {
                id: i32,
                #[model(foreign_key = Left, relation = "left")]
                left_code: $ty,
                #[model(foreign_key = Right, relation = "right")]
                right_code: $ty,
            }
            let serial = on(
                "INTEGER PRIMARY KEY",
                "SERIAL PRIMARY KEY",
                "INTEGER PRIMARY KEY AUTO_INCREMENT",
            );
            let conn = &mut connect();
            run(
                conn,
                &format!(
                    concat!(
                        "CREATE TABLE lefts (code ",
                        $sql,
                        " PRIMARY KEY); CREATE TABLE boths (id {}, left_code ",
                        $sql,
                        " NOT NULL, right_code ",
                        $sql,
                        " NOT NULL);",
                    ),
                    serial
                ),
            );
            let rights: Vec<$ty> = vec![$a, $b, $c];
            let left = Left { code: $from };
            let found = |conn: &mut Conn| -> Vec<$ty> {
                let mut codes = queryset!(Both.values_list(right_code)).load(conn).unwrap();
                codes.sort();
                codes
            };
            let mut sorted = rights.clone();
            sorted.sort();
            let right = Right {
                code: rights[0].clone(),
                place: 0,
            };
            assert_eq!(
                queryset!(left.rights.add(&right)).run(conn).unwrap(),
                changed(1, 0)
            );
            assert_eq!(
                queryset!(left.rights.add(&rights)).run(conn).unwrap(),
                changed(2, 0)
            );
            let twice = rights.iter().chain(&rights);
            assert_eq!(
                queryset!(left.rights.add(twice)).run(conn).unwrap(),
                changed(0, 0)
            );
            assert_eq!(found(conn), sorted);
            assert_eq!(
                queryset!(Both.filter(left_code == &left.code))
                    .count(conn)
                    .unwrap(),
                3
            );
            assert_eq!(
                queryset!(left.rights.set(&rights[..1])).run(conn).unwrap(),
                changed(0, 2)
            );
            assert_eq!(
                queryset!(left.rights.set(&rights[1..])).run(conn).unwrap(),
                changed(2, 1)
            );
            assert_eq!(
                queryset!(left.rights.remove(&rights[..2]))
                    .run(conn)
                    .unwrap(),
                changed(0, 1)
            );
            assert_eq!(found(conn), rights[2..]);
            assert_eq!(
                queryset!(left.rights.clear()).run(conn).unwrap(),
                changed(0, 1)
            );
        }
    };
}
keyed!(
    keys_of_text,
    String,
    "KEYTEXT",
    "it's \"so\"\\ ☃".into(),
    ["plain".into(), String::new(), "𝄞👩‍🚀 %_'".into()]
);
keyed!(
    keys_of_bytes,
    Vec<u8>,
    "KEYBLOB",
    vec![0, 255],
    [vec![], vec![0x27, 0x5c], b"a".to_vec()]
);
keyed!(
    keys_of_uuids,
    Uuid,
    "UUID",
    Uuid::from_u128(7),
    [Uuid::nil(), Uuid::max(), Uuid::from_u128(0x27)]
);
keyed!(
    keys_of_big_integers,
    i64,
    "BIGINT",
    i64::MIN,
    [i64::MAX, 0, 9_007_199_254_740_993]
);
keyed!(
    keys_of_small_integers,
    i16,
    "SMALLINT",
    -1,
    [i16::MAX, 0, i16::MIN]
);
keyed!(
    keys_of_dates,
    chrono::NaiveDate,
    "DATE",
    day(1),
    [day(2), day(3), day(4)]
);

fn day(day: u32) -> chrono::NaiveDate {
    chrono::NaiveDate::from_ymd_opt(2024, 2, day).unwrap()
}

#[test]
fn borrowed_text_is_a_key() {
    #[derive(Model, Debug, Clone, PartialEq)]
    #[model(table = "words", many_to_many(others = Word, through = Synonym(word, other)))]
    struct Word {
        #[model(primary_key)]
        word: String,
    }
    #[derive(Model, Debug, Clone, PartialEq)]
    #[model(table = "synonyms", primary_key(word_id, other_id))]
    struct Synonym {
        #[model(foreign_key = Word)]
        word_id: String,
        #[model(foreign_key = Word)]
        other_id: String,
    }
    let conn = &mut database(
        "CREATE TABLE words (word KEYTEXT PRIMARY KEY);
         CREATE TABLE synonyms (word_id KEYTEXT NOT NULL, other_id KEYTEXT NOT NULL, PRIMARY KEY (word_id, other_id));",
    );
    let word = Word {
        word: "big".to_owned(),
    };
    assert_eq!(
        queryset!(word.others.add("large")).run(conn).unwrap(),
        changed(1, 0)
    );
    assert_eq!(
        queryset!(word.others.add(["large", "huge"]))
            .run(conn)
            .unwrap(),
        changed(1, 0)
    );
    assert_eq!(
        queryset!(word.others.remove(&["large"])).run(conn).unwrap(),
        changed(0, 1)
    );
}

/// A key of two columns on one side.
#[test]
fn composite_keys_are_linked() {
    #[derive(Model, Debug, Clone, PartialEq)]
    #[model(table = "shelves", primary_key(room, place), many_to_many(boxes = Carton, through = Stored))]
    struct Shelf {
        room: i32,
        place: String,
    }
    #[derive(Model, Debug, Clone, PartialEq)]
    #[model(table = "cartons", many_to_many(shelves = Shelf, through = Stored))]
    struct Carton {
        id: i32,
    }
    #[derive(Model, Debug, Clone, PartialEq)]
    #[model(table = "stored", primary_key(room, place, carton_id), foreign_key(shelf = Shelf, fields(room, place)))]
    struct Stored {
        room: i32,
        place: String,
        #[model(foreign_key = Carton)]
        carton_id: i32,
    }
    let conn = &mut database(
        "CREATE TABLE shelves (room INTEGER NOT NULL, place KEYTEXT NOT NULL, PRIMARY KEY (room, place));
         CREATE TABLE cartons (id INTEGER PRIMARY KEY);
         CREATE TABLE stored (room INTEGER NOT NULL, place KEYTEXT NOT NULL, carton_id INTEGER NOT NULL,
            PRIMARY KEY (room, place, carton_id));",
    );
    let shelf = Shelf {
        room: 1,
        place: "left".to_owned(),
    };
    assert_eq!(
        queryset!(shelf.boxes.add([5, 6])).run(conn).unwrap(),
        changed(2, 0)
    );
    assert_eq!(
        queryset!(shelf.boxes.set([6, 7])).run(conn).unwrap(),
        changed(1, 1)
    );
    let carton = Carton { id: 6 };
    let key = |room, place: &str| (room, place.to_owned());
    let add = queryset!(carton.shelves.add([key(1, "left"), key(2, "right")]));
    assert_eq!(add.run(conn).unwrap(), changed(1, 0));
    let set = queryset!(carton.shelves.set([key(2, "right"), key(2, "left")]));
    assert_eq!(set.run(conn).unwrap(), changed(1, 1));
    assert_eq!(
        queryset!(carton.shelves.remove(key(2, "left")))
            .run(conn)
            .unwrap(),
        changed(0, 1)
    );
    assert_eq!(
        queryset!(carton.shelves.clear()).run(conn).unwrap(),
        changed(0, 1)
    );
}
