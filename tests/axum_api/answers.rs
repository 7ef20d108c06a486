//! What is answered: what was loaded, of the books that were asked for, by how many queries.

use orm_core::prelude::*;
use serde_json::{Value, json};

use crate::api::{Api, ids, members, names, with};
use crate::data;
use crate::models::{Author, Book};

pub async fn a_list_holds_what_was_loaded(api: Api) {
    let page = api.ok("/books?title=solaris&language=POLISH").await;
    assert_eq!(members(&page), ["books", "next"]);
    assert_eq!(page["next"], Value::Null);
    let [solaris] = page["books"].as_array().unwrap().as_slice() else {
        panic!("one book: {page}")
    };
    assert_eq!(members(solaris), with(&["author", "publisher", "genres"]));
    assert_eq!(
        (&solaris["title"], &solaris["year"]),
        (&json!("Solaris"), &json!(1961))
    );
    assert_eq!(solaris["author"]["name"], "Stanisław Lem");
    assert_eq!(
        members(&solaris["author"]),
        ["born", "country_code", "died", "id", "name"]
    );
    assert_eq!(
        names(&solaris["genres"]),
        ["Philosophical", "Science fiction"]
    );
}

pub async fn a_book_comes_with_all_around_it(api: Api) {
    let page = api.ok("/books?title=solaris&language=polish").await;
    let path = format!("/books/{}", ids(&page["books"])[0]);
    let book = api.ok(&path).await;
    let to_one = ["author", "publisher", "sequel_of", "translation_of"];
    let to_many = ["genres", "reviews", "sequels", "translations"];
    assert_eq!(members(&book), with(&[to_one, to_many].concat()));
    assert_eq!(book["author"]["country"]["name"], "Poland");
    assert_eq!(book["publisher"]["country"]["name"], "Poland");
    assert_eq!(
        (&book["sequel_of"], &book["translation_of"]),
        (&Value::Null, &Value::Null)
    );
    let [english] = book["translations"].as_array().unwrap().as_slice() else {
        panic!("one translation: {book}")
    };
    assert_eq!(members(english), with(&["publisher"]));
    assert_eq!(
        (&english["year"], &english["language"]),
        (&json!(1970), &json!("English"))
    );
    // Reviews are made up: the bookshop in memory has the same.
    let conn = &mut data::bookshop().unwrap();
    for number in [1, 2, 3, 130] {
        let wanted = queryset!(
            Book.filter(id == number)
                .select_related(author.country, publisher.country, sequel_of, translation_of)
                .prefetch_related(genres, reviews.customer, sequels, translations.publisher)
        );
        let wanted = serde_json::to_value(wanted.get(conn).unwrap()).unwrap();
        assert_eq!(api.ok(&format!("/books/{number}")).await, wanted);
    }
}

pub async fn an_author_comes_with_books_and_genres(api: Api) {
    let number = api
        .numbers("SELECT id FROM authors WHERE name = 'Jorge Luis Borges'")
        .await[0];
    let author = api.ok(&format!("/authors/{number}")).await;
    assert_eq!(
        members(&author),
        [
            "books",
            "born",
            "country",
            "country_code",
            "died",
            "id",
            "name"
        ]
    );
    assert_eq!(
        (&author["born"], &author["country"]["name"]),
        (&json!(1899), &json!("Argentina"))
    );
    let books = api
        .numbers(&format!("SELECT id FROM books WHERE author_id = {number}"))
        .await;
    assert_eq!(ids(&author["books"]).len(), books.len());
    for book in author["books"].as_array().unwrap() {
        assert_eq!(members(book), with(&["genres"]));
        assert!(!names(&book["genres"]).is_empty());
    }
    let conn = &mut data::bookshop().unwrap();
    let number = number as i32;
    let wanted = queryset!(
        Author
            .filter(id == number)
            .select_related(country)
            .prefetch_related(books.genres)
    );
    assert_eq!(
        author,
        serde_json::to_value(wanted.get(conn).unwrap()).unwrap()
    );
}

