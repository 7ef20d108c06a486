//! The facts about a model as plain data: for SQL text, for error texts, for schemas.

use super::Back;

/// A model's names, columns and relations.
#[derive(Debug)]
pub struct ModelMeta {
    /// The struct's name.
    pub name: &'static str,
    /// The table's database schema, if one was named.
    pub schema: Option<&'static str>,
    /// The table.
    pub table: &'static str,
    /// The columns, in the order of the struct's fields.
    pub columns: &'static [ColumnMeta],
    /// Which columns make up the primary key.
    pub key: &'static [usize],
    /// The relations, in the order of declaration.
    pub relations: &'static [RelationMeta],
    /// Sets of columns that are unique together.
    pub unique: &'static [&'static [usize]],
    /// Indexes: a name, if given, and the columns.
    pub indexes: &'static [(Option<&'static str>, &'static [usize])],
    /// Check constraints: name and SQL.
    pub checks: &'static [(Option<&'static str>, &'static str)],
    /// Which column says to which tenant a row belongs.
    pub tenant: Option<usize>,
    /// Which column says that, and when, a row was marked as deleted.
    pub soft_delete: Option<usize>,
    /// Never written to.
    pub readonly: bool,
    /// Which column counts the row's updates.
    pub version: Option<usize>,
    /// Around which writes its hooks are called.
    pub hooks: HookedEvents,
}

/// The events at which a model's hooks are called: `#[model(hooks(insert, delete))]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct HookedEvents {
    /// A row is created.
    pub insert: bool,
    /// A row is updated.
    pub update: bool,
    /// A row is deleted.
    pub delete: bool,
}

impl ModelMeta {
    /// The columns of some fields.
    pub(crate) fn columns_of<'f>(
        &'static self,
        fields: &'f [&'static str],
    ) -> impl Iterator<Item = &'static ColumnMeta> + 'f {
        fields
            .iter()
            .filter_map(|field| self.columns.iter().find(|column| column.field == *field))
    }

    /// The column that says to which tenant a row belongs.
    pub fn tenant_column(&self) -> Option<&'static str> {
        Some(self.columns.get(self.tenant?)?.column)
    }

    /// The column that says that a row was marked as deleted.
    pub fn soft_delete_column(&self) -> Option<&'static ColumnMeta> {
        self.columns.get(self.soft_delete?)
    }

    /// The names of the primary key's columns.
    pub fn key_columns(&self) -> impl Iterator<Item = &'static str> + Clone + '_ {
        self.key
            .iter()
            .filter_map(|&at| self.columns.get(at))
            .map(|column| column.column)
    }
}

/// One column.
#[derive(Debug)]
pub struct ColumnMeta {
    /// The struct's field.
    pub field: &'static str,
    /// The column.
    pub column: &'static str,
    /// The field's type as written.
    pub rust_type: &'static str,
    /// May hold NULL.
    pub nullable: bool,
    /// The database makes the value.
    pub auto: bool,
    /// No two rows share a value.
    pub unique: bool,
    /// Has an index of its own.
    pub index: bool,
    /// Longest text in characters.
    pub max_length: Option<u32>,
    /// A text in which not all is white space.
    pub not_blank: bool,
    /// The default as Rust, as written.
    pub default: Option<&'static str>,
    /// The default as SQL.
    pub db_default: Option<&'static str>,
    /// Set to the time of every write.
    pub auto_now: bool,
    /// Set to the time of the insert.
    pub auto_now_add: bool,
    /// The database calculates it, and nobody writes it.
    pub generated: bool,
    /// A check constraint's SQL.
    pub check: Option<&'static str>,
    /// A quote of some database's stands in the column's name.
    pub has_quotes: bool,
}

impl ColumnMeta {
    /// A column about which nothing more was said.
    pub const fn new(
        field: &'static str,
        column: &'static str,
        rust_type: &'static str,
        nullable: bool,
    ) -> Self {
        Self {
            field,
            column,
            rust_type,
            nullable,
            auto: false,
            unique: false,
            index: false,
            max_length: None,
            not_blank: false,
            default: None,
            db_default: None,
            auto_now: false,
            auto_now_add: false,
            generated: false,
            check: None,
            has_quotes: has_quotes(column),
        }
    }
}

/// Whether a name holds what a database puts around names.
pub(crate) const fn has_quotes(name: &str) -> bool {
    let bytes = name.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        if matches!(bytes[at], b'"' | b'`') {
            return true;
        }
        at += 1;
    }
    false
}

/// One relation.
#[derive(Debug)]
pub struct RelationMeta {
    /// The relation's name.
    pub name: &'static str,
    /// What it is.
    pub kind: RelationKind,
    /// The other model's name as written.
    pub target: &'static str,
    /// The fields that hold the key, for a foreign key or one-to-one.
    pub fields: &'static [&'static str],
    /// What becomes of this row when the other goes.
    pub on_delete: Option<&'static str>,
    /// The foreign key that points here, where the relation is the other side of one. A
    /// function, since models may point at each other.
    pub back: fn() -> Option<Back>,
}

/// The kinds of relation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RelationKind {
    /// This table holds the other's key.
    ForeignKey,
    /// As a foreign key, and no two rows share it.
    OneToOne,
    /// The other side of a foreign key.
    HasMany,
    /// The other side of a one-to-one.
    HasOne,
    /// Both sides of a link table.
    ManyToMany,
}
