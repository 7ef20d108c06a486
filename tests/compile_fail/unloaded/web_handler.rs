//! A handler of a web server forgets a prefetch.
#[path = "../../../examples/bookshop/models.rs"]
mod models;
use diesel_async::AsyncPgConnection;
use models::*;
use orm_core::prelude::*;

/// As in web frameworks.
struct Json<T>(T);

async fn popular(conn: &mut AsyncPgConnection) -> orm_core::Result<Json<Vec<String>>> {
    let books = queryset!(Book.filter(reviews.any(stars == 5))).load(conn).await?;
    let lines = books.iter().map(|book| format!("{}: {} reviews", book.title, book.reviews().len()));
    Ok(Json(lines.collect()))
}

fn main() {}
