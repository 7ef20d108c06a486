//! It is not said whose rows they are.
#[path = "../models.rs"]
mod models;
use models::*;

condition! {
    pub fn longer(min: i32) for Track = milliseconds > min
}

condition! {
    fn cheap() -> bool = price < 1.0
}

fn main() {}
