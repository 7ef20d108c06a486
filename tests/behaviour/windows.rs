//! Windows: places, values of other rows, aggregates over frames; and the steps after them.

use orm_core::prelude::*;

use crate::support::*;

/// Loads in one query.
macro_rules! one {
    ($conn:ident, $queryset:expr) => {
        assert_num_queries!($conn, 1, $queryset.load($conn).unwrap())
    };
}

#[test]
fn the_longest_track_of_each_album() {
    let conn = &mut store();
    let ranked = queryset!(
        Track
            .order_by(id)
            .annotate(r = row_number().over(partition_by(album_id), order_by(-milliseconds)))
    );
    let all: Vec<i64> = one!(conn, ranked).iter().map(|track| track.r).collect();
    assert_eq!(all, [2, 1, 1, 2, 1, 2, 1]);
    let longest = queryset!(ranked.clone().filter(r == 1));
    let ids: Vec<i32> = one!(conn, longest).iter().map(|track| track.id).collect();
    assert_eq!(ids, [2, 3, 5, 7]);
    let rest = queryset!(ranked.exclude(r == 1).values_list(id, r));
    assert_eq!(one!(conn, rest), [(1, 2), (4, 2), (6, 2)]);
}

#[test]
fn the_sql() {
    let plain = queryset!(Genre.values_list(id, row_number().over(order_by(-id))));
    let wrapped = queryset!(
        Genre
            .annotate(r = row_number().over(order_by(-id)))
            .filter(r <= 2)
            .values_list(id, r)
    );
    let (plain, wrapped) = (
        sql(&plain).replace('`', "\""),
        sql(&wrapped).replace('`', "\""),
    );
    let integer = on("INTEGER", "bigint", "SIGNED");
    assert!(
        plain.starts_with(&format!(
            r#"SELECT "self"."id", CAST(ROW_NUMBER() OVER (ORDER BY "self"."id" DESC) AS {integer}) FROM "genres" AS "self" --"#
        )),
        "{plain}"
    );
    let bound = on("?", "$1", "?");
    assert!(
        wrapped.starts_with(&format!(
            r#"SELECT "self"."id", "self"."self.w0" FROM (SELECT "self"."id", "self"."name", CAST(ROW_NUMBER() OVER (ORDER BY "self"."id" DESC) AS {integer}) AS "self.w0" FROM "genres" AS "self") AS "self" WHERE "self"."self.w0" <= {bound} --"#
        )),
        "{wrapped}"
    );
}

#[test]
fn values_are_those_before_a_later_filter() {
    let conn = &mut store();
    let placed = queryset!(
        Track
            .filter(id > 1)
            .order_by(id)
            .annotate(place = row_number().over(order_by(id)))
            .filter(milliseconds > 250_000)
            .values_list(id, place)
    );
    assert_eq!(one!(conn, placed), [(2, 1), (3, 2), (5, 4), (7, 6)]);
    // Among values as well.
    let placed = queryset!(
        Track
            .order_by(id)
            .values(id, place = row_number().over(order_by(-id)))
            .filter(place < 3)
    );
    let rows: Vec<(i32, i64)> = one!(conn, placed)
        .iter()
        .map(|row| (row.id, row.place))
        .collect();
    assert_eq!(rows, [(6, 2), (7, 1)]);
}

#[test]
fn places_of_equal_rows() {
    let conn = &mut store();
    let rows = one!(
        conn,
        queryset!(Track.order_by(id).values_list(
            rank().over(order_by(price)),
            dense_rank().over(order_by(price)),
            percent_rank().over(order_by(price)),
            cume_dist().over(order_by(price)),
            ntile(3).over(order_by(id))
        ))
    );
    let (low, high) = ((1, 1, 0.0, 5.0 / 7.0), (6, 2, 5.0 / 6.0, 1.0));
    let expected = [
        (low, 1),
        (low, 1),
        (low, 1),
        (high, 2),
        (low, 2),
        (low, 3),
        (high, 3),
    ];
    assert_eq!(rows.len(), 7);
    for (row, ((rank, dense, percent, share), part)) in rows.into_iter().zip(expected) {
        assert_eq!((row.0, row.1, row.4), (rank, dense, part));
        assert!(
            (row.2 - percent).abs() < 1e-9 && (row.3 - share).abs() < 1e-9,
            "{row:?}"
        );
    }
}

