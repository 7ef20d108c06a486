//! Functions of dates and times.
//!
//! SQLite keeps them as text, `2024-05-06 07:08:09.123456+00:00`. Its functions know thousandths
//! of a second and round to them, so what stands behind the second is kept out of them.

use super::{Shape, Template};
use crate::backend::{Dialect, Kind};

/// Units of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum UnitKind {
    Year,
    Quarter,
    Month,
    Week,
    Day,
    Hour,
    Minute,
    Second,
}

/// The text of a date, by what kind of it is asked for.
macro_rules! sqlite_trunc {
    ($kind:expr, $format:literal, $time:literal $(, $modifier:literal)?) => {
        match $kind {
            Some(Kind::Timestamp) => {
                concat!("STRFTIME('", $format, $time, "', SUBSTR($0, 1, 19)", $($modifier,)? ")")
            }
            Some(Kind::Timestamptz) => {
                concat!("STRFTIME('", $format, $time, "+00:00', SUBSTR($0, 1, 19)", $($modifier,)? ")")
            }
            _ => concat!("STRFTIME('", $format, "', $0", $($modifier,)? ")"),
        }
    };
}
macro_rules! postgres_trunc {
    ($kind:expr, $unit:literal) => {
        match $kind {
            Some(Kind::Timestamptz) => concat!("DATE_TRUNC('", $unit, "', $0, 'UTC')"),
            Some(Kind::Date) => concat!("CAST(DATE_TRUNC('", $unit, "', $0) AS date)"),
            _ => concat!("DATE_TRUNC('", $unit, "', $0)"),
        }
    };
}

/// The start of the unit.
pub fn trunc(unit: UnitKind, shape: Shape) -> Template {
    use UnitKind as U;
    let kind = shape.kind;
    Template::Call(match shape.dialect {
        Dialect::Sqlite => match unit {
            U::Year => sqlite_trunc!(kind, "%Y-01-01", " 00:00:00"),
            U::Quarter => sqlite_trunc!(
                kind,
                "%Y-%m-01",
                " 00:00:00",
                ", 'start of month', '-' || ((STRFTIME('%m', SUBSTR($0, 1, 10)) - 1) % 3) || ' months'"
            ),
            U::Month => sqlite_trunc!(kind, "%Y-%m-01", " 00:00:00"),
            U::Week => sqlite_trunc!(
                kind,
                "%Y-%m-%d",
                " 00:00:00",
                ", '-' || ((STRFTIME('%w', SUBSTR($0, 1, 10)) + 6) % 7) || ' days'"
            ),
            U::Day => sqlite_trunc!(kind, "%Y-%m-%d", " 00:00:00"),
            U::Hour => sqlite_trunc!(kind, "%Y-%m-%d", " %H:00:00"),
            U::Minute => sqlite_trunc!(kind, "%Y-%m-%d", " %H:%M:00"),
            U::Second => sqlite_trunc!(kind, "%Y-%m-%d", " %H:%M:%S"),
        },
        Dialect::Postgres => match unit {
            U::Year => postgres_trunc!(kind, "year"),
            U::Quarter => postgres_trunc!(kind, "quarter"),
            U::Month => postgres_trunc!(kind, "month"),
            U::Week => postgres_trunc!(kind, "week"),
            U::Day => postgres_trunc!(kind, "day"),
            U::Hour => postgres_trunc!(kind, "hour"),
            U::Minute => postgres_trunc!(kind, "minute"),
            U::Second => postgres_trunc!(kind, "second"),
        },
        Dialect::Mysql => match unit {
            U::Year => "CAST(DATE_FORMAT($0, '%Y-01-01') AS $t)",
            U::Quarter => "CAST(MAKEDATE(YEAR($0), 1) + INTERVAL (QUARTER($0) - 1) QUARTER AS $t)",
            U::Month => "CAST(DATE_FORMAT($0, '%Y-%m-01') AS $t)",
            U::Week => "CAST(DATE($0) - INTERVAL WEEKDAY($0) DAY AS $t)",
            U::Day => "CAST(DATE_FORMAT($0, '%Y-%m-%d') AS $t)",
            U::Hour => "CAST(DATE_FORMAT($0, '%Y-%m-%d %H:00:00') AS $t)",
            U::Minute => "CAST(DATE_FORMAT($0, '%Y-%m-%d %H:%i:00') AS $t)",
            U::Second => "CAST(DATE_FORMAT($0, '%Y-%m-%d %H:%i:%s') AS $t)",
        },
    })
}

