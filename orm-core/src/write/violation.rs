//! What a database says of a broken constraint, told in the words of the model.

mod told;

use diesel::result::Error::DatabaseError;

use crate::Error;
use crate::error::{Violation, ViolationKind};
use crate::model::{ColumnMeta, ModelMeta, RelationKind};
use told::Told;

/// The error of a write of this model: a [`Violation`] where the database names a constraint.
pub(crate) fn violation(error: diesel::result::Error, meta: &'static ModelMeta) -> Error {
    let told = match &error {
        DatabaseError(kind, about) => told::told(kind, about.as_ref(), meta.table),
        _ => None,
    };
    let Some(told) = told else {
        return error.into();
    };
    let own = told.table.as_deref().is_none_or(|it| same(it, meta.table));
    Error::Violation(Box::new(Violation {
        kind: told.kind,
        model: meta.name,
        fields: if own && !told.referenced {
            fields(&told, meta)
        } else {
            Vec::new()
        },
        // Rows of the model's own table may point at one that goes.
        table: told.table.filter(|_| !own || told.referenced),
        constraint: told.constraint,
        referenced: told.referenced,
        error,
    }))
}

/// The same for an error of ours.
pub(crate) fn of_model(meta: &'static ModelMeta) -> impl Fn(Error) -> Error {
    move |error| match error {
        Error::Database(error) => violation(error, meta),
        other => other,
    }
}

/// As MySQL and SQLite compare names. PostgreSQL tells letter case apart, in names that few
/// tables have.
fn same(a: &str, b: &str) -> bool {
    a.eq_ignore_ascii_case(b)
}

/// The fields that a constraint is of: by the name that the model declares, else by the columns
/// that the database tells, else by the name that databases give by themselves.
fn fields(told: &Told, meta: &'static ModelMeta) -> Vec<&'static str> {
    let name = told.constraint.as_deref();
    if let Some(fields) = name.and_then(|name| declared(name, meta)) {
        return fields;
    }
    if !told.columns.is_empty() {
        return of_columns(&told.columns, meta).unwrap_or_default();
    }
    name.and_then(|name| match told.kind {
        ViolationKind::Unique => unique_by_default_name(name, meta),
        ViolationKind::ForeignKey => foreign_key_by_default_name(name, meta),
        ViolationKind::Check => checked(name, meta).map(|column| vec![column.field]),
        _ => None,
    })
    .unwrap_or_default()
}

/// Of an index or a check that the model names. A check's SQL may speak of any columns.
fn declared(name: &str, meta: &'static ModelMeta) -> Option<Vec<&'static str>> {
    if meta.checks.iter().any(|(given, _)| *given == Some(name)) {
        return Some(Vec::new());
    }
    let mut indexes = meta.indexes.iter();
    let (_, places) = indexes.find(|(given, _)| *given == Some(name))?;
    Some(at(places, meta).map(|column| column.field).collect())
}

/// None where one of them is no field, such as an expression of an index.
fn of_columns(columns: &[String], meta: &'static ModelMeta) -> Option<Vec<&'static str>> {
    columns
        .iter()
        .map(|name| {
            let all = meta.columns;
            let exact = all.iter().find(|column| column.column == name);
            let found = exact.or_else(|| all.iter().find(|column| same(column.column, name)));
            found.map(|column| column.field)
        })
        .collect()
}

fn at<'p>(
    places: &'p [usize],
    meta: &'static ModelMeta,
) -> impl Iterator<Item = &'static ColumnMeta> + use<'p> {
    places.iter().filter_map(|&place| meta.columns.get(place))
}

/// The sets of columns that the model declares as unique, without its key.
fn unique_sets(meta: &'static ModelMeta) -> Vec<Vec<&'static ColumnMeta>> {
    let columns = meta.columns.iter().filter(|column| column.unique);
    let one_to_one = meta.relations.iter().filter_map(|relation| {
        let own = relation.kind == RelationKind::OneToOne;
        own.then(|| of_fields(relation.fields, meta))
    });
    let mut sets: Vec<_> = columns.map(|column| vec![column]).collect();
    sets.extend(meta.unique.iter().map(|places| at(places, meta).collect()));
    for set in one_to_one {
        // `unique` may stand on the field as well.
        let fields = |set: &[&ColumnMeta]| set.iter().map(|it| it.field).collect::<Vec<_>>();
        if !sets.iter().any(|other| fields(other) == fields(&set)) {
            sets.push(set);
        }
    }
    sets
}

fn of_fields(fields: &[&str], meta: &'static ModelMeta) -> Vec<&'static ColumnMeta> {
    let column = |field: &&str| meta.columns.iter().find(|it| it.field == *field);
    fields.iter().filter_map(column).collect()
}

/// `PRIMARY` and `books_pkey`; `books_isbn_key`, `books_isbn_idx` on PostgreSQL; on MySQL the
/// first column's name, behind which stands `_2` where another index has it already.
fn unique_by_default_name(name: &str, meta: &'static ModelMeta) -> Option<Vec<&'static str>> {
    if name == "PRIMARY" || default_name(meta.table, &[], "pkey") == name {
        return Some(at(meta.key, meta).map(|column| column.field).collect());
    }
    let sets = unique_sets(meta);
    let postgres = sets.iter().find(|set| {
        let columns: Vec<_> = set.iter().map(|column| column.column).collect();
        ["key", "idx"].map(|end| default_name(meta.table, &columns, end) == name) != [false; 2]
    });
    let by_first = |name: &str| {
        let begins = |set: &&Vec<&'static ColumnMeta>| {
            set.first().is_some_and(|first| same(first.column, name))
        };
        let mut found = sets.iter().filter(begins);
        // Of several that begin so, the name does not say which one it is.
        found.next().filter(|_| found.next().is_none())
    };
    let without_number = || {
        let (first, number) = name.rsplit_once('_')?;
        let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
        is_number.then_some(first)
    };
    let set = postgres
        .or_else(|| by_first(name))
        .or_else(|| by_first(without_number()?))?;
    Some(set.iter().map(|column| column.field).collect())
}

/// `books_author_id_fkey`. MySQL tells the columns.
fn foreign_key_by_default_name(name: &str, meta: &'static ModelMeta) -> Option<Vec<&'static str>> {
    meta.relations
        .iter()
        .filter(|relation| !relation.fields.is_empty())
        .map(|relation| of_fields(relation.fields, meta))
        .find(|columns| {
            let names: Vec<_> = columns.iter().map(|column| column.column).collect();
            default_name(meta.table, &names, "fkey") == name
        })
        .map(|columns| columns.iter().map(|column| column.field).collect())
}

/// The column of a check without a name: `books_price_check` on PostgreSQL, `books.price` on
/// MariaDB, the check's SQL on SQLite. MySQL counts checks, so there it is not known.
fn checked(name: &str, meta: &'static ModelMeta) -> Option<&'static ColumnMeta> {
    meta.columns.iter().find(|column| {
        default_name(meta.table, &[column.column], "check") == name
            || told::of_table(name, meta.table).is_some_and(|it| same(it, column.column))
            || column.check.is_some_and(|sql| sql.trim() == name.trim())
    })
}

fn default_name(table: &str, columns: &[&str], end: &str) -> String {
    let mut name = table.to_owned();
    for part in columns.iter().copied().chain([end]) {
        name.push('_');
        name.push_str(part);
    }
    name
}

#[cfg(test)]
mod tests;
