//! To-one relations by JOIN: one query, whatever the depth.

use orm_core::prelude::*;

use crate::support::*;

#[test]
fn paths_are_joined_in_one_query() {
    let conn = &mut store();
    let tracks = queryset!(
        Track
            .order_by(id)
            .select_related(album.artist.country, genre)
    );
    let tracks = assert_num_queries!(conn, 1, { tracks.load(conn).unwrap() });
    assert_eq!(tracks.len(), 7);
    let first = &tracks[0];
    assert_eq!(first.album().title, "For Those About To Rock");
    assert_eq!(first.album().artist().name, "AC/DC");
    assert_eq!(first.album().artist().country().unwrap().name, "Australia");
    assert_eq!(first.genre().unwrap().name, "Rock");
    assert!(tracks[2].album().artist().country().is_none());
    assert!(tracks[4].genre().is_none());
}

#[test]
fn paths_share_their_hops_in_whatever_order_they_are_said() {
    let conn = &mut store();
    let one = queryset!(Track.order_by(id).select_related(
        album,
        album.artist,
        album.artist.country
    ));
    let two = queryset!(
        Track
            .order_by(id)
            .select_related(album.artist.country)
            .select_related(album)
    );
    let three = queryset!(
        Track
            .order_by(id)
            .select_related(album.artist)
            .select_related(album.artist.country)
    );
    let rows = one.load(conn).unwrap();
    assert_eq!(rows, two.load(conn).unwrap());
    assert_eq!(rows, three.load(conn).unwrap());
    let sql = sql(&one);
    assert_eq!(sql.matches(" JOIN ").count(), 3, "{sql}");
}

#[test]
fn conditions_and_orders_share_the_joins() {
    let conn = &mut store();
    let qs = queryset!(
        Album
            .filter(artist.name.startswith("A") && artist.country.name == "USA")
            .exclude(artist.name == "x")
            .order_by(artist.name, artist.country.name)
            .select_related(artist.country)
    );
    let sql = sql(&qs);
    assert_eq!(sql.matches(" JOIN ").count(), 2, "{sql}");
    assert_eq!(
        qs.get(conn).unwrap().artist().country().unwrap().name,
        "USA"
    );
    // Counting needs only the joins of the filter.
    assert_eq!(qs.count(conn).unwrap(), 1);
}

#[test]
fn rows_whose_relation_is_null_stay() {
    let conn = &mut store();
    let artists = queryset!(Artist.order_by(id).select_related(country));
    let artists = artists.load(conn).unwrap();
    let countries: Vec<Option<&str>> = artists
        .iter()
        .map(|artist| artist.country().map(|country| country.name.as_str()))
        .collect();
    assert_eq!(countries, [Some("Australia"), None, Some("USA"), None]);
    assert_eq!(
        queryset!(Artist.select_related(country))
            .count(conn)
            .unwrap(),
        4
    );
}

#[test]
fn the_number_of_queries_is_a_constant_of_the_type() {
    let conn = &mut store();
    fn queries<M, W, O, D, S, L>(_: &orm_core::QuerySet<M, W, O, D, S, L>) -> usize
    where
        M: orm_core::Model,
        L: orm_core::load::pick::Pick<M>,
    {
        orm_core::QuerySet::<M, W, O, D, S, L>::QUERIES
    }
    let joined = queryset!(Track.select_related(album.artist, genre)).max_queries::<1>();
    assert_eq!(queries(&joined), 1);
    let mixed = queryset!(
        Track
            .select_related(album.artist)
            .prefetch_related(playlists, album.artist.albums.tracks)
    );
    let mixed = mixed.max_queries::<4>();
    assert_eq!(queries(&mixed), 4);
    assert_num_queries!(conn, 4, { mixed.load(conn).unwrap() });
    let deep =
        queryset!(Country.prefetch_related(artists.albums.tracks.playlists)).max_queries::<5>();
    assert_eq!(queries(&deep), 5);
    assert_num_queries!(conn, 5, { deep.load(conn).unwrap() });
}

#[test]
fn a_prefetch_walks_through_what_is_joined() {
    let conn = &mut store();
    let tracks = queryset!(
        Track
            .order_by(id)
            .select_related(album.artist, genre)
            .prefetch_related(album.artist.country, genre.tracks, album.tracks)
    );
    let tracks = assert_num_queries!(conn, 4, { tracks.load(conn).unwrap() });
    assert_eq!(
        tracks[0].album().artist().country().unwrap().name,
        "Australia"
    );
    assert_eq!(tracks[0].album().tracks().len(), 2);
    assert_eq!(tracks[0].genre().unwrap().tracks().len(), 4);
    // Rows that share an album share its tracks.
    assert_eq!(tracks[0].album().tracks(), tracks[1].album().tracks());
    assert!(tracks[4].genre().is_none());
}
