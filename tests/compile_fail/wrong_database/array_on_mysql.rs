//! An array, which PostgreSQL alone has.
use orm_core::prelude::*;

#[derive(Model)]
pub struct Album {
    pub id: i32,
    pub tags: Vec<String>,
}

pub async fn on_mysql(conn: &mut diesel_async::AsyncMysqlConnection) {
    let _ = Album.load(conn).await;
}

pub async fn on_postgresql(conn: &mut diesel_async::AsyncPgConnection) {
    let _ = queryset!(Album.filter(tags == vec!["rock".to_owned()])).load(conn).await;
}

fn main() {}
