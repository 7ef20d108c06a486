//! Columns and relations named as words of the language, and keywords as raw names.
#![deny(warnings)]
#![allow(dead_code)]
use orm_core::prelude::*;

#[derive(Model, Debug, Clone)]
#[allow(non_snake_case)]
#[model(has_many(all = Entry::filter_of))]
pub struct Medium {
    pub id: i32,
    pub r#type: String,
    pub count: i32,
    pub filter: bool,
    pub any: i32,
    pub made__by: String,
}

#[derive(Model, Debug, Clone)]
pub struct Entry {
    pub id: i32,
    #[model(foreign_key = Medium, relation = "filter_of")]
    pub medium: i32,
    #[model(foreign_key = Medium)]
    pub type_id: Option<i32>,
}

fn words(conn: &mut diesel::SqliteConnection) -> orm_core::Result<()> {
    let _ = queryset!(Medium.filter(r#type == "x" && count > 1 && filter && any == F(count)));
    let _ = queryset!(Medium.filter(r#made__by == "x", all.any(medium == 1)).order_by(-count));
    for entry in &queryset!(Entry.select_related(filter_of, r#type)).load(conn)? {
        println!("{} {:?}", entry.filter_of().count, entry.r#type().map(|medium| medium.any));
    }
    Ok(())
}

fn main() {}
