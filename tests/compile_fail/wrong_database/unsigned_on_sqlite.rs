//! An unsigned integer, which SQLite and PostgreSQL do not have.
use orm_core::prelude::*;

#[derive(Model)]
pub struct Album {
    pub id: i32,
    pub plays: u32,
}

pub fn on_sqlite(conn: &mut diesel::SqliteConnection) {
    let _ = Album.load(conn);
}

pub async fn on_mysql(conn: &mut diesel_async::AsyncMysqlConnection) {
    let _ = queryset!(Album.filter(plays > 3)).load(conn).await;
}

fn main() {}
