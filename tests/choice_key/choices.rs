//! Enums as columns: as text, as numbers, as an enum of PostgreSQL's.

use diesel::connection::SimpleConnection;
use orm_core::backend::Dialect;
use orm_core::model::{FieldType, Stored};
use orm_core::prelude::*;

use crate::on_each_database;
use crate::support::Made;

#[derive(Choice, Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Status {
    Open,
    OnHold,
    #[choice(rename = "won't fix", label = "Will not be fixed")]
    WontFix,
}

#[derive(Choice, Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[choice(integer)]
#[repr(i16)]
pub enum Urgency {
    Whenever = -1,
    Soon = 10,
    Now = 20,
}

#[derive(Choice, Debug, Clone, Copy, PartialEq)]
#[choice(postgres_enum = "ck_mood", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Mood {
    Ok,
    VerySad,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "ck_tickets", ordering(id), has_many(notes = Note::ticket))]
pub struct Ticket {
    pub id: i32,
    pub status: Status,
    pub wanted: Option<Status>,
    pub urgency: Urgency,
    pub mood: Mood,
    pub mood_then: Option<Mood>,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "ck_notes", primary_key(ticket_id, status), ordering(ticket_id, status),
        foreign_key(rule = Rule, fields(status, urgency)))]
pub struct Note {
    #[model(foreign_key = Ticket)]
    pub ticket_id: i32,
    pub status: Status,
    pub urgency: Urgency,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "ck_rules", primary_key(status, urgency), has_many(notes = Note::rule))]
pub struct Rule {
    pub status: Status,
    pub urgency: Urgency,
    pub text: String,
}

const DROP: &str = "DROP TABLE IF EXISTS ck_notes; DROP TABLE IF EXISTS ck_rules; \
                    DROP TABLE IF EXISTS ck_tickets;";
const ROWS: &str = "
    INSERT INTO ck_tickets VALUES (1, 'open', NULL, 20, 'OK', NULL),
        (2, 'on_hold', 'open', -1, 'VERY_SAD', 'OK'),
        (3, 'won''t fix', 'won''t fix', 10, 'OK', 'VERY_SAD');
    INSERT INTO ck_notes VALUES (1, 'open', 20), (1, 'on_hold', 10), (2, 'open', 20);
    INSERT INTO ck_rules VALUES ('open', 20, 'hurry'), ('on_hold', 10, 'wait');";

fn tables(mood: &str) -> String {
    format!(
        "CREATE TABLE ck_tickets (id INTEGER PRIMARY KEY, status VARCHAR(20) NOT NULL,
             wanted VARCHAR(20), urgency SMALLINT NOT NULL, mood {mood} NOT NULL, mood_then {mood});
         CREATE TABLE ck_notes (ticket_id INTEGER NOT NULL, status VARCHAR(20) NOT NULL,
             urgency SMALLINT NOT NULL, PRIMARY KEY (ticket_id, status));
         CREATE TABLE ck_rules (status VARCHAR(20) NOT NULL, urgency SMALLINT NOT NULL,
             text VARCHAR(20) NOT NULL, PRIMARY KEY (status, urgency)); {ROWS}"
    )
}

/// What differs between the databases: PostgreSQL's enum type.
pub trait Desk: SimpleConnection + Sized {
    fn desk(self) -> Made<Self> {
        Made::new(self, DROP, &tables("VARCHAR(20)"))
    }
}
impl Desk for diesel::SqliteConnection {}
impl Desk for diesel::MysqlConnection {}
impl Desk for diesel::PgConnection {
    fn desk(self) -> Made<Self> {
        let drop = "DROP TABLE IF EXISTS ck_notes; DROP TABLE IF EXISTS ck_rules; \
                    DROP TABLE IF EXISTS ck_tickets; DROP TYPE IF EXISTS ck_mood;";
        let values = Mood::VALUES.unwrap();
        let create = values.create_type().unwrap();
        Made::new(self, drop, &format!("{create}; {}", tables("ck_mood")))
    }
}

pub fn desk<C: Desk>(conn: C) -> Made<C> {
    conn.desk()
}

fn ids<L: 'static>(rows: Vec<TicketRow<L>>) -> Vec<i32> {
    rows.iter().map(|row| row.id).collect()
}

