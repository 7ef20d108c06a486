//! `exists(…)`, `subquery(…)`, `outer(path)`, and `in_` of a queryset of values.

use orm_core::Error;
use orm_core::prelude::*;

use crate::support::*;

/// Loads in one query.
macro_rules! one {
    ($conn:ident, $queryset:expr) => {
        assert_num_queries!($conn, 1, $queryset.load($conn).unwrap())
    };
}

#[test]
fn exists_of_rows_that_the_row_around_names() {
    let conn = &mut store();
    let title_tracks = queryset!(
        Album
            .filter(exists(
                Track.filter(album_id == outer(id) && name == outer(title))
            ))
            .order_by(id)
            .values_list(title)
    );
    assert_eq!(
        one!(conn, title_tracks),
        ["Balls to the Wall", "Restless and Wild"]
    );
    let quiet = queryset!(
        Artist
            .filter(!exists(Album.filter(artist_id == outer(id))))
            .values_list(name)
    );
    assert_eq!(one!(conn, quiet), ["Nobody"]);
    assert!(sql(&quiet).contains("WHERE NOT EXISTS (SELECT 1 FROM"));
    let loud = queryset!(
        Artist
            .exclude(!exists(Album.filter(artist_id == outer(id))))
            .order_by(id)
    );
    assert_eq!(sorted_keys(&one!(conn, loud)), [1, 2, 3]);
}

#[test]
fn exists_is_a_value_as_well() {
    let conn = &mut store();
    let rows = one!(
        conn,
        queryset!(
            Artist
                .order_by(id)
                .values_list(id, exists(Album.filter(artist_id == outer(id))))
        )
    );
    assert_eq!(rows, [(1, true), (2, true), (3, true), (4, false)]);
    let ordered = queryset!(
        Artist
            .order_by(exists(Album.filter(artist_id == outer(id))), -id)
            .values_list(id)
    );
    assert_eq!(one!(conn, ordered), [4, 3, 2, 1]);
}

#[test]
fn joins_of_both_sides_stand_where_they_belong() {
    let conn = &mut store();
    // `artist` of the album around, and `genre` of the track inside.
    let qs = queryset!(
        Album
            .filter(exists(Track.filter(
                album_id == outer(id) && genre.name == "Metal" && outer(artist.name) == "Accept"
            )))
            .order_by(id)
            .values_list(id)
    );
    assert_eq!(one!(conn, qs), [2, 3]);
    let text = sql(&qs);
    let (around, inside) = text.split_once("EXISTS").unwrap();
    assert!(
        around.contains("JOIN") && around.contains("artists"),
        "{text}"
    );
    assert!(
        inside.contains("genres") && !inside.contains("artists"),
        "{text}"
    );
}

#[test]
fn subqueries_stand_in_subqueries() {
    let conn = &mut store();
    let qs = queryset!(
        Artist
            .filter(exists(Album.filter(
                artist_id == outer(id)
                    && exists(
                        Track.filter(album_id == outer(id) && composer == outer(outer(name)))
                    )
            )))
            .values_list(name)
    );
    assert_eq!(one!(conn, qs), ["AC/DC"]);
    // The same model on every level.
    let longest = queryset!(
        Track
            .filter(!exists(Track.filter(
                album_id == outer(album_id)
                    && milliseconds > outer(milliseconds)
                    && !exists(Track.filter(id == outer(id) && id == outer(outer(id))))
            )))
            .order_by(id)
            .values_list(id)
    );
    assert_eq!(one!(conn, longest), [2, 3, 5, 7]);
}

#[test]
fn outer_names_the_row_around_a_quantifier_too() {
    let conn = &mut store();
    let qs = queryset!(
        Album
            .filter(tracks.any(name == outer(title)))
            .order_by(id)
            .values_list(id)
    );
    assert_eq!(one!(conn, qs), [2, 3]);
    let qs = queryset!(
        Album
            .filter(tracks.any(composer == outer(artist.name)))
            .values_list(id)
    );
    assert_eq!(one!(conn, qs), [4]);
    let listed = queryset!(
        Album
            .filter(tracks.any(exists(
                PlaylistTrack.filter(track_id == outer(id) && playlist.name == "Long")
            )))
            .order_by(id)
            .values_list(id)
    );
    assert_eq!(one!(conn, listed), [2, 4]);
}

