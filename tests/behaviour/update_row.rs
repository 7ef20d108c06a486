//! `queryset!(row.update(…))`: one row that is there, which comes back as it is then.

use orm_core::Error;
use orm_core::prelude::*;

use crate::support::*;

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "accounts", has_many(bookings = Booking::account))]
pub struct Account {
    pub id: i32,
    pub owner: String,
    pub balance: i64,
    #[model(version)]
    pub version: i32,
    #[model(auto_now)]
    pub changed: chrono::NaiveDateTime,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "bookings", primary_key(account_id, number))]
pub struct Booking {
    #[model(foreign_key = Account)]
    pub account_id: i32,
    pub number: i32,
    pub amount: i64,
    #[model(generated)]
    pub cents: Option<i64>,
    #[model(auto_now)]
    pub changed: Option<chrono::NaiveDateTime>,
}

fn accounts() -> Conn {
    database(
        "CREATE TABLE accounts (id INTEGER PRIMARY KEY, owner TEXT NOT NULL, balance BIGINT NOT NULL,
            version INTEGER NOT NULL, changed TIMESTAMP NOT NULL);
         INSERT INTO accounts VALUES (1, 'Ann', 100, 1, '2020-01-01 00:00:00'),
            (2, 'Bob', 200, 7, '2020-01-01 00:00:00');
         CREATE TABLE bookings (account_id INTEGER NOT NULL, number INTEGER NOT NULL,
            amount BIGINT NOT NULL, cents BIGINT GENERATED ALWAYS AS (amount * 100) STORED,
            changed TIMESTAMP, PRIMARY KEY (account_id, number));
         INSERT INTO bookings (account_id, number, amount) VALUES (1, 1, 5), (1, 2, 6), (2, 1, 7);",
    )
}

#[test]
fn it_comes_back_as_it_is_then() {
    let conn = &mut accounts();
    let booking = queryset!(Booking.filter(account_id == 1 && number == 2));
    let booking = booking.get(conn).unwrap();
    let raised = queryset!(booking.update(amount = F(amount) + 4));
    let raised = assert_num_queries!(conn, on(1, 1, 2), { raised.run(conn).unwrap() });
    assert_eq!((raised.amount, raised.cents), (10, Some(1000)));
    assert!(raised.changed.is_some());
    let others = queryset!(
        Booking
            .filter(number == 1)
            .order_by(account_id)
            .values_list(amount)
    );
    assert_eq!(others.load(conn).unwrap(), [5, 7]);
}

#[test]
fn plain_models_and_rows_of_collections_are_lent() {
    let conn = &mut accounts();
    for booking in &Booking.load(conn).unwrap() {
        let booking = queryset!(booking.update(amount = 1)).run(conn).unwrap();
        assert_eq!(booking.cents, Some(100));
    }
    let plain = &Booking.first(conn).unwrap().unwrap().into_model();
    assert_eq!(
        queryset!(plain.update(amount = 2))
            .run(conn)
            .unwrap()
            .amount,
        2
    );
}

#[test]
fn absent_assignments_change_nothing() {
    let conn = &mut accounts();
    let account = queryset!(Account.filter(id == 1)).get(conn).unwrap();
    let amount: Option<i64> = None;
    let same = assert_num_queries!(conn, 1, {
        queryset!(account.update(if let Some(amount) = amount {
            balance = amount
        }))
        .run(conn)
        .unwrap()
    });
    assert_eq!((same.version, same.balance), (1, 100));
}

#[test]
fn a_lost_race_is_told() {
    let conn = &mut accounts();
    let first = queryset!(Account.filter(id == 1)).get(conn).unwrap();
    let second = queryset!(Account.filter(id == 1)).get(conn).unwrap();
    let first = queryset!(first.update(balance = 50)).run(conn).unwrap();
    assert_eq!((first.version, first.balance), (2, 50));
    match queryset!(second.update(balance = 70)).run(conn).wait() {
        Err(Error::StaleRow { model }) => assert_eq!(model, "Account"),
        other => panic!("{:?}", other.map(|_| ())),
    }
    // Of many rows as of one: none is changed.
    let rows = queryset!(Account.order_by(id)).load(conn).unwrap();
    let mut models = rows.into_models();
    for (row, stale) in [(0, true), (1, true), (0, false)] {
        models[row].version -= i32::from(stale);
        models[1 - row].balance += 1;
        let bulk = queryset!(Account.bulk_update(&models, balance)).run(conn);
        if stale {
            let error = bulk.wait().unwrap_err();
            assert!(
                matches!(error, Error::StaleRow { model: "Account" }),
                "{error:?}"
            );
            let one = queryset!(Account.bulk_update(&models[row..=row], balance)).run(conn);
            assert!(matches!(one.wait(), Err(Error::StaleRow { .. })));
            models[row].version += 1;
        } else {
            assert_eq!(bulk.unwrap().count, 2);
        }
    }
    models[0].version += 1;
    models[1].version += 1;
    // One that is gone is no stale one.
    models.push(Account {
        id: 99,
        ..models[0].clone()
    });
    let bulk = queryset!(Account.bulk_update(&models, balance)).run(conn);
    let done = bulk.unwrap();
    assert_eq!((done.count, done.gone), (2, vec![2]));
    let first = &queryset!(Account.filter(id == 1)).get(conn).unwrap();
    queryset!(first.update(balance = 50)).run(conn).unwrap();
    match queryset!(first.delete()).run(conn).wait() {
        Err(Error::StaleRow { model }) => assert_eq!(model, "Account"),
        other => panic!("{other:?}"),
    }
    // What was read again can be updated again.
    let row = queryset!(first.refresh()).run(conn).unwrap();
    let row = queryset!(row.update(owner = "Anna")).run(conn).unwrap();
    assert_eq!((row.version, row.balance), (6, 50));
    assert_eq!(queryset!(row.delete()).run(conn).unwrap().total(), 1);
}

