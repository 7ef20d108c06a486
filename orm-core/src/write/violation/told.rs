//! What databases say of a broken constraint, taken out of their errors.
//!
//! PostgreSQL tells table, constraint and column apart from the text, by both of its clients.
//! The other databases have their English text alone, by their code for which Diesel knows the
//! kind of most.

use diesel::result::{DatabaseErrorInformation, DatabaseErrorKind};

use crate::error::ViolationKind;

/// What was told.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Told {
    pub(super) kind: ViolationKind,
    pub(super) constraint: Option<String>,
    /// The table that holds the constraint, if it was told.
    pub(super) table: Option<String>,
    pub(super) columns: Vec<String>,
    /// A foreign key from rows to one that was to go.
    pub(super) referenced: bool,
}

/// What the database says, of a write to this table. None where it speaks of something else.
pub(super) fn told(
    kind: &DatabaseErrorKind,
    about: &dyn DatabaseErrorInformation,
    own: &str,
) -> Option<Told> {
    let said = about.message();
    let mut told = Told {
        kind: kind_of(kind, said)?,
        constraint: None,
        table: None,
        columns: Vec::new(),
        referenced: false,
    };
    if about.table_name().is_some() || about.constraint_name().is_some() {
        told.postgres(
            about,
            own,
            matches!(kind, DatabaseErrorKind::RestrictViolation),
        );
        return Some(told);
    }
    match told.kind {
        ViolationKind::Unique => told.unique(said, own),
        ViolationKind::ForeignKey => told.mysql_foreign_key(said),
        ViolationKind::NotNull => {
            if let Some(list) = said.strip_prefix("NOT NULL constraint failed: ") {
                told.sqlite_columns(list, own);
            }
            told.column_between(said, "Column '", "' cannot be null");
            told.column_between(said, "Field '", "' doesn't have a default value");
        }
        ViolationKind::Check => told.check(said),
        ViolationKind::TooLong => {
            told.column_between(said, "Data too long for column '", "' at row");
        }
        ViolationKind::OutOfRange => {
            told.column_between(said, "Out of range value for column '", "' at row");
        }
        _ => {}
    }
    Some(told)
}

/// Diesel's kind, or what the text begins with where Diesel has none.
fn kind_of(kind: &DatabaseErrorKind, said: &str) -> Option<ViolationKind> {
    use ViolationKind::{Check, Exclusion, ForeignKey, NotNull, OutOfRange, TooLong, Unique};
    const BEGINNINGS: &[(&str, ViolationKind)] = &[
        // MariaDB's CHECK
        ("CONSTRAINT `", Check),
        // PostgreSQL; MySQL, MariaDB
        ("value too long for type ", TooLong),
        ("Data too long for column '", TooLong),
        // PostgreSQL
        ("smallint out of range", OutOfRange),
        ("integer out of range", OutOfRange),
        ("bigint out of range", OutOfRange),
        ("numeric field overflow", OutOfRange),
        // MySQL, MariaDB
        ("Out of range value for column '", OutOfRange),
        ("BIGINT value is out of range in '", OutOfRange),
        ("BIGINT UNSIGNED value is out of range in '", OutOfRange),
        ("DECIMAL value is out of range in '", OutOfRange),
        ("DOUBLE value is out of range in '", OutOfRange),
    ];
    Some(match kind {
        DatabaseErrorKind::UniqueViolation => Unique,
        DatabaseErrorKind::ForeignKeyViolation | DatabaseErrorKind::RestrictViolation => ForeignKey,
        DatabaseErrorKind::NotNullViolation => NotNull,
        DatabaseErrorKind::CheckViolation => Check,
        DatabaseErrorKind::ExclusionViolation => Exclusion,
        DatabaseErrorKind::Unknown => {
            let mut known = BEGINNINGS.iter();
            known.find(|(begins, _)| said.starts_with(begins))?.1
        }
        _ => return None,
    })
}

impl Told {
    fn postgres(&mut self, about: &dyn DatabaseErrorInformation, own: &str, restricted: bool) {
        self.constraint = about.constraint_name().map(str::to_owned);
        self.table = about.table_name().map(str::to_owned);
        if self.kind == ViolationKind::ForeignKey {
            // In another language than English the table tells it, but of a table that points
            // at itself.
            let said = about.message();
            let elsewhere = self.table.as_deref().is_some_and(|table| table != own);
            self.referenced = restricted
                || said.starts_with("update or delete on table")
                || elsewhere && !said.starts_with("insert or update on table");
        }
        // The details of a check are the row's values, which may look like anything.
        let has_key = !matches!(self.kind, ViolationKind::Check | ViolationKind::NotNull);
        let details = about.details().filter(|_| has_key);
        self.columns = match about.column_name() {
            Some(column) => vec![column.to_owned()],
            None => details.and_then(key_columns).unwrap_or_default(),
        };
    }

