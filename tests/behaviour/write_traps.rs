//! What goes wrong in silence where ORMs write, and what happens here.
//!
//! A test's name is the trap. What other tests hold is not repeated: they are called by name.

use orm_core::prelude::*;

use crate::support::*;

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "shelves", has_many(pieces = Piece::shelf))]
pub struct Shelf {
    pub id: i32,
    pub name: String,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "pieces", new(Debug, Clone), ordering(id))]
pub struct Piece {
    pub id: i32,
    #[model(unique)]
    pub code: String,
    #[model(default = 10)]
    pub stock: i32,
    #[model(db_default = "1")]
    pub price: f64,
    #[model(foreign_key = Shelf, on_delete = "cascade")]
    pub shelf_id: i32,
}

/// One shelf, empty. The tables say nothing of each other.
fn shop() -> Conn {
    let id = on(
        "INTEGER PRIMARY KEY",
        "SERIAL PRIMARY KEY",
        "INTEGER PRIMARY KEY AUTO_INCREMENT",
    );
    database(&format!(
        "CREATE TABLE shelves (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
         CREATE TABLE pieces (id {id}, code KEYTEXT NOT NULL UNIQUE, stock INTEGER NOT NULL,
            price DOUBLE NOT NULL DEFAULT 1, shelf_id INTEGER NOT NULL);
         INSERT INTO shelves VALUES (1, 'Left')"
    ))
}

fn pieces(codes: &[&str]) -> Vec<NewPiece> {
    codes.iter().map(|code| NewPiece::new(*code, 1)).collect()
}

/// Who reads a value, calculates and writes it back undoes what others wrote in between. The
/// database calculates instead; a variable of the column's name is refused:
/// `compile_fail/update/stale.rs`. Where the value must be read, a version tells of the race:
/// `update_row::a_lost_race_is_told`.
#[test]
fn a_value_that_is_read_and_written_back() {
    let conn = &mut shop();
    Piece.bulk_create(pieces(&["a"])).run(conn).unwrap();
    let one = queryset!(Piece.filter(code == "a")).get(conn).unwrap();
    let other = queryset!(Piece.filter(code == "a")).get(conn).unwrap();
    for stale in [one, other] {
        let sold = queryset!(stale.update(stock = F(stock) - 1));
        sold.run(conn).unwrap();
    }
    assert_eq!(Piece.get(conn).unwrap().stock, 8);
}

/// `save` writes every column back, with what it was when the row was read. Here is no `save`:
/// an update writes the columns that it names.
#[test]
fn columns_that_nobody_meant_to_write() {
    let conn = &mut shop();
    Piece.bulk_create(pieces(&["a"])).run(conn).unwrap();
    let read_before = Piece.get(conn).unwrap();
    queryset!(Piece.all().update(stock = 3)).run(conn).unwrap();
    let written = queryset!(read_before.update(price = 2.0));
    let written = written.run(conn).unwrap();
    assert_eq!((written.stock, written.price), (3, 2.0));
}

/// After a calculation by the database the row in hand would still show the value before, or the
/// calculation itself. The update gives the row as it is then, and takes the one in hand.
#[test]
fn a_row_that_is_stale_after_f() {
    let conn = &mut shop();
    Piece.bulk_create(pieces(&["a"])).run(conn).unwrap();
    let piece = Piece.get(conn).unwrap();
    let doubled = queryset!(piece.update(stock = F(stock) * 2));
    assert_eq!(doubled.run(conn).unwrap().stock, 20);
}

/// Created in bulk, rows have their keys and what the database gave them, on each database.
#[test]
fn keys_that_are_missing_after_bulk_create() {
    let conn = &mut shop();
    let created = Piece.bulk_create(pieces(&["a", "b"])).run(conn).unwrap();
    let there = Piece.load(conn).unwrap();
    assert_eq!(keys(&created), [1, 2]);
    assert_eq!(created.into_models(), there.into_models());
}

/// Rows that were left out look like those that were created, without a key. Here they are told
/// by their places.
#[test]
fn conflicts_that_are_ignored_unseen() {
    let conn = &mut shop();
    Piece.bulk_create(pieces(&["b"])).run(conn).unwrap();
    let new = pieces(&["a", "b", "c"]);
    let kept = queryset!(Piece.bulk_create(new).on_conflict(code).ignore());
    let kept = kept.run(conn).unwrap();
    assert_eq!((kept.created.len(), kept.ignored), (2, vec![1]));
}

/// Only the conflict that was named is ignored, and no other error with it.
#[test]
fn other_errors_that_are_ignored_with_the_conflict() {
    let conn = &mut shop();
    Piece.bulk_create(pieces(&["a"])).run(conn).unwrap();
    let id = Some(1);
    let new = NewPiece {
        id,
        ..NewPiece::new("b", 1)
    };
    let kept = queryset!(Piece.bulk_create([new]).on_conflict(code).ignore());
    let error = kept.run(conn).wait().unwrap_err();
    assert!(matches!(error, orm_core::Error::Violation(_)), "{error:?}");
}

/// A deletion in bulk that goes past the models leaves rows that point nowhere, where the tables
/// have no constraint. Here it does what `on_delete` says: `delete.rs` has each rule.
#[test]
fn a_delete_that_leaves_orphans() {
    let conn = &mut shop();
    Piece.bulk_create(pieces(&["a", "b"])).run(conn).unwrap();
    let deleted = queryset!(Shelf.filter(id == 1).delete());
    assert_eq!(deleted.run(conn).unwrap().total(), 3);
    assert_eq!(Piece.count(conn).unwrap(), 0);
}

/// "Look, and create if it is not there" creates twice when two do so at once. Here it asks for
/// a key that is unique, or does not compile: `compile_fail/get_or_create/not_unique.rs`. Many
/// threads at once: `transactions/get_or_create.rs`.
#[test]
fn two_that_get_or_create() {
    let conn = &mut shop();
    let piece = || queryset!(Piece.get_or_create(code = "a").defaults(shelf_id = 1));
    let (first, created) = piece().run(conn).unwrap();
    let (second, again) = piece().run(conn).unwrap();
    assert_eq!((created, again, first.id == second.id), (true, false, true));
}

/// An update in a loop is a query a row. All rows at once are one, whatever each gets.
#[test]
fn an_update_in_a_loop() {
    let conn = &mut shop();
    let created = Piece.bulk_create(pieces(&["a", "b", "c"])).run(conn);
    let rows = created.unwrap();
    let each = on(1, 1, 2);
    assert_num_queries!(conn, 3 * each, {
        for piece in &rows {
            let dearer = queryset!(piece.update(price = F(price) * 2.0));
            dearer.run(conn).unwrap();
        }
    });
    assert_num_queries!(conn, 1, {
        let dearer = queryset!(Piece.all().update(price = F(price) * 2.0));
        assert_eq!(dearer.run(conn).unwrap(), 3);
    });
    assert!(
        Piece
            .load(conn)
            .unwrap()
            .iter()
            .all(|piece| piece.price == 4.0)
    );
}
