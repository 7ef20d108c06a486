//! `any`, `all`, `none`: held against the same question asked of rows in Rust.

use orm_core::prelude::*;

use crate::support::*;

macro_rules! ids {
    ($conn:ident, $($queryset:tt)*) => {
        sorted_keys(&queryset!($($queryset)*).load($conn).unwrap())
    };
}

#[test]
fn the_three_quantifiers_mean_what_rust_s_iterators_mean() {
    let conn = &mut store();
    let albums = queryset!(Album.order_by(id).prefetch_related(tracks))
        .load(conn)
        .unwrap();
    for limit in [0, 215_196, 215_197, 250_000, 263_498, 400_000] {
        let by_hand = |met: &dyn Fn(&[TrackRow]) -> bool| -> Vec<i32> {
            albums
                .iter()
                .filter(|album| met(album.tracks()))
                .map(|album| album.id)
                .collect()
        };
        let short = |track: &TrackRow| track.milliseconds < limit;
        assert_eq!(
            ids!(conn, Album.filter(tracks.any(milliseconds < limit))),
            by_hand(&|tracks| tracks.iter().any(short))
        );
        assert_eq!(
            ids!(conn, Album.filter(tracks.all(milliseconds < limit))),
            by_hand(&|tracks| tracks.iter().all(short))
        );
        assert_eq!(
            ids!(conn, Album.filter(tracks.none(milliseconds < limit))),
            by_hand(&|tracks| !tracks.iter().any(short))
        );
        assert_eq!(
            ids!(conn, Album.exclude(tracks.all(milliseconds < limit))),
            by_hand(&|tracks| !tracks.iter().all(short))
        );
    }
}

#[test]
fn rows_never_multiply() {
    let conn = &mut store();
    let found = queryset!(Artist.filter(albums.any(tracks.any(playlists.any()))));
    assert_eq!(found.count(conn).unwrap(), 2);
    assert_eq!(
        ids!(conn, Artist.filter(albums.any(tracks.any(playlists.any())))),
        [1, 2]
    );
}

#[test]
fn all_of_none_is_true_and_any_alone_asks_for_a_row() {
    let conn = &mut store();
    assert_eq!(ids!(conn, Album.filter(tracks.all(id < 0))), [5]);
    assert_eq!(ids!(conn, Album.filter(tracks.any())), [1, 2, 3, 4]);
    assert_eq!(ids!(conn, Album.filter(tracks.none())), [5]);
    assert_eq!(ids!(conn, Album.filter(!tracks.any())), [5]);
    assert_eq!(ids!(conn, Artist.filter(albums.none())), [4]);
}

#[test]
fn all_counts_null_as_no() {
    let conn = &mut store();
    // Album 3 has a track with a composer that is NULL, and one by somebody.
    assert_eq!(
        ids!(conn, Album.filter(tracks.all(composer != "x"))),
        [1, 4, 5]
    );
    assert_eq!(
        ids!(conn, Album.filter(tracks.none(composer == "AC/DC"))),
        [1, 2, 3, 5]
    );
    assert_eq!(
        ids!(conn, Album.filter(tracks.all(genre.name == "Metal"))),
        [2, 5]
    );
}

#[test]
fn on_one_row_or_on_some_rows() {
    let conn = &mut store();
    assert_eq!(
        ids!(
            conn,
            Album.filter(tracks.any(price > 1.5 && composer == "AC/DC"))
        ),
        [4]
    );
    assert_eq!(
        ids!(
            conn,
            Album.filter(tracks.any(price > 1.5 && composer == "Dirkscneider"))
        ),
        [0; 0]
    );
    assert_eq!(
        ids!(
            conn,
            Album.filter(tracks.any(price > 1.5) && tracks.any(composer == "Dirkscneider"))
        ),
        [3]
    );
}

