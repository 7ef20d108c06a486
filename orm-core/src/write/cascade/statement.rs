//! The statements of a deletion, each of all rows that one rule is about.
//!
//! The keys of the first model's rows are a list. What goes with them is found by subqueries
//! from there, `fk IN (SELECT key FROM parent WHERE fk IN (list))`: rows are deleted before
//! those by which they are found.

use diesel::QueryResult;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};

use super::{Edge, Graph, Rule};
use crate::backend::{Backend, Dialect, Kind};
use crate::model::{ColumnMeta, EncodeKey, KeyList, ModelMeta};
use crate::path::{Alias, push_column, push_table};
use crate::write::rows::{push_listed, push_planned};

/// The alias of the table that a statement is about.
const OWN: &str = "self";

/// What a statement does.
#[derive(Clone, Copy)]
pub(super) enum Does<'g> {
    /// Counts the rows that stand in the way.
    CountRestricting(&'g Edge),
    /// Shows the keys of some of them.
    ShowRestricting(&'g Edge),
    /// Counts the rows whose foreign key is emptied.
    CountEmptied(&'g Edge),
    /// Empties the foreign keys.
    Empty(&'g Edge),
    /// Counts the rows of a model that go.
    CountGoing(usize),
    /// Deletes them.
    Delete(usize),
    /// The keys of the first model's rows that go with the listed ones.
    Further,
}

/// A statement about rows that are found by the keys of the first model's.
pub(super) struct Step<'g, K> {
    pub(super) graph: &'g Graph,
    pub(super) keys: &'g KeyList<K>,
    pub(super) does: Does<'g>,
}

impl<K> QueryId for Step<'_, K> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<K: EncodeKey, DB: Backend> QueryFragment<DB> for Step<'_, K> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        match self.does {
            Does::CountRestricting(edge) => {
                out.push_sql("SELECT COUNT(*) FROM ");
                self.push_restricting(edge, &mut out)
            }
            Does::ShowRestricting(edge) => {
                out.push_sql("SELECT ");
                let meta = self.graph.models[edge.child];
                push_each(meta.key_columns(), &mut out, |column, out| {
                    push_as_text(meta, column, out)
                })?;
                out.push_sql(" FROM ");
                self.push_restricting(edge, &mut out)?;
                out.push_sql(" ORDER BY ");
                push_each(meta.key_columns(), &mut out, |column, out| {
                    push_column(OWN, column, out)
                })?;
                out.push_sql(" LIMIT 10");
                Ok(())
            }
            Does::CountEmptied(edge) => {
                out.push_sql("SELECT COUNT(*) FROM ");
                push_table(self.graph.models[edge.child], OWN, &mut out)?;
                out.push_sql(" WHERE ");
                self.push_points(edge, OWN, 0, &mut out)
            }
            Does::Empty(edge) => {
                let meta = self.graph.models[edge.child];
                out.push_sql("UPDATE ");
                push_table(meta, OWN, &mut out)?;
                push_planned(&mut out);
                push_emptied(meta, edge, &mut out)?;
                out.push_sql(" WHERE ");
                self.push_points(edge, OWN, 0, &mut out)
            }
            Does::CountGoing(model) => {
                let meta = self.graph.models[model];
                out.push_sql("SELECT COUNT(*) FROM ");
                push_table(meta, OWN, &mut out)?;
                out.push_sql(" WHERE ");
                self.push_goes(model, OWN, 0, &mut out)?;
                self.push_unmarked(meta, &mut out)
            }
            Does::Delete(model) => {
                let meta = self.graph.models[model];
                if self.graph.marks {
                    push_mark(meta, OWN, true, &mut out)?;
                } else {
                    push_delete_from(meta, OWN, &mut out)?;
                }
                out.push_sql(" WHERE ");
                self.push_goes(model, OWN, 0, &mut out)?;
                self.push_unmarked(meta, &mut out)
            }
            Does::Further => {
                let meta = self.graph.models[0];
                out.push_sql("SELECT ");
                push_each(meta.key_columns(), &mut out, |column, out| {
                    push_column(OWN, column, out)
                })?;
                out.push_sql(" FROM ");
                push_table(meta, OWN, &mut out)?;
                out.push_sql(" WHERE ");
                self.push_any(self.graph.going_with(0), OWN, 0, &mut out)
            }
        }
    }
}

