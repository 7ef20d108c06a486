//! `delete` where models and keys have other shapes: diamonds, composite and text keys, rows
//! that point at rows of their own model.

use orm_core::Error;
use orm_core::prelude::*;

use crate::support::*;

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "shops", has_many(shelves = Shelf::shop, bins = Bin::shop))]
pub struct Shop {
    pub id: String,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "shelves", primary_key(shop_id, number), has_many(items = Item::shelf))]
pub struct Shelf {
    #[model(foreign_key = Shop, on_delete = "cascade")]
    pub shop_id: String,
    pub number: i32,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "bins", has_many(items = Item::bin))]
pub struct Bin {
    pub id: i32,
    #[model(foreign_key = Shop, on_delete = "cascade")]
    pub shop_id: String,
}

/// On a shelf, in a bin, or both: it goes with either.
#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "items", has_many(labels = Label::item))]
#[model(foreign_key(shelf = Shelf, fields(shop_id, shelf_number), on_delete = "cascade"))]
pub struct Item {
    pub id: i32,
    pub shop_id: Option<String>,
    pub shelf_number: Option<i32>,
    #[model(foreign_key = Bin, on_delete = "cascade")]
    pub bin_id: Option<i32>,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "labels")]
pub struct Label {
    pub id: i32,
    #[model(foreign_key = Item, on_delete = "cascade")]
    pub item_id: i32,
}

fn shops() -> Conn {
    database(
        "CREATE TABLE shops (id VARCHAR(40) PRIMARY KEY);
         CREATE TABLE shelves (shop_id VARCHAR(40) NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (shop_id, number),
            FOREIGN KEY (shop_id) REFERENCES shops (id));
         CREATE TABLE bins (id INTEGER PRIMARY KEY, shop_id VARCHAR(40) NOT NULL,
            FOREIGN KEY (shop_id) REFERENCES shops (id));
         CREATE TABLE items (id INTEGER PRIMARY KEY, shop_id VARCHAR(40), shelf_number INTEGER, bin_id INTEGER,
            FOREIGN KEY (shop_id, shelf_number) REFERENCES shelves (shop_id, number), FOREIGN KEY (bin_id) REFERENCES bins (id));
         CREATE TABLE labels (id INTEGER PRIMARY KEY, item_id INTEGER NOT NULL, FOREIGN KEY (item_id) REFERENCES items (id));
         INSERT INTO shops VALUES ('O''Hara \"1\"'), ('b');
         INSERT INTO shelves VALUES ('O''Hara \"1\"', 1), ('O''Hara \"1\"', 2), ('b', 1);
         INSERT INTO bins VALUES (1, 'O''Hara \"1\"'), (2, 'b');
         INSERT INTO items VALUES (1, 'O''Hara \"1\"', 1, NULL), (2, NULL, NULL, 1), (3, 'O''Hara \"1\"', 2, 1),
            (4, 'b', 1, 1), (5, 'b', 1, 2), (6, NULL, NULL, NULL);
         INSERT INTO labels VALUES (1, 1), (2, 2), (3, 3), (4, 4), (5, 5), (6, 6);",
    )
}

#[test]
fn a_diamond_goes_once_and_each_way() {
    let conn = &mut shops();
    let first = queryset!(Shop.filter(id.startswith("O")).delete());
    assert_eq!(first.plan(conn).unwrap().total(), 1 + 2 + 1 + 4 + 4);
    // The keys, and five models.
    let deleted = assert_num_queries!(conn, 6, { first.run(conn).unwrap() });
    let counts = [
        deleted.of::<Shop>(),
        deleted.of::<Shelf>(),
        deleted.of::<Bin>(),
        deleted.of::<Item>(),
        deleted.of::<Label>(),
    ];
    assert_eq!(counts, [1, 2, 1, 4, 4]);
    let left = queryset!(Label.order_by(id).values_list(id));
    assert_eq!(left.load(conn).unwrap(), [5, 6]);
}

#[test]
fn keys_of_several_columns_are_listed() {
    let conn = &mut shops();
    let shelves = queryset!(Shelf.filter(number == 1).delete());
    let deleted = shelves.run(conn).unwrap();
    assert_eq!((deleted.of::<Shelf>(), deleted.of::<Item>()), (2, 3));
    let shelf = queryset!(Shelf.filter(number == 2)).get(conn).unwrap();
    let deleted = queryset!(shelf.delete()).run(conn).unwrap();
    assert_eq!((deleted.of::<Item>(), deleted.of::<Label>()), (1, 1));
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "firms", has_many(people = Person::firm))]
pub struct Firm {
    pub id: i32,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "people", has_many(pupils = Person::teacher, staff = Person::boss))]
