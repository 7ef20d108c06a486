//! A parameter of any type.
#[path = "../models.rs"]
mod models;
use models::*;

condition! {
    pub fn longer(min: i32) for Track = milliseconds > min
}

condition! {
    fn cheaper<T>(than: T) for Track = price < than
}

fn main() {}
