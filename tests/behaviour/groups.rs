//! Groups: `group_by`, and `values` with aggregates beside them.

use orm_core::prelude::*;

use crate::support::*;

#[test]
fn groups_by_a_path_with_aggregates() {
    let conn = &mut store();
    let genres = queryset!(
        Track
            .group_by(genre.name)
            .annotate(
                n = count(),
                total = sum(price),
                long = count().filter(milliseconds > 300_000)
            )
            .order_by(-n, genre_name)
    );
    let rows = assert_num_queries!(conn, 1, { genres.load(conn).unwrap() });
    let shown: Vec<(Option<&str>, i64, i64)> = rows
        .iter()
        .map(|row| (row.genre_name.as_deref(), row.n, row.long))
        .collect();
    assert_eq!(
        shown,
        [(Some("Rock"), 4, 1), (Some("Metal"), 2, 1), (None, 1, 0)]
    );
    assert!((rows[0].total.unwrap() - 4.96).abs() < 1e-9);
    assert_eq!(genres.count(conn).unwrap(), 3);
}

#[test]
fn values_with_aggregates_are_groups_as_in_django() {
    let conn = &mut store();
    let albums = queryset!(
        Album
            .values(artist_id)
            .annotate(n = count(id), last = max(title))
            .order_by(artist_id)
    );
    let rows = albums.load(conn).unwrap();
    let shown: Vec<(i32, i64)> = rows.iter().map(|row| (row.artist_id, row.n)).collect();
    assert_eq!(shown, [(1, 2), (2, 2), (3, 1)]);
    assert_eq!(rows[0].last.as_deref(), Some("Let There Be Rock"));
}

#[test]
fn groups_are_filtered_and_rows_before_them() {
    let conn = &mut store();
    let artists = queryset!(
        Track
            .filter(milliseconds > 210_000)
            .group_by(album.artist.name, genre_id)
            .annotate(n = count())
            .filter(n >= 2 && album_artist_name.startswith("A"))
            .exclude(genre_id == 2)
            .order_by(album_artist_name)
    );
    let rows = artists.load(conn).unwrap();
    assert_eq!(rows.len(), 1);
    assert_eq!(
        (
            rows[0].album_artist_name.as_str(),
            rows[0].genre_id,
            rows[0].n
        ),
        ("AC/DC", Some(1), 3)
    );
    assert_eq!(artists.count(conn).unwrap(), 1);
    assert!(artists.exists(conn).unwrap());
}

#[test]
fn a_slice_of_groups_is_in_total_order() {
    let conn = &mut store();
    let groups = queryset!(Track.group_by(album_id).annotate(n = count()).order_by(-n));
    let mut seen = Vec::new();
    for at in 0..4 {
        let page = queryset!(groups[at..at + 1]).load(conn).unwrap();
        seen.push((page[0].n, page[0].album_id));
    }
    assert_eq!(seen, [(2, 1), (2, 3), (2, 4), (1, 2)]);
    assert_eq!(queryset!(groups[1..3]).count(conn).unwrap(), 2);
    assert_eq!(groups.first(conn).unwrap().unwrap().album_id, 1);
}

#[derive(Debug, PartialEq)]
struct GenreStats {
    genre: Option<String>,
    n: i64,
    share: Option<f64>,
}

#[test]
fn groups_fill_structs_of_the_user() {
    let conn = &mut store();
    let rows = queryset!(
        Track
            .group_by(genre = genre.name)
            .annotate(n = count(), total = sum(price))
            .select(GenreStats {
                genre,
                n,
                share: total / n
            })
            .order_by(-n)[..1]
    )
    .load(conn)
    .unwrap();
    assert_eq!((rows[0].genre.as_deref(), rows[0].n), (Some("Rock"), 4));
    assert!((rows[0].share.unwrap() - 1.24).abs() < 1e-9);
}

#[test]
fn groups_by_what_is_calculated() {
    let conn = &mut store();
    let minutes = queryset!(
        Track
            .group_by(minutes = milliseconds / 60_000)
            .annotate(n = count())
            .order_by(minutes)
    );
    let rows: Vec<(Option<i32>, i64)> = minutes
        .load(conn)
        .unwrap()
        .iter()
        .map(|row| (row.minutes, row.n))
        .collect();
    assert_eq!(
        rows,
        [(Some(3), 3), (Some(4), 2), (Some(5), 1), (Some(6), 1)]
    );
}

#[test]
fn groups_by_a_calculation_of_columns() {
    let conn = &mut store();
    let sums = queryset!(
        Track
            .filter(genre_id.is_not_null())
            .group_by(sum = album_id + genre_id)
            .annotate(n = count())
            .order_by(-sum)
    );
    let rows: Vec<(Option<i32>, i64)> = sums
        .load(conn)
        .unwrap()
        .iter()
        .map(|row| (row.sum, row.n))
        .collect();
    assert_eq!(rows, [(Some(5), 3), (Some(4), 1), (Some(2), 2)]);
}