on_each_database! {
    fn choices_are_read(conn, desk) {
        let rows = Ticket.load(conn).unwrap().into_models();
        assert_eq!(rows[1], Ticket {
            id: 2, status: Status::OnHold, wanted: Some(Status::Open), urgency: Urgency::Whenever,
            mood: Mood::VerySad, mood_then: Some(Mood::Ok),
        });
        assert_eq!((rows[0].wanted, rows[0].mood_then), (None, None));
        assert_eq!(rows[2].status, Status::WontFix);
    }
}

on_each_database! {
    fn text_is_compared_listed_and_ordered(conn, desk) {
        assert_eq!(ids(queryset!(Ticket.filter(status == Status::Open)).load(conn).unwrap()), [1]);
        assert_eq!(ids(queryset!(Ticket.filter(status == &Status::WontFix)).load(conn).unwrap()), [3]);
        assert_eq!(ids(queryset!(Ticket.filter(status != Status::Open)).load(conn).unwrap()), [2, 3]);
        assert_eq!(ids(queryset!(Ticket.exclude(wanted == Status::Open)).load(conn).unwrap()), [1, 3]);
        assert_eq!(ids(queryset!(Ticket.filter(status == F(wanted))).load(conn).unwrap()), [3]);
        let some = [Status::Open, Status::WontFix, Status::Open];
        assert_eq!(ids(queryset!(Ticket.filter(status.in_(some))).load(conn).unwrap()), [1, 3]);
        assert_eq!(ids(queryset!(Ticket.filter(status.in_(&some[1..2]))).load(conn).unwrap()), [3]);
        assert_eq!(ids(queryset!(Ticket.exclude(wanted.in_(some))).load(conn).unwrap()), [1]);
        let none: [Status; 0] = [];
        assert_eq!(ids(queryset!(Ticket.filter(status.in_(none))).load(conn).unwrap()), Vec::<i32>::new());
        assert_eq!(ids(queryset!(Ticket.exclude(status.in_(none))).load(conn).unwrap()), [1, 2, 3]);
        let nothing: Option<Status> = None;
        assert_eq!(ids(queryset!(Ticket.filter(wanted.same(nothing))).load(conn).unwrap()), [1]);
        assert_eq!(ids(queryset!(Ticket.filter(wanted.same(Some(Status::Open)))).load(conn).unwrap()), [2]);
        assert_eq!(ids(queryset!(Ticket.order_by(-status)).load(conn).unwrap()), [3, 1, 2]);
    }
}

on_each_database! {
    fn numbers_are_compared_listed_and_ordered(conn, desk) {
        assert_eq!(ids(queryset!(Ticket.filter(urgency == Urgency::Whenever)).load(conn).unwrap()), [2]);
        assert_eq!(ids(queryset!(Ticket.filter(urgency >= Urgency::Soon)).load(conn).unwrap()), [1, 3]);
        assert_eq!(ids(queryset!(Ticket.filter(urgency.in_([Urgency::Now, Urgency::Whenever]))).load(conn).unwrap()), [1, 2]);
        assert_eq!(ids(queryset!(Ticket.order_by(urgency)).load(conn).unwrap()), [2, 3, 1]);
    }
}

on_each_database! {
    /// An enum type on PostgreSQL, text elsewhere; the order is each database's.
    fn enums_of_postgresql_are_compared_and_listed(conn, desk) {
        assert_eq!(ids(queryset!(Ticket.filter(mood == Mood::VerySad)).load(conn).unwrap()), [2]);
        assert_eq!(ids(queryset!(Ticket.filter(mood != Mood::VerySad)).load(conn).unwrap()), [1, 3]);
        assert_eq!(ids(queryset!(Ticket.filter(mood.in_([Mood::Ok]))).load(conn).unwrap()), [1, 3]);
        assert_eq!(ids(queryset!(Ticket.filter(mood.between(Mood::Ok, Mood::Ok))).load(conn).unwrap()), [1, 3]);
        assert_eq!(ids(queryset!(Ticket.filter(mood_then.same(Some(Mood::Ok)))).load(conn).unwrap()), [2]);
        let nothing: Option<Mood> = None;
        assert_eq!(ids(queryset!(Ticket.filter(mood_then.same(nothing))).load(conn).unwrap()), [1]);
        assert_eq!(ids(queryset!(Ticket.filter(mood == F(mood_then))).load(conn).unwrap()), Vec::<i32>::new());
        assert_eq!(ids(queryset!(Ticket.order_by(-mood)).load(conn).unwrap()), [2, 1, 3]);
        // No query beside the one that was asked for finds out what the type is.
        let one = queryset!(Ticket.filter(mood == Mood::Ok && status == Status::Open));
        assert_num_queries!(conn, 1, { one.get(conn).unwrap() });
    }
}

