//! Relations by batched queries: depth, shared hops, inner querysets, parts, and counts.

use orm_core::prelude::*;

use crate::support::*;

#[test]
fn every_hop_is_one_query_and_siblings_share_their_hops() {
    let conn = &mut store();
    let artists = queryset!(Artist.order_by(id).prefetch_related(
        country,
        albums.tracks.genre,
        albums.tracks.playlists,
        albums.artist
    ));
    let artists = assert_num_queries!(conn, 7, { artists.load(conn).unwrap() });
    assert_eq!(artists[0].country().unwrap().name, "Australia");
    let album = &artists[0].albums()[0];
    assert_eq!(album.artist().name, "AC/DC");
    assert_eq!(album.tracks()[0].genre().unwrap().name, "Rock");
    assert_eq!(album.tracks()[0].playlists()[0].name, "All");
    assert!(artists[3].albums().is_empty());
    assert!(artists[1].country().is_none());
}

#[test]
fn said_twice_is_loaded_once() {
    let conn = &mut store();
    let albums = queryset!(
        Album
            .prefetch_related(tracks, tracks)
            .prefetch_related(tracks.genre, tracks.genre)
    );
    let albums = assert_num_queries!(conn, 3, { albums.load(conn).unwrap() });
    assert_eq!(albums.len(), 5);
}

#[test]
fn both_ways_give_the_same_rows() {
    let conn = &mut store();
    let joined = queryset!(
        Track
            .order_by(id)
            .select_related(album.artist.country, genre)
    )
    .load(conn)
    .unwrap();
    let batched = queryset!(
        Track
            .order_by(id)
            .prefetch_related(album.artist.country, genre)
    )
    .load(conn)
    .unwrap();
    for (a, b) in joined.iter().zip(&batched) {
        assert_eq!(a.album().title, b.album().title);
        assert_eq!(a.album().artist().name, b.album().artist().name);
        assert_eq!(
            a.album().artist().country().map(|country| country.id),
            b.album().artist().country().map(|country| country.id)
        );
        assert_eq!(
            a.genre().map(|genre| genre.id),
            b.genre().map(|genre| genre.id)
        );
    }
}

#[test]
fn children_come_in_the_inner_order_else_the_model_s_else_any() {
    let conn = &mut store();
    let artists = queryset!(Artist.order_by(id).prefetch_related(albums))
        .load(conn)
        .unwrap();
    assert_eq!(
        keys(artists[0].albums()),
        [1, 4],
        "albums are ordered by title"
    );
    assert_eq!(keys(artists[1].albums()), [2, 3]);
    let artists = queryset!(
        Artist
            .order_by(id)
            .prefetch_related(albums.order_by(-title))
    )
    .load(conn)
    .unwrap();
    assert_eq!(keys(artists[0].albums()), [4, 1]);
    let artists = queryset!(Artist.order_by(id).prefetch_related(albums.reverse()))
        .load(conn)
        .unwrap();
    assert_eq!(keys(artists[1].albums()), [3, 2]);
    let lists = queryset!(
        Playlist
            .order_by(id)
            .prefetch_related(tracks.order_by(album.title, -milliseconds))
    );
    let lists = lists.load(conn).unwrap();
    assert_eq!(keys(lists[0].tracks()), [3, 2, 1, 7, 6, 5, 4]);
    assert_eq!(keys(lists[2].tracks()), [3, 7]);
}

#[test]
fn an_inner_queryset_has_all_steps() {
    let conn = &mut store();
    let n = 2;
    let name = "AC";
    let albums = queryset!(
        Album
            .filter(artist.name.startswith(name))
            .order_by(id)
            .prefetch_related(
                tracks
                    .filter(milliseconds > 200_000 && playlists.any())
                    .exclude(name == "Nothing")
                    .order_by(-milliseconds)
                    .select_related(genre)
                    .prefetch_related(playlists.filter(name == "Long"))[..n]
            )
    );
    let albums = assert_num_queries!(conn, 3, { albums.load(conn).unwrap() });
    let first: Vec<_> = albums[0].tracks().iter().map(|track| track.id).collect();
    assert_eq!(first, [2, 1]);
    let overdose = &albums[1].tracks().shown()[0];
    assert_eq!(
        (overdose.id, overdose.genre().unwrap().name.as_str()),
        (7, "Rock")
    );
    assert_eq!(overdose.playlists().shown()[0].name, "Long");
}

