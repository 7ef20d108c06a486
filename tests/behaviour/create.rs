//! `create` and `bulk_create`: rows come back as the database has them.

use orm_core::Error;
use orm_core::error::ViolationKind;
use orm_core::prelude::*;

use crate::support::*;

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "shops", new(Debug, Clone))]
pub struct Shop {
    pub id: i32,
    #[model(unique)]
    pub name: String,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "items", new(Debug, Clone), has_many(parts = Part::item))]
pub struct Item {
    pub id: i64,
    pub name: String,
    #[model(foreign_key = Shop, on_delete = "cascade")]
    pub shop_id: i32,
    pub note: Option<String>,
    #[model(default = 5)]
    pub stock: i64,
    #[model(default = "new")]
    pub state: String,
    #[model(db_default = "7.5")]
    pub price: f64,
    #[model(auto_now_add)]
    pub made: chrono::NaiveDateTime,
    #[model(auto_now)]
    pub changed: Option<chrono::NaiveDateTime>,
    #[model(generated)]
    pub doubled: Option<i64>,
    pub active: bool,
    pub picture: Option<Vec<u8>>,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "parts", primary_key(item_id, place), new(Debug, Clone))]
pub struct Part {
    #[model(foreign_key = Item)]
    pub item_id: i64,
    pub place: i32,
    pub name: String,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "tokens", new(Debug, Clone))]
pub struct Token {
    #[model(default = uuid::Uuid::from_u128(7))]
    pub id: uuid::Uuid,
    pub name: String,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "counters")]
pub struct Counter {
    pub id: i32,
    #[model(db_default = "0")]
    pub count: i32,
}

fn shops() -> Conn {
    let (int, big) = on(
        ("INTEGER PRIMARY KEY", "INTEGER PRIMARY KEY"),
        ("SERIAL PRIMARY KEY", "BIGSERIAL PRIMARY KEY"),
        (
            "INTEGER PRIMARY KEY AUTO_INCREMENT",
            "BIGINT PRIMARY KEY AUTO_INCREMENT",
        ),
    );
    let bytes = on("BLOB", "BYTEA", "BLOB");
    let uuid = on("BLOB", "UUID", "BINARY(16)");
    let moment = on("TIMESTAMP", "TIMESTAMP", "DATETIME(6)");
    database(&format!(
        "CREATE TABLE shops (id {int}, name KEYTEXT NOT NULL UNIQUE);
         CREATE TABLE items (id {big}, name TEXT NOT NULL, shop_id INTEGER NOT NULL, note TEXT,
            stock BIGINT NOT NULL, state TEXT NOT NULL, price DOUBLE NOT NULL DEFAULT 7.5,
            made {moment} NOT NULL, changed {moment}, doubled BIGINT GENERATED ALWAYS AS (stock * 2) STORED,
            active BOOLEAN NOT NULL, picture {bytes}, CONSTRAINT stock_positive CHECK (stock >= 0));
         CREATE TABLE parts (item_id BIGINT NOT NULL, place INTEGER NOT NULL, name TEXT NOT NULL,
            PRIMARY KEY (item_id, place));
         CREATE TABLE tokens (id {uuid} PRIMARY KEY, name TEXT NOT NULL);
         CREATE TABLE counters (id {int}, count INTEGER NOT NULL DEFAULT 0);"
    ))
}

/// How many queries reading rows back takes, where INSERT gives none.
fn reread(n: usize) -> usize {
    on(0, 0, n)
}

#[test]
fn a_row_comes_back_with_its_key_and_its_defaults() {
    let conn = &mut shops();
    let shop = assert_num_queries!(conn, 1 + reread(1), {
        queryset!(Shop.create(name = "Corner")).run(conn).unwrap()
    });
    assert_eq!((shop.id, shop.name.as_str()), (1, "Corner"));

    let before = chrono::Utc::now().naive_utc() - chrono::TimeDelta::seconds(1);
    let item = queryset!(Item.create(name = "Lamp", shop = &shop, active = true));
    let item = item.run(conn).unwrap();
    assert_eq!((item.id, item.shop_id, item.stock), (1, 1, 5));
    assert_eq!((item.state.as_str(), item.price), ("new", 7.5));
    assert_eq!((item.note.clone(), item.picture.clone()), (None, None));
    assert_eq!(item.doubled, Some(10));
    assert!(item.made > before);
    assert_eq!(item.changed, Some(item.made));
    // What came back is what is there.
    let read = Item.get(conn).unwrap();
    assert_eq!(item.into_model(), read.into_model());
}

