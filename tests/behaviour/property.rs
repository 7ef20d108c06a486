//! Random filters on random rows, against the same question asked of the rows in Rust.

use diesel::sql_types::{Integer, Nullable, Text};
use orm_core::ast::{Condition, Either, IntoCondition, and, any, not, or};
use orm_core::prelude::*;

use crate::support::*;

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "nodes", ordering(id), has_many(children = Node::parent))]
pub struct Node {
    pub id: i32,
    pub number: Option<i32>,
    pub label: Option<String>,
    #[model(foreign_key = Self)]
    pub parent_id: Option<i32>,
}

const LABELS: &[&str] = &["", "a", "A", "ab", "b%", "_", "\\", "'", "a\0", "é", "%a_"];

fn label(dice: &mut Dice) -> String {
    loop {
        let label = dice.pick(LABELS);
        if possible(label) {
            return label.to_owned();
        }
    }
}

pub(super) fn nodes(dice: &mut Dice, count: i32) -> (Conn, Vec<Node>) {
    let mut conn = database(
        "CREATE TABLE nodes (id INTEGER PRIMARY KEY, number INTEGER, label TEXT, parent_id INTEGER)",
    );
    let rows: Vec<Node> = (1..=count)
        .map(|id| Node {
            id,
            number: (dice.below(4) > 0).then(|| dice.below(5) as i32),
            label: (dice.below(4) > 0).then(|| label(dice)),
            parent_id: (dice.below(3) > 0).then(|| 1 + dice.below(count as usize) as i32),
        })
        .collect();
    for row in &rows {
        let values = on("?, ?, ?, ?", "$1, $2, $3, $4", "?, ?, ?, ?");
        execute!(
            diesel::sql_query(format!("INSERT INTO nodes VALUES ({values})"))
                .bind::<Integer, _>(row.id)
                .bind::<Nullable<Integer>, _>(row.number)
                .bind::<Nullable<Text>, _>(row.label.clone())
                .bind::<Nullable<Integer>, _>(row.parent_id),
            &mut conn
        );
    }
    (conn, rows)
}

/// What a condition says of a row: yes, no, or NULL.
pub(super) type Truth = Option<bool>;

/// A condition as data, which can be asked of a row in Rust.
#[derive(Debug, Clone)]
pub(super) enum Ask {
    Number(u8, i32),
    NumberIn(Vec<i32>),
    NumberIsNull,
    Label(u8, String),
    ParentNumber(u8, i32),
    Child(u8, i32),
    And(Box<Ask>, Box<Ask>),
    Or(Box<Ask>, Box<Ask>),
    Not(Box<Ask>),
    Absent,
}

fn compare(op: u8, left: Option<i32>, right: i32) -> Truth {
    left.map(|left| match op {
        0 => left == right,
        1 => left != right,
        2 => left < right,
        _ => left >= right,
    })
}

fn low(text: &str) -> String {
    text.to_ascii_lowercase()
}

/// `None` where the condition is absent altogether.
pub(super) fn truth(ask: &Ask, row: &Node, all: &[Node]) -> Option<Truth> {
    let parent = || {
        row.parent_id
            .and_then(|id| all.iter().find(|node| node.id == id))
    };
    Some(match ask {
        Ask::Number(op, value) => compare(*op, row.number, *value),
        Ask::NumberIn(values) => row.number.map(|number| values.contains(&number)),
        Ask::NumberIsNull => Some(row.number.is_none()),
        Ask::Label(op, text) => row.label.as_ref().map(|label| match op {
            0 => label.contains(text.as_str()),
            1 => low(label).starts_with(&low(text)),
            2 => label.ends_with(text.as_str()),
            _ => label == text,
        }),
        Ask::ParentNumber(op, value) => {
            compare(*op, parent().and_then(|parent| parent.number), *value)
        }
        Ask::Child(op, value) => Some(all.iter().any(|node| {
            node.parent_id == Some(row.id) && compare(*op, node.number, *value) == Some(true)
        })),
        Ask::And(a, b) => match (truth(a, row, all), truth(b, row, all)) {
            (None, other) | (other, None) => return other,
            (Some(Some(false)), _) | (_, Some(Some(false))) => Some(false),
            (Some(Some(true)), Some(Some(true))) => Some(true),
            _ => None,
        },
        Ask::Or(a, b) => match (truth(a, row, all), truth(b, row, all)) {
            (None, other) | (other, None) => return other,
            (Some(Some(true)), _) | (_, Some(Some(true))) => Some(true),
            (Some(Some(false)), Some(Some(false))) => Some(false),
            _ => None,
        },
        // What is not true, NULL included.
        Ask::Not(a) => Some(truth(a, row, all)? != Some(true)),
        Ask::Absent => return None,
    })
}

