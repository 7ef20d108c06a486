//! Functions that are generic over connections.

use diesel::connection::LoadConnection;
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::r2d2::{ConnectionManager, Pool};
use diesel::sqlite::Sqlite;
use diesel_async::pooled_connection::{AsyncDieselConnectionManager, bb8};
use diesel_async::sync_connection_wrapper::SyncConnectionWrapper;
use diesel_async::{AsyncConnection, AsyncPgConnection};
use orm_core::backend::Dialect;
use orm_core::driver::Driver;
use orm_core::load::lane::AsLane;
use orm_core::prelude::*;
use orm_core::{AllOf, LoadOn, NoTenant, Result};

use crate::multi::connect;
use crate::support::*;

/// Any sync connection to SQLite: plain, of a pool, in a transaction.
fn on_sqlite<C: LoadConnection<Backend = Sqlite>>(conn: &mut C) -> Result<Vec<String>> {
    let rock = queryset!(Album.filter(title.contains("Rock")).select_related(artist));
    let rows = queryset!(rock.prefetch_related(tracks)).load(conn)?;
    Ok(rows
        .iter()
        .map(|album| album.artist().name.clone())
        .collect())
}

/// Any async connection to one database. `P` is how it runs what is asked for at one time;
/// the caller's compiler finds it.
async fn on_postgres<C, P: 'static>(conn: &mut C) -> Result<Vec<String>>
where
    C: AsLane<P> + AsyncConnection<Backend = Pg>,
{
    let rock = queryset!(Album.filter(title.contains("Rock")).select_related(artist));
    let rows = queryset!(rock.prefetch_related(tracks)).load(conn).await?;
    Ok(rows
        .iter()
        .map(|album| album.artist().name.clone())
        .collect())
}

/// Any model on any sync connection.
fn how_many<M: NoTenant, C>(conn: &mut C) -> Result<i64>
where
    AllOf<M>: LoadOn<C>,
{
    orm_core::model::<M>().count(conn)
}

/// Any queryset on any connection, sync or async: what comes out is the driver's.
fn is_empty<'c, Q, C, K: Driver>(queryset: &'c Q, conn: &'c mut C) -> K::Out<'c, bool>
where
    Q: LoadOn<C, K>,
{
    K::then(queryset.exists_on(conn), |found| Ok(!found))
}

/// Any model on any async connection.
async fn how_many_async<M: NoTenant, C, K>(conn: &mut C) -> Result<i64>
where
    K: for<'c> Driver<Out<'c, i64>: Future<Output = Result<i64>>>,
    AllOf<M>: LoadOn<C, K>,
{
    orm_core::model::<M>().count(conn).await
}

#[test]
fn generic_over_sync_connections() {
    let place = store(Dialect::Sqlite);
    let mut pooled = Pool::builder()
        .max_size(1)
        .build(ConnectionManager::<SqliteConnection>::new(&place.url))
        .unwrap()
        .get()
        .unwrap();
    for names in [
        on_sqlite(&mut place.sqlite()).unwrap(),
        on_sqlite(&mut pooled).unwrap(),
    ] {
        assert_eq!(names, ["AC/DC", "AC/DC"]);
    }
    for dialect in DATABASES {
        let place = store(dialect);
        let conn = &mut connect(&place);
        assert_eq!(how_many::<Album, _>(conn).unwrap(), 5);
        assert_eq!(how_many::<Artist, _>(conn).unwrap(), 3);
        assert!(is_empty(&queryset!(Artist.filter(id > 3)), conn).unwrap());
    }
}

#[tokio::test]
async fn generic_over_async_connections() {
    let place = store(Dialect::Postgres);
    let manager = AsyncDieselConnectionManager::<AsyncPgConnection>::new(&place.url);
    let pool = bb8::Pool::builder().build(manager).await.unwrap();
    let mut pooled = pool.get().await.unwrap();
    let mut plain = AsyncPgConnection::establish(&place.url).await.unwrap();
    assert_eq!(on_postgres(&mut pooled).await.unwrap(), ["AC/DC", "AC/DC"]);
    assert_eq!(on_postgres(&mut plain).await.unwrap(), ["AC/DC", "AC/DC"]);
    assert_eq!(how_many_async::<Album, _, _>(&mut pooled).await.unwrap(), 5);
    assert!(!is_empty(&queryset!(Artist), &mut plain).await.unwrap());

    let place = store(Dialect::Sqlite);
    let mut conn = SyncConnectionWrapper::<SqliteConnection>::establish(&place.url)
        .await
        .unwrap();
    assert_eq!(how_many_async::<Album, _, _>(&mut conn).await.unwrap(), 5);
    assert!(
        is_empty(&queryset!(Artist.filter(id > 3)), &mut conn)
            .await
            .unwrap()
    );
}
