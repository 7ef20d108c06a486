//! An unsigned integer in a model of many fields, and async.
use orm_core::prelude::*;

#[derive(Model)]
#[model(has_many(days = Day::of))]
pub struct Record {
    pub id: i32,
    pub field_1: Option<i16>,
    pub field_2: i32,
    pub field_3: f32,
    pub field_4: f64,
    pub field_5: String,
    pub field_6: Vec<u8>,
    pub field_7: bool,
    pub field_8: i64,
    pub field_9: chrono::NaiveDate,
    pub field_10: chrono::NaiveTime,
    pub field_11: chrono::NaiveDateTime,
    pub field_12: uuid::Uuid,
    pub field_13: serde_json::Value,
    pub field_14: i16,
    pub field_15: Option<String>,
    pub field_16: chrono::DateTime<chrono::Utc>,
    pub field_17: bigdecimal::BigDecimal,
    pub plays: Option<u64>,
}

#[derive(Model)]
pub struct Day {
    pub id: i32,
    #[model(foreign_key = Record, relation = "of")]
    pub record: i32,
}

pub async fn on_postgresql(conn: &mut diesel_async::AsyncPgConnection) {
    let _ = queryset!(Record.filter(field_2 == 3).prefetch_related(days)).first(conn).await;
}

fn main() {}
