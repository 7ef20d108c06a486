//! NULL: `exclude(c)` and `!c` are exactly the rows that `filter(c)` leaves out.

use orm_core::prelude::*;

use crate::support::*;

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "things", has_many(parts = Thing::whole))]
pub struct Thing {
    pub id: i32,
    pub number: Option<i32>,
    pub other: Option<i32>,
    pub text: Option<String>,
    pub flag: Option<bool>,
    pub day: Option<chrono::NaiveDate>,
    #[model(foreign_key = Self)]
    pub whole_id: Option<i32>,
}

/// All combinations of a few values and NULL, and links among them.
fn things() -> Conn {
    let mut sql = String::from(
        "CREATE TABLE things (id INTEGER PRIMARY KEY, number INTEGER, other INTEGER, text TEXT, flag BOOLEAN,
            day DATE, whole_id INTEGER);
         INSERT INTO things VALUES",
    );
    let mut id = 0;
    for number in ["NULL", "0", "1", "2"] {
        for other in ["NULL", "1"] {
            for text in ["NULL", "''", "'a'", "'Ab'"] {
                for flag in ["NULL", "FALSE", "TRUE"] {
                    id += 1;
                    let day = if id % 3 == 0 { "NULL" } else { "'2024-05-06'" };
                    let whole = if id % 4 == 0 {
                        "NULL".to_owned()
                    } else {
                        (id * 7 % 96 + 1).to_string()
                    };
                    let comma = if id == 1 { "" } else { "," };
                    sql.push_str(&format!(
                        "{comma} ({id}, {number}, {other}, {text}, {flag}, {day}, {whole})"
                    ));
                }
            }
        }
    }
    database(&sql)
}

/// Each condition parts the rows in two: those of `filter`, and those of `exclude` and `!`.
macro_rules! parts {
    ($conn:ident: $($condition:expr;)*) => { $(
        let said = stringify!($condition);
        let all = sorted_keys(&Thing.load($conn).unwrap());
        let yes = sorted_keys(&queryset!(Thing.filter($condition)).load($conn).unwrap());
        let no = sorted_keys(&queryset!(Thing.exclude($condition)).load($conn).unwrap());
        let not = sorted_keys(&queryset!(Thing.filter(!($condition))).load($conn).unwrap());
        let twice = sorted_keys(&queryset!(Thing.exclude(!($condition))).load($conn).unwrap());
        assert_eq!(no, not, "exclude and ! of {said}");
        assert_eq!(yes, twice, "exclude(!…) of {said}");
        let rest: Vec<i32> = all.into_iter().filter(|key| !yes.contains(key)).collect();
        assert_eq!(no, rest, "the complement of {said}");
        assert!(!no.is_empty() && !yes.is_empty(), "{said} tells nothing apart");
    )* };
}

#[test]
fn exclude_is_the_complement_of_filter_for_every_lookup() {
    let conn = &mut things();
    let day = chrono::NaiveDate::from_ymd_opt(2024, 5, 6).unwrap();
    parts! { conn:
        number == 1;
        number != 1;
        number < 1;
        number <= 1;
        number > 1;
        number >= 1;
        number.between(0, 1);
        number.in_([0, 1]);
        number.is_null();
        number.is_not_null();
        number.same(Some(1));
        number.same(None::<i32>);
        number == F(other);
        number != F(other);
        number < F(other) + 1;
        number + other > 1;
        number * 2 == F(other) * 2;
        text == "a";
        text != "a";
        text < "a";
        text.contains("b");
        text.icontains("B");
        text.startswith("A");
        text.istartswith("A");
        text.endswith("b");
        text.iendswith("B");
        text.iexact("AB");
        text.in_(["a", ""]);
        text.contains(F(text));
        text.same(Some("a"));
        flag;
        flag == false;
        flag != true;
        day == day;
        day.month() == 5;
        day.day().in_([6]);
    }
}

#[test]
fn exclude_is_the_complement_across_joins_and_quantifiers() {
    let conn = &mut things();
    let small = queryset!(Thing.filter(number < 1));
    parts! { conn:
        whole.number == 1;
        whole.number != 1;
        whole.text.icontains("a");
        whole.whole.flag;
        whole.number == F(number);
        whole.id.is_null();
        whole.number.is_null();
        whole.number.is_not_null();
        whole.whole.number.in_([1, 2]);
        whole_id.in_(small);
        whole.whole_id.in_(small);
        parts.any();
        parts.none();
        parts.any(number == 1);
        parts.all(number == 1);
        parts.none(number == 1);
        parts.any(!(number == 1));
        parts.all(!(number == 1));
        parts.any(flag);
        parts.all(flag);
        parts.any(whole.number == 1);
        parts.any(number == F(other));
        whole.parts.any(number == 1);
        whole.parts.all(number == 1);
        whole.parts.none(number == 1);
    }
}

