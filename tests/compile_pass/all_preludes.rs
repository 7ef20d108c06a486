//! Diesel's prelude, all of diesel-async and ours, imported by globs in one file: every
//! terminal and lookup is ours, and nothing is ambiguous.
#![deny(warnings)]
#![allow(dead_code, unused_imports)]
#[path = "../compile_fail/models.rs"]
mod models;
use models::{Album, Artist, Track};

use diesel::prelude::*;
use diesel_async::*;
use futures_util::{StreamExt, TryStreamExt};
use orm_core::prelude::*;

/// Every lookup and step on values that Diesel's traits are for as well.
macro_rules! querysets {
    ($each:ident) => {
        $each!(Album.filter(title == "x" && title != "y" && title < "z" && id >= 1));
        $each!(Album.filter(title.contains("x") || title.icontains("x")));
        $each!(Album.filter(title.startswith("x") && title.istartswith("x")));
        $each!(Album.filter(title.endswith("x") && title.iendswith("x")));
        $each!(Album.filter(title.iexact("x") && title.regex("x") && title.iregex("x")));
        $each!(Album.filter(id.in_([1, 2]) && id.between(1, 5) && !(id == F(artist_id))));
        $each!(Track.filter(composer.is_null() || composer.is_not_null()));
        $each!(Track.filter(composer.same(Some("x")) && milliseconds + 1 > 5));
        $each!(Album.filter(id.in_(queryset!(Album.filter(id == 1)))));
        $each!(Artist.filter(albums.any(tracks.none(price > 1.5))));
        $each!(Artist.filter(albums.all(title == "x")).exclude(name == "y"));
        $each!(Album.order_by(-title, artist.name).distinct()[1..3]);
        $each!(Album.order_by(title).reverse());
        $each!(Album.select_related(artist).prefetch_related(tracks.genre)[..3]);
    };
}

fn sync(conn: &mut SqliteConnection, rows: Vec<models::AlbumRow>) -> orm_core::Result<()> {
    macro_rules! load {
        ($($queryset:tt)*) => {
            let queryset = queryset!($($queryset)*);
            let rows = queryset.load(conn)?;
            let _: Option<i32> = rows.first().map(|row| row.id);
        };
    }
    querysets!(load);
    let albums = queryset!(Album.filter(title.contains("x")));
    let one = albums.get(conn)?;
    let first = albums.first(conn)?;
    let last = albums.last(conn)?;
    println!("{} {:?} {:?}", one.title, first.map(|row| row.id), last.map(|row| row.id));
    let (count, exists): (i64, bool) = (albums.count(conn)?, albums.exists(conn)?);
    println!("{count} {exists}");
    for album in albums.iterator(conn)? {
        println!("{}", album?.title);
    }
    for portion in albums.chunks(5, conn)? {
        println!("{}", portion?.len());
    }
    println!("{}", albums.in_bulk([1, 2], conn)?.len());
    println!("{}", queryset!(rows.prefetch_related(tracks)).load(conn)?.len());
    println!("{}", Album.load(conn)?.len() + orm_core::model::<Album>().load(conn)?.len());
    Ok(())
}

async fn asynchronous(
    conn: &mut AsyncPgConnection,
    rows: Vec<models::AlbumRow>,
) -> orm_core::Result<()> {
    macro_rules! load {
        ($($queryset:tt)*) => {
            let queryset = queryset!($($queryset)*);
            let rows = queryset.load(conn).await?;
            let _: Option<i32> = rows.first().map(|row| row.id);
        };
    }
    querysets!(load);
    let albums = queryset!(Album.filter(title.contains("x")));
    let one = albums.get(conn).await?;
    let first = albums.first(conn).await?;
    let last = albums.last(conn).await?;
    println!("{} {:?} {:?}", one.title, first.map(|row| row.id), last.map(|row| row.id));
    let (count, exists): (i64, bool) = (albums.count(conn).await?, albums.exists(conn).await?);
    println!("{count} {exists}");
    let mut stream = albums.iterator(conn).await?;
    while let Some(album) = stream.next().await {
        println!("{}", album?.title);
    }
    drop(stream);
    let portions: Vec<Vec<_>> = albums.chunks(5, conn).await?.try_collect().await?;
    println!("{}", portions.len());
    println!("{}", albums.in_bulk([1, 2], conn).await?.len());
    println!("{}", queryset!(rows.prefetch_related(tracks)).load(conn).await?.len());
    println!("{}", Album.load(conn).await?.len());
    println!("{}", assert_num_queries!(conn, 1, { Album.count(conn).await? }));
    Ok(())
}

/// A queryset in a signature has its terminals from a trait.
fn opaque(conn: &mut SqliteConnection) -> orm_core::Result<i64> {
    fn albums() -> impl QuerySetOf<Album> {
        queryset!(Album)
    }
    albums().load(conn)?;
    albums().first(conn)?;
    albums().get(conn)?;
    println!("{}", albums().exists(conn)?);
    albums().count(conn)
}

fn main() {}
