//! Every kind of relation, declared and walked: in conditions, by JOIN and by batch.

use crate::support::*;
use orm_core::prelude::*;

/// Two self-relations: who leads whom, and who mentors whom through a table.
#[derive(Model, Debug, Clone, PartialEq)]
#[model(
    table = "employees",
    has_many(reports = Employee::manager),
    has_one(badge = Badge::employee),
    many_to_many(mentors = Employee, through = Mentoring(pupil, mentor)),
    many_to_many(pupils = Employee, through = Mentoring(mentor, pupil)),
    has_many(sent = Letter::sender, received = Letter::receiver)
)]
pub struct Employee {
    pub id: i32,
    pub name: String,
    #[model(foreign_key = Self)]
    pub manager_id: Option<i32>,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "mentorings", primary_key(pupil_id, mentor_id))]
pub struct Mentoring {
    #[model(foreign_key = Employee)]
    pub pupil_id: i32,
    #[model(foreign_key = Employee)]
    pub mentor_id: i32,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "badges")]
pub struct Badge {
    pub id: i32,
    pub code: String,
    #[model(one_to_one = Employee, on_delete = "cascade")]
    pub employee_id: i32,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "letters")]
pub struct Letter {
    pub id: i32,
    #[model(foreign_key = Employee)]
    pub sender_id: i32,
    #[model(foreign_key = Employee, relation = "receiver")]
    pub to_whom: Option<i32>,
}

fn office() -> Conn {
    database(
        "CREATE TABLE employees (id INTEGER PRIMARY KEY, name TEXT NOT NULL, manager_id INTEGER);
         CREATE TABLE mentorings (pupil_id INTEGER NOT NULL, mentor_id INTEGER NOT NULL, PRIMARY KEY (pupil_id, mentor_id));
         CREATE TABLE badges (id INTEGER PRIMARY KEY, code TEXT NOT NULL, employee_id INTEGER NOT NULL UNIQUE);
         CREATE TABLE letters (id INTEGER PRIMARY KEY, sender_id INTEGER NOT NULL, to_whom INTEGER);
         INSERT INTO employees VALUES (1, 'Ann', NULL), (2, 'Ben', 1), (3, 'Cid', 1), (4, 'Dan', 2), (5, 'Ann', 4);
         INSERT INTO mentorings VALUES (4, 1), (4, 3), (5, 4), (2, 2);
         INSERT INTO badges VALUES (10, 'gold', 1), (11, 'tin', 4);
         INSERT INTO letters VALUES (1, 1, 2), (2, 2, 1), (3, 2, NULL), (4, 3, 3);",
    )
}

#[test]
fn a_self_relation_is_walked_in_both_directions() {
    let conn = &mut office();
    let staff = queryset!(
        Employee
            .order_by(id)
            .select_related(manager.manager)
            .prefetch_related(reports.reports)
    );
    let staff = assert_num_queries!(conn, 3, { staff.load(conn).unwrap() });
    assert!(staff[0].manager().is_none());
    assert_eq!(staff[3].manager().unwrap().manager().unwrap().name, "Ann");
    assert_eq!(keys(staff[0].reports()), [2, 3]);
    assert_eq!(keys(staff[0].reports()[0].reports()), [4]);
    assert!(staff[4].reports().is_empty());

    let led_by_ann = queryset!(Employee.filter(manager.name == "Ann").order_by(id))
        .load(conn)
        .unwrap();
    assert_eq!(keys(&led_by_ann), [2, 3]);
    let grand = queryset!(Employee.filter(reports.any(reports.any(name == "Ann"))));
    assert_eq!(keys(&grand.load(conn).unwrap()), [2]);
    // The same table twice in one condition, and a column of each.
    let namesake = queryset!(Employee.filter(manager.manager.manager.name == F(name)));
    assert_eq!(keys(&namesake.load(conn).unwrap()), [5]);
    let back = queryset!(Employee.filter(reports.any(manager.reports.any(name == "Cid"))));
    assert_eq!(keys(&back.load(conn).unwrap()), [1]);
}

#[test]
fn a_many_to_many_of_a_model_with_itself_says_which_key_is_which() {
    let conn = &mut office();
    let staff = queryset!(
        Employee
            .order_by(id)
            .prefetch_related(mentors.order_by(id), pupils.order_by(id))
    );
    let staff = assert_num_queries!(conn, 3, { staff.load(conn).unwrap() });
    assert_eq!(keys(staff[3].mentors()), [1, 3]);
    assert_eq!(keys(staff[3].pupils()), [5]);
    assert_eq!(keys(staff[0].pupils()), [4]);
    assert_eq!(keys(staff[1].mentors()), [2]);
    let of_cid = queryset!(Employee.filter(mentors.any(name == "Cid")));
    assert_eq!(keys(&of_cid.load(conn).unwrap()), [4]);
    let teachers_of_teachers = queryset!(
        Employee
            .filter(pupils.any(pupils.any(id == 5)))
            .order_by(id)
    );
    assert_eq!(keys(&teachers_of_teachers.load(conn).unwrap()), [1, 3]);
}