#[test]
fn values_of_rows_before_and_after() {
    let conn = &mut store();
    let rows = one!(
        conn,
        queryset!(Track.order_by(id).values_list(
            lag(id).over(order_by(id)),
            lag(id, 2).over(order_by(id)),
            lead(id, 1, -1).over(order_by(id)),
            lead(id, 5, F(album_id)).over(order_by(id))
        ))
    );
    assert_eq!(
        rows,
        [
            (None, None, 2, 6),
            (Some(1), None, 3, 7),
            (Some(2), Some(1), 4, 2),
            (Some(3), Some(2), 5, 3),
            (Some(4), Some(3), 6, 3),
            (Some(5), Some(4), 7, 4),
            (Some(6), Some(5), -1, 4),
        ]
    );
    // What is there and NULL stays NULL.
    let composers = one!(
        conn,
        queryset!(
            Track
                .order_by(id)
                .values_list(lag(composer, 1, "first").over(order_by(id)))
        )
    );
    let composers: Vec<Option<&str>> = composers.iter().map(|name| name.as_deref()).collect();
    assert_eq!(
        composers,
        [
            Some("first"),
            Some("Young"),
            Some("Young"),
            None,
            None,
            Some("Dirkscneider"),
            Some("AC/DC")
        ]
    );
    let apart = one!(
        conn,
        queryset!(
            Track
                .order_by(id)
                .values_list(id - lag(id, 1, 0).over(partition_by(album_id), order_by(id)))
        )
    );
    assert_eq!(apart, [1, 1, 3, 4, 1, 6, 1]);
}

#[test]
fn first_last_and_nth() {
    let conn = &mut store();
    let rows = one!(
        conn,
        queryset!(Track.order_by(id).values_list(
            first_value(id).over(partition_by(album_id), order_by(-id)),
            last_value(id).over(order_by(id)),
            last_value(id).over(order_by(id), rows(..)),
            nth_value(id, 2).over(order_by(id)),
            first_value(id).over(order_by(id), rows(1..=2))
        ))
    );
    let expected: Vec<(i32, i32, Option<i32>, Option<i32>, Option<i32>)> = (1..=7)
        .map(|id| {
            let second = (id > 1).then_some(2);
            let next = (id < 7).then_some(id + 1);
            let first = [2, 2, 3, 5, 5, 7, 7][usize::try_from(id).unwrap() - 1];
            (first, id, Some(7), second, next)
        })
        .collect();
    assert_eq!(rows, expected);
}

#[test]
fn aggregates_over_frames() {
    let conn = &mut store();
    let rows = one!(
        conn,
        queryset!(Track.order_by(id).values_list(
            sum(id).over(order_by(id), rows(-1..=1)),
            avg(id).over(order_by(id), rows(-2..=0)),
            count().over(partition_by(album_id)),
            max(id).over(order_by(price), range(..=0)),
            sum(id).over(order_by(id), rows(0..)),
            sum(id).over()
        ))
    );
    let expected = [
        (3, 1.0, 2, 6, 28),
        (6, 1.5, 2, 6, 27),
        (9, 2.0, 1, 6, 25),
        (12, 3.0, 2, 7, 22),
        (15, 4.0, 2, 6, 18),
        (18, 5.0, 2, 6, 13),
        (13, 6.0, 2, 7, 7),
    ];
    assert_eq!(
        rows,
        expected.map(|(near, mean, n, most, rest)| {
            (Some(near), Some(mean), n, Some(most), Some(rest), Some(28))
        })
    );
    let dear = one!(
        conn,
        queryset!(
            Track
                .order_by(id)
                .values_list(count().filter(price > 1.5).over(partition_by(album_id)))
        )
    );
    assert_eq!(dear, [0, 0, 0, 1, 1, 1, 1]);
}

#[test]
fn windows_look_along_paths() {
    let conn = &mut store();
    let rows = one!(
        conn,
        queryset!(
            Track
                .annotate(
                    r = row_number().over(
                        partition_by(album.artist.name),
                        order_by(genre.name, -milliseconds)
                    )
                )
                .filter(r == 1 && album.artist.name.startswith("A"))
                .order_by(id)
                .values_list(id, album.artist.name)
        )
    );
    let names = |id, name: &str| (id, name.to_owned());
    // A track without a genre comes first.
    assert_eq!(rows, [names(5, "Accept"), names(7, "AC/DC")]);
    let songs = one!(
        conn,
        queryset!(
            Artist
                .annotate(place = rank().over(order_by(-count(albums))))
                .filter(place == 1 && albums.any())
                .order_by(id)
        )
    );
    let artists: Vec<i32> = songs.iter().map(|artist| artist.id).collect();
    assert_eq!(artists, [1, 2]);
}