#[test]
fn values_of_all_kinds_are_taken() {
    let conn = &mut shops();
    let name = String::from("Borrowed");
    let note: Option<&str> = Some("a note");
    let (picture, nothing): (Vec<u8>, Option<String>) = (vec![0, 255, 7], None);
    let all = queryset!(Item.create(
        id = 40,
        name = &name,
        shop_id = 3,
        note = note,
        stock = 6,
        state = "used",
        price = 1.25,
        active = false,
        picture = &picture,
    ));
    let all = all.run(conn).unwrap();
    assert_eq!(
        (all.id, all.name.as_str(), all.price),
        (40, "Borrowed", 1.25)
    );
    assert_eq!(all.note.as_deref(), Some("a note"));
    assert_eq!(all.picture.as_deref(), Some(&[0, 255, 7][..]));
    let absent: Option<i64> = None;
    let some = queryset!(Item.create(
        name = name.clone(),
        shop_id = 3,
        note = nothing,
        picture = None,
        active = true,
        if let Some(stock) = absent {
            stock = stock
        },
        if 1 < 2 {
            state = "old"
        },
    ));
    let some = some.run(conn).unwrap();
    assert_eq!((some.note.clone(), some.stock), (None, 5));
    assert_eq!(some.state, "old");
}

#[test]
fn a_relation_may_be_none() {
    let conn = &mut store();
    let artist = queryset!(Artist.create(id = 100, name = "Nobody's", country = None));
    assert_eq!(artist.run(conn).unwrap().country_id, None);
}

#[test]
fn a_struct_of_the_new_row_is_one_too() {
    let conn = &mut shops();
    let new = NewItem {
        stock: 9,
        price: Some(2.0),
        ..NewItem::new("Chair", 4, true)
    };
    let item = Item.create(new).run(conn).unwrap();
    assert_eq!((item.stock, item.price, item.shop_id), (9, 2.0, 4));
    let made = NewItem::new("Table", 4, true);
    let item = queryset!(Item.create(made)).run(conn).unwrap();
    assert_eq!((item.id, item.stock), (2, 5));
    // Nothing at all is given.
    let counter = Counter.create(NewCounter::default()).run(conn).unwrap();
    assert_eq!((counter.id, counter.count), (1, 0));
}

#[test]
fn keys_may_be_given() {
    let conn = &mut shops();
    let part = queryset!(Part.create(item_id = 3, place = 2, name = "Leg"));
    assert_eq!(part.run(conn).unwrap().name, "Leg");
    let token = queryset!(Token.create(name = "seven")).run(conn).unwrap();
    assert_eq!(token.id, uuid::Uuid::from_u128(7));
    let other = queryset!(Token.create(id = uuid::Uuid::from_u128(8), name = "eight"));
    assert_eq!(other.run(conn).unwrap().name, "eight");
}

#[test]
fn a_row_that_cannot_be_is_told_and_not_there() {
    let conn = &mut shops();
    queryset!(Shop.create(name = "Corner")).run(conn).unwrap();
    match queryset!(Shop.create(name = "Corner")).run(conn).wait() {
        Err(Error::Violation(violation)) => {
            assert_eq!(violation.kind, ViolationKind::Unique);
            assert_eq!(
                (violation.model, &violation.fields[..]),
                ("Shop", &["name"][..])
            );
        }
        other => panic!("{other:?}"),
    }
    assert_eq!(Shop.count(conn).unwrap(), 1);
}

#[test]
fn a_new_row_is_part_of_the_transaction_around() {
    let conn = &mut shops();
    let gone: Result<(), Error> = transaction(conn, |conn| {
        queryset!(Shop.create(name = "One")).run(conn).wait()?;
        assert_eq!(Shop.count(conn).wait()?, 1);
        Err(Error::DoesNotExist { model: "Shop" })
    });
    assert!(gone.is_err());
    assert_eq!(Shop.count(conn).unwrap(), 0);
}

fn new_items(n: i64) -> impl Iterator<Item = NewItem> {
    (0..n).map(|n| NewItem {
        stock: n,
        note: (n % 3 == 0).then(|| format!("note {n}")),
        ..NewItem::new(format!("Item {n}"), (n % 7) as i32, n % 2 == 0)
    })
}

