//! Mathematics on SQLite, which has `POWER` and its like only where it was built with them.

use diesel::sql_types::{Double, Nullable};
use diesel::sqlite::SqliteConnection;

#[diesel::declare_sql_function]
#[allow(missing_docs)]
extern "SQL" {
    #[sql_name = "POWER"]
    fn power(number: Nullable<Double>, exponent: Nullable<Double>) -> Nullable<Double>;
    #[sql_name = "SQRT"]
    fn sqrt(number: Nullable<Double>) -> Nullable<Double>;
    #[sql_name = "EXP"]
    fn exp(number: Nullable<Double>) -> Nullable<Double>;
    #[sql_name = "LN"]
    fn ln(number: Nullable<Double>) -> Nullable<Double>;
    #[sql_name = "LOG10"]
    fn log10(number: Nullable<Double>) -> Nullable<Double>;
}

/// Gives a SQLite connection the functions `POWER`, `SQRT`, `EXP`, `LN` and `LOG10`, which
/// [`power`](crate::ast::function::power) and its like need: the SQLite that `orm-core` links is
/// built without them. What is no number, or beyond all numbers, is NULL.
///
/// ```
/// # orm_core::doctest_models!();
/// let mut conn = connection();
/// orm_core::backend::register_math(&mut conn)?;
/// let tracks = queryset!(Track.filter(sqrt(milliseconds) > 600.0));
/// assert_eq!(tracks.count(&mut conn)?, 1);
/// # Ok::<(), orm_core::Error>(())
/// ```
///
/// # Errors
/// Those of SQLite, when it takes no function.
pub fn register_math(conn: &mut SqliteConnection) -> crate::Result<()> {
    fn finite(number: f64) -> Option<f64> {
        number.is_finite().then_some(number)
    }
    power_utils::register_impl(conn, |number: Option<f64>, exponent: Option<f64>| {
        finite(number?.powf(exponent?))
    })?;
    sqrt_utils::register_impl(conn, |number: Option<f64>| finite(number?.sqrt()))?;
    exp_utils::register_impl(conn, |number: Option<f64>| finite(number?.exp()))?;
    ln_utils::register_impl(conn, |number: Option<f64>| finite(number?.ln()))?;
    log10_utils::register_impl(conn, |number: Option<f64>| finite(number?.log10()))?;
    Ok(())
}
