//! DISTINCT ON, which is PostgreSQL's: of its two targets alone.

use orm_core::prelude::*;

use crate::support::*;

macro_rules! ids {
    ($conn:expr, $($queryset:tt)*) => {
        keys(&queryset!($($queryset)*).load($conn).unwrap())
    };
}

#[test]
fn the_first_row_of_each_stays_whatever_the_order_begins_with() {
    let conn = &mut store();
    // The order begins with the values, in either direction, or does not.
    assert_eq!(
        ids!(
            conn,
            Track
                .order_by(album_id, -milliseconds)
                .distinct_on(album_id)
        ),
        [2, 3, 5, 7]
    );
    assert_eq!(
        ids!(
            conn,
            Track
                .order_by(-album_id, milliseconds)
                .distinct_on(album_id)
        ),
        [6, 4, 3, 1]
    );
    assert_eq!(
        ids!(conn, Track.order_by(-milliseconds).distinct_on(album_id)),
        [7, 3, 2, 5]
    );
    // Of rows that are equal in the order it is the one with the smallest key.
    assert_eq!(ids!(conn, Track.order_by(price).distinct_on(price)), [1, 4]);
    assert_eq!(
        ids!(conn, Track.order_by(price).reverse().distinct_on(price)),
        [7, 6]
    );
    let shown = sql(&queryset!(
        Track.order_by(-milliseconds).distinct_on(album_id)
    ));
    assert!(
        shown.contains(
            r#" WHERE "self"."id" IN (SELECT c0 FROM (SELECT DISTINCT ON (c1) "self"."id" AS c0, "self"."album_id" AS c1 FROM "tracks" AS "self" ORDER BY c1, "self"."milliseconds" DESC, "self"."id") AS "self.part") ORDER BY "self"."milliseconds" DESC"#
        ),
        "{shown}"
    );
}

#[test]
fn values_are_paths_calculations_and_several() {
    let conn = &mut store();
    assert_eq!(
        ids!(
            conn,
            Track.order_by(-milliseconds).distinct_on(album.artist.name)
        ),
        [7, 3]
    );
    // NULL is one value among others.
    assert_eq!(
        ids!(conn, Track.order_by(id).distinct_on(genre.name, price)),
        [1, 3, 4, 5, 7]
    );
    let (step, of) = (100_000, 7);
    assert_eq!(
        ids!(
            conn,
            Track.order_by(id).distinct_on(milliseconds / { step })
        ),
        [1, 3]
    );
    assert_eq!(
        ids!(
            conn,
            Track
                .filter(id <= of)
                .order_by(-album.artist.name, -id)
                .distinct_on(album.artist_id)
        ),
        [5, 7]
    );
    // A key of two columns.
    let links = queryset!(PlaylistTrack.order_by(-track_id).distinct_on(playlist_id));
    let found = links.load(conn).unwrap();
    assert_eq!(sorted_keys(&found), [(1, 7), (3, 7)]);
}

#[test]
fn what_comes_before_chooses_and_what_comes_after_is_of_the_chosen() {
    let conn = &mut store();
    assert_eq!(
        ids!(
            conn,
            Track
                .filter(price < 1.5)
                .order_by(-milliseconds)
                .distinct_on(album_id)
        ),
        [3, 2, 5, 6]
    );
    assert_eq!(
        ids!(
            conn,
            Track
                .order_by(-milliseconds)
                .distinct_on(album_id)
                .filter(price < 1.5)
        ),
        [3, 2, 5]
    );
    assert_eq!(
        ids!(
            conn,
            Track
                .order_by(-milliseconds)
                .distinct_on(album_id)
                .order_by(name)
        ),
        [3, 2, 7, 5]
    );
    assert_eq!(
        ids!(
            conn,
            Track.order_by(id)[2..].distinct_on(album_id)[1..3].filter(id > 0)
        ),
        [4, 6]
    );
    // A second time it chooses among those that stayed.
    assert_eq!(
        ids!(
            conn,
            Track
                .order_by(-milliseconds)
                .distinct_on(album_id)
                .distinct_on(genre_id)
        ),
        [7, 3, 5]
    );
    let boxed = queryset!(Track.order_by(-milliseconds).boxed::<diesel::pg::Pg>());
    assert_eq!(ids!(conn, boxed.distinct_on(album_id)), [7, 3, 2, 5]);
    let sort = "-milliseconds";
    let named = queryset!(Track.order_by_name(sort, [milliseconds])).unwrap();
    assert_eq!(ids!(conn, named.distinct_on(album_id)), [7, 3, 2, 5]);
}

#[test]
fn every_terminal_sees_the_chosen_rows() {
    let conn = &mut store();
    let longest = queryset!(Track.order_by(-milliseconds).distinct_on(album_id));
    assert_eq!(longest.count(conn).unwrap(), 4);
    assert_eq!(queryset!(longest[1..3]).count(conn).unwrap(), 2);
    assert!(longest.exists(conn).unwrap());
    assert!(!queryset!(longest.filter(id == 1)).exists(conn).unwrap());
    assert_eq!(longest.first(conn).unwrap().unwrap().id, 7);
    assert_eq!(longest.last(conn).unwrap().unwrap().id, 5);
    assert_eq!(
        queryset!(longest.filter(album_id == 1))
            .get(conn)
            .unwrap()
            .id,
        2
    );
    let page = longest.page(2, 3, conn).unwrap();
    assert_eq!((page.total, keys(&page.items)), (4, vec![5]));
    let page = longest.page_after(None, 3, conn).unwrap();
    let rest = longest.page_after(page.next.as_ref(), 3, conn).unwrap();
    assert_eq!(
        (keys(&page.items), keys(&rest.items)),
        (vec![7, 3, 2], vec![5])
    );
    let bulk = longest.in_bulk([1, 2, 7], conn).unwrap();
    assert_eq!(bulk.len(), 2);
    let total = queryset!(longest.aggregate(n = count(), all = sum(milliseconds)));
    let total = total.get(conn).unwrap();
    assert_eq!((total.n, total.all), (4, Some(1_227_429)));
}

#[test]
fn relations_values_and_subqueries() {
    let conn = &mut store();
    let longest = queryset!(Track.order_by(-milliseconds).distinct_on(album_id));
    let tracks = queryset!(
        longest
            .select_related(album.artist)
            .prefetch_related(playlists)[..2]
    )
    .load(conn)
    .unwrap();
    assert_eq!(tracks[0].album().artist().name, "AC/DC");
    assert_eq!(tracks[1].playlists().len(), 2);
    let names = queryset!(longest.values_list(album.title, name)[..1])
        .load(conn)
        .unwrap();
    assert_eq!(
        names,
        [("Let There Be Rock".to_owned(), "Overdose".to_owned())]
    );
    let names = queryset!(
        Track
            .values(name, album_id)
            .order_by(-id)
            .distinct_on(album_id)
    );
    assert_eq!(names.count(conn).unwrap(), 4);
    assert_eq!(names.load(conn).unwrap()[0].name, "Overdose");
    assert_eq!(
        ids!(
            conn,
            Album.filter(id.in_(queryset!(longest.filter(price > 1.0).values_list(album_id))))
        ),
        [4]
    );
    let places = queryset!(longest.annotate(n = row_number().over(order_by(name))));
    let places: Vec<i64> = places.load(conn).unwrap().iter().map(|row| row.n).collect();
    assert_eq!(places, [3, 1, 2, 4]);
}
