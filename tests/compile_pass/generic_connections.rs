//! Functions that are generic over connections.
#![deny(warnings)]
#![allow(dead_code)]
#[path = "../compile_fail/models.rs"]
mod models;
use models::*;

use diesel::connection::LoadConnection;
use diesel_async::AsyncConnection;
use orm_core::driver::Driver;
use orm_core::load::lane::AsLane;
use orm_core::{AllOf, LoadOn, NoTenant, Result};

fn sync<C>(conn: &mut C) -> Result<usize>
where
    C: LoadConnection<Backend = diesel::sqlite::Sqlite>,
{
    let albums = queryset!(Album.filter(title.contains("x")).select_related(artist));
    for album in albums.iterator(conn)? {
        println!("{}", album?.artist().name);
    }
    let albums = queryset!(albums.prefetch_related(tracks.genre));
    Ok(albums.load(conn)?.len() + albums.chunks(9, conn)?.count())
}

async fn on_postgres<C, P: 'static>(conn: &mut C) -> Result<usize>
where
    C: AsLane<P> + AsyncConnection<Backend = diesel::pg::Pg>,
{
    let albums = queryset!(Album.filter(title.contains("x")).select_related(artist));
    let albums = queryset!(albums.prefetch_related(tracks.genre));
    Ok(albums.load(conn).await?.len() + albums.in_bulk([1], conn).await?.len())
}

async fn on_mysql<C>(conn: &mut C) -> Result<bool>
where
    C: AsyncConnection<Backend = diesel::mysql::Mysql>,
{
    queryset!(Album.filter(title.contains("x"))).exists(conn).await
}

fn any_sync<M: NoTenant, C>(conn: &mut C) -> Result<Vec<<AllOf<M> as LoadOn<C>>::Row>>
where
    AllOf<M>: LoadOn<C>,
{
    orm_core::model::<M>().load(conn)
}

async fn any_async<M: NoTenant, C, K>(conn: &mut C) -> Result<i64>
where
    K: for<'c> Driver<Out<'c, i64>: Future<Output = Result<i64>>>,
    AllOf<M>: LoadOn<C, K>,
{
    orm_core::model::<M>().count(conn).await
}

fn any<'c, M: Model, C, K: Driver>(all: &'c AllOf<M>, conn: &'c mut C) -> K::Out<'c, i64>
where
    AllOf<M>: LoadOn<C, K>,
{
    K::then(all.count(conn), |count| Ok(count + 1))
}

fn main() {}
