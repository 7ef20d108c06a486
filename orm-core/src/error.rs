//! Everything that can go wrong at run time, typed, with the model and the field named.

mod convert;
mod cursor;
mod invalid;
mod violation;
mod words;

use std::fmt;

pub use cursor::CursorFault;
pub use invalid::{Invalid, InvalidField};
pub use violation::{Violation, ViolationKind};
pub(crate) use words::is_retryable;

/// What a terminal returns.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why a queryset gave no answer.
///
/// Converts both ways with [`diesel::result::Error`], so `?` works inside
/// `conn.transaction(|conn| …)` and in functions that return Diesel's error.
///
/// ```
/// use orm_core::Error;
///
/// let not_found = Error::DoesNotExist { model: "Album" };
/// assert_eq!(not_found.to_string(), "no `Album` matches the queryset");
/// assert_eq!(diesel::result::Error::from(not_found), diesel::result::Error::NotFound);
/// ```
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// `get` found no row.
    DoesNotExist {
        /// The model asked for.
        model: &'static str,
    },
    /// `get` found more than one row.
    MultipleObjectsReturned {
        /// The model asked for.
        model: &'static str,
    },
    /// A row's foreign key names a row that is not there. Databases that check their
    /// constraints never hold one; SQLite does not check unless told to. A row outside the
    /// default scope of its model is not there either.
    DanglingForeignKey {
        /// The model that holds the key.
        model: &'static str,
        /// The relation that was loaded.
        relation: &'static str,
        /// The key's value, as text.
        key: String,
    },
    /// A row is linked with a row of another tenant. (Where a JOIN looks for it, it is not
    /// there: that is a [`DanglingForeignKey`](Self::DanglingForeignKey).)
    OtherTenant {
        /// The model whose relation was loaded.
        model: &'static str,
        /// The model of the other row.
        target: &'static str,
    },
    /// A column's value does not fit the field's type (a NULL where none may be, text
    /// where a number is declared).
    Field {
        /// The model.
        model: &'static str,
        /// The field of the struct.
        field: &'static str,
        /// What was wrong with the value.
        reason: String,
    },
    /// A slice with a negative bound, or a bound beyond 64 bits.
    Slice {
        /// The model of the queryset.
        model: &'static str,
    },
    /// A page whose number or size is below 1, or beyond 64 bits.
    Page {
        /// The model of the queryset.
        model: &'static str,
    },
    /// A cursor that is none of this queryset's.
    Cursor(CursorFault),
    /// Rows were to be locked outside of a transaction, with which the lock would end.
    NoTransaction,
    /// An update or a deletion was filtered, and each condition is an `if` that did not hold: it
    /// would have been of all rows. (Where the queryset's type tells that, it does not compile.)
    NoFilter {
        /// The model of the rows.
        model: &'static str,
    },
    /// Rows point at those that were to be deleted, by a foreign key with
    /// `on_delete = "restrict"`, and do not go with them, or with `on_delete = "protect"`.
    /// Nothing was deleted.
    Restricted {
        /// The model whose rows were to be deleted.
        model: &'static str,
        /// What stands in the way.
        by: Vec<Restriction>,
    },
    /// A row was to be updated, and another caller has updated it since it was read:
    /// `#[model(version = field)]`. Read it again, and decide again.
    StaleRow {
        /// The model.
        model: &'static str,
    },
    /// Models whose rows were to go with others do so in a circle of several models, to which
    /// the one whose rows were to be deleted does not belong.
    CascadeCircle {
        /// The model whose rows were to be deleted.
        model: &'static str,
        /// One of the circle.
        first: &'static str,
        /// Another.
        second: &'static str,
    },
    /// A deletion would delete or change rows of a model whose hooks cannot be called there: they
    /// go by `on_delete`, and no row of theirs is loaded. Nothing was deleted.
    UncalledHooks {
        /// The model whose rows were to be deleted.
        model: &'static str,
        /// The model with hooks, whose rows would go or be changed with those.
        other: &'static str,
    },
    /// An update sets the primary key, by which its rows are to be found again: for hooks or rules
    /// of the model, or on MySQL, where an update gives no rows back. Nothing was changed.
    SetsKey {
        /// The model.
        model: &'static str,
    },
    /// Rows were to be locked on SQLite, by an enum of connections.
    NoRowLocks,
    /// An option of [`Explain`](crate::queryset::Explain) that a database does not have.
    NoExplain {
        /// The option, as it was written.
        option: &'static str,
        /// The database.
        database: &'static str,
    },
    /// `order_by_name` was given a name that is not among the allowed ones.
    OrderName {
        /// The model of the queryset.
        model: &'static str,
        /// The name, without its sign.
        name: String,
        /// The names that are allowed.
        allowed: Vec<&'static str>,
    },
    /// An option of [`transaction`](crate::transaction()) that is chosen when a transaction begins,
    /// inside one that is open already.
    TransactionOpen {
        /// The option, as it was written.
        option: &'static str,
    },
    /// An [`atomic`](crate::atomic()) ended well, and the database had rolled it back: a
    /// statement in it had failed, and its error was dropped.
    RolledBack,
    /// [`on_commit`](crate::on_commit()) on a connection whose instrumentation was set by
    /// Diesel's `set_instrumentation`.
    OwnInstrumentation,
    /// Rows that were to be created break rules of their model. Nothing was sent.
    Invalid(Box<Invalid>),
    /// A write that breaks a constraint, or holds a value that its column does not.
    Violation(Box<Violation>),
    /// A hook of a model refused a write.
    Hook(Box<dyn std::error::Error + Send + Sync>),
    /// Whatever else Diesel or the database said.
    Database(diesel::result::Error),
}

