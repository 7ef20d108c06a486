//! Steps after a slice speak of the sliced rows only: filters, other orders, slices of slices.

use orm_core::prelude::*;

use crate::support::*;

macro_rules! ids {
    ($conn:ident, $($queryset:tt)*) => {
        keys(&queryset!($($queryset)*).load($conn).unwrap())
    };
}

#[test]
fn a_filter_after_a_slice_filters_its_rows() {
    let conn = &mut store();
    let none: [i32; 0] = [];
    assert_eq!(
        ids!(conn, Track.order_by(-id)[..4].filter(genre_id == 1)),
        [7, 6]
    );
    assert_eq!(
        ids!(conn, Track.order_by(-id)[..4].exclude(genre_id == 1)),
        [5, 4]
    );
    assert_eq!(
        ids!(conn, Track.order_by(-id)[1..4].filter(price < 1.0)),
        [6, 5]
    );
    assert_eq!(
        ids!(conn, Track.order_by(-id)[4..].filter(price < 1.0)),
        [3, 2, 1]
    );
    assert_eq!(ids!(conn, Track.order_by(id)[..2].filter(id > 2)), none);
    assert_eq!(ids!(conn, Track.order_by(id)[..0].filter(id > 0)), none);
    // The slice is of the rows that the first filter leaves.
    assert_eq!(
        ids!(
            conn,
            Track.filter(genre_id == 1).order_by(-price, id)[..2].filter(price < 1.0)
        ),
        [1]
    );
    let n = 3;
    assert_eq!(
        ids!(
            conn,
            Track.order_by(album.artist.name, -id)[..n]
                .filter(album.artist.country.name == "Australia", id > 2)
        ),
        [7, 6]
    );
}

#[test]
fn another_order_orders_the_sliced_rows() {
    let conn = &mut store();
    assert_eq!(
        ids!(conn, Track.order_by(-id)[..3].order_by(milliseconds)),
        [6, 5, 7]
    );
    assert_eq!(ids!(conn, Track.order_by(-id)[..3].reverse()), [5, 6, 7]);
    assert_eq!(ids!(conn, Album[..3].order_by(id)), [1, 2, 5]);
    assert_eq!(
        ids!(
            conn,
            Track.order_by(-id)[..5].filter(price < 1.0).order_by(id)[..2].order_by(-id)
        ),
        [5, 3]
    );
    let top = queryset!(Track.order_by(-milliseconds)[..3].order_by(id)[..2]);
    assert_eq!(keys(&top.load(conn).unwrap()), [2, 3]);
}

#[test]
fn one_statement_serves_all_values_and_a_random_slice_is_drawn_once() {
    let conn = &mut store();
    for (n, above, expected) in [(2, 6, vec![7]), (4, 5, vec![7, 6]), (1, 0, vec![7])] {
        assert_eq!(
            ids!(conn, Track.order_by(-id)[..n].filter(id > above)),
            expected
        );
    }
    for _ in 0..20 {
        assert_eq!(
            queryset!(Track.order_by(random())[..3].filter(id > 0))
                .load(conn)
                .unwrap()
                .len(),
            3
        );
    }
}

#[test]
fn a_slice_of_a_slice_is_one_slice() {
    let conn = &mut store();
    let none: [i32; 0] = [];
    assert_eq!(ids!(conn, Track.order_by(id)[..5][2..4]), [3, 4]);
    assert_eq!(ids!(conn, Track.order_by(id)[..5][..3]), [1, 2, 3]);
    assert_eq!(ids!(conn, Track.order_by(id)[..3][..5]), [1, 2, 3]);
    assert_eq!(ids!(conn, Track.order_by(id)[..5][3..]), [4, 5]);
    assert_eq!(ids!(conn, Track.order_by(id)[2..][..2]), [3, 4]);
    assert_eq!(ids!(conn, Track.order_by(id)[2..][2..]), [5, 6, 7]);
    assert_eq!(ids!(conn, Track.order_by(id)[2..][1..3]), [4, 5]);
    assert_eq!(ids!(conn, Track.order_by(id)[1..5][..2]), [2, 3]);
    assert_eq!(ids!(conn, Track.order_by(id)[1..5][2..]), [4, 5]);
    assert_eq!(ids!(conn, Track.order_by(id)[1..5][1..9]), [3, 4, 5]);
    assert_eq!(ids!(conn, Track.order_by(id)[..2][4..]), none);
    assert_eq!(ids!(conn, Track.order_by(id)[1..6][1..4][..1]), [3]);
    let one = sql(&queryset!(Track.order_by(id)[1..5][1..3]));
    assert_eq!(one.matches("SELECT").count(), 1, "{one}");
    let each = queryset!(
        Album
            .order_by(id)
            .prefetch_related(tracks.order_by(id)[..5][1..2])
    );
    let albums = each.load(conn).unwrap();
    assert_eq!(keys(albums[0].tracks().shown()), [2]);
}

