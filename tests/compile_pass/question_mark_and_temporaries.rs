//! Rust inside a queryset: `?`, temporaries, blocks, `match`.
#![deny(warnings)]
#![allow(dead_code)]
#[path = "../compile_fail/models.rs"]
mod models;
use models::*;

fn parse(text: &str) -> Result<i32, std::num::ParseIntError> {
    text.parse()
}

fn case(text: &str, kind: u8, conn: &mut SqliteConnection) -> Result<usize, Box<dyn std::error::Error>> {
    let albums = queryset!(
        Album
            .filter(id > parse(text)? && title.icontains(&format!("{text}!")))
            .filter(match kind {
                0 => title == "x",
                1 => artist.name == text,
                _ => {}
            })
            .order_by(if kind == 0 { -title } else { artist.name })[parse("1")?..]
    )
    .load(conn)?;
    Ok(albums.len())
}

fn main() {}
