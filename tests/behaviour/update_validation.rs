//! Rows of validated models keep their rules when they are updated, whatever the database
//! calculates.

use orm_core::Error;
use orm_core::prelude::*;

use super::validation::{invalid, told};
use crate::driver::{done, hooks};
use crate::support::*;

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "offers", validate, new(Debug, Clone))]
#[garde(custom(in_order))]
pub struct Offer {
    pub id: i32,
    #[model(unique, max_length = 8)]
    #[garde(length(min = 1))]
    pub name: String,
    #[garde(range(min = 0))]
    pub stock: i32,
    #[model(db_default = "0")]
    #[garde(range(max = 50))]
    pub reserved: i32,
    #[garde(ascii)]
    pub note: Option<String>,
}

fn in_order(offer: &NewOffer, _: &()) -> garde::Result {
    if offer
        .reserved
        .is_some_and(|reserved| reserved > offer.stock)
    {
        return Err(garde::Error::new("more is reserved than there is"));
    }
    Ok(())
}

#[derive(Patch, Debug, Default)]
#[model(for = Offer)]
pub struct OfferPatch {
    pub name: Option<String>,
    pub note: Option<Option<String>>,
}

/// Rules and hooks both.
#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "offers", validate, hooks(update))]
pub struct Watched {
    pub id: i32,
    pub name: String,
    #[garde(range(min = 0))]
    pub stock: i32,
    pub note: Option<String>,
}

hooks! { Watched: after_update(row: &Watched, conn) {
    let (key, note) = (row.id, format!("{} left", row.stock));
    done!(queryset!(Offer.filter(id == key).update(note = note)).run(conn))?;
    Ok(())
} }

fn offers() -> Conn {
    let int = on(
        "INTEGER PRIMARY KEY",
        "SERIAL PRIMARY KEY",
        "INTEGER PRIMARY KEY AUTO_INCREMENT",
    );
    let mut conn = database(&format!(
        "CREATE TABLE offers (id {int}, name KEYTEXT NOT NULL UNIQUE, stock INTEGER NOT NULL,
            reserved INTEGER NOT NULL DEFAULT 0, note TEXT);"
    ));
    let new = ["a", "b", "c"].map(|name| NewOffer::new(name, 5));
    Offer.bulk_create(new).run(&mut conn).unwrap();
    conn
}

fn stocks(conn: &mut Conn) -> Vec<i32> {
    let stocks = queryset!(Offer.order_by(id).values_list(stock));
    stocks.load(conn).unwrap()
}

#[test]
fn a_row_is_asked_as_it_is_then() {
    let conn = &mut offers();
    let offer = &queryset!(Offer.filter(name == "a")).get(conn).unwrap();
    let update = queryset!(offer.update(name = "", stock = F(stock) - 6, note = "ü"));
    let found = invalid(update.run(conn).wait());
    assert_eq!(
        told(&found),
        [
            "name: length is lower than 1",
            "stock: lower than 0",
            "note: not ascii",
            "more is reserved than there is",
        ]
    );
    let long = queryset!(offer.update(name = "too long a name"));
    assert_eq!(
        told(&invalid(long.run(conn).wait())),
        ["name: length is greater than 8"]
    );
    let again = queryset!(offer.refresh()).run(conn).unwrap();
    assert_eq!(*again, **offer);

    let patch = OfferPatch {
        note: Some(Some("é".to_owned())),
        ..OfferPatch::default()
    };
    let set = queryset!(offer.set(&patch));
    assert_eq!(told(&invalid(set.run(conn).wait())), ["note: not ascii"]);
    let set = queryset!(offer.set(&patch)).unvalidated();
    assert_eq!(set.run(conn).unwrap().note.as_deref(), Some("é"));
    let good = queryset!(offer.update(stock = F(stock) - 5));
    assert_eq!(good.run(conn).unwrap().stock, 0);
}

#[test]
fn rows_of_a_queryset_are_told_by_their_keys() {
    let conn = &mut offers();
    queryset!(Offer.filter(id == 2).update(stock = 3))
        .run(conn)
        .unwrap();
    let less = queryset!(Offer.all().update(stock = F(stock) - 4));
    let found = invalid(less.run(conn).wait());
    assert_eq!(
        told(&found),
        [
            "stock: lower than 0 (key 2)",
            "more is reserved than there is (key 2)",
        ]
    );
    assert_eq!(found.fields[0].key.as_deref(), Some("2"));
    assert_eq!(stocks(conn), [5, 3, 5]);
    assert_eq!(
        told(&invalid(less.clone().returning().run(conn).wait())),
        told(&found)
    );
    assert_eq!(stocks(conn), [5, 3, 5]);
    let less = less.unvalidated();
    assert_eq!(less.run(conn).unwrap(), 3);
    assert_eq!(less.returning().run(conn).unwrap().len(), 3);
    assert_eq!(stocks(conn), [-3, -5, -3]);
}