#[test]
fn the_other_side_of_a_one_to_one_is_at_most_one_row() {
    let conn = &mut office();
    let joined = queryset!(Employee.order_by(id).select_related(badge.employee));
    let joined = assert_num_queries!(conn, 1, { joined.load(conn).unwrap() });
    let batched = queryset!(Employee.order_by(id).prefetch_related(badge.employee));
    let batched = assert_num_queries!(conn, 3, { batched.load(conn).unwrap() });
    for (a, b) in joined.iter().zip(&batched) {
        assert_eq!(
            a.badge().map(|badge| &badge.code),
            b.badge().map(|badge| &badge.code)
        );
        assert_eq!(
            a.badge().map(|badge| badge.employee().id),
            b.badge().map(|badge| badge.employee().id)
        );
    }
    assert_eq!(joined[0].badge().unwrap().code, "gold");
    assert!(joined[1].badge().is_none());

    let bare = queryset!(Employee.filter(badge.code.is_null()).order_by(id));
    assert_eq!(keys(&bare.load(conn).unwrap()), [2, 3, 5]);
    let by_badge = queryset!(Employee.order_by(badge.code.nulls_last(), id));
    assert_eq!(keys(&by_badge.load(conn).unwrap()), [1, 4, 2, 3, 5]);
    let holder = queryset!(
        Badge
            .filter(employee.name == "Dan")
            .select_related(employee)
    )
    .get(conn)
    .unwrap();
    assert_eq!(holder.employee().id, 4);
}

#[test]
fn two_foreign_keys_to_one_table_stay_apart() {
    let conn = &mut office();
    let letters = queryset!(Letter.order_by(id).select_related(sender, receiver));
    let letters = assert_num_queries!(conn, 1, { letters.load(conn).unwrap() });
    assert_eq!(letters[0].sender().name, "Ann");
    assert_eq!(letters[0].receiver().unwrap().name, "Ben");
    assert!(letters[2].receiver().is_none());
    let to_self = queryset!(Letter.filter(sender.name == F(receiver.name)));
    assert_eq!(keys(&to_self.load(conn).unwrap()), [4]);
    let staff = queryset!(Employee.order_by(id).prefetch_related(sent, received))
        .load(conn)
        .unwrap();
    assert_eq!(keys(staff[1].sent()), [2, 3]);
    assert_eq!(keys(staff[1].received()), [1]);
    let both =
        queryset!(Employee.filter(sent.any(receiver.id == 2) && received.any(sender.id == 2)));
    assert_eq!(keys(&both.load(conn).unwrap()), [1]);
}

#[test]
fn a_to_one_relation_takes_a_quantifier_too() {
    let conn = &mut office();
    let led = queryset!(Employee.filter(manager.any(name == "Ann")).order_by(id));
    assert_eq!(keys(&led.load(conn).unwrap()), [2, 3]);
    assert_eq!(
        keys(
            &queryset!(Employee.filter(badge.none()).order_by(id))
                .load(conn)
                .unwrap()
        ),
        [2, 3, 5]
    );
}

/// A key of two columns, and foreign keys to it: whole, and in part nullable.
#[derive(Model, Debug, Clone, PartialEq)]
#[model(
    table = "seats",
    primary_key(hall, number),
    has_many(tickets = Ticket::seat, holds = Ticket::held),
    many_to_many(guests = Guest, through = Visit)
)]
pub struct Seat {
    pub hall: String,
    pub number: i64,
    pub price: i32,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(
    table = "tickets",
    foreign_key(seat = Seat, fields(hall, number)),
    foreign_key(held = Seat, fields(held_hall, held_number))
)]
pub struct Ticket {
    pub id: i32,
    pub hall: String,
    pub number: i64,
    pub held_hall: Option<String>,
    pub held_number: Option<i64>,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "guests", many_to_many(seats = Seat, through = Visit))]
pub struct Guest {
    pub id: i32,
    pub name: String,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "visits", foreign_key(seat = Seat, fields(hall, number)))]
pub struct Visit {
    pub id: i32,
    pub hall: String,
    pub number: i64,
    #[model(foreign_key = Guest)]
    pub guest_id: i32,
}

