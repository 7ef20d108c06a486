//! Errors, as clients see them: problem documents (RFC 9457).

use axum::Json;
use axum::extract::rejection::{PathRejection, QueryRejection};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use diesel_async::pooled_connection::bb8::RunError;
use orm_core::Error;
use serde::Serialize;

/// A problem document. Its `type` is `about:blank`: the title is the status in words, and all
/// that is to be said besides is in `detail`.
#[derive(Debug, Serialize)]
pub struct Problem {
    #[serde(rename = "type")]
    kind: &'static str,
    title: &'static str,
    status: u16,
    detail: String,
}

impl Problem {
    pub fn new(status: StatusCode, detail: impl Into<String>) -> Self {
        Self {
            kind: "about:blank",
            title: status.canonical_reason().unwrap_or("Error"),
            status: status.as_u16(),
            detail: detail.into(),
        }
    }

    /// A parameter that is no good, by name.
    pub fn parameter(name: &str, what: &str) -> Self {
        Self::new(StatusCode::BAD_REQUEST, format!("{name}: {what}"))
    }

    /// What went wrong inside is for the log. The client learns that something did.
    fn inside(error: &dyn std::error::Error) -> Self {
        eprintln!("error: {error}");
        Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "The request could not be answered.",
        )
    }

    fn no_database(error: &dyn std::error::Error) -> Self {
        eprintln!("error: {error}");
        Self::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "The database cannot be reached at the moment. Try again later.",
        )
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status);
        let status = status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let kind = [(header::CONTENT_TYPE, "application/problem+json")];
        (status, kind, Json(self)).into_response()
    }
}

/// A terminal failed: `queryset.load(conn).await?`.
impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        match &error {
            Error::DoesNotExist { model } => {
                let detail = format!("There is no such {}.", model.to_lowercase());
                Self::new(StatusCode::NOT_FOUND, detail)
            }
            Error::Cursor(fault) => Self::parameter("after", &fault.to_string()),
            lost if lost.is_connection_lost() => Self::no_database(&error),
            _ => Self::inside(&error),
        }
    }
}

/// The pool has no connection to give: all are in use, or none can be made.
impl From<RunError> for Problem {
    fn from(error: RunError) -> Self {
        Self::no_database(&error)
    }
}

/// The text names the parameter, behind words that say nothing to a client.
impl From<QueryRejection> for Problem {
    fn from(rejection: QueryRejection) -> Self {
        let text = rejection.body_text();
        let detail = text.trim_start_matches("Failed to deserialize query string: ");
        Self::new(rejection.status(), detail)
    }
}

impl From<PathRejection> for Problem {
    fn from(rejection: PathRejection) -> Self {
        Self::new(rejection.status(), rejection.body_text())
    }
}
