//! The crate under another name.
#![deny(warnings)]
#![allow(dead_code)]
mod database {
    pub mod orm {
        pub use ::orm_core::*;
    }
}
use database::orm::prelude::*;

#[derive(database::orm::Model, Debug)]
#[model(crate = crate::database::orm, has_many(parts = Part::whole), serialize)]
pub struct Part {
    pub id: i32,
    #[model(foreign_key = Self, relation = "whole")]
    pub whole_id: Option<i32>,
}

fn case(conn: &mut diesel::SqliteConnection) -> database::orm::Result<()> {
    for part in &queryset!(Part.filter(id > 1).prefetch_related(parts)).load(conn)? {
        println!("{}", part.parts().len());
    }
    Ok(())
}

fn main() {}
