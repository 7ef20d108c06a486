//! A model beside Diesel's own derives, on Diesel's own table.
#![deny(warnings)]
#![allow(dead_code)]
use orm_core::prelude::*;

mod schema {
    diesel::table! {
        albums (id) {
            id -> Integer,
            title -> Text,
            released -> Nullable<Integer>,
        }
    }
}

use diesel::prelude::*;

#[derive(Model, Queryable, Selectable, Insertable, AsChangeset, Identifiable, Debug, Clone)]
#[diesel(table_name = schema::albums)]
#[model(diesel_table = schema::albums)]
pub struct Album {
    pub id: i32,
    pub title: String,
}

fn both(conn: &mut SqliteConnection) -> orm_core::Result<()> {
    let plain: Vec<Album> = schema::albums::table.select(Album::as_select()).load(conn)?;
    let rows = queryset!(Album.filter(title == "x")).load(conn)?;
    println!("{} {}", plain.len(), rows.len());
    Ok(())
}

fn main() {}
