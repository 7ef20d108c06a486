//! Keys and choices of one's own, and transactions, on enums of connections.

use diesel::prelude::*;
use orm_core::backend::Dialect;
use orm_core::prelude::*;
use orm_core::transaction;
use orm_core::{Error, Result};

use crate::multi::connect;
use crate::support::*;

#[derive(Key, Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct DeskId(i32);

#[derive(Key, Debug, Clone, PartialEq, Eq, Hash)]
pub struct Code(String);

#[derive(Choice, Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Status {
    Open,
    #[choice(rename = "won't fix")]
    WontFix,
}

#[derive(Choice, Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[choice(integer)]
#[repr(i16)]
pub enum Urgency {
    Whenever = -1,
    Now = 20,
}

#[derive(Choice, Debug, Clone, Copy, PartialEq)]
#[choice(postgres_enum = "own_mood")]
pub enum Mood {
    Fine,
    Sad,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "desks", ordering(id), has_many(tickets = Ticket::desk))]
pub struct Desk {
    pub id: DeskId,
    pub name: String,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "tickets", ordering(code))]
pub struct Ticket {
    #[model(primary_key)]
    pub code: Code,
    #[model(foreign_key = Desk)]
    pub desk_id: DeskId,
    #[model(foreign_key = Desk)]
    pub next_id: Option<DeskId>,
    pub status: Status,
    pub was: Option<Status>,
    pub urgency: Urgency,
    pub mood: Mood,
    pub mood_then: Option<Mood>,
}

fn desks(dialect: Dialect) -> Place {
    let (before, mood) = match dialect {
        Dialect::Postgres => ("CREATE TYPE own_mood AS ENUM ('fine', 'sad');", "own_mood"),
        _ => ("", "VARCHAR(9)"),
    };
    Place::with(
        dialect,
        &format!(
            "{before}
             CREATE TABLE desks (id INTEGER PRIMARY KEY, name VARCHAR(9) NOT NULL);
             CREATE TABLE tickets (code VARCHAR(9) PRIMARY KEY, desk_id INTEGER NOT NULL, next_id INTEGER,
                status VARCHAR(9) NOT NULL, was VARCHAR(9), urgency SMALLINT NOT NULL,
                mood {mood} NOT NULL, mood_then {mood});
             INSERT INTO desks VALUES (1, 'one'), (2, 'two');
             INSERT INTO tickets VALUES ('a', 1, NULL, 'open', NULL, 20, 'fine', NULL),
                ('b', 1, 2, 'won''t fix', 'open', -1, 'sad', 'fine'),
                ('c', 2, 1, 'open', 'won''t fix', 20, 'sad', 'sad');"
        ),
    )
}

fn codes<R: std::ops::Deref<Target = Ticket>>(tickets: &[R]) -> Vec<&str> {
    tickets
        .iter()
        .map(|ticket| ticket.code.0.as_str())
        .collect()
}

#[test]
fn keys_and_choices_are_read_bound_and_listed() {
    for dialect in DATABASES {
        let place = desks(dialect);
        let conn = &mut connect(&place);
        let all = Ticket.load(conn).unwrap();
        let second = Ticket {
            code: Code("b".into()),
            desk_id: DeskId(1),
            next_id: Some(DeskId(2)),
            status: Status::WontFix,
            was: Some(Status::Open),
            urgency: Urgency::Whenever,
            mood: Mood::Sad,
            mood_then: Some(Mood::Fine),
        };
        assert_eq!(*all[1], second, "{dialect:?}");
        assert_eq!((all[0].was, all[0].mood_then), (None, None));

        let open = queryset!(Ticket.filter(status == Status::Open && urgency == Urgency::Now));
        assert_eq!(codes(&open.load(conn).unwrap()), ["a", "c"]);
        let was = queryset!(Ticket.filter(was.in_([Status::WontFix, Status::Open])));
        assert_eq!(codes(&was.load(conn).unwrap()), ["b", "c"]);
        let sad = queryset!(Ticket.filter(mood == Mood::Sad && mood_then == Mood::Fine));
        assert_eq!(codes(&sad.load(conn).unwrap()), ["b"], "{dialect:?}");
        let moods = queryset!(Ticket.filter(mood.in_([Mood::Fine]) || mood_then.in_([Mood::Sad])));
        assert_eq!(codes(&moods.load(conn).unwrap()), ["a", "c"], "{dialect:?}");
        let urgent = queryset!(Ticket.filter(urgency.in_([Urgency::Whenever])));
        assert_eq!(codes(&urgent.load(conn).unwrap()), ["b"]);
        let not = queryset!(Ticket.exclude(mood_then == Mood::Sad).order_by(-code));
        assert_eq!(codes(&not.load(conn).unwrap()), ["b", "a"], "{dialect:?}");

        let listed = [Code("c".into()), Code("a".into()), Code("none".into())];
        let found = queryset!(Ticket.filter(code.in_(&listed) && desk_id != DeskId(1)));
        assert_eq!(codes(&found.load(conn).unwrap()), ["c"]);
        let bulk = Ticket.in_bulk(listed, conn).unwrap();
        assert_eq!(bulk.len(), 2);
        assert_eq!(bulk[&Code("c".into())].mood, Mood::Sad);
    }
}