macro_rules! sqlite_plus_days {
    ($kind:expr, $modifier:literal) => {
        match $kind {
            Some(Kind::Date) => concat!("STRFTIME('%Y-%m-%d', $0, ", $modifier, ")"),
            _ => concat!(
                "(STRFTIME('%Y-%m-%d', SUBSTR($0, 1, 10), ",
                $modifier,
                ") || SUBSTR($0, 11))"
            ),
        }
    };
}
macro_rules! sqlite_plus_seconds {
    ($modifier:literal) => {
        concat!(
            "(STRFTIME('%Y-%m-%d %H:%M:%S', SUBSTR($0, 1, 19), ",
            $modifier,
            ") || SUBSTR($0, 20))"
        )
    };
}
macro_rules! postgres_plus {
    ($kind:expr, $unit:literal) => {
        match $kind {
            Some(Kind::Date) => {
                concat!("CAST($0 + MAKE_INTERVAL(", $unit, ") AS date)")
            }
            // Of UTC, whatever zone the session has.
            Some(Kind::Timestamptz) => concat!(
                "((($0 AT TIME ZONE 'UTC') + MAKE_INTERVAL(",
                $unit,
                ")) AT TIME ZONE 'UTC')"
            ),
            _ => concat!("($0 + MAKE_INTERVAL(", $unit, "))"),
        }
    };
}

/// So many units later.
pub fn plus(unit: UnitKind, shape: Shape) -> Template {
    use UnitKind as U;
    let kind = shape.kind;
    Template::Call(match shape.dialect {
        // A day that a month has not is its last one.
        Dialect::Sqlite => match unit {
            U::Year => sqlite_plus_days!(kind, "$1 || ' years', 'floor'"),
            U::Quarter => sqlite_plus_days!(kind, "(3 * $1) || ' months', 'floor'"),
            U::Month => sqlite_plus_days!(kind, "$1 || ' months', 'floor'"),
            U::Week => sqlite_plus_days!(kind, "(7 * $1) || ' days'"),
            U::Day => sqlite_plus_days!(kind, "$1 || ' days'"),
            U::Hour => sqlite_plus_seconds!("$1 || ' hours'"),
            U::Minute => sqlite_plus_seconds!("$1 || ' minutes'"),
            U::Second => sqlite_plus_seconds!("$1 || ' seconds'"),
        },
        Dialect::Postgres => match unit {
            U::Year => postgres_plus!(kind, "years => $1"),
            U::Quarter => postgres_plus!(kind, "months => 3 * $1"),
            U::Month => postgres_plus!(kind, "months => $1"),
            U::Week => postgres_plus!(kind, "weeks => $1"),
            U::Day => postgres_plus!(kind, "days => $1"),
            U::Hour => postgres_plus!(kind, "hours => $1"),
            U::Minute => postgres_plus!(kind, "mins => $1"),
            U::Second => postgres_plus!(kind, "secs => $1"),
        },
        Dialect::Mysql => match unit {
            U::Year => "($0 + INTERVAL $1 YEAR)",
            U::Quarter => "($0 + INTERVAL $1 QUARTER)",
            U::Month => "($0 + INTERVAL $1 MONTH)",
            U::Week => "($0 + INTERVAL $1 WEEK)",
            U::Day => "($0 + INTERVAL $1 DAY)",
            U::Hour => "($0 + INTERVAL $1 HOUR)",
            U::Minute => "($0 + INTERVAL $1 MINUTE)",
            U::Second => "($0 + INTERVAL $1 SECOND)",
        },
    })
}

/// Days or seconds from the first to the second, which are of kind `of`. What is smaller than
/// the unit is cut off both first.
pub fn difference(unit: UnitKind, of: Option<Kind>, shape: Shape) -> Template {
    Template::Call(if unit == UnitKind::Second {
        shape.pick(
            "(UNIXEPOCH(SUBSTR($1, 1, 19)) - UNIXEPOCH(SUBSTR($0, 1, 19)))",
            "CAST(EXTRACT(EPOCH FROM DATE_TRUNC('second', $1) - DATE_TRUNC('second', $0)) AS bigint)",
            "TIMESTAMPDIFF(SECOND, $0 - INTERVAL MICROSECOND($0) MICROSECOND, $1 - INTERVAL MICROSECOND($1) MICROSECOND)",
        )
    } else {
        shape.pick(
            "CAST(JULIANDAY(SUBSTR($1, 1, 10)) - JULIANDAY(SUBSTR($0, 1, 10)) AS INTEGER)",
            if of == Some(Kind::Timestamptz) {
                "(CAST(($1 AT TIME ZONE 'UTC') AS date) - CAST(($0 AT TIME ZONE 'UTC') AS date))"
            } else {
                "(CAST($1 AS date) - CAST($0 AS date))"
            },
            "DATEDIFF($1, $0)",
        )
    })
}

/// The moment at which the statement began.
pub fn now(shape: Shape) -> Template {
    Template::Call(shape.pick(
        "STRFTIME('%Y-%m-%d %H:%M:%f+00:00', 'now')",
        "STATEMENT_TIMESTAMP()",
        "UTC_TIMESTAMP(6)",
    ))
}
