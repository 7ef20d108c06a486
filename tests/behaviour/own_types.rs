//! Field types of a user's own, which name their SQL type.

use diesel::deserialize::FromSqlRow;
use diesel::expression::AsExpression;
use diesel::sql_types::Text;
use orm_core::prelude::*;

use crate::support::*;

/// A type of a user's own, stored as text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, AsExpression, FromSqlRow)]
#[diesel(sql_type = Text)]
pub enum Status {
    Open,
    Closed,
}

impl<DB: diesel::backend::Backend> diesel::deserialize::FromSql<Text, DB> for Status
where
    String: diesel::deserialize::FromSql<Text, DB>,
{
    fn from_sql(bytes: DB::RawValue<'_>) -> diesel::deserialize::Result<Self> {
        match String::from_sql(bytes)?.as_str() {
            "open" => Ok(Self::Open),
            "closed" => Ok(Self::Closed),
            other => Err(format!("no status: {other}").into()),
        }
    }
}

impl<DB: diesel::backend::Backend> diesel::serialize::ToSql<Text, DB> for Status
where
    str: diesel::serialize::ToSql<Text, DB>,
{
    fn to_sql<'b>(
        &'b self,
        out: &mut diesel::serialize::Output<'b, '_, DB>,
    ) -> diesel::serialize::Result {
        let text: &'static str = match self {
            Self::Open => "open",
            Self::Closed => "closed",
        };
        diesel::serialize::ToSql::<Text, DB>::to_sql(text, out)
    }
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "doors", ordering(id))]
pub struct Door {
    pub id: i32,
    #[model(sql_type = Text)]
    pub status: Status,
    #[model(sql_type = Text)]
    pub wanted: Option<Status>,
}

#[test]
fn a_type_of_the_user_s_own_says_its_sql_type() {
    let conn = &mut database(
        "CREATE TABLE doors (id INTEGER PRIMARY KEY, status TEXT NOT NULL, wanted TEXT);
         INSERT INTO doors VALUES (1, 'open', NULL), (2, 'closed', 'open'), (3, 'closed', 'closed');",
    );
    let rows = Door.load(conn).unwrap().into_models();
    assert_eq!(
        rows[1],
        Door {
            id: 2,
            status: Status::Closed,
            wanted: Some(Status::Open)
        }
    );
    assert_eq!(
        keys(
            &queryset!(Door.filter(status == Status::Closed))
                .load(conn)
                .unwrap()
        ),
        [2, 3]
    );
    assert_eq!(
        keys(
            &queryset!(Door.filter(status != F(wanted)))
                .load(conn)
                .unwrap()
        ),
        [2]
    );
    let wanted = rows[0].wanted;
    assert_eq!(
        keys(
            &queryset!(Door.filter(wanted.same(wanted)))
                .load(conn)
                .unwrap()
        ),
        [1]
    );
    assert_eq!(
        keys(
            &queryset!(Door.filter(status.istartswith("CL")))
                .load(conn)
                .unwrap()
        ),
        [2, 3]
    );
}

impl orm_core::OwnValue for Status {}

#[test]
fn values_of_an_own_type_stand_in_lists() {
    let conn = &mut database(
        "CREATE TABLE doors (id INTEGER PRIMARY KEY, status TEXT NOT NULL, wanted TEXT);
         INSERT INTO doors VALUES (1, 'open', NULL), (2, 'closed', 'open'), (3, 'closed', 'closed');",
    );
    let both = [Status::Open, Status::Closed];
    assert_eq!(
        queryset!(Door.filter(status.in_(&both)))
            .count(conn)
            .unwrap(),
        3
    );
    assert_eq!(
        queryset!(Door.filter(wanted.in_([Status::Open])))
            .count(conn)
            .unwrap(),
        1
    );
    let none: [Status; 0] = [];
    assert_eq!(
        queryset!(Door.exclude(status.in_(none)))
            .count(conn)
            .unwrap(),
        3
    );
}