#[test]
fn a_subquery_is_the_first_rows_value() {
    let conn = &mut store();
    let rows = one!(
        conn,
        queryset!(
            Album.order_by(id).values_list(
                id,
                subquery(
                    Track
                        .filter(album_id == outer(id))
                        .order_by(-milliseconds)
                        .values_list(name)
                ),
                subquery(
                    Track
                        .filter(album_id == outer(id))
                        .order_by(-milliseconds)
                        .values_list(milliseconds)[1..2]
                )
            )
        )
    );
    let expected = [
        (1, Some("Evil Walks"), Some(205_662)),
        (2, Some("Balls to the Wall"), None),
        (3, Some("Restless and Wild"), Some(230_619)),
        (4, Some("Overdose"), Some(215_196)),
        (5, None, None),
    ];
    assert_eq!(
        rows,
        expected.map(|(id, name, second)| (id, name.map(str::to_owned), second))
    );
}

#[test]
fn without_an_order_the_models_own_and_the_key_decide() {
    let conn = &mut store();
    // Albums are ordered by title.
    let first = queryset!(Artist.order_by(id).values_list(subquery(
        Album.filter(artist_id == outer(id)).values_list(title)
    )));
    assert_eq!(
        one!(conn, first),
        [
            Some("For Those About To Rock".to_owned()),
            Some("Balls to the Wall".to_owned()),
            Some("Big Ones".to_owned()),
            None
        ]
    );
}

#[test]
fn aggregates_of_a_subquery() {
    let conn = &mut store();
    let longest = queryset!(
        Track
            .filter(
                milliseconds
                    == subquery(
                        Track
                            .filter(album_id == outer(album_id))
                            .aggregate(max(milliseconds))
                    )
            )
            .order_by(id)
            .values_list(id)
    );
    assert_eq!(one!(conn, longest), [2, 3, 5, 7]);
    // `count` of no rows is 0, and no Option.
    let rows: Vec<(i32, i64, Option<i64>)> = one!(
        conn,
        queryset!(
            Artist.order_by(id).values_list(
                id,
                subquery(
                    Track
                        .filter(album.artist_id == outer(id))
                        .aggregate(n = count())
                ),
                subquery(
                    Track
                        .filter(album.artist_id == outer(id))
                        .aggregate(n = sum(milliseconds))
                )
            )
        )
    );
    assert_eq!(
        rows,
        [
            (1, 4, Some(1_053_674)),
            (2, 3, Some(825_232)),
            (3, 0, None),
            (4, 0, None)
        ]
    );
}

#[test]
fn subqueries_beside_each_other_do_not_mix() {
    let conn = &mut store();
    let rows = one!(
        conn,
        queryset!(
            Album
                .filter(
                    exists(Track.filter(album_id == outer(id)))
                        && !exists(Track.filter(album_id == outer(id) && genre_id.is_null()))
                )
                .annotate(n = subquery(Track.filter(album_id == outer(id)).aggregate(count())))
                .filter(n > 1)
                .order_by(id)
                .values_list(id, n)
        )
    );
    assert_eq!(rows, [(1, 2), (4, 2)]);
}

#[test]
fn querysets_that_are_there_already() {
    let conn = &mut store();
    let long = queryset!(Track.filter(milliseconds > 300_000));
    let (some, none) = (long, queryset!(Track.filter(milliseconds > 900_000)));
    assert_eq!(one!(conn, queryset!(Genre.filter(exists(some)))).len(), 2);
    assert_eq!(one!(conn, queryset!(Genre.filter(exists(none)))).len(), 0);
    let groups = queryset!(Track.group_by(album_id).annotate(n = count()).filter(n > 2));
    assert_eq!(
        one!(conn, queryset!(Genre.filter(!exists(groups)))).len(),
        2
    );
    let ranked = queryset!(Track.annotate(r = rank().over(order_by(id))).filter(r == 7));
    assert_eq!(one!(conn, queryset!(Genre.filter(exists(ranked)))).len(), 2);
    let last = queryset!(Track.order_by(-id).values_list(album_id));
    let album = queryset!(Album.filter(id == subquery(last)).values_list(title));
    assert_eq!(one!(conn, album), ["Let There Be Rock"]);
    let mean = queryset!(
        Track
            .filter(price > subquery(queryset!(Track.aggregate(m = avg(price)))))
            .order_by(id)
            .values_list(id)
    );
    assert_eq!(one!(conn, mean), [4, 7]);
}

