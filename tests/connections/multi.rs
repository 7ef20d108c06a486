//! Enums of connections: which database it is, is known at run time.

use diesel::connection::Connection;
use diesel::prelude::*;
use diesel::r2d2::{ConnectionManager, Pool};
use orm_core::backend::Dialect;
use orm_core::prelude::*;

use crate::support::*;
use crate::terminals::{all, every_terminal};

#[derive(diesel::MultiConnection)]
pub enum AnyConnection {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
    Mysql(MysqlConnection),
}
orm_core::multi_connection!(
    AnyConnection { Sqlite, Postgres, Mysql }
    with crate::multi_types::Stage: diesel::sql_types::Text
);

/// An enum of the connection that the place is for.
pub fn connect(place: &Place) -> AnyConnection {
    match place.dialect {
        Dialect::Sqlite => AnyConnection::Sqlite(place.sqlite()),
        Dialect::Postgres => AnyConnection::Postgres(place.postgres()),
        _ => AnyConnection::Mysql(place.mysql()),
    }
}

#[test]
fn every_terminal_runs_on_an_enum_of_connections() {
    for dialect in DATABASES {
        let place = store(dialect);
        every_terminal!(&mut connect(&place), all, []);
    }
}

#[test]
fn every_terminal_runs_on_a_pool_of_enums() {
    for dialect in DATABASES {
        let place = store(dialect);
        let manager = ConnectionManager::<AnyConnection>::new(&place.url);
        let pool = Pool::builder().max_size(2).build(manager).unwrap();
        every_terminal!(&mut pool.get().unwrap(), all, []);
    }
}

/// The statement is prepared once, also with other keys and values.
#[test]
fn statements_are_cached_on_an_enum_of_connections() {
    for dialect in DATABASES {
        let place = store(dialect);
        let conn = &mut connect(&place);
        let watch = orm_core::instrument::watch(conn);
        for (least, tracks) in [(1, 7), (3, 4), (5, 0)] {
            let albums = queryset!(Album.filter(id >= least).prefetch_related(tracks));
            let albums = albums.load(conn).unwrap();
            let loaded: usize = albums.iter().map(|album| album.tracks().len()).sum();
            assert_eq!(loaded, tracks);
        }
        let seen = watch.finish(conn);
        assert_eq!(seen.queries.len(), 6, "{dialect:?}");
        assert_eq!(seen.prepared.len(), 2, "{dialect:?}: {:#?}", seen.prepared);
    }
}

/// `?` works in Diesel's transactions, whose end is seen.
#[test]
fn querysets_run_in_a_transaction_of_an_enum_of_connections() {
    for dialect in DATABASES {
        let place = store(dialect);
        let conn = &mut connect(&place);
        let undone = conn.transaction::<i64, orm_core::Error, _>(|conn| {
            diesel::sql_query("DELETE FROM tracks").execute(conn)?;
            assert_eq!(Track.count(conn)?, 0);
            Artist.get(conn)?;
            Ok(0)
        });
        assert!(matches!(
            undone,
            Err(orm_core::Error::MultipleObjectsReturned { model: "Artist" })
        ));
        assert_eq!(Track.count(conn).unwrap(), 7, "{dialect:?}");
    }
}

#[test]
fn writes_run_on_an_enum_of_connections() {
    for dialect in DATABASES {
        let place = store(dialect);
        let conn = &mut connect(&place);
        let renamed = queryset!(Album.filter(artist.name == "Accept").update(title = "x"));
        assert_eq!(renamed.run(conn).unwrap(), 2, "{dialect:?}");
        let first = queryset!(Track.order_by(id)[..1].for_update().delete());
        assert_eq!(first.run(conn).unwrap().of::<Track>(), 1, "{dialect:?}");
        assert_eq!(first.plan(conn).unwrap().total(), 1, "{dialect:?}");
        let track = &queryset!(Track.order_by(id)[..1]).get(conn).unwrap();
        assert_eq!(
            queryset!(track.delete()).run(conn).unwrap().total(),
            1,
            "{dialect:?}"
        );
        assert_eq!(Track.count(conn).unwrap(), 5, "{dialect:?}");
    }
}

