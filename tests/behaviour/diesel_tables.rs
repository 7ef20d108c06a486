//! Models on Diesel's `table!`: one that is there, and one that the derive writes.

use crate::support::*;
use orm_core::Model as _;
use orm_core::prelude::*;

mod on_diesel {
    //! A Diesel application that adopts us one struct at a time.
    use diesel::prelude::*;
    use orm_core::prelude::*;

    pub mod schema {
        diesel::table! {
            people (id) {
                id -> Integer,
                name -> Text,
                secret -> Nullable<Text>,
                boss_id -> Nullable<Integer>,
            }
        }
    }

    #[derive(Model, Queryable, Selectable, Insertable, Debug, Clone, PartialEq)]
    #[diesel(table_name = schema::people)]
    #[model(diesel_table = schema::people)]
    pub struct Person {
        pub id: i32,
        pub name: String,
        #[model(foreign_key = Self)]
        pub boss_id: Option<i32>,
    }

    /// Another model on the same table, with other columns.
    #[derive(Model, Debug, Clone, PartialEq)]
    #[model(diesel_table = schema::people)]
    pub struct Secret {
        pub id: i32,
        pub secret: Option<String>,
    }
}

#[test]
fn a_model_stands_on_an_existing_diesel_table_with_some_of_its_columns() {
    use diesel::prelude::*;
    use on_diesel::{Person, Secret, schema::people};
    let conn = &mut database(
        "CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT NOT NULL, secret TEXT, boss_id INTEGER)",
    );
    let boss = Person {
        id: 1,
        name: "Ada".into(),
        boss_id: None,
    };
    let clerk = Person {
        id: 2,
        name: "Bob".into(),
        boss_id: Some(1),
    };
    for person in [&boss, &clerk] {
        execute!(
            diesel::insert_into(people::table).values(person.clone()),
            conn
        );
    }
    execute!(
        diesel::update(people::table.find(2)).set(people::secret.eq("x")),
        conn
    );

    let rows = queryset!(Person.order_by(-id).select_related(boss))
        .load(conn)
        .unwrap();
    assert_eq!(rows[0].boss().unwrap().name, "Ada");
    assert_eq!(rows.into_models(), [clerk.clone(), boss]);
    let secret = queryset!(Secret.filter(secret.is_not_null()))
        .get(conn)
        .unwrap();
    assert_eq!(secret.secret.as_deref(), Some("x"));
    // Diesel's own query on the same struct goes on working.
    let same = people::table.find(2).select(Person::as_select());
    let same: Vec<Person> = crate::driver::rows(same, conn);
    assert_eq!(same, [clerk]);
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(diesel_table, table = "written_tables")]
pub struct Written {
    pub id: i32,
    #[model(column = "type")]
    pub kind: Option<String>,
    pub size: i64,
}

#[test]
fn a_diesel_table_is_written_where_it_is_asked_for() {
    use diesel::prelude::*;
    let conn = &mut database(
        "CREATE TABLE written_tables (id INTEGER PRIMARY KEY, type TEXT, size BIGINT NOT NULL)",
    );
    execute!(
        diesel::insert_into(written_tables::table).values((
            written_tables::id.eq(1),
            written_tables::kind.eq("box"),
            written_tables::size.eq(7_i64),
        )),
        conn
    );
    let row = queryset!(Written.filter(size == 7)).get(conn).unwrap();
    assert_eq!(
        row.into_model(),
        Written {
            id: 1,
            kind: Some("box".into()),
            size: 7
        }
    );
}

/// Tables whose names are no identifiers, or in a database schema.
mod odd {
    use orm_core::prelude::*;

    #[derive(Model, Debug, Clone, PartialEq)]
    #[model(diesel_table, table = "order items")]
    pub struct OrderItem {
        pub id: i32,
    }
    #[derive(Model, Debug, Clone, PartialEq)]
    #[model(diesel_table, table = "orm_test_stocks.stocks")]
    pub struct Stock {
        pub id: i32,
    }
}

#[test]
fn a_written_table_has_the_model_s_name_and_schema() {
    use diesel::prelude::*;
    let conn = &mut database_with_schema(
        "orm_test_stocks",
        "CREATE TABLE \"order items\" (id INTEGER PRIMARY KEY); CREATE TABLE orm_test_stocks.stocks (id INTEGER PRIMARY KEY)",
    );
    execute!(
        diesel::insert_into(odd::order_items::table).values(odd::order_items::id.eq(1)),
        conn
    );
    execute!(
        diesel::insert_into(odd::stocks::table).values(odd::stocks::id.eq(2)),
        conn
    );
    assert_eq!(keys(&odd::OrderItem.load(conn).unwrap()), [1]);
    assert_eq!(keys(&odd::Stock.load(conn).unwrap()), [2]);
    assert_eq!(odd::Stock::META.schema, Some("orm_test_stocks"));
}
