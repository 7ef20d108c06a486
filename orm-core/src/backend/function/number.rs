//! Functions of numbers.

use super::{Shape, Template};
use crate::backend::Kind;

/// The functions of numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum NumberKind {
    Abs,
    Sign,
    Floor,
    Ceil,
    Round,
    RoundTo,
    Modulo,
    Power,
    Sqrt,
    Exp,
    Ln,
    Log10,
}

impl Shape {
    /// The result has no fractions.
    fn whole(self) -> bool {
        matches!(
            self.kind,
            Some(Kind::SmallInt | Kind::Integer | Kind::BigInt)
        )
    }
}

/// Their texts.
///
/// Halves are rounded away from zero: of floating point numbers PostgreSQL and MySQL do that
/// as decimals alone. SQLite has neither FLOOR nor CEIL of itself.
pub fn number(function: NumberKind, shape: Shape) -> Template {
    use NumberKind as F;
    let decimal = shape.kind == Some(Kind::Numeric);
    Template::Call(match function {
        F::Abs => "ABS($0)",
        F::Sign => shape.pick("SIGN($0)", "CAST(SIGN($0) AS integer)", "SIGN($0)"),
        F::Floor | F::Ceil | F::Round | F::RoundTo if shape.whole() => "$0",
        F::Floor => shape.pick(
            "CAST(CASE WHEN ABS($0) < 9e15 THEN CAST($0 AS INTEGER) - ($0 < CAST($0 AS INTEGER)) ELSE $0 END AS REAL)",
            "CAST(FLOOR($0) AS $t)",
            "FLOOR($0)",
        ),
        F::Ceil => shape.pick(
            "CAST(CASE WHEN ABS($0) < 9e15 THEN CAST($0 AS INTEGER) + ($0 > CAST($0 AS INTEGER)) ELSE $0 END AS REAL)",
            "CAST(CEIL($0) AS $t)",
            "CEIL($0)",
        ),
        F::Round if decimal => "ROUND($0)",
        F::Round => shape.pick(
            "ROUND($0)",
            "CAST(ROUND(CAST($0 AS numeric)) AS $t)",
            "CAST(ROUND(CAST($0 AS DECIMAL(65, 30))) AS $t)",
        ),
        F::RoundTo if decimal => "ROUND($0, $1)",
        F::RoundTo => shape.pick(
            "ROUND($0, $1)",
            "CAST(ROUND(CAST($0 AS numeric), $1) AS $t)",
            "CAST(ROUND(CAST($0 AS DECIMAL(65, 30)), $1) AS $t)",
        ),
        F::Modulo => "($0 % $1)",
        F::Power => shape.pick(
            "POWER($0, $1)",
            "POWER(CAST($0 AS double precision), CAST($1 AS double precision))",
            "POWER($0, $1)",
        ),
        F::Sqrt => shape.pick("SQRT($0)", "SQRT(CAST($0 AS double precision))", "SQRT($0)"),
        F::Exp => shape.pick("EXP($0)", "EXP(CAST($0 AS double precision))", "EXP($0)"),
        F::Ln => shape.pick("LN($0)", "LN(CAST($0 AS double precision))", "LN($0)"),
        F::Log10 => shape.pick(
            "LOG10($0)",
            "LOG(CAST($0 AS double precision))",
            "LOG10($0)",
        ),
    })
}
