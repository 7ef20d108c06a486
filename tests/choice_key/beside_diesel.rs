//! Keys and choices in a program that also speaks to Diesel itself.

use diesel::connection::SimpleConnection;
use diesel::deserialize::FromSqlRow;
use diesel::expression::AsExpression;
use diesel::prelude::*;
use diesel::sql_types::{Integer, Text};
use orm_core::prelude::*;

use crate::support::sqlite;

/// Diesel's own derives find the `FromSql` and `ToSql` that ours wrote.
#[derive(Key, AsExpression, FromSqlRow, Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[diesel(sql_type = Integer)]
pub struct DoorId(i32);

#[derive(Choice, AsExpression, FromSqlRow, Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[diesel(sql_type = Text)]
#[choice(rename_all = "UPPERCASE")]
pub enum State {
    Open,
    Shut,
}

diesel::table! {
    doors (id) {
        id -> Integer,
        state -> Text,
        wanted -> Nullable<Text>,
    }
}

#[derive(Model, Queryable, Insertable, Debug, Clone, PartialEq)]
#[model(diesel_table = doors)]
#[diesel(table_name = doors)]
pub struct Door {
    pub id: DoorId,
    pub state: State,
    pub wanted: Option<State>,
}

#[test]
fn diesel_inserts_and_filters_what_querysets_read() {
    let conn = &mut sqlite();
    conn.batch_execute(
        "CREATE TABLE doors (id INTEGER PRIMARY KEY, state TEXT NOT NULL, wanted TEXT)",
    )
    .unwrap();
    let rows = [
        Door {
            id: DoorId(1),
            state: State::Open,
            wanted: None,
        },
        Door {
            id: DoorId(2),
            state: State::Shut,
            wanted: Some(State::Open),
        },
    ];
    for row in rows.clone() {
        diesel::insert_into(doors::table)
            .values(row)
            .execute(conn)
            .unwrap();
    }
    assert_eq!(
        queryset!(Door.order_by(id))
            .load(conn)
            .unwrap()
            .into_models(),
        rows
    );
    let of_diesel: Vec<Door> = doors::table
        .filter(doors::id.eq(DoorId(2)).and(doors::state.eq(State::Shut)))
        .load(conn)
        .unwrap();
    assert_eq!(of_diesel, rows[1..]);
    let ours = queryset!(
        Door.filter(id == DoorId(2) && state == State::Shut && wanted.in_([State::Open]))
    );
    assert_eq!(ours.get(conn).unwrap().id, DoorId(2));
}
