//! The statements by which links are written: one that inserts, one that deletes, and one that
//! locks the row whose links they are.

use std::marker::PhantomData;

use diesel::QueryResult;
use diesel::deserialize::{self, QueryableByName};
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::row::NamedRow;

use super::ManyToMany;
use super::ends::Sent;
use super::values::{Half, PushLinkValues};
use super::wanted::Wanted;
use crate::backend::{
    Backend, Dialect, KEYS, KeyKind, KeyList, push_in_list, push_key_part, push_keys, push_number,
};
use crate::load::spec::push_place;
use crate::model::{EncodeKey, Model, ModelMeta, Relation};
use crate::path::{Path, Root, push_column, push_table};

/// Inserts those links that are not there.
pub(super) struct Insert<'w, R: Relation, A> {
    pub(super) from: &'w Keys<R::From>,
    pub(super) to: &'w Keys<R::To>,
    pub(super) values: &'w A,
}

impl<R: Relation, A: QueryId> QueryId for Insert<'_, R, A> {
    type QueryId = Insert<'static, R, A::QueryId>;
    const HAS_STATIC_QUERY_ID: bool = A::HAS_STATIC_QUERY_ID;
}

impl<R, A, DB> QueryFragment<DB> for Insert<'_, R, A>
where
    R: ManyToMany,
    A: PushLinkValues<R::Table, DB>,
    DB: Backend,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        let Self { from, to, values } = *self;
        let meta = R::Table::META;
        let alias = Root::<R::Table>::ALIAS;
        out.push_sql("INSERT INTO ");
        push_name(meta, &mut out)?;
        out.push_sql(" (");
        push_names(&[R::FROM, R::TO], &mut out)?;
        values.push(Half::Columns, out.reborrow())?;
        out.push_sql(") SELECT ");
        for part in 0..R::FROM.len() {
            push_one(from, part, &mut out)?;
            out.push_sql(", ");
        }
        for part in 0..R::TO.len() {
            if part > 0 {
                out.push_sql(", ");
            }
            push_key_part(to, part, &mut out)?;
        }
        values.push(Half::Values, out.reborrow())?;
        out.push_sql(" FROM ");
        push_keys(to, &mut out)?;
        out.push_sql(" LEFT JOIN ");
        push_table(meta, alias, &mut out)?;
        out.push_sql(" ON ");
        push_from(from, R::FROM.iter().copied(), alias, &mut out)?;
        for (part, column) in R::TO.iter().enumerate() {
            out.push_sql(" AND ");
            push_column(alias, column, &mut out)?;
            out.push_sql(" = ");
            push_key_part(to, part, &mut out)?;
        }
        out.push_sql(" WHERE ");
        push_column(alias, R::FROM.first().copied().unwrap_or(""), &mut out)?;
        out.push_sql(" IS NULL");
        // Two connections that insert the same links wait for each other in one direction.
        if out.backend().dialect() != Dialect::Sqlite {
            for part in 0..R::TO.len() {
                out.push_sql(if part == 0 { " ORDER BY " } else { ", " });
                push_number((R::FROM.len() + part + 1) as u64, &mut out);
            }
        }
        // Another connection may insert the same link between the look and the insert. Only of the
        // key over the two sides: a conflict with another one is an error of the user's. MySQL
        // cannot tell the two apart, so there each is an error, which the caller looks at.
        if out.backend().dialect() != Dialect::Mysql && is_unique::<R>() {
            out.push_sql(" ON CONFLICT (");
            push_names(&[R::FROM, R::TO], &mut out)?;
            out.push_sql(") DO NOTHING");
        }
        Ok(())
    }
}

/// Locks the row that has the links, until the transaction ends.
pub(super) struct Lock<'w, R: Relation>(pub(super) &'w Keys<R::From>);

impl<R: Relation> QueryId for Lock<'_, R> {
    type QueryId = Lock<'static, R>;
    const HAS_STATIC_QUERY_ID: bool = true;
}

impl<R: Relation, DB: Backend> QueryFragment<DB> for Lock<'_, R> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        let meta = R::From::META;
        out.push_sql("SELECT 1 FROM ");
        push_name(meta, &mut out)?;
        out.push_sql(" WHERE ");
        push_from(self.0, meta.key_columns(), meta.table, &mut out)?;
        // PostgreSQL has a lock for which new rows that point at this one, links among them, do
        // not wait.
        out.push_sql(match out.backend().dialect() {
            Dialect::Postgres => " FOR NO KEY UPDATE",
            _ => " FOR UPDATE",
        });
        Ok(())
    }
}

/// A row that was locked: nothing is read of it.
pub(super) struct Locked;
impl<DB: Backend> QueryableByName<DB> for Locked {
    fn build<'a>(_: &impl NamedRow<'a, DB>) -> deserialize::Result<Self> {
        Ok(Self)
    }
}

/// Which of a row's links are deleted.
pub(super) trait Which: 'static {
    /// What stands before and behind the condition that they are in the list; `None`: all.
    const AMONG: Option<(&'static str, &'static str)>;
}
/// Those in the list.
pub(super) struct Those;
/// Those that are not in the list.
pub(super) struct AllBut;
/// All.
pub(super) struct Every;
impl Which for Those {
    const AMONG: Option<(&'static str, &'static str)> = Some((" AND ", ""));
}
impl Which for AllBut {
    // Where a list is written out, a NULL stands in it, and `NOT` would leave it NULL.
    const AMONG: Option<(&'static str, &'static str)> = Some((" AND (", ") IS NOT TRUE"));
}
impl Which for Every {
    const AMONG: Option<(&'static str, &'static str)> = None;
}