/// `DELETE FROM table AS alias`. MariaDB takes the alias only in the form for several tables.
pub(in crate::write) fn push_delete_from<DB: Backend>(
    meta: &ModelMeta,
    alias: &str,
    out: &mut AstPass<'_, '_, DB>,
) -> QueryResult<()> {
    out.push_sql("DELETE ");
    if out.backend().dialect() == Dialect::Mysql {
        out.push_identifier(alias)?;
        out.push_sql(" ");
    }
    out.push_sql("FROM ");
    push_table(meta, alias, out)
}

/// `UPDATE table SET deleted_at = now`, as Diesel would write the moment. The condition behind it
/// `looks_up` rows in lists or tables, or not.
pub(in crate::write) fn push_mark<DB: Backend>(
    meta: &'static ModelMeta,
    alias: &str,
    looks_up: bool,
    out: &mut AstPass<'_, '_, DB>,
) -> QueryResult<()> {
    let Some(column) = meta.soft_delete_column() else {
        return Ok(());
    };
    out.push_sql("UPDATE ");
    push_table(meta, alias, out)?;
    if looks_up {
        push_planned(out);
    }
    out.push_sql(" SET ");
    out.push_identifier(column.column)?;
    let zone = !column.rust_type.contains("NaiveDateTime");
    out.push_sql(match (out.backend().dialect(), zone) {
        (Dialect::Sqlite, true) => " = STRFTIME('%Y-%m-%d %H:%M:%f+00:00', 'now')",
        (Dialect::Sqlite, false) => " = STRFTIME('%Y-%m-%d %H:%M:%f', 'now')",
        (Dialect::Postgres, true) => " = STATEMENT_TIMESTAMP()",
        (Dialect::Postgres, false) => " = STATEMENT_TIMESTAMP() AT TIME ZONE 'UTC'",
        (Dialect::Mysql, _) => " = UTC_TIMESTAMP(6)",
    });
    Ok(())
}

/// `self.deleted_at IS NULL`, of a model that has it.
pub(in crate::write) fn push_is_unmarked<DB: Backend>(
    meta: &'static ModelMeta,
    alias: &str,
    out: &mut AstPass<'_, '_, DB>,
) -> QueryResult<()> {
    if let Some(column) = meta.soft_delete_column() {
        push_column(alias, column.column, out)?;
        out.push_sql(" IS NULL");
    }
    Ok(())
}

fn push_each<'n, DB: Backend>(
    columns: impl Iterator<Item = &'n str>,
    out: &mut AstPass<'_, '_, DB>,
    mut push: impl FnMut(&'n str, &mut AstPass<'_, '_, DB>) -> QueryResult<()>,
) -> QueryResult<()> {
    for (at, column) in columns.enumerate() {
        if at > 0 {
            out.push_sql(", ");
        }
        push(column, out)?;
    }
    Ok(())
}

/// A column as text, for people.
fn push_as_text<DB: Backend>(
    meta: &ModelMeta,
    column: &str,
    out: &mut AstPass<'_, '_, DB>,
) -> QueryResult<()> {
    let bytes = |column: &&ColumnMeta| {
        column.rust_type.ends_with("Uuid") || column.rust_type.ends_with("Vec<u8>")
    };
    let is_bytes = meta
        .columns
        .iter()
        .filter(bytes)
        .any(|known| known.column == column);
    let dialect = out.backend().dialect();
    let (open, close) = match dialect {
        // Whatever it is, SQLite has a text for it.
        Dialect::Sqlite => ("TRIM(QUOTE(", "), '''')"),
        Dialect::Mysql if is_bytes => ("HEX(", ")"),
        Dialect::Postgres | Dialect::Mysql => ("CAST(", ""),
    };
    out.push_sql(open);
    push_column(OWN, column, out)?;
    out.push_sql(close);
    if close.is_empty() {
        out.push_sql(" AS ");
        out.push_sql(dialect.cast_type(Kind::Text));
        out.push_sql(")");
    }
    Ok(())
}