#[test]
fn many_rows_come_back_in_their_order() {
    let conn = &mut shops();
    for n in [0, 1, 2, 63, 64, 65, 200] {
        queryset!(Item.filter(id > 0).update(stock = 0))
            .run(conn)
            .unwrap();
        let items = Item.bulk_create(new_items(n)).run(conn).unwrap();
        let stocks: Vec<i64> = items.iter().map(|item| item.stock).collect();
        assert_eq!(stocks, (0..n).collect::<Vec<_>>());
        let ids: Vec<i64> = items.iter().map(|item| item.id).collect();
        let read = queryset!(Item.filter(id.in_(&ids)).order_by(id))
            .load(conn)
            .unwrap();
        let (created, read) = (items.into_models(), read.into_models());
        assert_eq!(created, read, "{n} rows");
        assert!(
            created
                .iter()
                .all(|item| item.doubled == Some(item.stock * 2))
        );
    }
}

#[test]
fn many_rows_take_few_queries() {
    let conn = &mut shops();
    let queries = on(2, 1, 2);
    assert_num_queries!(conn, queries, {
        let count = Item
            .bulk_create(new_items(128))
            .count_only()
            .run(conn)
            .unwrap();
        assert_eq!(count, 128);
    });
    assert_num_queries!(conn, queries + reread(2), {
        Item.bulk_create(new_items(128)).run(conn).unwrap();
    });
    assert_num_queries!(conn, 0, {
        let none = Item.bulk_create(Vec::<NewItem>::new()).run(conn).unwrap();
        assert!(none.is_empty());
    });
    let many = queryset!(Item.bulk_create(new_items(25_000))).count_only();
    assert_eq!(many.run(conn).unwrap(), 25_000);
    assert_eq!(Item.count(conn).unwrap(), 25_256);
}

/// Some rows leave to the database what others give.
#[test]
fn rows_that_give_other_columns_keep_their_places() {
    let conn = &mut shops();
    let new: Vec<NewItem> = (0..10)
        .map(|n| NewItem {
            id: (n % 3 == 1).then(|| 100 + n),
            price: (n % 2 == 0).then_some(n as f64),
            ..NewItem::new(format!("Item {n}"), 1, true)
        })
        .collect();
    let items = Item.bulk_create(new).run(conn).unwrap();
    for (n, item) in items.iter().enumerate() {
        assert_eq!(item.name, format!("Item {n}"));
        assert_eq!(item.price, if n % 2 == 0 { n as f64 } else { 7.5 });
        if n % 3 == 1 {
            assert_eq!(item.id, 100 + n as i64);
        }
    }
    let counters = Counter.bulk_create((0..3).map(|_| NewCounter::default()));
    assert_eq!(counters.run(conn).unwrap().len(), 3);
}

#[test]
fn keys_that_were_given_come_back_in_their_order() {
    let conn = &mut shops();
    let parts = (0..70)
        .rev()
        .map(|n| NewPart::new(n % 7, n, format!("Part {n}")));
    let parts = Part.bulk_create(parts).run(conn).unwrap();
    let places: Vec<i32> = parts.iter().map(|part| part.place).collect();
    assert_eq!(places, (0..70).rev().collect::<Vec<_>>());
    let tokens = (0..70).rev().map(|n| NewToken {
        id: uuid::Uuid::from_u128(n),
        ..NewToken::new(format!("Token {n}"))
    });
    let tokens = Token.bulk_create(tokens).run(conn).unwrap();
    assert_eq!(tokens[0].name, "Token 69");
    assert_eq!(tokens[69].id, uuid::Uuid::from_u128(0));
}

#[test]
fn one_bad_row_among_many_and_none_is_there() {
    let conn = &mut shops();
    queryset!(Shop.create(name = "Corner")).run(conn).unwrap();
    let new = new_items(100_000).map(|mut new| {
        if new.stock == 50_000 {
            new.stock = -1;
        }
        new
    });
    match Item.bulk_create(new).count_only().run(conn).wait() {
        Err(Error::Violation(violation)) => {
            assert_eq!(
                (violation.kind, violation.model),
                (ViolationKind::Check, "Item")
            );
        }
        other => panic!("{other:?}"),
    }
    assert_eq!(Item.count(conn).unwrap(), 0);
    // The connection is as good as before.
    assert_eq!(Item.bulk_create(new_items(3)).run(conn).unwrap().len(), 3);
}

