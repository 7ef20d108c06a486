//! Problem documents.

use crate::api::{Api, problem_of};
use crate::client;

pub async fn a_wrong_parameter_is_named(api: Api) {
    let wrong = [
        ("/books?page=0", "page"),
        ("/books?page=x", "page"),
        ("/books?page=", "page"),
        ("/books?page=1&page=2", "page"),
        ("/books?per_page=0", "per_page"),
        ("/books?per_page=201", "per_page"),
        ("/books?per_page=-1", "per_page"),
        ("/books?order=price", "order"),
        ("/books?order=title;DROP", "order"),
        ("/books?from_year=never", "from_year"),
        ("/books?to_year=99999999999", "to_year"),
        ("/books?after=x", "after"),
        ("/books?after=1.x%00", "after"),
        ("/books?after=1.x&order=year", "after"),
        ("/books?after=1.x&page=2", "after"),
        ("/books?title=%00", "title"),
        ("/books?writer=x", "writer"),
        ("/books/x", "id"),
        ("/books/99999999999", "id"),
        ("/authors/1.5", "id"),
    ];
    for (path, name) in wrong {
        let detail = api.problem(path, 400).await;
        let words: Vec<&str> = detail
            .split(|c: char| !c.is_alphanumeric() && c != '_')
            .collect();
        assert!(words.contains(&name), "{path}: {detail}");
    }
    let detail = api.problem("/books?order=price", 400).await;
    assert!(detail.contains("`-title`"), "{detail}");
}

pub async fn what_is_not_there_is_a_problem_too(api: Api) {
    assert_eq!(api.problem("/books/0", 404).await, "There is no such book.");
    assert_eq!(
        api.problem("/authors/-1", 404).await,
        "There is no such author."
    );
    api.problem("/", 404).await;
    api.problem("/books/1/reviews", 404).await;
    let posted = client::get(api.address, "POST", "/books").await;
    problem_of(posted, 405, "POST /books");
}

pub async fn nothing_of_the_inside_is_told(api: Api) {
    api.run("DROP TABLE reviews").await;
    let detail = api.problem("/books/1", 500).await;
    assert_eq!(detail, "The request could not be answered.");
    api.ok("/books").await;
}

pub async fn a_request_that_gets_no_connection_is_told_to_come_again(api: Api) {
    let taken = (
        api.pools.get().await.unwrap(),
        api.pools.get().await.unwrap(),
    );
    let detail = api.problem("/books", 503).await;
    assert_eq!(
        detail,
        "The database cannot be reached at the moment. Try again later."
    );
    // What is wrong with a request is found without a connection.
    api.problem("/books?page=0", 400).await;
    drop(taken);
    api.ok("/books").await;
}