#[test]
fn a_calculated_key_is_calculated_once_and_every_step_speaks_of_it() {
    let conn = &mut store();
    let unit = 60_000;
    let minutes = queryset!(
        Track
            .filter(milliseconds > 1)
            .group_by(minutes = milliseconds / { unit }, genre_id)
            .annotate(n = count(), longest = max(milliseconds))
            .filter(minutes >= 4, n >= 1)
            .exclude(minutes == 6)
            .order_by(-minutes, genre_id)
    );
    let shown = sql(&minutes);
    assert_eq!(shown.matches("grouped_0").count(), 6, "{shown}");
    let rows: Vec<(Option<i32>, Option<i32>, i64)> = minutes
        .load(conn)
        .unwrap()
        .iter()
        .map(|row| (row.minutes, row.genre_id, row.n))
        .collect();
    let plain = queryset!(Track.values_list(milliseconds, genre_id))
        .load(conn)
        .unwrap();
    let mut expected: Vec<(Option<i32>, Option<i32>, i64)> = Vec::new();
    for (milliseconds, genre) in plain {
        let key = Some(milliseconds / 60_000);
        if key < Some(4) || key == Some(6) {
            continue;
        }
        match expected
            .iter_mut()
            .find(|row| (row.0, row.1) == (key, genre))
        {
            Some(row) => row.2 += 1,
            None => expected.push((key, genre, 1)),
        }
    }
    expected.sort_by_key(|row| (std::cmp::Reverse(row.0), row.1.is_some(), row.1));
    assert_eq!(rows, expected);
    assert_eq!(minutes.count(conn).unwrap(), expected.len() as i64);
    let page = queryset!(minutes[1..2]).load(conn).unwrap();
    assert_eq!(page[0].minutes, rows[1].0);
}

#[test]
fn a_key_is_calculated_from_joined_columns() {
    let conn = &mut store();
    let initials = queryset!(
        Track
            .filter(album.artist.name.startswith("A"))
            .group_by(initial = lower(left(album.artist.name, 1)), genre.name)
            .annotate(n = count(), albums = count_distinct(album_id))
            .order_by(initial, genre_name)
    );
    let rows = assert_num_queries!(conn, 1, { initials.load(conn).unwrap() });
    let total: i64 = rows.iter().map(|row| row.n).sum();
    let plain = queryset!(Track.filter(album.artist.name.startswith("A")));
    assert_eq!(total, plain.count(conn).unwrap());
    assert!(rows.iter().all(|row| row.initial == "a"));
}

#[test]
fn groups_are_ordered_by_names_of_a_request() {
    let conn = &mut store();
    let groups = queryset!(Album.group_by(artist_id).annotate(n = count()));
    for (sort, expected) in [
        ("artist_id", [1, 2, 3]),
        ("-artist_id", [3, 2, 1]),
        ("n,-artist", [3, 2, 1]),
        ("-n,artist", [1, 2, 3]),
    ] {
        let sorted = |sort: &str| -> orm_core::Result<_> {
            Ok(queryset!(
                groups.order_by_name(sort, [n, artist_id, artist = artist_id])?
            ))
        };
        let rows = sorted(sort).unwrap().load(conn).unwrap();
        let shown: Vec<i32> = rows.iter().map(|row| row.artist_id).collect();
        assert_eq!(shown, expected, "{sort}");
        let last = sorted(sort).unwrap().last(conn).unwrap().unwrap();
        assert_eq!(last.artist_id, expected[2]);
        assert!(matches!(
            sorted("name"),
            Err(orm_core::Error::OrderName { model: "Album", .. })
        ));
    }
}

/// A group is no row: an aggregate may be called as the column that it is of.
#[test]
fn an_aggregate_of_groups_may_have_a_columns_name() {
    let conn = &mut store();
    let groups = queryset!(
        Track
            .group_by(album_id)
            .annotate(milliseconds = sum(milliseconds), name = min(name))
            .filter(milliseconds > 400_000)
            .order_by(-milliseconds)
    );
    let groups = groups.load(conn).unwrap();
    let seen: Vec<_> = groups
        .iter()
        .map(|group| (group.album_id, group.milliseconds, group.name.as_deref()))
        .collect();
    assert_eq!(
        seen,
        [
            (4, Some(584_515), Some("Dog Eat Dog")),
            (3, Some(482_670), Some("Fast As a Shark")),
            (1, Some(469_159), Some("Evil Walks")),
        ]
    );
}

/// A value may be called as a column, which later steps then name.
#[test]
fn a_value_may_have_a_columns_name() {
    let conn = &mut store();
    let values = queryset!(Album.values(title = artist.name, id).order_by(-title, id));
    let values = values.load(conn).unwrap();
    let seen: Vec<_> = values.iter().map(|row| (&*row.title, row.id)).collect();
    assert_eq!(
        seen,
        [
            ("Aerosmith", 5),
            ("Accept", 2),
            ("Accept", 3),
            ("AC/DC", 1),
            ("AC/DC", 4)
        ]
    );
}
