//! One request over HTTP.

use std::net::SocketAddr;

use http_body_util::BodyExt;
use hyper::header::{CONTENT_TYPE, HOST};
use hyper_util::rt::TokioIo;
use serde_json::Value;

/// What a request was answered with.
pub struct Reply {
    pub status: u16,
    /// The media type.
    pub kind: String,
    /// How many queries it took, as the header says.
    pub queries: Option<usize>,
    pub body: Value,
}

/// Sends a request on a connection of its own.
pub async fn get(address: SocketAddr, method: &str, path: &str) -> Reply {
    let stream = tokio::net::TcpStream::connect(address).await.unwrap();
    let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream))
        .await
        .unwrap();
    let connection = tokio::spawn(connection);
    let request = hyper::Request::builder()
        .method(method)
        .uri(path)
        .header(HOST, "bookshop");
    let response = sender
        .send_request(request.body(String::new()).unwrap())
        .await
        .unwrap();
    let (head, body) = response.into_parts();
    let body = body.collect().await.unwrap().to_bytes();
    connection.abort();
    let header = |name: &str| head.headers.get(name).map(|value| value.to_str().unwrap());
    let queries = header("server-timing").map(|timing| {
        let number = timing
            .strip_prefix("db;desc=\"queries: ")
            .and_then(|rest| rest.strip_suffix("\""));
        number
            .unwrap_or_else(|| panic!("{timing}"))
            .parse()
            .unwrap()
    });
    Reply {
        status: head.status.as_u16(),
        kind: header(CONTENT_TYPE.as_str()).unwrap_or_default().to_owned(),
        queries,
        body: serde_json::from_slice(&body).unwrap(),
    }
}
