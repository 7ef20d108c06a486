//! Functions of text.

use super::{Shape, Template};

/// The functions of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum TextFunctionKind {
    Lower,
    Upper,
    Length,
    Trim,
    Ltrim,
    Rtrim,
    Substring,
    SubstringFrom,
    Replace,
    Left,
    Right,
    Position,
    Reverse,
    Repeat,
    Lpad,
    Rpad,
    Concat,
}

/// Their texts.
///
/// A start below 1 and a length below 0 are cut off first: databases take them for other
/// things. PostgreSQL's GREATEST leaves NULLs aside, so there it is a CASE.
pub fn text(function: TextFunctionKind, shape: Shape) -> Template {
    use TextFunctionKind as F;
    Template::Call(match function {
        F::Lower => "LOWER($0)",
        F::Upper => "UPPER($0)",
        F::Length => shape.pick("LENGTH($0)", "CHAR_LENGTH($0)", "CHAR_LENGTH($0)"),
        F::Trim => "TRIM($0)",
        F::Ltrim => "LTRIM($0)",
        F::Rtrim => "RTRIM($0)",
        F::Substring => shape.pick(
            "SUBSTR($0, MAX($1, 1), MAX($2, 0))",
            "SUBSTR($0, CASE WHEN $1 < 1 THEN 1 ELSE $1 END, CASE WHEN $2 < 0 THEN 0 ELSE $2 END)",
            "SUBSTR($0, GREATEST($1, 1), GREATEST($2, 0))",
        ),
        F::SubstringFrom => shape.pick(
            "SUBSTR($0, MAX($1, 1))",
            "SUBSTR($0, CASE WHEN $1 < 1 THEN 1 ELSE $1 END)",
            "SUBSTR($0, GREATEST($1, 1))",
        ),
        F::Replace => "REPLACE($0, $1, $2)",
        F::Left => shape.pick(
            "SUBSTR($0, 1, MAX($1, 0))",
            "LEFT($0, CASE WHEN $1 < 0 THEN 0 ELSE $1 END)",
            "LEFT($0, $1)",
        ),
        F::Right => shape.pick(
            "SUBSTR($0, -MAX($1, 0), MAX($1, 0))",
            "RIGHT($0, CASE WHEN $1 < 0 THEN 0 ELSE $1 END)",
            "RIGHT($0, $1)",
        ),
        F::Position => shape.pick(
            "INSTR($0, $1)",
            "STRPOS($0, $1)",
            "INSTR(CONVERT($0 USING utf8mb4) COLLATE utf8mb4_bin, CONVERT($1 USING utf8mb4) COLLATE utf8mb4_bin)",
        ),
        F::Reverse => shape.pick(
            "(WITH RECURSIVE \"self.turned\" (rest, done) AS (SELECT $0, '' UNION ALL \
             SELECT SUBSTR(rest, 2), SUBSTR(rest, 1, 1) || done FROM \"self.turned\" WHERE rest <> '') \
             SELECT done FROM \"self.turned\" WHERE rest = '')",
            "REVERSE($0)",
            "REVERSE($0)",
        ),
        // As many zero bytes in hexadecimal digits, each of them replaced; and NULL for NULL.
        F::Repeat => shape.pick(
            "(REPLACE(HEX(ZEROBLOB($1)), '00', $0) || SUBSTR('', $1))",
            "REPEAT($0, $1)",
            "REPEAT($0, $1)",
        ),
        F::Lpad => shape.pick(
            "(SUBSTR(REPLACE(HEX(ZEROBLOB($1)), '00', $2), 1, MAX($1 - LENGTH($0), 0)) || SUBSTR($0, 1, MAX($1, 0)))",
            "LPAD($0, $1, $2)",
            "LPAD($0, GREATEST($1, 0), $2)",
        ),
        F::Rpad => shape.pick(
            "(SUBSTR($0, 1, MAX($1, 0)) || SUBSTR(REPLACE(HEX(ZEROBLOB($1)), '00', $2), 1, MAX($1 - LENGTH($0), 0)))",
            "RPAD($0, $1, $2)",
            "RPAD($0, GREATEST($1, 0), $2)",
        ),
        // PostgreSQL's CONCAT takes NULL for an empty text.
        F::Concat => {
            return shape.pick(
                Template::List("(", " || ", ")"),
                Template::List("(", " || ", ")"),
                Template::List("CONCAT(", ", ", ")"),
            );
        }
    })
}