fn theatre() -> Conn {
    database(
        "CREATE TABLE seats (hall KEYTEXT NOT NULL, number BIGINT NOT NULL, price INTEGER NOT NULL, PRIMARY KEY (hall, number));
         CREATE TABLE tickets (id INTEGER PRIMARY KEY, hall TEXT NOT NULL, number BIGINT NOT NULL, held_hall TEXT, held_number BIGINT);
         CREATE TABLE guests (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
         CREATE TABLE visits (id INTEGER PRIMARY KEY, hall TEXT NOT NULL, number BIGINT NOT NULL, guest_id INTEGER NOT NULL);
         INSERT INTO seats VALUES ('A', 1, 10), ('A', 2, 20), ('B', 1, 30), ('', -9223372036854775808, 40);
         INSERT INTO tickets VALUES (1, 'A', 1, 'B', 1), (2, 'A', 2, NULL, 1), (3, 'A', 1, 'A', NULL), (4, '', -9223372036854775808, NULL, NULL);
         INSERT INTO guests VALUES (1, 'Eve'), (2, 'Fay');
         INSERT INTO visits VALUES (1, 'A', 1, 1), (2, 'B', 1, 1), (3, '', -9223372036854775808, 2);",
    )
}

#[test]
fn a_composite_foreign_key_is_walked_like_any_other() {
    let conn = &mut theatre();
    let joined = queryset!(Ticket.order_by(id).select_related(seat, held))
        .load(conn)
        .unwrap();
    let batched = queryset!(Ticket.order_by(id).prefetch_related(seat, held))
        .load(conn)
        .unwrap();
    let prices: Vec<_> = joined
        .iter()
        .map(|ticket| (ticket.seat().price, ticket.held().map(|seat| seat.price)))
        .collect();
    assert_eq!(prices, [(10, Some(30)), (20, None), (10, None), (40, None)]);
    let same: Vec<_> = batched
        .iter()
        .map(|ticket| (ticket.seat().price, ticket.held().map(|seat| seat.price)))
        .collect();
    assert_eq!(prices, same);

    let seats = queryset!(Seat.order_by(price).prefetch_related(
        tickets.order_by(id),
        holds,
        guests
    ));
    let seats = assert_num_queries!(conn, 4, { seats.load(conn).unwrap() });
    let tickets: Vec<_> = seats.iter().map(|seat| keys(seat.tickets())).collect();
    assert_eq!(tickets, [vec![1, 3], vec![2], vec![], vec![4]]);
    assert_eq!(keys(seats[2].holds()), [1]);
    assert_eq!(seats[3].guests()[0].name, "Fay");
    let guests = queryset!(Guest.order_by(id).prefetch_related(seats.order_by(price)))
        .load(conn)
        .unwrap();
    let prices: Vec<i32> = guests[0].seats().iter().map(|seat| seat.price).collect();
    assert_eq!(prices, [10, 30]);

    assert_eq!(
        keys(
            &queryset!(Ticket.filter(seat.price > 15).order_by(id))
                .load(conn)
                .unwrap()
        ),
        [2, 4]
    );
    assert_eq!(
        queryset!(Seat.filter(tickets.none()))
            .get(conn)
            .unwrap()
            .price,
        30
    );
    let fays = queryset!(Seat.filter(guests.any(name == "Fay")))
        .get(conn)
        .unwrap();
    assert_eq!(fays.number, i64::MIN);
}

/// More relations than a tuple of the standard library can show.
#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "hubs", ordering(id), has_many(spokes = Hub::r14))]
pub struct Hub {
    pub id: i32,
    #[model(foreign_key = Self)]
    pub r01_id: Option<i32>,
    #[model(foreign_key = Self)]
    pub r02_id: Option<i32>,
    #[model(foreign_key = Self)]
    pub r03_id: Option<i32>,
    #[model(foreign_key = Self)]
    pub r04_id: Option<i32>,
    #[model(foreign_key = Self)]
    pub r05_id: Option<i32>,
    #[model(foreign_key = Self)]
    pub r06_id: Option<i32>,
    #[model(foreign_key = Self)]
    pub r07_id: Option<i32>,
    #[model(foreign_key = Self)]
    pub r08_id: Option<i32>,
    #[model(foreign_key = Self)]
    pub r09_id: Option<i32>,
    #[model(foreign_key = Self)]
    pub r10_id: Option<i32>,
    #[model(foreign_key = Self)]
    pub r11_id: Option<i32>,
    #[model(foreign_key = Self)]
    pub r12_id: Option<i32>,
    #[model(foreign_key = Self)]
    pub r13_id: Option<i32>,
    #[model(foreign_key = Self)]
    pub r14_id: Option<i32>,
}

#[test]
fn a_model_has_as_many_relations_as_it_needs() {
    let columns: Vec<String> = (1..=14).map(|n| format!("r{n:02}_id INTEGER")).collect();
    let values: Vec<String> = (1..=14)
        .map(|n| {
            if n % 2 == 0 {
                "1".into()
            } else {
                "NULL".into()
            }
        })
        .collect();
    let conn = &mut database(&format!(
        "CREATE TABLE hubs (id INTEGER PRIMARY KEY, {});
         INSERT INTO hubs (id) VALUES (1); INSERT INTO hubs VALUES (2, {});",
        columns.join(", "),
        values.join(", ")
    ));
    let hubs = queryset!(
        Hub.select_related(r01, r02, r13, r14.r14)
            .prefetch_related(r12, spokes.r02)
    );
    let hubs = assert_num_queries!(conn, 4, { hubs.load(conn).unwrap() });
    let row = &hubs[1];
    assert!(row.r01().is_none() && row.r13().is_none());
    assert_eq!(row.r02().unwrap().id, 1);
    assert!(row.r14().unwrap().r14().is_none());
    assert_eq!(row.r12().unwrap().id, 1);
    assert_eq!(hubs[0].spokes()[0].r02().unwrap().id, 1);
    let copy = row.clone();
    assert_eq!(&copy, row);
    let shown = format!("{row:?}");
    assert!(shown.contains("r14:") && !shown.contains("r03:"), "{shown}");
}
