//! The cases: what all sides write, and what they must agree on.

use std::fmt::Debug;
use std::hint::black_box;

use crate::models::*;
use crate::sides::{Side, Writes};

/// The most that we may cost, hand-written Diesel being 1.
#[derive(Clone, Copy)]
pub enum Goal {
    AtMost(f64),
    /// What it costs is only shown.
    Shown,
}
use Goal::{AtMost, Shown};

/// Something that is written, of other values each time.
pub struct Case {
    pub name: &'static str,
    pub on_sqlite: Goal,
    pub on_postgres: Goal,
    /// How often it is done in one measurement.
    pub times: usize,
    run: Box<dyn Fn(&mut dyn Writes, usize)>,
    check: Box<dyn Fn(&mut [Side], usize)>,
}

impl Case {
    /// Before turns that are measured: what was created is undone.
    pub fn ready(&self, side: &mut Side) {
        side.writes.ready();
    }

    /// Writes once, and throws away what is told of it.
    pub fn run(&self, side: &mut Side, turn: usize) {
        (self.run)(&mut *side.writes, turn);
    }

    /// Writes on all sides, and panics where what they tell or their tables differ.
    pub fn check(&self, sides: &mut [Side]) {
        for side in &mut *sides {
            side.writes.ready();
        }
        for turn in 0..self.times.min(7) {
            (self.check)(sides, turn);
        }
        self.same(sides, |writes| writes.state());
    }

    fn same<T: PartialEq>(&self, sides: &mut [Side], ask: impl Fn(&mut dyn Writes) -> T) {
        same(self.name, sides, ask);
    }

    fn new<T: PartialEq + Debug + 'static>(
        name: &'static str,
        [on_sqlite, on_postgres]: [Goal; 2],
        times: usize,
        write: impl Fn(&mut dyn Writes, usize) -> T + Copy + 'static,
    ) -> Self {
        Self {
            name,
            on_sqlite,
            on_postgres,
            times,
            run: Box::new(move |writes, turn| drop(black_box(write(writes, turn)))),
            check: Box::new(move |sides, turn| same(name, sides, |writes| write(writes, turn))),
        }
    }
}

fn same<T: PartialEq>(name: &str, sides: &mut [Side], ask: impl Fn(&mut dyn Writes) -> T) {
    let mut answers = sides
        .iter_mut()
        .map(|side| (side.name, ask(&mut *side.writes)));
    let (first, expected) = answers.next().expect("a side");
    for (other, answer) in answers {
        assert!(
            answer == expected,
            "{name}: {other}'s differs from {first}'s"
        );
    }
}

/// The key of a product that a turn writes, and its price then.
fn spread(turn: usize) -> (i32, f64) {
    let key = 1 + (turn * 7919 % MANY as usize) as i32;
    (key, f64::from(key) + turn as f64)
}

/// A product that is there, with another price.
fn dearer(turn: usize) -> GivenProduct {
    let (key, price) = spread(turn);
    GivenProduct {
        name: format!("Product {key}"),
        stock: 1,
        label: None,
        price,
        on_sale: false,
        author_id: 1,
    }
}

/// The price of the trap: [`LOOP`] costs so many times what [`STATEMENT`] costs.
pub const LOOP: &str = "update of 10,000, a loop";
pub const STATEMENT: &str = "update of 10,000, a statement";

/// All of them.
pub fn all() -> Vec<Case> {
    let none = [Shown; 2];
    let same = [AtMost(1.0); 2];
    vec![
        Case::new("bulk insert of 10,000", [AtMost(0.4); 2], 1, |side, _| {
            side.bulk()
        }),
        Case::new("bulk insert, Diesel's fastest", none, 1, |side, _| {
            side.bulk_fastest()
        }),
        Case::new("bulk insert, rows back", none, 1, |side, _| {
            side.bulk_rows()
        }),
        Case::new("insert of a row, values", same, 500, |side, _| {
            side.create_values()
        }),
        Case::new("insert of a row, a struct", same, 500, |side, _| {
            side.create_new()
        }),
        Case::new("update of a row", same, 500, |side, turn| {
            let (key, price) = spread(turn);
            side.update_row(key as usize - 1, price)
        }),
        Case::new("update by key", same, 500, |side, turn| {
            let (key, price) = spread(turn);
            side.update_key(key, price)
        }),
        Case::new("update_or_create, there", same, 500, |side, turn| {
            side.upsert(dearer(turn))
        }),
        Case::new("bulk_create of one, there", same, 500, |side, turn| {
            side.upsert_bulk(dearer(turn))
        }),
        Case::new(LOOP, none, 1, |side, _| side.update_loop()),
        Case::new(STATEMENT, none, 3, |side, _| side.update_all()),
        Case::new(
            "bulk update of 10,000",
            [AtMost(0.35), AtMost(1.05)],
            1,
            |side, _| side.bulk_update(),
        ),
    ]
}
