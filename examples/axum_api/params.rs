//! What clients may ask for, checked before a handler sees it.

use std::num::NonZeroU32;

use axum::extract::{FromRequestParts, Path, Query};
use axum::http::request::Parts;
use orm_core::queryset::Cursor;
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize};

use crate::problem::Problem;

/// The largest page.
const MOST: u32 = 200;

/// The query of `GET /books`. What is left out does not count.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct Params {
    /// A part of the title.
    #[serde(deserialize_with = "text")]
    pub title: Option<String>,
    /// A part of the author's name.
    #[serde(deserialize_with = "text")]
    pub author: Option<String>,
    #[serde(deserialize_with = "text")]
    pub genre: Option<String>,
    #[serde(deserialize_with = "text")]
    pub language: Option<String>,
    /// The earliest year, itself included.
    pub from_year: Option<i32>,
    /// The latest year, itself included.
    pub to_year: Option<i32>,
    pub order: Order,
    pub per_page: PerPage,
    /// The number of a page, from 1 on.
    pub page: Option<NonZeroU32>,
    /// The place where the page before ended. Another text is refused, and so is, by the
    /// queryset, a place in another order.
    pub after: Option<Cursor>,
}

/// What books can be ordered by. No other text reaches a handler, let alone the database.
#[derive(Debug, Clone, Copy, Default, Deserialize, Serialize)]
pub enum Order {
    #[default]
    #[serde(rename = "title")]
    Title,
    #[serde(rename = "-title")]
    TitleDown,
    #[serde(rename = "author")]
    Author,
    #[serde(rename = "-author")]
    AuthorDown,
    #[serde(rename = "year")]
    Year,
    #[serde(rename = "-year")]
    YearDown,
}

/// How many books a page has.
#[derive(Debug, Clone, Copy, Deserialize, Serialize)]
#[serde(try_from = "u32")]
pub struct PerPage(pub u32);

impl Default for PerPage {
    fn default() -> Self {
        Self(20)
    }
}

impl TryFrom<u32> for PerPage {
    type Error = String;
    fn try_from(number: u32) -> Result<Self, String> {
        match number {
            1..=MOST => Ok(Self(number)),
            _ => Err(format!("a number from 1 to {MOST} is expected")),
        }
    }
}

/// Text for the database. PostgreSQL's texts hold no NUL.
fn text<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    let text = String::deserialize(from)?;
    if text.contains('\0') {
        return Err(D::Error::custom("a text without NUL is expected"));
    }
    Ok(Some(text))
}

impl<S: Send + Sync> FromRequestParts<S> for Params {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let Query(params) = Query::<Self>::from_request_parts(parts, state).await?;
        if params.page.is_some() && params.after.is_some() {
            return Err(Problem::parameter("after", "not together with `page`"));
        }
        Ok(params)
    }
}

/// The number in a path like `/books/{id}`.
pub struct Id(pub i32);

impl<S: Send + Sync> FromRequestParts<S> for Id {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let Path(text) = Path::<String>::from_request_parts(parts, state).await?;
        let id = text.parse().map(Self);
        id.map_err(|_| Problem::parameter("id", "a number is expected"))
    }
}
