//! The bookshop's figures: its rows, the facts in them, and every stop of its tour.

use std::collections::BTreeMap;

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use orm_core::prelude::*;
use unicode_width::UnicodeWidthStr;

#[path = "bookshop/conditions.rs"]
mod conditions;
#[path = "../examples/bookshop/data.rs"]
mod data;
#[path = "../examples/bookshop/models.rs"]
mod models;
#[path = "../examples/bookshop/show.rs"]
mod show;
#[path = "../examples/bookshop/sql.rs"]
mod sql;
#[path = "../examples/bookshop/tour.rs"]
mod tour;

use conditions::Everything;
use models::*;

fn shop() -> SqliteConnection {
    data::bookshop().expect("the bookshop opens")
}

// The rows.

#[test]
fn every_record_of_the_files_is_a_row() {
    let conn = &mut shop();
    let records = |csv: &str| csv::Reader::from_reader(csv.as_bytes()).records().count() as i64;
    macro_rules! same_count {
        ($model:ident, $file:literal, $count:literal) => {
            assert_eq!(
                records(include_str!(concat!("../examples/bookshop/data/", $file))),
                $count
            );
            assert_eq!($model.count(conn).unwrap(), $count);
        };
    }
    same_count!(Country, "countries.csv", 44);
    same_count!(Author, "authors.csv", 92);
    same_count!(Publisher, "publishers.csv", 143);
    same_count!(Book, "books.csv", 370);
    same_count!(Genre, "genres.csv", 20);
    same_count!(BookGenre, "book_genres.csv", 617);
}

#[test]
fn made_up_rows_are_the_same_in_every_run() {
    let (one, other) = (&mut shop(), &mut shop());
    assert_eq!(Customer.count(one).unwrap(), 120);
    assert_eq!(Review.count(one).unwrap(), 898);
    assert_eq!(Order.count(one).unwrap(), 600);
    assert_eq!(OrderLine.count(one).unwrap(), 1515);
    assert_eq!(Customer.load(one).unwrap(), Customer.load(other).unwrap());
    assert_eq!(Review.load(one).unwrap(), Review.load(other).unwrap());
    let orders = queryset!(Order.order_by(id).prefetch_related(lines));
    assert_eq!(orders.load(one).unwrap(), orders.load(other).unwrap());
}

#[test]
fn no_foreign_key_points_nowhere() {
    let conn = &mut shop();
    let dangling = diesel::dsl::sql::<BigInt>("SELECT COUNT(*) FROM pragma_foreign_key_check");
    let dangling: i64 = dangling.get_result(conn).unwrap();
    assert_eq!(dangling, 0);
    conn.batch_execute("DELETE FROM publishers WHERE id = 1")
        .unwrap_err();
}

#[test]
fn facts_about_authors_and_books_are_there() {
    let conn = &mut shop();
    let author = queryset!(
        Author
            .filter(name == "Jorge Luis Borges")
            .select_related(country)
    );
    let borges = author.get(conn).unwrap();
    assert_eq!((borges.born, borges.died), (Some(1899), Some(1986)));
    assert_eq!(
        borges.country().map(|country| country.name.as_str()),
        Some("Argentina")
    );

    let homer = queryset!(Author.filter(name == "Homer").select_related(country))
        .get(conn)
        .unwrap();
    assert!(homer.country().is_none() && homer.born.is_none());

    let solaris = queryset!(
        Book.filter(title == "Solaris" && language == "Polish")
            .select_related(author.country, publisher.country)
            .prefetch_related(genres, translations.publisher)
    );
    let solaris = assert_num_queries!(conn, 4, { solaris.get(conn).unwrap() });
    assert_eq!(
        (solaris.year, solaris.author().name.as_str()),
        (1961, "Stanisław Lem")
    );
    let genres: Vec<&str> = solaris
        .genres()
        .iter()
        .map(|genre| genre.name.as_str())
        .collect();
    assert_eq!(genres, ["Philosophical", "Science fiction"]);
    let [english] = solaris.translations() else {
        panic!("one translation")
    };
    assert_eq!((english.year, english.language.as_str()), (1970, "English"));
}