#[test]
fn in_looks_in_the_value_that_a_queryset_selects() {
    let conn = &mut store();
    let of_rock = queryset!(Album.filter(title.contains("Rock")).values_list(artist_id));
    let artists = queryset!(Artist.filter(id.in_(of_rock)).values_list(name));
    assert_eq!(one!(conn, artists), ["AC/DC"]);
    // Rows are still looked for by their keys.
    let rock = queryset!(Genre.filter(name == "Rock"));
    let tracks = queryset!(
        Track
            .filter(genre_id.in_(rock))
            .order_by(id)
            .values_list(id)
    );
    assert_eq!(one!(conn, tracks), [1, 2, 6, 7]);
    // Slices and distinct values.
    let last = queryset!(Track.order_by(-id).values_list(album_id)[..3]);
    let albums = queryset!(Album.filter(id.in_(last)).order_by(id).values_list(id));
    assert_eq!(one!(conn, albums), [3, 4]);
    let two = queryset!(Track.order_by(album_id).values_list(album_id).distinct()[..2]);
    let albums = queryset!(Album.filter(id.in_(two)).order_by(id).values_list(id));
    assert_eq!(one!(conn, albums), [1, 2]);
}

#[test]
fn a_null_among_the_values_changes_nothing() {
    let conn = &mut store();
    run(conn, "INSERT INTO genres VALUES (3, 'Jazz')");
    // Track 5 has no genre.
    let used = || queryset!(Track.values_list(genre_id));
    let of_use = queryset!(Genre.filter(id.in_(used())).order_by(id).values_list(id));
    assert_eq!(one!(conn, of_use), [1, 2]);
    let unused = queryset!(Genre.exclude(id.in_(used())).values_list(id));
    assert_eq!(one!(conn, unused), [3]);
    let unused = queryset!(Genre.filter(!id.in_(used())).values_list(id));
    assert_eq!(one!(conn, unused), [3]);
}

#[test]
fn one_statement_serves_all_values() {
    let conn = &mut store();
    for (than, n) in [(200_000, 7), (230_000, 5), (900_000, 0)] {
        let qs =
            queryset!(Track.filter(exists(Track.filter(id == outer(id) && milliseconds > than))));
        assert!(static_id(&qs));
        assert_eq!(qs.count(conn).unwrap(), n);
    }
}

fn static_id<Q: diesel::query_builder::QueryId>(_: &Q) -> bool {
    Q::HAS_STATIC_QUERY_ID
}

#[test]
fn a_slice_that_is_none_is_refused_wherever_it_stands() {
    let conn = &mut store();
    let (to, from): (i64, i64) = (-1, -5);
    macro_rules! refused {
        ($($model:literal: $queryset:expr;)*) => { $(
            let wrong = assert_num_queries!(conn, 0, { $queryset.load(conn).map(drop).unwrap_err() });
            assert!(matches!(wrong, Error::Slice { model: $model }), "{wrong}");
        )* };
    }
    refused! {
        "Track": queryset!(Track[..to]);
        "Album": queryset!(Track.filter(album_id.in_(queryset!(Album[..to]))));
        "Album": queryset!(Track.filter(album_id.in_(queryset!(Album.values_list(id)[from..]))));
        "Album": queryset!(Track.exclude(album_id.in_(queryset!(Album[from..2]))));
        "Album": queryset!(Track.filter(if true { album_id.in_(queryset!(Album[..to])) }));
        "Album": queryset!(Artist.filter(albums.any(id.in_(queryset!(Album[..to])))));
        "Album": queryset!(Track.filter(album_id.in_(queryset!(Album[..to].filter(id > 1)))));
        "Album": queryset!(Track.filter(exists(queryset!(Album[..to]))));
        "Album": queryset!(Track.filter(exists(Album.filter(id == outer(album_id))[..to])));
        "Album": queryset!(Track.filter(subquery(queryset!(Album.values_list(id)[from..])) == 1));
        "Album": queryset!(Track.filter(subquery(Album.filter(id == outer(album_id)).values_list(id)[from..]) == 1));
        "Album": queryset!(Track.annotate(n = subquery(queryset!(Album.values_list(id)[..to]))));
        "Album": queryset!(Track.order_by(subquery(queryset!(Album.values_list(id)[..to]))));
    }
    // Bounds that cross are no rows, as they are at the root.
    let (three, two) = (3, 2);
    assert_eq!(queryset!(Album[three..two]).load(conn).unwrap().len(), 0);
    let none = queryset!(Track.filter(album_id.in_(queryset!(Album[three..two]))));
    assert_eq!(none.count(conn).unwrap(), 0);
    let none = queryset!(Track.filter(exists(queryset!(Album[three..two]))));
    assert_eq!(none.count(conn).unwrap(), 0);
}
