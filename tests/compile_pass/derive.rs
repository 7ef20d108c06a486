//! What the derive takes: each the mend of one of its mistakes.
#![deny(warnings)]
#![allow(dead_code)]
use orm_core::prelude::*;

#[derive(Model)]
#[model(table = "auth.artists", has_many(albums = Album::artist), ordering(-id))]
pub struct Artist {
    #[model(primary_key, auto)]
    pub id: i64,
}

#[derive(Model)]
#[model(many_to_many(shelves = Place, through = Book))]
pub struct Album {
    pub id: i32,
    #[model(column = "Title", max_length = 160, unique)]
    pub title: String,
    #[model(foreign_key = Artist, relation = "artist", on_delete = "cascade")]
    pub artist_key: i64,
    #[model(foreign_key = Self, on_delete = "set_null")]
    pub box_id: Option<i32>,
}

#[derive(Model)]
#[model(primary_key(shelf, row))]
pub struct Place {
    pub shelf: i32,
    pub row: i32,
}

#[derive(Model)]
#[model(foreign_key(place = Place, fields(shelf, row)), unique(shelf, row))]
pub struct Book {
    pub id: i32,
    pub shelf: i32,
    pub row: i32,
    #[model(foreign_key = Album)]
    pub album_id: i32,
}

#[derive(Model)]
#[model(many_to_many(friends = Person, through = Friendship(asker, asked)))]
struct Person {
    id: i32,
}

#[derive(Model)]
struct Friendship {
    id: i32,
    #[model(foreign_key = Person)]
    asker_id: i32,
    #[model(foreign_key = Person)]
    asked_id: i32,
}

fn in_a_function() {
    #[derive(Model)]
    struct Local {
        id: i32,
        #[model(foreign_key = Self)]
        parent_id: Option<i32>,
    }
    let _ = queryset!(Local.filter(parent.id == 1));
}

fn main() {}
