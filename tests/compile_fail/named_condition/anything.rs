//! An argument whose type is not written out.
#[path = "../models.rs"]
mod models;
use models::*;

condition! {
    pub fn longer(min: i32) for Track = milliseconds > min
}

condition! {
    fn named(text: impl AsRef<str>) for Track = name == text
}

fn main() {}