// Books related to books.

#[test]
fn sequels_are_followed_to_the_end_of_the_series() {
    let conn = &mut shop();
    let dune = queryset!(
        Book.filter(title == "Dune")
            .prefetch_related(sequels.sequels.sequels.sequels.sequels)
    );
    let dune = assert_num_queries!(conn, 6, { dune.get(conn).unwrap() });
    let [messiah] = dune.sequels() else {
        panic!("one sequel")
    };
    let [children] = messiah.sequels() else {
        panic!("one sequel")
    };
    let [emperor] = children.sequels() else {
        panic!("one sequel")
    };
    let [heretics] = emperor.sequels() else {
        panic!("one sequel")
    };
    let [chapterhouse] = heretics.sequels() else {
        panic!("one sequel")
    };
    assert_eq!(
        [
            &messiah.title,
            &children.title,
            &emperor.title,
            &heretics.title,
            &chapterhouse.title
        ],
        [
            "Dune Messiah",
            "Children of Dune",
            "God Emperor of Dune",
            "Heretics of Dune",
            "Chapterhouse: Dune"
        ]
    );
    assert_eq!(chapterhouse.year, 1985);
}

#[test]
fn sequels_are_followed_back_in_one_query() {
    let conn = &mut shop();
    let king = queryset!(
        Book.filter(title == "The Return of the King")
            .select_related(sequel_of.sequel_of.sequel_of)
    );
    let king = assert_num_queries!(conn, 1, { king.get(conn).unwrap() });
    let towers = king.sequel_of().expect("a second part");
    let fellowship = towers.sequel_of().expect("a first part");
    let hobbit = fellowship.sequel_of().expect("a book before");
    assert_eq!(
        [&towers.title, &fellowship.title, &hobbit.title],
        ["The Two Towers", "The Fellowship of the Ring", "The Hobbit"]
    );
    assert_eq!(hobbit.sequel_of_id, None);
}

#[test]
fn a_translated_sequel_has_both_relations() {
    let conn = &mut shop();
    let road = queryset!(
        Book.filter(title == "The Road Back")
            .select_related(sequel_of.translation_of, translation_of.sequel_of)
    );
    let road = assert_num_queries!(conn, 1, { road.get(conn).unwrap() });
    let front = road.sequel_of().expect("a book before");
    let original = road.translation_of().expect("an original");
    assert_eq!(front.title, "All Quiet on the Western Front");
    assert_eq!(original.title, "Der Weg zurück");
    // Both ways round lead to the same book.
    let one_way = front.translation_of().map(|book| &**book);
    let other_way = original.sequel_of().map(|book| &**book);
    assert_eq!(
        one_way.map(|book| book.title.as_str()),
        Some("Im Westen nichts Neues")
    );
    assert_eq!(one_way, other_way);
}

// The tour.

#[test]
fn five_levels_of_the_whole_shop_take_six_queries() {
    let conn = &mut shop();
    let countries =
        queryset!(Country.prefetch_related(authors.books.genres, authors.books.reviews.customer));
    let countries = assert_num_queries!(conn, 6, { countries.load(conn).unwrap() });
    let authors = || countries.iter().flat_map(|country| country.authors());
    let books = || authors().flat_map(|author| author.books());
    let reviews = || books().flat_map(|book| book.reviews());
    // Homer and B. Traven have no country.
    let homeless = queryset!(Author.filter(country_code.is_null()))
        .count(conn)
        .unwrap();
    assert_eq!((authors().count() as i64 + homeless, homeless), (92, 2));
    let theirs = queryset!(Book.filter(author.country_code.is_not_null()))
        .count(conn)
        .unwrap();
    assert_eq!(books().count() as i64, theirs);
    let of_theirs = queryset!(Review.filter(book.author.country_code.is_not_null()));
    assert_eq!(reviews().count() as i64, of_theirs.count(conn).unwrap());
    assert!(reviews().all(|review| review.customer().id == review.customer_id));
}

