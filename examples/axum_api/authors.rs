//! `GET /authors/{id}`: an author with their books, and the books with their genres.

use axum::Json;
use orm_core::prelude::*;
use serde::Serialize;

use crate::db::{Conn, on};
use crate::models::Author;
use crate::params::Id;
use crate::problem::Problem;

/// Three queries, however many books there are.
pub async fn show(Id(number): Id, mut conn: Conn) -> Result<Json<impl Serialize>, Problem> {
    let author = queryset!(
        Author
            .filter(id == number)
            .select_related(country)
            .prefetch_related(books.genres)
    );
    Ok(Json(on!(conn => author.get(conn))?))
}
