//! Names of the standard prelude that mean something else here.
#![deny(warnings)]
#![allow(dead_code)]
use orm_core::{Model, queryset, row};

struct Option;
struct Some;
struct None;
struct Ok;
struct Err;
struct Result;
struct Vec;
struct String;
struct Box;
trait Clone {}
trait Default {}
trait From {}
trait Into {}
trait Iterator {}
trait IntoIterator {}
trait PartialEq {}
trait Sized {}

#[derive(Model)]
#[model(has_many(albums = Album::artist), serialize)]
pub struct Artist {
    pub id: i32,
}

#[derive(Model)]
#[model(ordering(-title), many_to_many(friends = Artist, through = Link))]
pub struct Album {
    pub id: i32,
    #[model(max_length = 160, default = "x".to_owned(), db_default = "''")]
    pub title: std::string::String,
    #[model(foreign_key = Artist)]
    pub artist_id: i32,
    #[model(foreign_key = Self)]
    pub box_id: std::option::Option<i32>,
}

#[derive(Model)]
#[model(primary_key(album_id, artist_id))]
pub struct Link {
    #[model(foreign_key = Album)]
    pub album_id: i32,
    #[model(foreign_key = Artist)]
    pub artist_id: i32,
}

fn case(only: bool, _: &[row!(Album.select_related(artist))]) {
    let _ = queryset!(
        Album
            .filter(if only { title == "x" }, id.in_([1, 2]), friends.any(id == 1))
            .order_by(if only { -title } else { id })
            .select_related(artist)
            .prefetch_related(friends.albums)[..5]
    );
}

fn main() {}