/// ` SET column = …`. Of a foreign key of several columns those that can be NULL become so: one
/// is enough, and the others may belong to another relation.
fn push_emptied<DB: Backend>(
    meta: &ModelMeta,
    edge: &Edge,
    out: &mut AstPass<'_, '_, DB>,
) -> QueryResult<()> {
    let mut first = true;
    for name in &edge.columns {
        let Some(column) = meta.columns.iter().find(|known| known.column == *name) else {
            continue;
        };
        if edge.rule == Rule::SetNull && !column.nullable {
            continue;
        }
        out.push_sql(if first { " SET " } else { ", " });
        first = false;
        out.push_identifier(name)?;
        out.push_sql(" = ");
        match (edge.rule, column.db_default, out.backend().dialect()) {
            (Rule::SetDefault, Some(sql), _) => {
                out.push_sql("(");
                out.push_sql(sql);
                out.push_sql(")");
            }
            // SQLite has no word for a column's default.
            (Rule::SetDefault, None, Dialect::Postgres | Dialect::Mysql) => out.push_sql("DEFAULT"),
            _ => out.push_sql("NULL"),
        }
    }
    Ok(())
}

/// `(first, second)`, or the one.
fn push_tuple<'n, DB: Backend>(
    alias: &str,
    columns: impl Iterator<Item = &'n str> + Clone,
    out: &mut AstPass<'_, '_, DB>,
) -> QueryResult<()> {
    let several = columns.clone().nth(1).is_some();
    if several {
        out.push_sql("(");
    }
    push_each(columns, out, |column, out| push_column(alias, column, out))?;
    if several {
        out.push_sql(")");
    }
    Ok(())
}

