//! Rows of validated models are asked by their rules before anything is sent.

use orm_core::Error;
use orm_core::error::{Invalid, ViolationKind};
use orm_core::prelude::*;

use crate::driver::hooks;
use crate::support::*;

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "members", validate, new(Debug, Clone))]
pub struct Member {
    #[garde(range(min = 1))]
    pub id: i32,
    #[model(unique, max_length = 5)]
    #[garde(length(min = 1), ascii)]
    #[garde(custom(no_shouting))]
    pub name: String,
    #[garde(email)]
    pub email: Option<String>,
    #[model(max_length = 3)]
    pub country: Option<String>,
    #[model(db_default = "10")]
    #[garde(custom(|points: &i64, _| even(*points)), range(max = 100))]
    pub points: i64,
    #[model(db_default = "'new'", max_length = 4)]
    pub state: Option<String>,
    #[model(default = 1)]
    #[garde(range(min = 1, max = 9))]
    pub r#type: i32,
    #[garde(if(cond = self.r#type > 5, range(min = 18)))]
    pub age: i32,
    #[model(generated)]
    pub doubled: Option<i32>,
}

fn no_shouting(name: &str, _: &()) -> garde::Result {
    if name.len() > 1 && name.chars().all(char::is_uppercase) {
        return Err(garde::Error::new("is shouted"));
    }
    Ok(())
}

fn even(number: i64) -> garde::Result {
    if number % 2 != 0 {
        return Err(garde::Error::new("is odd"));
    }
    Ok(())
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "spans", validate)]
#[garde(custom(in_order))]
pub struct Span {
    pub id: i32,
    pub first: i32,
    #[garde(range(max = 100))]
    pub last: i32,
}

fn in_order(span: &NewSpan, _: &()) -> garde::Result {
    if span.last < span.first {
        return Err(garde::Error::new("ends before it begins"));
    }
    Ok(())
}

/// Its rules are written by hand.
#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "spans", validate = by_hand)]
pub struct Leap {
    pub id: i32,
    pub first: i32,
    pub last: i32,
}

/// The limit that `Leap`s keep.
pub struct Limit(i32);
impl Default for Limit {
    fn default() -> Self {
        Self(10)
    }
}

impl garde::Validate for NewLeap {
    type Context = Limit;
    fn validate_into(
        &self,
        limit: &Limit,
        parent: &mut dyn FnMut() -> garde::Path,
        report: &mut garde::Report,
    ) {
        if self.last - self.first > limit.0 {
            report.append(parent().join("last"), garde::Error::new("is too far"));
        }
    }
}

/// Its rules are for garde's own derive, on the model.
#[derive(Model, garde::Validate, Debug, Clone, PartialEq)]
#[model(table = "spans", validate = never)]
#[garde(allow_unvalidated)]
pub struct Gap {
    pub id: i32,
    pub first: i32,
    #[garde(range(max = 5))]
    pub last: i32,
}

/// What its hook leaves is validated.
#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "spans", validate, hooks(insert), new(Clone))]
pub struct Stretch {
    pub id: i32,
    pub first: i32,
    #[garde(range(max = 100))]
    pub last: i32,
}

hooks! { Stretch:
    before_insert(new: &mut NewStretch, _conn) {
        new.last += 10;
        Ok(())
    }
}

fn members() -> Conn {
    let int = on(
        "INTEGER PRIMARY KEY",
        "SERIAL PRIMARY KEY",
        "INTEGER PRIMARY KEY AUTO_INCREMENT",
    );
    let name = on("type", "type", "`type`");
    database(&format!(
        "CREATE TABLE members (id {int}, name KEYTEXT NOT NULL UNIQUE, email TEXT, country TEXT,
            points BIGINT NOT NULL DEFAULT 10, state VARCHAR(20) DEFAULT 'new', {name} INTEGER NOT NULL,
            age INTEGER NOT NULL, doubled INTEGER GENERATED ALWAYS AS (age * 2) STORED);
         CREATE TABLE spans (id {int}, first INTEGER NOT NULL, last INTEGER NOT NULL);"
    ))
}

fn new(name: &str) -> NewMember {
    NewMember::new(name, 20)
}

pub fn invalid<T: std::fmt::Debug>(result: Result<T, Error>) -> Invalid {
    match result {
        Err(Error::Invalid(invalid)) => *invalid,
        other => panic!("{other:?}"),
    }
}

/// Path and message of each fault.
pub fn told(invalid: &Invalid) -> Vec<String> {
    invalid.fields.iter().map(ToString::to_string).collect()
}

#[test]
fn a_row_that_keeps_the_rules_is_created() {
    let conn = &mut members();
    let member = Member.create(new("Anna")).run(conn).unwrap();
    assert_eq!((member.id, member.points), (1, 10));
    let member = queryset!(Member.create(
        id = 7,
        name = "Öäü".replace('Ö', "O").replace("äü", "au"),
        email = "a@example.org",
        country = "äöü",
        points = 12,
        state = "ßßßß",
        r#type = 6,
        age = 18,
    ));
    // Six bytes of three characters in `country`, eight of four in `state`.
    assert_eq!(member.run(conn).unwrap().id, 7);
}

