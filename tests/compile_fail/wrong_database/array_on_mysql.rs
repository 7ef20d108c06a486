//! An array, which PostgreSQL alone has.
use orm_core::prelude::*;

#[derive(Model)]
pub struct Album {
    pub id: i32,
    pub tags: Vec<String>,
}

pub fn on_mysql(conn: &mut diesel::MysqlConnection) {
    let _ = Album.load(conn);
}

pub fn on_postgresql(conn: &mut diesel::PgConnection) {
    let _ = queryset!(Album.filter(tags == vec!["rock".to_owned()])).load(conn);
}

fn main() {}
