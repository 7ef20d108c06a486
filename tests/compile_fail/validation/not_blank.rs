//! Not of a text, and not of a model that is validated, or of a column that is written.
use orm_core::prelude::*;

#[derive(Model, Debug, Clone)]
#[model(table = "members")]
pub struct Unvalidated {
    pub id: i32,
    #[model(not_blank)]
    pub name: String,
}

#[derive(Model, Debug, Clone)]
#[model(table = "members", validate)]
pub struct Calculated {
    pub id: i32,
    #[model(not_blank, generated)]
    pub name: String,
}

fn main() {}
