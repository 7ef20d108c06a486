//! A stop cut to what a reader wants to see: this store has wide tables and long results.

use crate::show::Stop;

/// So many columns of a SELECT are shown.
const COLUMNS: usize = 3;
/// So many rows are shown.
const ROWS: usize = 8;
/// So many characters of a cell, where there are so many columns.
const fn cell(columns: usize) -> usize {
    104 / columns - 2
}

/// The stop with its table, both cut.
pub fn table<const N: usize>(
    mut stop: Stop,
    head: [&'static str; N],
    rows: impl IntoIterator<Item = [String; N]>,
) -> Stop {
    stop.queries = stop.queries.iter().map(|sql| columns(sql)).collect();
    let mut rows: Vec<[String; N]> = rows
        .into_iter()
        .map(|row| row.map(|text| shortened(&text, cell(N))))
        .collect();
    let more = rows.len().saturating_sub(ROWS);
    rows.truncate(ROWS);
    if more > 0 {
        let mut last = [const { String::new() }; N];
        last[0] = format!("… {more} more");
        rows.push(last);
    }
    stop.table(head, rows)
}

/// The SQL with the long list of columns after its first SELECT cut.
fn columns(sql: &str) -> String {
    let Some((list, rest)) = sql
        .strip_prefix("SELECT ")
        .and_then(|sql| sql.split_once(" FROM "))
    else {
        return sql.to_owned();
    };
    let all: Vec<&str> = list.split(", ").collect();
    match all.split_at_checked(COLUMNS) {
        Some((first, more)) if more.len() > 1 => {
            let first = first.join(", ");
            format!("SELECT {first}, … {} more FROM {rest}", more.len())
        }
        _ => sql.to_owned(),
    }
}

/// A text of at most so many characters.
fn shortened(text: &str, width: usize) -> String {
    if text.chars().count() <= width {
        return text.to_owned();
    }
    let start: String = text.chars().take(width - 1).collect();
    format!("{}…", start.trim_end())
}
