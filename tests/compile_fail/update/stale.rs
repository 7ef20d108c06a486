//! Calculations with the value that was read, not with the column.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {}

fn case() {
    let price = 2.0;
    let _ = queryset!(Track.filter(id == 1).update(price = price * 1.1));
    let _ = queryset!(Track.filter(id == 1).update(price = -price));
    let _ = queryset!(Track.filter(id == 1).update(price = -price + 1.0));
    let _ = queryset!(Track.filter(id == 1).update(price = price.abs()));
}

fn integers(milliseconds: i32) {
    let _ = queryset!(Track.all().update(milliseconds = (milliseconds) - 1));
    let _ = queryset!(Track.all().update(milliseconds = 1 + milliseconds as i32));
    let _ = queryset!(Track.all().update(milliseconds = (milliseconds as i64 - 1) as i32));
    let _ = queryset!(Track.all().update(milliseconds = milliseconds.saturating_sub(1)));
    let _ = queryset!(Track.all().update(milliseconds = (milliseconds as i32).pow(2)));
    let _ = queryset!(Track.all().update(milliseconds = milliseconds.wrapping_neg().max(0)));
    let _ = queryset!(Track.all().update(milliseconds = 9_i32.saturating_sub(milliseconds)));
}
