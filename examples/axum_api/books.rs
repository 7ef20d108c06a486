//! `GET /books`: filters, orders, two ways to page. `GET /books/{id}`: a book with all around it.
//!
//! There is no struct for a response: rows serialize as what was loaded, neither more nor less.

use axum::Json;
use orm_core::prelude::*;
use serde::Serialize;

use crate::db::{Conn, on};
use crate::models::*;
use crate::params::{Id, Order, Params};
use crate::problem::Problem;

/// A book in a list.
type Listed = row!(
    Book.select_related(author, publisher)
        .prefetch_related(genres)
);

/// A page of a list.
#[derive(Serialize)]
pub struct Page {
    books: Vec<Listed>,
    /// The path of the next page; none after the last.
    next: Option<String>,
    /// How many books there are on all pages. Counting them is a query more, so it is only
    /// done for numbered pages.
    #[serde(skip_serializing_if = "Option::is_none")]
    total: Option<i64>,
}

/// With `page=3`, a numbered page. Otherwise a page after a place, which costs the same however
/// far down it is, and stays right when books come and go meanwhile.
pub async fn list(params: Params, mut conn: Conn) -> Result<Json<Page>, Problem> {
    // A condition that is absent vanishes. Every text is a bind.
    let books = queryset!(
        Book.filter(
            if let Some(part) = &params.title {
                title.icontains(part)
            },
            if let Some(part) = &params.author {
                author.name.icontains(part)
            },
            if let Some(wanted) = &params.genre {
                genres.any(name.iexact(wanted))
            },
            if let Some(wanted) = &params.language {
                language.iexact(wanted)
            },
            if let Some(first) = params.from_year {
                year >= first
            },
            if let Some(last) = params.to_year {
                year <= last
            }
        )
        .order_by(
            match params.order {
                Order::Title => title,
                Order::TitleDown => -title,
                Order::Author => author.name,
                Order::AuthorDown => -author.name,
                Order::Year => year,
                Order::YearDown => -year,
            },
            id
        )
        .select_related(author, publisher)
        .prefetch_related(genres)
    );
    let size = params.per_page.0;

    if let Some(number) = params.page {
        let page = on!(conn => books.page(number.get(), size, conn))?;
        let next = number.checked_add(1).filter(|_| page.has_next());
        let next = next.map(|next| Params {
            page: Some(next),
            ..params
        });
        return Ok(Json(Page {
            total: Some(page.total),
            books: page.items,
            next: next.map(path),
        }));
    }

    let page = on!(conn => books.page_after(params.after.as_ref(), size, conn))?;
    let next = page.next.map(|place| Params {
        after: Some(place),
        ..params
    });
    Ok(Json(Page {
        books: page.items,
        next: next.map(path),
        total: None,
    }))
}

/// The path of a page of the list.
fn path(params: Params) -> String {
    // Numbers and texts by name: there is nothing in `Params` that has no place in a query.
    let query = serde_urlencoded::to_string(params).unwrap_or_default();
    format!("/books?{query}")
}

/// A book with all around it: seven queries at most, however many reviews there are.
pub async fn show(Id(number): Id, mut conn: Conn) -> Result<Json<impl Serialize>, Problem> {
    let book = queryset!(
        Book.filter(id == number)
            .select_related(author.country, publisher.country, sequel_of, translation_of)
            .prefetch_related(genres, reviews.customer, sequels, translations.publisher)
    );
    Ok(Json(on!(conn => book.get(conn))?))
}
