//! Every terminal on every kind of connection gives the same.

use diesel::prelude::*;
use diesel_async::sync_connection_wrapper::SyncConnectionWrapper;
use diesel_async::{AsyncConnection, AsyncMysqlConnection, AsyncPgConnection};
use orm_core::Result;
use orm_core::backend::Dialect;
use orm_core::prelude::*;

use crate::support::*;

/// What an iterator gives.
pub fn all<T>(rows: impl Iterator<Item = Result<T>>) -> Result<Vec<T>> {
    rows.collect()
}

/// What a stream gives.
pub async fn all_async<T>(rows: impl futures_util::Stream<Item = Result<T>>) -> Result<Vec<T>> {
    futures_util::TryStreamExt::try_collect(rows).await
}

/// Runs every terminal on a `&mut` of a connection to [`store`]; `[.await]` on an async one.
macro_rules! every_terminal {
    ($conn:expr, $all:path, [$($wait:tt)*]) => {{
        let conn = $conn;
        let rock = queryset!(
            Album
                .filter(title.icontains("ROCK") && artist.born.is_not_null())
                .select_related(artist)
        );
        let ids = assert_num_queries!(conn, 1, { rock.load(conn)$($wait)*.unwrap() });
        assert_eq!(keys(&ids), [1, 4]);
        assert_eq!(ids[0].artist().name, "AC/DC");

        let full = queryset!(Album.select_related(artist).prefetch_related(tracks, artist.albums));
        let rows = assert_num_queries!(conn, 3, { full.load(conn)$($wait)*.unwrap() });
        assert_eq!(keys(&rows), [2, 5, 1, 4, 3]);
        assert_eq!(keys(rows[2].tracks()), [1, 2]);
        assert_eq!(rows[1].tracks().len(), 0);
        assert_eq!(keys(rows[0].artist().albums()), [2, 3]);

        let one = queryset!(Album.filter(title == "Big Ones").prefetch_related(artist));
        let one = assert_num_queries!(conn, 2, { one.get(conn)$($wait)*.unwrap() });
        assert_eq!(one.artist().name, "Aerosmith");
        assert!(matches!(
            Album.get(conn)$($wait)*,
            Err(orm_core::Error::MultipleObjectsReturned { model: "Album" })
        ));
        assert!(matches!(
            queryset!(Album.filter(id == 99)).get(conn)$($wait)*,
            Err(orm_core::Error::DoesNotExist { model: "Album" })
        ));
        assert_eq!(Album.first(conn)$($wait)*.unwrap().unwrap().id, 2);
        assert_eq!(full.last(conn)$($wait)*.unwrap().unwrap().id, 3);
        assert!(queryset!(Album.filter(id > 9)).first(conn)$($wait)*.unwrap().is_none());

        assert_eq!(assert_num_queries!(conn, 1, { full.count(conn)$($wait)*.unwrap() }), 5);
        assert!(assert_num_queries!(conn, 1, { rock.exists(conn)$($wait)*.unwrap() }));
        assert!(!queryset!(Album.exclude(id < 9)).exists(conn)$($wait)*.unwrap());

        let streamed = rock.iterator(conn)$($wait)*.unwrap();
        let streamed = $all(streamed)$($wait)*.unwrap();
        assert_eq!(keys(&streamed), [1, 4]);
        let portions = assert_num_queries!(conn, 10, {
            let portions = full.chunks(2, conn)$($wait)*.unwrap();
            $all(portions)$($wait)*.unwrap()
        });
        let portions: Vec<_> = portions.iter().map(|portion| keys(portion)).collect();
        assert_eq!(portions, [vec![2, 5], vec![1, 4], vec![3]]);

        let bulk = assert_num_queries!(conn, 2, {
            queryset!(Album.prefetch_related(tracks)).in_bulk([3, 99, 1, 3], conn)$($wait)*.unwrap()
        });
        assert_eq!(bulk.len(), 2);
        assert_eq!(keys(bulk[&3].tracks()), [4, 5]);

        let later = queryset!(Artist.order_by(-born)[1..]).load(conn)$($wait)*.unwrap();
        assert_eq!(keys(&later), [3, 2]);
        let top = queryset!(Artist.order_by(born).prefetch_related(albums.order_by(-title)[..1]));
        let top = assert_num_queries!(conn, 2, { top.load(conn)$($wait)*.unwrap() });
        assert_eq!(keys(&top), [2, 3, 1]);
        assert_eq!(keys(top[2].albums().shown()), [4]);
        let listed = queryset!(Track.filter(name.in_(["Overdose", "Evil Walks"]) && album.id.in_([1])));
        assert_eq!(keys(&listed.load(conn)$($wait)*.unwrap()), [2]);
        let quantified = queryset!(Artist.filter(albums.none(tracks.any())).order_by(id));
        assert_eq!(keys(&quantified.load(conn)$($wait)*.unwrap()), [3]);

        let artists = queryset!(Artist.order_by(id)).load(conn)$($wait)*.unwrap();
        let artists = assert_num_queries!(conn, 2, {
            queryset!(artists.prefetch_related(albums.tracks)).load(conn)$($wait)*.unwrap()
        });
        assert_eq!(keys(artists[1].albums()), [2, 3]);
        assert_eq!(keys(artists[1].albums()[1].tracks()), [4, 5]);
    }};
}
pub(crate) use every_terminal;

#[test]
fn plain_connections() {
    let place = store(Dialect::Sqlite);
    every_terminal!(&mut place.sqlite(), all, []);
    let place = store(Dialect::Postgres);
    every_terminal!(&mut place.postgres(), all, []);
    let place = store(Dialect::Mysql);
    every_terminal!(&mut place.mysql(), all, []);
}

#[tokio::test]
async fn async_connections() {
    let place = store(Dialect::Sqlite);
    let mut conn = SyncConnectionWrapper::<SqliteConnection>::establish(&place.url)
        .await
        .unwrap();
    every_terminal!(&mut conn, all_async, [.await]);
    let place = store(Dialect::Postgres);
    let mut conn = AsyncPgConnection::establish(&place.url).await.unwrap();
    every_terminal!(&mut conn, all_async, [.await]);
    let place = store(Dialect::Mysql);
    let mut conn = AsyncMysqlConnection::establish(&place.url).await.unwrap();
    every_terminal!(&mut conn, all_async, [.await]);
}
