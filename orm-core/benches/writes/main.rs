//! The speed of writes: querysets, Diesel by hand, and the limit, side by side in one run.
//!
//! ```sh
//! cargo bench -p orm-core --bench writes
//! cargo bench -p orm-core --bench writes --features postgres -- postgres
//! cargo bench -p orm-core --bench writes -- memory
//! ```
//!
//! All sides write the same first and their tables are compared; then two tables are printed,
//! times, and instructions where valgrind is installed. Words, `--no-times` and `--no-valgrind`
//! are those of the bench `speed`, and so is what the figures mean. The limit is rusqlite with
//! prepared statements on SQLite, and COPY for a bulk on PostgreSQL, where all other figures of
//! that column are Diesel's once more. What is created is undone outside of what is measured.
//!
//! The third prints how much memory rows from an iterator take.
//!
//! PostgreSQL is the server that `ORM_TEST_POSTGRES` names; schemas `orm_bench_<pid>_<side>` are
//! made there, and dropped at the end.
//!
//! To profile one case: run the binary with `ORM_BENCH_DATA=sqlite` (or the server's URL),
//! `ORM_BENCH_CASE` and `ORM_BENCH_SIDE` (numbers from 0) and `ORM_BENCH_TURNS` under
//! `valgrind --tool=callgrind '--toggle-collect=*::measure::counted*'`.

// One text of the cases serves connections of several types.
#![allow(clippy::duplicate_mod)]

mod cases;
#[path = "../speed/measure.rs"]
mod measure;
mod memory;
mod models;
#[cfg(feature = "postgres")]
mod on_postgres;
mod on_sqlite;
mod raw;
mod sides;

use cases::{Case, Goal};
use measure::Cost;
use sides::Side;

fn main() {
    let cases = cases::all();
    if memory::asked() || measure::asked(&cases, open) {
        return;
    }
    let arguments: Vec<String> = std::env::args()
        .skip(1)
        .filter(|word| word != "--bench")
        .collect();
    // `cargo test --benches` runs this too, unoptimized: it only has to compile then.
    if cfg!(debug_assertions) {
        println!("not optimized, so not measured: run `cargo bench`");
        return;
    }
    let has = |asked: &str| arguments.iter().any(|word| word == asked);
    if has("memory") {
        return memory::compare();
    }
    let words: Vec<&String> = arguments
        .iter()
        .filter(|word| !word.starts_with("--") && *word != "postgres")
        .collect();
    let picked: Vec<(usize, &Case)> = cases
        .iter()
        .enumerate()
        .filter(|(_, case)| words.is_empty() || words.iter().any(|word| case.name.contains(*word)))
        .collect();
    let (times, counts) = (!has("--no-times"), !has("--no-valgrind"));
    if !has("postgres") {
        compare(&picked, "sqlite", |case| case.on_sqlite, times, counts);
    } else if cfg!(feature = "postgres") {
        let server = std::env::var("ORM_TEST_POSTGRES")
            .unwrap_or_else(|_| "postgres://root@127.0.0.1/postgres".to_owned());
        compare(&picked, &server, |case| case.on_postgres, times, counts);
    } else {
        println!("on PostgreSQL with `--features postgres` only");
    }
}

/// The sides on a database: a server's URL, or SQLite.
fn open(data: &str) -> Vec<Side> {
    #[cfg(feature = "postgres")]
    if data.contains("://") {
        return on_postgres::open(data);
    }
    assert_eq!(data, "sqlite");
    on_sqlite::open()
}

/// Checks that all sides write the same, then prints what it costs.
fn compare(
    cases: &[(usize, &Case)],
    data: &str,
    goal: impl Fn(&Case) -> Goal,
    times: bool,
    counts: bool,
) {
    let mut sides = open(data);
    for (_, case) in cases {
        case.check(&mut sides);
    }
    println!("{} cases: all sides write the same", cases.len());

    if times {
        let rows: Vec<_> = cases
            .iter()
            .map(|(_, case)| (*case, measure::times(case, &mut sides, 15)))
            .collect();
        table("Time", "µs", &sides, &goal, &rows);
    }
    if !counts {
        return;
    }
    if !measure::has_valgrind() {
        println!("\nvalgrind is not installed: no table of instructions");
        return;
    }
    let rows: Vec<_> = cases
        .iter()
        .map(|(number, case)| {
            let costs = measure::instructions(case, *number, &sides, data);
            (*case, costs)
        })
        .collect();
    table("Instructions", "thousand", &sides, &goal, &rows);
}

/// Ratios to hand-written Diesel, and what one write cost it, in thousandths of the unit of
/// [`Cost`].
fn table(
    title: &str,
    unit: &str,
    sides: &[Side],
    goal: &impl Fn(&Case) -> Goal,
    rows: &[(&Case, Vec<Cost>)],
) {
    print!("\n{title:<30}");
    for side in sides {
        print!("{:>10}", side.name);
    }
    println!("{:>7}  {:>18}", "goal", format!("Diesel, {unit}"));
    for (case, costs) in rows {
        print!("{:<30}", case.name);
        for cost in costs {
            print!("{:>10.2}", cost.ratio);
        }
        let (goal, missed) = match goal(case) {
            Goal::AtMost(most) => (format!("{most:.2}"), costs[OURS].ratio > most),
            Goal::Shown => ("-".to_owned(), false),
        };
        println!(
            "{goal:>7}  {:>18.1}{}",
            costs[0].each * 1e-3,
            if missed { "  missed" } else { "" }
        );
    }
    let of = |name| rows.iter().find(|(case, _)| case.name == name);
    if let (Some((_, alone)), Some((_, all))) = (of(cases::LOOP), of(cases::STATEMENT)) {
        let price = alone[OURS].each / all[OURS].each;
        println!("Ours: the loop costs {price:.1} times the statement.");
    }
}

/// The number of our side.
const OURS: usize = 1;
