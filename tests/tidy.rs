//! The rules of the house that a test can hold.

use std::fs;
use std::path::{Path, PathBuf};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// All files under a folder with this ending.
fn files(folder: &str, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![Path::new(ROOT).join(folder)];
    while let Some(folder) = folders.pop() {
        let Ok(entries) = fs::read_dir(&folder) else {
            continue;
        };
        for path in entries.flatten().map(|entry| entry.path()) {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|found| found == ending) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

fn sources() -> Vec<(PathBuf, String)> {
    [
        "orm-core/src",
        "orm-macros/src",
        "orm-core/benches",
        "tests/behaviour",
        "tests/transactions",
        "tests/faults",
        "examples",
    ]
    .iter()
    .flat_map(|folder| files(folder, "rs"))
    .map(|path| (path.clone(), fs::read_to_string(path).unwrap()))
    .collect()
}

fn broken(rule: &str, offenders: &[String]) {
    assert!(offenders.is_empty(), "{rule}:\n{}", offenders.join("\n"));
}

#[test]
fn every_file_says_what_it_is_for() {
    let silent: Vec<String> = sources()
        .into_iter()
        .filter(|(_, text)| !text.starts_with("//!") && !text.starts_with("#![doc"))
        .map(|(path, _)| path.display().to_string())
        .collect();
    broken("a file starts with a `//!` line", &silent);
}

#[test]
fn no_file_grows_beyond_a_sitting() {
    let long: Vec<String> = sources()
        .into_iter()
        .filter(|(_, text)| text.lines().count() > 520)
        .map(|(path, text)| format!("{}: {} lines", path.display(), text.lines().count()))
        .collect();
    broken("a file has at most 520 lines", &long);
}

#[test]
fn nothing_is_left_behind() {
    let marks = [
        "to".to_owned() + "do!(",
        "unimpl".to_owned() + "emented!(",
        "FIX".to_owned() + "ME",
    ];
    let left: Vec<String> = sources()
        .into_iter()
        .filter(|(_, text)| marks.iter().any(|mark| text.contains(mark)))
        .map(|(path, _)| path.display().to_string())
        .collect();
    broken("no marks of unfinished work", &left);
}

#[test]
fn libraries_do_not_unwrap() {
    let mut found = Vec::new();
    for (path, text) in sources() {
        let shown = path.display().to_string();
        let tests = shown.ends_with("doctest.rs") || shown.ends_with("src/tests.rs");
        if !shown.contains("/src/") || tests {
            continue;
        }
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        for (at, line) in code.lines().enumerate() {
            let code = line.split("//").next().unwrap_or_default();
            if code.contains(".unwrap()") || code.contains(".expect(") {
                found.push(format!("{shown}:{}", at + 1));
            }
        }
    }
    broken("no `unwrap` or `expect` in the crates", &found);
}

#[test]
fn macros_write_to_the_one_door_only() {
    let mut found = Vec::new();
    for path in files("orm-macros/src", "rs") {
        let text = fs::read_to_string(&path).unwrap();
        for (at, line) in text.lines().enumerate() {
            let named = line.split("//").next().unwrap_or_default();
            if named.contains("::orm_core::") && !named.contains("::orm_core::__private") {
                found.push(format!("{}:{}", path.display(), at + 1));
            }
        }
    }
    broken("generated code names `::orm_core::__private` only", &found);
}

#[test]
fn every_expected_text_has_its_case() {
    let orphans: Vec<String> = files("tests/compile_fail", "stderr")
        .into_iter()
        .filter(|path| !path.with_extension("rs").exists())
        .map(|path| path.display().to_string())
        .collect();
    broken("a .stderr belongs to a .rs", &orphans);
}

#[test]
fn the_behaviour_suite_runs_whole_everywhere() {
    let stems = |folder: &str| -> Vec<String> {
        files(folder, "rs")
            .iter()
            .filter(|path| path.parent() == Some(&Path::new(ROOT).join(folder)))
            .map(|path| path.file_stem().unwrap().to_string_lossy().into_owned())
            .collect()
    };
    let mut missing = Vec::new();
    let parts = stems("tests/behaviour/parts");
    let named: String = files("tests/behaviour/parts", "rs")
        .iter()
        .map(|path| fs::read_to_string(path).unwrap())
        .collect();
    for module in stems("tests/behaviour") {
        // The models, and what PostgreSQL alone has: `tests/postgres_only*.rs`.
        let elsewhere = ["support", "functions_search", "distinct_on"].contains(&module.as_str());
        if !elsewhere && !named.contains(&format!("mod {module};")) {
            missing.push(format!("{module} is in no part"));
        }
    }
    for on in stems("tests/behaviour/on") {
        for part in &parts {
            let target = format!("tests/behaviour_{on}_{part}.rs");
            let text = fs::read_to_string(Path::new(ROOT).join(&target)).unwrap_or_default();
            if !text.contains(&format!("behaviour/parts/{part}.rs")) {
                missing.push(target);
            }
        }
    }
    broken("each test runs on each database and connection", &missing);
}

/// The modules of orm-core from the ground up; the middle ones name each other's types in
/// bounds and stand on one floor.
const FLOORS: &[&[&str]] = &[
    &["error", "driver"],
    &["backend", "instrument"],
    &["model", "path", "ast", "load", "queryset", "transaction"],
    &["write"],
    &["prelude", "private"],
];

fn floor(module: &str) -> Option<usize> {
    FLOORS.iter().position(|floor| floor.contains(&module))
}

#[test]
fn imports_do_not_climb() {
    let mut climbing = Vec::new();
    let root = Path::new(ROOT).join("orm-core/src");
    for path in files("orm-core/src", "rs") {
        let inside = path.strip_prefix(&root).unwrap();
        let module = inside
            .iter()
            .next()
            .unwrap()
            .to_str()
            .unwrap()
            .trim_end_matches(".rs");
        let Some(own) = floor(module) else { continue };
        for line in fs::read_to_string(&path).unwrap().lines() {
            let code = line.split("//").next().unwrap_or_default();
            for part in code.split("crate::").skip(1) {
                let named = part
                    .split(|c: char| !c.is_alphanumeric() && c != '_')
                    .next();
                let named = named.unwrap_or_default();
                let climbs = floor(named).is_some_and(|other| other > own);
                let neighbour = floor(named) == Some(own) && named != module && own == 1;
                if climbs || neighbour {
                    climbing.push(format!("{}: crate::{named}", inside.display()));
                }
            }
        }
    }
    broken("a module imports only from floors below its own", &climbing);
}