#[test]
fn quantifiers_nest() {
    let conn = &mut store();
    assert_eq!(
        ids!(
            conn,
            Country.filter(artists.any(albums.any(tracks.any(price > 1.5))))
        ),
        [1]
    );
    assert_eq!(
        ids!(conn, Artist.filter(albums.all(tracks.any(price > 1.5)))),
        [4]
    );
    assert_eq!(
        ids!(
            conn,
            Artist.filter(albums.any(tracks.all(genre.name == "Metal")))
        ),
        [2, 3]
    );
    assert_eq!(
        ids!(
            conn,
            Artist.filter(albums.none(tracks.none()) && albums.any())
        ),
        [1, 2]
    );
    assert_eq!(
        ids!(
            conn,
            Genre.filter(tracks.all(album.tracks.all(genre.id.is_not_null())))
        ),
        [1]
    );
    // The same tables inside and outside, each under its own name.
    assert_eq!(
        ids!(
            conn,
            Track.filter(album.tracks.any(album.tracks.any(name == "Overdose")))
        ),
        [6, 7]
    );
    assert_eq!(
        ids!(
            conn,
            Album.filter(artist.albums.any(artist.albums.any(id == 1)))
        ),
        [1, 4]
    );
}

#[test]
fn quantifiers_over_many_to_many() {
    let conn = &mut store();
    assert_eq!(
        ids!(conn, Track.filter(playlists.any(name == "Long"))),
        [3, 7]
    );
    assert_eq!(
        ids!(conn, Track.filter(playlists.all(name == "All"))),
        [1, 2, 4, 5, 6]
    );
    assert_eq!(
        ids!(conn, Track.filter(playlists.none(name == "Long"))),
        [1, 2, 4, 5, 6]
    );
    assert_eq!(ids!(conn, Playlist.filter(tracks.none())), [2]);
    assert_eq!(
        ids!(conn, Playlist.filter(tracks.all(milliseconds > 300_000))),
        [2, 3]
    );
    assert_eq!(
        ids!(
            conn,
            Playlist.filter(tracks.any(album.artist.name == "AC/DC" && price > 1.5))
        ),
        [1, 3]
    );
    assert_eq!(
        ids!(
            conn,
            Playlist.filter(tracks.any(playlists.any(name == "Long")))
        ),
        [1, 3]
    );
    assert_eq!(
        ids!(
            conn,
            Album.filter(tracks.any(playlists.none(name == "All")))
        ),
        [0; 0]
    );
}

#[test]
fn quantifiers_behind_joined_paths() {
    let conn = &mut store();
    assert_eq!(
        ids!(conn, Album.filter(artist.albums.any(title == "Big Ones"))),
        [5]
    );
    assert_eq!(
        ids!(
            conn,
            Album.filter(artist.country.artists.any(name == "AC/DC"))
        ),
        [1, 4]
    );
    // Behind a path that ends in NULL there are no rows: none, and so all.
    assert_eq!(
        ids!(conn, Album.filter(artist.country.artists.none())),
        [2, 3]
    );
    assert_eq!(
        ids!(conn, Album.filter(artist.country.artists.all(id < 0))),
        [2, 3]
    );
    assert_eq!(
        ids!(
            conn,
            Track.filter(genre.tracks.any(album.artist.country.name == "Australia"))
        ),
        [1, 2, 6, 7]
    );
}

#[test]
fn conditions_inside_compare_with_columns_of_their_own_row() {
    let conn = &mut store();
    assert_eq!(
        ids!(conn, Album.filter(tracks.any(name == F(album.title)))),
        [2, 3]
    );
    assert_eq!(
        ids!(conn, Album.filter(tracks.all(name != F(album.title)))),
        [1, 4, 5]
    );
    assert_eq!(
        ids!(
            conn,
            Artist.filter(albums.any(tracks.any(composer == F(album.artist.name))))
        ),
        [1]
    );
}

#[test]
fn quantifiers_stand_with_all_else() {
    let conn = &mut store();
    let n = 2;
    let found = queryset!(
        Album
            .filter(tracks.any(price > 1.5) || artist.country.name == "USA")
            .exclude(tracks.all(genre.name == "Metal") && tracks.any())
            .order_by(-artist.name, id)
            .select_related(artist)[..n]
    );
    assert_eq!(keys(&found.load(conn).unwrap()), [5, 3]);
    assert_eq!(found.count(conn).unwrap(), 2);
}
