//! Keys that the database makes by something else than its counter: sequences, and uuids.

use orm_core::Error;
use orm_core::prelude::*;

use crate::support::*;

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "tickets")]
pub struct Ticket {
    #[model(db_default = "NEXTVAL('ticket_numbers')")]
    pub id: i64,
    pub name: String,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "invoices")]
pub struct Invoice {
    pub id: i64,
    #[model(db_default = "NEXTVAL('invoice_numbers')", unique)]
    pub number: i64,
    pub name: String,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "badges")]
pub struct Badge {
    #[model(db_default = "UUID()")]
    pub id: String,
    pub name: String,
}

/// Another table, whose counter stands at 5.
#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "counted")]
pub struct Counted {
    pub id: i64,
    pub name: String,
}

fn made() -> Conn {
    let sequences = on(
        "",
        "CREATE SEQUENCE ticket_numbers START 100 INCREMENT 10;
         CREATE SEQUENCE invoice_numbers START 7;",
        "CREATE SEQUENCE ticket_numbers START 100 INCREMENT 10;
         CREATE SEQUENCE invoice_numbers START 7;",
    );
    let (ticket, invoice) = on(
        ("(ABS(RANDOM()))", "(ABS(RANDOM()))"),
        ("NEXTVAL('ticket_numbers')", "NEXTVAL('invoice_numbers')"),
        ("NEXTVAL(ticket_numbers)", "NEXTVAL(invoice_numbers)"),
    );
    let counted = on(
        "INTEGER PRIMARY KEY",
        "BIGSERIAL PRIMARY KEY",
        "BIGINT PRIMARY KEY AUTO_INCREMENT",
    );
    let uuid = on(
        "(LOWER(HEX(RANDOMBLOB(16))))",
        "(GEN_RANDOM_UUID()::TEXT)",
        "(MD5(RAND()))",
    );
    // On SQLite a whole-number key counts by itself, whatever its default says.
    database(&format!(
        "{sequences}
         CREATE TABLE tickets (id BIGINT NOT NULL DEFAULT {ticket}, name TEXT NOT NULL, PRIMARY KEY (id));
         CREATE TABLE invoices (id {counted}, number BIGINT NOT NULL UNIQUE DEFAULT {invoice}, name TEXT NOT NULL);
         CREATE TABLE badges (id VARCHAR(40) NOT NULL DEFAULT {uuid}, name TEXT NOT NULL, PRIMARY KEY (id));
         CREATE TABLE counted (id {counted}, name TEXT NOT NULL);
         INSERT INTO counted VALUES (4, 'four');
         INSERT INTO tickets VALUES (5, 'old');
         INSERT INTO badges VALUES ('five', 'old');"
    ))
}

/// MySQL tells none but those of its counter: then nothing is created, and no other row taken for
/// the new one.
#[test]
fn keys_by_default_come_back() {
    let conn = &mut made();
    let counted = queryset!(Counted.create(name = "five")).run(conn).unwrap();
    assert_eq!(counted.id, on(5, 1, 5));
    let ticket = queryset!(Ticket.create(name = "new")).run(conn).wait();
    let badge = queryset!(Badge.create(name = "new")).run(conn).wait();
    let bulk = || Ticket.bulk_create(["a", "b"].map(NewTicket::new));
    let many = bulk().run(conn).wait();
    if DIALECT == Dialect::Mysql {
        for error in [ticket.unwrap_err(), badge.unwrap_err(), many.unwrap_err()] {
            let told = error.to_string();
            assert!(matches!(error, Error::Database(_)), "{told}");
            assert!(told.contains("only AUTO_INCREMENT keys are told"), "{told}");
        }
        assert_eq!(Ticket.count(conn).unwrap(), 1);
        assert_eq!(Badge.count(conn).unwrap(), 1);
        assert_eq!(bulk().count_only().run(conn).unwrap(), 2);
        return;
    }
    let (ticket, badge, many) = (ticket.unwrap(), badge.unwrap(), many.unwrap());
    assert_eq!((ticket.name.as_str(), badge.name.as_str()), ("new", "new"));
    assert!(badge.id.len() >= 32, "{}", badge.id);
    assert_eq!(keys(&many).len(), 2);
    if DIALECT == Dialect::Postgres {
        assert_eq!((ticket.id, keys(&many)), (100, vec![110, 120]));
    }
    let key = ticket.id;
    let again = queryset!(Ticket.filter(id == key)).get(conn).unwrap();
    assert_eq!(again.into_model(), ticket.into_model());
}

/// A sequence beside the key is told by each.
#[test]
fn numbers_of_a_sequence_come_back() {
    let conn = &mut made();
    let first = queryset!(Invoice.create(name = "a")).run(conn).unwrap();
    let rest = Invoice.bulk_create(["b", "c"].map(NewInvoice::new));
    let rest = rest.run(conn).unwrap();
    assert_eq!((first.id, keys(&rest)), (1, vec![2, 3]));
    if DIALECT != Dialect::Sqlite {
        let numbers: Vec<i64> = rest.iter().map(|invoice| invoice.number).collect();
        assert_eq!((first.number, numbers), (7, vec![8, 9]));
    }
}
