//! How a stop of the tour is shown: its source, its SQL, its figures and its rows.

use std::fmt;
use std::time::Duration;

use unicode_width::UnicodeWidthStr;

use crate::sql;

/// No line is longer.
pub const WIDTH: usize = 110;

/// One stop of the tour.
pub struct Stop {
    /// What it shows.
    pub title: &'static str,
    /// What is to be seen there: the documentation of the function.
    pub remark: String,
    /// The source of what ran, as it stands in the file.
    pub source: String,
    /// The SQL that ran, a text a query.
    pub queries: Vec<String>,
    /// How long it took, with its statements prepared already.
    pub took: Duration,
    /// The table's head.
    pub head: Vec<&'static str>,
    /// The table.
    pub rows: Vec<Vec<String>>,
}

/// Runs a block of code on a connection, and gives a [`Stop`] beside the block's value. The
/// source that the stop shows is the very block that ran, cut out of `tour.rs`.
///
/// The block runs twice: watched at first, then to take the time. `?` works in it.
macro_rules! visit {
    ($title:literal, $conn:ident, $code:block) => {{
        let run = |$conn: &mut diesel::SqliteConnection| -> orm_core::Result<_> { Ok($code) };
        let watch = orm_core::instrument::watch($conn);
        let value = run($conn)?;
        let queries = watch.finish($conn).queries;
        let start = std::time::Instant::now();
        run($conn)?;
        let took = start.elapsed();
        let (file, line) = (include_str!("tour.rs"), line!() as usize);
        (
            $crate::show::Stop::new($title, file, line, queries, took),
            value,
        )
    }};
}
pub(crate) use visit;

/// A row of a table: whatever can be displayed.
macro_rules! cells {
    ($($cell:expr),* $(,)?) => { [$($cell.to_string()),*] };
}
pub(crate) use cells;

/// The documentation of the function around a line.
fn remark_at(file: &str, line: usize) -> String {
    let above: Vec<&str> = file.lines().take(line - 1).collect();
    let above = above.iter().rev();
    let remark = above.skip_while(|line| !line.starts_with("///"));
    let remark = remark.map_while(|line| line.strip_prefix("/// "));
    let mut remark: Vec<&str> = remark.collect();
    remark.reverse();
    remark.join("\n")
}

/// The inside of the first block after the beginning of a line.
fn block_at(file: &str, line: usize) -> String {
    let from: usize = file
        .split_inclusive('\n')
        .take(line - 1)
        .map(str::len)
        .sum();
    let inside = file[from..]
        .split_once("{\n")
        .map_or("", |(_, inside)| inside);
    let mut depth = 1;
    let end = inside.find(|letter| {
        depth += i32::from(letter == '{') - i32::from(letter == '}');
        depth == 0
    });
    let block = inside[..end.unwrap_or(inside.len())].trim_end();
    let margin = block.len() - block.trim_start().len();
    let lines: Vec<&str> = block
        .lines()
        .map(|line| line.get(margin..).unwrap_or(""))
        .collect();
    lines.join("\n")
}

impl Stop {
    /// What a [`visit!`] in a line of a file saw.
    pub fn new(
        title: &'static str,
        file: &str,
        line: usize,
        queries: Vec<String>,
        took: Duration,
    ) -> Self {
        let (remark, source) = (remark_at(file, line), block_at(file, line));
        Self {
            title,
            remark,
            source,
            queries,
            took,
            head: Vec::new(),
            rows: Vec::new(),
        }
    }

    /// The same, with a table of results.
    pub fn table<const N: usize>(
        mut self,
        head: [&'static str; N],
        rows: impl IntoIterator<Item = [String; N]>,
    ) -> Self {
        self.head = head.to_vec();
        self.rows = rows.into_iter().map(Vec::from).collect();
        self
    }

    /// How long it took.
    pub fn milliseconds(&self) -> String {
        format!("{:.1} ms", self.took.as_secs_f64() * 1e3)
    }
}

impl fmt::Display for Stop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rule = "━".repeat(WIDTH - self.title.width() - 4);
        writeln!(f, "━━ {} {rule}\n", self.title)?;
        writeln!(f, "{}\n", self.remark)?;
        for line in self.source.lines() {
            writeln!(f, "    {line}")?;
        }
        writeln!(f)?;
        // Hundreds of queries that differ by a value only are not worth the room.
        let shown = if self.queries.len() > 10 {
            3
        } else {
            self.queries.len()
        };
        for (query, number) in self.queries[..shown].iter().zip(1..) {
            for (line, at) in sql::lines(query, WIDTH - 4).iter().zip(0..) {
                let number = if at == 0 {
                    format!("{number:>2}.")
                } else {
                    String::new()
                };
                writeln!(f, "{number:3} {line}")?;
            }
        }
        if shown < self.queries.len() {
            writeln!(f, "    … and {} more", self.queries.len() - shown)?;
        }
        let word = if self.queries.len() == 1 {
            "query"
        } else {
            "queries"
        };
        writeln!(
            f,
            "\n    → {} {word}, {}\n",
            self.queries.len(),
            self.milliseconds()
        )?;
        write_table(f, &self.head, &self.rows)
    }
}

/// Columns that line up, also where a letter is two columns wide. In a line that begins as
/// the one above it, the beginning is left out.
fn write_table(f: &mut fmt::Formatter<'_>, head: &[&str], rows: &[Vec<String>]) -> fmt::Result {
    let widths: Vec<usize> = (0..head.len())
        .map(|at| {
            rows.iter()
                .map(|row| row[at].width())
                .fold(head[at].width(), usize::max)
        })
        .collect();
    let line = |cells: &[&str]| {
        let pad = |(cell, width): (&&str, &usize)| {
            format!("{cell}{}  ", " ".repeat(width.saturating_sub(cell.width())))
        };
        cells
            .iter()
            .zip(&widths)
            .map(pad)
            .collect::<String>()
            .trim_end()
            .to_owned()
    };
    let rules: Vec<String> = widths.iter().map(|width| "─".repeat(*width)).collect();
    writeln!(f, "    {}", line(head))?;
    writeln!(
        f,
        "    {}",
        line(&rules.iter().map(String::as_str).collect::<Vec<_>>())
    )?;
    let mut above: &[String] = &[];
    for row in rows {
        let same = row
            .iter()
            .zip(above)
            .take_while(|(cell, above)| cell == above)
            .count();
        let cells = row.iter().enumerate();
        let cells = cells.map(|(at, cell)| if at < same { "" } else { cell.as_str() });
        writeln!(f, "    {}", line(&cells.collect::<Vec<_>>()))?;
        above = row;
    }
    Ok(())
}