#[test]
fn all_that_is_wrong_is_told_at_once_and_nothing_is_sent() {
    let conn = &mut members();
    let result = assert_num_queries!(conn, 0, {
        queryset!(Member.create(
            id = 0,
            name = "ÜBER",
            email = "nobody",
            country = "abcd",
            points = 101,
            state = "older",
            r#type = 10,
            age = 17,
        ))
        .run(conn)
        .wait()
    });
    let invalid = invalid(result);
    assert_eq!((invalid.model, invalid.more), ("Member", false));
    // In the order of the fields; those of an `Option` more than the model's among them.
    assert_eq!(
        told(&invalid),
        [
            "id: lower than 1",
            "name: is shouted",
            "name: not ascii",
            "email: not a valid email: value is missing `@`",
            "country: length is greater than 3",
            "points: is odd",
            "points: greater than 100",
            "state: length is greater than 4",
            "type: greater than 9",
            "age: lower than 18",
        ]
    );
    assert!(invalid.of("name").eq(["is shouted", "not ascii"]));
    assert!(invalid.of("type").eq(["greater than 9"]));
    assert_eq!(queryset!(Member).count(conn).unwrap(), 0);
}

#[test]
fn an_error_reads_as_a_sentence_and_travels_through_diesel() {
    let conn = &mut members();
    let error = Member.create(new("")).run(conn).unwrap_err();
    let said = "`Member` is invalid: name: length is lower than 1";
    assert_eq!(error.to_string(), said);
    let back = Error::from(diesel::result::Error::from(error));
    assert_eq!(back.to_string(), said);
    assert!(matches!(back, Error::Invalid(_)));
}

#[test]
fn texts_are_counted_in_characters() {
    let conn = &mut members();
    let mut member = new("a");
    member.country = Some("€€€".to_owned());
    let member = Member.create(member).run(conn).unwrap();
    assert_eq!(member.country.as_deref(), Some("€€€"));
    let mut member = new("b");
    member.country = Some("€€€€".to_owned());
    let invalid = invalid(Member.create(member).run(conn).wait());
    assert_eq!(told(&invalid), ["country: length is greater than 3"]);
}

#[test]
fn bulk_create_tells_all_invalid_rows_by_their_places() {
    let conn = &mut members();
    let rows = || ["Ann", "", "Bob", "Christine", "D"].map(new);
    let result = assert_num_queries!(conn, 0, { Member.bulk_create(rows()).run(conn).wait() });
    let found = invalid(result);
    assert_eq!(
        told(&found),
        [
            "[1].name: length is lower than 1",
            "[3].name: length is greater than 5",
        ]
    );
    assert_eq!(found.fields[1].row, Some(3));
    assert_eq!(
        found.to_string(),
        "`Member` is invalid: [1].name: length is lower than 1; [3].name: length is greater than 5"
    );
    let ignored = queryset!(Member.bulk_create(rows()).on_conflict(name).ignore());
    let result = assert_num_queries!(conn, 0, { ignored.run(conn).wait() });
    assert_eq!(invalid(result), found);
    let updated = queryset!(Member.bulk_create(rows()).on_conflict(name).update(age));
    let result = assert_num_queries!(conn, 0, { updated.count_only().run(conn).wait() });
    assert_eq!(invalid(result), found);
    assert_eq!(queryset!(Member).count(conn).unwrap(), 0);
}

#[test]
fn a_hundred_invalid_rows_are_told() {
    let conn = &mut members();
    let mut looked_at = 0;
    let rows = (0..20_000).map(|_| {
        looked_at += 1;
        new("")
    });
    let found = invalid(Member.bulk_create(rows).count_only().run(conn).wait());
    assert_eq!(found.fields.len(), Invalid::ROWS);
    assert!(found.more && found.to_string().ends_with("lower than 1; …"));
    assert_eq!(looked_at, Invalid::ROWS + 1);
    let rows = (0..Invalid::ROWS).map(|_| new(""));
    let found = invalid(Member.bulk_create(rows).run(conn).wait());
    assert_eq!((found.fields.len(), found.more), (Invalid::ROWS, false));
}

#[test]
fn of_very_many_rows_none_is_written_where_a_late_one_is_invalid() {
    let conn = &mut members();
    let rows = || {
        let last = [NewSpan::new(2, 1), NewSpan::new(1, 101)];
        (0..30_000).map(|n| NewSpan::new(n % 10, 50)).chain(last)
    };
    let late = [
        "[30000]: ends before it begins",
        "[30001].last: greater than 100",
    ];
    let found = invalid(Span.bulk_create(rows()).count_only().run(conn).wait());
    assert_eq!(told(&found), late);
    assert_eq!(queryset!(Span).count(conn).unwrap(), 0);
}