fn with_artist() -> impl QuerySetOf<Album, row!(Album.select_related(artist))> {
    queryset!(Album.filter(artist_id == 2).select_related(artist))
}

fn albums() -> impl QuerySetOf<Album> {
    queryset!(Album.order_by(-title))
}

/// What refines such a queryset is one as well.
fn albums_of(name: &str) -> impl QuerySetOf<Album> {
    let name = name.to_owned();
    queryset!(albums().filter(artist.name == name))
}

/// With a batched relation.
fn with_tracks() -> impl QuerySetOf<Artist, row!(Artist.prefetch_related(albums.tracks))> {
    queryset!(Artist.order_by(id).prefetch_related(albums.tracks))
}

/// Any such queryset, on an enum.
fn titles(albums: &impl QuerySetOf<Album>, conn: &mut AnyConnection) -> Vec<String> {
    let albums = albums.load(conn).unwrap();
    albums
        .into_iter()
        .map(|album| album.into_model().title)
        .collect()
}

/// A queryset in a signature runs on the connection inside, also through a pool's guard.
#[test]
fn an_opaque_queryset_runs_on_an_enum_of_connections() {
    for dialect in DATABASES {
        let place = store(dialect);
        let conn = &mut connect(&place);
        let found = assert_num_queries!(conn, 1, { with_artist().load(conn).unwrap() });
        assert_eq!(keys(&found), [2, 3], "{dialect:?}");
        assert_eq!(found[0].artist().name, "Accept");
        assert_eq!(
            with_artist().first(conn).unwrap().unwrap().artist().name,
            "Accept"
        );
        assert_eq!(with_artist().count(conn).unwrap(), 2);
        assert!(with_artist().exists(conn).unwrap());

        assert_eq!(titles(&albums(), conn).len(), 5);
        assert_eq!(
            titles(&albums_of("Accept"), conn),
            ["Restless and Wild", "Balls to the Wall"]
        );
        let one = albums_of("Aerosmith").get(conn).unwrap();
        assert_eq!(one.title, "Big Ones");
        assert!(matches!(
            albums().get(conn),
            Err(orm_core::Error::MultipleObjectsReturned { model: "Album" })
        ));
        assert!(albums_of("nobody").first(conn).unwrap().is_none());
        assert!(!albums_of("nobody").exists(conn).unwrap());

        let artists = assert_num_queries!(conn, 3, { with_tracks().load(conn).unwrap() });
        let tracks: Vec<usize> = artists
            .iter()
            .map(|artist| {
                artist
                    .albums()
                    .iter()
                    .map(|album| album.tracks().len())
                    .sum()
            })
            .collect();
        assert_eq!(tracks, [4, 3, 0], "{dialect:?}");

        let manager = ConnectionManager::<AnyConnection>::new(&place.url);
        let pool = Pool::builder().max_size(1).build(manager).unwrap();
        let pooled = &mut pool.get().unwrap();
        assert_eq!(with_artist().count(pooled).unwrap(), 2);
        assert_eq!(keys(&with_artist().load(pooled).unwrap()), [2, 3]);
        let within = pooled.transaction(|conn| with_artist().load(conn)).unwrap();
        assert_eq!(keys(&within), [2, 3]);
    }
}

/// On the connections themselves, and on a pool's guard of one.
#[test]
fn an_opaque_queryset_runs_on_the_connection_inside() {
    for dialect in DATABASES {
        let place = store(dialect);
        let albums = match &mut connect(&place) {
            AnyConnection::Sqlite(conn) => with_artist().load(conn),
            AnyConnection::Postgres(conn) => with_artist().load(conn),
            AnyConnection::Mysql(conn) => with_artist().load(conn),
        };
        assert_eq!(keys(&albums.unwrap()), [2, 3]);
    }
    let place = store(Dialect::Sqlite);
    let manager = ConnectionManager::<SqliteConnection>::new(&place.url);
    let pool = Pool::builder().max_size(1).build(manager).unwrap();
    assert_eq!(with_artist().count(&mut pool.get().unwrap()).unwrap(), 2);
}
