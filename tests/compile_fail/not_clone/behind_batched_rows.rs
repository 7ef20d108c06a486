//! More behind rows that others may share: those who keep them need a clone.
use diesel::SqliteConnection;
use orm_core::prelude::*;

#[derive(Model)]
struct Country {
    id: i32,
}

#[derive(Model)]
struct Artist {
    id: i32,
    #[model(foreign_key = Country)]
    country_id: i32,
}

#[derive(Model)]
struct Album {
    id: i32,
    #[model(foreign_key = Artist)]
    artist_id: i32,
}

fn main() {}

fn case(conn: &mut SqliteConnection) -> orm_core::Result<()> {
    let albums = queryset!(Album.prefetch_related(artist)).load(conn)?;
    let more = queryset!(albums.prefetch_related(artist.country));
    for album in more.load(conn)? {
        println!("{}", album.artist().country().id);
    }
    Ok(())
}
