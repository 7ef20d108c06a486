//! The routes, a line in the log for each request, and an end without requests cut off.

use std::time::Instant;

use axum::Router;
use axum::extract::Request;
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::{Next, from_fn};
use axum::response::Response;
use axum::routing::get;
use tokio::net::TcpListener;

use crate::db::{Pools, Queries};
use crate::problem::Problem;
use crate::{authors, books};

/// All that the API answers.
pub fn router(pools: Pools) -> Router {
    Router::new()
        .route("/books", get(books::list))
        .route("/books/{id}", get(books::show))
        .route("/authors/{id}", get(authors::show))
        .fallback(|| async { Problem::new(StatusCode::NOT_FOUND, "There is nothing here.") })
        .method_not_allowed_fallback(|| async {
            Problem::new(StatusCode::METHOD_NOT_ALLOWED, "Books are only read here.")
        })
        .layer(from_fn(log))
        .with_state(pools)
}

/// Serves until the process is told to stop; the requests that run then are answered.
pub async fn serve(listener: TcpListener, pools: Pools) -> std::io::Result<()> {
    axum::serve(listener, router(pools))
        .with_graceful_shutdown(told_to_stop())
        .await
}

/// Ctrl-C, or what `docker stop` and service managers send.
async fn told_to_stop() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = terminate.recv() => {}
            }
            return;
        }
    }
    // Without a handler for Ctrl-C it ends the process, as it always did.
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}

/// Prints what a request was answered with, how many queries that took, and how long. The
/// client can read the number of queries too: browsers show it beside the request.
async fn log(mut request: Request, next: Next) -> Response {
    let (queries, began) = (Queries::default(), Instant::now());
    request.extensions_mut().insert(queries.clone());
    let asked = format!("{} {}", request.method(), request.uri());
    let mut response = next.run(request).await;
    let (status, queries) = (response.status().as_u16(), queries.count());
    println!(
        "{status} {asked}: {queries} queries, {:.1?}",
        began.elapsed()
    );
    if let Ok(timing) = HeaderValue::try_from(format!("db;desc=\"queries: {queries}\"")) {
        response.headers_mut().insert("server-timing", timing);
    }
    response
}
