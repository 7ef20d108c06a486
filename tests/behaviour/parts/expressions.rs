//! What the database computes: functions, windows, subqueries.

#[path = "../databases_differ_functions.rs"]
mod databases_differ_functions;
#[path = "../dates.rs"]
mod dates;
#[path = "../functions_choose.rs"]
mod functions_choose;
#[path = "../functions_dates.rs"]
mod functions_dates;
#[path = "../functions_json.rs"]
mod functions_json;
#[path = "../functions_numbers.rs"]
mod functions_numbers;
#[path = "../functions_own.rs"]
mod functions_own;
#[path = "../functions_sql.rs"]
mod functions_sql;
#[path = "../functions_text.rs"]
mod functions_text;
#[path = "../subqueries.rs"]
mod subqueries;
#[path = "../windows.rs"]
mod windows;