#[test]
fn updates_of_querysets_count_too_and_set_the_times() {
    let conn = &mut accounts();
    let before = chrono::Utc::now().naive_utc() - chrono::TimeDelta::seconds(1);
    let rich = queryset!(Account.filter(balance > 0).update(balance = F(balance) * 2));
    assert_eq!(rich.run(conn).unwrap(), 2);
    let rows = queryset!(Account.order_by(id)).load(conn).unwrap();
    assert_eq!((rows[0].version, rows[1].version), (2, 8));
    assert!(rows.iter().all(|row| row.changed > before));
    let mut models = rows.into_models();
    models[0].balance = 7;
    let bulk = queryset!(Account.bulk_update(&models, balance))
        .run(conn)
        .unwrap();
    assert_eq!(bulk.count, 2);
    let versions = queryset!(Account.order_by(id).values_list(version, balance));
    assert_eq!(versions.load(conn).unwrap(), [(3, 7), (9, 400)]);
    // Unless they are set to something else.
    let then = before - chrono::TimeDelta::days(1);
    let then = chrono::DateTime::from_timestamp(then.and_utc().timestamp(), 0)
        .unwrap()
        .naive_utc();
    let set = queryset!(Account.all().update(version = 1, changed = then));
    set.run(conn).unwrap();
    let rows = queryset!(Account.order_by(id)).load(conn).unwrap();
    assert!(
        rows.iter()
            .all(|row| row.version == 1 && row.changed == then)
    );
}

#[test]
fn a_row_that_is_gone_is_told() {
    let conn = &mut accounts();
    let account = queryset!(Account.filter(id == 1)).get(conn).unwrap();
    let booking = Booking.first(conn).unwrap().unwrap();
    run(conn, "DELETE FROM accounts; DELETE FROM bookings");
    let gone = queryset!(account.update(balance = 1)).run(conn).err();
    assert!(
        matches!(gone, Some(Error::DoesNotExist { model: "Account" })),
        "{gone:?}"
    );
    let booking = &booking;
    let gone = queryset!(booking.update(amount = 1)).run(conn).err();
    assert!(
        matches!(gone, Some(Error::DoesNotExist { model: "Booking" })),
        "{gone:?}"
    );
    let gone = queryset!(booking.refresh()).run(conn).err();
    assert!(
        matches!(gone, Some(Error::DoesNotExist { model: "Booking" })),
        "{gone:?}"
    );
}

#[test]
fn values_come_from_relations_too() {
    let conn = &mut accounts();
    let account = queryset!(Account.filter(id == 1)).get(conn).unwrap();
    let summed = queryset!(account.update(balance = F(count(bookings))));
    assert_eq!(summed.run(conn).unwrap().balance, 2);
}

#[test]
fn rows_of_a_queryset_come_back_too() {
    let conn = &mut accounts();
    let raise = queryset!(
        Booking
            .filter(account.owner == "Ann")
            .update(amount = F(amount) + 1)
    );
    let mut rows = assert_num_queries!(conn, on(1, 1, 3), { raise.returning().run(conn).unwrap() });
    rows.sort_by_key(|row| row.number);
    let found: Vec<_> = rows.iter().map(|row| (row.amount, row.cents)).collect();
    assert_eq!(found, [(6, Some(600)), (7, Some(700))]);
    let none = queryset!(Booking.filter(amount > 99).update(amount = 1)).returning();
    assert!(none.run(conn).unwrap().is_empty());
}

/// MySQL gives no rows back, and by its old key the row is not there any more.
#[test]
fn a_key_is_updated_where_the_row_comes_back() {
    let conn = &mut accounts();
    let account = queryset!(Account.filter(id == 1)).get(conn).unwrap();
    let moved = queryset!(account.update(id = 7)).run(conn).wait();
    let listed = queryset!(Account.filter(id == 2).update(id = 8)).returning();
    let listed = listed.run(conn).wait();
    if DIALECT == Dialect::Mysql {
        for error in [moved.err(), listed.err()] {
            assert!(
                matches!(error, Some(Error::SetsKey { model: "Account" })),
                "{error:?}"
            );
        }
        let moved = queryset!(Account.filter(id <= 2).update(id = F(id) + 6));
        assert_eq!(moved.run(conn).unwrap(), 2);
    } else {
        assert_eq!((moved.unwrap().id, listed.unwrap()[0].id), (7, 8));
    }
    let ids = queryset!(Account.order_by(id).values_list(id));
    assert_eq!(ids.load(conn).unwrap(), [7, 8]);
}

/// An update that was made once, and is run again, knows what time it is.
#[test]
fn auto_now_is_when_it_is_run() {
    let conn = &mut accounts();
    let later = queryset!(Account.filter(id == 1).update(owner = "Ann"));
    let account = queryset!(Account.filter(id == 2)).get(conn).unwrap();
    let row = queryset!(account.update(owner = "Bob"));
    let listed = queryset!(Account.filter(id == 1).update(owner = "Ann")).returning();
    std::thread::sleep(std::time::Duration::from_millis(1100));
    let made = chrono::Utc::now().naive_utc() - chrono::TimeDelta::seconds(1);
    assert_eq!(later.run(conn).unwrap(), 1);
    let changed = |conn: &mut Conn| {
        queryset!(Account.filter(id == 1))
            .get(conn)
            .unwrap()
            .changed
    };
    assert!(changed(conn) > made);
    assert!(row.run(conn).unwrap().changed > made);
    assert!(listed.run(conn).unwrap()[0].changed > made);
}
