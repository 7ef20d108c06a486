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

pub fn on_postgresql(conn: &mut diesel::PgConnection) {
    let _ = Album.load(conn);
}

pub fn on_mysql(conn: &mut diesel::MysqlConnection) {
    let _ = queryset!(Album.filter(plays > 3)).load(conn);
}

fn main() {}
