//! Braces, as of a function.
#[path = "../models.rs"]
mod models;
use models::*;

condition! {
    pub fn longer(min: i32) for Track = milliseconds > min
}

condition! {
    fn cheap() for Track { price < 1.0 }
}

fn main() {}
