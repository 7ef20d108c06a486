//! A column that the database calculates.
use orm_core::prelude::*;

#[derive(Model)]
#[model(table = "items")]
pub struct Item {
    pub id: i32,
    pub stock: i64,
    #[model(generated)]
    pub doubled: i64,
}

fn main() {}

fn case(items: Vec<Item>) {
    let _ = queryset!(Item.bulk_update(&items, stock, doubled));
}
