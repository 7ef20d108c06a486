//! A function of Diesel's with a column of another type.
#[path = "../models.rs"]
mod models;
use diesel::sql_types::Text;
use models::*;

diesel::define_sql_function! {
    fn soundex(text: Text) -> Text;
}

fn main() {
    let _ = queryset!(Track.filter(raw(soundex(F(milliseconds))) == "x"));
}