#[test]
fn keys_join_and_batch() {
    for dialect in DATABASES {
        let place = desks(dialect);
        let conn = &mut connect(&place);
        let desks = queryset!(Desk.prefetch_related(tickets.next));
        let desks = assert_num_queries!(conn, 3, { desks.load(conn).unwrap() });
        assert_eq!(codes(desks[0].tickets()), ["a", "b"], "{dialect:?}");
        assert!(desks[0].tickets()[0].next().is_none());
        assert_eq!(desks[0].tickets()[1].next().unwrap().id, DeskId(2));
        assert_eq!(codes(desks[1].tickets()), ["c"]);

        let tickets = queryset!(Ticket.filter(desk.name == "one").select_related(desk, next));
        let tickets = assert_num_queries!(conn, 1, { tickets.load(conn).unwrap() });
        assert_eq!(codes(&tickets), ["a", "b"]);
        assert_eq!(tickets[0].desk().name, "one");
        let sad = queryset!(Desk.filter(tickets.any(mood == Mood::Sad && status == Status::Open)));
        assert_eq!(sad.get(conn).unwrap().id, DeskId(2), "{dialect:?}");
    }
}

fn remove(conn: &mut crate::multi::AnyConnection, code: &str) -> Result<()> {
    let sql = format!("DELETE FROM tickets WHERE code = '{code}'");
    diesel::sql_query(sql).execute(conn)?;
    Ok(())
}

#[test]
fn atomic_commits_undoes_and_nests() {
    for dialect in DATABASES {
        let place = desks(dialect);
        let conn = &mut connect(&place);
        let (said, heard) = std::sync::mpsc::channel();
        let left = atomic(conn, |conn| {
            remove(conn, "a")?;
            let undone: Result<()> = atomic(conn, |conn| {
                remove(conn, "b")?;
                on_commit(conn, || panic!("its transaction was undone"))?;
                queryset!(Desk.filter(id == DeskId(9))).get(conn).map(drop)
            });
            assert!(matches!(undone, Err(Error::DoesNotExist { model: "Desk" })));
            conn.transaction(|conn| remove(conn, "c"))?;
            on_commit(conn, move || said.send(()).unwrap())?;
            assert!(heard.try_recv().is_err());
            let left = Ticket.count(conn)?;
            Ok::<_, Error>((left, heard))
        });
        let (left, heard) = left.unwrap();
        assert_eq!(left, 1, "{dialect:?}");
        assert!(heard.try_recv().is_ok());
        assert_eq!(codes(&Ticket.load(conn).unwrap()), ["b"], "{dialect:?}");

        let failed: Result<()> = conn.transaction(|conn| {
            atomic(conn, |conn| remove(conn, "b"))?;
            Err(Error::RolledBack)
        });
        assert!(failed.is_err());
        assert_eq!(Ticket.count(conn).unwrap(), 1, "{dialect:?}");
        assert_eq!(
            transaction(conn)
                .retry(2)
                .run(|conn| Ticket.count(conn))
                .unwrap(),
            1
        );
    }
}

/// A statement failed, its error was dropped: PostgreSQL commits nothing then.
#[test]
fn a_dropped_error_is_not_taken_for_a_commit() {
    for dialect in DATABASES {
        let place = desks(dialect);
        let conn = &mut connect(&place);
        let ran = atomic(conn, |conn| {
            remove(conn, "a")?;
            let _ = diesel::sql_query("SELECT nothing FROM nowhere").execute(conn);
            Ok::<_, Error>(())
        });
        let left = Ticket.count(conn).unwrap();
        if dialect == Dialect::Postgres {
            assert!(matches!(ran, Err(Error::RolledBack)));
            assert_eq!(left, 3);
        } else {
            ran.unwrap();
            assert_eq!(left, 2, "{dialect:?}");
        }
    }
}

#[test]
fn a_panic_in_atomic_undoes_and_goes_on() {
    for dialect in DATABASES {
        let place = desks(dialect);
        let conn = &mut connect(&place);
        let caught = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            let _: Result<()> = atomic(conn, |conn| {
                remove(conn, "a")?;
                panic!("as planned")
            });
        }));
        assert!(caught.is_err());
        assert_eq!(Ticket.count(conn).unwrap(), 3, "{dialect:?}");
    }
}
