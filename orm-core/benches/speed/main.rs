//! Speed: querysets, Diesel by hand, and the raw driver, side by side in one run.
//!
//! `cargo bench -p orm-core --bench speed` compares all answers first, then prints two
//! tables: times, and instructions where valgrind is installed. A word after `--` picks the
//! cases with that word in their name; `--no-times` and `--no-valgrind` leave a table out.
//!
//! ```sh
//! cargo bench -p orm-core --bench speed
//! cargo bench -p orm-core --bench speed --features postgres,async -- postgres
//! ```
//!
//! The second is on PostgreSQL: ours against Diesel by hand on `PgConnection`, and ours
//! against diesel-async by hand on `AsyncPgConnection`. The server is the one that
//! `ORM_TEST_POSTGRES` names (default `postgres://root@127.0.0.1/postgres`); a database
//! `orm_bench_<pid>` is made there, filled and analyzed, and dropped at the end.
//!
//! What the figures mean: each is a ratio to Diesel by hand of the same kind, sync or async,
//! so 1.00 is as good as an expert's and less is better. Times hold the server's work (or
//! SQLite's own), and are medians of rounds in which the sides take turns, so that a busy
//! machine slows them alike; instructions are those of this process alone. The last column
//! is what one answer cost the first side. "missed" marks a goal that ours are above.
//!
//! All connections to SQLite but the last column's are opened in its serialized mode, as Diesel
//! opens them; it has no option for another, and a `file:` URI knows none. A connection that
//! one thread uses at a time, which is all that Rust allows, does well without the mutex:
//! `LIBSQLITE3_FLAGS=-DSQLITE_THREADSAFE=2 cargo build` compiles the bundled SQLite so.
//!
//! To profile one case: make the data once with `ORM_BENCH_KEEP=FILE` (on PostgreSQL: the
//! name of a database), then run the binary with `ORM_BENCH_DATA=FILE` (the database's URL),
//! `ORM_BENCH_CASE` and `ORM_BENCH_SIDE` (numbers from 0) and `ORM_BENCH_TURNS` under
//! `valgrind --tool=callgrind '--toggle-collect=*::measure::counted*'`.

// One text of the cases serves connections of several types.
#![allow(clippy::duplicate_mod)]

#[cfg(all(feature = "postgres", feature = "async"))]
mod by_hand_async;
mod cases;
mod data;
mod measure;
mod models;
#[cfg(all(feature = "postgres", feature = "async"))]
mod on_postgres;
mod on_sqlite;
#[cfg(all(feature = "postgres", feature = "async"))]
mod ours_async;
mod raw;
mod sides;

use std::path::{Path, PathBuf};

use cases::Case;
use measure::Cost;
use sides::Side;

fn main() {
    let cases = cases::all();
    if measure::asked(&cases, open) {
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
    let on_postgres = arguments.iter().any(|word| word == "postgres");
    let words: Vec<&String> = arguments
        .iter()
        .filter(|word| !word.starts_with("--") && *word != "postgres")
        .collect();
    let picked: Vec<(usize, &Case)> = cases
        .iter()
        .enumerate()
        .filter(|(_, case)| words.is_empty() || words.iter().any(|word| case.name.contains(*word)))
        .collect();
    let without = |table: &str| arguments.iter().any(|word| word == table);
    let tables = Tables {
        times: !without("--no-times"),
        valgrind: !without("--no-valgrind"),
    };

    if on_postgres {
        compare_on_postgres(&picked, &tables);
    } else {
        let data = Data::make();
        compare(
            &picked,
            &data.path.to_string_lossy(),
            |case| case.goal,
            &tables,
        );
    }
}

/// Which tables are printed.
struct Tables {
    times: bool,
    valgrind: bool,
}

#[cfg(all(feature = "postgres", feature = "async"))]
fn compare_on_postgres(cases: &[(usize, &Case)], tables: &Tables) {
    let database = on_postgres::Database::make();
    compare(cases, &database.url(), |_| 1.0, tables);
}

#[cfg(not(all(feature = "postgres", feature = "async")))]
fn compare_on_postgres(_: &[(usize, &Case)], _: &Tables) {
    println!("on PostgreSQL with `--features postgres,async` only");
}

/// The sides on a database: a server's URL, or a file of SQLite's.
fn open(data: &str) -> Vec<Side> {
    #[cfg(all(feature = "postgres", feature = "async"))]
    if data.contains("://") {
        return on_postgres::open(data);
    }
    on_sqlite::open(Path::new(data))
}

/// Checks the answers of all sides, then prints what they cost.
fn compare(cases: &[(usize, &Case)], data: &str, goal: impl Fn(&Case) -> f64, tables: &Tables) {
    let mut sides = open(data);
    for (_, case) in cases {
        case.check(&mut sides);
    }
    println!("{} cases: all sides give the same rows", cases.len());

    if tables.times {
        let times: Vec<_> = cases
            .iter()
            .map(|(_, case)| {
                let rounds = if case.name.starts_with("stream") {
                    7
                } else {
                    15
                };
                (*case, measure::times(case, &mut sides, rounds))
            })
            .collect();
        table("Time", "µs", &sides, &goal, &times);
    }

    if !tables.valgrind {
        return;
    }
    if !measure::has_valgrind() {
        println!("\nvalgrind is not installed: no table of instructions");
        return;
    }
    let counts: Vec<_> = cases
        .iter()
        .map(|(number, case)| {
            let costs = measure::instructions(case, *number, &sides, data);
            (*case, costs)
        })
        .collect();
    table("Instructions", "thousand", &sides, &goal, &counts);
}

/// Ratios to hand-written Diesel, and what one answer cost it, in thousandths of the unit of
/// [`Cost`].
fn table(
    title: &str,
    unit: &str,
    sides: &[Side],
    goal: &impl Fn(&Case) -> f64,
    rows: &[(&Case, Vec<Cost>)],
) {
    print!("\n{title:<30}");
    for side in sides {
        print!("{:>15}", side.name);
    }
    println!("{:>7}  {:>22}", "goal", format!("Diesel, {unit}"));
    for (case, costs) in rows {
        print!("{:<30}", case.name);
        for cost in costs {
            print!("{:>15.2}", cost.ratio);
        }
        let goal = goal(case);
        let missed = sides
            .iter()
            .zip(costs)
            .any(|(side, cost)| side.is_ours() && cost.ratio > goal);
        println!(
            "{goal:>7.2}  {:>22.1}{}",
            costs[0].each * 1e-3,
            if missed { "  missed" } else { "" }
        );
    }
}

/// The database file: in the temporary folder, or where `ORM_BENCH_KEEP` says and kept.
struct Data {
    path: PathBuf,
    keep: bool,
}

impl Data {
    fn make() -> Self {
        let kept = std::env::var_os("ORM_BENCH_KEEP").map(PathBuf::from);
        let keep = kept.is_some();
        let path = kept.unwrap_or_else(|| {
            std::env::temp_dir().join(format!("orm-bench-{}.sqlite3", std::process::id()))
        });
        if !path.exists() {
            data::write(&path).expect("the data");
        }
        Self { path, keep }
    }
}

impl Drop for Data {
    fn drop(&mut self) {
        if !self.keep {
            let _ = std::fs::remove_file(&self.path);
        }
    }
}
