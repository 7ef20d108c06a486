//! Aggregates of relations and of rows, beside rows, in filters and orders, and of all rows.

use orm_core::prelude::*;

use crate::support::*;

#[test]
fn aggregates_of_several_relations_do_not_multiply() {
    let conn = &mut store();
    run(
        conn,
        "INSERT INTO artists VALUES (5, 'Young', 1); INSERT INTO albums VALUES (6, 'Solo', 5);",
    );
    let countries = queryset!(Country.order_by(id).annotate(
        bands = count(artists),
        albums = count(artists.albums),
        tracks = count(artists.albums.tracks),
        long = count(artists.albums.tracks).filter(artists.albums.tracks.milliseconds > 250_000),
        length = sum(artists.albums.tracks.milliseconds),
        named = count(artists.albums.tracks.composer),
        composers = count_distinct(artists.albums.tracks.composer),
    ));
    let countries = assert_num_queries!(conn, 1, { countries.load(conn).unwrap() });
    let row = &countries[0];
    assert_eq!(row.name, "Australia");
    assert_eq!((row.bands, row.albums, row.tracks), (2, 3, 4));
    assert_eq!((row.long, row.named, row.composers), (2, 4, 2));
    let length: Option<i64> = row.length;
    assert_eq!(length, Some(205_662 + 263_497 + 215_196 + 369_319));
    let usa = &countries[1];
    assert_eq!((usa.bands, usa.albums, usa.tracks), (1, 1, 0));
    assert_eq!(usa.length, None);
}

#[derive(diesel::QueryableByName)]
struct Number {
    #[diesel(sql_type = diesel::sql_types::Nullable<diesel::sql_types::Double>)]
    number: Option<f64>,
}

/// A number by plain SQL.
fn number(conn: &mut Conn, what: &str) -> Option<f64> {
    let double = on("REAL", "double precision", "DOUBLE");
    let sql = format!("SELECT CAST(({what}) AS {double}) AS number");
    let rows: Vec<Number> = crate::driver::rows(diesel::sql_query(sql), conn);
    rows[0].number
}

/// The same numbers by plain SQL, one statement each.
#[test]
fn each_number_is_that_of_plain_sql() {
    let conn = &mut store();
    let albums = queryset!(Album.order_by(id).annotate(
        n = count(tracks),
        total = sum(tracks.price),
        mean = avg(tracks.milliseconds),
        short = min(tracks.milliseconds),
        long = max(tracks.name),
        lists = count(tracks.playlists),
    ))
    .load(conn)
    .unwrap();
    for album in &albums {
        let number = |what: &str, conn: &mut Conn| {
            number(
                conn,
                &format!(
                    "SELECT {what} FROM tracks t WHERE t.album_id = {}",
                    album.id
                ),
            )
        };
        assert_eq!(Some(album.n as f64), number("COUNT(*)", conn));
        assert_eq!(album.total, number("SUM(t.price)", conn));
        let mean = number("AVG(t.milliseconds)", conn);
        assert!(
            (album.mean.unwrap_or(-1.0) - mean.unwrap_or(-1.0)).abs() < 0.01,
            "{:?} {mean:?}",
            album.mean
        );
        assert_eq!(
            album.short.map(f64::from),
            number("MIN(t.milliseconds)", conn)
        );
        let lists = "COUNT(p.playlist_id)";
        let sql = format!(
            "SELECT {lists} FROM tracks t JOIN playlist_tracks p ON p.track_id = t.id WHERE t.album_id = {}",
            album.id
        );
        assert_eq!(
            Some(album.lists as f64),
            super::aggregates::number(conn, &sql)
        );
    }
    assert_eq!(albums[0].long.as_deref(), Some("Put The Finger On You"));
    assert_eq!(albums[4].long, None);
}

#[test]
fn empty_sets_count_zero_and_have_no_sum() {
    let conn = &mut store();
    let nobody = queryset!(Artist.filter(id == 4).annotate(
        n = count(albums),
        total = sum(albums.tracks.price),
        last = max(albums.title)
    ))
    .get(conn)
    .unwrap();
    assert_eq!((nobody.n, nobody.total, &nobody.last), (0, None, &None));
    let none = queryset!(Track.filter(id > 99).aggregate(
        n = count(),
        total = sum(price),
        mean = avg(milliseconds),
        first = min(name)
    ))
    .get(conn)
    .unwrap();
    assert_eq!(
        (none.n, none.total, none.mean, none.first),
        (0, None, None, None)
    );
}

#[test]
fn annotations_filter_order_and_are_calculated_with() {
    let conn = &mut store();
    let artists = queryset!(
        Artist
            .annotate(discs = count(albums), tracks = count(albums.tracks))
            .annotate(each = tracks / discs)
            .filter(discs > 0)
            .order_by(-each, -discs, name)
    );
    let rows = artists.load(conn).unwrap();
    let shown: Vec<_> = rows
        .iter()
        .map(|row| (row.name.as_str(), row.discs, row.tracks, row.each))
        .collect();
    assert_eq!(
        shown,
        [
            ("AC/DC", 2, 4, Some(2)),
            ("Accept", 2, 3, Some(1)),
            ("Aerosmith", 1, 0, Some(0))
        ]
    );
    assert_eq!(artists.count(conn).unwrap(), 3);
    let many = queryset!(artists.filter(tracks >= 4).values(name, tracks));
    assert_eq!(many.get(conn).unwrap().tracks, 4);
}