#[test]
fn what_is_unvalidated_is_said_to_be() {
    let conn = &mut members();
    let member = Member.create(new("")).unvalidated().run(conn).unwrap();
    assert_eq!(member.name, "");
    let one = queryset!(Member.create(name = "Christine", age = 3)).unvalidated();
    assert_eq!(one.run(conn).unwrap().name, "Christine");
    let many = Member.bulk_create([new("LOUD"), new("ÄÖ")]).unvalidated();
    assert_eq!(many.count_only().run(conn).unwrap(), 2);
    let more = [new("LOUD"), new("LOUDER")];
    let more = queryset!(Member.bulk_create(more).on_conflict(name).ignore()).unvalidated();
    assert_eq!(more.run(conn).unwrap().ignored, [0]);
    let got = queryset!(Member.get_or_create(name = "WHO").defaults(age = 1)).unvalidated();
    assert!(got.run(conn).unwrap().1);
    let got = queryset!(Member.update_or_create(name = "WHY").defaults(age = 1)).unvalidated();
    assert!(got.run(conn).unwrap().1);
    // The database is asked as ever.
    match Member.create(new("")).unvalidated().run(conn).wait() {
        Err(Error::Violation(broken)) => assert_eq!(broken.kind, ViolationKind::Unique),
        other => panic!("{other:?}"),
    }
}

#[test]
fn get_or_create_asks_only_of_a_row_that_it_creates() {
    let conn = &mut members();
    Member.create(new("Ann")).run(conn).unwrap();
    let there = queryset!(
        Member
            .get_or_create(name = "Ann")
            .defaults(age = 1, points = 7)
    );
    let (member, created) = there.run(conn).unwrap();
    assert!(!created && member.age == 20);
    let result = assert_num_queries!(conn, 1, {
        queryset!(
            Member
                .get_or_create(name = "Bob")
                .defaults(age = 1, points = 7)
        )
        .run(conn)
        .wait()
    });
    assert_eq!(told(&invalid(result)), ["points: is odd"]);
    assert_eq!(queryset!(Member).count(conn).unwrap(), 1);
}

#[test]
fn update_or_create_asks_before_it_sends() {
    let conn = &mut members();
    Member.create(new("Ann")).run(conn).unwrap();
    for name in ["Ann", "Bob"] {
        let result = assert_num_queries!(conn, 0, {
            queryset!(
                Member
                    .update_or_create(name = name)
                    .defaults(points = 7)
                    .create_defaults(age = 1)
            )
            .run(conn)
            .wait()
        });
        assert_eq!(told(&invalid(result)), ["points: is odd"]);
    }
    assert_eq!(
        queryset!(Member.filter(points == 10)).count(conn).unwrap(),
        1
    );
}

#[test]
fn a_rule_of_the_whole_row_comes_last() {
    let conn = &mut members();
    let found = invalid(Span.create(NewSpan::new(102, 101)).run(conn).wait());
    assert_eq!(
        told(&found),
        ["last: greater than 100", "ends before it begins"]
    );
    assert!(found.of("").eq(["ends before it begins"]));
    assert!(Span.create(NewSpan::new(1, 2)).run(conn).wait().is_ok());
}

#[test]
fn rules_by_hand_are_asked_with_their_context() {
    let conn = &mut members();
    let found = invalid(Leap.create(NewLeap::new(1, 12)).run(conn).wait());
    assert_eq!(told(&found), ["last: is too far"]);
    assert!(Leap.create(NewLeap::new(1, 11)).run(conn).wait().is_ok());
    // The same rules by another limit are the user's own call.
    let leap = NewLeap::new(1, 90);
    assert!(garde::Validate::validate_with(&leap, &Limit(100)).is_ok());
    assert!(Leap.create(leap).unvalidated().run(conn).wait().is_ok());
}

#[test]
fn rules_for_another_derive_are_left_alone() {
    let conn = &mut members();
    let gap = Gap.create(NewGap::new(1, 7)).run(conn).unwrap();
    assert!(garde::Validate::validate(&gap.into_model()).is_err());
}

#[test]
fn what_hooks_leave_is_validated() {
    let conn = &mut members();
    let long = "last: greater than 100";
    let found = invalid(Stretch.create(NewStretch::new(1, 95)).run(conn).wait());
    assert_eq!(told(&found), [long]);
    let rows = [NewStretch::new(1, 2), NewStretch::new(1, 95)];
    let found = invalid(Stretch.bulk_create(rows.clone()).run(conn).wait());
    assert_eq!(told(&found), [format!("[1].{long}")]);
    assert_eq!(queryset!(Stretch).count(conn).unwrap(), 0);
    assert_eq!(
        Stretch
            .bulk_create(rows)
            .without_hooks()
            .run(conn)
            .unwrap()
            .len(),
        2
    );
}
