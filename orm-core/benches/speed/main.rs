//! Speed: querysets, Diesel by hand, and the raw driver, side by side in one run.
//!
//! `cargo bench -p orm-core --bench speed` compares all answers first, then prints two
//! tables: times, and instructions where valgrind is installed. A word after `--` picks the
//! cases with that word in their name; `--no-valgrind` leaves the second table out.
//!
//! All connections but the last column's are opened in SQLite's serialized mode, as Diesel
//! opens them; it has no option for another, and a `file:` URI knows none. A connection that
//! one thread uses at a time, which is all that Rust allows, does well without the mutex:
//! `LIBSQLITE3_FLAGS=-DSQLITE_THREADSAFE=2 cargo build` compiles the bundled SQLite so.
//!
//! To profile one case: make the data once with `ORM_BENCH_KEEP=FILE`, then run the binary
//! under callgrind with `ORM_BENCH_DATA=FILE`, `ORM_BENCH_CASE` and `ORM_BENCH_SIDE`
//! (numbers from 0) and `ORM_BENCH_TURNS`.

mod by_hand;
mod cases;
mod data;
mod measure;
mod models;
mod ours;
mod raw;

use std::path::PathBuf;

use cases::{Case, SIDES, World};
use measure::Cost;

fn main() {
    let cases = cases::all();
    if measure::asked(&cases) {
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
    let words: Vec<&String> = arguments
        .iter()
        .filter(|word| !word.starts_with("--"))
        .collect();
    let picked: Vec<(usize, &Case)> = cases
        .iter()
        .enumerate()
        .filter(|(_, case)| words.is_empty() || words.iter().any(|word| case.name.contains(*word)))
        .collect();

    let data = Data::make();
    let mut world = World::open(&data.path);
    for (_, case) in &picked {
        case.check(&mut world);
    }
    println!("{} cases: all sides give the same rows", picked.len());

    let mut times = Vec::new();
    for (_, case) in &picked {
        let rounds = if case.name.starts_with("stream") {
            7
        } else {
            15
        };
        times.push((*case, measure::times(case, &mut world, rounds)));
    }
    drop(world);
    table("Time", "µs", 1e-3, &times);

    if arguments.iter().any(|word| word == "--no-valgrind") {
        return;
    }
    if !measure::has_valgrind() {
        println!("\nvalgrind is not installed: no table of instructions");
        return;
    }
    let counts: Vec<_> = picked
        .iter()
        .map(|(number, case)| (*case, measure::instructions(case, *number, &data.path)))
        .collect();
    table("Instructions", "thousand", 1e-3, &counts);
}

/// Ratios to hand-written Diesel, and what one answer cost it.
fn table(title: &str, unit: &str, scale: f64, rows: &[(&Case, Vec<Cost>)]) {
    print!("\n{title:<30}");
    for side in SIDES {
        print!("{:>15}", measure::name(side));
    }
    println!("{:>7}  {:>22}", "goal", format!("Diesel, {unit}"));
    for (case, costs) in rows {
        print!("{:<30}", case.name);
        for cost in costs {
            print!("{:>15.2}", cost.ratio);
        }
        let missed = if costs[1].ratio <= case.goal {
            ""
        } else {
            "  missed"
        };
        println!(
            "{:>7.2}  {:>22.1}{missed}",
            case.goal,
            costs[0].each * scale
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
