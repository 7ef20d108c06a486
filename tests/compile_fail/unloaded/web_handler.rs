//! A handler of a web server forgets a prefetch.
#[path = "../../../examples/bookshop/models.rs"]
mod models;
use diesel_async::AsyncPgConnection;
use models::*;
use orm_core::prelude::*;

/// As in web frameworks.
struct Json<T>(T);

async fn list(conn: &mut AsyncPgConnection) -> orm_core::Result<Json<Vec<String>>> {
    let books = queryset!(Book.order_by(-year).select_related(author)[..20]);
    let mut lines = Vec::new();
    for book in &books.load(conn).await? {
        lines.push(format!("{} by {}: {} reviews", book.title, book.author().name, book.reviews().len()));
    }
    Ok(Json(lines))
}

fn main() {}