impl<K: EncodeKey> Step<'_, K> {
    /// `table WHERE …`: rows that may not point at what goes, and do not go with it or may not
    /// even so.
    fn push_restricting<'b, DB: Backend>(
        &'b self,
        edge: &Edge,
        out: &mut AstPass<'_, 'b, DB>,
    ) -> QueryResult<()> {
        push_table(self.graph.models[edge.child], OWN, out)?;
        out.push_sql(" WHERE ");
        self.push_points(edge, OWN, 0, out)?;
        if edge.rule != Rule::Protect && self.graph.goes(edge.child) {
            out.push_sql(" AND (");
            self.push_goes(edge.child, OWN, 0, out)?;
            out.push_sql(") IS NOT TRUE");
        }
        self.push_unmarked(self.graph.models[edge.child], out)
    }

    /// Where rows are marked: those that are not yet.
    fn push_unmarked<DB: Backend>(
        &self,
        meta: &'static ModelMeta,
        out: &mut AstPass<'_, '_, DB>,
    ) -> QueryResult<()> {
        if self.graph.marks && meta.soft_delete.is_some() {
            out.push_sql(" AND ");
            push_is_unmarked(meta, OWN, out)?;
        }
        Ok(())
    }

    /// The row points at one that goes, by a foreign key.
    fn push_points<'b, DB: Backend>(
        &'b self,
        edge: &Edge,
        alias: &str,
        depth: usize,
        out: &mut AstPass<'_, 'b, DB>,
    ) -> QueryResult<()> {
        if edge.parent == 0 {
            return push_listed(self.keys, alias, edge.columns.iter().copied(), out);
        }
        let (meta, inner) = (
            self.graph.models[edge.parent],
            Alias::numbered("self.", depth),
        );
        let inner = inner.as_str();
        push_tuple(alias, edge.columns.iter().copied(), out)?;
        out.push_sql(" IN (");
        let derived = push_derived(depth, out);
        out.push_sql("SELECT ");
        push_each(meta.key_columns(), out, |column, out| {
            push_column(inner, column, out)
        })?;
        out.push_sql(" FROM ");
        push_table(meta, inner, out)?;
        out.push_sql(" WHERE ");
        self.push_goes(edge.parent, inner, depth + 1, out)?;
        out.push_sql(derived);
        out.push_sql(")");
        Ok(())
    }

    /// The row points at one that goes, by one of several foreign keys.
    fn push_any<'e, 'b, DB: Backend>(
        &'b self,
        edges: impl Iterator<Item = &'e Edge>,
        alias: &str,
        depth: usize,
        out: &mut AstPass<'_, 'b, DB>,
    ) -> QueryResult<()> {
        let mut any = false;
        out.push_sql("(");
        for edge in edges {
            if any {
                out.push_sql(" OR ");
            }
            any = true;
            self.push_points(edge, alias, depth, out)?;
        }
        // (None: nothing goes.)
        out.push_sql(if any { ")" } else { "1 = 0)" });
        Ok(())
    }

    /// The row goes.
    fn push_goes<'b, DB: Backend>(
        &'b self,
        model: usize,
        alias: &str,
        depth: usize,
        out: &mut AstPass<'_, 'b, DB>,
    ) -> QueryResult<()> {
        let meta = self.graph.models[model];
        if model == 0 {
            return push_listed(self.keys, alias, meta.key_columns(), out);
        }
        if self
            .graph
            .going_with(model)
            .any(|edge| edge.parent == model)
        {
            return self.push_goes_with_own(model, alias, depth, out);
        }
        self.push_any(self.graph.going_with(model), alias, depth, out)
    }

    /// The row goes with one of its own model, however far above:
    /// `key IN (WITH RECURSIVE …)`.
    fn push_goes_with_own<'b, DB: Backend>(
        &'b self,
        model: usize,
        alias: &str,
        depth: usize,
        out: &mut AstPass<'_, 'b, DB>,
    ) -> QueryResult<()> {
        let meta = self.graph.models[model];
        let own = self
            .graph
            .going_with(model)
            .filter(|edge| edge.parent == model);
        let others = self
            .graph
            .going_with(model)
            .filter(|edge| edge.parent != model);
        let (gone, row) = (
            Alias::numbered("self.gone.", depth),
            Alias::numbered("self.row.", depth),
        );
        let (gone, row) = (gone.as_str(), row.as_str());
        let push_key = |out: &mut AstPass<'_, 'b, DB>| {
            push_each(meta.key_columns(), out, |column, out| {
                push_column(row, column, out)
            })
        };
        push_tuple(alias, meta.key_columns(), out)?;
        out.push_sql(" IN (");
        let derived = push_derived(depth, out);
        out.push_sql("WITH RECURSIVE ");
        out.push_identifier(gone)?;
        for at in 0..meta.key.len() {
            out.push_sql(if at == 0 { " (" } else { ", " });
            out.push_identifier(Alias::numbered("k", at).as_str())?;
        }
        out.push_sql(") AS (SELECT ");
        push_key(out)?;
        out.push_sql(" FROM ");
        push_table(meta, row, out)?;
        out.push_sql(" WHERE ");
        self.push_any(others, row, depth + 1, out)?;
        // UNION leaves out what is there already, so that rows in a circle come to an end.
        out.push_sql(" UNION SELECT ");
        push_key(out)?;
        out.push_sql(" FROM ");
        push_table(meta, row, out)?;
        out.push_sql(" INNER JOIN ");
        out.push_identifier(gone)?;
        for (at, edge) in own.enumerate() {
            out.push_sql(if at == 0 { " ON (" } else { " OR (" });
            for (at, column) in edge.columns.iter().enumerate() {
                if at > 0 {
                    out.push_sql(" AND ");
                }
                push_column(row, column, out)?;
                out.push_sql(" = ");
                push_column(gone, Alias::numbered("k", at).as_str(), out)?;
            }
            out.push_sql(")");
        }
        out.push_sql(") SELECT * FROM ");
        out.push_identifier(gone)?;
        out.push_sql(derived);
        out.push_sql(")");
        Ok(())
    }
}

/// MySQL reads the table that it writes only in a derived one. Gives what closes it.
fn push_derived<DB: Backend>(depth: usize, out: &mut AstPass<'_, '_, DB>) -> &'static str {
    if depth > 0 || out.backend().dialect() != Dialect::Mysql {
        return "";
    }
    out.push_sql("SELECT * FROM (");
    // The limit keeps it from dissolving the table.
    " LIMIT 18446744073709551615) AS chosen"
}