pub async fn filters_narrow_and_combine(api: Api) {
    let mut all = Vec::new();
    for page in 1..=2 {
        let page = api
            .ok(&format!("/books?order=year&per_page=200&page={page}"))
            .await;
        all.extend(page["books"].as_array().unwrap().clone());
    }
    assert_eq!(all.len(), 370);
    let has = |value: &Value, part: &str| value.as_str().unwrap().to_lowercase().contains(part);
    let genre = |book: &Value, wanted: &str| names(&book["genres"]).contains(&wanted);
    let year = |book: &Value| book["year"].as_i64().unwrap();
    type Test<'t> = (&'t str, usize, &'t dyn Fn(&Value) -> bool);
    let tests: [Test<'_>; 8] = [
        ("title=THE", 3, &|book| has(&book["title"], "the")),
        ("title=100%25", 0, &|_| false),
        ("author=tolkien", 3, &|book| {
            has(&book["author"]["name"], "tolkien")
        }),
        ("genre=fantasy", 3, &|book| genre(book, "Fantasy")),
        ("language=french", 3, &|book| book["language"] == "French"),
        ("from_year=1950", 3, &|book| year(book) >= 1950),
        ("to_year=1950", 3, &|book| year(book) <= 1950),
        (
            "title=e&author=a&genre=crime&language=english&from_year=1900&to_year=1980",
            1,
            &|book| {
                has(&book["title"], "e")
                    && has(&book["author"]["name"], "a")
                    && genre(book, "Crime")
                    && book["language"] == "English"
                    && (1900..=1980).contains(&year(book))
            },
        ),
    ];
    for (query, at_least, test) in tests {
        let wanted: Vec<i64> = all
            .iter()
            .filter(|book| test(book))
            .map(|book| book["id"].as_i64().unwrap())
            .collect();
        assert!(
            wanted.len() >= at_least && wanted.len() < 370,
            "{query}: {wanted:?}"
        );
        let pages = api
            .ids_of_pages(&format!("/books?order=year&per_page=200&{query}"))
            .await;
        assert_eq!(pages.concat(), wanted, "{query}");
        let numbered = api
            .ok(&format!("/books?order=year&per_page=200&page=1&{query}"))
            .await;
        assert_eq!(numbered["total"], wanted.len(), "{query}");
    }
}

pub async fn no_number_of_rows_changes_the_number_of_queries(api: Api) {
    for (number, rows) in [(9001, 1), (9002, 20), (9003, 200)] {
        let mut sql = format!(
            "INSERT INTO authors VALUES ({number}, 'A {number}', 'PL', 1900, NULL);
             INSERT INTO books VALUES ({number}, 'B {number}', 1, 1, 1950, 'Polish', 1, 2);"
        );
        for row in 1..=rows {
            let id = number * 1000 + row;
            sql += &format!(
                "INSERT INTO books VALUES ({id}, 'B', {number}, 1, 1950, 'Polish', {number}, {number});
                 INSERT INTO book_genres VALUES ({id}, {genre});
                 INSERT INTO reviews VALUES ({id}, {number}, {customer}, 5);",
                genre = 1 + row % 20,
                customer = 1 + row % 120,
            );
        }
        for genre in 1..=rows.min(20) {
            sql += &format!("INSERT INTO book_genres VALUES ({number}, {genre});");
        }
        api.run(&sql).await;

        let rows = rows as usize;
        let author = api.get(&format!("/authors/{number}")).await;
        assert_eq!(ids(&author.body["books"]).len(), rows);
        assert_eq!(author.queries, Some(3), "{rows} books of an author");
        let book = api.get(&format!("/books/{number}")).await;
        for relation in ["reviews", "sequels", "translations"] {
            assert_eq!(ids(&book.body[relation]).len(), rows, "{relation}");
        }
        assert_eq!(
            book.queries,
            Some(7),
            "{rows} rows of each relation of a book"
        );
        let list = api.get(&format!("/books?per_page={rows}")).await;
        assert_eq!(
            (ids(&list.body["books"]).len(), list.queries),
            (rows, Some(2))
        );
        let list = api.get(&format!("/books?per_page={rows}&page=1")).await;
        assert_eq!(
            (ids(&list.body["books"]).len(), list.queries),
            (rows, Some(3))
        );
    }
    let wrong = api.get("/books?page=0").await;
    assert_eq!(wrong.queries, Some(0));
}
