//! Values of the right types, in every place where a value goes.
#![deny(warnings)]
#![allow(dead_code)]
#[path = "../compile_fail/models.rs"]
mod models;
use models::*;

fn conditions(wanted: Option<&str>, longest: i32, names: &[String]) {
    let _ = queryset!(Track.filter(name == "x" && name != String::new() && composer == names[0].as_str()));
    let _ = queryset!(Track.filter(milliseconds > longest, price < 1.5, price >= 1, id != 7));
    let _ = queryset!(Track.filter(milliseconds < i32::try_from(5_i64).unwrap_or(0)));
    let _ = queryset!(Track.filter(composer.is_null() || composer.same(wanted) || composer.same(&wanted)));
    let _ = queryset!(Track.filter(composer.same(Some("x")) || milliseconds.same(Some(1))));
    let _ = queryset!(Track.filter(if let Some(name) = wanted { composer == name }));
    let _ = queryset!(Track.filter(name == F(composer) || milliseconds > F(id) * 2 + 1));
    let _ = queryset!(Track.filter(milliseconds * { longest } > 5 && 1 + id > 3));
    let _ = queryset!(Track.filter(id.in_([1, 2]) || name.in_(names) || id.in_(Vec::<i32>::new())));
    let _ = queryset!(Track.filter(album_id.in_(queryset!(Album.filter(title == "x")))));
    let _ = queryset!(Track.filter(id.between(1, 5) && !(name.icontains("x"))));
    let _ = queryset!(Track.filter(album.artist.name.istartswith("a") && genre_id.is_not_null()));
    let _ = queryset!(Track.order_by(album.title, -milliseconds, composer.nulls_last())[..longest]);
    let _ = queryset!(Track.order_by(-id).distinct().reverse()[longest..]);
}

fn main() {}