/// Deletes links of a row.
pub(super) struct Delete<'w, R: Relation, A, Wh> {
    write: &'w Wanted<R, A>,
    which: PhantomData<fn() -> Wh>,
}
impl<'w, R: Relation, A, Wh> Delete<'w, R, A, Wh> {
    pub(super) fn new(write: &'w Wanted<R, A>) -> Self {
        Self {
            write,
            which: PhantomData,
        }
    }
}

impl<R: Relation, A, Wh: Which> QueryId for Delete<'_, R, A, Wh> {
    type QueryId = Delete<'static, R, (), Wh>;
    const HAS_STATIC_QUERY_ID: bool = true;
}

impl<R, A, Wh, DB> QueryFragment<DB> for Delete<'_, R, A, Wh>
where
    R: ManyToMany,
    Wh: Which,
    DB: Backend,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        let Wanted { from, to, .. } = self.write;
        // Not every database takes an alias here.
        let table = R::Table::META.table;
        out.push_sql("DELETE FROM ");
        push_name(R::Table::META, &mut out)?;
        out.push_sql(" WHERE ");
        push_from(from, R::FROM.iter().copied(), table, &mut out)?;
        let Some((before, behind)) = Wh::AMONG else {
            return Ok(());
        };
        out.push_sql(before);
        push_among(to, R::TO, table, &mut out)?;
        out.push_sql(behind);
        Ok(())
    }
}

/// That a link is in the list.
fn push_among<'b, K: EncodeKey, DB: Backend>(
    list: &'b KeyList<K>,
    columns: &[&str],
    table: &str,
    out: &mut AstPass<'_, 'b, DB>,
) -> QueryResult<()> {
    let is_mysql = out.backend().dialect() == Dialect::Mysql;
    let is_text = |kind: &KeyKind| {
        use KeyKind::{Bytes, Json, Text, Uuid};
        matches!(kind, Text | Json | Bytes | Uuid)
    };
    let has_text = K::KINDS.iter().any(is_text);
    if let ([column], true) = (columns, has_text || !is_mysql) {
        push_column(table, column, out)?;
        return push_in_list(list, out);
    }
    out.push_sql("EXISTS (SELECT 1 FROM ");
    // MySQL reads the list once for each row, but where it makes a table of it. (Text in such a
    // table has a collation of its own, which quarrels with the column's.)
    let derived = is_mysql && !has_text;
    if derived {
        for part in 0..columns.len() {
            out.push_sql(if part == 0 { "(SELECT DISTINCT " } else { ", " });
            push_key_part(list, part, out)?;
            out.push_sql(" AS ");
            push_place(part, out);
        }
        out.push_sql(" FROM ");
        push_keys(list, out)?;
        out.push_sql(") AS ");
        out.push_identifier(KEYS)?;
    } else {
        push_keys(list, out)?;
    }
    for (part, column) in columns.iter().enumerate() {
        out.push_sql(if part == 0 { " WHERE " } else { " AND " });
        push_column(table, column, out)?;
        out.push_sql(" = ");
        if derived {
            out.push_identifier(KEYS)?;
            out.push_sql(".");
            push_place(part, out);
        } else {
            push_key_part(list, part, out)?;
        }
    }
    out.push_sql(")");
    Ok(())
}

/// `"schema"."table"`.
fn push_name<DB: Backend>(meta: &ModelMeta, out: &mut AstPass<'_, '_, DB>) -> QueryResult<()> {
    if let Some(schema) = meta.schema {
        out.push_identifier(schema)?;
        out.push_sql(".");
    }
    out.push_identifier(meta.table)
}

/// Names, with commas between.
fn push_names<DB: Backend>(names: &[&[&str]], out: &mut AstPass<'_, '_, DB>) -> QueryResult<()> {
    for (at, name) in names.iter().copied().flatten().enumerate() {
        if at > 0 {
            out.push_sql(", ");
        }
        out.push_identifier(name)?;
    }
    Ok(())
}

/// `column = key`, of the row that has the links.
fn push_from<'b, 'n, K: EncodeKey, DB: Backend>(
    from: &'b KeyList<K>,
    columns: impl Iterator<Item = &'n str>,
    table: &str,
    out: &mut AstPass<'_, 'b, DB>,
) -> QueryResult<()> {
    for (part, column) in columns.enumerate() {
        if part > 0 {
            out.push_sql(" AND ");
        }
        push_column(table, column, out)?;
        out.push_sql(" = ");
        push_one(from, part, out)?;
    }
    Ok(())
}

/// A part of the only key of a list. It travels as keys in lists do, so that both sides of a
/// link are bound in the same way, whatever their types.
fn push_one<'b, K: EncodeKey, DB: Backend>(
    one: &'b KeyList<K>,
    part: usize,
    out: &mut AstPass<'_, 'b, DB>,
) -> QueryResult<()> {
    out.push_sql("(SELECT ");
    push_key_part(one, part, out)?;
    out.push_sql(" FROM ");
    push_keys(one, out)?;
    out.push_sql(")");
    Ok(())
}

/// Whether the link model says that no two rows link the same: by its key, or a set of columns
/// that are unique together.
pub(super) fn is_unique<R: ManyToMany>() -> bool {
    let meta = R::Table::META;
    let sides = || R::FROM.iter().chain(R::TO);
    let is_both = |set: &[usize]| {
        let names = || {
            set.iter()
                .filter_map(|&at| Some(meta.columns.get(at)?.column))
        };
        sides().all(|side| names().any(|name| name == *side))
            && names().all(|name| sides().any(|side| *side == name))
    };
    is_both(meta.key) || meta.unique.iter().any(|set| is_both(set))
}

/// The keys as they travel.
pub(super) type Keys<M> = KeyList<Sent<<M as Model>::Key>>;