#[test]
fn what_comes_after_windows() {
    let conn = &mut store();
    let ranked = queryset!(Track.annotate(r = row_number().over(order_by(-milliseconds))));
    assert_eq!(assert_num_queries!(conn, 1, ranked.count(conn).unwrap()), 7);
    let first = queryset!(ranked.clone().filter(r > 2).order_by(r));
    assert_eq!(assert_num_queries!(conn, 1, first.count(conn).unwrap()), 5);
    assert!(assert_num_queries!(conn, 1, first.exists(conn).unwrap()));
    assert_eq!(first.first(conn).unwrap().map(|track| track.id), Some(2));
    let page = queryset!(first[1..3]);
    assert_eq!(page.count(conn).unwrap(), 2);
    let ids: Vec<i32> = one!(conn, page).iter().map(|track| track.id).collect();
    assert_eq!(ids, [5, 4]);
    let sliced = queryset!(ranked.order_by(id)[..2].values_list(r));
    assert_eq!(one!(conn, sliced), [7, 3]);
    let related = queryset!(
        Album
            .annotate(r = row_number().over(order_by(title)))
            .filter(r <= 2)
            .order_by(r)
            .select_related(artist)
            .prefetch_related(tracks.filter(price < 1.0))
    );
    let albums = assert_num_queries!(conn, 2, related.load(conn).unwrap());
    let seen: Vec<(i64, &str, usize)> = albums
        .iter()
        .map(|album| (album.r, &*album.artist().name, album.tracks().shown().len()))
        .collect();
    assert_eq!(seen, [(1, "Accept", 1), (2, "Aerosmith", 0)]);
    let related = queryset!(
        Album
            .order_by(id)
            .annotate(r = row_number().over(order_by(title)))
            .select_related(artist)
            .prefetch_related(tracks)[..2]
    );
    let albums = assert_num_queries!(conn, 2, related.load(conn).unwrap());
    let seen: Vec<(i64, &str, usize)> = albums
        .iter()
        .map(|album| (album.r, &*album.artist().name, album.tracks().len()))
        .collect();
    assert_eq!(seen, [(3, "AC/DC", 2), (1, "Accept", 1)]);
}

#[test]
fn later_annotations_calculate_with_windows() {
    let conn = &mut store();
    let rows = one!(
        conn,
        queryset!(
            Track
                .annotate(r = row_number().over(order_by(id)))
                .annotate(double = r * 2)
                .filter(r < 3)
                .order_by(id)
                .values_list(id, r, double)
        )
    );
    assert_eq!(rows, [(1, 1, 2), (2, 2, 4)]);
}

#[test]
fn windows_over_groups() {
    let conn = &mut store();
    let rows = one!(
        conn,
        queryset!(
            Track
                .group_by(album.artist.name)
                .annotate(n = count())
                .annotate(place = rank().over(order_by(-n)))
                .order_by(place)
        )
    );
    let rows: Vec<(&str, i64, i64)> = rows
        .iter()
        .map(|group| (&*group.album_artist_name, group.n, group.place))
        .collect();
    assert_eq!(rows, [("AC/DC", 4, 1), ("Accept", 3, 2)]);
}

#[test]
fn rows_are_ordered_by_windows() {
    let conn = &mut store();
    let ids = one!(
        conn,
        queryset!(
            Track
                .order_by(-count().over(partition_by(genre_id)), -id)
                .values_list(id)
        )
    );
    assert_eq!(ids, [7, 6, 2, 1, 4, 3, 5]);
}

#[test]
fn one_statement_serves_all_values() {
    let conn = &mut store();
    for most in 1..4_i64 {
        let top = queryset!(
            Track
                .annotate(r = row_number().over(order_by(id)))
                .filter(r <= most)
        );
        assert!(static_id(&top));
        assert_eq!(top.count(conn).unwrap(), most);
    }
}

fn static_id<Q: diesel::query_builder::QueryId>(_: &Q) -> bool {
    Q::HAS_STATIC_QUERY_ID
}
