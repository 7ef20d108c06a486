//! Models and querysets written by `macro_rules!`.
#![deny(warnings)]
#![allow(dead_code)]
use orm_core::prelude::*;

macro_rules! tree {
    ($name:ident, $field:ident: $ty:ty, $table:literal) => {
        #[derive(Model, Debug, Clone, PartialEq)]
        #[model(table = $table, has_many(children = $name::parent))]
        pub struct $name {
            pub id: i32,
            pub $field: $ty,
            #[model(foreign_key = Self)]
            pub parent_id: Option<i32>,
        }
    };
}
tree!(Section, title: String, "sections");
tree!(Part, weight: i64, "parts");

/// Types from outside, beside which the derive writes names of its own.
macro_rules! pointing {
    ($name:ident, $key:ty, $to:path) => {
        #[derive(Model, Debug, Clone, PartialEq)]
        pub struct $name {
            pub id: $key,
            #[model(foreign_key = $to)]
            pub start_id: $key,
            #[model(foreign_key = $to)]
            pub next_id: Option<$key>,
        }
    };
}
pointing!(Arrow, i32, Section);

macro_rules! find {
    ($model:ident, $field:ident, $value:expr) => {
        queryset!($model.filter($field == $value).prefetch_related(children))
    };
}

fn case(conn: &mut diesel::SqliteConnection) -> orm_core::Result<()> {
    for section in &find!(Section, title, "x").load(conn)? {
        println!("{}", section.children().len());
    }
    let weight = 5_i64;
    find!(Part, weight, weight).load(conn)?;
    Ok(())
}

fn main() {}