fn leaf(dice: &mut Dice) -> Ask {
    let op = dice.below(4) as u8;
    let value = dice.below(5) as i32;
    match dice.below(7) {
        0 => Ask::Number(op, value),
        1 => Ask::NumberIn((0..dice.below(4)).map(|_| dice.below(5) as i32).collect()),
        2 => Ask::NumberIsNull,
        3 => Ask::Label(op, label(dice)),
        4 => Ask::ParentNumber(op, value),
        5 => Ask::Child(op, value),
        _ => Ask::Absent,
    }
}

pub(super) fn grow(dice: &mut Dice, depth: usize) -> Ask {
    if depth == 0 {
        return leaf(dice);
    }
    match dice.below(4) {
        0 => Ask::And(
            Box::new(grow(dice, depth - 1)),
            Box::new(grow(dice, depth - 1)),
        ),
        1 => Ask::Or(
            Box::new(grow(dice, depth - 1)),
            Box::new(grow(dice, depth - 1)),
        ),
        2 => Ask::Not(Box::new(grow(dice, depth - 1))),
        _ => grow(dice, depth - 1),
    }
}

/// A comparison chosen at run time, of one type.
macro_rules! chosen {
    ($op:expr, $column:expr, $value:expr) => {
        match $op {
            0 => Either::A(Either::A($column.eq($value))),
            1 => Either::A(Either::B($column.ne($value))),
            2 => Either::B(Either::A($column.lt($value))),
            _ => Either::B(Either::B($column.ge($value))),
        }
    };
}

/// A leaf in the typed builder: every kind is an arm of one type.
fn built(ask: &Ask) -> impl IntoCondition<Condition: Condition + OnConn> + use<> {
    let f = fields_of(&Node);
    match ask {
        Ask::Number(op, value) => Either::A(Either::A(Some(chosen!(op, f.number(), *value)))),
        Ask::Absent => Either::A(Either::A(None)),
        Ask::NumberIn(values) => Either::A(Either::B(Either::A(f.number().in_(values)))),
        Ask::NumberIsNull => Either::A(Either::B(Either::B(f.number().is_null()))),
        Ask::Label(op, text) => {
            let (label, text) = (f.label(), text.clone());
            Either::B(Either::A(match op {
                0 => Either::A(Either::A(label.contains(text))),
                1 => Either::A(Either::B(label.istartswith(text))),
                2 => Either::B(Either::A(label.endswith(text))),
                _ => Either::B(Either::B(label.eq(text))),
            }))
        }
        Ask::ParentNumber(op, value) => Either::B(Either::B(Either::A(chosen!(
            op,
            f.parent().number(),
            *value
        )))),
        Ask::Child(op, value) => {
            let inner = orm_core::__private::sub(f.children());
            Either::B(Either::B(Either::B(any(
                f.children(),
                chosen!(op, inner.number(), *value),
            ))))
        }
        other => unreachable!("{other:?} is no leaf"),
    }
}

/// What the suite's database can be asked.
pub(super) trait OnConn:
    diesel::query_builder::QueryFragment<Backend> + Clone + Send + Sync + 'static
{
}
impl<T: diesel::query_builder::QueryFragment<Backend> + Clone + Send + Sync + 'static> OnConn
    for T
{
}

/// One level more: the builder's types grow with the depth, so the depth is in the code.
macro_rules! level {
    ($name:ident over $below:ident) => {
        pub(super) fn $name(
            ask: &Ask,
        ) -> impl IntoCondition<Condition: Condition + OnConn> + use<> {
            match ask {
                Ask::And(a, b) => Either::A(Either::A(and($below(a), $below(b)))),
                Ask::Or(a, b) => Either::A(Either::B(or($below(a), $below(b)))),
                Ask::Not(a) => Either::B(Either::A(not($below(a)))),
                leaf => Either::B(Either::B($below(leaf))),
            }
        }
    };
}
level!(one over built);
level!(two over one);
level!(three over two);