#[test]
fn rows_of_a_bulk_are_told_by_their_places() {
    let conn = &mut offers();
    let mut offers = queryset!(Offer.order_by(-id))
        .load(conn)
        .unwrap()
        .into_models();
    offers[0].note = Some("ö".to_owned());
    offers[2].stock = -1;
    let update = queryset!(Offer.bulk_update(&offers, note, stock));
    let found = invalid(update.run(conn).wait());
    assert_eq!(
        told(&found),
        [
            "[0].note: not ascii",
            "[2].stock: lower than 0",
            "[2]: more is reserved than there is",
        ]
    );
    assert_eq!(stocks(conn), [5, 5, 5]);
    // Columns that are not set are not what the rows in memory say.
    let update = queryset!(Offer.bulk_update(&offers, name, reserved = F(reserved) + 1));
    assert_eq!(update.run(conn).unwrap().count, 3);
    let update = queryset!(Offer.bulk_update(&offers, note, stock)).unvalidated();
    assert_eq!(update.run(conn).unwrap().count, 3);
    assert_eq!(stocks(conn), [-1, 5, 5]);
}

/// A table has rows from before its rules: an update of something else leaves them alone.
#[test]
fn what_was_wrong_before_is_told_only_of_what_is_set() {
    let conn = &mut offers();
    run(
        conn,
        "UPDATE offers SET stock = -1, note = 'ü' WHERE id = 1",
    );
    let offer = &queryset!(Offer.filter(id == 1)).get(conn).unwrap();
    let name = queryset!(offer.update(name = "other"));
    assert_eq!(name.run(conn).unwrap().name, "other");
    let same = queryset!(offer.update(stock = -1));
    assert_eq!(
        told(&invalid(same.run(conn).wait())),
        ["stock: lower than 0"]
    );
    // The rule of the whole row is broken by this, and was not before.
    let other = queryset!(Offer.filter(id == 2)).get(conn).unwrap();
    let more = queryset!(other.update(reserved = 6));
    assert_eq!(
        told(&invalid(more.run(conn).wait())),
        ["more is reserved than there is"]
    );
    let many = queryset!(Offer.all().update(note = None));
    assert_eq!(many.run(conn).unwrap(), 3);
}

#[test]
fn rules_and_hooks_are_asked_in_one_transaction() {
    let conn = &mut offers();
    let less = queryset!(Watched.filter(id <= 2).update(stock = F(stock) - 5));
    assert_eq!(less.run(conn).unwrap(), 2);
    let notes = queryset!(Offer.filter(id <= 2).order_by(id).values_list(note));
    let left = Some("0 left".to_owned());
    assert_eq!(notes.load(conn).unwrap(), [left.clone(), left.clone()]);
    // What the hook wrote is undone with the rest.
    assert_eq!(invalid(less.run(conn).wait()).fields.len(), 2);
    assert_eq!(notes.load(conn).unwrap(), [left.clone(), left]);
}

/// Its rows would not be found again.
#[test]
fn an_update_of_the_key_is_refused() {
    let conn = &mut offers();
    let refused = |error: Option<Error>| match error {
        Some(Error::SetsKey { model }) => assert_eq!(model, "Offer"),
        other => panic!("{other:?}"),
    };
    let update = queryset!(Offer.filter(id == 1).update(id = 77));
    refused(update.run(conn).wait().err());
    assert_eq!(update.unvalidated().run(conn).unwrap(), 1);
    let offer = [queryset!(Offer.filter(id == 77)).get(conn).unwrap()];
    let update = || queryset!(Offer.bulk_update(&offer, stock, id = F(id) + 1));
    refused(update().run(conn).wait().err());
    assert_eq!(update().unvalidated().run(conn).unwrap().count, 1);
    assert!(queryset!(Offer.filter(id == 78)).exists(conn).unwrap());
}

#[test]
fn it_costs_two_queries_more() {
    let conn = &mut offers();
    let more = queryset!(Offer.all().update(stock = F(stock) + 1));
    assert_num_queries!(conn, 3, {
        assert_eq!(more.run(conn).unwrap(), 3);
    });
    let more = more.unvalidated();
    assert_num_queries!(conn, 1, {
        assert_eq!(more.run(conn).unwrap(), 3);
    });
}

/// The new row keeps the rules; the one that is there, with some of its values, does not.
#[test]
fn the_row_that_is_there_is_asked_as_it_is_updated() {
    let conn = &mut offers();
    queryset!(Offer.filter(name == "a").update(reserved = 3))
        .run(conn)
        .unwrap();
    let upsert = |stock: i32| {
        queryset!(
            Offer
                .update_or_create(name = "a")
                .defaults(stock = stock)
                .create_defaults(reserved = 0)
        )
    };
    let refused = invalid(upsert(1).run(conn).wait());
    assert_eq!(told(&refused), ["more is reserved than there is"]);
    assert_eq!(stocks(conn), [5, 5, 5]);
    let (offer, created) = upsert(4).run(conn).unwrap();
    assert_eq!((offer.stock, offer.reserved, created), (4, 3, false));
    let (offer, _) = upsert(1).unvalidated().run(conn).unwrap();
    assert_eq!((offer.stock, offer.reserved), (1, 3));
    // What was wrong before is no fault of an update of something else.
    let other = queryset!(
        Offer
            .update_or_create(name = "a")
            .defaults(note = "x")
            .create_defaults(stock = 9)
    );
    assert!(!other.run(conn).unwrap().1);
}