#[test]
fn a_slice_is_cut_for_each_parent() {
    let conn = &mut store();
    let top = |rows: &[orm_core::Part<TrackRow>]| -> Vec<Vec<i32>> {
        rows.iter().map(|part| keys(part.shown())).collect()
    };
    let load = |albums: Vec<_>| -> Vec<orm_core::Part<TrackRow>> { albums };
    let one = queryset!(
        Album
            .order_by(id)
            .prefetch_related(tracks.order_by(-milliseconds)[..1])
    );
    let one = assert_num_queries!(conn, 2, { one.load(conn).unwrap() });
    let parts = load(one.iter().map(|album| album.tracks().clone()).collect());
    assert_eq!(top(&parts), [vec![2], vec![3], vec![5], vec![7], vec![]]);
    let rest = queryset!(
        Album
            .order_by(id)
            .prefetch_related(tracks.order_by(-milliseconds)[1..])
    )
    .load(conn)
    .unwrap();
    let parts = load(rest.iter().map(|album| album.tracks().clone()).collect());
    assert_eq!(top(&parts), [vec![1], vec![], vec![4], vec![6], vec![]]);
    let (a, b) = (1_u8, 2_i64);
    let mid = queryset!(
        Album
            .order_by(id)
            .prefetch_related(tracks.order_by(price)[a..b])
    )
    .load(conn)
    .unwrap();
    let parts = load(mid.iter().map(|album| album.tracks().clone()).collect());
    assert_eq!(
        top(&parts),
        [vec![2], vec![], vec![4], vec![7], vec![]],
        "equal prices go by the key"
    );
    // Many-to-many, ordered by a joined column, and by the model's own ordering.
    let lists = queryset!(
        Playlist
            .order_by(id)
            .prefetch_related(tracks.order_by(album.artist.name, -id)[..3])
    );
    let lists = lists.load(conn).unwrap();
    assert_eq!(keys(lists[0].tracks().shown()), [7, 6, 2]);
    assert_eq!(keys(lists[2].tracks().shown()), [7, 3]);
    let artists = queryset!(Artist.order_by(id).prefetch_related(albums[..1]))
        .load(conn)
        .unwrap();
    assert_eq!(keys(artists[0].albums().shown()), [1]);
    let none = queryset!(Artist.prefetch_related(albums[..0]))
        .load(conn)
        .unwrap();
    assert!(none.iter().all(|artist| artist.albums().shown().is_empty()));
}

#[test]
fn a_slice_per_parent_goes_with_joined_columns_and_more_batches() {
    let conn = &mut store();
    let artists = queryset!(
        Artist.order_by(id).prefetch_related(
            albums
                .filter(tracks.any())
                .order_by(-title)
                .select_related(artist.country)
                .prefetch_related(tracks.order_by(name)[..1])[..1]
        )
    );
    let artists = assert_num_queries!(conn, 3, { artists.load(conn).unwrap() });
    let album = &artists[0].albums().shown()[0];
    assert_eq!(album.artist().country().unwrap().name, "Australia");
    assert_eq!(album.tracks().shown()[0].name, "Dog Eat Dog");
    assert!(artists[2].albums().shown().is_empty());
}

#[test]
fn a_part_is_walked_and_shown() {
    let conn = &mut store();
    let albums = queryset!(
        Album
            .order_by(id)
            .prefetch_related(tracks.filter(price > 1.5))
    )
    .load(conn)
    .unwrap();
    let part: &orm_core::Part<TrackRow> = albums[3].tracks();
    let mut seen = Vec::new();
    for track in part {
        seen.push(track.id);
    }
    assert_eq!(seen, [7]);
    assert_eq!(part.iter().count(), 1);
    assert_eq!(part.clone(), *part);
    assert_eq!(part.clone().into_shown()[0].name, "Overdose");
    // Whole and part satisfy one signature.
    fn names(
        album: &impl AlbumWithSomeTracks<Track: std::ops::Deref<Target = Track>>,
    ) -> Vec<String> {
        use orm_core::load::slot::SomeRows;
        album
            .tracks()
            .shown()
            .iter()
            .map(|track| track.name.clone())
            .collect()
    }
    assert_eq!(names(&albums[3]), ["Overdose"]);
    let whole = queryset!(Album.order_by(id).prefetch_related(tracks.order_by(id)))
        .load(conn)
        .unwrap();
    assert_eq!(names(&whole[3]), ["Dog Eat Dog", "Overdose"]);
    assert_eq!(whole[3].tracks().len(), 2);
    // An absent condition may still leave rows out, so its type is a part's.
    let perhaps = queryset!(Album.prefetch_related(tracks.filter(if false {
        id == 1
    })))
    .load(conn)
    .unwrap();
    assert_eq!(
        perhaps
            .iter()
            .map(|album| album.tracks().shown().len())
            .sum::<usize>(),
        7
    );
}

#[test]
fn a_distinct_inner_queryset_is_whole() {
    let conn = &mut store();
    let lists = queryset!(
        Playlist
            .order_by(id)
            .prefetch_related(tracks.distinct().order_by(id))
    )
    .load(conn)
    .unwrap();
    assert_eq!(lists[0].tracks().len(), 7);
}