#[test]
fn a_bound_that_is_none_is_still_an_error() {
    let conn = &mut store();
    let bad = -1;
    let watch = orm_core::instrument::watch(conn);
    macro_rules! refused {
        ($($queryset:tt)*) => {
            let error = queryset!($($queryset)*).load(conn).map(|_| ()).unwrap_err();
            assert!(matches!(error, orm_core::Error::Slice { model: "Track" }), "{error}");
        };
    }
    refused!(Track[..bad].filter(id > 1));
    refused!(Track[bad..][..2]);
    refused!(Track[..2][..bad]);
    refused!(Track[..2][bad..3]);
    refused!(Track[bad..].order_by(id)[..2]);
    assert_eq!(watch.finish(conn).queries, [""; 0]);
}

#[test]
fn distinct_before_and_after_a_slice() {
    let conn = &mut store();
    assert_eq!(
        ids!(
            conn,
            Track.distinct().order_by(-price, id)[..3].filter(id > 4)
        ),
        [7]
    );
    assert_eq!(ids!(conn, Track.order_by(id)[..3].distinct()), [1, 2, 3]);
    let prices = queryset!(
        Track.order_by(id)[..4]
            .values_list(price)
            .distinct()
            .order_by(price)
    );
    assert_eq!(prices.load(conn).unwrap(), [0.99, 1.99]);
    // Distinct values are sliced as values, before and after another slice.
    let names = queryset!(Track.values_list(composer).distinct().order_by(composer)[1..][..2]);
    let names = names.load(conn).unwrap();
    assert_eq!(
        names,
        [Some("AC/DC".to_owned()), Some("Dirkscneider".to_owned())]
    );
}

#[test]
fn relations_values_and_terminals_after_it() {
    let conn = &mut store();
    let page = queryset!(
        Track.order_by(-id)[..4]
            .filter(genre_id == 1)
            .select_related(album.artist)
            .prefetch_related(playlists)
    );
    let watch = orm_core::instrument::watch(conn);
    let tracks = page.load(conn).unwrap();
    assert_eq!(watch.finish(conn).queries.len(), 2);
    assert_eq!(tracks[0].album().artist().name, "AC/DC");
    assert_eq!(keys(tracks[0].playlists()), [1, 3]);
    assert_eq!(page.count(conn).unwrap(), 2);
    assert!(page.exists(conn).unwrap());
    assert_eq!(page.first(conn).unwrap().unwrap().id, 7);
    assert_eq!(page.last(conn).unwrap().unwrap().id, 6);
    assert_eq!(page.in_bulk([1, 6], conn).unwrap().len(), 1);
    let chunks: Vec<Vec<i32>> = each(page.chunks(1, conn))
        .map(|rows| keys(&rows.unwrap()))
        .collect();
    assert_eq!(chunks, [[7], [6]]);
    let titles = queryset!(
        Album.order_by(-id)[..3]
            .filter(artist.name == "Accept")
            .values_list(title)
    );
    assert_eq!(titles.load(conn).unwrap(), ["Restless and Wild"]);
    let counted = queryset!(
        Album.order_by(-id)[..3]
            .annotate(n = count(tracks))
            .filter(n > 1)
    );
    let counted = counted.load(conn).unwrap();
    assert_eq!((counted[0].id, counted[0].n, counted.len()), (4, 2, 2));
    assert_eq!(
        ids!(
            conn,
            Album.filter(id.in_(queryset!(Album.order_by(id)[..3].filter(id > 1))))
        ),
        [2, 3]
    );
}

#[test]
fn keys_of_two_columns() {
    let conn = &mut store();
    let found =
        queryset!(PlaylistTrack.order_by(-track_id, playlist_id)[..4].filter(playlist_id == 1));
    assert_eq!(keys(&found.load(conn).unwrap()), [(1, 7), (1, 6), (1, 5)]);
    assert_eq!(found.count(conn).unwrap(), 3);
}

#[test]
fn the_sql_asks_for_keys_once() {
    let page = queryset!(Track.order_by(-id)[..4].filter(genre_id == 1));
    let text = sql(&page);
    let place = text.find(" WHERE ").unwrap();
    let text = text[place..].split(" -- binds").next().unwrap().to_owned();
    assert_eq!(
        text,
        on(
            " WHERE (`self`.`id` IN (SELECT `self`.`id` FROM `tracks` AS `self` ORDER BY `self`.`id` DESC LIMIT +?) AND `self`.`genre_id` = ?) ORDER BY `self`.`id` DESC",
            " WHERE (\"self\".\"id\" IN (SELECT \"self\".\"id\" FROM \"tracks\" AS \"self\" ORDER BY \"self\".\"id\" DESC LIMIT $1) AND \"self\".\"genre_id\" = $2) ORDER BY \"self\".\"id\" DESC",
            " WHERE (`self`.`id` IN (SELECT `id` FROM (SELECT `self`.`id` FROM `tracks` AS `self` ORDER BY `self`.`id` DESC LIMIT ?) AS `self.part`) AND `self`.`genre_id` = ?) ORDER BY `self`.`id` DESC",
        )
    );
}