#[test]
fn aggregates_of_relations_stand_in_filters_and_orders_alone() {
    let conn = &mut store();
    assert_eq!(
        keys(
            &queryset!(
                Album
                    .filter(count(tracks) == 2)
                    .order_by(-max(tracks.milliseconds))
            )
            .load(conn)
            .unwrap()
        ),
        [4, 1, 3]
    );
    let artists = queryset!(Artist.filter(albums.any(count(tracks) == 1)));
    assert_eq!(keys(&artists.load(conn).unwrap()), [2]);
}

#[derive(Debug, PartialEq)]
struct Stats {
    n: i64,
    longest: Option<i32>,
}

#[test]
fn a_struct_of_the_user_stands_beside_the_row() {
    let conn = &mut store();
    let albums = queryset!(
        Album
            .annotate(Stats {
                n: count(tracks),
                longest: max(tracks.milliseconds)
            })
            .filter(n > 0 && longest < 350_000)
            .order_by(longest)
            .select_related(artist)
            .prefetch_related(tracks.genre)
    );
    let rows = assert_num_queries!(conn, 3, { albums.load(conn).unwrap() });
    assert_eq!(rows.len(), 3);
    let first = &rows[0];
    assert_eq!(
        (first.title.as_str(), first.artist().name.as_str()),
        ("Restless and Wild", "Accept")
    );
    assert_eq!(first.tracks().len(), 2);
    assert_eq!(
        first.annotation,
        Stats {
            n: 2,
            longest: Some(252_051)
        }
    );
    let (row, stats) = albums.first(conn).unwrap().unwrap().into_parts();
    assert_eq!((row.id, stats.n), (3, 2));
}

#[test]
fn annotated_rows_are_batched() {
    let conn = &mut store();
    let artists = queryset!(
        Artist
            .order_by(id)
            .prefetch_related(albums.annotate(n = count(tracks)).order_by(-n, id))
    );
    let artists = assert_num_queries!(conn, 2, { artists.load(conn).unwrap() });
    let counts: Vec<(i32, i64)> = artists[1]
        .albums()
        .iter()
        .map(|album| (album.id, album.n))
        .collect();
    assert_eq!(counts, [(3, 2), (2, 1)]);
    let top = queryset!(
        Artist
            .order_by(id)
            .prefetch_related(albums.annotate(n = count(tracks)).order_by(-n, id)[..1])
    );
    let top = top.load(conn).unwrap();
    assert_eq!(top[1].albums().shown()[0].n, 2);
}

#[test]
fn aggregates_of_all_rows() {
    let conn = &mut store();
    let tracks = queryset!(Track.filter(genre_id.is_not_null()).aggregate(
        n = count(),
        total = sum(price),
        long = count().filter(milliseconds > 300_000),
        long_price = sum(price).filter(milliseconds > 300_000),
        genres = count_distinct(genre_id),
        composers = count(composer),
        mean = avg(milliseconds),
        first = min(name),
        longest_album = max(album.title),
    ));
    let all = assert_num_queries!(conn, 1, { tracks.get(conn).unwrap() });
    assert_eq!((all.n, all.long, all.genres, all.composers), (6, 2, 2, 4));
    assert!((all.total.unwrap() - 7.94).abs() < 1e-9);
    assert!((all.long_price.unwrap() - 2.98).abs() < 1e-9);
    let mean = f64::from(205_662 + 263_497 + 342_562 + 230_619 + 215_196 + 369_319) / 6.0;
    assert!((all.mean.unwrap() - mean).abs() < 0.001);
    assert_eq!(all.first.as_deref(), Some("Balls to the Wall"));
    assert_eq!(all.longest_album.as_deref(), Some("Restless and Wild"));
}

#[test]
fn aggregates_of_a_slice_take_the_rows_of_the_slice() {
    let conn = &mut store();
    let two = queryset!(Track.order_by(-milliseconds)[..2].aggregate(Stats {
        n: count(),
        longest: min(milliseconds)
    }));
    assert_eq!(
        two.get(conn).unwrap(),
        Stats {
            n: 2,
            longest: Some(342_562)
        }
    );
    let joined = queryset!(
        Track.order_by(album.title, id)[..3].aggregate(albums = count_distinct(album.title))
    );
    assert_eq!(joined.get(conn).unwrap().albums, 2);
}

#[test]
fn aggregates_of_aggregates_of_a_relation() {
    let conn = &mut store();
    let albums = queryset!(Album.aggregate(mean = avg(count(tracks)), most = max(count(tracks))));
    let all = albums.get(conn).unwrap();
    assert_eq!((all.mean, all.most), (Some(1.4), Some(2)));
}
