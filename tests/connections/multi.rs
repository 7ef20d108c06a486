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

fn with_artist() -> impl QuerySetOf<Album, row!(Album.select_related(artist))> {
    queryset!(Album.filter(artist_id == 2).select_related(artist))
}

/// A queryset in a signature runs on the connection inside.
#[test]
fn an_opaque_queryset_runs_on_the_connection_inside() {
    for dialect in DATABASES {
        let place = store(dialect);
        let albums = match &mut connect(&place) {
            AnyConnection::Sqlite(conn) => with_artist().load(conn),
            AnyConnection::Postgres(conn) => with_artist().load(conn),
            AnyConnection::Mysql(conn) => with_artist().load(conn),
        };
        let albums = albums.unwrap();
        assert_eq!(keys(&albums), [2, 3]);
        assert_eq!(albums[0].artist().name, "Accept");
    }
}