/// Rows that stand in the way of a deletion.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Restriction {
    /// Their model.
    pub model: &'static str,
    /// The foreign key by which they point at what was to be deleted.
    pub relation: &'static str,
    /// How many there are.
    pub rows: usize,
    /// The keys of the first ten, as text.
    pub keys: Vec<String>,
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::DoesNotExist { model } => write!(f, "no `{model}` matches the queryset"),
            Self::MultipleObjectsReturned { model } => {
                write!(
                    f,
                    "more than one `{model}` matches the queryset, and `get` wants one"
                )
            }
            Self::DanglingForeignKey {
                model,
                relation,
                key,
            } => {
                write!(
                    f,
                    "`{model}.{relation}` points at a row that does not exist (key {key})"
                )
            }
            Self::OtherTenant { model, target } => {
                write!(
                    f,
                    "a `{model}` is linked with a `{target}` of another tenant"
                )
            }
            Self::Field {
                model,
                field,
                reason,
            } => {
                write!(f, "column of `{model}.{field}` cannot be read: {reason}")
            }
            Self::Slice { model } => write!(
                f,
                "a slice of `{model}` has a bound that is negative or beyond 64 bits"
            ),
            Self::OrderName {
                model,
                name,
                allowed,
            } => {
                write!(f, "`{model}` cannot be ordered by `{name}`: allowed are ")?;
                for (at, name) in allowed.iter().enumerate() {
                    let comma = if at > 0 { ", " } else { "" };
                    write!(f, "{comma}`{name}`")?;
                }
                Ok(())
            }
            Self::Page { model } => write!(
                f,
                "pages of `{model}` begin with number 1 and have at least 1 row: a number or a \
                 size is below, or beyond 64 bits"
            ),
            Self::Cursor(fault) => fault.fmt(f),
            Self::NoTransaction => f.write_str(
                "a lock lasts until the transaction ends, and none is open here: write \
                 `atomic(conn, |conn| …)` around it",
            ),
            Self::NoFilter { model } => write!(
                f,
                "every condition is absent by which rows of `{model}` were to be written, and that \
                 would be all rows"
            ),
            Self::Restricted { model, by } => {
                write!(
                    f,
                    "rows of `{model}` cannot be deleted while others point at them: "
                )?;
                for (at, found) in by.iter().enumerate() {
                    let comma = if at > 0 { "; " } else { "" };
                    let Restriction {
                        model,
                        relation,
                        rows,
                        keys,
                    } = found;
                    let (keys, more) =
                        (keys.join("; "), if keys.len() < *rows { "; …" } else { "" });
                    write!(
                        f,
                        "{comma}{rows} by `{model}.{relation}` (key {keys}{more})"
                    )?;
                }
                Ok(())
            }
            Self::StaleRow { model } => write!(
                f,
                "this `{model}` was updated by another since it was read: read it again"
            ),
            Self::CascadeCircle {
                model,
                first,
                second,
            } => write!(
                f,
                "rows of `{first}` and `{second}` go with each other in a circle, which a deletion of \
                 `{model}` cannot follow: delete those first"
            ),
            Self::UncalledHooks { model, other } => write!(
                f,
                "rows of `{other}` would go or be changed with those of `{model}`, and its hooks are \
                 not called for such: delete or change them first, each by its own queryset, or \
                 write `.without_hooks()` behind `delete()`"
            ),
            Self::SetsKey { model } => write!(
                f,
                "an update sets the primary key of `{model}`, by which its rows are found again \
                 afterwards: a row with another key is another row, so create it, and delete this one"
            ),
            Self::NoRowLocks => f.write_str(
                "SQLite has no locks of rows: it locks its whole file. Begin the transaction by \
                 `transaction(conn).immediate()`, and leave `for_update` out",
            ),
            Self::NoExplain { option, database } => {
                write!(f, "{database} has no `{option}` for `explain`")
            }
            Self::TransactionOpen { option } => write!(
                f,
                "`{option}` is chosen when a transaction begins, and one is open here: write it \
                 on the outermost `atomic`"
            ),
            Self::RolledBack => f.write_str(
                "the database rolled the transaction back: a statement in it failed, and its \
                 error was dropped. Return the error, or give the statement an `atomic` of its \
                 own",
            ),
            Self::OwnInstrumentation => f.write_str(
                "`on_commit` hears of the commit by the connection's instrumentation, where \
                 `set_instrumentation` has put another: add yours by \
                 `orm_core::instrument::observe`",
            ),
            Self::Invalid(invalid) => invalid.fmt(f),
            Self::Violation(violation) => violation.fmt(f),
            Self::Hook(error) => error.fmt(f),
            Self::Database(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Database(error) => Some(error),
            Self::Violation(violation) => violation.source(),
            Self::Hook(error) => Some(&**error),
            _ => None,
        }
    }
}