#[test]
fn every_stop_runs_the_queries_that_it_should() {
    let conn = &mut shop();
    let lines = queryset!(OrderLine.filter(order_id <= 500))
        .count(conn)
        .unwrap() as usize;
    let stops: Vec<show::Stop> = tour::STOPS
        .iter()
        .map(|stop| stop(conn).expect("the stop runs"))
        .collect();
    let queries: Vec<usize> = stops.iter().map(|stop| stop.queries.len()).collect();
    assert_eq!(queries, [1, 3, 6, 3, 2, 2, 501 + lines, 3]);
    let rows: Vec<usize> = stops.iter().map(|stop| stop.rows.len()).collect();
    assert_eq!(rows, [10, 12, 9, 6, 20, 6, 5, 2]);
}

#[test]
fn the_page_is_the_second_ten_of_what_rust_finds() {
    let conn = &mut shop();
    let all = Everything::of(conn);
    let publishers: BTreeMap<i32, String> = (Publisher.load(conn).unwrap().into_models())
        .into_iter()
        .map(|publisher| (publisher.id, publisher.name.to_lowercase()))
        .collect();
    let author = |book: &Book| &all.authors[book.author_id as usize - 1].name;
    let verlag = |id: i32| publishers[&id].contains("verlag");
    let mut books: Vec<&Book> = all.books.iter().collect();
    books.retain(|book| {
        book.year >= 1950
            && ["French", "German", "Spanish"].contains(&book.language.as_str())
            && !book.publisher_id.is_some_and(verlag)
    });
    books.sort_by_key(|book| (-book.year, author(book), book.id));
    let page: Vec<&str> = books[10..20]
        .iter()
        .map(|book| book.title.as_str())
        .collect();
    assert_eq!(column(&tour::page(conn).unwrap(), 0), page);
}

#[test]
fn the_family_of_the_three_body_problem_is_whole() {
    let conn = &mut shop();
    let stop = tour::family(conn).unwrap();
    let row = [
        "The Dark Forest",
        "The Three-Body Problem",
        "Death's End",
        "黑暗森林",
        "",
    ];
    assert!(stop.rows.iter().any(|cells| cells == &row));
    let row = ["三体", "", "黑暗森林", "", "The Three-Body Problem"];
    assert!(stop.rows.iter().any(|cells| cells == &row));
}

#[test]
fn by_hand_and_by_queryset_the_rows_are_the_same() {
    let conn = &mut shop();
    let (_, by_hand) = tour::bills_by_hand(conn).unwrap();
    let (stop, by_queryset) = tour::bills_by_queryset(conn).unwrap();
    assert_eq!(by_hand.len(), 500);
    assert_eq!(by_hand, by_queryset);
    // One book a key: the batch of a to-one relation sorts nothing, whatever the model's order.
    assert!(stop.queries[2].contains("`books`") && !stop.queries[2].contains("ORDER BY"));
}

#[test]
fn a_stop_shows_the_source_that_ran_and_fits_a_terminal() {
    let conn = &mut shop();
    let file = include_str!("../examples/bookshop/tour.rs");
    for stop in tour::STOPS {
        let stop = stop(conn).unwrap();
        assert!(
            stop.source.contains("queryset!(") && !stop.remark.is_empty(),
            "{}",
            stop.title
        );
        for line in stop.source.lines() {
            assert!(file.contains(line), "{line}");
        }
        for line in stop.to_string().lines() {
            assert!(line.width() <= show::WIDTH, "{line}");
            assert_eq!(line, line.trim_end());
        }
        // What is shown of a statement is all of it.
        let shown: String = sql::lines(&stop.queries[0], 60).concat();
        let letters = |text: &str| text.replace(' ', "");
        assert_eq!(letters(&shown), letters(&stop.queries[0]));
    }
    assert!(
        tour::welcome(conn)
            .unwrap()
            .contains("370 books by 92 authors")
    );
}

/// One column of a stop's table.
fn column(stop: &show::Stop, at: usize) -> Vec<&str> {
    stop.rows.iter().map(|row| row[at].as_str()).collect()
}