#[test]
fn one_bad_row_among_many_that_are_updated_and_none_is_changed() {
    let conn = &mut shops();
    let many = Item.bulk_create(new_items(100_000)).count_only();
    assert_eq!(many.run(conn).unwrap(), 100_000);
    // The later half gets less than nothing.
    let update = queryset!(
        Item.all()
            .update(stock = F(stock) * -1 + 50_000, name = "updated")
    );
    match update.run(conn).wait() {
        Err(Error::Violation(violation)) => {
            assert_eq!(
                (violation.kind, violation.model),
                (ViolationKind::Check, "Item")
            );
        }
        other => panic!("{other:?}"),
    }
    let updated = queryset!(Item.filter(name == "updated"));
    assert_eq!(updated.count(conn).unwrap(), 0);
    let some = queryset!(
        Item.filter(stock < 50_000)
            .update(stock = F(stock) * -1 + 50_000)
    );
    assert_eq!(some.run(conn).unwrap(), 50_000);
}

/// Two columns of which one is called like the foreign key of the other, and is none.
#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "origins", new(Clone))]
pub struct Origin {
    pub id: i32,
    pub source: String,
    pub source_id: i32,
}

#[test]
fn columns_that_look_like_a_relation_are_two() {
    let id = on(
        "INTEGER PRIMARY KEY",
        "SERIAL PRIMARY KEY",
        "INTEGER PRIMARY KEY AUTO_INCREMENT",
    );
    let conn = &mut database(&format!(
        "CREATE TABLE origins (id {id}, source TEXT NOT NULL, source_id INTEGER NOT NULL)"
    ));
    let origin = queryset!(Origin.create(source = "a", source_id = 1))
        .run(conn)
        .unwrap();
    let mut origin = queryset!(origin.update(source_id = 2, source = "b"))
        .run(conn)
        .unwrap()
        .into_model();
    assert_eq!((origin.source.as_str(), origin.source_id), ("b", 2));
    origin.source_id = 3;
    let update = queryset!(Origin.bulk_update([&origin], source_id, source = "c"));
    assert_eq!(update.run(conn).unwrap().count, 1);
    let origin = Origin.get(conn).unwrap();
    assert_eq!((origin.source.as_str(), origin.source_id), ("c", 3));
}

#[test]
fn the_statement_is_what_one_would_write() {
    let shop = queryset!(Shop.create(name = "Corner"));
    assert_eq!(
        sql(&shop),
        on(
            "INSERT INTO `shops` (`name`) VALUES (?) RETURNING `id`, `name` -- binds: [\"Corner\"]",
            "INSERT INTO \"shops\" (\"name\") VALUES ($1) RETURNING \"id\", \"name\" -- binds: [\"Corner\"]",
            "INSERT INTO `shops` (`name`) VALUES (?) -- binds: [\"Corner\"]",
        )
    );
}

#[test]
fn rows_whose_key_is_there_are_left_out_and_named() {
    let conn = &mut shops();
    queryset!(Shop.create(name = "b")).run(conn).unwrap();
    let shops = || ["a", "b", "c", "a"].map(NewShop::new);
    let kept = queryset!(Shop.bulk_create(shops()).on_conflict(name).ignore());
    let kept = kept.run(conn).unwrap();
    let names: Vec<&str> = kept.created.iter().map(|shop| shop.name.as_str()).collect();
    assert_eq!((names, kept.ignored), (vec!["a", "c"], vec![1, 3]));
    let none = queryset!(Shop.bulk_create(shops()).on_conflict(name).ignore()).count_only();
    let none = none.run(conn).unwrap();
    assert_eq!((none.created, none.ignored), (0, vec![0, 1, 2, 3]));
    assert_eq!(Shop.count(conn).unwrap(), 3);
}

#[test]
fn rows_whose_key_is_there_are_updated() {
    let conn = &mut shops();
    let tokens = |name: &str, keys: std::ops::Range<u128>| {
        let new = keys.map(|n| NewToken {
            id: uuid::Uuid::from_u128(n),
            name: format!("{name} {n}"),
        });
        new.collect::<Vec<_>>()
    };
    Token.bulk_create(tokens("old", 0..5)).run(conn).unwrap();
    let set = queryset!(
        Token
            .bulk_create(tokens("new", 3..80))
            .on_conflict(id)
            .update(name)
    );
    let set = set.run(conn).unwrap();
    let expected: Vec<String> = (3..80).map(|n| format!("new {n}")).collect();
    let names: Vec<String> = set.iter().map(|token| token.name.clone()).collect();
    assert_eq!(names, expected);
    assert_eq!(Token.count(conn).unwrap(), 80);
    let old = queryset!(Token.filter(name.startswith("old")));
    assert_eq!(old.count(conn).unwrap(), 3);
}
