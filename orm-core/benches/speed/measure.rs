//! Measuring: times in interleaved rounds, and instructions under valgrind.

use std::ops::Range;
use std::process::Command;
use std::time::Instant;

use crate::cases::Case;
use crate::sides::Side;

/// What a case costs a side, and its ratio to hand-written Diesel.
#[derive(Debug, Clone, Copy)]
pub struct Cost {
    /// Nanoseconds, or instructions.
    pub each: f64,
    /// Hand-written Diesel of the same kind is 1.
    pub ratio: f64,
}

/// Times of all sides, in their order: the median of the rounds' ratios.
pub fn times(case: &Case, sides: &mut [Side], rounds: usize) -> Vec<Cost> {
    let mut samples = vec![Vec::with_capacity(rounds); sides.len()];
    for side in &mut *sides {
        case.ready(side);
        case.run(side, 0);
    }
    for round in 0..rounds {
        // Every side is first in turn: what runs first meets colder caches.
        for place in 0..sides.len() {
            let at = (place + round) % sides.len();
            case.ready(&mut sides[at]);
            let start = Instant::now();
            for turn in 0..case.times {
                case.run(&mut sides[at], round * case.times + turn);
            }
            samples[at].push(start.elapsed().as_nanos() as f64 / case.times as f64);
        }
    }
    let ratios = |at: usize| {
        samples[at]
            .iter()
            .zip(&samples[sides[at].base])
            .map(|(one, by_hand)| one / by_hand)
            .collect()
    };
    (0..sides.len())
        .map(|at| Cost {
            each: median(samples[at].clone()),
            ratio: median(ratios(at)),
        })
        .collect()
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// The variables by which this program tells itself what to run under valgrind.
const ASK: [&str; 4] = [
    "ORM_BENCH_DATA",
    "ORM_BENCH_CASE",
    "ORM_BENCH_SIDE",
    "ORM_BENCH_TURNS",
];

/// Runs what the environment asks for, if it does: a case on a side, some times.
pub fn asked(cases: &[Case], open: impl Fn(&str) -> Vec<Side>) -> bool {
    let Some([data, case, side, turns]) = asked_for() else {
        return false;
    };
    let mut sides = open(&data);
    let case = &cases[case.parse::<usize>().expect("a case's number")];
    let side = &mut sides[side.parse::<usize>().expect("a side's number")];
    let turns: usize = turns.parse().expect("a number");
    case.ready(side);
    let warm_up = warm_up(case);
    for turn in 0..warm_up {
        case.run(side, turn);
    }
    counted(case, side, warm_up..warm_up + turns);
    true
}

/// Turns before those that are counted. Of one that takes long, what preparing costs is nothing.
fn warm_up(case: &Case) -> usize {
    if case.times == 1 { 0 } else { 2 }
}

/// What instructions are counted in. Opening costs a thousand times a short case (libpq's client
/// makes ready for TLS) and is never twice the same, so it is not counted and subtracted.
#[inline(never)]
fn counted(case: &Case, side: &mut Side, turns: Range<usize>) {
    for turn in turns {
        case.run(side, turn);
    }
}

fn asked_for() -> Option<[String; 4]> {
    let mut values = ASK.iter().map(|name| std::env::var(name).ok());
    Some([
        values.next()??,
        values.next()??,
        values.next()??,
        values.next()??,
    ])
}

/// Whether there is a valgrind.
pub fn has_valgrind() -> bool {
    Command::new("valgrind")
        .arg("--version")
        .output()
        .is_ok_and(|out| out.status.success())
}

/// Instructions of all sides, in their order, in this process alone: without those of opening
/// and preparing.
pub fn instructions(case: &Case, number: usize, sides: &[Side], data: &str) -> Vec<Cost> {
    let turns = case.times.min(50);
    let each: Vec<f64> = (0..sides.len())
        .map(|side| under_valgrind(data, number, side, turns) / turns as f64)
        .collect();
    each.iter()
        .zip(sides)
        .map(|(&count, side)| Cost {
            each: count,
            ratio: count / each[side.base],
        })
        .collect()
}

fn under_valgrind(data: &str, case: usize, side: usize, turns: usize) -> f64 {
    let this = std::env::current_exe().expect("this program's path");
    let out = Command::new("valgrind")
        .args([
            "--tool=callgrind",
            "--toggle-collect=*::measure::counted*",
            "--callgrind-out-file=/dev/null",
        ])
        .arg(this)
        .env(ASK[0], data)
        .env(ASK[1], case.to_string())
        .env(ASK[2], side.to_string())
        .env(ASK[3], turns.to_string())
        .output()
        .expect("valgrind");
    let text = String::from_utf8_lossy(&out.stderr);
    let count = text.lines().find_map(|line| {
        let (_, count) = line.split_once("Collected :")?;
        count.trim().parse().ok()
    });
    count.unwrap_or_else(|| panic!("valgrind said:\n{text}"))
}
