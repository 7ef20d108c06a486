//! Pages by number and pages after a place.

use serde_json::json;

use crate::api::Api;

pub async fn both_ways_to_page_give_every_book_once(api: Api) {
    // So many books are alike that pages end between two of them.
    api.run("UPDATE books SET title = 'Same', year = 1900 WHERE id % 3 = 0")
        .await;
    let orders = [
        ("title", "title"),
        ("-title", "title DESC"),
        ("author", "name"),
        ("-author", "name DESC"),
        ("year", "year"),
        ("-year", "year DESC"),
    ];
    for (order, columns) in orders {
        let wanted = format!(
            "SELECT books.id FROM books JOIN authors ON author_id = authors.id
             ORDER BY {columns}, books.id"
        );
        let wanted = api.numbers(&wanted).await;
        assert_eq!(wanted.len(), 370);
        for (size, start) in [(50, ""), (50, "&page=1"), (37, ""), (37, "&page=1")] {
            let first = format!("/books?order={order}&per_page={size}{start}");
            let pages = api.ids_of_pages(&first).await;
            assert_eq!(pages.len(), 370_usize.div_ceil(size), "{first}");
            assert_eq!(pages.concat(), wanted, "{first}");
        }
    }
    // A place in one order is none in another.
    let first = api.ok("/books?order=year&per_page=1").await;
    let other = first["next"]
        .as_str()
        .unwrap()
        .replace("order=year", "order=title");
    let detail = api.problem(&other, 400).await;
    assert!(detail.starts_with("after: "), "{detail}");
    let pages = api.ids_of_pages("/books?author=tolkien&per_page=1").await;
    assert!(pages.len() > 2 && pages.iter().all(|page| page.len() == 1));
    let beyond = api.ok("/books?page=4294967295&per_page=200").await;
    assert_eq!(beyond, json!({ "books": [], "next": null, "total": 370 }));
}

pub async fn a_place_stays_right_when_books_come_and_go(api: Api) {
    let before = api.ids_of_pages("/books?order=year&per_page=100").await;
    let first = api.ok("/books?order=year&per_page=100").await;
    // One older than all, and the very book at the place is gone.
    let last = before[0][99];
    api.run(&format!(
        "INSERT INTO books VALUES (9001, 'New', 1, NULL, 1, 'Latin', NULL, NULL);
         DELETE FROM book_genres WHERE book_id = {last};
         DELETE FROM order_lines WHERE book_id = {last};
         DELETE FROM reviews WHERE book_id = {last};
         UPDATE books SET translation_of_id = NULL WHERE translation_of_id = {last};
         UPDATE books SET sequel_of_id = NULL WHERE sequel_of_id = {last};
         DELETE FROM books WHERE id = {last};"
    ))
    .await;
    let rest = api.ids_of_pages(first["next"].as_str().unwrap()).await;
    assert_eq!(rest, before[1..]);
}