pub struct Person {
    pub id: i32,
    #[model(foreign_key = Firm, on_delete = "cascade")]
    pub firm_id: Option<i32>,
    #[model(foreign_key = Self, on_delete = "restrict")]
    pub teacher_id: Option<i32>,
    #[model(foreign_key = Self, on_delete = "set_null")]
    pub boss_id: Option<i32>,
}

fn people() -> Conn {
    database(
        "CREATE TABLE firms (id INTEGER PRIMARY KEY);
         CREATE TABLE people (id INTEGER PRIMARY KEY, firm_id INTEGER, teacher_id INTEGER, boss_id INTEGER);
         INSERT INTO firms VALUES (1), (2);
         INSERT INTO people VALUES (1, 1, NULL, NULL), (2, 1, 1, 1), (3, 2, 1, 2), (4, 2, NULL, 1);",
    )
}

#[test]
fn rows_that_go_together_do_not_stand_in_each_others_way() {
    let conn = &mut people();
    let blocked = queryset!(Person.filter(id <= 2).delete()).run(conn).wait();
    let Err(Error::Restricted { by, .. }) = blocked else {
        panic!("{blocked:?}")
    };
    assert_eq!(
        (by[0].relation, &by[0].keys[..]),
        ("teacher", &["3".to_owned()][..])
    );
    let deleted = queryset!(Person.filter(id <= 3).delete())
        .run(conn)
        .unwrap();
    assert_eq!(deleted.total(), 3);
    let boss = queryset!(Person.values_list(id, boss_id));
    assert_eq!(boss.load(conn).unwrap(), [(4, None)]);
}

#[test]
fn rules_of_a_model_on_itself_hold_where_it_goes_with_another() {
    let conn = &mut people();
    let blocked = queryset!(Firm.filter(id == 1).delete()).run(conn).wait();
    assert!(matches!(
        blocked,
        Err(Error::Restricted { model: "Firm", .. })
    ));
    run(conn, "UPDATE people SET teacher_id = NULL WHERE id = 3;");
    let deleted = queryset!(Firm.filter(id == 1).delete()).run(conn).unwrap();
    assert_eq!((deleted.of::<Firm>(), deleted.of::<Person>()), (1, 2));
    let bosses = queryset!(Person.order_by(id).values_list(boss_id));
    assert_eq!(bosses.load(conn).unwrap(), [None, None]);
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "bands", has_many(records = Record::band))]
pub struct Band {
    pub id: i32,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "records", has_many(songs = Song::record))]
pub struct Record {
    pub id: i32,
    #[model(foreign_key = Band, on_delete = "cascade")]
    pub band_id: i32,
    #[model(foreign_key = Song, on_delete = "set_null")]
    pub single_id: Option<i32>,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "songs", has_many(singles = Record::single))]
pub struct Song {
    pub id: i32,
    #[model(foreign_key = Record, on_delete = "cascade")]
    pub record_id: i32,
}

#[test]
fn what_is_emptied_may_be_what_goes() {
    let conn = &mut database(
        "CREATE TABLE bands (id INTEGER PRIMARY KEY);
         CREATE TABLE records (id INTEGER PRIMARY KEY, band_id INTEGER NOT NULL, single_id INTEGER,
            FOREIGN KEY (band_id) REFERENCES bands (id));
         CREATE TABLE songs (id INTEGER PRIMARY KEY, record_id INTEGER NOT NULL,
            FOREIGN KEY (record_id) REFERENCES records (id));
         INSERT INTO bands VALUES (1), (2);
         INSERT INTO records VALUES (1, 1, 1), (2, 2, 1);
         INSERT INTO songs VALUES (1, 1), (2, 2);",
    );
    let deleted = queryset!(Band.filter(id == 1).delete()).run(conn).unwrap();
    assert_eq!((deleted.of::<Record>(), deleted.of::<Song>()), (1, 1));
    let left = queryset!(Record.values_list(id, single_id));
    assert_eq!(left.load(conn).unwrap(), [(2, None)]);
    // The other side's row alone.
    run(conn, "UPDATE records SET single_id = 2;");
    let deleted = queryset!(Song.all().delete()).run(conn).unwrap();
    assert_eq!(deleted.total(), 1);
    assert_eq!(left.load(conn).unwrap(), [(2, None)]);
}