    /// SQLite tells columns, or an index of expressions; MySQL the key, behind its table's name
    /// since 8.0.19. A value may hold any text and stands before the key.
    fn unique(&mut self, said: &str, own: &str) {
        if let Some(list) = said.strip_prefix("UNIQUE constraint failed: ") {
            match between(list, "index '", "'") {
                Some(name) => self.constraint = Some(name.to_owned()),
                None => self.sqlite_columns(list, own),
            }
        } else if let Some((_, key)) = said.rsplit_once("for key '") {
            let key = key.strip_suffix('\'').unwrap_or(key);
            let (table, key) = match (of_table(key, own), key.split_once('.')) {
                (None, Some((table, key))) => (Some(table), key),
                (own, _) => (None, own.unwrap_or(key)),
            };
            self.table = table.map(str::to_owned);
            self.constraint = Some(key.to_owned());
        }
    }

    /// `books.isbn, books.shop_id`.
    fn sqlite_columns(&mut self, list: &str, own: &str) {
        let columns: Option<Vec<_>> = list.split(", ").map(|it| of_table(it, own)).collect();
        match columns {
            Some(columns) => self.columns = columns.into_iter().map(str::to_owned).collect(),
            None => self.table = list.split_once('.').map(|(table, _)| table.to_owned()),
        }
    }

    /// Of SQLite the name or the SQL, of MySQL the name, of MariaDB the table too.
    fn check(&mut self, said: &str) {
        if let Some((name, rest)) = said.strip_prefix("CONSTRAINT ").and_then(quoted) {
            self.constraint = Some(name);
            self.table = rest.strip_prefix(" failed for ").and_then(second_name);
        } else {
            let name = said
                .strip_prefix("CHECK constraint failed: ")
                .or_else(|| between(said, "Check constraint '", "' is violated"));
            self.constraint = name.map(str::to_owned);
        }
    }

    /// ``… a foreign key constraint fails (`db`.`books`, CONSTRAINT `name` FOREIGN KEY (`a`) …``.
    /// Whoever may not see the table is told the beginning alone. SQLite says nothing of it.
    fn mysql_foreign_key(&mut self, said: &str) {
        self.referenced = said.starts_with("Cannot delete or update a parent row");
        let Some((_, rest)) = said.split_once("a foreign key constraint fails (") else {
            return;
        };
        self.table = second_name(rest);
        if let Some((_, rest)) = rest.split_once(", CONSTRAINT ") {
            self.constraint = quoted(rest).map(|(name, _)| name);
        }
        if let Some((_, rest)) = rest.split_once(" FOREIGN KEY (") {
            self.columns = list_of_quoted(rest);
        }
    }

    fn column_between(&mut self, said: &str, begins: &str, ends: &str) {
        if let Some(column) = between(said, begins, ends) {
            self.columns = vec![column.to_owned()];
        }
    }
}

/// What stands behind `table.`.
pub(super) fn of_table<'t>(text: &'t str, table: &str) -> Option<&'t str> {
    let (begins, rest) = text.split_at_checked(table.len())?;
    let rest = rest.strip_prefix('.')?;
    begins.eq_ignore_ascii_case(table).then_some(rest)
}

fn between<'t>(text: &'t str, begins: &str, ends: &str) -> Option<&'t str> {
    let (found, _) = text.strip_prefix(begins)?.rsplit_once(ends)?;
    Some(found)
}

/// `Key (a, b)=(1, 2) already exists.` PostgreSQL quotes some names, in some of its texts; the
/// words around are in the server's language.
fn key_columns(details: &str) -> Option<Vec<String>> {
    let (_, rest) = details.split_once('(')?;
    let (list, _) = rest.split_once(")=(")?;
    let names = list.split(", ").map(|name| match quoted(name) {
        Some((inner, "")) => inner,
        _ => name.to_owned(),
    });
    Some(names.collect())
}

/// A name in quotes, which are doubled where they stand in it, and what follows. MySQL takes
/// other quotes in its mode `ANSI_QUOTES`.
fn quoted(text: &str) -> Option<(String, &str)> {
    let quote = text.chars().next().filter(|it| matches!(it, '`' | '"'))?;
    let mut name = String::new();
    let mut rest = text.strip_prefix(quote)?;
    loop {
        let (inner, behind) = rest.split_once(quote)?;
        name.push_str(inner);
        match behind.strip_prefix(quote) {
            Some(more) => {
                name.push(quote);
                rest = more;
            }
            None => return Some((name, behind)),
        }
    }
}

/// The table in `` `db`.`table` ``.
fn second_name(text: &str) -> Option<String> {
    let (_, rest) = quoted(text)?;
    let (table, _) = quoted(rest.strip_prefix('.')?)?;
    Some(table)
}

/// ``(`a`, `b`)`` without its first parenthesis.
fn list_of_quoted(text: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut rest = Some(text);
    while let Some((name, behind)) = rest.and_then(quoted) {
        names.push(name);
        rest = behind.strip_prefix(", ");
    }
    names
}