#[test]
fn exclude_is_the_complement_of_compound_conditions() {
    let conn = &mut things();
    parts! { conn:
        number == 1 && text == "a";
        number == 1 || text == "a";
        number == 1 && !(text == "a");
        !(number == 1) || !(text == "a");
        (number == 1 || flag) && (other == 1 || text.is_null());
        number == 1 && (text == "a" || !flag);
        !(number == 1 && text == "a" && flag);
        whole.number == 1 || number == 1;
        whole.number == 1 && !(parts.any(flag));
    }
}

#[test]
fn de_morgan_holds_with_nulls() {
    let conn = &mut things();
    let one = queryset!(Thing.filter(!(number == 1 && flag)).order_by(id))
        .load(conn)
        .unwrap();
    let two = queryset!(Thing.filter(!(number == 1) || !flag).order_by(id))
        .load(conn)
        .unwrap();
    assert_eq!(keys(&one), keys(&two));
    let one = queryset!(Thing.filter(!(number == 1 || flag)).order_by(id))
        .load(conn)
        .unwrap();
    let two = queryset!(Thing.exclude(number == 1).exclude(flag).order_by(id))
        .load(conn)
        .unwrap();
    assert_eq!(keys(&one), keys(&two));
}

#[test]
fn not_equal_leaves_null_out_and_not_of_equal_does_not() {
    let conn = &mut things();
    let ne = queryset!(Thing.filter(number != 1)).load(conn).unwrap();
    assert!(
        ne.iter()
            .all(|row| row.number.is_some_and(|number| number != 1))
    );
    let not = queryset!(Thing.filter(!(number == 1))).load(conn).unwrap();
    assert!(not.iter().all(|row| row.number != Some(1)));
    assert!(not.iter().any(|row| row.number.is_none()));
    assert_eq!(not.len(), 3 * ne.len() / 2);
}

#[test]
fn same_takes_null_for_a_value() {
    let conn = &mut things();
    for wanted in [None, Some(0), Some(1), Some(7)] {
        let rows = queryset!(Thing.filter(number.same(wanted)).order_by(id))
            .load(conn)
            .unwrap();
        let by_hand = Thing.load(conn).unwrap();
        let by_hand: Vec<i32> = by_hand
            .iter()
            .filter(|row| row.number == wanted)
            .map(|row| row.id)
            .collect();
        assert_eq!(keys(&rows), by_hand);
    }
    let text: Option<String> = None;
    let rows = queryset!(Thing.filter(text.same(text.as_ref())))
        .load(conn)
        .unwrap();
    assert!(rows.iter().all(|row| row.text.is_none()));
    assert_eq!(
        queryset!(Thing.filter(text.same(text)))
            .count(conn)
            .unwrap(),
        24
    );
}

#[test]
fn a_null_in_a_subquery_changes_nothing() {
    // The ids of wholes, NULL among them, are what NOT IN stumbles on.
    let conn = &mut things();
    let wholes = queryset!(Thing.filter(whole_id.in_(queryset!(Thing.filter(number.is_null())))));
    let rest = queryset!(Thing.exclude(whole_id.in_(queryset!(Thing.filter(number.is_null())))));
    assert_eq!(wholes.count(conn).unwrap() + rest.count(conn).unwrap(), 96);
    let nobody = queryset!(Thing.filter(id < 0));
    assert_eq!(
        queryset!(Thing.exclude(whole_id.in_(nobody)))
            .count(conn)
            .unwrap(),
        96
    );
    assert_eq!(
        queryset!(Thing.filter(whole_id.in_(nobody)))
            .count(conn)
            .unwrap(),
        0
    );
    let orphans = rest.load(conn).unwrap();
    assert!(orphans.iter().any(|row| row.whole_id.is_none()));
}

#[test]
fn nullable_arithmetic_is_null_and_so_no() {
    let conn = &mut things();
    let rows = queryset!(Thing.filter(number + other >= 0))
        .load(conn)
        .unwrap();
    assert!(
        rows.iter()
            .all(|row| row.number.is_some() && row.other.is_some())
    );
    let rows = queryset!(Thing.filter((number + other).is_null()))
        .load(conn)
        .unwrap();
    assert!(
        rows.iter()
            .all(|row| row.number.is_none() || row.other.is_none())
    );
}