#[test]
fn random_filters_agree_with_rust() {
    let mut dice = Dice::new(0x5eed);
    let begun = std::time::Instant::now();
    let (mut asked, mut told_apart) = (0, 0);
    while asked < 3000 && (asked < 200 || begun.elapsed().as_secs() < 5) {
        let (mut conn, rows) = nodes(&mut dice, 25);
        for _ in 0..100 {
            asked += 1;
            let ask = grow(&mut dice, 3);
            let yes: Vec<i32> = rows
                .iter()
                .filter(|row| truth(&ask, row, &rows).is_none_or(|truth| truth == Some(true)))
                .map(|row| row.id)
                .collect();
            let no: Vec<i32> = rows
                .iter()
                .filter(|row| truth(&ask, row, &rows).is_none_or(|truth| truth != Some(true)))
                .map(|row| row.id)
                .collect();
            let filtered = keys(&Node.filter(three(&ask)).load(&mut conn).unwrap());
            assert_eq!(filtered, yes, "filter of {ask:?} on {rows:?}");
            let excluded = keys(&Node.exclude(three(&ask)).load(&mut conn).unwrap());
            assert_eq!(excluded, no, "exclude of {ask:?} on {rows:?}");
            let count = Node.filter(three(&ask)).count(&mut conn).unwrap();
            assert_eq!(count, yes.len() as i64);
            told_apart += usize::from(!yes.is_empty() && !no.is_empty() && yes.len() < rows.len());
        }
    }
    assert!(
        told_apart * 2 > asked,
        "{told_apart} of {asked} filters told rows apart"
    );
}

/// A step of a search: which rows, or which rows not.
#[derive(Debug, Clone)]
enum Step {
    Filter(Ask),
    Exclude(Ask),
}

impl Step {
    fn filter(steps: &[Step], at: usize) -> Ask {
        match steps.get(at) {
            Some(Self::Filter(ask)) => ask.clone(),
            _ => Ask::Absent,
        }
    }
    fn exclude(steps: &[Step], at: usize) -> Ask {
        match steps.get(at) {
            Some(Self::Exclude(ask)) => ask.clone(),
            _ => Ask::Absent,
        }
    }
}

#[test]
fn random_steps_on_a_boxed_queryset_are_those_on_one_that_is_not() {
    let mut dice = Dice::new(0xb0c5ed);
    let begun = std::time::Instant::now();
    let (mut asked, mut told_apart) = (0, 0);
    while asked < 1000 && (asked < 100 || begun.elapsed().as_secs() < 3) {
        let (mut conn, rows) = nodes(&mut dice, 25);
        for _ in 0..50 {
            asked += 1;
            let steps: Vec<Step> = (0..dice.below(4))
                .map(|_| {
                    let ask = grow(&mut dice, 1);
                    if dice.coin() {
                        Step::Filter(ask)
                    } else {
                        Step::Exclude(ask)
                    }
                })
                .collect();
            let (down, turned) = (dice.coin(), dice.coin());
            let mut boxed = Node.boxed::<Backend>();
            for step in &steps {
                boxed = match step {
                    Step::Filter(ask) => boxed.filter(one(ask)),
                    Step::Exclude(ask) => boxed.exclude(one(ask)),
                };
            }
            if down {
                boxed = queryset!(boxed.order_by(-number, id));
            }
            if turned {
                boxed = queryset!(boxed.reverse());
            }
            // The other one: a place for each step, absent where it was not taken.
            let typed = Node
                .filter(one(&Step::filter(&steps, 0)))
                .exclude(one(&Step::exclude(&steps, 0)))
                .filter(one(&Step::filter(&steps, 1)))
                .exclude(one(&Step::exclude(&steps, 1)))
                .filter(one(&Step::filter(&steps, 2)))
                .exclude(one(&Step::exclude(&steps, 2)));
            macro_rules! same {
                ($typed:expr) => {{
                    let typed = $typed;
                    assert_eq!(sql(&boxed), sql(&typed), "of {steps:?}");
                    keys(&typed.load(&mut conn).unwrap())
                }};
            }
            let expected = match (down, turned) {
                (true, true) => same!(queryset!(typed.order_by(-number, id).reverse())),
                (true, false) => same!(queryset!(typed.order_by(-number, id))),
                (false, true) => same!(queryset!(typed.reverse())),
                (false, false) => same!(typed),
            };
            let found = keys(&boxed.load(&mut conn).unwrap());
            assert_eq!(found, expected, "{steps:?} on {rows:?}");
            let count = boxed.count(&mut conn).unwrap();
            assert_eq!(count, expected.len() as i64);
            told_apart += usize::from(!found.is_empty() && found.len() < rows.len());
        }
    }
    assert!(
        told_apart * 4 > asked,
        "{told_apart} of {asked} searches told rows apart"
    );
}
