//! `values`, `values_list`, `select`: parts of rows, by name, as tuples, in the user's structs.

use orm_core::prelude::*;

use crate::support::*;

#[test]
fn values_have_the_names_of_their_paths() {
    let conn = &mut store();
    let albums = queryset!(Album.order_by(id).values(
        title,
        artist.name,
        nation = artist.country.name
    ));
    let rows = assert_num_queries!(conn, 1, { albums.load(conn).unwrap() });
    assert_eq!(rows.len(), 5);
    let title: &String = &rows[0].title;
    let name: &String = &rows[0].artist_name;
    let nation: &Option<String> = &rows[0].nation;
    assert_eq!(
        (title.as_str(), name.as_str(), nation.as_deref()),
        ("For Those About To Rock", "AC/DC", Some("Australia"))
    );
    assert_eq!(rows[1].nation, None);
    let shown = format!("{:?}", rows[4]);
    assert_eq!(
        shown,
        r#"Values { title: "Big Ones", artist_name: "Aerosmith", nation: Some("USA") }"#
    );
    assert_eq!(rows[0].clone(), rows[0]);
}

#[test]
fn names_of_values_are_known_to_later_steps() {
    let conn = &mut store();
    let albums = queryset!(
        Album
            .values(nation = artist.country.name, title)
            .filter(nation == "Australia" && title.startswith("F"))
            .order_by(-nation)
    );
    assert_eq!(albums.count(conn).unwrap(), 1);
    assert_eq!(albums.get(conn).unwrap().title, "For Those About To Rock");
    let more = queryset!(albums.exclude(nation == "USA"));
    assert_eq!(more.load(conn).unwrap().len(), 1);
}

#[test]
fn lists_are_tuples_and_one_path_gives_bare_values() {
    let conn = &mut store();
    let names: Vec<String> = queryset!(Genre.order_by(id).values_list(name))
        .load(conn)
        .unwrap();
    assert_eq!(names, ["Rock", "Metal"]);
    let pairs: Vec<(i32, Option<String>)> = queryset!(
        Track
            .filter(id >= 4)
            .order_by(id)
            .values_list(id, genre.name)[..2]
    )
    .load(conn)
    .unwrap();
    assert_eq!(pairs, [(4, Some("Metal".to_owned())), (5, None)]);
    let price: Option<f64> = queryset!(Track.order_by(id).values_list(price))
        .first(conn)
        .unwrap();
    assert_eq!(price, Some(0.99));
}

#[derive(Debug, PartialEq)]
struct Card {
    title: String,
    artist: ArtistCard,
    tracks: i64,
}
#[derive(Debug, PartialEq)]
struct ArtistCard {
    name: String,
    country: Option<String>,
}

#[test]
fn select_fills_structs_of_the_user() {
    let conn = &mut store();
    let cards = queryset!(Album.order_by(id).select(Card {
        title,
        artist: ArtistCard {
            name: artist.name,
            country: artist.country.name
        },
        tracks: count(artist.albums.tracks),
    }));
    let cards = assert_num_queries!(conn, 1, { cards.load(conn).unwrap() });
    assert_eq!(
        cards[1],
        Card {
            title: "Balls to the Wall".to_owned(),
            artist: ArtistCard {
                name: "Accept".to_owned(),
                country: None
            },
            tracks: 3,
        }
    );
    let filtered = queryset!(
        Album
            .select(Card {
                title,
                artist: ArtistCard {
                    name: artist.name,
                    country: artist.country.name
                },
                tracks: count(tracks)
            })
            .filter(tracks == 0)
    );
    assert_eq!(filtered.get(conn).unwrap().title, "Big Ones");
}

#[test]
fn calculated_values_have_their_own_types() {
    let conn = &mut store();
    let tracks = queryset!(Track.order_by(id).values(
        double = milliseconds * 2,
        minutes = milliseconds / 60_000,
        total = price * 2.0,
        genre = genre_id + 1
    ));
    let row = tracks.first(conn).unwrap().unwrap();
    let double: i32 = row.double;
    // A division by zero gives NULL on two of three databases.
    let minutes: Option<i32> = row.minutes;
    let total: f64 = row.total;
    let genre: Option<i32> = row.genre;
    assert_eq!((double, minutes, genre), (411_324, Some(3), Some(2)));
    assert!((total - 1.98).abs() < 1e-9);
}

#[test]
fn distinct_values_are_counted_ordered_and_sliced_as_values() {
    let conn = &mut store();
    let prices = queryset!(Track.values_list(price).distinct().order_by(price));
    assert_eq!(prices.load(conn).unwrap(), [0.99, 1.99]);
    assert_eq!(prices.count(conn).unwrap(), 2);
    // The model's own order is none of theirs: it would tell equal values apart.
    let artists = queryset!(Album.values_list(artist_id).distinct());
    assert_eq!(artists.count(conn).unwrap(), 3);
    assert_eq!(queryset!(artists[1..]).count(conn).unwrap(), 2);
    assert_eq!(queryset!(artists[..2]).load(conn).unwrap(), [1, 2]);
    assert_eq!(queryset!(artists[2..]).load(conn).unwrap(), [3]);
    let pairs = queryset!(Track.values_list(album.artist_id, genre.name).distinct()[..2]);
    assert_eq!(
        pairs.load(conn).unwrap(),
        on(
            [(1, Some("Rock".to_owned())), (2, None)],
            [(1, Some("Rock".to_owned())), (2, Some("Metal".to_owned()))],
            [(1, Some("Rock".to_owned())), (2, None)],
        )
    );
}

#[test]
fn terminals_give_values() {
    let conn = &mut store();
    let titles = queryset!(Album.values_list(title));
    assert_eq!(
        titles.first(conn).unwrap().as_deref(),
        Some("Balls to the Wall")
    );
    assert_eq!(
        titles.last(conn).unwrap().as_deref(),
        Some("Restless and Wild")
    );
    assert!(titles.exists(conn).unwrap());
    assert!(matches!(
        titles.get(conn).unwrap_err(),
        orm_core::Error::MultipleObjectsReturned { model: "Album" }
    ));
    let none = queryset!(Album.filter(id == 99).values(title));
    assert!(matches!(
        none.get(conn).unwrap_err(),
        orm_core::Error::DoesNotExist { model: "Album" }
    ));
    assert!(none.first(conn).unwrap().is_none());
    let streamed: Vec<String> = each(titles.iterator(conn)).map(Result::unwrap).collect();
    assert_eq!(streamed, titles.load(conn).unwrap());
}

#[test]
fn a_value_that_does_not_fit_is_named() {
    let conn = &mut database(
        "CREATE TABLE albums (id INTEGER PRIMARY KEY, title TEXT, artist_id INTEGER);
         INSERT INTO albums VALUES (1, 'One', 1), (2, NULL, 1);",
    );
    let broken = queryset!(Album.order_by(id).values(heading = title, artist_id));
    match broken.load(conn).unwrap_err() {
        orm_core::Error::Field { model, field, .. } => {
            assert_eq!((model, field), ("Album", "heading"));
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn one_statement_for_other_values() {
    let conn = &mut store();
    for (at, wanted) in [(1, "Put The Finger On You"), (2, "Evil Walks")] {
        let name = queryset!(Track.filter(id == at).values_list(name))
            .get(conn)
            .unwrap();
        assert_eq!(name, wanted);
    }
}
