//! SQL for a reader: a clause a line, subqueries indented.

use unicode_width::UnicodeWidthStr;

/// What begins a line in a SELECT.
const CLAUSES: [&str; 7] = [
    "FROM ",
    "LEFT JOIN ",
    "INNER JOIN ",
    "CROSS JOIN ",
    "WHERE ",
    "ORDER BY ",
    "LIMIT ",
];
/// What begins a line in a condition.
const CONDITIONS: [&str; 4] = [
    "AND EXISTS ",
    "AND NOT EXISTS ",
    "AND (EXISTS ",
    "OR EXISTS ",
];
/// A subquery that is shorter stays in its line.
const SHORT: usize = 72;

/// What an open parenthesis holds.
#[derive(PartialEq)]
enum Open {
    Value,
    Subquery,
    ShortSubquery,
}

/// The lines of a statement, none wider than `width`.
pub fn lines(sql: &str, width: usize) -> Vec<String> {
    let (statement, binds) = sql.split_once(" -- binds: ").unwrap_or((sql, "[]"));
    let mut lines = vec![String::new()];
    let mut open = Vec::new();
    for (at, letter) in statement.char_indices() {
        let rest = &statement[at + letter.len_utf8()..];
        match letter {
            '(' => open.push(what_opens(rest)),
            ')' => drop(open.pop()),
            ' ' if begins_line(rest, &open) => {
                let subqueries = open.iter().filter(|open| **open == Open::Subquery).count();
                lines.push("    ".repeat(subqueries));
                continue;
            }
            _ => {}
        }
        if let Some(line) = lines.last_mut() {
            line.push(letter);
        }
    }
    if binds != "[]" {
        lines.push(format!("-- binds: {binds}"));
    }
    lines.iter().flat_map(|line| wrapped(line, width)).collect()
}

fn what_opens(rest: &str) -> Open {
    if !rest.starts_with("SELECT ") {
        return Open::Value;
    }
    let mut depth = 1;
    let end = rest.find(|letter| {
        depth += i32::from(letter == '(') - i32::from(letter == ')');
        depth == 0
    });
    if end.is_some_and(|end| end < SHORT) {
        Open::ShortSubquery
    } else {
        Open::Subquery
    }
}

fn begins_line(rest: &str, open: &[Open]) -> bool {
    let begins = |words: &[&str]| words.iter().any(|word| rest.starts_with(word));
    match open.last() {
        None | Some(Open::Subquery) => begins(&CLAUSES) || begins(&CONDITIONS),
        Some(Open::Value) => begins(&CONDITIONS),
        Some(Open::ShortSubquery) => false,
    }
}

/// A line that is too long is broken between words, and goes on further right.
fn wrapped(line: &str, width: usize) -> Vec<String> {
    let text = line.trim_start();
    let margin = " ".repeat(line.len() - text.len());
    let mut lines = Vec::new();
    let mut current = margin.clone();
    for word in text.split(' ') {
        if !current.trim().is_empty() {
            if current.width() + 1 + word.width() > width {
                lines.push(current);
                current = format!("{margin}    ");
            } else {
                current.push(' ');
            }
        }
        current.push_str(word);
    }
    lines.push(current);
    lines
}
