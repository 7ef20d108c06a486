//! Models in modules, carried along by `pub use`, private, and under other names.
#![deny(warnings)]
#![allow(dead_code)]
use orm_core::prelude::*;

mod store {
    mod album {
        use super::artist::Artist;
        use orm_core::prelude::*;

        #[derive(Model, Debug)]
        pub struct Album {
            pub id: i32,
            #[model(foreign_key = Artist)]
            pub artist_id: i32,
        }
    }
    mod artist {
        use super::Album;
        use orm_core::prelude::*;

        #[derive(Model, Debug)]
        #[model(has_many(albums = Album::artist))]
        pub struct Artist {
            pub id: i32,
            pub(crate) name: String,
        }
    }
    pub use album::*;
    pub use artist::*;
}

mod album {}

use store::{Album as Disc, AlbumRow, AlbumWithArtist, Artist};

fn name(disc: &impl AlbumWithArtist) -> &str {
    &disc.artist().name
}

fn case(conn: &mut diesel::SqliteConnection) -> orm_core::Result<Vec<AlbumRow>> {
    for disc in &queryset!(Disc.filter(artist.name == "x").select_related(artist)).load(conn)? {
        println!("{}", name(disc));
    }
    let _: Vec<row!(Artist.prefetch_related(albums))> = queryset!(Artist.prefetch_related(albums)).load(conn)?;
    queryset!(store::Album).load(conn)
}

fn main() {}
