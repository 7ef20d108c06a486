//! A column that the database calculates: created, updated, in the struct.
use orm_core::prelude::*;

#[derive(Model)]
#[model(table = "items")]
pub struct Item {
    pub id: i32,
    pub price: f64,
    #[model(generated)]
    pub doubled: Option<f64>,
}

fn main() {}

fn case() {
    let _ = queryset!(Item.create(price = 1.0, doubled = 2.0));
    let _ = queryset!(Item.all().update(doubled = 2.0));
    let _ = NewItem { id: None, price: 1.0, doubled: None };
}