#[test]
fn links_that_stand_twice_are_one_where_rows_are_distinct() {
    let conn = &mut store();
    run(
        conn,
        "ALTER TABLE playlist_tracks RENAME TO links;
         CREATE TABLE playlist_tracks (playlist_id INTEGER NOT NULL, track_id INTEGER NOT NULL);
         INSERT INTO playlist_tracks SELECT * FROM links;
         INSERT INTO playlist_tracks VALUES (3, 3), (3, 3), (3, 5);",
    );
    let long = queryset!(Playlist.filter(id == 3));
    let all = queryset!(long.prefetch_related(tracks.order_by(id)))
        .get(conn)
        .unwrap();
    assert_eq!(keys(all.tracks()), [3, 3, 3, 5, 7]);
    let each = queryset!(long.prefetch_related(tracks.distinct().order_by(id)))
        .get(conn)
        .unwrap();
    assert_eq!(keys(each.tracks()), [3, 5, 7]);
    let two = queryset!(long.prefetch_related(tracks.distinct().order_by(-price)[..2]))
        .get(conn)
        .unwrap();
    assert_eq!(keys(two.tracks().shown()), [7, 3]);
    let rest = queryset!(long.prefetch_related(tracks.distinct().order_by(id)[1..]))
        .get(conn)
        .unwrap();
    assert_eq!(keys(rest.tracks().shown()), [5, 7]);
    assert_eq!(
        queryset!(Playlist.filter(tracks.any(id == 3)))
            .count(conn)
            .unwrap(),
        2
    );
}

#[test]
fn rows_that_stand_twice_are_both_filled() {
    let conn = &mut store();
    let mut albums = queryset!(Album.order_by(id)).load(conn).unwrap();
    albums.extend(albums.clone());
    albums.reverse();
    let albums = queryset!(albums.prefetch_related(tracks.playlists, artist));
    let albums = assert_num_queries!(conn, 4 - 1, { albums.load(conn).unwrap() });
    assert_eq!(keys(&albums), [5, 4, 3, 2, 1, 5, 4, 3, 2, 1]);
    for (a, b) in albums[..5].iter().zip(&albums[5..]) {
        assert_eq!(a.tracks(), b.tracks());
        assert_eq!(a.artist().id, b.artist().id);
    }
    assert_eq!(albums[1].tracks().len(), 2);
    let into: Vec<_> = albums
        .into_iter()
        .map(|album| album.into_tracks().len())
        .collect();
    assert_eq!(into, [0, 2, 2, 1, 2, 0, 2, 2, 1, 2]);
}

fn many(parents: usize) -> Conn {
    let mut conn = store();
    run(
        &mut conn,
        "DELETE FROM playlists; DELETE FROM playlist_tracks;",
    );
    if parents > 0 {
        run(&mut conn, "INSERT INTO playlists VALUES (1, 'list 1')");
    }
    let mut there = 1;
    while there < parents {
        // Twice as many.
        run(
            &mut conn,
            &format!(
                "INSERT INTO playlists SELECT id + {there}, 'list ' || (id + {there}) FROM playlists
                 WHERE id + {there} <= {parents}"
            ),
        );
        there *= 2;
    }
    run(
        &mut conn,
        "
             INSERT INTO playlist_tracks SELECT id, 1 + id % 7 FROM playlists;
             INSERT INTO playlist_tracks SELECT id, 1 + (id + 3) % 7 FROM playlists WHERE id % 2 = 0;",
    );
    conn
}

#[test]
fn the_number_of_queries_does_not_grow_with_rows() {
    for parents in [0, 1, 20, 100_000] {
        let conn = &mut many(parents);
        let lists = queryset!(
            Playlist
                .order_by(id)
                .prefetch_related(tracks.order_by(id).select_related(album))
        );
        // Of no parents there is nothing to ask.
        let queries = if parents == 0 { 1 } else { 2 };
        let lists = assert_num_queries!(conn, queries, { lists.load(conn).unwrap() });
        assert_eq!(lists.len(), parents);
        for list in &lists {
            let mut wanted = vec![1 + list.id % 7];
            if list.id % 2 == 0 {
                wanted.push(1 + (list.id + 3) % 7);
                wanted.sort_unstable();
            }
            assert_eq!(keys(list.tracks()), wanted);
        }
    }
}

#[test]
fn a_hundred_thousand_foreign_keys_are_one_query() {
    let conn = &mut many(100_000);
    let links = queryset!(PlaylistTrack.prefetch_related(playlist, track.album));
    let links = assert_num_queries!(conn, 4, { links.load(conn).unwrap() });
    assert_eq!(links.len(), 150_000);
    assert!(
        links
            .iter()
            .all(|link| link.playlist().id == link.playlist_id && link.track().id == link.track_id)
    );
    assert_eq!(links[0].track().album().id, links[0].track().album_id);
}

#[test]
fn where_all_keys_are_null_nothing_is_asked() {
    let conn = &mut store();
    let nobody = queryset!(
        Artist
            .filter(country_id.is_null())
            .prefetch_related(country)
    );
    let nobody = assert_num_queries!(conn, 1, { nobody.load(conn).unwrap() });
    assert!(nobody.iter().all(|artist| artist.country().is_none()));
}