on_each_database! {
    fn a_choice_is_part_of_keys(conn, desk) {
        let tickets = queryset!(Ticket.prefetch_related(notes.rule)).load(conn).unwrap();
        let notes = tickets[0].notes();
        let texts: Vec<_> = notes.iter().map(|note| note.rule().text.as_str()).collect();
        assert_eq!(texts, ["wait", "hurry"]);
        let rules = queryset!(Rule.order_by(status).prefetch_related(notes)).load(conn).unwrap();
        assert_eq!(rules[1].notes().len(), 2);
        let found = Rule.in_bulk([(Status::OnHold, Urgency::Soon), (Status::Open, Urgency::Soon)], conn);
        assert_eq!(found.unwrap()[&(Status::OnHold, Urgency::Soon)].text, "wait");
    }
}

on_each_database! {
    fn an_unknown_value_is_named(conn, desk) {
        conn.batch_execute("UPDATE ck_tickets SET status = 'opne' WHERE id = 1").unwrap();
        let error = Ticket.load(conn).unwrap_err();
        assert_eq!(
            error.to_string(),
            "column of `Ticket.status` cannot be read: \
             \"opne\" is no `Status`, which is \"open\", \"on_hold\" or \"won't fix\""
        );
        assert!(matches!(error, orm_core::Error::Field { model: "Ticket", field: "status", .. }));
        conn.batch_execute("UPDATE ck_tickets SET status = 'open', urgency = 7 WHERE id = 1").unwrap();
        let error = Ticket.load(conn).unwrap_err();
        assert_eq!(
            error.to_string(),
            "column of `Ticket.urgency` cannot be read: 7 is no `Urgency`, which is -1, 10 or 20"
        );
    }
}

/// The list's text is decided by the type, not by how many were asked for.
#[test]
fn a_list_of_choices_is_as_long_as_there_are_choices() {
    let sql = |asked: &[Status]| {
        let queryset = queryset!(Ticket.filter(status.in_(asked)));
        diesel::debug_query::<diesel::sqlite::Sqlite, _>(&queryset).to_string()
    };
    let text = sql(&[Status::WontFix, Status::WontFix]);
    assert!(text.contains("`status` IN (?, ?, ?)"), "{text}");
    let statement = |text: String| text.split(" -- ").next().unwrap_or_default().to_owned();
    assert_eq!(statement(text), statement(sql(&[])));
}

#[test]
fn choices_are_data() {
    let all: Vec<_> = Status::CHOICES
        .iter()
        .map(|choice| (choice.value, choice.stored, choice.variant, choice.label))
        .collect();
    assert_eq!(
        all,
        [
            (Status::Open, "open", "Open", "Open"),
            (Status::OnHold, "on_hold", "OnHold", "On Hold"),
            (Status::WontFix, "won't fix", "WontFix", "Will not be fixed"),
        ]
    );
    assert_eq!(Status::WontFix.label(), "Will not be fixed");
    assert_eq!(Status::from_stored("on_hold"), Some(Status::OnHold));
    assert_eq!(Status::from_stored("OnHold"), None);
    assert_eq!(*Urgency::Now.stored(), 20);
    assert_eq!(Urgency::from_stored(&10), Some(Urgency::Soon));
    assert_eq!(Mood::VerySad.stored(), "VERY_SAD");
}

#[test]
fn the_schema_can_say_what_a_column_holds() {
    let check = |values: orm_core::model::Values, dialect| values.check("c", dialect);
    let status = <Status as FieldType>::VALUES.unwrap();
    assert_eq!(
        status.stored,
        Stored::Text(&["open", "on_hold", "won't fix"])
    );
    let text = "c IN ('open', 'on_hold', 'won''t fix')";
    assert_eq!(check(status, Dialect::Sqlite).as_deref(), Some(text));
    let urgency = Urgency::VALUES.unwrap();
    assert_eq!(
        check(urgency, Dialect::Mysql).as_deref(),
        Some("c IN (-1, 10, 20)")
    );
    let mood = Mood::VALUES.unwrap();
    assert_eq!(check(mood, Dialect::Postgres), None);
    assert_eq!(
        check(mood, Dialect::Mysql).as_deref(),
        Some("c IN ('OK', 'VERY_SAD')")
    );
    assert_eq!(i32::VALUES, None);
}
