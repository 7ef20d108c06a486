//! `bulk_update` with what is calculated, and of very many rows.

use orm_core::prelude::*;

use super::bulk_update::{NewSeat, Seat, Ware, all, done, filled, wares};
use crate::support::*;

/// What is calculated is calculated by the database, of each row as it was before the statement.
#[test]
fn expressions_are_of_all_rows() {
    let conn = &mut wares();
    for n in [1, 2, 64, 131] {
        run(conn, "DELETE FROM wares");
        let mut wares = filled(conn, n);
        for ware in &mut wares {
            ware.stock = -1; // stale, and not sent
            ware.name = format!("new {}", ware.id);
        }
        let step = 5;
        let update = queryset!(Ware.bulk_update(
            &wares,
            name,
            stock = F(stock) * 2 + step,
            code = F(stock),
            price = 2.5
        ));
        let queries = on(if n == 131 { 3 } else { 1 }, 1, n as usize);
        assert_num_queries!(conn, queries, {
            assert_eq!(update.run(conn).unwrap(), done(n as usize, &[]));
        });
        for ware in all(conn) {
            assert_eq!(ware.name, format!("new {}", ware.id));
            assert_eq!((ware.stock, ware.code), (ware.id * 2 + 5, Some(ware.id)));
            assert_eq!((ware.price, ware.doubled), (2.5, Some(ware.stock * 2)));
        }
        // Expressions alone; the rows say which.
        let some = &wares[..wares.len() / 2];
        let update = queryset!(Ware.bulk_update(some, stock = F(stock) + 1, code = None));
        assert_eq!(update.run(conn).unwrap(), done(some.len(), &[]));
        for ware in all(conn) {
            let more = i64::from(ware.id < some.len() as i64);
            assert_eq!(ware.stock, ware.id * 2 + 5 + more);
            assert_eq!(ware.code.is_none(), more == 1);
        }
    }
    // One that reads a column which is set from the rows sees what was there.
    run(conn, "DELETE FROM wares");
    let mut wares = filled(conn, 70);
    // (Codes are unique, and some databases look at them row by row.)
    queryset!(Ware.all().update(code = None)).run(conn).unwrap();
    for ware in &mut wares {
        ware.stock = 1000;
    }
    let update = queryset!(Ware.bulk_update(&wares, stock, code = F(stock) + 1));
    assert_eq!(update.run(conn).unwrap().count, 70);
    for ware in all(conn) {
        assert_eq!((ware.stock, ware.code), (1000, Some(ware.id + 1)));
    }
}

#[test]
fn expressions_walk_relations() {
    let conn = &mut wares();
    filled(conn, 80);
    let new = (0..70).map(|n| NewSeat::new("house", n, i64::from(n) + 1));
    let mut seats = Seat.bulk_create(new).run(conn).unwrap().into_models();
    for seat in &mut seats {
        seat.ware_id += 1;
    }
    // The ware is the one before, since all values are of the row before.
    let update = queryset!(Seat.bulk_update(&seats, ware, note = F(ware.name)));
    assert_eq!(update.run(conn).unwrap(), done(70, &[]));
    for seat in Seat.load(conn).unwrap() {
        assert_eq!(seat.ware_id, i64::from(seat.place) + 2);
        assert_eq!(seat.note, Some(format!("Ware {}", seat.place + 1)));
    }
}

/// So many that they are first tried as if all were there.
#[test]
fn of_many_rows_too_the_gone_are_named_and_each_is_set_once() {
    let conn = &mut wares();
    let wares = filled(conn, 12_000);
    run(conn, "DELETE FROM wares WHERE id IN (0, 700, 11000)");
    let update = queryset!(Ware.bulk_update(&wares[..900], price, stock = F(stock) + 1));
    assert_eq!(update.run(conn).unwrap(), done(898, &[0, 700]));
    let update = queryset!(Ware.bulk_update(&wares, price, stock = F(stock) + 1));
    assert_eq!(update.run(conn).unwrap(), done(11_997, &[0, 700, 11_000]));
    // The first 600 twice, beside each other and far apart.
    let twice = wares[..600].iter().chain(&wares);
    let update = queryset!(Ware.bulk_update(twice, price, stock = F(stock) + 1));
    assert_eq!(
        update.run(conn).unwrap(),
        done(11_997, &[0, 600, 1300, 11_600])
    );
    let twice = wares[..600].iter().chain(&wares[..600]);
    let update = queryset!(Ware.bulk_update(twice, price, stock = F(stock) + 1));
    assert_eq!(update.run(conn).unwrap(), done(599, &[0, 600]));
    // What a row that is given again says before does not count, whatever the database thinks of it.
    let mut again: Vec<Ware> = wares[1..600].to_vec();
    again[5].stock = -1;
    again.push(Ware {
        stock: 1,
        ..again[5].clone()
    });
    for ware in &mut again {
        ware.price = 3.0;
    }
    let update = queryset!(Ware.bulk_update(&again[5..], price, stock));
    assert_eq!(update.run(conn).unwrap().count, 594);
    run(conn, "UPDATE wares SET stock = id + 4 WHERE id < 600");
    for ware in all(conn) {
        let times = match ware.id {
            ..600 => 4,
            600..900 => 3,
            _ => 2,
        };
        assert_eq!(ware.stock, ware.id + times);
    }
}
